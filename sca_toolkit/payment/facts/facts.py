"""What a node may ask of an episode. Nodes are written once against these questions; exact and vector answer them.

A reach is a set of billed services: charge lines, days in a bed, the product. Reaches are joined with `|`, cut with `&`
and taken away with `-`. Where a window divides a stay, a reach holds part of its days and the same part of its charges.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from sca_toolkit.payment.facts.daily import DailyRates
from sca_toolkit.payment.facts.lines import PRODUCT, Line, PaidBy, Quantity, Truth
from sca_toolkit.payment.facts.out_of_spec import product_amount, services_amount
from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.public_rates import PublicRates
from sca_toolkit.payment.rules import Rules
from sca_toolkit.payment.scope import ScopedNode, Setting
from sca_toolkit.payment.service import Column, StayKind
from sca_toolkit.payment.window import StartEvent, Window

Reach: TypeAlias = Any
"""A set of billed services."""

Keep: TypeAlias = Callable[[Column], bool]
"""Which kinds of service a reach takes in."""


@dataclass(frozen=True)
class Spot:
    """Where a node stands when it is priced, and which services it may pay for."""

    path: str
    """The path of the node, such as `base.parts[0]`."""
    within: Reach
    """The services that may be paid."""
    lumps: bool = True
    """Whether amounts for the whole episode are paid here (not a second time for services left over)."""
    by_code: bool = False
    """Whether lines are wanted code by code."""

    def at(self, step: str) -> Spot:
        """The spot of a node below."""
        return replace(self, path=f"{self.path}.{step}" if self.path else step)

    def only(self, reach: Reach, lumps: bool | None = None) -> Spot:
        """The same spot for the services that are also in `reach`."""
        return replace(self, within=self.within & reach, lumps=self.lumps if lumps is None else lumps)


@dataclass(frozen=True)
class Scope:
    """Which services a rate is for."""

    setting: Setting = Setting.every
    billed_by: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    """The days, one window after another; none means all days."""

    @classmethod
    def of(cls, node: ScopedNode, *windows: Window) -> Scope:
        """The scope that a node states, with its windows."""
        return cls(node.setting, node.billed_by, node.products, windows)


class Facts(ABC):
    """The questions."""

    exempt = False
    """Whether lines are made without the rule on a product out of specification."""
    rules: Rules
    public: PublicRates
    stays: Sequence[StayKind]
    """The kind of each stay, in the order of the slots."""
    stay_claims: Sequence[str]
    """The claim of each stay."""
    claims: Sequence[str]
    """All claims, each once."""
    product_name: str | None
    product_code: str | None
    product_claim: str
    purchased_340b: bool

    # numbers -----------------------------------------------------------------------------------------------------

    @abstractmethod
    def number(self, value: Decimal | int) -> Quantity:
        """A number of the contract in the arithmetic of this evaluator."""

    @abstractmethod
    def choose(self, holds: Truth, yes: Quantity, no: Quantity) -> Quantity:
        """`yes` where it holds, else `no`."""

    @abstractmethod
    def least(self, *values: Quantity) -> Quantity:
        """The lowest."""

    @abstractmethod
    def most(self, *values: Quantity) -> Quantity:
        """The highest."""

    @abstractmethod
    def cents(self, amount: Quantity) -> Quantity:
        """Rounded as the arrangement says for a line; many paths are not rounded."""

    @abstractmethod
    def cents_of_total(self, amount: Quantity) -> Quantity:
        """Rounded where the arrangement rounds totals; many paths are not rounded."""

    @abstractmethod
    def happens(self, holds: Truth) -> bool:
        """Whether it holds for the episode, or on any path."""

    @abstractmethod
    def opposite(self, holds: Truth) -> Truth:
        """Where it does not hold."""

    @abstractmethod
    def words(self, tell: Callable[[], str]) -> str:
        """The formula of a line in words; empty for many paths."""

    @abstractmethod
    def note(self, path: str, tell: Callable[[], str]) -> None:
        """Add a sentence to the trace; nothing for many paths."""

    # what happened -----------------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def infused(self) -> Truth:
        """A product was infused, in specification or not."""

    @property
    @abstractmethod
    def out_of_spec(self) -> Truth:
        """It was out of specification."""

    @property
    @abstractmethod
    def product_charged(self) -> Truth:
        """The manufacturer charges the provider for the product."""

    @abstractmethod
    def event_happened(self, event: StartEvent) -> Truth:
        """Whether an event that starts a window happened."""

    @abstractmethod
    def reason_among(self, reasons: Sequence[Any], path: str) -> Truth:
        """Whether the product was not infused for one of the reasons."""

    @property
    @abstractmethod
    def repeat_collections(self) -> Quantity:
        """How many collections were made after the first."""

    @abstractmethod
    def money(self, field: str, path: str) -> Quantity:
        """An amount of the product, such as `invoice`; refused by name when it is missing."""

    @abstractmethod
    def list_price(self, on: PriceDateRule, path: str) -> Quantity:
        """Wholesale acquisition cost on a date."""

    @abstractmethod
    def quoted_price(self, on: PriceDateRule, path: str) -> Quantity:
        """The manufacturer's price to the provider on a date; the invoice on its own date."""

    @abstractmethod
    def asp(self, quarter: QuarterRule, path: str) -> Quantity:
        """Average sales price of a quarter."""

    @abstractmethod
    def endpoint_missed(self, unobservable_counts: bool, path: str) -> Truth:
        """Whether a rebate is due: the endpoint was missed by a member who could be observed (or could not)."""

    @property
    @abstractmethod
    def days_late(self) -> Quantity:
        """Days past the due day, 0 when on time."""

    @abstractmethod
    def charge_increase(self, path: str) -> Quantity:
        """How much charges rose."""

    @abstractmethod
    def paid_before(self, path: str) -> Quantity:
        """What was paid earlier in the contract year."""

    @property
    @abstractmethod
    def member_share(self) -> Quantity:
        """What the member owes."""

    @property
    @abstractmethod
    def other_payer(self) -> Quantity:
        """What another payer pays."""

    @property
    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """All kinds of billed service."""

    # what was billed ---------------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def everything(self) -> Reach:
        """All services."""

    @property
    @abstractmethod
    def nothing(self) -> Reach:
        """No service."""

    @abstractmethod
    def reach(self, scope: Scope, keep: Keep, path: str = "") -> Reach:
        """The services of some kinds in a scope."""

    @abstractmethod
    def stay_reach(self, stay: int) -> Reach:
        """Everything that belongs to a stay, with what rolled into it."""

    @abstractmethod
    def product_stay_reach(self, stay: int) -> Reach:
        """Everything that belongs to a stay, where the product was infused in it or rolled into it; else nothing."""

    @abstractmethod
    def claim_reach(self, claim: str) -> Reach:
        """Everything that is billed on a claim, with what rolled into its stays."""

    @abstractmethod
    def holds_product(self, stay: int) -> Truth:
        """Whether the product was infused in a stay or rolled into it."""

    @abstractmethod
    def product_is_in(self, reach: Reach) -> Truth:
        """Whether the infused product is in a reach."""

    @abstractmethod
    def any_service(self, reach: Reach) -> Truth:
        """Whether a reach holds any service on this path."""

    @abstractmethod
    def is_empty(self, reach: Reach) -> bool:
        """Whether a reach surely holds nothing."""

    @abstractmethod
    def charges(self, reach: Reach) -> Quantity:
        """Billed charges of a reach, without the product."""

    @abstractmethod
    def product_charge(self, reach: Reach, path: str) -> Quantity:
        """The billed charge of the product, where a reach holds it."""

    @abstractmethod
    def costs(self, reach: Reach, path: str) -> Quantity:
        """The provider's cost of a reach, without the product."""

    @property
    @abstractmethod
    def codes(self) -> Sequence[str]:
        """The codes of all charge lines, each once."""

    @abstractmethod
    def units(self, reach: Reach) -> Quantity:
        """Units of a reach."""

    @abstractmethod
    def bed_days(self, reach: Reach, stay: int, intensive: bool = True) -> Quantity:
        """Counted inpatient days of a stay in a reach; without intensive care if asked so."""

    @abstractmethod
    def bed_days_after(self, reach: Reach, stay: int, day: int, intensive: bool) -> Quantity:
        """Counted inpatient days of a stay in a reach that fall after a Day counted from Day 0."""

    @abstractmethod
    def days_by_rate(self, reach: Reach, stay: int, rates: DailyRates) -> Sequence[Quantity]:
        """Counted days of a stay in a reach, one number for each of `rates.cells`."""

    # lines -------------------------------------------------------------------------------------------------------

    def line(
        self,
        path: str,
        term: str,
        what: str,
        amount: Quantity,
        *,
        item: str = "services",
        claim: str | None = None,
        stay: int | None = None,
        formula: str = "",
        paid_by: PaidBy = "payer",
    ) -> Line:
        """A payable line, after the rule on a product out of specification, rounded."""
        adjusted = self.cents(self._out_of_spec_rule(amount, item))
        return Line(path, term, what, adjusted, item, claim, stay, formula, paid_by)

    def as_in_specification(self) -> Facts:
        """The same episode for lines that the rule on a product out of specification does not touch."""
        twin = copy(self)
        twin.exempt = True
        return twin

    def _out_of_spec_rule(self, amount: Quantity, item: str) -> Quantity:
        if self.exempt or not self.happens(self.out_of_spec):
            return amount
        rule = self.rules.out_of_spec
        other = product_amount(self, rule, amount) if item == PRODUCT else services_amount(self, rule, amount)
        return self.choose(self.out_of_spec, other, amount)
