"""The shipped defaults: every number sourced or called an assumption; the center's own numbers beside them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from sca_toolkit.errors import DataError
from sca_toolkit.exposure import columns as registry
from sca_toolkit.exposure.assumption import Assumption, Confidence, CostModel, Status, Unit
from sca_toolkit.exposure.own import CostBasis, OwnNumbers
from sca_toolkit.exposure.parameters import parameters_for
from sca_toolkit.exposure.scenario import scenario_of
from tests.exposure.made import AXI, PLAIN, library, parameters

approx = pytest.approx
MODEL = library().cost_model()


@pytest.mark.parametrize("entry", MODEL.values, ids=lambda each: f"{each.name}-{'-'.join(each.products)}")
def test_every_number_has_a_source_or_is_called_an_assumption(entry: Assumption) -> None:
    if entry.status is Status.assumption:
        assert entry.confidence is Confidence.low
    else:
        assert entry.source in MODEL.sources
        assert entry.population or entry.how or entry.years
    if entry.n is not None and entry.of is not None:
        assert entry.n >= entry.of


def test_every_source_is_public_and_used() -> None:
    used = {key for each in MODEL.values for key in (each.source, *each.also) if key}
    assert used == set(MODEL.sources)
    assert all(each.read_on.isoformat() == MODEL.read_on for each in MODEL.sources.values())
    without = [key for key, each in MODEL.sources.items() if each.url is None]
    assert without == ["singh-2026"]


def test_nothing_that_must_be_asked_has_a_default() -> None:
    names = {each.name for each in MODEL.values}
    assert not names & {"invoice", "cost_to_charge_ratio", "denial_share", "not_infused_rule"}


def test_every_unknown_number_has_a_column_and_every_column_a_number() -> None:
    numbers = {each.name for each in MODEL.values}
    assert set(registry.PARAMETERS) <= numbers
    fixed = {name for name in numbers - set(registry.PARAMETERS) if not name.startswith("rho_")}
    assert fixed == {"lymphodepletion_lead"}


def test_a_product_has_its_own_number_and_else_that_of_all() -> None:
    assert parameters()["crs_any"] == 0.82
    assert parameters("obe-cel")["stay_multiplier"] == 1.62
    assert parameters("new-cel")["icu_inpatient"] == approx((18 + 0.5) / (168 + 1))


def test_few_patients_of_one_product_are_drawn_toward_all() -> None:
    """8 of 8 with the six series counting as 20 patients: (8 + 20 * 24.2 / 35.7) / 28."""
    assert parameters()["outpatient_admitted"] == approx((8 + 20 * 24.2 / 35.7) / 28)
    assert parameters("liso-cel")["outpatient_admitted"] == approx((6 + 20 * 24.2 / 35.7) / 39)


def own(**more: Any) -> OwnNumbers:
    return OwnNumbers.model_validate({**PLAIN.model_dump(exclude_defaults=True), **more})


def number(**more: Any) -> dict[str, Any]:
    return {"period": "2026 (invented)", **more}


def test_an_own_number_takes_the_place_of_the_published_one() -> None:
    found = parameters_for(MODEL, own(values=[number(name="ward_day", value=2900)]), AXI)
    assert found["ward_day"] == 2900
    assert found.by_name["ward_day"].weight == 1.0
    assert found.by_name["ward_day"].published == 3427
    assert found.by_name["ward_day"].status is Status.own


def test_own_counts_join_the_published_share_by_a_shown_weight() -> None:
    """41 own patients against 20: weight 41 / 61; (6 + 20 * 0.2) / 61 in intensive care."""
    found = parameters_for(MODEL, own(values=[number(name="icu_inpatient", count=6, of=41)]), AXI)
    assert found["icu_inpatient"] == approx((6 + 20 * 0.20) / 61)
    assert found.by_name["icu_inpatient"].weight == approx(41 / 61)


def test_own_stays_are_fitted_and_drawn_toward_the_published_stay() -> None:
    stays = [8.0, 10, 12, 15, 20] * 4
    found = parameters_for(MODEL, own(values=[number(name="stay", observed=stays)]), AXI)
    mine = float(np.exp(np.mean(np.log(stays))))
    assert found["stay_median"] == approx(np.sqrt(mine * 13.3))
    assert found.by_name["stay_median"].weight == 0.5
    assert found.by_name["stay_sigma"].n == 20


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([number(name="ward_dya", value=2900)], "`ward_dya` is no quantity"),
        ([number(name="ward_day", observed=[1, 2])], "cannot be fitted"),
    ],
)
def test_an_unknown_own_number_is_named(values: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(DataError, match=words.replace("cannot be fitted", "fitted from a list")):
        parameters_for(MODEL, own(values=values), AXI)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (number(name="stay", observed=[12, 900]), "900 days"),
        (number(name="stay", observed=[12, -1]), "greater than 0"),
        (number(name="icu_inpatient", count=7, of=5), "larger than the whole"),
        (number(name="ward_day"), "exactly one of"),
        (number(name="ward_day", value=1, count=1, of=2), "exactly one of"),
    ],
)
def test_impossible_own_numbers_are_refused(entry: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        own(values=[entry])


def test_another_cost_basis_needs_own_costs() -> None:
    with pytest.raises(DataError, match="ward_day, step_down_day, icu_day, fixed_cost"):
        parameters_for(MODEL, own(basis="direct_variable"), AXI)
    mine = [number(name=name, value=900) for name in ("ward_day", "step_down_day", "icu_day", "fixed_cost")]
    assert (
        parameters_for(MODEL, own(basis="direct_variable", values=mine), AXI).basis
        is CostBasis.direct_variable
    )


@pytest.mark.parametrize(
    ("numbers", "product", "place"),
    [
        ({"cost_to_charge_ratio": "26%"}, AXI, "invoices.axi-cel"),
        ({"invoices": {AXI: "$480,000"}}, AXI, "cost_to_charge_ratio"),
        ({"cost_to_charge_ratio": "26%"}, None, "product"),
    ],
)
def test_what_was_never_entered_is_asked_for_by_name(
    numbers: dict[str, Any], product: str | None, place: str
) -> None:
    with pytest.raises(DataError) as refused:
        scenario_of(OwnNumbers.model_validate(numbers), product, inpatient=True)
    assert [each.place for each in refused.value.problems] == [place]


def test_the_worst_confidence_and_the_fingerprint_follow_the_numbers() -> None:
    assert parameters().worst is Confidence.low
    changed = parameters().changed({"ward_day": 3500})
    assert changed.fingerprint != parameters().fingerprint
    assert parameters().changed({}).fingerprint == parameters().fingerprint


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"value": 1.2}, "between 0 and 1"),
        ({"value": 0.5, "low": 0.6, "high": 0.7}, "outside its own range"),
        ({"count": 7, "of": 5}, "larger than the whole"),
        ({"value": 0.5, "count": 1, "of": 2}, "exactly one of"),
        ({}, "no number"),
    ],
)
def test_a_default_that_cannot_be_is_refused(numbers: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Assumption.model_validate(
            {
                "name": "x",
                "title": "X",
                "group": "G",
                "unit": Unit.share,
                "status": "assumption",
                "confidence": "low",
            }
            | numbers
        )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ({"status": "assumption", "confidence": "high"}, "must be low"),
        ({"status": "evidence", "confidence": "high"}, "needs a source"),
    ],
)
def test_a_default_without_support_cannot_look_sure(status: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Assumption.model_validate(
            {"name": "x", "title": "X", "group": "G", "unit": "share", "value": 0.5, **status}
        )


def test_a_number_cannot_stand_twice() -> None:
    entry = MODEL.values[0]
    with pytest.raises(ValidationError, match="stands twice"):
        CostModel.model_validate(
            {"read_on": "2026-11-22", "sources": MODEL.sources, "values": (entry, entry)}
        )
