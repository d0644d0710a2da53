"""The record from the command line, in a real file. Persons, payers and figures are invented."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli, demo_record
from sca_toolkit.desk.cases import DEMO_CASES

CASE = DEMO_CASES[0]
MONDAY = ["--now", "2026-11-23T09:00"]
TUESDAY = ["--now", "2026-11-24T09:00"]
WEDNESDAY = ["--now", "2026-11-25T09:00"]
LATER = ["--as-of", "2026-11-26"]


@pytest.fixture(autouse=True)
def record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder and a record of its own for every test."""
    file = tmp_path / "record.sqlite"
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)
    monkeypatch.setenv("SCA_DATABASE", str(file))
    monkeypatch.chdir(tmp_path)
    return file


def run(*words: str, status: int = 0) -> str:
    """Run a command; returns what it printed on both streams."""
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


def asked(*words: str, status: int = 0) -> Any:
    """Run a command with --json; returns its answer."""
    return json.loads(run(*words, "--json", status=status))


@pytest.fixture(scope="module")
def holds_the_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that holds the first example, made once."""
    file = tmp_path_factory.mktemp("opened") / "record.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SCA_WORKSPACE", raising=False)
        patch.setenv("SCA_DATABASE", str(file))
        run("cases", "open", CASE, "--owner", "rlee", *MONDAY)
    return file


@pytest.fixture
def opened(record: Path, holds_the_case: Path) -> str:
    """The first example, in the record of this test."""
    with closing(sqlite3.connect(holds_the_case)) as source, closing(sqlite3.connect(record)) as target:
        source.backup(target)
    return CASE


def test_an_empty_record_shows_the_case_files_and_says_how_to_put_one_in() -> None:
    assert "sca cases open" in run("cases", "list")
    assert CASE in {row["id"] for row in asked("cases", "list")}


def test_the_list_names_one_next_action_for_each_case_and_filters(opened: str) -> None:
    found = asked("cases", "list", *LATER)
    assert [row["case"] for row in found["cases"]] == [opened]
    assert found["cases"][0]["action"]
    assert found["cases"][0]["reason"]
    assert found["cases"][0]["owner"] == "rlee"
    assert asked("cases", "list", "--owner", "somebody-else")["found"] == 0
    assert asked("cases", "list", "--payer", "example-national-commercial")["found"] == 1
    assert asked("cases", "list", "--stage", "agreement", "--stage", "9")["found"] == 1
    assert asked("cases", "list", "--stage", "infusion")["found"] == 0
    assert asked("cases", "list", "--ended")["found"] == 0
    assert "1 of 1 case." in run("cases", "list", *LATER)
    assert len(asked("cases", "list", "--files")) > 1


def test_a_wrong_stage_is_named_with_what_is_near() -> None:
    assert "Did you mean infusion" in run("cases", "list", "--stage", "infusoin", status=2)


def test_a_case_shows_where_it_stands_and_nothing_personal_unless_asked(opened: str) -> None:
    shown = run("cases", "show", opened, *LATER)
    named = run("cases", "show", opened, "--personal", *LATER)
    for text in ("Stage: financial agreement", "Next:", "Approvals", "No collection yet: the agreement"):
        assert text in shown
    name = re.search(r"Member: (.+), ", named)
    assert name
    answer = run("cases", "show", opened, "--json", *LATER)
    assert name[1] not in shown
    assert name[1] not in answer
    assert len(json.loads(answer)["approvals"]) == 10
    assert name[1] in json.dumps(asked("cases", "show", opened, "--personal"), ensure_ascii=False)


def test_a_case_that_is_not_there_is_refused_and_one_is_not_opened_twice(opened: str) -> None:
    assert "CASE-0" in run("cases", "show", "CASE-0", status=2)
    printed = run("cases", "open", opened, *MONDAY, status=3)
    assert opened in printed
    assert "Traceback" not in printed


def test_a_case_gets_an_owner_and_loses_him(opened: str) -> None:
    run("cases", "own", opened, "--owner", "skim")
    assert asked("cases", "show", opened)["owner"] == "skim"
    run("cases", "own", opened, "--nobody")
    assert asked("cases", "show", opened)["owner"] is None
    assert "not both" in run("cases", "own", opened, "--owner", "skim", "--nobody", status=2)


def test_a_closed_gate_stops_a_collection_and_a_word_lets_it_pass(opened: str) -> None:
    words = ["events", "add", opened, "collected", "--at", "2026-11-20"]
    printed = run(*words, *MONDAY, status=3)
    assert "No collection yet: the agreement has not been asked for. Ask for the agreement." in printed
    assert asked("events", "list", opened) == []
    run(*words, "--despite", "slot would be lost; CFO agreed", *MONDAY)
    (event,) = asked("events", "list", opened, "--personal")
    assert event["step"] == "collected"
    assert event["time_known"] is False
    assert "CFO agreed" in event["note"]
    assert "note" not in asked("events", "list", opened)[0]


def test_an_event_keeps_what_was_typed_and_can_be_corrected_and_removed(opened: str) -> None:
    added = asked(
        "events", "add", opened, "network-exception-granted", "--at", "2026-11-20T14:30", "--by", "payer",
        "--reference", "EX-7", "--note", "by letter", "--detail", "valid_to=2027-03-31", *MONDAY
    )["event"]  # fmt: skip
    assert added["at"] == "2026-11-20T14:30:00-05:00"
    assert added["details"] == {"valid_to": "2027-03-31"}
    right = asked("events", "correct", opened, added["id"][:8], "--at", "2026-11-19", *TUESDAY)
    assert (right["corrects"], right["reference"]) == (added["id"], "EX-7")
    assert [each["id"] for each in asked("events", "list", opened)] == [right["id"]]
    run("events", "remove", opened, right["id"], "--why", "entered for the wrong case", *TUESDAY)
    assert asked("events", "list", opened) == []
    assert len(asked("events", "list", opened, "--all")) == 3
    assert "no event that counts" in run("events", "remove", opened, right["id"], "--why", "x", status=2)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["pa_submited", "--at", "2026-11-20"], "Did you mean pa_submitted"),
        (["pa_submitted", "--at", "20 Nov"], "Write it like 2026-11-22"),
        (["pa_submitted", "--at", "2026-11-20", "--by", "them"], "Write one of us, payer"),
        (["pa_submitted", "--at", "2026-11-20", "--detail", "valid_to"], "write it like --detail"),
        (["pa_approved", "--at", "2026-11-20", "--detail", "valid_to=soon"], "The event cannot be kept"),
        (["lost_while_waiting", "--at", "2026-11-20"], "say in `note` why"),
    ],
)
def test_wrong_words_for_an_event_get_a_sentence(opened: str, words: list[str], sentence: str) -> None:
    printed = run("events", "add", opened, *words, *MONDAY, status=2)
    assert sentence in printed
    assert "Traceback" not in printed
    assert asked("events", "list", opened) == []


def test_from_the_first_draft_over_a_counter_offer_to_both_signatures(opened: str, tmp_path: Path) -> None:
    sent = asked("terms", "send", opened, "--out", "papers", *MONDAY)
    assert zipfile.is_zipfile(tmp_path / sent["word"])
    assert "have not settled" in run("terms", "final", opened, *MONDAY, status=2)
    run(
        "terms", "move", opened, "--side", "payer", "--value", "filing.initial=90 calendar days",
        "--at", "2026-11-24T08:00", *TUESDAY
    )  # fmt: skip
    shown = asked("terms", "show", opened, "--as-of", "2026-11-24")
    (claims,) = (row for row in shown["rows"] if row["topic"] == "claims")
    assert (shown["turn"], shown["rounds"], claims["status"]) == ("us", 2, "countered")
    assert "90 calendar days" in claims["theirs"]
    assert "180 calendar days" in claims["ours"]
    assert "claims" in shown["open"]
    agreed = asked("terms", "agree", opened, "--side", "us", "--allowed-by", "CFO", *TUESDAY)
    assert [(move["topic"], move["allowed_by"]) for move in agreed] == [("claims", "CFO")]
    second = asked("terms", "send", opened, "--out", "papers", *TUESDAY)
    assert set(second["changed"]) - {"document.version"} == {"filing.initial"}
    run("terms", "agree", opened, "--side", "payer", *WEDNESDAY)
    assert asked("terms", "show", opened, *LATER)["open"] == []
    final = asked("terms", "final", opened, "--out", "papers", *WEDNESDAY)
    assert final["paper"]["status"] == "final"
    run("terms", "sign", opened, "--side", "payer", "--at", "2026-11-25T10:00", "--now", "2026-11-25T11:00")
    run("terms", "sign", opened, "--side", "us", "--at", "2026-11-25T10:30", "--now", "2026-11-25T11:00")
    (approval,) = (
        each for each in asked("cases", "show", opened, *LATER)["approvals"] if each["name"] == "agreement"
    )
    assert approval["decided"]
    assert "No point is open." in run("terms", "show", opened, *LATER)
    told = [entry["what"] for entry in asked("audit", "show", opened)]
    assert {"document issued", "move made", "terms kept", "event added"} <= set(told)
    assert "The record is what was written" in run("audit", "verify")


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["move", "--side", "them", "--value", "filing.initial=1"], 2, "Write us or payer"),
        (
            ["move", "--side", "us", "--topic", "claim", "--value", "filing.initial=1"],
            2,
            "Did you mean claims",
        ),
        (["move", "--side", "us", "--value", "filing.first=1"], 2, "--topic"),
        (["move", "--side", "us", "--value", "filing.initial=9 days", "--status", "said"], 2, "no status"),
        (["move", "--side", "payer", "--value", "filing.initial=90 calendar days"], 3, "nothing to counter"),
        (["agree", "--side", "payer"], 2, "Nothing in case"),
        (["final"], 2, "no draft yet"),
    ],
)
def test_a_move_that_cannot_be_gets_a_sentence(
    opened: str, words: list[str], status: int, sentence: str
) -> None:
    command, *rest = words
    printed = run("terms", command, opened, *rest, *MONDAY, status=status)
    assert sentence in printed
    assert "Traceback" not in printed


def test_deadlines_say_what_would_lapse_and_make_a_calendar(opened: str, tmp_path: Path) -> None:
    found = asked("deadlines", opened, *LATER)
    assert [each["on"] for each in found] == sorted(each["on"] for each in found)
    assert all(each["source"] and each["next_step"] for each in found)
    slipped = run("deadlines", opened, "--move", "infusion=2027-02-28", *LATER)
    assert "would lapse" in slipped
    assert "Nothing was kept" in slipped
    assert asked("deadlines", opened, *LATER) == found
    run("deadlines", opened, "--ics", "plan.ics", *LATER)
    calendar = (tmp_path / "plan.ics").read_bytes().decode()
    assert calendar.count("BEGIN:VEVENT") == len(found)
    assert "\r\n" in calendar
    assert {each["id"] for each in asked("deadlines", "--all", *LATER)} == {each["id"] for each in found}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name a case"),
        ([CASE, "--move", "infusions=2027-02-28"], "no planned date"),
        ([CASE, "--move", "infusion=soon"], "not a day"),
        ([CASE, "--move", "infusion=2026-01-01"], "The dates do not fit"),
        (["--all", "--move", "infusion=2027-02-28"], "asked of one case"),
    ],
)
def test_wrong_words_for_deadlines_get_a_sentence(opened: str, words: list[str], sentence: str) -> None:
    assert opened
    assert sentence in run("deadlines", *words, status=2)


def test_the_trail_shows_places_and_values_only_when_asked(opened: str) -> None:
    (first, *_) = asked("audit", "show", opened)
    assert first["what"] == "case added"
    assert "details" not in first
    assert "details" in asked("audit", "show", opened, "--personal")[0]


def test_tampering_with_the_file_is_noticed(opened: str, record: Path) -> None:
    noted = asked("audit", "verify")["head"]
    head = f"{noted['seq']}:{noted['hash']}"
    run("audit", "verify", "--noted", head)
    with sqlite3.connect(record) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE cases SET owner = 'mallory'")
    printed = run("audit", "verify", status=3)
    assert opened in printed
    assert "was changed after row" in printed
    assert asked("audit", "verify", status=3)["problems"]
    assert "no head of a trail" in run("audit", "verify", "--noted", "7", status=2)


def test_a_backup_comes_back_whole_and_overwrites_nothing(
    opened: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("events", "add", opened, "pa_submitted", "--at", "2026-11-20", *MONDAY)
    kept = asked("backup", "copy.sqlite")
    assert kept["rows"]["cases"] == 1
    assert "exists already" in run("backup", "copy.sqlite", status=2)
    assert "not empty" in run("restore", "copy.sqlite", status=2)
    assert "There is no backup" in run("restore", "nowhere.sqlite", "--into", "new.sqlite", status=2)
    back = asked("restore", "copy.sqlite", "--into", "new.sqlite", *TUESDAY)
    assert back["rows"] == kept["rows"]
    monkeypatch.setenv("SCA_DATABASE", str(tmp_path / "new.sqlite"))
    assert [event["step"] for event in asked("events", "list", opened)] == ["pa_submitted"]
    assert "The record is what was written" in run("audit", "verify")


def test_an_event_list_is_tried_then_kept_whole_or_not_at_all(opened: str, tmp_path: Path) -> None:
    good = f"Case ID,Step,Date\n{opened},pa_submitted,2026-11-18\n{opened},pa_approved,2026-11-20\n"
    (tmp_path / "wrong.csv").write_text(good + "CASE-0,pa_submitted,2026-11-18\n")
    (tmp_path / "good.csv").write_text(good)
    dry = asked("import", "events", "wrong.csv", "--dry-run", *MONDAY, status=3)
    assert dry["kept"] is False
    assert any("CASE-0" in problem["text"] for problem in dry["problems"])
    printed = run("import", "events", "wrong.csv", *MONDAY, status=3)
    assert "wrong.csv:4" in printed
    assert "Nothing was kept" in printed
    assert asked("events", "list", opened) == []
    assert "dry run" in run("import", "events", "good.csv", "--dry-run", *MONDAY)
    assert asked("events", "list", opened) == []
    assert asked("import", "events", "good.csv", *MONDAY)["new"] == 2
    assert asked("import", "events", "good.csv", *MONDAY)["known"] == 2
    assert [event["step"] for event in asked("events", "list", opened)] == ["pa_submitted", "pa_approved"]


def test_a_case_list_in_other_words_is_matched_and_the_match_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Our number,Therapy\nC-1,axi-cel\nC-2,liso-cel\n")
    assert "Nothing was kept" in run("import", "cases", "list.csv", status=3)
    words = ["import", "cases", "list.csv", "--mapping", "Our number=Case ID"]
    assert asked(*words, "--dry-run")["new"] == 2
    assert asked(*words, "--owner", "rlee")["kept"] is True
    assert asked("cases", "list", "--owner", "rlee")["found"] == 2
    again = asked("import", "cases", "list.csv", "--dry-run")
    assert (again["new"], again["known"]) == (0, 2)
    assert "cannot be read" in run("import", "cases", "nowhere.csv", status=2)


def test_everything_goes_out_in_four_forms_without_names(opened: str, tmp_path: Path) -> None:
    run("events", "add", opened, "pa_submitted", "--at", "2026-11-20", *MONDAY)
    name = asked("cases", "show", opened, "--personal")["member"]["name"]
    for file in ("all.xlsx", "all.zip", "log.csv", "log.xes"):
        run("export", file, *LATER)
    assert (tmp_path / "all.xlsx").read_bytes()[:2] == b"PK"
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        text = "".join(archive.read(each).decode() for each in archive.namelist())
    log = (tmp_path / "log.csv").read_text() + (tmp_path / "log.xes").read_text()
    for said in (text, log):
        assert opened in said
        assert name not in said
    run("export", "named.zip", "--personal", *LATER)
    with zipfile.ZipFile(tmp_path / "named.zip") as archive:
        assert any(name in archive.read(each).decode() for each in archive.namelist())
    assert "never holds personal data" in run("export", "log.csv", "--personal", status=2)
    assert "no form of export" in run("export", "all.pdf", status=2)


def test_the_demo_fills_a_record_of_its_own_and_shows_what_needs_somebody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_record, "CASES", 120)
    words = ["demo", "--out", "out", "--no-app", "--no-pdf", "--as-of", "2026-11-22"]
    printed = run(*words)
    first = re.search(r"5 of (\d+) cases", printed)
    assert first
    assert int(first[1]) > 5
    assert (tmp_path / "out" / "demo-record.sqlite").is_file()
    assert asked("cases", "list", "--files")
    assert not asked("audit", "verify")["head"]["seq"]


def test_a_file_is_kept_with_a_case_and_comes_back_as_it_was(opened: str, tmp_path: Path) -> None:
    (tmp_path / "counter-offer.txt").write_bytes(b"90 calendar days")
    printed = run("cases", "attach", opened, "counter-offer.txt", "--note", "their second offer", *MONDAY)
    assert "counter-offer.txt (16 bytes) is kept" in printed
    (kept,) = asked("cases", "files", opened)
    assert (kept["name"], kept["size"], kept["note"]) == ("counter-offer.txt", 16, "their second offer")
    run("cases", "files", opened, "--number", "1", "--out", "back")
    assert (tmp_path / "back" / "counter-offer.txt").read_bytes() == b"90 calendar days"
    assert "cannot be read" in run("cases", "attach", opened, "nowhere.pdf", status=2)


def test_a_signature_that_something_speaks_against_is_kept_with_a_warning_and_the_reason(opened: str) -> None:
    printed = run("terms", "sign", opened, "--side", "payer", "--despite", "signed on paper", *MONDAY)
    assert "warning: No final has been issued" in printed
    (event,) = asked("events", "list", opened, "--personal", *LATER)
    assert "signed on paper" in json.dumps(event)
