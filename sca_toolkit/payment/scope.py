"""To which services a rate applies: setting, billing entity, product, days. And what is measured."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import model_validator

from sca_toolkit.payment.part import PaymentNode, Words
from sca_toolkit.payment.window import Window
from sca_toolkit.payment.wording import listed
from sca_toolkit.values import Choice


class Setting(Choice):
    """Where the service is furnished."""

    every = "every"
    inpatient = "inpatient"
    outpatient = "outpatient"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "every": "in any setting",
            "inpatient": "in the inpatient setting",
            "outpatient": "in the outpatient setting",
        }


class ChargeBasis(Choice):
    """Which charges a percentage or a threshold is measured on."""

    all_billed = "all_billed"
    covered = "covered"
    allowed = "allowed"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "all_billed": "all billed charges",
            "covered": "billed charges for Covered Services",
            "allowed": "billed charges that remain after the Payer’s claim edits",
        }


class MeasuredOver(Choice):
    """The unit over which a limit is measured."""

    claim = "claim"
    admission = "admission"
    episode = "episode"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "claim": "each claim separately",
            "admission": "each inpatient admission separately",
            "episode": "all claims under this Agreement taken together",
        }


class ScopedNode(PaymentNode):
    """A rate that may be limited to a setting, to named billing entities or to named products."""

    setting: Setting = Setting.every
    """every, inpatient or outpatient; left out, every (and the wording says so)."""
    billed_by: tuple[Words, ...] = ()
    """The billing entities whose claims this rate pays; left out, it pays every Provider."""
    products: tuple[Words, ...] = ()
    """The products for which this rate holds; left out, it holds for whichever Product is infused."""

    def reach(self, services: str = "Covered Services", days: str = "") -> str:
        """`Covered Services furnished in any setting`, with days, billing entities and products if there are any."""
        words = f"{services} furnished {self.setting.words}{f' {days}' if days else ''}"
        if self.billed_by:
            words += f"{',' if days else ''} and billed by {listed(self.billed_by, 'or')}"
        if self.products:
            words += f"{',' if days else ''} when the Product is {listed(self.products, 'or')}"
        return words

    def overlaps(self, other: ScopedNode) -> bool:
        """Whether one service could fall under both scopes."""
        settings = Setting.every in (self.setting, other.setting) or self.setting is other.setting
        return settings and _share(self.billed_by, other.billed_by) and _share(self.products, other.products)

    def scope_words(self) -> str:
        """The scope as a cell of the rate exhibit."""
        setting = "All settings" if self.setting is Setting.every else self.setting.value.capitalize()
        return "; ".join((setting, *self.billed_by, *self.products))


def _share(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return not first or not second or not set(first).isdisjoint(second)


class WindowedNode(ScopedNode):
    """A scoped rate that may hold only for a run of days."""

    window: Window | None = None
    """The days on which services must be furnished; left out, all days (a case rate must say which)."""

    @model_validator(mode="after")
    def _day0_inside(self) -> WindowedNode:
        if self.window is not None:
            self.window.check_day0(self.term)
        return self

    @property
    def window_term(self) -> str:
        """The defined term of the window: `Inclusion Window`, or with the node's own name in front."""
        return f"{self.called} Inclusion Window" if self.called else "Inclusion Window"

    def without_window(self) -> WindowedNode:
        """The same rate for all days."""
        return self.model_copy(update={"window": None})

    def dated_reach(self, services: str = "Covered Services") -> str:
        """The scope with the window, if there is one."""
        return self.reach(services, "" if self.window is None else self.window.words())

    def product_term(self) -> Mapping[str, str]:
        """The name of the flag that says whether the Product is inside this rate."""
        return {"product_included": f"whether the {self.term} includes the Product"}
