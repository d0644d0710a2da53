"""Windows and joins on many paths: conditions with numbers, and how much of a service each combination takes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sca_toolkit.payment.columns import Episodes, Floats
from sca_toolkit.payment.facts.membership import Indicator, Monomial
from sca_toolkit.payment.facts.path_stays import PathStay, Span
from sca_toolkit.payment.facts.refusal import CannotPrice, agreed
from sca_toolkit.payment.rules import Rules
from sca_toolkit.payment.rules.conversion import ConversionRule, Observation
from sca_toolkit.payment.rules.days import Follows, ReadmissionScope
from sca_toolkit.payment.service import Column, Purpose, StayKind
from sca_toolkit.payment.window import StartEvent, Window

HOURS_OF_A_DAY = 24
_IN_ORDER = (StartEvent.evaluation, StartEvent.collection, StartEvent.lymphodepletion, StartEvent.infusion)


def surely_apart(first: Window, second: Window) -> bool:
    """Whether two windows cannot share a day, because the earlier one ends before the later one begins."""
    return _before(first, second) or _before(second, first)


def _before(first: Window, second: Window) -> bool:
    if first.end_day is None or second.start_day is None or first.end_day >= second.start_day:
        return False
    if first.end_from is second.start_from:
        return True
    if first.end_from not in _IN_ORDER or second.start_from not in _IN_ORDER:
        return False
    return _IN_ORDER.index(first.end_from) < _IN_ORDER.index(second.start_from)


class PathWindows:
    """The conditions of a block of paths."""

    def __init__(
        self, episodes: Episodes, rules: Rules, stays: Sequence[PathStay], columns: Sequence[Column]
    ) -> None:
        self._episodes, self._rules, self._stays, self._columns = episodes, rules, stays, columns
        self._numbers: dict[Any, int] = {}
        self._conditions: list[Any] = []
        self._known: dict[Any, Any] = {}
        self._holding: dict[Monomial, bool] = {}

    # conditions --------------------------------------------------------------------------------------------------

    def number(self, window: Window) -> int:
        """The number of a window; the same window has one number."""
        ends = (window.start_day, window.start_from, window.end_day, window.end_from)
        return self._numbered(ends, window)

    def _numbered(self, key: Any, value: Any) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._conditions)
            self._conditions.append(value)
        return self._numbers[key]

    def joins(self, at: int, stay: int) -> int | None:
        """The number of: this outpatient line (or the product) belongs to this stay; None where it never does."""
        holds = self._joined(at)[stay]
        if not np.any(holds):
            return None
        return self._numbered(("joins", at, stay), holds)

    def can_hold(self, monomial: Monomial) -> bool:
        """Whether no two windows of a product are surely apart."""
        if len(monomial) < 2:
            return True
        if monomial not in self._holding:
            self._holding[monomial] = self._none_apart(monomial)
        return self._holding[monomial]

    def _none_apart(self, monomial: Monomial) -> bool:
        windows = [each for number in monomial if isinstance(each := self._conditions[number], Window)]
        return not any(
            surely_apart(one, other) for at, one in enumerate(windows) for other in windows[at + 1 :]
        )

    # joining a stay ----------------------------------------------------------------------------------------------

    def _joined(self, at: int) -> list[Any]:
        key = ("joined", at)
        if key not in self._known:
            self._known[key] = self._work_out_joins(at)
        return self._known[key]  # type: ignore[no-any-return]

    def _work_out_joins(self, at: int) -> list[Any]:
        """For each stay, where the service is part of it; the first stay in order takes it."""
        column = self._columns[at]
        none = np.zeros(len(self._episodes), dtype=bool)
        if not self._stays:
            return []
        product = column.kind == "product"
        day = self._episodes.infusion if product else self._episodes.line_day[:, at]
        found: list[Any] = []
        taken = none
        for slot, stay in enumerate(self._stays):
            holds = self._rolls(column, slot, stay, day)
            if product:
                index = self._episodes.stay_slots[slot].kind is StayKind.infusion
                inside = self._episodes.infused_inpatient
                holds = np.where(inside, index, holds)
            found.append(holds & ~taken)
            taken = taken | holds
        return self._observed(column, day, found)

    def _rolls(self, column: Column, slot: int, stay: PathStay, day: Floats) -> Any:
        rule, path = self._rules.conversion, "rules.conversion"
        choice = agreed(rule, "rule", path)
        never = np.zeros(len(self._episodes), dtype=bool)
        if choice is ConversionRule.separate or (
            column.kind == "product" and choice is not ConversionRule.roll_in
        ):
            return never
        same_only = agreed(rule, "same_entity_only", path)
        if same_only and self._episodes.stay_slots[slot].billed_by != column.billed_by:
            return never
        hours = (stay.admit - day) * HOURS_OF_A_DAY
        return (hours >= 0) & (hours <= agreed(rule, "window_hours", path))

    def _observed(self, column: Column, day: Floats, found: list[Any]) -> list[Any]:
        """Observation that is paid as inpatient care belongs to the stay in which it now falls."""
        if column.purpose is not Purpose.observation:
            return found
        rule = agreed(self._rules.conversion, "observation", "rules.conversion")
        if rule is not Observation.inpatient_day:
            return found
        inside, taken = [], np.zeros(len(self._episodes), dtype=bool)
        for stay in self._stays:
            here = (stay.admit <= day) & (day <= stay.discharge) & ~taken
            inside.append(here)
            taken = taken | here
        return [np.where(taken, here, rolled) for here, rolled in zip(inside, found, strict=True)]

    # edges -------------------------------------------------------------------------------------------------------

    def event(self, event: StartEvent) -> Floats:
        """The day of an event; nan where it did not happen."""
        episodes = self._episodes
        if event in (StartEvent.admission, StartEvent.discharge):
            return self._infusion_stay(event)
        if event is StartEvent.collection and np.any(episodes.repeat_collections):
            rule = self._rules.repeat_collection
            again = agreed(rule, "window_restarts", "rules.repeat_collection")
            if again and episodes.last_collection is not None:
                return episodes.last_collection
        found: Floats = getattr(episodes, event.value)
        return found

    def _infusion_stay(self, event: StartEvent) -> Floats:
        episodes = self._episodes
        for slot, each in enumerate(episodes.stay_slots):
            if each.kind is StayKind.infusion:
                days = episodes.admit if event is StartEvent.admission else episodes.discharge
                return days[:, slot]
        return np.full(len(episodes), np.nan)

    def _edges(self, number: int) -> tuple[Floats, Floats]:
        key = ("edges", number)
        if key not in self._known:
            window: Window = self._conditions[number]
            first = self._edge(agreed(window, "start_day", "window"), window.start_from)
            self._known[key] = (first, self._edge(agreed(window, "end_day", "window"), window.end_from))
        return self._known[key]  # type: ignore[no-any-return]

    def _edge(self, day: int, event: StartEvent) -> Floats:
        start = self.event(event)
        if np.any(np.isnan(start) & ~np.isnan(self._episodes.infusion)):
            raise CannotPrice(f"the day {event.words}", event.value, "A window counts from it.")
        return start + day

    def _split(self, monomial: Monomial) -> tuple[list[int], Any]:
        """The windows of a product, and where its other conditions hold."""
        windows = [number for number in monomial if isinstance(self._conditions[number], Window)]
        holds: Any = True
        for number in monomial:
            if not isinstance(self._conditions[number], Window):
                holds = holds & self._conditions[number]
        return windows, holds

    # measures ----------------------------------------------------------------------------------------------------

    def weight(self, at: int, indicator: Indicator) -> Any:
        """The part of a column that an indicator takes in."""
        slot = self._columns[at].stay
        total: Any = 0.0
        for monomial, count in sorted(indicator, key=lambda term: sorted(term[0])):
            windows, holds = self._split(monomial)
            part = self._point(at, windows) if slot is None else self._part(slot, windows)
            total = total + count * np.where(holds, part, 0.0)
        return total

    def _point(self, at: int, windows: Sequence[int]) -> Any:
        product = self._columns[at].kind == "product"
        day = self._episodes.infusion if product else self._episodes.line_day[:, at]
        return self._contains(day, windows)

    def _contains(self, day: Floats, windows: Sequence[int]) -> Any:
        inside: Any = True
        for number in windows:
            first, last = self._edges(number)
            inside = inside & (first <= day) & (day <= last)
        return inside

    def _part(self, slot: int, windows: Sequence[int]) -> Any:
        """The part of a stay's days in some windows, by the rule on stays across an edge."""
        if not windows:
            return 1.0
        stay = self._stays[slot]
        if (whole := self._whole(slot, windows)) is not None:
            return whole
        days = self._window_span(slot, windows).meet(Span(1.0, stay.length)).size()
        return np.where(self._in_windows(slot), days / np.maximum(stay.length, 1.0), 0.0)

    def _whole(self, slot: int, windows: Sequence[int]) -> Any | None:
        """Whether the stay as a whole is inside, where the rule does not divide it."""
        follows = agreed(self._rules.straddle, "follows", "rules.straddle")
        if follows is Follows.service_date:
            return None
        stay = self._stays[slot]
        day = stay.admit if follows is Follows.admission_date else stay.discharge
        return self._contains(day, windows) & self._in_windows(slot)

    def _window_span(self, slot: int, windows: Sequence[int]) -> Span:
        stay = self._stays[slot]
        spans = [stay.positions(*self._edges(number)) for number in windows]
        return spans[0].meet(*spans[1:])

    def days(self, slot: int, indicator: Indicator, counted: Span) -> Any:
        """Days of a stay among `counted` positions that an indicator takes in."""
        total: Any = 0.0
        for monomial, count in sorted(indicator, key=lambda term: sorted(term[0])):
            windows, holds = self._split(monomial)
            total = total + count * np.where(holds, self._days_in(slot, windows, counted), 0.0)
        return total

    def _days_in(self, slot: int, windows: Sequence[int], counted: Span) -> Any:
        if not windows:
            return counted.size()
        if (whole := self._whole(slot, windows)) is not None:
            return np.where(whole, counted.size(), 0.0)
        inside = counted.meet(self._window_span(slot, windows)).size()
        return np.where(self._in_windows(slot), inside, 0.0)

    def _in_windows(self, slot: int) -> Any:
        """Whether a stay may stand in a window at all: a readmission only as the rule says."""
        episodes, rule = self._episodes, self._rules.readmission
        if episodes.stay_slots[slot].kind is not StayKind.readmission:
            return True
        scope = agreed(rule, "scope", "rules.readmission")
        if scope is ReadmissionScope.none:
            return False
        inside: Any = True
        if agreed(rule, "same_facility_only", "rules.readmission") and episodes.same_facility is not None:
            inside = inside & episodes.same_facility[:, slot]
        if scope is ReadmissionScope.related_only and episodes.related is not None:
            inside = inside & episodes.related[:, slot]
        return inside
