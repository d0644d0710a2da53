"""The monthly pack, counted by hand on a small record and read back from the Word file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.packing import Pack, make_pack, month_before, write_pack
from sca_toolkit.desk.synthetic import load_world, make_world
from sca_toolkit.documents import pdf_text, properties_of, text_of, verify
from sca_toolkit.documents.parts import read_members
from sca_toolkit.events import Event
from sca_toolkit.library import Library
from sca_toolkit.store import add_case, add_events
from tests.documents.validators import assert_valid_docx

EAST = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 22, 14, tzinfo=EAST)
PAYER = "example-national-commercial"


def happened(case: str, day: str, step: str, **more: object) -> Event:
    at = datetime.fromisoformat(f"2026-{day}T10:00").replace(tzinfo=EAST)
    return Event.model_validate({"case": case, "step": step, "at": at, **more})


EVENTS = [
    happened("C-1", "09-01", "referred"),
    happened("C-1", "09-20", "agreement_requested"),
    happened("C-1", "11-10", "payer_signed"),
    happened("C-1", "11-11", "center_signed"),
    happened("C-2", "10-25", "referred"),
    happened("C-2", "10-26", "pa_submitted"),
    happened("C-2", "11-05", "pa_denied", component="product"),
    happened("C-3", "10-01", "referred"),
    happened("C-3", "10-05", "pa_submitted"),
    happened("C-4", "09-25", "referred"),
    happened("C-4", "11-15", "withdrawn"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(Library(), str(tmp_path_factory.mktemp("pack") / "record.sqlite"), "rlee")
    with made.record.writing(who="rlee", now=NOW) as write:
        for number in range(1, 5):
            data = {
                "id": f"C-{number}",
                "synthetic": True,
                "member": {"name": f"Nora Placeholder{number} (invented)", "member_id": f"EXM-77{number}"},
                "coverage": {"payer": PAYER, "line_of_business": "commercial", "funding": "fully_insured"},
                "product": "axi-cel",
            }
            add_case(write, Case.model_validate(data))
        add_events(write, EVENTS)
    yield made
    made.record.close()


@pytest.fixture(scope="module")
def pack(desk: Desk) -> Pack:
    return make_pack(desk, NOW)


def changes(pack: Pack) -> dict[str, tuple[str, str, str]]:
    return {row["what"]: (row["now"], row["before"], row["change"]) for row in pack.context["changes"]}


def test_what_changed_is_counted_after_the_day_and_beside_as_many_days_before(pack: Pack) -> None:
    """After Oct 22 to Nov 22; before it Sep 21 to Oct 22. C-2 came on Oct 25; C-3 on Oct 1 and C-4 on Sep 25."""
    found = changes(pack)
    assert (pack.since, pack.as_of) == (date(2026, 10, 22), date(2026, 11, 22))
    assert found["New cases"] == ("1", "2", "-1")
    assert found["Authorizations submitted"] == ("1", "1", "same")
    assert found["Agreements signed by both"] == ("1", "0", "+1")
    assert found["Ended without infusion"] == ("1", "0", "+1")


def test_signed_agreements_show_their_own_days(pack: Pack) -> None:
    """Requested on Sep 20, the later signature on Nov 11: 52 days."""
    assert [(row["case"], row["on"], row["days"]) for row in pack.context["signed"]] == [
        ("C-1", "Nov 11, 2026", "52")
    ]


def test_a_denial_stands_with_its_deadline_and_whose_act_it_is(pack: Pack) -> None:
    rows = pack.context["denials"]
    assert {row["case"] for row in rows} == {"C-2"}
    assert rows[0]["parts"] == "product"
    assert rows[0]["who"] == "ours"
    assert "left" in rows[0]["due"] or "No time limit is known" in rows[0]["what"]


def test_stuck_means_open_and_silent_for_two_weeks(pack: Pack) -> None:
    """C-3 was last heard of on Oct 5, 48 days ago; C-2 on Nov 5, 17 days ago. C-1 was signed 11 days ago."""
    assert [(row["case"], row["quiet"]) for row in pack.context["stuck"]] == [("C-3", "48"), ("C-2", "17")]


def test_the_word_file_says_what_was_counted_and_names_nobody(pack: Pack) -> None:
    said = text_of(pack.word)
    assert "After Oct 22, 2026, 1 agreement was signed and 0 patients were infused." in said
    assert "Nobody has five signed agreements yet." in said
    for name in ("Nora", "Placeholder", "EXM-77"):
        assert name not in said
    assert verify(pack.word) == []
    assert properties_of(pack.word)["template_id"] == "meeting_pack"


def test_an_earlier_begin_counts_more(desk: Desk) -> None:
    longer = make_pack(desk, NOW, date(2026, 8, 31))
    assert changes(longer)["New cases"][0] == "4"


def test_the_same_record_gives_the_same_bytes(desk: Desk, pack: Pack) -> None:
    assert make_pack(desk, NOW).word == pack.word


def test_an_empty_record_makes_a_pack_that_says_so(tmp_path: Path) -> None:
    desk = Desk(Library(), str(tmp_path / "empty.sqlite"), "rlee")
    said = text_of(make_pack(desk, NOW).word)
    for words in (
        "0 cases are open",
        "No denial is open.",
        "No case is open.",
        "No agreement was asked for yet.",
    ):
        assert words in said
    desk.record.close()


def test_payers_with_enough_agreements_are_drawn_and_those_with_few_are_only_counted(tmp_path: Path) -> None:
    desk = Desk(Library(), str(tmp_path / "world.sqlite"), "rlee")
    load_world(desk.record, make_world(26, date(2026, 11, 22), cases=40), who="rlee", now=NOW)
    made = make_pack(desk, NOW)
    assert made.context["payers"]
    assert all(int(row["signed"]) >= 5 for row in made.context["payers"])
    assert (
        read_members(made.word)["word/media/payers.png"]
        != read_members((desk.library.templates_folder / "meeting_pack.docx").read_bytes())[
            "word/media/payers.png"
        ]
    )
    assert "in no ranking" in " ".join(made.context["payers_said"])
    assert_valid_docx(made.word)
    desk.record.close()


def test_the_files_are_named_by_the_day_and_no_pdf_is_asked_for_in_vain(pack: Pack, tmp_path: Path) -> None:
    written = write_pack(pack, tmp_path, pdf=False)
    assert [path.name for path in tmp_path.iterdir()] == ["meeting-pack-2026-11-22.docx"]
    assert written.word.read_bytes() == pack.word


def test_the_pdf_holds_what_the_word_file_holds(pack: Pack, tmp_path: Path, soffice: Path) -> None:
    written = write_pack(pack, tmp_path)
    assert written.pdf
    said = " ".join(" ".join(pdf_text(written.pdf.read_bytes())).split())
    for words in (
        "Denials that are not overcome",
        "What changed",
        "Stuck: open",
        "Worklist",
        "Payers compared",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-03-31", "2026-02-28"), ("2026-01-15", "2025-12-15"), ("2024-03-30", "2024-02-29")],
)
def test_a_month_before_ends_with_a_shorter_month(day: str, before: str) -> None:
    assert month_before(date.fromisoformat(day)) == date.fromisoformat(before)
