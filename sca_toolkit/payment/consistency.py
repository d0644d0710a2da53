"""What an arrangement may not say: two terms of one name, rules that speak of what is not there, a wrong order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sca_toolkit.payment.case_rate import CaseRate
from sca_toolkit.payment.left_over import LeftOver
from sca_toolkit.payment.part import PaymentNode
from sca_toolkit.payment.phase import GapRule, PhaseName
from sca_toolkit.payment.phases import PhasedCaseRates
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.relevance import points_to_default_rate
from sca_toolkit.payment.rules.conversion import ConversionRule
from sca_toolkit.payment.rules.not_infused import ServicesIfNotInfused
from sca_toolkit.payment.rules.repeat_collection import RepeatPaidAt
from sca_toolkit.payment.scope import Setting
from sca_toolkit.payment.step import Step

if TYPE_CHECKING:
    from sca_toolkit.payment.arrangement import Arrangement


def contradictions(arrangement: Arrangement) -> tuple[str, ...]:
    """One sentence for each contradiction between the parts of an arrangement."""
    return (
        *_same_names(arrangement),
        *_roll_in(arrangement),
        *_not_infused(arrangement),
        *_repeat_collection(arrangement),
        *_default_rate(arrangement),
        *_order(arrangement),
    )


def _same_names(arrangement: Arrangement) -> Iterator[str]:
    seen: dict[str, str] = {}
    for at, node in arrangement.nodes():
        key = node.term.casefold()
        if key in seen:
            yield f"{seen[key]} and {at} are both called {node.term!r}; give one of them its own name under called."
        seen.setdefault(key, at)


def _roll_in(arrangement: Arrangement) -> Iterator[str]:
    if arrangement.rules.conversion.rule is not ConversionRule.roll_in:
        return
    for at, node in arrangement.nodes():
        if isinstance(node, Product) and node.setting is Setting.every:
            yield (
                f"rules.conversion rolls the Product into the inpatient payment, but {at} pays for it on its own in "
                "every setting; write roll_in_except_product, or limit the product to setting: outpatient."
            )


def _not_infused(arrangement: Arrangement) -> Iterator[str]:
    services = arrangement.rules.not_infused.services
    nodes = [node for _, node in arrangement.nodes()]
    if services is ServicesIfNotInfused.phases_begun and not _any(nodes, PhasedCaseRates):
        yield "rules.not_infused says phases_begun, but base has no phased_case_rates."
    if services is ServicesIfNotInfused.agreement_rates and _any(nodes, CaseRate):
        yield (
            "rules.not_infused says agreement_rates, but a case rate is earned only by infusion; "
            "say what is paid: nothing, fixed, percent_of_charges, cost_plus or default_rate."
        )


def _any(nodes: list[PaymentNode], kind: type[PaymentNode]) -> bool:
    return any(isinstance(node, kind) for node in nodes)


def _repeat_collection(arrangement: Arrangement) -> Iterator[str]:
    rule = arrangement.rules.repeat_collection
    phased = (node for _, node in arrangement.nodes() if isinstance(node, PhasedCaseRates))
    collections = [each for node in phased for each in node.phases if each.phase is PhaseName.collection]
    if rule.paid_at is RepeatPaidAt.phase_rate and not collections and arrangement.base is not None:
        yield "rules.repeat_collection is paid at the phase_rate, but base has no collection phase."
    for phase in collections:
        if rule.paid is False and phase.repeatable:
            yield "the collection phase is repeatable, but rules.repeat_collection says that a repeat is not paid."
        if rule.paid_at is RepeatPaidAt.phase_rate and phase.repeatable is False:
            yield "rules.repeat_collection is paid at the phase_rate, but the collection phase is not repeatable."


def _default_rate(arrangement: Arrangement) -> Iterator[str]:
    rate = arrangement.default_rate
    if rate is None:
        return
    if rate.not_payable and points_to_default_rate(arrangement):
        yield "default_rate says not_payable, but a rule points to the default rate."
    rules = [node.gap_rule for _, node in arrangement.nodes() if isinstance(node, PhasedCaseRates)]
    between = LeftOver.between_phases in rate.covers
    if rate.covers and not between and GapRule.default_rate in rules:
        yield "the gap_rule of the phases is default_rate, but default_rate does not cover between_phases; add it."
    if between and (GapRule.not_paid in rules or GapRule.phase_before in rules):
        yield "default_rate covers between_phases, but the gap_rule of the phases says otherwise; keep one of them."


def _order(arrangement: Arrangement) -> Iterator[str]:
    if not arrangement.order or arrangement.base is None:
        return
    for steps in sorted(set(_climbs(arrangement.base))):
        if not _is_within(steps, arrangement.order):
            words = ", then ".join(steps)
            yield f"order does not allow for base, in which {words} follow one another; change or repeat a step."
            return


def _climbs(node: PaymentNode) -> Iterator[tuple[Step, ...]]:
    """The steps on each way from a leaf up to `node`, each run of one step written once."""
    below = [climb for child in node.children() for climb in _climbs(child)] or [()]
    for climb in below:
        repeated = node.step is None or (climb and climb[-1] is node.step)
        yield climb if repeated or node.step is None else (*climb, node.step)


def _is_within(steps: tuple[Step, ...], order: tuple[Step, ...]) -> bool:
    rest = iter(order)
    return all(step in rest for step in steps)
