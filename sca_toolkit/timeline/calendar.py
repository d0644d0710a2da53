"""Days of the center: its time zone, its business days, and how long lengths of time run.

A length of time counts from the day after its start: one business day after a Monday is Tuesday, seven calendar days
after November 2 is November 9. That last day is inside; the deadline is missed when it is over. Hours run by the clock
on the wall of no zone: 72 hours are 72 hours over a change of daylight saving time. Where only the day of the start is
known, hours run from its last moment, so that nobody is called late too early.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from pydantic import field_validator

from sca_toolkit.values import Duration, Model, StateCode

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """When something is due: the last day inside and, where hours were counted, the last moment."""

    on: date
    at: datetime | None = None


class Calendar(Model):
    """Which days the center works, and in which time zone its days begin."""

    time_zone: str = "America/New_York"
    """Name of the zone in the tz database, for example America/Chicago."""
    state: StateCode | None = None
    """The state whose public holidays count besides the federal ones; federal holidays only when left out."""
    closed: tuple[date, ...] = ()
    """Further days on which the center does not work, for example the Friday after Thanksgiving."""
    worked: tuple[date, ...] = ()
    """Holidays on which it does work."""

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is not a time zone; write it like America/Chicago") from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The day at the center on which `moment` (with its zone) falls."""
        return _day_at(self.time_zone, moment)

    def start_of(self, day: date) -> datetime:
        """The first moment of `day` at the center."""
        return datetime.combine(day, time.min, self.zone)

    def is_business_day(self, day: date) -> bool:
        """True from Monday to Friday, but for holidays (also as observed) and the center's own closed days."""
        if day in self.closed or day.weekday() > 4:
            return False
        return day in self.worked or day not in _holidays(self.state, day.year)

    def business_days_after(self, day: date, count: int) -> date:
        """The `count`th business day after `day`; `day` itself when `count` is 0."""
        return self._business(day, count, ONE_DAY)

    def business_days_before(self, day: date, count: int) -> date:
        """The `count`th business day before `day`; `day` itself when `count` is 0."""
        return self._business(day, count, -ONE_DAY)

    def business_days_between(self, first: date, last: date) -> int:
        """How many business days lie after `first` up to and including `last`; 0 when `last` is not later."""
        days = range(1, (last - first).days + 1)
        return sum(self.is_business_day(first + timedelta(days=day)) for day in days)

    def after(self, start: date | datetime, length: Duration) -> Due:
        """When `length` that starts at `start` is over. A `start` without a time is a day of unknown time."""
        if length.unit == "hours":
            begun = self.start_of(start + ONE_DAY) if not isinstance(start, datetime) else start
            at = (begun.astimezone(UTC) + timedelta(hours=length.count)).astimezone(self.zone)
            return Due(self.day_of(at - timedelta(microseconds=1)), at)
        return Due(self._moved(self._day(start), length, 1))

    def before(self, end: date | datetime, length: Duration) -> Due:
        """`length` before `end`. Hours before a day of unknown time run from its first moment, so the line is early."""
        if length.unit == "hours":
            ends = self.start_of(end) if not isinstance(end, datetime) else end
            at = (ends.astimezone(UTC) - timedelta(hours=length.count)).astimezone(self.zone)
            return Due(self.day_of(at), at)
        return Due(self._moved(self._day(end), length, -1))

    def due(self, moment: date | datetime) -> Due:
        """A day, or a time with its zone, as it was written."""
        if isinstance(moment, datetime):
            return Due(self.day_of(moment), moment.astimezone(self.zone))
        return Due(moment)

    def _day(self, moment: date | datetime) -> date:
        return self.day_of(moment) if isinstance(moment, datetime) else moment

    def _moved(self, day: date, length: Duration, way: int) -> date:
        match length.unit:
            case "business days":
                return self._business(day, length.count, ONE_DAY * way)
            case "calendar days":
                return day + timedelta(days=length.count * way)
            case "months":
                return add_months(day, length.count * way)
        return add_months(day, 12 * length.count * way)

    def _business(self, day: date, count: int, step: timedelta) -> date:
        while count > 0:
            day += step
            count -= self.is_business_day(day)
        return day


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier below zero), or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=10_000)
def _day_at(time_zone: str, moment: datetime) -> date:
    """Remembered, since the same moments are asked for again and again while a case is worked out."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


@cache
def _holidays(state: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("US", subdiv=state, years=year))
