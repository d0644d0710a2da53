"""Lists come in whole or not at all, and what goes out can be read by others and says nothing it should not."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from sca_toolkit.desk import exporting
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exchange import (
    import_cases,
    import_events,
    propose_cases,
    propose_events,
    try_cases,
    try_events,
)
from sca_toolkit.desk.exporting import as_bytes, export_csv, export_log, export_workbook, save_export
from sca_toolkit.desk.mappings import fitting_mapping, saved_mappings
from sca_toolkit.desk.synthetic import World, load_world, make_world
from sca_toolkit.errors import DataError, ScaError, UsageProblem
from sca_toolkit.events import Event, Step
from sca_toolkit.library import Library, read_case_table, read_event_table
from sca_toolkit.library.exports import Sheet, workbook, write_csv_zip, write_workbook
from sca_toolkit.store import (
    Paper,
    all_case_ids,
    count_cases,
    events_of,
    keep_paper,
    mapping_of,
    stored_case,
    stored_cases,
    trail_of,
    verify,
)

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)
CASES = b"Case ID,Member name,Payer\nC-1,Alex Example (invented),example-regional-plan\nC-2,Kim Example (invented),\n"
EVENTS = b"""\
Case,Step,When,Ref
C-1,referred,2026-10-01,
C-1,PA approved,2026-10-20,EX-1
C-2,referred,2026-10-02 14:00,
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(Library(), str(tmp_path / "record.sqlite"), "rlee")
    yield made
    made.record.close()


@pytest.fixture
def with_cases(desk: Desk) -> Desk:
    import_cases(desk, CASES, "cases.csv", NOW)
    return desk


def events_in(desk: Desk, case: str) -> tuple[Event, ...]:
    with desk.record.reading() as read:
        return events_of(read, case)


# --- in -----------------------------------------------------------------------------------------------------------


def test_a_case_list_is_tried_and_then_kept_with_its_trail(desk: Desk) -> None:
    tried = try_cases(desk, CASES, "cases.csv")
    assert ([case.id for case in tried.new], tried.blocked) == (["C-1", "C-2"], False)
    with desk.record.reading() as read:
        assert count_cases(read) == 0, "a dry run keeps nothing"
    import_cases(desk, CASES, "cases.csv", NOW, owner="jamie")
    with desk.record.reading() as read:
        stored = stored_case(read, "C-1")
        assert (stored.case, stored.owner, stored.saved_by) == (tried.new[0], "jamie", "rlee")
        assert [entry.what for entry in trail_of(read, "C-1")] == ["case added"]


def test_one_bad_row_keeps_every_case_out(desk: Desk) -> None:
    data = CASES + b"C 3 with blanks,,\n"
    assert try_cases(desk, data, "cases.csv").blocked
    with pytest.raises(DataError, match=r"cases\.csv:4"):
        import_cases(desk, data, "cases.csv", NOW)
    with desk.record.reading() as read:
        assert count_cases(read) == 0


def test_cases_the_record_has_are_left_out_if_the_same_and_refused_if_not(with_cases: Desk) -> None:
    again = import_cases(with_cases, CASES, "cases.csv", NOW)
    assert (again.new, again.known) == ((), ("C-1", "C-2"))
    changed = CASES.replace(b"Kim", b"Lou") + b"C-3,,\n"
    found = try_cases(with_cases, changed, "cases.csv")
    assert [str(problem) for problem in found.problems if problem.blocking] == [
        "cases.csv:3: the record already has a case C-2, which says something else. "
        "Change it there, or leave those that the record has as they are."
    ]
    with pytest.raises(DataError):
        import_cases(with_cases, changed, "cases.csv", NOW)
    import_cases(with_cases, changed, "cases.csv", NOW, keep_known=True)
    with with_cases.record.reading() as read:
        assert count_cases(read) == 3
        assert (stored_case(read, "C-2").case.member.name or "").startswith("Kim")


def test_a_mapping_is_remembered_and_proposed_again(desk: Desk) -> None:
    data = b"Num,Who,Colour\nC-9,Alex Example (invented),red\n"
    assert propose_cases(desk, data, "own.csv").mapping == {"Num": "", "Who": "", "Colour": ""}
    mapping = {"Num": "Case ID", "Who": "Member name", "Colour": ""}
    import_cases(desk, data, "own.csv", NOW, mapping)
    assert propose_cases(desk, data, "own.csv").mapping == mapping
    other = b"Num,Day of it,What\nC-9,2026-10-01,Got it\n"
    chosen = {"Num": "case", "Day of it": "at", "What": "step", "=Got it": "referred"}
    import_events(desk, other, "log.csv", NOW, chosen)
    assert propose_events(desk, other, "log.csv").mapping == chosen
    assert [event.step for event in events_in(desk, "C-9")] == [Step.referred]
    longer = other + b"C-9,2026-10-02,Got it\n"
    assert len(import_events(desk, longer, "log.csv", NOW).new) == 1, "the next list needs no mapping"


def test_two_sources_that_use_one_heading_for_different_things_keep_a_mapping_each(desk: Desk) -> None:
    clinic = b"Num,Date,Site\nC-1,2026-12-01,East\n"
    billing = b"Num,Date,Account\nC-2,2027-01-05,77\n"
    import_cases(
        desk,
        clinic,
        "a.csv",
        NOW,
        {"Num": "Case ID", "Date": "Collection date", "Site": ""},
        save_as="Clinic",
    )
    import_cases(desk, billing, "b.csv", NOW, {"Num": "Case ID", "Date": "Infusion date", "Account": ""},
                 save_as="Billing")  # fmt: skip
    assert saved_mappings(desk, "cases") == ("Billing", "Clinic")
    assert propose_cases(desk, clinic, "next.csv").mapping["Date"] == "Collection date"
    assert propose_cases(desk, billing, "next.csv").mapping["Date"] == "Infusion date"
    assert propose_cases(desk, clinic, "next.csv", saved="Billing").mapping["Date"] == "Infusion date"
    assert propose_cases(desk, clinic, "next.csv", saved="").mapping["Site"] == "", (
        "no shared mapping was kept"
    )
    with pytest.raises(UsageProblem, match="Saved: Billing, Clinic"):
        propose_cases(desk, clinic, "next.csv", saved="Clinics")
    assert fitting_mapping(desk, "cases", ["Case ID", "Payer"]) == ""


def test_a_mapping_of_a_refused_list_is_not_remembered(desk: Desk) -> None:
    with pytest.raises(DataError):
        import_events(desk, EVENTS, "log.csv", NOW)
    with desk.record.reading() as read:
        assert mapping_of(read, "events") is None


def test_an_event_list_is_tried_and_then_kept(with_cases: Desk) -> None:
    tried = try_events(with_cases, EVENTS, "log.csv", NOW)
    assert (len(tried.new), tried.known, tried.blocked) == (3, 0, False)
    assert events_in(with_cases, "C-1") == ()
    import_events(with_cases, EVENTS, "log.csv", NOW)
    assert [event.step for event in events_in(with_cases, "C-1")] == [Step.referred, Step.pa_approved]
    assert events_in(with_cases, "C-2")[0].at == datetime(2026, 10, 2, 18, tzinfo=UTC)
    assert verify(with_cases.record) == []


def test_the_same_list_may_come_again_longer(with_cases: Desk) -> None:
    import_events(with_cases, EVENTS, "log.csv", NOW)
    again = import_events(with_cases, EVENTS + b"C-2,PA submitted,2026-10-09,\n", "log.csv", NOW)
    assert ([event.step for event in again.new], again.known) == ([Step.pa_submitted], 3)
    assert len(events_in(with_cases, "C-2")) == 2


def test_an_event_of_an_unknown_case_keeps_the_whole_list_out(with_cases: Desk) -> None:
    data = EVENTS + b"C-7,referred,2026-10-09,\n"
    found = try_events(with_cases, data, "log.csv", NOW)
    assert [(problem.line, problem.message) for problem in found.problems if problem.blocking] == [
        (5, "the record has no case C-7.")
    ]
    with pytest.raises(DataError, match="no case C-7"):
        import_events(with_cases, data, "log.csv", NOW)
    assert events_in(with_cases, "C-1") == ()


def test_events_are_checked_beside_those_that_the_record_has(with_cases: Desk) -> None:
    first = b"Case,Step,When\nC-1,payer signed,2026-10-01\nC-1,PA submitted,2026-10-05\n"
    import_events(with_cases, first, "log.csv", NOW)
    rows = (
        b"C-1,payer signed,2026-10-09,again",
        b"C-1,PA approved,2026-10-02,",
        b"C-1,PA submitted,2026-10-05,x",
    )
    later = b"\n".join((b"Case,Step,When,Note", *rows))
    found = try_events(with_cases, later, "log.csv", NOW)
    said = {(problem.line, problem.blocking): problem.message for problem in found.problems if problem.line}
    assert "signed by the payer twice" in said[2, True]
    assert "comes before prior authorization submitted" in said[3, True]
    assert "already has “prior authorization submitted” of that day" in said[4, False]
    with pytest.raises(DataError):
        import_events(with_cases, later, "log.csv", NOW)


def test_an_import_that_breaks_off_leaves_nothing(with_cases: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power fails between the events and the end of the transaction."""
    import sca_toolkit.desk.mappings as mappings

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mappings, "keep_mapping", fails)
    with pytest.raises(KeyboardInterrupt):
        import_events(with_cases, EVENTS, "log.csv", NOW)
    assert events_in(with_cases, "C-1") == ()
    monkeypatch.undo()
    assert len(import_events(with_cases, EVENTS, "log.csv", NOW).new) == 3, "it can simply be done again"


# --- out ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(5, date(2026, 11, 23), cases=30)


@pytest.fixture(scope="module")
def filled(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(Library(), str(tmp_path_factory.mktemp("record") / "record.sqlite"), "rlee")
    load_world(made.record, world, who="demo", now=NOW)
    paper = Paper("sca", "1", "draft", "SCA-2026-1", b"PK", "a" * 64, NOW, {})
    with made.record.writing(who="rlee", now=NOW) as write:
        keep_paper(write, world.cases[0].id, paper)
    yield made
    made.record.close()


@pytest.fixture(scope="module")
def excel(filled: Desk) -> bytes:
    return as_bytes(lambda target: export_workbook(filled, target, NOW, personal=True))


def test_the_workbook_holds_every_table(excel: bytes, world: World) -> None:
    book = load_workbook(io.BytesIO(excel))
    assert book.sheetnames == [
        "About",
        "Cases",
        "Events",
        "Approvals",
        "Moves",
        "Terms",
        "Documents",
        "Contacts",
    ]
    assert book["Cases"].max_row == 1 + len(world.cases)
    assert book["Events"].max_row == 1 + len(world.events)
    assert book["Moves"].max_row == 1 + len(world.moves)
    assert book["Documents"]["F2"].value == "SCA-2026-1"
    assert {"benefit check", "prior authorization", "agreement"} <= {
        row[1].value for row in book["Approvals"]
    }
    assert "personal health data" in str(book["About"]["B4"].value)


def test_what_goes_out_can_come_in_again(excel: bytes, filled: Desk, world: World) -> None:
    cases = read_case_table(excel, "record.xlsx")
    assert [str(problem) for problem in cases.all_problems] == []
    with filled.record.reading() as read:
        ids = all_case_ids(read)
        assert cases.cases == tuple(stored.case for stored in stored_cases(read, ids))
    table = read_event_table(excel, "record.xlsx", zone=ZONE, as_of=NOW)
    assert [str(problem) for problem in table.all_problems if problem.blocking] == []
    assert {event.id: shown(event) for event in table.events} == {
        event.id: shown(event) for event in world.events
    }
    assert try_events(filled, excel, "record.xlsx", NOW).known == len(world.events)


def shown(event: Event) -> tuple[object, ...]:
    """An event to the second, money as a number."""
    details = {key: text for key, text in event.details.items() if key != "amount"}
    at = event.at.astimezone(UTC)
    return (event.case, event.step, at, event.time_known, event.component, event.by, event.reference, event.reason,
            event.note, details, event.money())  # fmt: skip


def test_the_csv_files_can_come_in_again_too(filled: Desk, world: World) -> None:
    package = zipfile.ZipFile(
        io.BytesIO(as_bytes(lambda target: export_csv(filled, target, NOW, personal=True)))
    )
    assert package.namelist()[:3] == ["about.txt", "cases.csv", "events.csv"]
    assert len(read_case_table(package.read("cases.csv"), "cases.csv").cases) == len(world.cases)
    table = read_event_table(package.read("events.csv"), "events.csv", zone=ZONE, as_of=NOW)
    assert {event.id: shown(event) for event in table.events} == {
        event.id: shown(event) for event in world.events
    }


def test_without_personal_data_nothing_personal_goes_out(filled: Desk, world: World) -> None:
    package = zipfile.ZipFile(io.BytesIO(as_bytes(lambda target: export_csv(filled, target, NOW))))
    everything = "\n".join(package.read(name).decode() for name in package.namelist())
    for case in world.cases:
        assert case.id in everything
        for personal in (case.member.name, case.member.member_id, str(case.member.date_of_birth), case.notes):
            assert personal
            assert personal not in everything
    for event in world.events:
        if event.reference:
            assert event.reference not in everything
    assert "progression" not in everything, "notes are free text"
    assert "not de-identified" in package.read("about.txt").decode()


def test_the_same_record_gives_the_same_bytes(excel: bytes, filled: Desk) -> None:
    def logs(target: BinaryIO) -> None:
        export_log(filled, target, "csv")
        export_log(filled, target, "xes")
        export_csv(filled, target, NOW)

    assert as_bytes(lambda target: export_workbook(filled, target, NOW, personal=True)) == excel
    assert as_bytes(logs) == as_bytes(logs)


DANGEROUS = (
    "=1+1",
    "+1 614 555 0150",
    "-2",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("https://x.example")',
    "00123",
    "1E5",
)


def test_what_looks_like_a_formula_is_text_in_every_file() -> None:
    sheet = Sheet("Notes", ("What",), [(text,) for text in DANGEROUS])
    book = load_workbook(io.BytesIO(as_bytes(lambda t: write_workbook([sheet], t, title="x", zone=ZONE))))
    cells = [row[0] for row in book["Notes"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(DANGEROUS)
    assert [cell.value for cell in cells] == list(DANGEROUS)
    again = Sheet("Notes", ("What",), [(text,) for text in DANGEROUS])
    package = zipfile.ZipFile(io.BytesIO(as_bytes(lambda t: write_csv_zip([again], t, zone=ZONE))))
    rows = list(csv.reader(io.StringIO(package.read("notes.csv").decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in DANGEROUS[:6]] + ["00123", "1E5"]


def test_values_keep_their_kind(tmp_path: Path) -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    row = (moment, date(2026, 7, 1), Decimal("523100.5"), -3, True, None, "x" * 40_000)
    sheet = Sheet("Kinds", tuple("abcdefg"), [row])
    page = load_workbook(io.BytesIO(as_bytes(lambda t: write_workbook([sheet], t, title="x", zone=ZONE))))[
        "Kinds"
    ]
    values = [cell.value for cell in page[2]]
    assert values[:6] == [datetime(2026, 7, 1, 8), datetime(2026, 7, 1), 523100.5, -3, "yes", None]  # noqa: DTZ001
    assert len(values[6]) == 32_767
    assert values[6].endswith("hold all of it)"), "what Excel cannot take is cut, and says so"
    package = zipfile.ZipFile(
        io.BytesIO(as_bytes(lambda t: write_csv_zip([Sheet("Kinds", tuple("abcdefg"), [row])], t, zone=ZONE)))
    )
    line = package.read("kinds.csv").decode("utf-8-sig").splitlines()[1]
    assert line.startswith("2026-07-01T08:00:00-04:00,2026-07-01,523100.50,-3,yes,,xxx")


def test_a_table_too_long_for_excel_says_so_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    target = io.BytesIO()
    with pytest.raises(UsageProblem, match="Export it as CSV"):
        write_workbook([Sheet("Long", ("a",), ((str(n),) for n in range(4)))], target, title="x", zone=ZONE)
    assert target.getvalue() == b""


def test_the_log_as_csv_has_one_line_an_event_that_counts(filled: Desk, world: World) -> None:
    lines = as_bytes(lambda target: export_log(filled, target, "csv")).decode().splitlines()
    rows = list(csv.DictReader(lines))
    assert lines[0].startswith("case,activity,timestamp,resource,lifecycle,")
    assert len(rows) == len(world.events)
    one = next(event for event in world.events if event.step is Step.pa_approved)
    row = next(row for row in rows if (row["case"], row["activity"]) == (one.case, "pa_approved"))
    assert (row["resource"], row["lifecycle"], row["stage"]) == ("payer", "complete", "authorization")
    assert datetime.fromisoformat(row["timestamp"]).tzinfo is not None


XES = "{http://www.xes-standard.org/}"


def test_the_log_as_xes_is_well_formed_and_says_the_same(filled: Desk, world: World) -> None:
    """IEEE 1849: extensions, globals, classifiers and attributes stand in this order before the traces."""
    text = as_bytes(lambda target: export_log(filled, target, "xes"))
    log = ElementTree.fromstring(text)
    assert log.tag == f"{XES}log"
    assert float(log.attrib["xes.version"]) == 1849.2016
    kinds = [child.tag.removeprefix(XES) for child in log]
    order = ["extension", "global", "classifier", "string", "trace"]
    assert kinds == sorted(kinds, key=order.index)
    prefixes = {child.attrib["prefix"] for child in log.iter(f"{XES}extension")}
    keys = {child.attrib["key"] for child in log.iter() if "key" in child.attrib}
    assert {key.partition(":")[0] for key in keys if ":" in key} <= prefixes
    traces = list(log.iter(f"{XES}trace"))
    assert len(traces) == len(world.cases)
    assert sum(len(list(trace.iter(f"{XES}event"))) for trace in traces) == len(world.events)
    for event in log.iter(f"{XES}event"):
        said = {child.attrib["key"]: child.attrib["value"] for child in event}
        assert Step(said["concept:name"])
        assert datetime.fromisoformat(said["time:timestamp"]).tzinfo is not None
        assert said["lifecycle:transition"] == "complete"


def test_an_export_file_is_whole_private_or_not_there(tmp_path: Path, filled: Desk) -> None:
    path = tmp_path / "record.xlsx"
    save_export(path, lambda target: export_workbook(filled, target, NOW))
    assert path.read_bytes().startswith(b"PK")
    assert path.stat().st_mode & 0o077 == 0, "only its owner can read it"
    before = path.read_bytes()

    def full(target: BinaryIO) -> None:
        target.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(ScaError, match="cannot be written: No space left on device"):
        save_export(path, full)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["record.xlsx"]
    with pytest.raises(ScaError, match="cannot be written"):
        save_export(
            tmp_path / "nowhere" / "x.csv", lambda target: exporting.export_log(filled, target, "csv")
        )
