"""Services that the rates of the base leave over, group by group, so that the default rate can pay for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sca_toolkit.payment.facts.facts import Facts, Reach, Scope
from sca_toolkit.payment.facts.refusal import CannotPrice
from sca_toolkit.payment.left_over import LeftOver
from sca_toolkit.payment.part import PaymentNode
from sca_toolkit.payment.phases import PhasedCaseRates
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.product_flow import within
from sca_toolkit.payment.scope import ScopedNode, Setting, WindowedNode
from sca_toolkit.payment.service import Column, Standing

if TYPE_CHECKING:
    from sca_toolkit.payment.arrangement import Arrangement


ORDER = (LeftOver.between_phases, LeftOver.outside_window, LeftOver.other_setting, LeftOver.not_listed)
"""The reasons in the order in which they are tried; the last takes what the others leave."""


def covered_services(facts: Facts) -> Reach:
    """Every covered line and day; not the product, which only a rate that names it pays for."""

    def keep(column: Column) -> bool:
        return column.kind != "product" and column.standing is not Standing.not_covered

    return facts.reach(Scope(), keep)


def left_over_reach(arrangement: Arrangement, facts: Facts, among: Reach) -> Reach:
    """The services of `among` that no rate of the base reaches and that the default rate covers."""
    base, rate = arrangement.base, arrangement.default_rate
    if base is None:
        return facts.nothing
    rest = (among & covered_services(facts)) - base.services(facts)
    if rate is None:
        return _refused(arrangement, facts, rest)
    found = facts.nothing
    for group in ORDER:
        here = _of_kind(group, base, facts, rest)
        rest = rest - here
        if group in rate.covers:
            found = found | here
    return found


def _refused(arrangement: Arrangement, facts: Facts, rest: Reach) -> Reach:
    """Nothing where nothing is left over; else `CannotPrice`: an open default rate does not mean no payment."""
    if facts.happens(facts.any_service(rest)) and "default_rate" in arrangement.open_terms():
        raise CannotPrice(
            arrangement.open_terms()["default_rate"],
            "default_rate",
            "Some services lie outside every other rate; write what they are paid, or not_payable: yes.",
        )
    return facts.nothing


def _of_kind(group: LeftOver, base: PaymentNode, facts: Facts, rest: Reach) -> Reach:
    """The part of `rest` that is left over for one reason, in the order of `ORDER`."""
    nodes = [node for _, node in within(base)]
    if group is LeftOver.between_phases:
        return (
            _any(facts, [_whole_run(node, facts) for node in nodes if isinstance(node, PhasedCaseRates)])
            & rest
        )
    if group is LeftOver.outside_window:
        phased = _any(facts, [_whole_run(node, facts) for node in nodes if isinstance(node, PhasedCaseRates)])
        return (_any(facts, [_at_any_time(node, facts) for node in nodes]) & rest) - phased
    if group is LeftOver.other_setting:
        return _in_other_settings(nodes, facts) & rest
    return rest & _in_some_setting(nodes, facts)


def _any(facts: Facts, reaches: list[Reach]) -> Reach:
    found = facts.nothing
    for reach in reaches:
        found = found | reach
    return found


def _whole_run(node: PhasedCaseRates, facts: Facts) -> Reach:
    return facts.reach(Scope.of(node, node.whole_run()), lambda column: column.kind != "product", node.term)


def _at_any_time(node: PaymentNode, facts: Facts) -> Reach:
    """What a windowed rate would reach without its window."""
    if isinstance(node, PhasedCaseRates):
        return facts.reach(Scope.of(node), lambda column: column.kind != "product", node.term)
    if isinstance(node, WindowedNode) and node.window is not None:
        return node.without_window().services(facts)
    return facts.nothing


def _for_services(nodes: list[PaymentNode]) -> list[ScopedNode]:
    """Rates that pay for services; the setting of a Product Payment says nothing about services."""
    return [node for node in nodes if isinstance(node, ScopedNode) and not isinstance(node, Product)]


def _in_some_setting(nodes: list[PaymentNode], facts: Facts) -> Reach:
    scoped = [Scope(setting=node.setting) for node in _for_services(nodes)]
    return _any(facts, [facts.reach(scope, lambda column: column.kind != "product") for scope in scoped])


def _in_other_settings(nodes: list[PaymentNode], facts: Facts) -> Reach:
    if any(node.setting is Setting.every for node in _for_services(nodes)):
        return facts.nothing
    return facts.everything - _in_some_setting(nodes, facts)
