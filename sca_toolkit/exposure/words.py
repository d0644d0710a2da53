"""The cost of each word: what every choice of wording in a draft moves, in dollars, on the same patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sca_toolkit.errors import ScaError
from sca_toolkit.exposure.cohort import Cohort
from sca_toolkit.exposure.measures import Estimate, cvar, difference, loss_chance
from sca_toolkit.exposure.offers import paid
from sca_toolkit.exposure.places import reworded, value_at
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment import Arrangement, DrgPayment, GreaterOf, LesserOf, PhasedCaseRates
from sca_toolkit.payment.reading import products, stop_losses, walk

_ROLL = {"window_hours": 72, "same_entity_only": False}


@dataclass(frozen=True)
class Word:
    """A choice in the draft and another that could stand in its place."""

    title: str
    """What is chosen: `admission after an outpatient infusion`."""
    path: str
    now: str
    """The choice in the draft, in words."""
    other: str
    """The other choice, in words."""
    changes: dict[str, Any]


@dataclass(frozen=True)
class WordCost:
    """What the other choice would move."""

    word: Word
    margin: Estimate
    """Mean margin with the other choice less the mean margin of the draft."""
    loss: float
    """Chance of a loss with the other choice, less that of the draft."""
    tail: float
    """Mean loss of the worst 5% with the other choice, less that of the draft; above zero is worse."""


@dataclass(frozen=True)
class WordCosts:
    """All choices, the dearest first, and those that could not be priced with the reason."""

    costs: tuple[WordCost, ...]
    unpriced: tuple[tuple[Word, str], ...]


def cost_of_words(cohort: Cohort, arrangement: Arrangement) -> WordCosts:
    """Price every other wording of a draft. Raises CannotPrice where the draft itself cannot be priced."""
    base: Array = paid(cohort, arrangement) - cohort.cost
    costs, unpriced = [], []
    for word in other_words(arrangement):
        changed = reworded(arrangement, word.changes)
        if changed is None:
            continue
        try:
            margin: Array = paid(cohort, changed) - cohort.cost
        except ScaError as error:
            unpriced.append((word, str(error)))
            continue
        costs.append(_cost(word, margin, base, cohort.design.replicates))
    ranked = sorted(costs, key=lambda each: -max(abs(each.margin.value), abs(each.tail)))
    return WordCosts(tuple(ranked), tuple(unpriced))


def _cost(word: Word, margin: Array, base: Array, replicates: int) -> WordCost:
    return WordCost(
        word,
        difference(margin, base, replicates),
        loss_chance(margin) - loss_chance(base),
        cvar(margin) - cvar(base),
    )


def other_words(arrangement: Arrangement) -> Iterator[Word]:
    """Every other choice worth a price, in the order of the reference list of dangerous words."""
    yield from _conversion(arrangement)
    yield from _price_dates(arrangement)
    yield from _thresholds(arrangement)
    yield from _levels(arrangement)
    yield from _scopes(arrangement)
    yield from _not_infused(arrangement)
    yield from _rest(arrangement)


def _conversion(arrangement: Arrangement) -> Iterator[Word]:
    at, title = "rules.conversion", "admission after infusion"
    for other in ("separate", "roll_in", "roll_in_except_product"):
        details = dict.fromkeys(_ROLL) if other == "separate" else _ROLL
        more = {f"{at}.{name}": value for name, value in details.items()}
        yield from _word(arrangement, title, f"{at}.rule", other, more)


def _price_dates(arrangement: Arrangement) -> Iterator[Word]:
    for at, _ in products(arrangement):
        title = "product price of"
        for other in ("agreement_date", "order_date", "invoice_date", "infusion_date"):
            settled = other in ("invoice_date", "infusion_date")
            more = {f"{at}.price_increase_passes_through": None if settled else False}
            if value_at(arrangement, f"{at}.basis") is not None:
                yield from _word(arrangement, title, f"{at}.price_date_rule", other, more)


def _thresholds(arrangement: Arrangement) -> Iterator[Word]:
    for at, node in stop_losses(arrangement):
        other = not node.product_in_threshold
        more = {f"{at}.product_in_percentage": other} if node.product_in_percentage is not None else {}
        if node.product_in_threshold is not None:
            yield from _word(
                arrangement, "product in the stop-loss", f"{at}.product_in_threshold", other, more
            )


def _levels(arrangement: Arrangement) -> Iterator[Word]:
    for at, node in walk(arrangement):
        if isinstance(node, LesserOf | GreaterOf):
            for other in ("claim", "line"):
                title = f"{node.kind.replace('_', ' ')} compared by"
                yield from _word(arrangement, title, f"{at}.level", other, {})


def _scopes(arrangement: Arrangement) -> Iterator[Word]:
    for at, node in walk(arrangement):
        if isinstance(node, DrgPayment):
            for other in ("base_only", "base_and_outlier", "base_outlier_and_new_technology"):
                yield from _word(arrangement, "multiplier on", f"{at}.multiplier_scope", other, {})


def _not_infused(arrangement: Arrangement) -> Iterator[Word]:
    at = "rules.not_infused"
    cleared = dict.fromkeys((f"{at}.amount", f"{at}.percent", f"{at}.charges", f"{at}.cost_to_charge_ratio"))
    for other in ("nothing", "phases_begun", "agreement_rates", "default_rate"):
        if other != "phases_begun" or any(isinstance(node, PhasedCaseRates) for _, node in walk(arrangement)):
            yield from _word(arrangement, "never infused, services", f"{at}.services", other, cleared)
    for other in ("payer", "provider"):
        more = {
            f"{at}.payer_share": None,
            f"{at}.net_of_manufacturer_credit": True if other == "payer" else None,
        }
        yield from _word(arrangement, "never infused, product", f"{at}.product_liability", other, more)


def _rest(arrangement: Arrangement) -> Iterator[Word]:
    repeat = "rules.repeat_collection"
    held = value_at(arrangement, f"{repeat}.paid")
    if held is not None:
        named = ("paid_at", "maximum", "without_approval", "amount")
        details = (
            dict.fromkeys(named)
            if held
            else {"paid_at": "agreement_rates", "maximum": 1, "without_approval": 1}
        )
        more = {f"{repeat}.{name}": value for name, value in details.items()}
        yield from _word(arrangement, "second collection paid", f"{repeat}.paid", not held, more)
    for other in ("admission_date", "service_date", "discharge_date"):
        yield from _word(arrangement, "stay across a window edge", "rules.straddle.follows", other, {})
    for other in ("all_cause", "none"):
        more = {"rules.readmission.related_means": None}
        if other == "none":
            more["rules.readmission.same_facility_only"] = None
        else:
            more["rules.readmission.same_facility_only"] = False
        yield from _word(arrangement, "readmissions in the rate", "rules.readmission.scope", other, more)


def _word(
    arrangement: Arrangement, title: str, path: str, other: Any, more: dict[str, Any]
) -> Iterator[Word]:
    """The choice, unless the draft leaves it open or already has it."""
    now = value_at(arrangement, path)
    if now is None or now == other:
        return
    yield Word(title, path, _said(now), _said(other), {path: other, **more})


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.value if hasattr(value, "value") else value).replace("_", " ")
