"""The answers about time as sentences a lead can repeat, each with its count and its doubt."""

from __future__ import annotations

import math
from datetime import date, timedelta

from sca_toolkit.desk.waiting_answers import SILENT, Timelines
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.waiting import TOO_FEW, BeforeAfter, OpenCase, Row, p_words


def who_is_slow(found: Timelines) -> str:
    """Who is slower than all together, how much, and how sure that is."""
    comparison, done = found.comparison, found.asked.clock.end.done
    if not comparison.rows:
        return (
            f"Too few to compare: nobody has {TOO_FEW} cases that were {done}. "
            f"{found.waits.events} of {len(found.waits)} cases were {done} so far."
        )
    slower = [row for row in comparison.rows if row.slower]
    if len(comparison.rows) == 1 or comparison.no_visible_difference or not slower:
        return (
            f"Nobody is slower beyond chance: the differences between {len(comparison.rows)} compared could be chance "
            f"({found.test.words})."
        )
    return f"Slower than all together: {'; '.join(_slow(row, done) for row in slower)}."


def who_is_fast(found: Timelines) -> str:
    """Who is faster than all together; empty when nobody is."""
    faster = [row for row in found.comparison.rows if row.faster]
    if not faster or found.comparison.no_visible_difference:
        return ""
    named = "; ".join(f"{row.group} ({row.half_by.words})" for row in reversed(faster))
    return f"Faster: {named}."


def all_together(found: Timelines) -> str:
    """When half have reached the end, of all cases, with what was left out of them."""
    half = found.ends.reached.day_of(0.5)
    done = found.asked.clock.end.done
    said = f"Of all cases, half are {done} by {half.words}" if half.value is not None else (
        f"Half of all cases were not {done} in the time seen"
    )  # fmt: skip
    return f"{said}; {found.ends.about.words}.{_left_out(found)}"


def mean_warning(found: Timelines) -> str:
    """Why there is no mean of finished cases; empty while no case is open."""
    mean = found.mean_of_reached
    if math.isnan(mean) or not found.waits.open:
        return ""
    return (
        f"The plain mean of the {found.waits.events:,} finished cases would be {mean:.0f} days. It is too low, because "
        f"the {found.waits.open:,} open ones, among them the slowest, are not in it; so it is not shown elsewhere."
    )


def silent_words(found: Timelines) -> str:
    """How many open cases nobody wrote to for a month; empty when none."""
    if not found.silent:
        return ""
    return (
        f"{found.silent} of {found.waits.open} open cases had no event for {SILENT} days. Make sure that they still "
        "wait: cases that nobody closes make waits look longer."
    )


def did_it_help(change: BeforeAfter, done: str) -> str:
    """Whether waits are shorter after the day."""
    when = day_in_words(change.day)
    if change.too_few or change.difference is None:
        events = change.before.about.events, change.after.about.events
        return (
            f"Too few to say: {events[0]} {done} among cases begun before {when}, {events[1]} among those begun since; "
            f"{TOO_FEW} are needed on each side."
        )
    before, after = (each.reached.day_of(0.5).words for each in (change.before, change.after))
    halves = f"half were {done} by {before} before {when} and by {after} since"
    days = change.difference.days
    within = f"within {change.horizon:.0f} days"
    mean = f"mean days open {within} changed by {days.value:+.1f} ({days.low:+.1f} to {days.high:+.1f})"
    tested = f"{p_words(change.test.p)}, {change.test.name} within groups and within first and repeat"
    if change.test.could_be_chance:
        return f"No difference beyond chance: {halves}; {mean}; {tested}."
    better = "Faster" if days.value < 0 else "Slower"
    return f"{better} since {when}: {halves}; {mean}; {tested}. What else changed then is not known to the record."


def expected(case: OpenCase, as_of: date) -> tuple[str, str]:
    """The day by which it is even odds, and the days between which the wait is over with 80 %; as words."""
    even = _on(as_of, case.even_odds)
    low, high = case.over_by
    if low is None:
        return even, "not to be seen"
    end = _on(as_of, high) if high is not None else "later than was seen"
    return even, f"{_on(as_of, low)} to {end}"


def _on(as_of: date, days: float | None) -> str:
    return "not to be seen" if days is None else day_in_words(as_of + timedelta(days=math.ceil(days)))


def _slow(row: Row, done: str) -> str:
    sure = f"{row.sure_words} sure"
    adjusted = f"; {p_words(row.adjusted_p)} against all others" if not math.isnan(row.adjusted_p) else ""
    half = (
        f"half are {done} by {row.half_by.words}"
        if row.half_by.value is not None
        else f"half not {done} in the time seen"
    )
    return f"{row.group}: {half}, {row.events} of {row.n} {done} ({sure}{adjusted})"


def _left_out(found: Timelines) -> str:
    left = found.waits.left_out
    start, end = found.asked.clock.start.words, found.asked.clock.end.words
    parts = []
    if left.not_started:
        parts.append(f"{left.not_started:,} without “{start}”")
    if left.over_before:
        parts.append(f"{left.over_before:,} where “{end}” or the end of the case came before it")
    if left.before_log:
        parts.append(f"{left.before_log:,} over before the log began")
    return f" Not counted: {', '.join(parts)}." if parts else ""
