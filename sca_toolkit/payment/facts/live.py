"""The exact answers as spreadsheet formulas: every number is a value and the formula that gives it.

Rates of the contract and amounts of the episode become input cells; each comparison and rounding becomes a step. What
happened (who was infused, which days fall into a window) is fixed: a person changes rates, days and dollars.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sca_toolkit.payment.episode import Billed, Episode
from sca_toolkit.payment.facts.exact import Atoms, ExactFacts
from sca_toolkit.payment.facts.exact_story import rounded
from sca_toolkit.payment.facts.lines import Line
from sca_toolkit.payment.facts.named import NamedDecimal, NamedInt
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.rules import Rules
from sca_toolkit.payment.rules.amounts import RoundingLevel, RoundingMethod
from sca_toolkit.payment.service import intensive_care

Number = Decimal | int


@dataclass(frozen=True, eq=False)
class Live:
    """A number and the formula that gives it, such as `(inputs[3] * 0.42)`."""

    value: Decimal
    formula: str

    def _with(self, sign: str, other: Any, value: Decimal, turned: bool = False) -> Live:
        first, second = (_formula(other), self.formula) if turned else (self.formula, _formula(other))
        return Live(value, f"({first}{sign}{second})")

    def __add__(self, other: Any) -> Live:
        return self._with("+", other, self.value + _value(other))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Live:
        return self._with("-", other, self.value - _value(other))

    def __rsub__(self, other: Any) -> Live:
        return self._with("-", other, _value(other) - self.value, turned=True)

    def __mul__(self, other: Any) -> Live:
        return self._with("*", other, self.value * _value(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Live:
        return self._with("/", other, self.value / _value(other))

    def __neg__(self) -> Live:
        return Live(-self.value, f"(-{self.formula})")

    def __gt__(self, other: Any) -> LiveTruth:
        return LiveTruth(self.value > _value(other), f"({self.formula}>{_formula(other)})")

    def __lt__(self, other: Any) -> LiveTruth:
        return LiveTruth(self.value < _value(other), f"({self.formula}<{_formula(other)})")


@dataclass(frozen=True, eq=False)
class LiveTruth:
    """Whether something holds, and the formula that says so."""

    holds: bool
    formula: str

    def _with(self, name: str, other: Any, holds: bool) -> LiveTruth:
        return LiveTruth(holds, f"{name}({self.formula},{_truth(other).formula})")

    def __and__(self, other: Any) -> LiveTruth:
        return self._with("AND", other, self.holds and _truth(other).holds)

    __rand__ = __and__

    def __or__(self, other: Any) -> LiveTruth:
        return self._with("OR", other, self.holds or _truth(other).holds)

    __ror__ = __or__


def _truth(given: Any) -> LiveTruth:
    return given if isinstance(given, LiveTruth) else LiveTruth(bool(given), "TRUE" if given else "FALSE")


def _value(given: Any) -> Decimal:
    return given.value if isinstance(given, Live) else Decimal(given)


def _formula(given: Any) -> str:
    if isinstance(given, Live):
        return given.formula
    text = f"{Decimal(given):f}"
    return f"({text})" if text.startswith("-") else text


@dataclass(frozen=True)
class Input:
    """A cell that a person may change."""

    label: str
    """A path of the contract, or words for an amount of the episode."""
    value: Decimal
    kind: str
    """dollars, share or count."""
    words: str = ""
    """The name of a term of the contract; empty for an amount of the episode."""


@dataclass(frozen=True)
class WorkStep:
    """A cell that is worked out."""

    label: str
    value: Decimal
    formula: str


@dataclass
class Sheet:
    """Inputs and steps in the order in which they are met; formulas name them `inputs[i]` and `steps[i]`."""

    inputs: list[Input] = field(default_factory=list)
    steps: list[WorkStep] = field(default_factory=list)
    _places: dict[str, int] = field(default_factory=dict)

    def input(self, label: str, value: Decimal, kind: str, words: str = "") -> Live:
        """The cell of an input; the same label is the same cell."""
        if label not in self._places:
            self._places[label] = len(self.inputs)
            self.inputs.append(Input(label, value, kind, words))
        return Live(value, f"inputs[{self._places[label]}]")

    def step(self, label: str, found: Live) -> Live:
        """A cell for a value that was worked out."""
        self.steps.append(WorkStep(label, found.value, found.formula))
        return Live(found.value, f"steps[{len(self.steps) - 1}]")


class LiveFacts(ExactFacts):
    """One episode, every number with its formula."""

    def __init__(self, episode: Episode, rules: Rules) -> None:
        super().__init__(episode, rules)
        self.sheet = Sheet()

    # numbers -----------------------------------------------------------------------------------------------------

    def number(self, value: Any) -> Any:
        if isinstance(value, NamedDecimal | NamedInt):
            return self.sheet.input(value.label, Decimal(value), value.kind, value.words)
        return Live(Decimal(value), _formula(value))

    def choose(self, holds: Any, yes: Any, no: Any) -> Any:
        if not isinstance(holds, LiveTruth):
            return yes if holds else no
        chosen = _value(yes) if holds.holds else _value(no)
        return self._step("chosen", Live(chosen, f"IF({holds.formula},{_formula(yes)},{_formula(no)})"))

    def least(self, *values: Any) -> Any:
        return self._extreme("MIN", values, min(_value(value) for value in values))

    def most(self, *values: Any) -> Any:
        return self._extreme("MAX", values, max(_value(value) for value in values))

    def _extreme(self, name: str, values: Sequence[Any], found: Decimal) -> Live:
        told = {"MIN": "the lowest of", "MAX": "the highest of"}[name]
        return self._step(told, Live(found, f"{name}({','.join(_formula(value) for value in values)})"))

    def _step(self, label: str, found: Live) -> Live:
        return self.sheet.step(label, found)

    def cents(self, amount: Any) -> Any:
        if agreed(self.rules.rounding, "level", "rules.rounding") is RoundingLevel.total:
            return amount
        return self._rounded(amount)

    def cents_of_total(self, amount: Any) -> Any:
        if agreed(self.rules.rounding, "level", "rules.rounding") is RoundingLevel.line:
            return amount
        return self._rounded(amount)

    def _rounded(self, amount: Any) -> Live:
        found = Live(rounded(_value(amount), self.rules), _in_cents(_formula(amount), self.rules))
        return self._step("rounded to cents", found)

    def happens(self, holds: Any) -> bool:
        return holds.holds if isinstance(holds, LiveTruth) else bool(holds)

    def opposite(self, holds: Any) -> Any:
        if isinstance(holds, LiveTruth):
            return LiveTruth(not holds.holds, f"NOT({holds.formula})")
        return not holds

    def words(self, tell: Callable[[], str]) -> str:
        return ""

    def note(self, path: str, tell: Callable[[], str]) -> None:
        return

    # cost --------------------------------------------------------------------------------------------------------

    def cost(self) -> Live | None:
        """The provider's cost of the episode; None where a line has none."""
        episode = self.episode
        whole, product = episode.cost(), episode.product_cost()
        if whole is None or product is None:
            return None
        services = self.sheet.input("Cost of services", whole - product, "dollars")
        if not episode.product.charged:
            return services
        net = (
            self.money("invoice", "") - self.money("invoice_discount", "") - self.money("other_discounts", "")
        )
        if not episode.end.was_infused:
            net = net - self.money("manufacturer_credit", "")
        found: Live = services + self.most(net, self.number(0))
        return found

    # the episode -------------------------------------------------------------------------------------------------

    @property
    def repeat_collections(self) -> Any:
        times = super().repeat_collections
        return self.sheet.input("Repeat collections", times, "count") if times else times

    def money(self, field: str, path: str) -> Any:
        label = f"Product: {field.replace('_', ' ')}"
        return self.sheet.input(label, super().money(field, path), "dollars")

    def list_price(self, on: Any, path: str) -> Any:
        return self.sheet.input(f"Product: list price on {on.words}", super().list_price(on, path), "dollars")

    def quoted_price(self, on: Any, path: str) -> Any:
        price: Any = super().quoted_price(on, path)
        if isinstance(price, Live):
            return price
        return self.sheet.input(f"Product: price to the provider on {on.words}", price, "dollars")

    def asp(self, quarter: Any, path: str) -> Any:
        label = f"Product: average sales price for {quarter.words}"
        return self.sheet.input(label, super().asp(quarter, path), "dollars")

    @property
    def days_late(self) -> Any:
        days = super().days_late
        return self.sheet.input("Days late", days, "count") if days else days

    def charge_increase(self, path: str) -> Any:
        return self.sheet.input("Increase of charges", super().charge_increase(path), "share")

    def paid_before(self, path: str) -> Any:
        return self.sheet.input("Paid earlier in the year", super().paid_before(path), "dollars")

    @property
    def member_share(self) -> Any:
        return self.sheet.input("Member’s cost share", super().member_share, "dollars")

    @property
    def other_payer(self) -> Any:
        return self.sheet.input("Other payer", super().other_payer, "dollars")

    # what was billed ---------------------------------------------------------------------------------------------

    def product_charge(self, reach: Atoms, path: str) -> Any:
        return self.money("charge", path) if self.product_is_in(reach) else self.number(0)

    def charges(self, reach: Atoms) -> Any:
        return self._live(reach, "charge", lambda billed: billed.charge, "dollars")

    def costs(self, reach: Atoms, path: str) -> Any:
        super().costs(reach, path)
        return self._live(reach, "cost", lambda billed: billed.cost, "dollars")

    def units(self, reach: Atoms) -> Any:
        return self._live(reach, "units", lambda billed: billed.units, "count")

    def _live(self, reach: Atoms, what: str, of: Callable[[Billed], Decimal | None], kind: str) -> Live:
        days = Counter(atom.column.name for atom in reach)
        atoms = {atom.column.name: atom for atom in reach if atom.billed is not None}
        found = self.number(0)
        for name, atom in sorted(atoms.items()):
            assert atom.billed is not None
            cell = self.sheet.input(f"{_told(name)}: {what}", of(atom.billed) or Decimal(0), kind)
            part = days[name]
            found = found + (cell if part == atom.parts else cell * part / atom.parts)
        return self._step(f"{what} counted", found)

    # days --------------------------------------------------------------------------------------------------------

    def _days(self, reach: Atoms, stay: int, keep: Callable[[str], bool]) -> Live:
        """Days of a stay, code by code: an input cell where all of them are meant, else the number itself."""
        everything = Counter(atom.code for atom in self._counted(self._atoms, stay))
        meant = Counter(atom.code for atom in self._counted(reach, stay) if keep(atom.code))
        found: Live = self.number(0)
        for code, days in sorted(meant.items()):
            label = f"Stay {stay + 1}: days at revenue code {code}"
            whole = days == everything[code]
            found = found + (self.sheet.input(label, Decimal(days), "count") if whole else self.number(days))
        return found

    def bed_days(self, reach: Atoms, stay: int, intensive: bool = True) -> Any:
        return self._days(reach, stay, lambda code: intensive or not intensive_care(code))

    def days_by_rate(self, reach: Atoms, stay: int, rates: Any) -> Sequence[Any]:
        found = super().days_by_rate(reach, stay, rates)
        by_level = [self._days_of_level(reach, stay, rates, at) for at in range(len(rates.cells))]
        return [
            live if live.value == days else self.number(days)
            for live, days in zip(by_level, found, strict=True)
        ]

    def _days_of_level(self, reach: Atoms, stay: int, rates: Any, at: int) -> Live:
        cell = rates.cells[at]
        return self._days(reach, stay, lambda code: rates.level(code) == cell.level)

    # lines -------------------------------------------------------------------------------------------------------

    def line(self, path: str, term: str, what: str, amount: Any, **rest: Any) -> Line:
        made = super().line(path, term, what, amount, **rest)
        return made.with_amount(self.sheet.step(f"{term}: {what}", made.amount))


def _told(name: str) -> str:
    """`stay 0 line 1` as `Stay 1, line 2`; `line 0` as `Outpatient line 1`."""
    *stay, line = (int(word) + 1 for word in name.split() if word.isdigit())
    return f"Stay {stay[0]}, line {line}" if stay else f"Outpatient line {line}"


def _in_cents(formula: str, rules: Rules) -> str:
    if agreed(rules.rounding, "method", "rules.rounding") is RoundingMethod.half_up:
        return f"ROUND({formula},2)"
    half = f"ROUND(MOD(ABS({formula})*100,1),6)=0.5"
    even = f"MOD(INT(ROUND(ABS({formula})*100,6)),2)=0"
    return f"ROUND({formula},2)-IF(AND({half},{even}),SIGN({formula})*0.01,0)"
