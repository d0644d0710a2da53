"""One replicate as columns: days, prices, costs and charges of each path, ready to be put side by side.

Days count from the planned infusion. The calendar of a path runs backward from it: lymphodepletion and delivery of the
product some days before; collection one vein-to-vein time before, two after a failed run; then order and agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from sca_toolkit.exposure.patients import Bools, Clinic, Course, Draw, Number, clinic_of, course_of, lognormal
from sca_toolkit.exposure.scenario import Scenario
from sca_toolkit.exposure.shapes import Array

LINES = (
    "collection",
    "repeat_collection",
    "lymphodepletion",
    "outpatient_drugs",
    "stay_room",
    "stay_drugs",
    "readmission_room",
)
"""Billed lines of care. The first four are outpatient services on a day; the others belong to a stay."""
OUTPATIENT_DRUG_DAY = 2.0
LONGEST_WAIT = 365.0
BEFORE_ICU = 4.0
"""Days on the ward before intensive care, at most."""


@dataclass(frozen=True)
class Calendar:
    """When things happen, in days from the planned infusion."""

    quoted: Array
    evaluation: Array
    agreement: Array
    order: Array
    first_collection: Array
    last_collection: Array
    lymphodepletion: Array
    to_payment: Array
    """Days from discharge, or from an infusion without a stay, to payment."""


def columns(draw: Draw, p: Mapping[str, Number], scenario: Scenario, root: Array) -> dict[str, Array]:
    """All columns of one replicate, each of shape (points,)."""
    course, clinic = course_of(draw, p), clinic_of(draw, p, scenario, root)
    when = _calendar(draw, p, scenario, course)
    stays = _stays(clinic, course.infused)
    found = {
        **_course_columns(course),
        **_dates(course, when),
        **stays,
        **_prices(p, scenario, course, when),
        "denied": draw["denial"] < scenario.denial_share,
    }
    costs = _costs(p, course, clinic, stays)
    found |= {f"cost_{name}": cost for name, cost in costs.items()}
    found["care_cost"] = np.sum(list(costs.values()), axis=0)
    home = np.where(found["stays"], found["admit"] + found["days"], 0.0)
    found["paid"] = home + when.to_payment
    found["carry"] = _carry(p, found, when)
    return {name: np.asarray(value) for name, value in found.items()}


def _calendar(draw: Draw, p: Mapping[str, Number], scenario: Scenario, course: Course) -> Calendar:
    vein = course.vein_to_vein
    first = -vein * (1 + course.repeated)
    order = first - p["collection_days"]
    agreement = order - p["order_days"]
    talks = np.minimum(
        np.ceil(
            np.asarray(p["agreement_days_median"])
            * np.exp(p["agreement_days_sigma"] * ndtri(draw["agreement_days"]))
        ),
        LONGEST_WAIT,
    )
    begun = agreement - talks
    return Calendar(
        quoted=agreement if scenario.agreed else begun,
        evaluation=begun,
        agreement=agreement,
        order=order,
        first_collection=first,
        last_collection=-vein,
        lymphodepletion=np.full_like(vein, -1.0) * p["lymphodepletion_lead"],
        to_payment=lognormal(draw["payment_days"], p["payment_days_median"], p["payment_days_sigma"]),
    )


def _course_columns(course: Course) -> dict[str, Array | Bools]:
    end = np.select(
        [course.withdrawn, course.lost, ~course.infused, course.out_of_spec], [0, 1, 2, 3], default=4
    )
    return {
        "end": end.astype(np.float64),
        "infused": course.infused,
        "collected": course.collected,
        "failed": course.failed,
        "repeated": course.repeated,
        "vein_to_vein": course.vein_to_vein,
    }


def _dates(course: Course, when: Calendar) -> dict[str, Array]:
    return {
        "evaluation": when.evaluation,
        "agreement": when.agreement,
        "order": when.order,
        "collection": np.where(course.collected, when.first_collection, np.nan),
        "last_collection": np.where(course.collected, when.last_collection, np.nan),
        "lymphodepletion": np.where(course.infused, when.lymphodepletion, np.nan),
        "infusion": np.where(course.infused, 0.0, np.nan),
    }


def _stays(clinic: Clinic, infused: Bools) -> dict[str, Array | Bools]:
    stays, back = infused & clinic.admitted, infused & clinic.readmitted
    icu = np.where(stays, clinic.icu_days, 0.0)
    step_down = np.where(stays, clinic.step_down_days, 0.0)
    ward = np.where(stays, clinic.days, 0.0) - icu - step_down
    before = np.where(icu > 0, np.minimum(ward, BEFORE_ICU), ward)
    return {
        "stays": stays,
        "admit": np.where(stays, clinic.admit, np.nan),
        "days": np.where(stays, clinic.days, 0.0),
        "ward_before": before,
        "icu_days": icu,
        "step_down_days": step_down,
        "ward_after": ward - before,
        "readmitted": back,
        "readmission_day": np.where(back, clinic.readmission_day, np.nan),
        "readmission_days": np.where(back, clinic.readmission_days, 0.0),
        "crs": np.where(infused, clinic.crs, 0.0),
        "icans": np.where(infused, clinic.icans, 0.0),
        "doses": np.where(infused, clinic.doses, 0.0),
    }


def _prices(
    p: Mapping[str, Number], scenario: Scenario, course: Course, when: Calendar
) -> dict[str, Array | Bools]:
    growth = np.log1p(p["price_drift"]) / 365.0

    def price(day: Array | float) -> Array:
        found: Array = scenario.invoice * np.exp(growth * (day - when.quoted))
        return found

    charged = course.infused & ~course.out_of_spec
    if scenario.charged_if_not_infused:
        charged = charged | (course.collected & ~course.infused & ~course.failed)
    invoice = price(when.lymphodepletion)
    infusion = price(0.0)
    return {
        "invoice": invoice,
        "price_agreement": price(when.agreement),
        "price_order": price(when.order),
        "price_collection": price(when.first_collection),
        "price_infusion": infusion,
        "asp_agreement": price(when.agreement) * p["asp_share"],
        "asp_order": price(when.order) * p["asp_share"],
        "asp_infusion": infusion * p["asp_share"],
        "product_charged": charged,
        "product_cost": np.where(charged, invoice, 0.0),
        "product_charge": np.where(course.infused & charged, invoice * p["product_markup"], 0.0),
    }


def _costs(
    p: Mapping[str, Number], course: Course, clinic: Clinic, stays: Mapping[str, Array | Bools]
) -> dict[str, Array]:
    """Care of each line in dollars; the residual multiplies all of them."""
    first = np.asarray(p["fixed_cost"]) * p["collection_cost_share"]
    rest = np.asarray(p["fixed_cost"]) - first
    ward = stays["ward_before"] + stays["ward_after"]
    room = (
        ward * p["ward_day"] + stays["icu_days"] * p["icu_day"] + stays["step_down_days"] * p["step_down_day"]
    )
    drugs = stays["doses"] * p["tocilizumab_dose"]
    lines = {
        "collection": first * course.collected,
        "repeat_collection": first * course.repeated,
        "lymphodepletion": rest * course.infused,
        "outpatient_drugs": np.where(stays["stays"], 0.0, drugs),
        "stay_room": room,
        "stay_drugs": np.where(stays["stays"], drugs, 0.0),
        "readmission_room": stays["readmission_days"] * p["ward_day"],
    }
    return {name: np.asarray(lines[name] * clinic.residual) for name in LINES}


def _carry(p: Mapping[str, Number], found: Mapping[str, Array | Bools], when: Calendar) -> Array:
    """Simple interest on the product from the day its invoice is due to the day the payer pays."""
    due = when.lymphodepletion + p["invoice_terms"]
    late = np.maximum(0.0, found["paid"] - due)
    carried: Array = found["product_cost"] * np.asarray(p["cost_of_capital"]) * late / 365.0
    return carried
