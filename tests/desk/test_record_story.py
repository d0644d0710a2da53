"""One case from its first draft to signature, in the real record. Person, payer and figures are invented."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import DEMO_CASES
from sca_toolkit.desk.negotiating import issue_final, paper_bytes, record_moves, send_draft
from sca_toolkit.desk.recording import (
    change_case,
    correct_event,
    log_call,
    move_plan,
    open_case,
    record_event,
    remove_event,
)
from sca_toolkit.desk.signing import sign
from sca_toolkit.desk.tracking import case_view, worklist
from sca_toolkit.documents import text_of
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.ledger import Move, Status
from sca_toolkit.library import Library
from sca_toolkit.store import Conflict, ContactMade, verify

CASE = DEMO_CASES[0]
DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a record of its own that holds the first example."""
    desk = Desk(Library(), address=str(tmp_path / "record.sqlite"), who="rlee")
    open_case(desk, desk.library.case(CASE), MONDAY)
    return desk


def event(step: Step, at: datetime = MONDAY, **more: object) -> Event:
    """An event of the example case."""
    return Event.model_validate({"case": CASE, "step": step, "at": at, **more})


def test_draft_counter_next_draft_sign_and_the_trail_tells_it_all(desk: Desk) -> None:
    first = send_draft(desk, CASE, MONDAY)
    assert first.terms_version == 1
    assert first.moves
    counter = Move(
        case=CASE,
        round=2,
        side=Side.payer,
        topic=next(move.topic for move in first.moves if "filing.initial" in move.values),
        status=Status.countered,
        values={"filing.initial": "90 calendar days"},
        at=MONDAY + DAY,
    )
    record_moves(desk, [counter], MONDAY + DAY)
    assert case_view(desk, CASE, MONDAY + DAY).ledger.turn is Side.us
    accepted = counter.model_copy(
        update={"id": "accepted", "round": 3, "side": Side.us, "status": Status.agreed, "at": MONDAY + 2 * DAY,
                "allowed_by": "CFO"}
    )  # fmt: skip
    record_moves(desk, [accepted], MONDAY + 2 * DAY)
    second = send_draft(desk, CASE, MONDAY + 2 * DAY)
    assert set(second.changed) == {"filing.initial", "document.version"} or second.changed == (
        "filing.initial",
    )
    before, after = (text_of(paper_bytes(desk, CASE, sent.paper.number)) for sent in (first, second))
    assert "180 calendar days" in before
    assert "within 90 calendar days" in after
    view = case_view(desk, CASE, MONDAY + 3 * DAY)
    assert [kept.version for kept in view.terms] == [1, 2]
    assert {entry.who for entry in view.trail} == {"rlee"}
    assert verify(desk.record) == []


def test_the_term_sheet_in_word_prints_both_positions_the_round_and_who_moved_last(desk: Desk) -> None:
    first = send_draft(desk, CASE, MONDAY)
    topic = next(move.topic for move in first.moves if "filing.initial" in move.values)
    counter = Move(case=CASE, round=2, side=Side.payer, topic=topic, status=Status.countered,
                   values={"filing.initial": "90 calendar days"}, at=MONDAY + DAY)  # fmt: skip
    record_moves(desk, [counter], MONDAY + DAY)
    sent = send_draft(desk, CASE, MONDAY + 2 * DAY, template_id="term_sheet")
    row = _sheet_row(paper_bytes(desk, CASE, sent.paper.number), "14")
    assert "Time to file: 180 calendar days" in row[2]
    assert row[3] == "Time to file: 90 calendar days"
    assert row[5].split("\n") == ["Countered", "Round 2: Payer, November 24, 2026"]
    untouched = _sheet_row(paper_bytes(desk, CASE, sent.paper.number), "5")
    assert untouched[5].split("\n") == ["Offered", "Round 1: Provider, November 23, 2026"]


def _sheet_row(word: bytes, number: str) -> list[str]:
    """The cells of one row of a term sheet: number, topic, ours, theirs, agreed, status and who moved last."""
    from docx import Document

    rows = Document(BytesIO(word)).tables[0].rows
    return next(cells for row in rows if (cells := [cell.text for cell in row.cells])[0] == number)


def test_a_final_waits_until_both_sides_have_settled(desk: Desk) -> None:
    with pytest.raises(UsageProblem, match="no draft yet"):
        issue_final(desk, CASE, MONDAY)
    sent = send_draft(desk, CASE, MONDAY)
    with pytest.raises(UsageProblem, match="have not settled"):
        issue_final(desk, CASE, MONDAY)
    agreed = [
        Move(case=CASE, round=2, side=Side.payer, topic=move.topic, status=Status.agreed, at=MONDAY + DAY)
        for move in sent.moves
    ]
    record_moves(desk, agreed, MONDAY + DAY)
    final = issue_final(desk, CASE, MONDAY + DAY)
    assert final.paper.status == "final"
    for side in (Side.payer, Side.us):
        sign(desk, CASE, side, MONDAY + 2 * DAY)
    view = case_view(desk, CASE, MONDAY + 3 * DAY)
    assert view.approvals[-2].decided


def test_a_collection_without_agreement_is_stopped_and_says_what_opens_the_gate(desk: Desk) -> None:
    with pytest.raises(DataError) as caught:
        record_event(desk, event(Step.collected), MONDAY)
    assert any("agreement" in problem.message.casefold() for problem in caught.value.problems)
    assert all(problem.remedy for problem in caught.value.problems)
    recorded = record_event(desk, event(Step.collected), MONDAY, despite="slot would be lost; CFO agreed")
    assert "CFO agreed" in (recorded.event.note or "")


def test_a_correction_counts_and_the_mistake_stays_in_the_trail(desk: Desk) -> None:
    wrong = record_event(desk, event(Step.pa_submitted), MONDAY).event
    right = correct_event(desk, wrong.id, event(Step.pa_submitted, MONDAY - DAY), MONDAY)
    view = case_view(desk, CASE, MONDAY)
    assert [each.id for each in view.events] == [right.id]
    remove_event(desk, CASE, right.id, MONDAY, "entered for the wrong case")
    assert case_view(desk, CASE, MONDAY).events == ()
    assert len(view.situation.events) == 2


def test_moving_the_infusion_shows_what_lapses_before_anybody_decides(desk: Desk) -> None:
    view = case_view(desk, CASE, MONDAY)
    infusion = view.case.dates.infusion
    assert infusion
    moved = view.if_moved({"infusion": infusion + 60 * DAY})
    assert moved
    assert case_view(desk, CASE, MONDAY).case.dates.infusion == infusion
    changed = move_plan(desk, CASE, {"infusion": infusion + 7 * DAY}, MONDAY, "bridging takes longer")
    assert changed.dates.infusion == infusion + 7 * DAY
    assert case_view(desk, CASE, MONDAY).events[-1].step is Step.plan_moved
    with pytest.raises(DataError, match="planned before"):
        move_plan(desk, CASE, {"infusion": infusion - 300 * DAY}, MONDAY)


def test_the_second_of_two_who_save_the_same_case_is_told_what_changed(desk: Desk) -> None:
    view = case_view(desk, CASE, MONDAY)
    mine = view.case.model_copy(update={"notes": "mine"})
    theirs = view.case.model_copy(update={"notes": "theirs"})
    change_case(desk, theirs, view.row.version, MONDAY)
    with pytest.raises(Conflict) as caught:
        change_case(desk, mine, view.row.version, MONDAY)
    assert "notes" in str(caught.value)
    assert case_view(desk, CASE, MONDAY).case.notes == "theirs"


def test_the_worklist_names_one_next_action_and_why(desk: Desk) -> None:
    found = worklist(desk, MONDAY)
    assert found.found == 1
    row = found.rows[0]
    assert row.row.id == CASE
    assert row.action.action
    assert row.action.reason
    assert sum(found.by_stage.values()) == 1


def test_calls_are_kept_with_their_reference_numbers(desk: Desk) -> None:
    call = ContactMade(
        at=MONDAY, side=Side.payer, with_whom="contracting desk", channel="telephone", reference="EX-77"
    )
    log_call(desk, CASE, call, MONDAY)
    assert case_view(desk, CASE, MONDAY).contacts[0].reference == "EX-77"


def test_the_calendar_file_names_nobody(desk: Desk) -> None:
    view = case_view(desk, CASE, MONDAY)
    text = view.calendar()
    assert text.startswith("BEGIN:VCALENDAR")
    assert view.case.member.name
    assert view.case.member.name.split()[0] not in text


def test_a_second_signature_of_one_side_is_refused_with_a_sentence(desk: Desk) -> None:
    sign(desk, CASE, Side.payer, MONDAY)
    with pytest.raises(DataError, match="sign"):
        sign(desk, CASE, Side.payer, MONDAY)
    assert [each.step for each in case_view(desk, CASE, MONDAY).events] == [Step.payer_signed]


def test_an_answer_before_its_question_is_refused(desk: Desk) -> None:
    record_event(desk, event(Step.pa_submitted), MONDAY)
    with pytest.raises(DataError, match="prior authorization"):
        record_event(desk, event(Step.pa_approved, MONDAY - 3 * DAY, component="product"), MONDAY)
