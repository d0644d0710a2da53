"""Percent of charges, with an optional limit on charge increases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar, Literal

from pydantic import field_validator

from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import PRODUCT, SERVICES, Line, Lines, Quantity
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.facts.standing import billable
from sca_toolkit.payment.part import Part, RateRow
from sca_toolkit.payment.percentages import at_most_all_charges
from sca_toolkit.payment.scope import ChargeBasis, WindowedNode
from sca_toolkit.payment.service import ONE_CLAIM, Column, Standing
from sca_toolkit.payment.wording import calendar_date, money, paragraph
from sca_toolkit.values import Length, Percent, percent
from sca_toolkit.values.marks import term


class ChargeLimit(Part):
    """A limit on charge increases: beyond it, the percentage is lowered so that the increase does not raise payment.

    Formula: the percentage times (1 + limit) / (1 + actual increase), where the actual increase is above the limit.
    """

    limit: Percent | None = None
    """The largest increase of charges that is paid, for example 3%."""
    charges_as_of: date | None = None
    """The date of the chargemaster against which the increase is measured."""
    notice: Length | None = None
    """How long before an increase the Provider tells the Payer, for example 60 calendar days."""

    def open_terms(self) -> Mapping[str, str]:
        """All three."""
        return {
            "limit": "limit on charge increases",
            "charges_as_of": "date of the chargemaster",
            "notice": "notice of a charge increase",
        }

    def factor(self, facts: Facts, path: str) -> Quantity:
        """By what the percentage is multiplied: 1, or less when charges rose by more than the limit."""
        one = facts.number(1)
        limit = one + facts.number(agreed(self, "limit", path))
        return facts.least(one, limit / (one + facts.charge_increase(path)))

    def words(self, payment: str) -> str:
        """The limit as a paragraph about the percentage of `payment`."""
        return paragraph(
            f"Charges are measured against the Provider’s chargemaster of "
            f"{self.told('charges_as_of', calendar_date)}.",
            f"The Provider gives notice of a charge increase at least {self.told('notice')} in advance.",
            f"If charges rise by more than {self.told('limit', percent)}, the percentage of the {payment} is lowered.",
            "The lowered percentage is the agreed percentage times one plus that limit, divided by one plus the "
            "actual increase.",
        )


class PercentOfCharges(WindowedNode):
    """A percentage of charges. Formula: percentage times the charges it applies to."""

    default_term: ClassVar[str] = "Percentage Payment"

    kind: Literal["percent_of_charges"] = "percent_of_charges"
    percent: Percent | None = None
    """The percentage, at most 100%."""
    applies_to: ChargeBasis | None = None
    """Which charges: all_billed, covered, or allowed (those that remain after the payer's claim edits)."""
    product_included: bool | None = None
    """Whether the charges for the product are among them."""
    bundling_edits_waived: bool | None = None
    """Whether the payer may take out lines as bundled before it applies the percentage (yes: it may not)."""
    charge_limit: ChargeLimit | None = None
    """A limit on charge increases; left out, there is none."""

    _not_over = field_validator("percent")(at_most_all_charges)

    def open_terms(self) -> Mapping[str, str]:
        """The percentage and what it applies to."""
        return {
            "percent": f"percentage for the {self.term}",
            "applies_to": f"charges to which the {self.term} applies",
            "product_included": f"whether the {self.term} includes charges for the Product",
            "bundling_edits_waived": f"whether lines may be denied as bundled before the {self.term} applies",
        }

    def services(self, facts: Facts) -> Reach:
        """All charges in the setting and the window; those for the Product as the flag says."""
        return facts.reach(self._scope(), self._keep, self.term)

    def _scope(self) -> Scope:
        return Scope.of(self, *([] if self.window is None else [self.window]))

    def _keep(self, column: Column) -> bool:
        if column.kind == "product":
            return bool(agreed(self, "product_included", self.term))
        everything = agreed(self, "applies_to", self.term) is ChargeBasis.all_billed
        return column.kind == "line" and (everything or column.standing is not Standing.not_covered)

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The percentage of the charges of each claim, the Product on a line of its own."""
        waived = agreed(self, "bundling_edits_waived", spot.path)
        counted = billable(facts, agreed(self, "applies_to", spot.path), bool(waived))
        reach = self.services(facts) & spot.within & counted
        return tuple(line for claim in facts.claims for line in self._claim_lines(facts, spot, reach, claim))

    def _claim_lines(self, facts: Facts, spot: Spot, reach: Reach, claim: str) -> Iterator[Line]:
        here = reach & facts.claim_reach(claim)
        if not facts.is_empty(here):
            yield from self._service_lines(facts, spot, here, claim)
        if self.product_included and claim in (facts.product_claim, *facts.stay_claims):
            charge = facts.product_charge(here, spot.path)
            yield self._line(facts, spot, "charges for the Product", charge, claim, PRODUCT)

    def _service_lines(self, facts: Facts, spot: Spot, here: Reach, claim: str) -> Iterator[Line]:
        rest = here
        for code in facts.codes if spot.by_code else ():
            coded = here & facts.reach(Scope(), lambda column, code=code: column.code == code)  # type: ignore[misc]
            rest = rest - coded
            yield self._line(facts, spot, f"charges of code {code}", facts.charges(coded), claim, code)
        yield self._line(facts, spot, "charges for services", facts.charges(rest), claim, SERVICES)

    def _line(self, facts: Facts, spot: Spot, what: str, charges: Quantity, claim: str, item: str) -> Line:
        share = agreed(self, "percent", spot.path)
        rate = facts.number(share)
        if self.charge_limit is not None:
            rate = rate * self.charge_limit.factor(facts, f"{spot.path}.charge_limit")
        return facts.line(
            spot.path,
            self.term,
            f"{what}{'' if claim == ONE_CLAIM else f', claim {claim}'}",
            charges * rate,
            item=item,
            claim=claim,
            formula=facts.words(lambda: f"{percent(rate)} of {money(charges)}"),
        )

    def phrase(self) -> tuple[str, ...]:
        """The percentage and its base; then the charge limit, if there is one."""
        inside = self.whether("product_included", "are included", "are not included")
        bundled = self.whether("bundling_edits_waived", "may not", "may")
        first = paragraph(
            f"The {term(self.term)} is {self.told('percent', percent)} of "
            f"{self.told('applies_to', lambda basis: basis.words)}.",
            f"It applies to {self.dated_reach('services')}.",
            f"Charges for the Product {inside}.",
            f"The Payer {bundled} remove or deny charges as bundled before the percentage is applied.",
        )
        limit = () if self.charge_limit is None else (self.charge_limit.words(self.term),)
        return (first, *limit)

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row."""
        return (
            RateRow(
                scope=self.scope_words(),
                service="Covered Services",
                method="Percent of charges",
                amount=self.told("percent", percent),
                unit=f"of {self.told('applies_to', lambda basis: basis.words)}",
                note=self.whether(
                    "product_included", "Product charges included", "Product charges not included"
                ),
            ),
        )

    def summary(self) -> str:
        """`42% of all billed charges (product included)`."""
        basis = self.told("applies_to", lambda choice: choice.words)
        where = "" if self.setting == "every" else f" {self.setting.value}"
        product = {True: " (product included)", False: " (product not included)", None: ""}[
            self.product_included
        ]
        return f"{self.told('percent', percent)} of{where} {basis}{product}"
