"""The exact answers: one dated episode, day by day and line by line, in `Decimal`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sca_toolkit.payment.day_level import DayLevelRule
from sca_toolkit.payment.episode import Billed, Episode, Stay
from sca_toolkit.payment.facts.atoms import (
    Atom,
    is_counted,
    product_atom,
    service_atoms,
    stay_atoms,
    with_observation,
)
from sca_toolkit.payment.facts.daily import DailyRates
from sca_toolkit.payment.facts.exact_story import ExactStory
from sca_toolkit.payment.facts.facts import Keep, Scope
from sca_toolkit.payment.facts.refusal import CannotPrice, agreed
from sca_toolkit.payment.rules import Rules
from sca_toolkit.payment.rules.days import Follows, ReadmissionScope
from sca_toolkit.payment.scope import Setting
from sca_toolkit.payment.service import Column, StayKind, intensive_care
from sca_toolkit.payment.window import StartEvent, Window

ZERO = Decimal(0)

Atoms = frozenset[Atom]


class ExactFacts(ExactStory):
    """One episode under the rules of one arrangement."""

    def __init__(self, episode: Episode, rules: Rules) -> None:
        self.episode, self.rules, self.public = episode, rules, episode.public_rates
        self.stays: Sequence[StayKind] = tuple(stay.kind for stay in episode.stays)
        self.stay_claims: Sequence[str] = tuple(stay.claim for stay in episode.stays)
        self.product_name, self.product_code = episode.product.name, episode.product.code
        self.product_claim = episode.product.claim
        self.purchased_340b = episode.product.purchased_340b
        self.notes: list[tuple[str, str]] = []
        self._stays = tuple(with_observation(stay, rules.conversion) for stay in episode.stays)
        self._atoms: Atoms = frozenset(self._all_atoms())
        lines = [atom.column for atom in self._atoms if atom.column.kind != "bed"]
        claims = [column.claim for column in lines] + list(self.stay_claims)
        self.claims: Sequence[str] = tuple(sorted(set(claims)))
        self._columns = tuple(dict.fromkeys(atom.column for atom in self._atoms))
        self._codes = tuple(sorted({column.code for column in lines if column.code}))

    def _all_atoms(self) -> Iterable[Atom]:
        for at, stay in enumerate(self._stays):
            yield from stay_atoms(at, stay)
        yield from service_atoms(self.episode, self._stays, self.rules.conversion)
        if product := product_atom(self.episode, self._stays, self.rules.conversion):
            yield product

    # windows -----------------------------------------------------------------------------------------------------

    def event_happened(self, event: StartEvent) -> bool:
        return self._event(event) is not None

    @property
    def columns(self) -> Sequence[Column]:
        return self._columns

    def _event(self, event: StartEvent) -> date | None:
        dates, stay = self.episode.dates, self.episode.infusion_stay()
        if event in (StartEvent.admission, StartEvent.discharge):
            if stay is None:
                return None
            return stay.admitted if event is StartEvent.admission else stay.discharged
        if event is StartEvent.collection:
            return self._collection()
        found: date | None = getattr(dates, event.value)
        return found

    def _collection(self) -> date | None:
        collections = self.episode.dates.collections
        if len(collections) < 2:
            return collections[0] if collections else None
        again = agreed(self.rules.repeat_collection, "window_restarts", "rules.repeat_collection")
        return collections[-1] if again else collections[0]

    def _edges(self, window: Window) -> tuple[date, date] | None:
        first = self._edge(agreed(window, "start_day", "window"), window.start_from)
        last = self._edge(agreed(window, "end_day", "window"), window.end_from)
        return None if first is None or last is None else (first, last)

    def _edge(self, day: int, event: StartEvent) -> date | None:
        start = self._event(event)
        if start is None and self.infused:
            raise CannotPrice(f"the day {event.words}", f"dates.{event.value}", "A window counts from it.")
        return None if start is None else start + timedelta(days=day)

    def _inside(self, atom: Atom, windows: Sequence[Window]) -> bool:
        day = self._window_day(atom)
        edges = [self._edges(window) for window in windows]
        return day is not None and any(each is not None and each[0] <= day <= each[1] for each in edges)

    def _window_day(self, atom: Atom) -> date | None:
        """The day that decides on which side of an edge a service stands; None outside every window."""
        if atom.column.stay is None:
            return atom.day
        stay = self._stays[atom.column.stay]
        if stay.kind is StayKind.readmission and not self._readmission_counts(stay):
            return None
        follows = agreed(self.rules.straddle, "follows", "rules.straddle")
        if follows is Follows.admission_date:
            return stay.admitted
        return stay.discharged if follows is Follows.discharge_date else atom.day

    def _readmission_counts(self, stay: Stay) -> bool:
        rule = self.rules.readmission
        scope = agreed(rule, "scope", "rules.readmission")
        if scope is ReadmissionScope.none:
            return False
        if agreed(rule, "same_facility_only", "rules.readmission") and not stay.same_facility:
            return False
        return scope is ReadmissionScope.all_cause or stay.related

    # reaches -----------------------------------------------------------------------------------------------------

    @property
    def everything(self) -> Atoms:
        return self._atoms

    @property
    def nothing(self) -> Atoms:
        return frozenset()

    def reach(self, scope: Scope, keep: Keep, path: str = "") -> Atoms:
        if scope.products and not self._product_named(scope.products, path):
            return frozenset()
        return frozenset(atom for atom in self._atoms if keep(atom.column) and self._in_scope(atom, scope))

    def _product_named(self, names: Sequence[str], path: str) -> bool:
        if self.product_name is None:
            raise CannotPrice(
                "the name of the product", "product.name", f"{path} holds for named products only."
            )
        return self.product_name.casefold() in [name.casefold() for name in names]

    def _in_scope(self, atom: Atom, scope: Scope) -> bool:
        return (
            scope.setting in (Setting.every, atom.setting)
            and (not scope.billed_by or atom.column.billed_by in scope.billed_by)
            and (not scope.windows or self._inside(atom, scope.windows))
        )

    def stay_reach(self, stay: int) -> Atoms:
        return frozenset(atom for atom in self._atoms if atom.stay == stay)

    def product_stay_reach(self, stay: int) -> Atoms:
        return self.stay_reach(stay) if self.holds_product(stay) else frozenset()

    def claim_reach(self, claim: str) -> Atoms:
        return frozenset(atom for atom in self._atoms if atom.claim == claim)

    def holds_product(self, stay: int) -> bool:
        return any(atom.column.kind == "product" and atom.stay == stay for atom in self._atoms)

    def product_is_in(self, reach: Atoms) -> bool:
        return any(atom.column.kind == "product" for atom in reach)

    def any_service(self, reach: Atoms) -> bool:
        return any(not atom.discharge_day for atom in reach)

    def is_empty(self, reach: Atoms) -> bool:
        return not reach

    def charges(self, reach: Atoms) -> Decimal:
        return self._measured(reach, lambda billed: billed.charge)

    def product_charge(self, reach: Atoms, path: str) -> Decimal:
        return self.money("charge", path) if self.product_is_in(reach) else ZERO

    def costs(self, reach: Atoms, path: str) -> Decimal:
        missing = [atom for atom in reach if atom.billed and atom.billed.cost is None]
        if missing:
            raise CannotPrice("the cost of a billed line", "cost", f"{path} pays by cost.")
        return self._measured(reach, lambda billed: billed.cost)

    @property
    def codes(self) -> Sequence[str]:
        return self._codes

    def units(self, reach: Atoms) -> Decimal:
        return self._measured(reach, lambda billed: billed.units)

    @staticmethod
    def _measured(reach: Atoms, of: Callable[[Billed], Decimal | None]) -> Decimal:
        """Whole lines as they are, divided ones by days, so that no fraction is lost."""
        lines = {atom.column.name: atom for atom in reach if atom.billed is not None}
        days = Counter(atom.column.name for atom in reach)
        found = ZERO
        for name, atom in sorted(lines.items()):
            if atom.billed is not None:
                found += (of(atom.billed) or ZERO) * days[name] / atom.parts
        return found

    # days --------------------------------------------------------------------------------------------------------

    def _counted(self, reach: Atoms, stay: int) -> list[Atom]:
        beds = [atom for atom in reach if atom.column.kind == "bed" and atom.stay == stay]
        counting = self.rules.day_counting
        counted = [atom for atom in beds if is_counted(atom, self._stays[stay], counting)]
        return sorted(counted, key=lambda atom: atom.day_of_stay)

    def bed_days(self, reach: Atoms, stay: int, intensive: bool = True) -> Decimal:
        days = self._counted(reach, stay)
        return Decimal(sum(1 for atom in days if intensive or not intensive_care(atom.code)))

    def bed_days_after(self, reach: Atoms, stay: int, day: int, intensive: bool) -> Decimal:
        infusion = self.episode.dates.infusion
        if infusion is None:
            return ZERO
        edge = infusion + timedelta(days=day)
        late = frozenset(atom for atom in reach if atom.day is not None and atom.day > edge)
        return self.bed_days(late, stay, intensive)

    def days_by_rate(self, reach: Atoms, stay: int, rates: DailyRates) -> Sequence[Decimal]:
        found = [ZERO] * len(rates.cells)
        for atom in self._counted(reach, stay):
            if rates.maximum_days is not None and atom.day_of_stay > rates.maximum_days:
                continue
            level = self._level(atom, stay, rates)
            at = next(
                i
                for i, cell in enumerate(rates.cells)
                if cell.level == level and cell.holds(atom.day_of_stay)
            )
            found[at] += 1
        return found

    def _level(self, atom: Atom, stay: int, rates: DailyRates) -> int:
        own = rates.level(atom.code)
        if atom.discharge_day or atom.day_of_stay == 1 or rates.rule is DayLevelRule.midnight:
            return own
        codes = [run.code for run in self._stays[stay].levels for _ in range(run.days)]
        before = rates.level(codes[atom.day_of_stay - 2])
        if rates.rule is DayLevelRule.noon:
            return before
        day = atom.day_of_stay
        return before if rates.rate(before, day) > rates.rate(own, day) else own
