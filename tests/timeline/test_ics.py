"""The calendar file: read back line by line, and without anything personal. Every case is invented."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_toolkit.timeline import Deadline, deadlines, ics, slipped
from sca_toolkit.timeline.ics import uid
from tests.timeline.situations import at, case, happened, situation

STAMP = at("11-22")


def entries(text: str) -> list[dict[str, str]]:
    """The events of a calendar: unfolded, each line as name (with its parameters) and value."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line and not line.startswith(("BEGIN", "END")):
            name, value = line.split(":", 1)
            found[-1][name] = value
    return found


def ladder(**more: str) -> tuple[Deadline, ...]:
    echo = {
        "criterion": "Echocardiogram of Alex Example",
        "as_of": "2026-11-03",
        "valid_for": "60 calendar days",
    }
    member = {"name": "Alex Example", "member_id": "EXM-1"}
    mine = case(criteria=[echo], member=member, coverage={"line_of_business": "medicare_advantage"}, **more)
    return deadlines(situation(happened("pa_submitted", "11-20"), case=mine))


def test_every_deadline_is_an_entry_of_its_own() -> None:
    found = entries(ics(ladder(), STAMP))
    assert len(found) == len(ladder())
    assert len({each["UID"] for each in found}) == len(found)
    assert all(str(UUID(each["UID"])) == each["UID"] for each in found)
    assert {each["DTSTAMP"] for each in found} == {"20261122T150000Z"}


def test_a_day_is_a_whole_day_and_an_hour_is_utc() -> None:
    found = {each["SUMMARY"]: each for each in entries(ics(ladder(), STAMP))}
    whole = found["CASE-1: agreement needed by"]
    assert (whole["DTSTART;VALUE=DATE"], whole["DTEND;VALUE=DATE"]) == ("20261201", "20261202")
    drug = found["CASE-1: payer’s decision due (product\\, lymphodepletion)"]
    assert drug["DTSTART"] == "20261123T150000Z"


def test_nothing_personal_and_no_sentence_leaves_the_house() -> None:
    text = ics(ladder(), STAMP).replace("\r\n ", "")
    assert any("Alex Example" in each.what for each in ladder())
    for word in ("Alex", "EXM-1", "Echocardiogram", "DESCRIPTION"):
        assert word not in text


def test_lines_are_at_most_75_octets_and_end_as_the_standard_says() -> None:
    text = ics(ladder(), STAMP)
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_an_entry_keeps_its_id_when_its_day_moves() -> None:
    s = situation()
    moved = situation(case=case(dates=slipped(s.case.dates, 7)))
    before = {each.id: (uid(each), each.on) for each in deadlines(s)}
    after = {each.id: (uid(each), each.on) for each in deadlines(moved)}
    assert before["collection_line"][0] == after["collection_line"][0]
    assert before["collection_line"][1] != after["collection_line"][1]


def test_the_same_matter_in_two_cases_has_two_ids() -> None:
    first = ladder()[0]
    assert uid(first) != uid(first.model_copy(update={"case": "CASE-2"}))


def test_a_stamp_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ics((), datetime(2026, 11, 22))  # noqa: DTZ001


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120)
)
def test_any_case_number_is_folded_and_escaped_so_that_it_reads_back(number: str) -> None:
    """A case number is short and plain; the writer holds for any text."""
    odd = ladder()[0].model_copy(update={"case": number, "on": date(2026, 12, 1), "at": None})
    text = ics([odd], STAMP)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    summary = entries(text)[0]["SUMMARY"]
    assert re.sub(r"\\(.)", r"\1", summary) == f"{number}: {odd.title}"
