"""A payment arrangement: the tree of payments, the default rate, rebates, rules, and the order of evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import field_validator, model_validator

from sca_toolkit.payment.consistency import contradictions
from sca_toolkit.payment.default_rate import DefaultRate
from sca_toolkit.payment.left_over import LeftOver
from sca_toolkit.payment.node import Node
from sca_toolkit.payment.part import Clause, Gap, PaymentNode, RateRow
from sca_toolkit.payment.product_flow import within
from sca_toolkit.payment.rebate import OutcomesRebate
from sca_toolkit.payment.relevance import left_over, needed_rules, needs_default_rate
from sca_toolkit.payment.rules import Rule, Rules
from sca_toolkit.payment.scope import ScopedNode
from sca_toolkit.payment.step import STANDARD_ORDER, Step
from sca_toolkit.payment.wording import paragraph
from sca_toolkit.values.marks import gap


class Arrangement(Clause):
    """Everything an agreement says about how much is paid.

    A nested amount is computed before the amount it stands in; `order` declares the steps in words and must agree
    with the tree. A step may stand in `order` more than once (a lesser-of inside a stop-loss under a cap).
    """

    base: Node | None = None
    """What is paid for the episode: one payment node, which may hold others."""
    default_rate: DefaultRate | None = None
    """What is paid for services that `base` does not reach."""
    rebates: tuple[OutcomesRebate, ...] = ()
    """Outcomes-based rebates; left out, the agreement says nothing about them."""
    rules: Rules = Rules()
    """Windows, days, change of setting, attrition, rounding, interest."""
    order: tuple[Step, ...] = ()
    """The order of evaluation, step by step; `standard` stands for the usual ten."""

    @field_validator("order", mode="before")
    @classmethod
    def _standard(cls, value: Any) -> Any:
        return STANDARD_ORDER if value == "standard" else value

    @model_validator(mode="after")
    def _no_contradiction(self) -> Arrangement:
        if found := contradictions(self):
            raise ValueError(" ".join(found))
        return self

    def open_terms(self) -> Mapping[str, str]:
        """The payment itself, the default rate where something can fall outside, and the order."""
        default = {"default_rate": "rate for services that no other rate reaches"}
        return {
            "base": "payment method and rates",
            **(default if needs_default_rate(self) else {}),
            "order": "order in which payment is computed",
        }

    def spoken_rules(self) -> tuple[tuple[str, Rule], ...]:
        """The rules that matter to this arrangement or are stated anyway, each with its path."""
        needed = needed_rules(self)
        rules = ((name, rule) for name, rule in self.rules.branches() if isinstance(rule, Rule))
        return tuple((f"rules.{name}", rule) for name, rule in rules if name in needed or rule.stated())

    def gaps(self) -> tuple[Gap, ...]:
        """Everything not agreed yet, with its path, such as `base.parts[0].amount`."""
        own = [Gap(label, name) for name, label in self.open_terms().items() if not getattr(self, name)]
        parts = [(at, part) for at, part in self.branches() if at != "rules"]
        spoken = [*parts, *self.spoken_rules()]
        below = [Gap(each.label, f"{at}.{each.path}") for at, part in spoken for each in part.gaps()]
        silent = [Gap(_left_over_label(each), "default_rate.covers") for each in self._not_covered()]
        return (*own, *below, *silent)

    def _not_covered(self) -> tuple[LeftOver, ...]:
        """Services that the rates leave over and that a stated default rate does not name."""
        rate = self.default_rate
        if rate is None or not rate.covers:
            return ()
        return tuple(each for each in left_over(self) if each not in rate.covers)

    def nodes(self) -> Iterator[tuple[str, PaymentNode]]:
        """Every payment node with its path, outer before inner: base, default rate, rebates."""
        for at, part in self.branches():
            if isinstance(part, PaymentNode):
                yield from within(part, at)

    def phrase(self) -> tuple[str, ...]:
        """The promise to pay, the amounts, the default rate, the rebates, the rules and the order."""
        default = (self.told("default_rate"),) if self._lacks_default() else ()
        paid = self.told("base", lambda node: f"the {node.term}")
        others = ", and the Default Rate where it applies" if default or self._pays_default() else ""
        named = any(isinstance(node, ScopedNode) and node.billed_by for _, node in self.nodes())
        promise = paragraph(
            f"For Covered Services, the Payer pays the Provider {paid}{others}.",
            "An amount for the claims of a named Provider is paid to that Provider." if named else "",
        )
        return (
            promise,
            *(text for _, node in self._top() for text in node.phrase()),
            *(f"The Default Rate is {words}." for words in default),
            *(_left_over_words(each) for each in self._not_covered()),
            *(text for _, rule in self.spoken_rules() for text in rule.phrase()),
            self._order_words(),
        )

    def _pays_default(self) -> bool:
        return self.default_rate is not None and not self.default_rate.not_payable

    def _lacks_default(self) -> bool:
        return self.default_rate is None and "default_rate" in self.open_terms()

    def _top(self) -> Iterator[tuple[str, PaymentNode]]:
        return ((at, part) for at, part in self.branches() if isinstance(part, PaymentNode))

    def _order_words(self) -> str:
        if not self.order:
            return f"Payment is computed in this order: {gap(self.open_terms()['order'])}."
        steps = "; ".join(f"({at}) {step.words}" for at, step in enumerate(self.order, start=1))
        inner = "An amount that forms part of another amount is computed before it."
        return f"Payment is computed in this order: {steps}. {inner}"

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rate exhibit: base, default rate, rebates."""
        return tuple(row for _, node in self._top() for row in node.rate_rows())

    def summary(self) -> str:
        """One line: `Case rate $150,000 through day 30 + product at invoice + 2%`."""
        rebates = (f"; {rebate.summary()}" for rebate in self.rebates)
        return self.told("base", lambda node: node.summary()) + "".join(rebates)


def _left_over_label(group: LeftOver) -> str:
    return f"payment for services that {group.words}"


def _left_over_words(group: LeftOver) -> str:
    return f"Covered Services that {group.words}: {gap(_left_over_label(group))}."
