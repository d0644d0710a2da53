"""Days, business days and hours of the center, on both sides of holidays and of daylight saving time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sca_toolkit.timeline.calendar import Calendar, add_months
from sca_toolkit.values import Duration

EAST = Calendar()
CHICAGO = Calendar(time_zone="America/Chicago")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def length(text: str) -> Duration:
    return Duration.model_validate(text)


def test_business_days_skip_thanksgiving_and_the_weekend() -> None:
    """From Monday, November 23, 2026: Tue 24 (1), Wed 25 (2), Thu 26 is Thanksgiving, Fri 27 (3), Mon 30 (4)."""
    counted = [EAST.business_days_after(date(2026, 11, 23), count).day for count in range(5)]
    assert counted == [23, 24, 25, 27, 30]


def test_a_center_may_close_on_the_friday_after_thanksgiving() -> None:
    own = Calendar(closed=(date(2026, 11, 27),))
    assert own.business_days_after(date(2026, 11, 25), 1) == date(2026, 11, 30)


def test_a_center_may_work_on_a_holiday() -> None:
    own = Calendar(worked=(date(2026, 11, 11),))
    assert not EAST.is_business_day(date(2026, 11, 11))
    assert own.is_business_day(date(2026, 11, 11))


def test_business_days_over_new_year() -> None:
    """From Wednesday, December 30, 2026: Thu 31 (1), Fri January 1 is a holiday, Mon 4 (2)."""
    assert EAST.business_days_after(date(2026, 12, 30), 2) == date(2027, 1, 4)


def test_a_new_year_on_saturday_is_observed_on_the_friday_of_the_old_year() -> None:
    """January 1, 2028 is a Saturday, so Friday, December 31, 2027 is the holiday: Thu 30 to Mon 3 is one day."""
    assert not EAST.is_business_day(date(2027, 12, 31))
    assert EAST.business_days_after(date(2027, 12, 30), 1) == date(2028, 1, 3)


def test_state_holidays_count_only_where_the_state_is_named() -> None:
    """March 2 is Texas Independence Day."""
    assert EAST.is_business_day(date(2026, 3, 2))
    assert not Calendar(state="TX").is_business_day(date(2026, 3, 2))


def test_business_days_before_a_meeting() -> None:
    """Before Thursday, December 31, 2026: 30, 29, 28, 24, 23, 22, 21, 18, 17, 16; the 25th is Christmas."""
    assert EAST.before(date(2026, 12, 31), length("10 business days")).on == date(2026, 12, 16)


def test_calendar_days_count_the_last_day_and_not_the_first() -> None:
    assert EAST.after(date(2026, 11, 2), length("7 calendar days")).on == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 22), 2, date(2027, 1, 22)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_years_run_from_day_to_day() -> None:
    assert EAST.after(date(2026, 11, 22), length("1 year")).on == date(2027, 11, 22)


def test_72_hours_over_the_end_of_daylight_saving_time_end_an_hour_earlier_on_the_wall() -> None:
    """From Friday, October 30, 2026, 2 p.m. EDT (18:00 UTC) to Monday, 18:00 UTC, which is 1 p.m. EST."""
    start = datetime(2026, 10, 30, 14, 0, tzinfo=ZoneInfo("America/New_York"))
    due = EAST.after(start, length("72 hours"))
    assert due.at == datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
    assert due.at is not None
    assert (due.on, due.at.hour) == (date(2026, 11, 2), 13)


def test_48_hours_before_over_the_start_of_daylight_saving_time() -> None:
    """Monday, March 9, 2026, 8 a.m. EDT is 12:00 UTC; 48 hours earlier is Saturday, 12:00 UTC, 7 a.m. EST."""
    slot = datetime(2026, 3, 9, 8, 0, tzinfo=ZoneInfo("America/New_York"))
    due = EAST.before(slot, length("48 hours"))
    assert due.at is not None
    assert (due.on, due.at.hour) == (date(2026, 3, 7), 7)


def test_hours_from_a_day_of_unknown_time_run_from_its_end() -> None:
    """72 hours after a request on November 2 of unknown time: over with November 5."""
    due = EAST.after(date(2026, 11, 2), length("72 hours"))
    assert due.on == date(2026, 11, 5)
    assert due.at == datetime(2026, 11, 6, 0, 0, tzinfo=ZoneInfo("America/New_York"))


def test_hours_before_a_day_of_unknown_time_run_from_its_start() -> None:
    due = EAST.before(date(2026, 12, 3), length("48 hours"))
    assert (due.on, due.at) == (date(2026, 12, 1), EAST.start_of(date(2026, 12, 1)))


def test_one_moment_falls_on_two_days_in_two_zones() -> None:
    """05:30 UTC is half past midnight in New York and half past eleven the evening before in Chicago."""
    moment = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    assert EAST.day_of(moment) == date(2026, 11, 23)
    assert CHICAGO.day_of(moment) == date(2026, 11, 22)


def test_an_unknown_time_zone_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError, match="America/Chicago"):
        Calendar(time_zone="Eastern")


@given(DAYS, st.integers(1, 60))
def test_business_days_forward_are_counted_back(day: date, count: int) -> None:
    later = EAST.business_days_after(day, count)
    assert EAST.is_business_day(later)
    assert EAST.business_days_between(day, later) == count


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_business_days_between_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    parts = EAST.business_days_between(day, middle) + EAST.business_days_between(middle, end)
    assert parts == EAST.business_days_between(day, end)


@given(DAYS, st.integers(0, 36))
def test_months_never_skip_a_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
