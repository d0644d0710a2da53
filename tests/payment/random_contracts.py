"""Contracts drawn at random, composed as a person might compose them. Every figure is invented."""

from __future__ import annotations

from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from pydantic import ValidationError

from sca_toolkit.payment import Arrangement

Drawn = dict[str, Any]
yes_no = st.sampled_from(["yes", "no"])
percents = st.integers(0, 100).map(lambda value: f"{value}%")
over = st.sampled_from(["claim", "episode", "admission"])


def money(low: int, high: int) -> st.SearchStrategy[str]:
    """Dollars and cents."""
    return st.integers(low * 100, high * 100).map(lambda cents: f"USD {cents // 100}.{cents % 100:02d}")


@st.composite
def windows(draw: st.DrawFn) -> Drawn:
    """A window around Day 0."""
    if draw(st.booleans()):
        return {
            "start_day": str(draw(st.integers(0, 3))),
            "start_from": draw(st.sampled_from(["evaluation", "collection", "lymphodepletion"])),
            "end_day": str(draw(st.integers(0, 45))),
        }
    return {"start_day": str(draw(st.integers(-12, 0))), "end_day": str(draw(st.integers(0, 45)))}


@st.composite
def case_rates(draw: st.DrawFn, inside: str) -> Drawn:
    """A case rate."""
    drawn: Drawn = {
        "kind": "case_rate",
        "amount": draw(money(20_000, 900_000)),
        "window": draw(windows()),
        "product_included": inside,
        "professional_fees_included": draw(yes_no),
    }
    if draw(st.integers(0, 3)) == 0:
        drawn["excludes"] = ["dialysis"]
    return drawn


@st.composite
def per_diems(draw: st.DrawFn, inside: str) -> Drawn:
    """Daily rates by level, with or without tiers, limits and a window."""
    tiers = [
        {"from_day": "1", "through_day": "5", "amount": draw(money(1_000, 12_000))},
        {"from_day": "6", "amount": draw(money(1_000, 12_000))},
    ]
    intensive: Drawn = {"level": "intensive care", "revenue_codes": ["0200", "0201"]}
    drawn: Drawn = {
        "kind": "per_diem",
        "levels": [
            intensive | ({"tiers": tiers} if draw(st.booleans()) else {"amount": draw(money(4_000, 15_000))}),
            {"level": "step-down", "revenue_codes": ["0206"], "amount": draw(money(2_000, 8_000))},
            {"level": "ward", "revenue_codes": ["0120"], "amount": draw(money(1_000, 6_000))},
        ],
        "day_level_rule": draw(st.sampled_from(["midnight", "noon", "highest_of_day"])),
        "unlisted_level": draw(st.sampled_from(["ward", "step-down"])),
        "product_included": inside,
        "ancillaries_included": draw(yes_no),
        "professional_fees_included": draw(yes_no),
    }
    if draw(st.booleans()):
        drawn["window"] = draw(windows())
    if draw(st.integers(0, 2)) == 0:
        drawn["maximum_days"] = str(draw(st.integers(6, 20)))
    if draw(st.integers(0, 2)) == 0:
        drawn["minimum_days"] = str(draw(st.integers(1, 6)))
    return drawn


@st.composite
def percentages(draw: st.DrawFn, inside: str, setting: str = "every") -> Drawn:
    """A percentage of charges."""
    drawn: Drawn = {
        "kind": "percent_of_charges",
        "setting": setting,
        "percent": draw(percents),
        "applies_to": draw(st.sampled_from(["all_billed", "covered", "allowed"])),
        "product_included": inside,
        "bundling_edits_waived": draw(yes_no),
    }
    if draw(st.integers(0, 2)) == 0:
        drawn["window"] = draw(windows())
    if draw(st.integers(0, 3)) == 0:
        drawn["charge_limit"] = {"limit": "3%", "charges_as_of": "2026-01-01", "notice": "60 calendar days"}
    return drawn


@st.composite
def cost_pluses(draw: st.DrawFn, inside: str) -> Drawn:
    """Cost plus by a ratio or by records."""
    by_ratio = draw(st.booleans())
    return {
        "kind": "cost_plus",
        "plus": draw(percents),
        "cost_definition": "charges_at_ratio" if by_ratio else "audited_records",
        **({"cost_to_charge_ratio": draw(percents)} if by_ratio else {}),
        "product_included": inside,
    }


@st.composite
def drgs(draw: st.DrawFn, inside: str) -> Drawn:
    """Payment by group."""
    scope = draw(st.sampled_from(["base_only", "base_and_outlier", "base_outlier_and_new_technology"]))
    return {
        "kind": "drg",
        "ms_drg": "018",
        "basis": draw(st.sampled_from(["medicare_full_payment", "medicare_base_only"])),
        "rates_as_of": "discharge_date",
        "multiplier": draw(st.integers(50, 250).map(lambda value: f"{value}%")),
        "multiplier_scope": scope,
        "outlier_included": "yes",
        "new_technology_included": "yes" if "technology" in scope else draw(yes_no),
        "fixed_loss": draw(money(0, 90_000)),
        "cost_to_charge_ratio": draw(percents),
        "product_included": inside,
        "no_cost_product": draw(st.sampled_from(["medicare_reduction", "no_reduction"])),
    }


@st.composite
def fee_schedules(draw: st.DrawFn) -> Drawn:
    """Amounts by code; the product stays outside."""
    return {
        "kind": "fee_schedule",
        "product_included": "no",
        "fees": [
            {"code": "38228", "service": "administration", "amount": draw(money(100, 9_000))},
            {"code": "99213", "service": "visit", "amount": draw(money(50, 400))},
        ],
    }


@st.composite
def phases(draw: st.DrawFn, inside: str) -> Drawn:
    """Three phases, with or without gaps."""
    trigger = st.sampled_from(["on_start", "on_completion"])
    gap = draw(st.integers(0, 4))
    runs: list[Drawn] = [
        {"start_day": "0", "start_from": "evaluation", "end_day": str(-1 - gap), "end_from": "collection"},
        {"start_day": "0", "start_from": "collection", "end_day": str(-1 - gap), "end_from": "infusion"},
        {"start_day": "0", "end_day": str(draw(st.integers(5, 40)))},
    ]
    names = ("evaluation", "collection", "infusion_episode")
    return {
        "kind": "phased_case_rates",
        "product_included": inside,
        "professional_fees_included": draw(yes_no),
        "gap_rule": draw(st.sampled_from(["default_rate", "phase_before", "not_paid"])),
        "phases": [
            {
                "phase": name,
                "amount": draw(money(1_000, 300_000)),
                "trigger": draw(trigger),
                "repeatable": "yes" if name == "collection" else "no",
                "window": run,
            }
            for name, run in zip(names, runs, strict=True)
        ],
    }


@st.composite
def products(draw: st.DrawFn) -> Drawn:
    """A product carve-out."""
    basis = draw(
        st.sampled_from(
            [
                {"kind": "invoice"},
                {"kind": "invoice_plus_percent", "percent": "2%"},
                {"kind": "wac", "percent_of_wac": "103%"},
                {
                    "kind": "lesser_of",
                    "bases": [{"kind": "invoice"}, {"kind": "fixed", "amount": "$470,000"}],
                },
                {
                    "kind": "greater_of",
                    "bases": [{"kind": "invoice"}, {"kind": "wac", "percent_of_wac": "97%"}],
                },
            ]
        )
    )
    on = draw(st.sampled_from(["agreement_date", "order_date", "invoice_date"]))
    rises = {} if on == "invoice_date" else {"price_increase_passes_through": draw(yes_no)}
    return {
        "kind": "product",
        "basis": basis,
        "price_date_rule": on,
        **rises,
        "handling_fee": draw(money(0, 9_000)),
        "discounts": draw(st.sampled_from(["none", "on_invoice", "all_discounts"])),
        "rule_340b": "same_payment",
        "invoice_attached": "yes",
        "payable_when": "on_infusion",
    }


def rates(inside: str) -> st.SearchStrategy[Drawn]:
    """One rate for services, with or without the product."""
    found = [
        case_rates(inside),
        per_diems(inside),
        percentages(inside),
        cost_pluses(inside),
        drgs(inside),
        phases(inside),
    ]
    return st.one_of(*found, *([fee_schedules()] if inside == "no" else []))


@st.composite
def bounds(draw: st.DrawFn, of: Drawn, inside: str) -> Drawn:
    """A cap, a floor or a corridor."""
    kind = draw(st.sampled_from(["cap", "floor", "corridor"]))
    amount = (
        {"low": draw(money(0, 90_000)), "high": draw(money(90_001, 900_000))}
        if kind == "corridor"
        else {"amount": draw(money(10_000, 900_000))}
    )
    return {"kind": kind, "of": of, "measured_over": draw(over), "product_included": inside, **amount}


@st.composite
def stop_losses(draw: st.DrawFn, of: Drawn, inside: str) -> Drawn:
    """A stop-loss of either kind on any basis."""
    first = draw(st.booleans())
    basis = draw(
        st.sampled_from(["charges", "cost_at_ccr", "reimbursement", "covered_days", "ratio_to_rate"])
    )
    days = basis == "covered_days"
    limit = {
        "covered_days": f"{draw(st.integers(1, 25))} days",
        "ratio_to_rate": f"{draw(st.integers(5, 60)) / 10} times",
    }.get(basis) or draw(money(5_000, 900_000))
    per_day = days and not first and draw(st.booleans())
    percent: Drawn = {"percent_above": draw(percents), "product_in_percentage": inside}
    uses_charges = first or (basis != "reimbursement" and not per_day)
    return {
        "kind": "first_dollar_stop_loss" if first else "second_dollar_stop_loss",
        "of": of,
        "threshold_basis": basis,
        "threshold": limit,
        "measured_over": draw(over),
        **({"needs_approval": "no"} if days else {"product_in_threshold": inside}),
        **({"per_day": draw(money(100, 6_000))} if per_day else percent),
        **({"charges": draw(st.sampled_from(["all_billed", "covered", "allowed"]))} if uses_charges else {}),
        **({"cost_to_charge_ratio": draw(percents)} if basis == "cost_at_ccr" else {}),
        **({"excludes": ["dialysis"]} if draw(st.integers(0, 3)) == 0 else {}),
        **({"maximum": draw(money(1_000, 600_000))} if draw(st.integers(0, 3)) == 0 else {}),
    }


@st.composite
def day_outliers(draw: st.DrawFn, of: Drawn) -> Drawn:
    """A daily amount after a number of days."""
    return {
        "kind": "day_outlier",
        "of": of,
        "after_day": str(draw(st.integers(1, 20))),
        "counted_as": draw(st.sampled_from(["inpatient_days", "calendar_days"])),
        "per_day": draw(money(100, 6_000)),
        "counts_icu_days": draw(yes_no),
        "counts_readmission_days": draw(yes_no),
        "needs_approval": "no",
    }


@st.composite
def aggregates(draw: st.DrawFn, of: Drawn, inside: str) -> Drawn:
    """A threshold for the payments of a year."""
    return {
        "kind": "aggregate_stop_loss",
        "of": of,
        "threshold": draw(money(100_000, 3_000_000)),
        "year": "calendar_year",
        "percent_above": draw(percents),
        "product_included": inside,
    }


@st.composite
def comparisons(draw: st.DrawFn, first: Drawn, inside: str) -> Drawn:
    """Two rates compared."""
    second = draw(rates(inside)) | {"called": "Other Rate"}
    return {
        "kind": draw(st.sampled_from(["lesser_of", "greater_of"])),
        "level": draw(st.sampled_from(["claim", "line"])),
        "product_included": inside,
        "members": [first, second],
    }


@st.composite
def services(draw: st.DrawFn, inside: str) -> Drawn:
    """A rate for services in up to two wrappings."""
    found = draw(rates(inside))
    for number in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(["bound", "stop_loss", "outlier", "compare", "surcharge", "aggregate"]))
        if kind == "bound":
            found = draw(bounds(found, inside))
        elif kind == "stop_loss":
            found = draw(stop_losses(found, inside))
        elif kind == "outlier":
            found = draw(day_outliers(found))
        elif kind == "surcharge":
            found = {"kind": kind, "of": found, "percent": draw(percents), "product_included": inside}
        elif kind == "aggregate":
            found = draw(aggregates(found, inside))
        elif number == 0:
            found = draw(comparisons(found, inside))
            continue
        found["called"] = f"Wrapping {number}"
    return found


@st.composite
def rules(draw: st.DrawFn, kinds: str) -> Drawn:
    """Rules that go with a base that holds `kinds`."""
    choices = ["nothing", "fixed", "percent_of_charges", "cost_plus", "default_rate"]
    paid_at = ["fixed", "default_rate", "agreement_rates"]
    if "phased_case_rates" in kinds:
        choices.append("phases_begun")
        paid_at.append("phase_rate")
    if "'case_rate'" not in kinds:
        choices.append("agreement_rates")
    services = draw(st.sampled_from(choices))
    extra: Drawn = {
        "fixed": {"amount": "$40,000"},
        "percent_of_charges": {"percent": "35%", "charges": "covered"},
        "cost_plus": {"percent": "5%", "charges": "allowed", "cost_to_charge_ratio": "30%"},
    }.get(services, {})
    return {
        "straddle": {"follows": draw(st.sampled_from(["admission_date", "service_date", "discharge_date"]))},
        "day_counting": {
            "census": draw(st.sampled_from(["midnight", "any_part"])),
            "same_day_stay": draw(st.sampled_from(["one_day", "no_day"])),
            "transfer_day": draw(st.sampled_from(["receiving", "sending", "both"])),
        },
        "readmission": draw(_readmission()),
        "conversion": draw(_conversion()),
        "not_infused": {"services": services, **extra, **draw(_liability())},
        "repeat_collection": draw(_repeat(paid_at)),
        "out_of_spec": draw(_out_of_spec()),
        "rounding": {"level": "line", "method": draw(st.sampled_from(["half_up", "half_even"]))},
        "late_payment": {
            "interest": "agreement",
            "annual_rate": "12%",
            "base": draw(st.sampled_from(["unpaid_amount", "billed_minus_rate"])),
            "day_count": "365",
        },
    }


@st.composite
def _readmission(draw: st.DrawFn) -> Drawn:
    scope = draw(st.sampled_from(["all_cause", "related_only", "none"]))
    related = {"related_means": "toxicity"} if scope == "related_only" else {}
    return {"scope": scope, **related, **({} if scope == "none" else {"same_facility_only": draw(yes_no)})}


@st.composite
def _conversion(draw: st.DrawFn) -> Drawn:
    rule = draw(st.sampled_from(["separate", "roll_in_except_product", "roll_in"]))
    hours = {} if rule == "separate" else {"window_hours": draw(st.sampled_from(["24", "72", "96"]))}
    same = {} if rule == "separate" else {"same_entity_only": draw(yes_no)}
    watched = draw(st.sampled_from(["outpatient_service", "inpatient_day"]))
    return {"rule": rule, **hours, **same, "observation": watched}


@st.composite
def _liability(draw: st.DrawFn) -> Drawn:
    who = draw(st.sampled_from(["payer", "provider", "manufacturer", "shared"]))
    share = {"payer_share": "55%"} if who == "shared" else {}
    credit = {"net_of_manufacturer_credit": draw(yes_no)} if who in ("payer", "shared") else {}
    return {"product_liability": who, **share, **credit}


@st.composite
def _repeat(draw: st.DrawFn, paid_at: list[str]) -> Drawn:
    common: Drawn = {"bridging_paid": draw(yes_no), "window_restarts": draw(yes_no)}
    if "phase_rate" not in paid_at and draw(st.booleans()):
        return {"paid": "no", **common}
    at = draw(st.sampled_from(paid_at))
    amount = {"amount": "$15,000"} if at == "fixed" else {}
    return {"paid": "yes", "paid_at": at, **amount, "maximum": "1", "without_approval": "1", **common}


@st.composite
def _out_of_spec(draw: st.DrawFn) -> Drawn:
    services = draw(st.sampled_from(["same_rates", "share_of_rates", "default_rate", "not_paid"]))
    share = {"share": "80%"} if services == "share_of_rates" else {}
    price = draw(st.sampled_from(["zero", "full", "manufacturer_policy"]))
    return {"covered": "yes", "product_price": price, "services": services, **share}


@st.composite
def arrangements(draw: st.DrawFn) -> Arrangement:
    """A whole arrangement without a gap that moves money."""
    inside = draw(yes_no)
    parts = [draw(services(inside))]
    if draw(st.booleans()) and parts[0]["kind"] == "per_diem":
        parts.append(draw(percentages(inside, "outpatient")) | {"called": "Outpatient Percentage"})
    if inside == "no":
        parts.append(draw(products()))
    base = parts[0] if len(parts) == 1 else {"kind": "sum", "parts": parts}
    data: Drawn = {
        "base": base,
        "default_rate": {
            "covers": ["outside_window", "not_listed", "between_phases", "other_setting"],
            "pays": draw(percentages("no")) | {"called": "Default Percentage"},
        },
        "rules": draw(rules(repr(base))),
        "order": [
            "eligibility",
            *["base", "product", "outlier", "switch", "bound"] * 4,
            *draw(st.sampled_from([("adjust", "cost_share"), ("cost_share", "adjust")])),
        ],
    }
    try:
        return Arrangement.model_validate(_agreeing(data))
    except ValidationError:
        return reject()  # such as a cap directly inside a cap


def _agreeing(data: Drawn) -> Drawn:
    """Take out what the language would refuse: a default that contradicts a gap rule, a product rolled in twice."""
    text = repr(data["base"])
    if "'not_paid'" in text or "'phase_before'" in text:
        data["default_rate"]["covers"].remove("between_phases")
    if "'kind': 'product'" in text and data["rules"]["conversion"]["rule"] == "roll_in":
        data["rules"]["conversion"]["rule"] = "roll_in_except_product"
    return data
