"""A product: its names, target, label, codes and observed prices; every fact with its first day and source.

A fact that is not known is left out. Code validity is kept with the codes, once; a product only names its codes.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from sca_toolkit.therapy.citing import uncited
from sca_toolkit.therapy.kinds import ProductKind, Rems, Route
from sca_toolkit.therapy.prices import Price
from sca_toolkit.values import Choice, Dated, Hcpcs, History, Icd10Pcs, Length, Model, Ndc, Source, meaning

ApprovalDay = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
"""A day, or a month where the source gives no day: `2021-02-05`, `2024-08`."""


class ApprovalType(Choice):
    """How the FDA approved an indication."""

    regular = "regular"
    accelerated = "accelerated"


class Indication(Model):
    """One use the label allows, in our words."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """Short key, unique within the product."""
    disease: str
    setting: str
    """The state of disease or earlier treatment the label asks for."""
    min_prior_lines: int | None = None
    """Fewest earlier lines of treatment; left out when not stated or not known."""
    age_min: int | None = None
    """Youngest age in years."""
    age_max: int | None = None
    """Oldest age in years."""
    approval: ApprovalType | None = None
    in_remission: bool = False
    """True where the label itself speaks of a disease in remission."""
    groups: tuple[str, ...] = ()
    """Disease groups whose diagnosis codes carry this indication."""
    unclear_groups: tuple[str, ...] = ()
    """Disease groups whose codes may or may not; the chart decides."""
    excluded_groups: tuple[str, ...] = ()
    """Disease groups the label excludes."""


class BillingCode(Model):
    """The HCPCS code of a product and what one unit of it is."""

    code: Hcpcs
    unit: str | None = None
    """What one billed unit is; left out when not known."""


class ProcedureCode(Model):
    """The ICD-10-PCS code for giving the product by one route."""

    code: Icd10Pcs
    route: Route


class Monitoring(Model):
    """How closely the label has a patient watched. A payer's own rule is a caution of the product, not one of these."""

    at_least: Length | None = None
    """Shortest time of monitoring."""
    daily_for: Length | None = None
    """Time of daily monitoring after the infusion."""
    near_center: Length | None = None
    """How long the patient stays near the center."""
    no_driving: Length | None = None
    """How long the patient does not drive."""
    in_hospital_after_dose: Length | None = None
    """Time in hospital after each step-up dose."""


class Product(Model):
    """One approved product."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """Short name used as key: `axi-cel`."""
    kind: ProductKind
    """What it is."""
    generic_name: Dated[str]
    brand: Dated[str]
    other_names: tuple[Dated[str], ...] = ()
    """Further names it is found by."""
    manufacturer: History[str] | None = None
    """Who sells it in the US."""
    target: Dated[str] | None = None
    """Antigen it is directed at."""
    costimulatory_domain: Dated[str] | None = None
    """Signaling part of the receptor."""
    approved: Dated[ApprovalDay] | None = None
    """First US approval."""
    indications: tuple[Dated[Indication], ...] = ()
    """What the label allows."""
    label_limits: tuple[Dated[str], ...] = ()
    """What the label warns of or leaves out."""
    hcpcs: History[BillingCode] | None = None
    """Code and unit the product is billed with."""
    procedures: tuple[Dated[ProcedureCode], ...] = ()
    """ICD-10-PCS codes of its infusion, retired ones included."""
    ndcs: tuple[Dated[Ndc], ...] = ()
    """National Drug Codes of its packages."""
    dose_form: Dated[str] | None = None
    """How a dose comes and is given."""
    rems: History[Rems] | None = None
    """Whether a REMS applies."""
    monitoring: History[Monitoring] | None = None
    """Watch periods of the label."""
    prices: tuple[Dated[Price], ...] = ()
    """Prices seen; not one of them is a default."""
    cautions: tuple[Dated[str], ...] = ()
    """What goes wrong with this product on claims and in talks."""

    @property
    def names(self) -> tuple[str, ...]:
        """Id, brand, generic name and further names."""
        others = (name.value for name in self.other_names)
        return (self.id, self.brand.value, self.generic_name.value, *others)

    def hcpcs_on(self, day: date) -> BillingCode | None:
        """Code and unit that hold on `day`, or None when none is known."""
        entry = self.hcpcs.on(day) if self.hcpcs else None
        return entry.value if entry else None

    @model_validator(mode="after")
    def _indications_differ(self) -> Self:
        ids = [indication.value.id for indication in self.indications]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.id}: two indications have the same id")
        return self


class ProductFile(Model):
    """The content of `products.yaml`."""

    sources: dict[str, Source]
    """Every page the facts were read from, by a short key."""
    products: tuple[Product, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = uncited(self, self.sources)
        ids = [product.id for product in self.products]
        problems += [f"two products have the id {name!r}" for name in sorted(set(ids)) if ids.count(name) > 1]
        if problems:
            raise ValueError("; ".join(problems))
        return self


_NOT_ASKED = {"other_names", "label_limits", "cautions"}
_CELLS_ONLY = {"costimulatory_domain"}


def unknowns(product: Product) -> tuple[str, ...]:
    """In words, the facts that nobody has found for this product yet."""
    absent = (
        meaning(Product, name) or name
        for name in Product.model_fields
        if getattr(product, name) in (None, ())
        and name not in _NOT_ASKED
        and not (name in _CELLS_ONLY and product.kind is not ProductKind.car_t)
    )
    return tuple(text.rstrip(".") for text in absent)
