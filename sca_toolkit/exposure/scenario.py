"""What is known of one case before anything is simulated. What a price needs and nobody entered is refused by name."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.exposure.own import OwnNumbers


@dataclass(frozen=True)
class Codes:
    """The room-and-board revenue codes under which the hospital bills its levels of care."""

    ward: str = "0120"
    intensive: str = "0200"
    step_down: str = "0206"


@dataclass(frozen=True)
class Scenario:
    """One case."""

    product: str
    """The product's id."""
    inpatient: bool
    """Whether the infusion is planned as an inpatient."""
    invoice: float
    """What the manufacturer would invoice today, in dollars."""
    cost_to_charge_ratio: float
    """Cost over charges of care, without the product."""
    agreed: bool = False
    """Whether the agreement is signed today; otherwise the days to signature are simulated too."""
    charged_if_not_infused: bool = True
    """Whether a product that was made and not infused for the patient's sake is charged. Failed products never are."""
    denial_share: float = 0.0
    """How often a whole claim is denied for good; 0 = not simulated."""
    charge_increase: float | None = None
    """How much charges rose since the agreement; None: not known, and refused where an offer limits it."""
    stress: bool = False
    """Whether extremes come together more often (t copula)."""
    codes: Codes = Codes()

    def __post_init__(self) -> None:
        if self.invoice <= 0:
            raise DataError(_refused("the invoice price is not above $0.", "invoices"))
        if not 0 < self.cost_to_charge_ratio <= 1:
            raise DataError(
                _refused("the cost-to-charge ratio is not between 0% and 100%.", "cost_to_charge_ratio")
            )

    def words(self) -> str:
        """`axi-cel, outpatient infusion`."""
        return f"{self.product}, {'inpatient' if self.inpatient else 'outpatient'} infusion"

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything above."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()


def scenario_of(
    own: OwnNumbers,
    product: str | None,
    *,
    inpatient: bool,
    invoice: float | None = None,
    charged_if_not_infused: bool = True,
    agreed: bool = False,
    stress: bool = False,
) -> Scenario:
    """The scenario of a case, from the center's own numbers.

    Raises DataError naming everything that is missing: the product, its invoice price, the cost-to-charge ratio.
    """
    price = invoice if invoice is not None else own.invoices.get(product or "")
    missing = []
    if product is None:
        missing.append(_refused("the case names no product.", "product", "Choose the product of the case."))
    elif price is None:
        missing.append(_refused(f"the invoice price of {product} is not known.", f"invoices.{product}"))
    if own.cost_to_charge_ratio is None:
        missing.append(_refused("the hospital's cost-to-charge ratio is not known.", "cost_to_charge_ratio"))
    if missing or product is None or price is None or own.cost_to_charge_ratio is None:
        raise DataError(missing)
    return Scenario(
        product=product,
        inpatient=inpatient,
        invoice=float(price),
        cost_to_charge_ratio=float(own.cost_to_charge_ratio),
        agreed=agreed,
        charged_if_not_infused=charged_if_not_infused,
        denial_share=float(own.denial_share or 0),
        charge_increase=None if own.charge_increase is None else float(own.charge_increase),
        stress=stress,
    )


def _refused(message: str, place: str, remedy: str = "") -> Problem:
    usual = "Enter the center's own figure; a published one is never filled in."
    return Problem(message, remedy or usual, file="own_numbers.yaml", place=place)
