"""The vector answers: many paths at once in float64, without rounding. Row i depends on row i alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np

from sca_toolkit.payment.columns import Episodes
from sca_toolkit.payment.facts.daily import DailyRates
from sca_toolkit.payment.facts.facts import Keep, Scope
from sca_toolkit.payment.facts.membership import ALWAYS, NEVER, Algebra, Indicator, PathReach, condition, plus
from sca_toolkit.payment.facts.path_stays import PathStay, Span
from sca_toolkit.payment.facts.path_story import PathStory
from sca_toolkit.payment.facts.path_windows import PathWindows
from sca_toolkit.payment.facts.refusal import CannotPrice
from sca_toolkit.payment.rules import Rules
from sca_toolkit.payment.scope import Setting
from sca_toolkit.payment.service import Column, StayKind
from sca_toolkit.payment.window import StartEvent, Window


class PathFacts(PathStory):
    """Many episodes under the rules of one arrangement."""

    def __init__(self, episodes: Episodes, rules: Rules, shared: dict[Any, Any] | None = None) -> None:
        """`shared` keeps what depends on days and windows alone, for other arrangements on the same episodes."""
        self.episodes, self.rules, self.public = episodes, rules, episodes.public_rates
        self.stays: Sequence[StayKind] = tuple(StayKind(slot.kind) for slot in episodes.stay_slots)
        self.stay_claims: Sequence[str] = tuple(slot.claim for slot in episodes.stay_slots)
        self.product_name, self.product_code = episodes.product, episodes.product_code
        self.product_claim, self.purchased_340b = episodes.product_claim, episodes.purchased_340b
        self._columns = self._all_columns()
        billed = [column.claim for column in self._columns if column.kind != "bed"]
        self.claims: Sequence[str] = tuple(sorted({*billed, *self.stay_claims}))
        self._codes = tuple(sorted({column.code for column in self._columns if column.code}))
        asked = (
            rules.conversion,
            rules.day_counting,
            rules.straddle,
            rules.readmission,
            rules.repeat_collection,
        )
        work = {} if shared is None else shared
        if asked not in work:
            stays = [PathStay(episodes, slot, rules) for slot in range(len(self.stays))]
            windows = PathWindows(episodes, rules, stays, self._columns)
            work[asked] = (stays, windows, Algebra(windows.can_hold), {})
        self._stays: list[PathStay] = work[asked][0]
        self._windows: PathWindows = work[asked][1]
        self._algebra: Algebra = work[asked][2]
        self._known: dict[Any, Any] = work[asked][3]

    def _all_columns(self) -> tuple[Column, ...]:
        episodes = self.episodes
        lines = [line.column() for line in episodes.lines]
        slots = enumerate(episodes.stay_slots)
        own = dict(enumerate(episodes.stay_slots))
        from_stay = [
            line
            if line.stay is None
            else replace(line, claim=own[line.stay].claim, billed_by=own[line.stay].billed_by)
            for line in lines
        ]
        beds = [
            Column(f"bed {at}", "bed", stay=at, claim=slot.claim, billed_by=slot.billed_by)
            for at, slot in slots
        ]
        product = Column(
            "product", "product", claim=episodes.product_claim, billed_by=episodes.product_billed_by
        )
        return (*from_stay, *beds, product)

    # reaches -----------------------------------------------------------------------------------------------------

    def event_happened(self, event: StartEvent) -> Any:
        return ~np.isnan(self._windows.event(event))

    @property
    def columns(self) -> Sequence[Column]:
        return self._columns

    @property
    def codes(self) -> Sequence[str]:
        return self._codes

    def _reach(self, columns: dict[int, Indicator]) -> PathReach:
        return PathReach({at: each for at, each in columns.items() if each}, self._algebra)

    @property
    def everything(self) -> PathReach:
        return self._once("everything", lambda: self._reach(dict.fromkeys(range(len(self._columns)), ALWAYS)))  # type: ignore[no-any-return]

    @property
    def nothing(self) -> PathReach:
        return self._reach({})

    def reach(self, scope: Scope, keep: Keep, path: str = "") -> PathReach:
        if scope.products and not self._product_named(scope.products, path):
            return self.nothing
        window = (
            reduce(self._algebra.either, (self._window(each) for each in scope.windows))
            if scope.windows
            else ALWAYS
        )
        found: dict[int, Indicator] = {}
        for at, column in enumerate(self._columns):
            if keep(column) and (not scope.billed_by or column.billed_by in scope.billed_by):
                found[at] = self._algebra.times(self._in_setting(at, scope.setting), window)
        return self._reach(found)

    def _window(self, window: Window) -> Indicator:
        return condition(self._windows.number(window))

    def _product_named(self, names: Sequence[str], path: str) -> bool:
        if self.product_name is None:
            raise CannotPrice("the name of the product", "product", f"{path} holds for named products only.")
        return self.product_name.casefold() in [name.casefold() for name in names]

    def _in_setting(self, at: int, setting: Setting) -> Indicator:
        if setting is Setting.every:
            return ALWAYS
        column = self._columns[at]
        if column.stay is not None:
            return ALWAYS if setting is Setting.inpatient else NEVER
        inpatient = self._inpatient(at)
        return inpatient if setting is Setting.inpatient else plus(ALWAYS, inpatient, -1)

    def _inpatient(self, at: int) -> Indicator:
        """Where an outpatient line or the product belongs to a stay; it belongs to one at most."""
        return reduce(plus, (self._in_stay(at, stay) for stay in range(len(self.stays))), NEVER)

    def _in_stay(self, at: int, stay: int) -> Indicator:
        column = self._columns[at]
        if column.stay is not None:
            return ALWAYS if column.stay == stay else NEVER
        number = self._windows.joins(at, stay)
        return NEVER if number is None else condition(number)

    def stay_reach(self, stay: int) -> PathReach:
        return self._once(  # type: ignore[no-any-return]
            ("stay", stay),
            lambda: self._reach({at: self._in_stay(at, stay) for at in range(len(self._columns))}),
        )

    def product_stay_reach(self, stay: int) -> PathReach:
        product = self._in_stay(len(self._columns) - 1, stay)
        whole = self.stay_reach(stay)
        return self._reach({at: self._algebra.times(each, product) for at, each in whole.columns.items()})

    def claim_reach(self, claim: str) -> PathReach:
        if len(self.claims) == 1:
            return self.everything
        return self._once(  # type: ignore[no-any-return]
            ("claim", claim),
            lambda: self._reach({at: self._on_claim(at, claim) for at in range(len(self._columns))}),
        )

    def _on_claim(self, at: int, claim: str) -> Indicator:
        column = self._columns[at]
        if column.stay is not None:
            return ALWAYS if column.claim == claim else NEVER
        own = plus(ALWAYS, self._inpatient(at), -1) if column.claim == claim else NEVER
        stays = [stay for stay, each in enumerate(self.stay_claims) if each == claim]
        return reduce(plus, (self._in_stay(at, stay) for stay in stays), own)

    def holds_product(self, stay: int) -> Any:
        return self.infused & (
            self._weight(len(self._columns) - 1, self._in_stay(len(self._columns) - 1, stay)) > 0
        )

    def product_is_in(self, reach: PathReach) -> Any:
        at = len(self._columns) - 1
        if at not in reach.columns:
            return False
        return self.infused & (self._weight(at, reach.columns[at]) > 0)

    def any_service(self, reach: PathReach) -> Any:
        found: Any = False
        for at, indicator in reach.columns.items():
            found = found | (self._there(at) & (self._weight(at, indicator) > 0))
        return found

    def _there(self, at: int) -> Any:
        column = self._columns[at]
        if column.kind == "product":
            return self.infused
        if column.stay is not None:
            return self._stays[column.stay].exists
        return ~np.isnan(self.episodes.line_day[:, at])

    def is_empty(self, reach: PathReach) -> bool:
        return not reach.columns

    # measures ----------------------------------------------------------------------------------------------------

    def _weight(self, at: int, indicator: Indicator) -> Any:
        """The part of a column that is in a reach: 0 to 1."""
        if indicator == ALWAYS:
            return 1.0
        where = self._columns[at].stay
        key = ("weight", -1 - at if where is None else where, indicator)
        return self._once(key, lambda: self._windows.weight(at, indicator))

    def _measured(self, reach: PathReach, of: Callable[[int], Any]) -> Any:
        found: Any = 0.0
        for at, indicator in reach.columns.items():
            if self._columns[at].kind == "line":
                found = found + of(at) * self._weight(at, indicator)
        return found

    def charges(self, reach: PathReach) -> Any:
        return self._measured(reach, lambda at: self.episodes.charge[:, at])

    def product_charge(self, reach: PathReach, path: str) -> Any:
        at = len(self._columns) - 1
        if at not in reach.columns:
            return 0.0
        charge = self.money("charge", path)
        return np.where(self.infused, charge * self._weight(at, reach.columns[at]), 0.0)

    def costs(self, reach: PathReach, path: str) -> Any:
        cost = self.episodes.cost
        if cost is None:
            raise CannotPrice("the cost of billed lines", "cost", f"{path} pays by cost.")
        return self._measured(reach, lambda at: cost[:, at])

    def units(self, reach: PathReach) -> Any:
        units = self.episodes.units
        if units is None:
            return self._measured(reach, lambda at: np.where(self._there(at), 1.0, 0.0))
        return self._measured(reach, lambda at: units[:, at])

    def _beds(self, stay: int) -> int:
        return len(self._columns) - 1 - len(self.stays) + stay

    def _days(self, reach: PathReach, stay: int, spans: Sequence[Span]) -> Any:
        """Counted days of a stay in a reach that lie in all of `spans`."""
        indicator = reach.columns.get(self._beds(stay))
        if not indicator:
            return 0.0
        counted = self._stays[stay].counted().meet(*spans)
        return self._windows.days(stay, indicator, counted)

    def bed_days(self, reach: PathReach, stay: int, intensive: bool = True) -> Any:
        return self._bed_days(reach, stay, intensive, ())

    def _bed_days(self, reach: PathReach, stay: int, intensive: bool, spans: tuple[Span, ...]) -> Any:
        if intensive:
            return self._days(reach, stay, spans)
        here = self._stays[stay]
        runs = zip(here.midnight(), here.intensive(), strict=True)
        return sum((self._days(reach, stay, (run, *spans)) for run, icu in runs if not icu), 0.0)

    def bed_days_after(self, reach: PathReach, stay: int, day: int, intensive: bool) -> Any:
        first = self.episodes.infusion + (day + 1.0) - self._stays[stay].admit + 1.0
        return self._bed_days(reach, stay, intensive, (Span(first, np.inf),))

    def days_by_rate(self, reach: PathReach, stay: int, rates: DailyRates) -> Sequence[Any]:
        runs = self._stays[stay].by_rule(rates)
        levels = [rates.level(code) for code in self.episodes.segment_codes]
        most = np.inf if rates.maximum_days is None else float(rates.maximum_days)
        found = []
        for cell in rates.cells:
            tier = Span(float(cell.from_day), min(most, float(cell.through_day or np.inf)))
            own = [run for run, level in zip(runs, levels, strict=True) if level == cell.level]
            found.append(sum((self._days(reach, stay, (run, tier)) for run in own), 0.0))
        return found
