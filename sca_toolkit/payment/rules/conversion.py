"""Change of setting: an outpatient infusion followed by an inpatient admission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from sca_toolkit.payment.rules.rule import Rule
from sca_toolkit.payment.wording import counted, paragraph
from sca_toolkit.values import Choice


class ConversionRule(Choice):
    """What an admission does to outpatient services shortly before it."""

    separate = "separate"
    roll_in = "roll_in"
    roll_in_except_product = "roll_in_except_product"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "separate": "Outpatient services before an inpatient admission are paid separately and are not part of "
            "the inpatient payment",
            "roll_in": "become part of the inpatient payment, the Product included, and are not paid separately",
            "roll_in_except_product": "become part of the inpatient payment and are not paid separately",
        }


class Observation(Choice):
    """How hours in observation are paid when an admission follows."""

    outpatient_service = "outpatient_service"
    inpatient_day = "inpatient_day"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "outpatient_service": "is paid as an outpatient service",
            "inpatient_day": "is paid as inpatient care from its first hour",
        }


class Conversion(Rule):
    """What happens when a patient treated as an outpatient is admitted."""

    heading: ClassVar[str] = "Change of setting"

    rule: ConversionRule | None = None
    """separate, roll_in, or roll_in_except_product (the product is always paid on its own)."""
    window_hours: Annotated[int, Field(gt=0, le=720)] | None = None
    """Services within this many hours before admission roll in; only with a roll-in rule."""
    same_entity_only: bool | None = None
    """Whether only services of the admitting billing entity roll in; only with a roll-in rule."""
    observation: Observation | None = None
    """outpatient_service or inpatient_day: how observation before an admission is paid."""

    def open_terms(self) -> Mapping[str, str]:
        """The rule; for a roll-in, its hours and whose services; observation."""
        hours = {
            "window_hours": "hours before admission that roll in",
            "same_entity_only": "whether services of other billing entities roll in",
        }
        return {
            "rule": "rule for an admission after outpatient services",
            **({} if self.rule in (None, ConversionRule.separate) else hours),
            "observation": "how observation before an admission is paid",
        }

    @model_validator(mode="after")
    def _hours_are_used(self) -> Conversion:
        hours = (self.window_hours, self.same_entity_only)
        if self.rule is ConversionRule.separate and any(value is not None for value in hours):
            raise ValueError(
                "window_hours and same_entity_only have no meaning with rule: separate; leave them out"
            )
        return self

    def phrase(self) -> tuple[str, ...]:
        """One paragraph."""
        watched = (
            f"Observation care before an admission {self.told('observation', lambda choice: choice.words)}."
        )
        return (paragraph(self._rule_words(), watched),)

    def _rule_words(self) -> str:
        if self.rule is ConversionRule.separate:
            return f"{self.rule.words}."
        if self.rule is None and self.window_hours is None and self.same_entity_only is None:
            return f"When an inpatient admission follows outpatient services: {self.told('rule')}."
        hours = "" if self.window_hours is None else counted(self.window_hours, "hour")
        hours = hours or (self.told("window_hours") if self.rule else "the hours stated")
        outside = self.rule is ConversionRule.roll_in_except_product
        return paragraph(
            f"Outpatient services within {hours} before an inpatient admission "
            f"{self.told('rule', lambda rule: rule.words)}.",
            "The Product is never part of the inpatient payment and remains payable on its own."
            if outside
            else "",
            self._entity_words(),
        )

    def _entity_words(self) -> str:
        if self.rule is None and self.same_entity_only is None:
            return ""
        reach = self.whether("same_entity_only", "does not extend", "extends")
        return f"This rule {reach} to services billed by another entity."

    def summary(self) -> str:
        """`admission after outpatient infusion: roll in except product, 72 hours`."""
        rule = self.told("rule", lambda rule: rule.value.replace("_", " "))
        hours = f", {self.window_hours} hours" if self.window_hours else ""
        return f"admission after outpatient services: {rule}{hours}"
