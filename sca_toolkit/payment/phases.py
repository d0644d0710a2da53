"""Phased case rates: one amount for each phase of the episode."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Line, Lines, Quantity
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import RateRow
from sca_toolkit.payment.phase import GapRule, Phase, PhaseName
from sca_toolkit.payment.rules.repeat_collection import RepeatPaidAt
from sca_toolkit.payment.scope import ScopedNode
from sca_toolkit.payment.service import Column
from sca_toolkit.payment.window import Window, surely_overlap
from sca_toolkit.payment.wording import capital, listed, money, paragraph
from sca_toolkit.values import dollars
from sca_toolkit.values.marks import term


class PhasedCaseRates(ScopedNode):
    """Separate amounts for evaluation, collection, pre-infusion, the infusion episode and the time after.

    Formula: the sum of the amounts of the phases begun (or completed, as each phase says), each once unless it is
    repeatable.
    """

    default_term: ClassVar[str] = "Phased Payment"

    kind: Literal["phased_case_rates"] = "phased_case_rates"
    phases: tuple[Phase, ...] = ()
    """The phases in the order in which they happen."""
    gap_rule: GapRule | None = None
    """How care between two phases is paid: default_rate, phase_before or not_paid."""
    product_included: bool | None = None
    """Whether the amounts also pay for the product."""
    professional_fees_included: bool | None = None
    """Whether the amounts also pay for physicians and other professionals."""

    def open_terms(self) -> Mapping[str, str]:
        """The phases and what holds for all of them; the gap rule once there are two phases."""
        between = {"gap_rule": "how care between two phases is paid"} if len(self.phases) > 1 else {}
        return {
            "phases": "phases and their rates",
            **between,
            "product_included": f"whether the {self.term} includes the Product",
            "professional_fees_included": f"whether the {self.term} includes professional fees",
        }

    @model_validator(mode="after")
    def _in_order(self) -> PhasedCaseRates:
        names = [each.phase for each in self.phases]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"the phase {twice.value} stands twice; keep one")
        for first, second in combinations(self.phases, 2):
            if first.window and second.window and surely_overlap(first.window, second.window):
                raise ValueError(
                    f"the {second.name} begins before the {first.name} has ended; "
                    "list the phases in order of time and let each end before the next begins"
                )
        if self.gap_rule and len(self.phases) < 2:
            raise ValueError("gap_rule is about care between two phases; list two phases or leave it out")
        return self

    def services(self, facts: Facts) -> Reach:
        """The services of the phases; care between two phases too, unless it is paid at the default rate."""
        found = facts.nothing
        for at, phase in enumerate(agreed(self, "phases", self.term)):
            window = agreed(phase, "window", f"{self.term}.phases[{at}]")
            found = found | self._days(facts, (window,), phase)
        if len(self.phases) > 1 and agreed(self, "gap_rule", self.term) is not GapRule.default_rate:
            found = found | self._days(facts, (self.whole_run(),), None)
        return found

    def whole_run(self) -> Window:
        """From the first day of the first phase through the last day of the last."""
        first = agreed(self.phases[0], "window", f"{self.term}.phases[0]")
        last = agreed(self.phases[-1], "window", f"{self.term}.phases[{len(self.phases) - 1}]")
        return Window.model_construct(
            start_day=first.start_day,
            start_from=first.start_from,
            end_day=last.end_day,
            end_from=last.end_from,
        )

    def _days(self, facts: Facts, windows: tuple[Window, ...], phase: Phase | None) -> Reach:
        def keep(column: Column) -> bool:
            if column.kind == "product":
                return bool(agreed(self, "product_included", self.term))
            if column.group == "professional" and not agreed(self, "professional_fees_included", self.term):
                return False
            return phase is None or phase.lists(column)

        return facts.reach(Scope.of(self, *windows), keep, self.term)

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The amount of each phase earned; a repeated collection again, up to the number that is paid."""
        if not spot.lumps:
            return ()
        phases = agreed(self, "phases", spot.path)
        return tuple(self._line(facts, spot.at(f"phases[{at}]"), phase) for at, phase in enumerate(phases))

    def _line(self, facts: Facts, spot: Spot, phase: Phase) -> Line:
        amount = agreed(phase, "amount", spot.path)
        times = facts.number(1) + self._repeats(facts, phase, spot.path)
        earned = phase.earned(facts, spot.path)
        zero = facts.number(0)
        return facts.line(
            spot.path,
            self.term,
            phase.name,
            facts.choose(earned, facts.number(amount) * times, zero),
            item=WHOLE if agreed(self, "product_included", self.term) else SERVICES,
            formula=facts.words(lambda: f"{money(amount)}{'' if times == 1 else f' x {times}'}"),
        )

    def _repeats(self, facts: Facts, phase: Phase, path: str) -> Quantity:
        zero = facts.number(0)
        rule = facts.rules.repeat_collection
        if phase.phase is not PhaseName.collection or not facts.happens(facts.repeat_collections > 0):
            return zero
        at_phase_rate = rule.paid_at is RepeatPaidAt.phase_rate
        if not agreed(rule, "paid", "rules.repeat_collection") or not at_phase_rate:
            return zero
        if not agreed(phase, "repeatable", path):
            return zero
        most = facts.number(agreed(rule, "maximum", "rules.repeat_collection"))
        return facts.least(facts.repeat_collections, most)

    def phrase(self) -> tuple[str, ...]:
        """One paragraph for each phase, between an opening and the rules for all."""
        opening = f"The {term(self.term)} is the sum of the amounts earned for the phases below, for {self.reach()}."
        phases = [phase.words() for phase in self.phases] or [self.told("phases") + "."]
        between = self.told("gap_rule", lambda rule: rule.words) if len(self.phases) > 1 else ""
        product = self.whether("product_included", "includes", "does not include")
        fees = self.whether("professional_fees_included", "includes", "does not include")
        return (
            opening,
            *phases,
            paragraph(
                f"Covered Services furnished between two phases {between}." if between else "",
                f"The {self.term} {product} payment for the Product.",
                f"It {fees} payment for professional services.",
            ),
        )

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row for each phase."""
        inside = self.whether("product_included", "Product included", "Product not included")
        return tuple(
            RateRow(
                scope=capital(each.name),
                service=listed(each.includes) or "Covered Services",
                method="Case rate",
                amount=each.told("amount", money),
                unit="per phase",
                note=f"{inside}; {each.told('window', lambda window: window.words())}",
            )
            for each in self.phases
        )

    def summary(self) -> str:
        """`Phased case rates: evaluation $12,000, collection $18,000`."""
        amounts = [f"{each.phase.words} {each.told('amount', dollars)}" for each in self.phases]
        return f"Phased case rates: {', '.join(amounts) or self.told('phases')}"
