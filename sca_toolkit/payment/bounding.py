"""Holding a payment between limits: the cut, or the amount that is missing, is a line of its own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from sca_toolkit.payment.comparing import total
from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Line, Lines, Quantity, product_only
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.measured import Measure, measures, refuse_for_episode
from sca_toolkit.payment.wording import money

if TYPE_CHECKING:
    from sca_toolkit.payment.bounds import Bound


def bounded(node: Bound, facts: Facts, spot: Spot, low: Decimal | None, high: Decimal | None) -> Lines:
    """The lines of the payment, then for each group what the limits change."""
    lines = node.of.price(facts, spot.at("of"))
    if not spot.lumps:
        return lines
    with_product = bool(agreed(node, "product_included", spot.path))
    counted = [line for line in lines if with_product or not product_only(line)]
    over = agreed(node, "measured_over", spot.path)
    reach = node.of.services(facts) & spot.within
    refuse_for_episode(counted, over, spot.path)
    groups = measures(facts, counted, reach, over)
    changes = (each for group in groups for each in _changes(node, facts, spot, group, low, high))
    return (*lines, *changes)


def _changes(
    node: Bound, facts: Facts, spot: Spot, group: Measure, low: Decimal | None, high: Decimal | None
) -> Iterator[Line]:
    before = total(facts, group.lines)
    raised = before
    if low is not None:
        there = (before > 0) | facts.any_service(group.reach)
        raised = facts.choose(there, facts.most(before, facts.number(low)), before)
        yield _line(node, facts, spot, group, "raised to the floor", raised - before, low)
    if high is not None:
        cut = facts.least(raised, facts.number(high)) - raised
        yield _line(node, facts, spot, group, "cut to the cap", cut, high)


def _line(
    node: Bound, facts: Facts, spot: Spot, group: Measure, what: str, change: Quantity, limit: Decimal
) -> Line:
    whole = any(line.item != SERVICES for line in group.lines)
    return Line(
        spot.path,
        node.term,
        group.what(what),
        change,
        WHOLE if whole else SERVICES,
        group.claim,
        group.stay,
        facts.words(lambda: f"the limit is {money(limit)}"),
    )
