"""What a center's own list of patients says in numbers: counts and observed days, product by product.

Only what a row says counts: an empty cell is not known and is never read as "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from sca_toolkit.exposure.own import OwnNumber
from sca_toolkit.values import Model

SOON = 30
"""Days after an outpatient infusion within which an admission counts, as in the published series."""


@dataclass(frozen=True)
class Treated:
    """One infused patient of the list; None is not known."""

    inpatient: bool
    infused: date
    product: str | None = None
    """The product's id; None where the list names no products."""
    collected: date | None = None
    admitted: date | None = None
    discharged: date | None = None
    icu_days: float | None = None
    admitted_soon: bool | None = None
    """Of an outpatient: admitted within `SOON` days."""
    readmitted: bool | None = None
    """Within 30 days of discharge."""
    readmission_days: float | None = None
    paid: date | None = None

    @property
    def days(self) -> int | None:
        """Midnights of the stay, at least one."""
        if self.admitted is None or self.discharged is None:
            return None
        return max((self.discharged - self.admitted).days, 1)


class OwnList(Model):
    """Numbers fitted from a list of patients that a person has confirmed. The list itself is not kept."""

    read_from: str
    """Name of the file."""
    confirmed_by: str
    """Who looked at the numbers and let them be used."""
    confirmed_on: date
    values: tuple[OwnNumber, ...] = Field(min_length=1)
    """They take the place of entries of the same name in `own_numbers.yaml`."""


def fitted(patients: Iterable[Treated]) -> tuple[OwnNumber, ...]:
    """Every number that the list supports, for each product it names."""
    by_product: dict[str | None, list[Treated]] = {}
    for each in patients:
        by_product.setdefault(each.product, []).append(each)
    return tuple(
        number for product, some in sorted(by_product.items(), key=_by_name) for number in _of(product, some)
    )


def _by_name(each: tuple[str | None, list[Treated]]) -> str:
    return each[0] or ""


def _of(product: str | None, some: Sequence[Treated]) -> Iterator[OwnNumber]:
    years = sorted({each.infused.year for each in some})
    period = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    about = {"products": (product,) if product else (), "period": period}
    inside = [each for each in some if each.inpatient]
    outside = [each for each in some if not each.inpatient]
    shares: dict[str, list[bool]] = {
        "icu_inpatient": [each.icu_days > 0 for each in inside if each.icu_days is not None],
        "icu_outpatient": [each.icu_days > 0 for each in outside if each.icu_days is not None],
        "outpatient_admitted": [each.admitted_soon for each in outside if each.admitted_soon is not None],
        "readmission": [each.readmitted for each in some if each.readmitted is not None],
    }
    lists: dict[str, list[float | None]] = {
        "stay": [each.days for each in inside],
        "admission_days": [each.days for each in outside],
        "icu_days": [each.icu_days or None for each in some],
        "readmission_days": [each.readmission_days for each in some],
        "vein_to_vein": [_between(each.collected, each.infused) for each in some],
        "payment_days": [_between(each.discharged, each.paid) for each in some],
    }
    for name, answers in shares.items():
        if answers:
            yield OwnNumber.model_validate({"name": name, "count": sum(answers), "of": len(answers), **about})
    for name, figures in lists.items():
        if known := [each for each in figures if each is not None]:
            yield OwnNumber.model_validate({"name": name, "observed": known, **about})


def _between(first: date | None, second: date | None) -> int | None:
    return None if first is None or second is None else max((second - first).days, 1)
