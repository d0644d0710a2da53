"""What a profile is made of: time, rules that end, unknowns, places in the file, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_toolkit.errors import DataError
from sca_toolkit.library.loading import build
from sca_toolkit.library.strict_yaml import read_yaml
from sca_toolkit.payer import PayerProfile, PlanYear, criteria_for, in_force, on, unknowns, walk_dated

SHORTEST = """\
id: my-payer
name: My Payer
invented: no
summary: A commercial insurer in Ohio.
sources:
  call_log: {title: Our call log, grade: internal, read_on: 2026-11-20}
"""


def profile(more: str = "") -> PayerProfile:
    return build(PayerProfile, read_yaml(SHORTEST + more, "my-payer.yaml"))


def refusals(more: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        profile(more)
    return [str(problem) for problem in caught.value.problems]


FILING = """\
timely_filing:
  initial:
    - {value: 90 calendar days, from: 2025-03-03, source: call_log}
    - {value: 180 calendar days, from: 2026-06-01, source: call_log}
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 3, 2), "None"),
        (date(2025, 3, 3), "90 calendar days"),
        (date(2026, 5, 31), "90 calendar days"),
        (date(2026, 6, 1), "180 calendar days"),
        (date(2030, 1, 1), "180 calendar days"),
    ],
)
def test_a_newer_value_holds_from_its_first_day_and_not_a_day_before(day: date, expected: str) -> None:
    assert str(on(profile(FILING).timely_filing.initial, day)) == expected


def test_entries_in_any_order_are_kept_oldest_first() -> None:
    history = profile(
        "agreements_so_far:\n"
        "  - {value: 2, from: 2026-06-01, source: call_log}\n"
        "  - {value: 0, from: undated, source: call_log}\n"
        "  - {value: 1, from: 2025-03-03, source: call_log}\n"
    ).agreements_so_far
    assert history is not None
    assert [entry.value for entry in history] == [0, 1, 2]


def test_an_undated_value_counts_as_having_held_always() -> None:
    known = profile("legal_name:\n  - {value: My Payer Inc., from: undated, source: call_log}\n").legal_name
    assert on(known, date(1990, 1, 1)) == "My Payer Inc."


SITE = """\
site_of_care:
  - {value: {rule: REMS certificate, until: 2021-10-31}, from: 2019-04-01, source: call_log}
"""


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2019, 3, 31), 0), (date(2019, 4, 1), 1), (date(2021, 10, 31), 1), (date(2021, 11, 1), 0)],
)
def test_a_rule_holds_from_its_first_day_through_its_last(day: date, count: int) -> None:
    assert len(in_force(profile(SITE).site_of_care, day)) == count


def test_criteria_are_those_of_the_product_and_those_of_any_product() -> None:
    found = criteria_for(
        profile(
            "criteria:\n"
            "  - {value: {criterion: Adult, product: axi-cel}, from: undated, source: call_log}\n"
            "  - {value: {criterion: FACT, product: ide-cel}, from: undated, source: call_log}\n"
            "  - {value: {criterion: On label}, from: undated, source: call_log}\n"
            "  - {value: {criterion: Later}, from: 2026-12-01, source: call_log}\n"
        ),
        "axi-cel",
        date(2026, 11, 22),
    )
    assert [entry.value.criterion for entry in found] == ["Adult", "On label"]


@pytest.mark.parametrize(
    ("month", "day", "asked", "end"),
    [
        (12, 31, date(2026, 12, 31), date(2026, 12, 31)),
        (12, 31, date(2027, 1, 1), date(2027, 12, 31)),
        (6, 30, date(2026, 6, 30), date(2026, 6, 30)),
        (6, 30, date(2026, 7, 1), date(2027, 6, 30)),
        (2, 29, date(2027, 1, 15), date(2027, 2, 28)),
        (2, 29, date(2028, 2, 28), date(2028, 2, 29)),
        (2, 29, date(2027, 3, 1), date(2028, 2, 29)),
        (2, 29, date(2100, 2, 1), date(2100, 2, 28)),
    ],
)
def test_the_plan_year_ends_on_or_after_the_day_asked(month: int, day: int, asked: date, end: date) -> None:
    assert PlanYear(month=month, day=day).end_after(asked) == end


@given(asked=st.dates(date(2000, 1, 1), date(2150, 1, 1)), end=st.dates(date(2028, 1, 1), date(2028, 12, 31)))
def test_a_plan_year_end_is_never_past_and_never_more_than_a_year_away(asked: date, end: date) -> None:
    found = PlanYear(month=end.month, day=end.day).end_after(asked)
    assert 0 <= (found - asked).days <= 366


def paths(more: str = "") -> set[str]:
    return {unknown.path for unknown in unknowns(profile(more))}


def test_every_absent_key_is_one_unknown() -> None:
    before, after = paths(), paths(FILING)
    assert before - after == {"timely_filing.initial"}
    assert "timely_filing.corrected" in after
    assert len(before) == len(unknowns(profile()))


def test_an_unknown_is_named_in_words() -> None:
    said = {unknown.path: unknown.what for unknown in unknowns(profile())}
    assert said["legal_name"] == "The entity that must sign"


def test_the_sponsor_is_asked_only_of_those_who_administer() -> None:
    insurer = "role: [{value: insurer, from: undated, source: call_log}]\n"
    administrator = "role: [{value: aso_administrator, from: undated, source: call_log}]\n"
    assert "plan_sponsor" not in paths(insurer)
    assert {"plan_sponsor", "stop_loss_carrier"} <= paths(administrator)


def test_notes_and_positions_are_never_unknown() -> None:
    assert not {"notes", "clause_positions", "usual_terms", "negotiates"} & paths()


def test_every_dated_value_is_found_with_its_place() -> None:
    found = dict(walk_dated(profile(FILING + SITE)))
    assert set(found) == {"site_of_care[0]", "timely_filing.initial[0]", "timely_filing.initial[1]"}


RATE = "prompt_pay:\n  interest_rate:\n    - {value: 0.12, from: undated, source: call_log}\n"
YEAR_END = "plan_year_end:\n  - {value: {month: 2, day: 30}, from: undated, source: call_log}\n"
BAD: list[tuple[str, str, Any]] = [
    ("legal_nmae: x\n", "my-payer.yaml:7 (legal_nmae)", "Did you mean `legal_name`?"),
    (FILING + FILING, "my-payer.yaml:11 (timely_filing)", "written twice (first on line 7)"),
    (FILING.replace("90 calendar days", "90"), "my-payer.yaml:9", "'90' is not a length of time"),
    (FILING.replace("90 calendar", "90"), "my-payer.yaml:9", "'90 days' is not a length of time"),
    (
        FILING.replace("source: call_log", "source: manual", 1),
        "my-payer.yaml:9",
        "no source has the key 'manual'",
    ),
    (FILING.replace("2025-03-03", "2025-02-30"), "my-payer.yaml:9", "2025-02-30"),
    (FILING.replace("2026-06-01", "2025-03-03"), "my-payer.yaml:8", "two entries start on the same day"),
    (
        "prompt_pay:\n  interest_rate:\n    - {value: 0.12, from: undated, source: call_log}\n",
        "my-payer.yaml:9",
        "sign",
    ),
    (
        "plan_year_end:\n  - {value: {month: 2, day: 30}, from: undated, source: call_log}\n",
        "my-payer.yaml:8",
        "not a day",
    ),
    (
        "network:\n  - {value: preferred, from: undated, source: call_log}\n",
        "my-payer.yaml:8",
        "center_of_excellence",
    ),
    ("address: []\n", "my-payer.yaml:7", "no entry; leave the key out"),
]


@pytest.mark.parametrize(("more", "where", "what"), BAD)
def test_a_wrong_file_is_refused_with_its_line_and_a_remedy(more: str, where: str, what: str) -> None:
    said = refusals(more)
    assert len(said) == 1
    assert said[0].startswith(where)
    assert what in said[0]


def test_every_missing_source_is_told_on_its_own_line() -> None:
    said = refusals(FILING.replace("source: call_log", "source: manual"))
    assert [text.split(" ")[0] for text in said] == ["my-payer.yaml:9", "my-payer.yaml:10"]


def test_an_invented_source_needs_an_invented_payer() -> None:
    text = SHORTEST.replace("grade: internal", "grade: invented")
    with pytest.raises(DataError, match="not marked `invented: yes`"):
        build(PayerProfile, read_yaml(text, "my-payer.yaml"))


@pytest.mark.parametrize("name", ["My-Payer", "my payer", "-x", "x" * 70])
def test_an_id_that_cannot_be_a_file_name_is_refused(name: str) -> None:
    with pytest.raises(DataError, match="id"):
        build(PayerProfile, read_yaml(SHORTEST.replace("my-payer", f"'{name}'", 1), "f.yaml"))
