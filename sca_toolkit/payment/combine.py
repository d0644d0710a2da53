"""Putting payments together: the sum of all, the lesser of some, the greater of some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import field_validator, model_validator

from sca_toolkit.payment.case_rate import CaseRate
from sca_toolkit.payment.comparing import compared
from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import Lines, Quantity, Truth
from sca_toolkit.payment.part import PaymentNode
from sca_toolkit.payment.phases import PhasedCaseRates
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.product_flow import ProductWay, paid_twice, product_ways, unsettled, within
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.wording import listed, paragraph
from sca_toolkit.values import Choice
from sca_toolkit.values.marks import term

if TYPE_CHECKING:
    from sca_toolkit.payment.node import Node


class Sum(PaymentNode):
    """All of several payments. Formula: their sum."""

    default_term: ClassVar[str] = "Total Payment"
    step: ClassVar[Step | None] = None

    kind: Literal["sum"] = "sum"
    parts: tuple[Node, ...]
    """The payments that are added, two or more."""

    @field_validator("parts")
    @classmethod
    def _two(cls, parts: tuple[Node, ...]) -> tuple[Node, ...]:
        if len(parts) < 2:
            raise ValueError("a sum needs two or more parts; write a single payment without the sum")
        return parts

    @model_validator(mode="after")
    def _product_once(self) -> Sum:
        if twice := paid_twice(self.parts):
            raise ValueError(_twice_words(*twice))
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The lines of all parts."""
        return tuple(
            line for at, part in enumerate(self.parts) for line in part.price(facts, spot.at(f"parts[{at}]"))
        )

    def phrase(self) -> tuple[str, ...]:
        """The sum first, then each part."""
        parts = listed(f"the {part.term}" for part in self.parts)
        below = (paragraph for part in self.parts for paragraph in part.phrase())
        return (f"The {term(self.term)} is the sum of {parts}.", *below)

    def summary(self) -> str:
        """`Case rate $150,000 through day 30 + product at invoice + 2%`."""
        return " + ".join(part.summary() for part in self.parts)


def _twice_words(first: ProductWay, second: ProductWay) -> str:
    if isinstance(first.node, Product) and isinstance(second.node, Product):
        return f"two nodes pay for the Product, {first.path} and {second.path}; keep one"
    names = f"{first.path} ({first.node.term}) and {second.path} ({second.node.term})"
    return (
        f"{names} would both pay for the Product; set product_included: no where the Product is paid on its own, "
        "or give the two different settings"
    )


class CompareLevel(Choice):
    """On what the comparison is made."""

    claim = "claim"
    line = "line"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "claim": "once for all lines of a claim together",
            "line": "separately for each line of a claim",
        }


class Comparison(PaymentNode):
    """What lesser-of and greater-of have in common. Only services that every member reaches are compared.

    Any other service is paid by the first member that reaches it; a case rate or phases add nothing for it.
    """

    step: ClassVar[Step | None] = Step.bound
    which: ClassVar[str] = "lesser"

    members: tuple[Node, ...]
    """The payments that are compared, two or more."""
    level: CompareLevel | None = None
    """claim compares totals of a claim; line compares line by line (never more in a lesser-of)."""
    product_included: bool | None = None
    """Whether payment for the product is part of the comparison."""

    def open_terms(self) -> Mapping[str, str]:
        """The level and the product."""
        return {
            "level": f"whether the {self.which}-of comparison is made by claim or by line",
            "product_included": f"whether the {self.which}-of comparison includes the Product",
        }

    @field_validator("members")
    @classmethod
    def _two(cls, members: tuple[Node, ...]) -> tuple[Node, ...]:
        if len(members) < 2:
            raise ValueError("a comparison needs two or more members")
        return members

    @model_validator(mode="after")
    def _product_agrees(self) -> Comparison:
        for at, member in enumerate(self.members):
            ways = product_ways(member, f"members[{at}]")
            if self.product_included is False and ways:
                raise ValueError(
                    f"the comparison leaves the Product out, but {ways[0].path} ({ways[0].node.term}) pays for it; "
                    "take it out of the comparison and add it beside"
                )
            if self.product_included and not ways and not unsettled(member):
                raise ValueError(
                    f"the comparison includes the Product, but members[{at}] ({member.term}) does not pay for it; "
                    "compare like with like"
                )
        return self

    def beats(self, facts: Facts, challenger: Quantity, holder: Quantity) -> Truth:
        """Whether one total is paid in place of another."""
        raise NotImplementedError

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The lines of the payment that is chosen, for each claim or line."""
        return compared(self, facts, spot, self.beats)

    def phrase(self) -> tuple[str, ...]:
        """The comparison first, then each member."""
        members = listed(f"the {member.term}" for member in self.members)
        product = self.whether("product_included", "is part", "is not part")
        first = paragraph(
            f"The {term(self.term)} is the {self.which} of {members}.",
            f"The comparison is made {self.told('level', lambda level: level.words)}.",
            f"Payment for the Product {product} of the comparison.",
            "A service that only some of these payments reach is not compared; "
            "it is paid by the first of them that reaches it.",
            self._lump_words(),
        )
        return (first, *(paragraph for member in self.members for paragraph in member.phrase()))

    def _lump_words(self) -> str:
        """What a single amount for the episode means in a comparison, where a member holds one."""
        lumps = dict.fromkeys(
            node.term
            for member in self.members
            for _, node in within(member)
            if isinstance(node, CaseRate | PhasedCaseRates)
        )
        if not lumps:
            return ""
        names = listed(f"the {name}" for name in lumps)
        return (
            f"Because {names} {'is' if len(lumps) == 1 else 'are'} not divided by claim or service, all claims are "
            "compared together, and nothing is added to it for a service that is not compared."
        )

    def summary(self) -> str:
        """`lesser of (42% of all billed charges) and (Case rate $720,000), by claim`."""
        members = listed(f"({member.summary()})" for member in self.members)
        return f"{self.which} of {members}, by {self.told('level', lambda level: level.value)}"


class LesserOf(Comparison):
    """The lowest of several payments. Formula: the minimum, by claim or line by line.

    Only services that every member reaches are compared. Any other service is paid by the first member, in the order
    written, that reaches it. A case rate ties all claims together. A greatest discount is a greater_of around it.
    """

    default_term: ClassVar[str] = "Lesser-Of Payment"
    which: ClassVar[str] = "lesser"

    kind: Literal["lesser_of"] = "lesser_of"

    def beats(self, facts: Facts, challenger: Quantity, holder: Quantity) -> Truth:
        """The lower total is paid."""
        return challenger < holder


class GreaterOf(Comparison):
    """The highest of several payments. Formula: the maximum, by claim or line by line.

    Only services that every member reaches are compared, as in a lesser_of. "A discount of at most 65% of charges" is
    the greater of 35% of charges and the payment that is protected.
    """

    default_term: ClassVar[str] = "Greater-Of Payment"
    which: ClassVar[str] = "greater"

    kind: Literal["greater_of"] = "greater_of"

    def beats(self, facts: Facts, challenger: Quantity, holder: Quantity) -> Truth:
        """The higher total is paid."""
        return challenger > holder
