"""The default rate: what is paid for services that no other rate reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import Lines
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.left_over import LeftOver
from sca_toolkit.payment.part import PaymentNode, RateRow
from sca_toolkit.payment.wording import listed, paragraph
from sca_toolkit.values.marks import term

if TYPE_CHECKING:
    from sca_toolkit.payment.node import Node


class DefaultRate(PaymentNode):
    """How services are paid that no other rate reaches. Formula: the sum of `pays` over those services."""

    default_term: ClassVar[str] = "Default Rate"

    kind: Literal["default_rate"] = "default_rate"
    covers: tuple[LeftOver, ...] = ()
    """Which services: outside_window, not_listed, between_phases, other_setting (one or more)."""
    pays: Node | None = None
    """The payment for them, usually percent_of_charges or fee_schedule."""
    not_payable: bool = False
    """`yes` when such services are not paid at all under the agreement; left out, no."""

    def open_terms(self) -> Mapping[str, str]:
        """Which services, and what is paid."""
        rate = {} if self.not_payable else {"pays": "rate for services that no other rate reaches"}
        return {"covers": "services paid at the Default Rate", **rate}

    @model_validator(mode="after")
    def _one_answer(self) -> DefaultRate:
        if self.not_payable and self.pays is not None:
            raise ValueError("not_payable is yes, but a rate is given under pays; keep one of them")
        if len(set(self.covers)) < len(self.covers):
            raise ValueError("covers names a group of services twice")
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The lines of `pays` for the services that are left over."""
        if self.not_payable:
            return ()
        pays: Node = agreed(self, "pays", spot.path)
        return pays.price(facts, spot.at("pays"))

    def phrase(self) -> tuple[str, ...]:
        """What it covers and what it pays."""
        groups = self.told("covers", lambda covers: listed((each.words for each in covers), "or"))
        if self.not_payable:
            return (
                f"No {term(self.term)} applies: services that {groups} are not payable under this Agreement.",
            )
        rate = self.told("pays", lambda node: f"the {node.term}")
        first = f"The {term(self.term)} is {rate}. It applies to Covered Services that {groups}."
        return (first, *(self.pays.phrase() if self.pays else ()))

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rows of what it pays, marked as default."""
        rows = () if self.pays is None else self.pays.rate_rows()
        note = "Default Rate"
        return tuple(row.model_copy(update={"scope": note, "note": paragraph(row.note)}) for row in rows) or (
            RateRow(
                scope=note,
                service="Services that no other rate reaches",
                method=note,
                amount="not payable" if self.not_payable else self.told("pays", lambda node: node.summary()),
                unit="",
            ),
        )

    def summary(self) -> str:
        """`other services: 50% of all billed charges`."""
        rate = "not payable" if self.not_payable else self.told("pays", lambda node: node.summary())
        return f"other services: {rate}"
