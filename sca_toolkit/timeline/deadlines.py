"""One ladder of deadlines a case, sorted by day; and what lapses when a planned date moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sca_toolkit.case import PlannedDates
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.answers import of_requests
from sca_toolkit.timeline.claims import of_claims
from sca_toolkit.timeline.deadline import Deadline
from sca_toolkit.timeline.expiries import that_end
from sca_toolkit.timeline.situation import Situation, once
from sca_toolkit.timeline.slots import before_collection
from sca_toolkit.timeline.stages import ending
from sca_toolkit.values import Choice, Model


@once
def deadlines(s: Situation) -> tuple[Deadline, ...]:
    """The ladder, the earliest first. After a case ended without infusion only its claims are left."""
    end = ending(s)
    found = [*of_claims(s)]
    if end is None or end.infused:
        found += [*before_collection(s), *of_requests(s), *that_end(s)]
    ordered = sorted(found, key=lambda each: (each.on, _moment(each), -each.severity, each.id))
    return tuple(_each_once(ordered))


def _each_once(found: list[Deadline]) -> Iterator[Deadline]:
    """Two entries of one name (a test done twice) get ids of their own."""
    times: Counter[str] = Counter()
    for each in found:
        times[each.id] += 1
        again = times[each.id]
        yield each if again == 1 else each.model_copy(update={"id": f"{each.id}#{again}"})


def _moment(each: Deadline) -> time:
    return each.at.timetz().replace(tzinfo=None) if each.at else time.max


class Change(Choice):
    """What a moved date does to a deadline."""

    lapses = "lapses"
    rescued = "rescued"
    moves = "moves"
    appears = "appears"
    disappears = "disappears"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"lapses": "would lapse", "rescued": "no longer lapses"}


class Lapse(Model):
    """One deadline before and after the plan moves."""

    id: str
    change: Change
    before: Deadline | None = None
    after: Deadline | None = None

    @property
    def words(self) -> str:
        """One sentence."""
        shown = self.after or self.before
        if shown is None:
            return ""
        if self.change is Change.moves and self.before and self.after:
            days = f"{day_in_words(self.before.on)} to {day_in_words(self.after.on)}"
            return f"{self.after.title}: moves from {days}."
        return f"{self.change.words}: {shown.what}"


def what_lapses(s: Situation, moved: Mapping[str, date | None]) -> tuple[Lapse, ...]:
    """What changes on the ladder when planned dates move, the lapses first.

    `moved` names fields of the case's planned dates (`collection`, `infusion`, ...). Raises ValueError for another
    name, or when the new dates are in the wrong order.
    """
    dates = PlannedDates.model_validate({**s.case.dates.model_dump(), **moved})
    then = replace(s, case=s.case.model_copy(update={"dates": dates}))
    old = {each.id: each for each in deadlines(s)}
    new = {each.id: each for each in deadlines(then)}
    found = [_change(old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new])]
    order = list(Change)
    return tuple(
        sorted((each for each in found if each), key=lambda each: (order.index(each.change), each.id))
    )


def slipped(dates: PlannedDates, days: int, *, since: str = "collection") -> dict[str, date | None]:
    """The planned dates from `since` on, moved by `days` (earlier below zero), for `what_lapses`.

    Raises ValueError when `since` is no planned step.
    """
    steps = ("referral", "evaluation", "collection", "lymphodepletion", "infusion")
    if since not in steps:
        raise ValueError(f"{since!r} is no planned step; use one of {', '.join(steps)}")
    later = steps[steps.index(since) :]
    return {name: day + timedelta(days=days) for name in later if (day := getattr(dates, name))}


def _change(before: Deadline | None, after: Deadline | None) -> Lapse | None:
    shown = after or before
    if shown is None:
        return None
    return (
        Lapse(id=shown.id, change=change, before=before, after=after)
        if (change := _kind(before, after))
        else None
    )


def _kind(before: Deadline | None, after: Deadline | None) -> Change | None:
    risky, was = bool(after and after.at_risk), bool(before and before.at_risk)
    if risky and not was:
        return Change.lapses
    if was and not risky:
        return Change.rescued
    if before is None or after is None:
        return Change.appears if after else Change.disappears
    return Change.moves if _when(before) != _when(after) else None


def _when(each: Deadline) -> tuple[date, datetime | None]:
    return each.on, each.at
