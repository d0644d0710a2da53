"""What a moved date does to the ladder. Every case is invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.timeline import Change, Situation, slipped, what_lapses
from tests.timeline.situations import agreed, authorized, case, happened, situation


def ready() -> Situation:
    """Everything approved; the product until January 4, the test until January 2, the plan year to December 31."""
    echo = {"criterion": "Echocardiogram", "as_of": "2026-11-03", "valid_for": "60 calendar days"}
    mine = case(criteria=[echo], coverage={"plan_year_end": "2026-12-31"})
    events = (
        *authorized(),
        happened("pa_approved", "11-13", part="product", details={"valid_to": "2027-01-04"}),
    )
    return situation(*events, *agreed(), case=mine, agreement={"ends": "2027-01-31", "window_days": 30})


PLAN_YEAR, AGREEMENT = "plan_year_ends", "agreement_ends"
TEST, PRODUCT = "test_ends/echocardiogram", "authorization_ends/product"


@pytest.mark.parametrize(
    ("days", "lapsed"),
    [
        (3, []),
        (4, [PLAN_YEAR]),
        (5, [AGREEMENT, PLAN_YEAR]),
        (6, [AGREEMENT, PLAN_YEAR, TEST]),
        (7, [AGREEMENT, PLAN_YEAR, TEST]),
        (8, [AGREEMENT, PRODUCT, PLAN_YEAR, TEST]),
    ],
)
def test_what_lapses_if_the_plan_slips(days: int, lapsed: list[str]) -> None:
    """The infusion slips from December 28.

    3 days: December 31, the last day of the plan year. 4: January 1, and day 30 is January 31, the agreement's last.
    5: day 30 is February 1. 6: January 3, after the test's January 2. 7: January 4, the product's last. 8: January 5.
    """
    s = ready()
    found = what_lapses(s, slipped(s.case.dates, days))
    assert [each.id for each in found if each.change is Change.lapses] == lapsed


def test_both_sides_are_shown_and_put_into_words() -> None:
    s = ready()
    (only,) = [
        each for each in what_lapses(s, {"infusion": date(2027, 1, 3)}) if each.id.startswith("test_ends")
    ]
    assert only.before is not None
    assert only.after is not None
    assert (only.before.at_risk, only.after.at_risk) == (False, True)
    assert only.words == (
        "would lapse: The result for “Echocardiogram” of Nov 3, 2026 counts until Jan 2, 2027, "
        "before the infusion planned for Jan 3, 2027."
    )


def test_an_earlier_date_rescues_what_would_have_lapsed() -> None:
    s = situation(*authorized(valid_to="2026-12-27"))
    found = {each.id: each.change for each in what_lapses(s, {"infusion": date(2026, 12, 27)})}
    assert found["authorization_ends/product"] is Change.rescued


def test_a_deadline_counted_back_from_the_plan_moves_with_it() -> None:
    s = situation()
    found = {each.id: each for each in what_lapses(s, slipped(s.case.dates, 7))}
    assert found["collection_line"].change is Change.moves
    assert (
        found["collection_line"].words == "48 hours before collection: moves from Dec 1, 2026 to Dec 8, 2026."
    )


def test_a_move_to_the_same_dates_changes_nothing() -> None:
    s = ready()
    assert what_lapses(s, slipped(s.case.dates, 0)) == ()


def test_dates_in_the_wrong_order_and_unknown_steps_are_refused() -> None:
    s = ready()
    with pytest.raises(ValueError, match="planned before"):
        what_lapses(s, {"infusion": date(2026, 12, 1)})
    with pytest.raises(ValueError, match="no planned step"):
        slipped(s.case.dates, 7, since="consult")


@settings(max_examples=25)
@given(st.integers(0, 60), st.integers(0, 60))
def test_what_lapses_in_a_short_slip_lapses_in_a_longer_one(days: int, more: int) -> None:
    s = ready()
    short, long = (
        {each.id for each in what_lapses(s, slipped(s.case.dates, slip)) if each.change is Change.lapses}
        for slip in (days, days + more)
    )
    assert short <= long
    assert all(each.change is not Change.rescued for each in what_lapses(s, slipped(s.case.dates, days)))
