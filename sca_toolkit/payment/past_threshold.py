"""What a stop-loss measures and what it pays past its threshold.

X is the measure, T the threshold, q the percentage. First-dollar: q times all charges (or cost) where X > T, in place
of the payment. Second-dollar: the payment plus q times (X - T); where X is the payment itself, T plus q times (P - T).
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from sca_toolkit.payment.comparing import total
from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Line, Lines, Quantity, Truth, product_only
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.facts.standing import billable
from sca_toolkit.payment.measured import Measure, measures, refuse_for_episode
from sca_toolkit.payment.scope import ChargeBasis
from sca_toolkit.payment.threshold import ThresholdBasis
from sca_toolkit.payment.wording import money
from sca_toolkit.values import percent

if TYPE_CHECKING:
    from sca_toolkit.payment.first_dollar import FirstDollarStopLoss
    from sca_toolkit.payment.second_dollar import SecondDollarStopLoss
    from sca_toolkit.payment.stop_loss import StopLoss


def groups_of(node: StopLoss, facts: Facts, spot: Spot, lines: Lines) -> tuple[Measure, ...]:
    """Lines and services of the protected payment, by claim, by admission or together."""
    over = agreed(node, "measured_over", spot.path)
    by_payment = node.threshold_basis in (ThresholdBasis.reimbursement, ThresholdBasis.ratio_to_rate)
    if by_payment:
        refuse_for_episode(lines, over, spot.path)
    return measures(facts, lines, node.of.services(facts) & spot.within, over, by_payment=by_payment)


def counted_charges(node: StopLoss, facts: Facts, spot: Spot, group: Measure, with_product: bool) -> Quantity:
    """Charges of a group by the basis of the node, without the items it leaves out."""
    basis = agreed(node, "charges", spot.path)
    names = frozenset(item.casefold() for item in node.excludes)
    reach = group.reach & billable(facts, basis, edits_waived=basis is not ChargeBasis.allowed)
    if names:
        reach = reach - facts.reach(Scope(), lambda column: column.named(names))
    charges = facts.charges(reach)
    if not with_product:
        return charges
    return charges + facts.product_charge(_product(facts, group), spot.path)


def _product(facts: Facts, group: Measure) -> Reach:
    """The product of a group, wherever it is paid."""
    product = facts.reach(Scope(), lambda column: column.kind == "product")
    if group.stay is not None:
        return product & facts.stay_reach(group.stay)
    return product if group.claim is None else product & facts.claim_reach(group.claim)


def days(facts: Facts, group: Measure) -> Quantity:
    """Counted inpatient days of a group."""
    stays = range(len(facts.stays)) if group.stay is None else [group.stay]
    return sum((facts.bed_days(group.reach, stay) for stay in stays), facts.number(0))


def payment(node: StopLoss, facts: Facts, spot: Spot, group: Measure) -> Quantity:
    """The protected payment of a group, with or without the product as the threshold says."""
    counts = bool(agreed(node, "product_in_threshold", spot.path))
    return total(facts, [line for line in group.lines if counts or not product_only(line)])


def measure_and_threshold(
    node: StopLoss, facts: Facts, spot: Spot, group: Measure
) -> tuple[Quantity, Quantity]:
    """X and T of a group, in one unit."""
    basis = agreed(node, "threshold_basis", spot.path)
    limit = facts.number(agreed(node, "threshold", spot.path).count)
    if basis is ThresholdBasis.covered_days:
        return days(facts, group), limit
    if basis is ThresholdBasis.reimbursement:
        return payment(node, facts, spot, group), limit
    with_product = bool(agreed(node, "product_in_threshold", spot.path))
    charges = counted_charges(node, facts, spot, group, with_product)
    if basis is ThresholdBasis.ratio_to_rate:
        return charges, limit * payment(node, facts, spot, group)
    if basis is ThresholdBasis.cost_at_ccr:
        return charges * facts.number(agreed(node, "cost_to_charge_ratio", spot.path)), limit
    return charges, limit


def first_dollar(node: FirstDollarStopLoss, facts: Facts, spot: Spot) -> Lines:
    """Lines of the payment where the threshold is not passed; past it, the percentage of everything."""
    lines = node.of.price(facts, spot.at("of"))
    if not spot.lumps:
        return lines
    groups = groups_of(node, facts, spot, lines)
    passed = [_is_past(node, facts, spot, group) for group in groups]
    grouped = {id(line) for group in groups for line in group.lines}
    found: list[Line] = []
    for line in lines:
        # A rate for the episode is replaced as soon as one claim or admission passes the threshold.
        if id(line) not in grouped:
            loose = passed if line.claim is None else []
            found += [_replaced(node, facts, spot, line, reduce(or_, loose, False))]
    for group, past in zip(groups, passed, strict=True):
        found += _switched(node, facts, spot, group, past)
    return tuple(found)


def _is_past(node: FirstDollarStopLoss, facts: Facts, spot: Spot, group: Measure) -> Truth:
    measured, limit = measure_and_threshold(node, facts, spot, group)
    return measured > limit


def _replaced(node: FirstDollarStopLoss, facts: Facts, spot: Spot, line: Line, past: Truth) -> Line:
    """The line where the threshold is not passed; a Product that the percentage leaves out stays payable."""
    if product_only(line) and not agreed(node, "product_in_percentage", spot.path):
        return line
    return line.with_amount(facts.choose(past, facts.number(0), line.amount))


def _switched(node: FirstDollarStopLoss, facts: Facts, spot: Spot, group: Measure, past: Truth) -> list[Line]:
    replaces_product = bool(agreed(node, "product_in_percentage", spot.path))
    zero = facts.number(0)
    kept = [_replaced(node, facts, spot, line, past) for line in group.lines]
    if facts.happens(past):
        facts.note(
            spot.path, lambda: f"{node.threshold_term} passed{group.name}: the {node.of.term} is replaced"
        )
    share = agreed(node, "percent_above", spot.path)
    base = counted_charges(node, facts, spot, group, replaces_product)
    if node.threshold_basis is ThresholdBasis.cost_at_ccr:
        base = base * facts.number(agreed(node, "cost_to_charge_ratio", spot.path))
    amount = _at_most(node, facts, base * facts.number(share))
    new = facts.line(
        spot.path,
        node.term,
        group.what("all charges past the threshold"),
        facts.choose(past, amount, zero),
        item=WHOLE if replaces_product else SERVICES,
        claim=group.claim,
        stay=group.stay,
        formula=facts.words(lambda: f"{percent(share)} of {money(base)}"),
    )
    return [*kept, new]


def _at_most(node: StopLoss, facts: Facts, amount: Quantity) -> Quantity:
    return amount if node.maximum is None else facts.least(amount, facts.number(node.maximum))


def second_dollar(node: SecondDollarStopLoss, facts: Facts, spot: Spot) -> Lines:
    """Lines of the payment, then what is added past the threshold (or cut, where the payment itself is measured)."""
    lines = node.of.price(facts, spot.at("of"))
    if not spot.lumps:
        return lines
    added = (_excess_line(node, facts, spot, group) for group in groups_of(node, facts, spot, lines))
    return (*lines, *added)


def _excess_line(node: SecondDollarStopLoss, facts: Facts, spot: Spot, group: Measure) -> Line:
    measured, limit = measure_and_threshold(node, facts, spot, group)
    excess = facts.most(measured - limit, facts.number(0))
    whole = any(line.item != SERVICES for line in group.lines) and bool(node.product_in_threshold)
    return facts.line(
        spot.path,
        node.term,
        group.what("past the threshold"),
        _at_most(node, facts, _added(node, facts, spot, group, excess)),
        item=WHOLE if whole else SERVICES,
        claim=group.claim,
        stay=group.stay,
        formula=facts.words(lambda: f"measured {measured:,.2f} against {limit:,.2f}"),
    )


def _added(
    node: SecondDollarStopLoss, facts: Facts, spot: Spot, group: Measure, excess: Quantity
) -> Quantity:
    if node.per_day is not None:
        return excess * facts.number(node.per_day)
    share = facts.number(agreed(node, "percent_above", spot.path))
    if node.threshold_basis is ThresholdBasis.reimbursement:
        return excess * (share - facts.number(1))
    if node.threshold_basis is ThresholdBasis.covered_days:
        return share * _further_charges(node, facts, spot, group)
    return share * excess


def _further_charges(node: SecondDollarStopLoss, facts: Facts, spot: Spot, group: Measure) -> Quantity:
    """Charges of the days past the threshold; the charges of a stay belong to its counted days in equal parts."""
    limit = facts.number(agreed(node, "threshold", spot.path).count)
    zero = facts.number(0)
    so_far, found = zero, zero
    for stay in range(len(facts.stays)) if group.stay is None else [group.stay]:
        part = group._replace(reach=group.reach & facts.stay_reach(stay), stay=stay)
        own = facts.bed_days(part.reach, stay)
        so_far = so_far + own
        further = facts.least(own, facts.most(so_far - limit, zero))
        with_product = bool(agreed(node, "product_in_percentage", spot.path))
        charges = counted_charges(node, facts, spot, part, with_product)
        found = found + facts.choose(own > 0, charges * further / facts.most(own, facts.number(1)), zero)
    return found
