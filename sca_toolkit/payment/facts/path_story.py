"""The vector answers about numbers and about what happened on many paths, in float64 without rounding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

import numpy as np

from sca_toolkit.payment.columns import END_STATES, Episodes
from sca_toolkit.payment.facts.facts import Facts
from sca_toolkit.payment.facts.refusal import CannotPrice
from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.rules.not_infused import NotInfusedReason
from sca_toolkit.payment.service import EndState


class PathStory(Facts):
    """Numbers, and what happened on many paths."""

    episodes: Episodes
    _known: dict[Any, Any]

    def _once(self, key: Any, work: Callable[[], Any]) -> Any:
        if key not in self._known:
            self._known[key] = work()
        return self._known[key]

    # numbers -----------------------------------------------------------------------------------------------------

    def number(self, value: Decimal | int) -> float:
        return float(value)

    def choose(self, holds: Any, yes: Any, no: Any) -> Any:
        if isinstance(holds, bool | np.bool_):
            return yes if holds else no
        return np.where(holds, yes, no)

    def least(self, *values: Any) -> Any:
        return reduce(np.minimum, values)

    def most(self, *values: Any) -> Any:
        return reduce(np.maximum, values)

    def cents(self, amount: Any) -> Any:
        return amount

    def cents_of_total(self, amount: Any) -> Any:
        return amount

    def happens(self, holds: Any) -> bool:
        return bool(np.any(holds))

    def opposite(self, holds: Any) -> Any:
        return np.logical_not(holds)

    def words(self, tell: Callable[[], str]) -> str:
        return ""

    def note(self, path: str, tell: Callable[[], str]) -> None:
        return

    # what happened -----------------------------------------------------------------------------------------------

    @property
    def infused(self) -> Any:
        return self._once("infused", lambda: ~np.isnan(self.episodes.infusion))

    @property
    def out_of_spec(self) -> Any:
        number = END_STATES.index(EndState.infused_out_of_spec)
        return self._once("out of spec", lambda: self.episodes.end == number)

    @property
    def product_charged(self) -> Any:
        return self.episodes.product_charged

    def reason_among(self, reasons: Sequence[Any], path: str) -> Any:
        numbers = self.episodes.reason
        if numbers is None or np.any((numbers < 0) & ~self.infused):
            raise CannotPrice("why the product was not infused", "reason", f"{path} tells reasons apart.")
        order = tuple(NotInfusedReason)
        return np.isin(numbers, [order.index(reason) for reason in reasons]) | self.infused

    @property
    def repeat_collections(self) -> Any:
        repeats = self.episodes.repeat_collections
        return 0.0 if repeats is None else repeats

    def money(self, field: str, path: str) -> Any:
        name = "product_charge" if field == "charge" else field
        value = getattr(self.episodes, name)
        if value is not None:
            return value
        if field in ("invoice", "charge"):
            raise CannotPrice(f"the {field} of the product", name, f"{path} needs it.")
        return 0.0

    def list_price(self, on: PriceDateRule, path: str) -> Any:
        return self._dated("list_price", on, f"the list price on {on.words}", path)

    def quoted_price(self, on: PriceDateRule, path: str) -> Any:
        if on is PriceDateRule.invoice_date:
            return self.money("invoice", path)
        return self._dated(
            "quoted_price", on, f"the manufacturer’s price to the provider on {on.words}", path
        )

    def asp(self, quarter: QuarterRule, path: str) -> Any:
        return self._dated("asp", quarter, f"the average sales price for {quarter.words}", path)

    def _dated(self, field: str, on: Any, what: str, path: str) -> Any:
        prices = getattr(self.episodes, field)
        if on not in prices:
            raise CannotPrice(what, f"{field}.{on.value}", f"{path} needs it.")
        return prices[on]

    def endpoint_missed(self, unobservable_counts: bool, path: str) -> Any:
        met, seen = self.episodes.endpoint_met, self.episodes.observable
        if met is None or seen is None:
            raise CannotPrice("whether the endpoint was met and seen", "endpoint_met", f"{path} needs it.")
        return (seen & ~met) | (~seen & unobservable_counts)

    @property
    def days_late(self) -> Any:
        late = self.episodes.days_late
        return 0.0 if late is None else np.maximum(late, 0.0)

    def charge_increase(self, path: str) -> Any:
        if self.episodes.charge_increase is None:
            raise CannotPrice("how much charges rose", "charge_increase", f"{path} needs it.")
        return self.episodes.charge_increase

    def paid_before(self, path: str) -> Any:
        if self.episodes.paid_before is None:
            raise CannotPrice(
                "what was paid earlier in the contract year", "paid_before", f"{path} needs it."
            )
        return self.episodes.paid_before

    @property
    def member_share(self) -> Any:
        return 0.0 if self.episodes.member_share is None else self.episodes.member_share

    @property
    def other_payer(self) -> Any:
        return 0.0 if self.episodes.other_payer is None else self.episodes.other_payer
