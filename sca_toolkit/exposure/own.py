"""The center's own numbers: what it pays for products, what it charges, what its patients did.

Written in `own_numbers.yaml` of the workspace. A value replaces the published one; counts and lists are joined with it
by a credibility weight that is shown: own cases over own cases plus twenty.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sca_toolkit.values import Choice, Model, Share, Usd


class CostBasis(Choice):
    """Which costs the margin counts. Every result names it."""

    direct_variable = "direct_variable"
    direct = "direct"
    fully_loaded = "fully_loaded"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "direct_variable": "direct variable cost",
            "direct": "direct cost",
            "fully_loaded": "fully loaded cost",
        }


class OwnNumber(Model):
    """One number of the center. Give exactly one of: `value`; `count` and `of`; `observed`."""

    name: str
    """Which quantity: a name of the cost model; for `observed` the quantity without `_median`, such as `stay`."""
    products: tuple[str, ...] = ()
    """Product ids for which it holds; left out, it holds for every product."""
    value: float | None = None
    """Takes the place of the published number."""
    count: Annotated[int, Field(ge=0)] | None = None
    """How many of the center's patients had it."""
    of: Annotated[int, Field(gt=0)] | None = None
    """Of how many."""
    observed: tuple[Annotated[float, Field(gt=0)], ...] = ()
    """One figure for each of the center's patients, such as the days of every stay."""
    period: str = Field(min_length=1)
    """The time of the data, such as `fiscal year 2026`."""
    note: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = (self.value is not None, self.count is not None and self.of is not None, bool(self.observed))
        if sum(forms) != 1 or (self.count is None) != (self.of is None):
            raise ValueError(f"{self.name}: give exactly one of value, count with of, or observed")
        if self.count is not None and self.of is not None and self.count > self.of:
            raise ValueError(
                f"{self.name} counts {self.count} of {self.of}; the part is larger than the whole"
            )
        longest = max(self.observed, default=0)
        if longest > LONGEST_STAY and not self.name.endswith(("_day", "_cost", "_dose")):
            raise ValueError(
                f"{self.name} lists {longest:g} days; a stay over {LONGEST_STAY} days is likely a slip. "
                "Check the dates, or leave the patient out and say so in `note`"
            )
        return self


LONGEST_STAY = 365
"""Days; a longer stay is refused as a slip of the pen."""


class OwnNumbers(Model):
    """The file. What is left out is asked for by name when a price needs it."""

    invented: bool = False
    """Whether the figures are made up for examples."""
    basis: CostBasis | None = None
    """direct_variable, direct or fully_loaded: which costs the center's figures and the margin count."""
    cost_to_charge_ratio: Share | None = None
    """Cost over charges of care, without the product."""
    invoices: dict[str, Usd] = {}
    """What the manufacturer invoices today, by product id."""
    denial_share: Share | None = None
    """How often a whole claim is denied for good; left out, denial is not simulated."""
    charge_increase: Share | None = None
    """How much the hospital's charges rose since the agreement, for a limit on charge increases."""
    values: tuple[OwnNumber, ...] = ()
    """Numbers that replace or join the published ones."""
    listed: tuple[OwnNumber, ...] = ()
    """Numbers fitted from the center's list of patients; the toolkit reads them from `own_list.yaml`."""
