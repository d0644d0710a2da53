"""Dated episodes drawn at random. Every figure is invented."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from sca_toolkit.payment.episode import Episode

DAY0 = date(2026, 3, 10)
CODES = ("0120", "0200", "0206", "0110")
ENTITIES = (None, "Example Hospital", "Example Practice")


def day(offset: int) -> date:
    """A date counted from Day 0."""
    return DAY0 + timedelta(days=offset)


def usd(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Dollars and cents."""
    return st.integers(low * 100, high * 100).map(lambda cents: Decimal(cents) / 100)


@st.composite
def billed(draw: st.DrawFn) -> dict[str, Any]:
    """A billed line."""
    return {
        "charge": draw(usd(0, 400_000)),
        "cost": draw(usd(0, 200_000)),
        "group": draw(st.sampled_from(["room", "ancillary", "professional"])),
        "code": draw(st.sampled_from([None, "38228", "99213"])),
        "units": Decimal(draw(st.integers(1, 5))),
        "service": draw(st.sampled_from([None, "dialysis"])),
        "standing": draw(st.sampled_from(["covered", "covered", "not_covered", "edited_out", "bundled"])),
    }


@st.composite
def stays(draw: st.DrawFn, kind: str, earliest: int) -> dict[str, Any]:
    """A stay that begins `earliest` days from Day 0 or a little later."""
    start = earliest + draw(st.integers(0, 6))
    runs = draw(st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 8)), min_size=1, max_size=4))
    if draw(st.integers(0, 9)) == 0:
        runs, nights = [(runs[0][0], 1)], 0
    else:
        nights = sum(days for _, days in runs)
    return {
        "kind": kind,
        "admitted": day(start),
        "discharged": day(start + nights),
        "levels": [{"code": code, "days": days} for code, days in runs],
        "charges": draw(st.lists(billed(), max_size=3)),
        "claim": draw(st.sampled_from(["1", "1", "2"])),
        "billed_by": draw(st.sampled_from(ENTITIES)),
        "related": draw(st.booleans()),
        "same_facility": draw(st.booleans()),
        "transferred_in": draw(st.integers(0, 5)) == 0,
        "transferred_out": draw(st.integers(0, 5)) == 0,
        "observation_days": draw(st.sampled_from([0, 0, 1, 2])),
    }


@st.composite
def service_lines(draw: st.DrawFn, repeats: int) -> dict[str, Any]:
    """An outpatient line."""
    purposes = ["usual", "usual", "observation"] + (
        ["repeat_collection", "second_bridging"] if repeats else []
    )
    return {
        **draw(billed()),
        "date": day(draw(st.integers(-60, 60))),
        "purpose": draw(st.sampled_from(purposes)),
        "claim": draw(st.sampled_from(["1", "1", "2"])),
        "billed_by": draw(st.sampled_from(ENTITIES)),
    }


@st.composite
def _stays_of(draw: st.DrawFn, inpatient: bool, infused: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    earliest = -4
    if inpatient:
        first = draw(stays("infusion", -6))
        while first["discharged"] < DAY0:
            first["levels"].append({"code": "0120", "days": 12})
            nights = sum(run["days"] for run in first["levels"])
            first["discharged"] = first["admitted"] + timedelta(days=nights)
        found.append(first)
        earliest = (first["discharged"] - DAY0).days + 3
    kinds = (["readmission"] if inpatient else ["conversion", "readmission"]) if infused else ["readmission"]
    for kind in kinds:
        if draw(st.booleans()):
            found.append(draw(stays(kind, earliest)))
            earliest = (found[-1]["discharged"] - DAY0).days + 3
    return found


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    """An episode of any end."""
    end = draw(
        st.sampled_from(["infused", "infused", "infused", "infused_out_of_spec", "collected_not_infused"])
    )
    infused, inpatient = end != "collected_not_infused", draw(st.booleans())
    repeats = draw(st.sampled_from([0, 0, 1, 2]))
    price = draw(usd(300_000, 600_000))
    bought: dict[str, Any] = {
        "name": "example-cel",
        "site": ("inpatient" if inpatient else "outpatient") if infused else None,
        "charged": draw(st.integers(0, 4)) > 0,
        "invoice": price,
        "charge": draw(usd(300_000, 1_600_000)) if infused else Decimal(0),
        "list_price": {
            on: draw(usd(300_000, 600_000)) for on in ("agreement_date", "order_date", "invoice_date")
        },
        "quoted_price": {on: draw(usd(300_000, 600_000)) for on in ("agreement_date", "order_date")},
        "invoice_discount": draw(usd(0, 9_000)),
        "other_discounts": draw(usd(0, 9_000)),
        "manufacturer_credit": draw(usd(0, 600_000)),
        "claim": draw(st.sampled_from(["1", "1", "2"])),
        "billed_by": draw(st.sampled_from(ENTITIES)),
    }
    return Episode.model_validate(
        {
            "end": end,
            "dates": {
                "agreement": day(-90),
                "evaluation": day(-60),
                "collections": [day(-45 + 5 * number) for number in range(1 + repeats)],
                "lymphodepletion": day(-5) if infused else None,
                "infusion": DAY0 if infused else None,
                "payment_due": day(90),
                "paid": day(90 + draw(st.sampled_from([0, -3, 40]))),
            },
            "product": bought,
            "stays": draw(_stays_of(infused and inpatient, infused)),
            "services": draw(st.lists(service_lines(repeats), max_size=5)),
            "member_share": draw(usd(0, 20_000)),
            "other_payer": draw(usd(0, 20_000)),
            "charge_increase": Decimal("0.08"),
            "paid_before": draw(usd(0, 3_000_000)),
            "public_rates": {
                "medicare": [
                    {
                        "as_of": "discharge_date",
                        "full_payment": Decimal(314_231),
                        "base_only": Decimal(250_000),
                        "marginal_share": Decimal("0.8"),
                        "new_technology_share": Decimal("0.65"),
                        "new_technology_cost": Decimal(300_000),
                        "no_cost_factor": Decimal("0.17"),
                    }
                ]
            },
        }
    )
