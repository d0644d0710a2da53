"""The exact answers about numbers and about what happened to one patient, in `Decimal`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.facts.facts import Facts
from sca_toolkit.payment.facts.refusal import CannotPrice, agreed
from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.rules import Rules
from sca_toolkit.payment.rules.amounts import RoundingLevel, RoundingMethod
from sca_toolkit.payment.service import EndState

CENT = Decimal("0.01")


def rounded(amount: Decimal, rules: Rules) -> Decimal:
    """Whole cents, by the method the rules state."""
    even = agreed(rules.rounding, "method", "rules.rounding") is RoundingMethod.half_even
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN if even else ROUND_HALF_UP)


class ExactStory(Facts):
    """Numbers, and what happened to one patient."""

    episode: Episode
    notes: list[tuple[str, str]]

    # numbers -----------------------------------------------------------------------------------------------------

    def number(self, value: Decimal | int) -> Decimal:
        return Decimal(value)

    def choose(self, holds: bool, yes: Decimal, no: Decimal) -> Decimal:
        return yes if holds else no

    def least(self, *values: Decimal) -> Decimal:
        return min(values)

    def most(self, *values: Decimal) -> Decimal:
        return max(values)

    def cents(self, amount: Decimal) -> Decimal:
        by_line = agreed(self.rules.rounding, "level", "rules.rounding") is RoundingLevel.line
        return rounded(amount, self.rules) if by_line else amount

    def cents_of_total(self, amount: Decimal) -> Decimal:
        by_line = agreed(self.rules.rounding, "level", "rules.rounding") is RoundingLevel.line
        return amount if by_line else rounded(amount, self.rules)

    def happens(self, holds: bool) -> bool:
        return holds

    def opposite(self, holds: bool) -> bool:
        return not holds

    def words(self, tell: Callable[[], str]) -> str:
        return tell()

    def note(self, path: str, tell: Callable[[], str]) -> None:
        self.notes.append((path, tell()))

    # what happened -----------------------------------------------------------------------------------------------

    @property
    def infused(self) -> bool:
        return self.episode.end.was_infused

    @property
    def out_of_spec(self) -> bool:
        return self.episode.end is EndState.infused_out_of_spec

    @property
    def product_charged(self) -> bool:
        return self.episode.product.charged

    def reason_among(self, reasons: Sequence[Any], path: str) -> bool:
        reason = self.episode.not_infused_because
        if reason is None:
            raise CannotPrice("why the product was not infused", "not_infused_because")
        return reason in reasons

    @property
    def repeat_collections(self) -> Decimal:
        return Decimal(max(0, len(self.episode.dates.collections) - 1))

    def money(self, field: str, path: str) -> Decimal:
        value: Decimal | None = getattr(self.episode.product, field)
        if value is None:
            raise CannotPrice(
                f"the {field.replace('_', ' ')} of the product", f"product.{field}", f"{path} needs it."
            )
        return value

    def list_price(self, on: PriceDateRule, path: str) -> Decimal:
        return self._dated(
            self.episode.product.list_price, on, "list_price", f"the list price on {on.words}", path
        )

    def quoted_price(self, on: PriceDateRule, path: str) -> Decimal:
        if on is PriceDateRule.invoice_date:
            return self.money("invoice", path)
        what = f"the manufacturer’s price to the provider on {on.words}"
        return self._dated(self.episode.product.quoted_price, on, "quoted_price", what, path)

    def asp(self, quarter: QuarterRule, path: str) -> Decimal:
        what = f"the average sales price for {quarter.words}"
        return self._dated(self.episode.product.asp, quarter, "asp", what, path)

    @staticmethod
    def _dated(prices: dict[Any, Decimal], on: Any, field: str, what: str, path: str) -> Decimal:
        if on not in prices:
            raise CannotPrice(what, f"product.{field}.{on.value}", f"{path} needs it.")
        return prices[on]

    def endpoint_missed(self, unobservable_counts: bool, path: str) -> bool:
        episode = self.episode
        for field, what in (
            ("endpoint_met", "whether the endpoint was met"),
            ("observable", "whether it was seen"),
        ):
            if getattr(episode, field) is None and (field == "observable" or episode.observable is not False):
                raise CannotPrice(what, field, f"{path} needs it.")
        if episode.observable:
            return episode.endpoint_met is False
        return unobservable_counts

    @property
    def days_late(self) -> Decimal:
        return Decimal(max(0, self.episode.days_late() or 0))

    def charge_increase(self, path: str) -> Decimal:
        if self.episode.charge_increase is None:
            raise CannotPrice("how much charges rose", "charge_increase", f"{path} needs it.")
        return self.episode.charge_increase

    def paid_before(self, path: str) -> Decimal:
        if self.episode.paid_before is None:
            raise CannotPrice(
                "what was paid earlier in the contract year", "paid_before", f"{path} needs it."
            )
        return self.episode.paid_before

    @property
    def member_share(self) -> Decimal:
        return self.episode.member_share

    @property
    def other_payer(self) -> Decimal:
        return self.episode.other_payer
