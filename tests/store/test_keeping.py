"""Terms, moves, papers, attachments and mappings are kept as they were, with who and when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from sca_toolkit.desk.issuing import terms_hash
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.events import Side
from sca_toolkit.ledger import Move, Status
from sca_toolkit.store import (
    Conflict,
    Paper,
    Store,
    StoreError,
    append_moves,
    append_terms,
    attach,
    attachment_content,
    attachments_of,
    keep_mapping,
    keep_paper,
    latest_terms,
    mapping_names,
    mapping_of,
    moves_of,
    paper_content,
    paper_data,
    papers_of,
    terms_history,
    trail_of,
    verify,
)
from sca_toolkit.store.guards import unguard
from sca_toolkit.store.tables import attachments
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.terms.agreement import with_values
from tests.store.samples import NOW, with_case, writing

FIRST = with_values(AgreementTerms(), {"member.name": "Zoë Ünal (invented)", "document.version": "1"})
SECOND = with_values(FIRST, {"document.version": "2"})


def move(move_id: str, **changes: Any) -> Move:
    start = {
        "id": move_id, "case": "CASE-1", "round": 1, "side": Side.us, "topic": "filing", "status": Status.offered,
        "values": {"filing.initial": "180 calendar days"}, "at": NOW, "who": "rlee",
    }  # fmt: skip
    return Move.model_validate(start | changes)


PAPER = Paper(
    template_id="sca",
    template_version="1.2",
    status="draft",
    name="CASE-1-sca-v1-draft",
    content=b"PK\x03\x04 invented",
    terms_hash=terms_hash(FIRST),
    made_at=NOW,
    data={"case": {"id": "CASE-1"}},
)


def test_every_version_of_the_terms_is_kept(store: Store) -> None:
    with_case(store)
    with writing(store) as write:
        assert append_terms(write, "CASE-1", FIRST, after=0) == 1
    with writing(store, "mdiaz") as write:
        assert append_terms(write, "CASE-1", SECOND, after=1) == 2
    with store.reading() as read:
        history = terms_history(read, "CASE-1")
        assert [(kept.terms, kept.version, kept.saved_by) for kept in history] == [
            (FIRST, 1, "rlee"),
            (SECOND, 2, "mdiaz"),
        ]
        assert latest_terms(read, "CASE-1") == history[-1]
        assert trail_of(read, "CASE-1")[-1].details == {"document.version": {"was": "1", "now": "2"}}


def test_the_record_and_the_issued_paper_name_terms_by_the_same_hash(store: Store) -> None:
    with_case(store)
    with writing(store) as write:
        append_terms(write, "CASE-1", FIRST, after=0)
    with store.reading() as read:
        kept = latest_terms(read, "CASE-1")
    assert kept is not None
    assert kept.hash == terms_hash(FIRST)


def test_the_same_terms_make_no_new_version(store: Store) -> None:
    with_case(store)
    with writing(store) as write:
        assert append_terms(write, "CASE-1", FIRST, after=0) == 1
        assert append_terms(write, "CASE-1", FIRST, after=1) == 1
    with store.reading() as read:
        assert len(terms_history(read, "CASE-1")) == 1


def test_terms_drawn_up_on_an_older_version_are_a_conflict(store: Store) -> None:
    with_case(store)
    with writing(store) as write:
        append_terms(write, "CASE-1", FIRST, after=0)
    with writing(store, "mdiaz") as write:
        append_terms(write, "CASE-1", SECOND, after=1)
    mine = with_values(FIRST, {"member.name": "Zoë Ünal-Hart (invented)"})
    with (
        pytest.raises(Conflict, match=r"saved by mdiaz.*document\.version") as caught,
        writing(store) as write,
    ):
        append_terms(write, "CASE-1", mine, after=1)
    assert caught.value.clashes == ()
    merged = AgreementTerms.model_validate(caught.value.merged())
    assert (merged.member.name, merged.document.version) == ("Zoë Ünal-Hart (invented)", "2")


def test_first_terms_of_two_people_are_a_conflict(store: Store) -> None:
    with_case(store)
    with writing(store, "mdiaz") as write:
        append_terms(write, "CASE-1", FIRST, after=0)
    with pytest.raises(Conflict, match="saved by mdiaz"), writing(store) as write:
        append_terms(write, "CASE-1", SECOND, after=0)


def test_a_case_without_terms_has_none(store: Store) -> None:
    with_case(store)
    with store.reading() as read:
        assert latest_terms(read, "CASE-1") is None
        assert terms_history(read, "CASE-1") == ()


def test_moves_come_back_in_the_order_in_which_they_were_recorded(store: Store) -> None:
    with_case(store)
    with_case(store, "CASE-2")
    mine = [move("m1"), move("m2", round=2, side=Side.payer, status=Status.countered)]
    with writing(store) as write:
        append_moves(write, [*mine, move("other", case="CASE-2")])
    with writing(store) as write:
        append_moves(write, [move("m3", round=2, side=Side.payer, corrects="m2", note="they wrote 150")])
    with store.reading() as read:
        assert moves_of(read, "CASE-1")[:2] == tuple(mine)
        assert [made.id for made in moves_of(read, "CASE-1")] == ["m1", "m2", "m3"]
        assert [made.id for made in moves_of(read, "CASE-2")] == ["other"]


def test_moves_are_kept_all_or_none(store: Store) -> None:
    with_case(store)
    with writing(store) as write:
        append_moves(write, [move("m1")])
    with pytest.raises(DataError) as caught, writing(store) as write:
        append_moves(write, [move("m2"), move("m1"), move("m3", case="CASE-9"), move("m4", corrects="m9")])
    assert [problem.place for problem in caught.value.problems] == ["move 2, m1", "move 3, m3", "move 4, m4"]
    with store.reading() as read:
        assert [made.id for made in moves_of(read, "CASE-1")] == ["m1"]


def test_an_issued_paper_is_kept_byte_for_byte(store: Store) -> None:
    with_case(store)
    content = bytes(range(256)) * 400
    final = replace(PAPER, status="final", name="CASE-1-sca-v1-final")
    with writing(store) as write:
        append_terms(write, "CASE-1", FIRST, after=0)
        kept = keep_paper(write, "CASE-1", replace(PAPER, content=content, terms_version=1))
        keep_paper(write, "CASE-1", final)
    with store.reading() as read:
        assert papers_of(read, "CASE-1")[0] == kept
        assert [found.status for found in papers_of(read, "CASE-1")] == ["draft", "final"]
        assert paper_content(read, "CASE-1", 1) == content
        assert paper_data(read, "CASE-1", 1) == {"case": {"id": "CASE-1"}}
        assert trail_of(read, "CASE-1")[-1].details == {"name": "CASE-1-sca-v1-final", "status": "final"}


def test_a_file_that_came_is_kept_byte_for_byte(store: Store) -> None:
    with_case(store)
    with writing(store, "mdiaz") as write:
        kept = attach(write, "CASE-1", "offer.pdf", b"%PDF-1.7 invented", media_type="application/pdf")
    with store.reading() as read:
        assert attachments_of(read, "CASE-1") == (kept,)
        assert attachment_content(read, "CASE-1", 1) == b"%PDF-1.7 invented"
    assert (kept.kept_by, kept.kept_at, kept.size) == ("mdiaz", NOW, 17)


def test_a_file_that_was_changed_in_the_database_is_not_handed_out(store: Store) -> None:
    with_case(store)
    with writing(store) as write:
        attach(write, "CASE-1", "offer.pdf", b"$480,000", media_type="application/pdf")
    with store.engines.write.begin() as connection:
        unguard(connection)
        connection.execute(update(attachments).values(content=b"$180,000"))
    with pytest.raises(StoreError, match="not what was kept"), store.reading() as read:
        attachment_content(read, "CASE-1", 1)


def test_empty_files_and_unknown_ones_are_refused(store: Store) -> None:
    with_case(store)
    with pytest.raises(UsageProblem, match=r"offer\.pdf is empty"), writing(store) as write:
        attach(write, "CASE-1", "offer.pdf", b"", media_type="application/pdf")
    with pytest.raises(UsageProblem, match="no number 3 among its documents"), store.reading() as read:
        paper_content(read, "CASE-1", 3)
    with pytest.raises(UsageProblem, match="no case CASE-9"), writing(store) as write:
        keep_paper(write, "CASE-9", PAPER)


def test_a_mapping_is_remembered_and_replaced(store: Store) -> None:
    with writing(store) as write:
        keep_mapping(write, "events:export", {"Datum": "at"})
        keep_mapping(write, "cases:export", {"MRN": "id"})
    with writing(store, "mdiaz") as write:
        keep_mapping(write, "events:export", {"Date": "at", "What": "step"})
    with store.reading() as read:
        assert mapping_of(read, "events:export") == {"Date": "at", "What": "step"}
        assert mapping_of(read, "events:other") is None
        assert mapping_names(read) == ("cases:export", "events:export")
    assert verify(store) == []


def test_one_block_keeps_everything_or_nothing(store: Store) -> None:
    with_case(store)

    def fail_at_the_end() -> None:
        with writing(store) as write:
            append_terms(write, "CASE-1", FIRST, after=0)
            append_moves(write, [move("m1")])
            keep_mapping(write, "events:export", {})
            attach(write, "CASE-1", "offer.pdf", b"", media_type="application/pdf")

    with pytest.raises(UsageProblem):
        fail_at_the_end()
    with store.reading() as read:
        assert (latest_terms(read, "CASE-1"), moves_of(read, "CASE-1"), mapping_names(read)) == (None, (), ())
    assert verify(store) == []
