"""A whole arrangement priced: base, default rate, not-infused rule, repeats, rebates, interest, cost share."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.comparing import total
from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import SERVICES, Line, Lines, Quantity, Truth
from sca_toolkit.payment.facts.refusal import CannotPrice, agreed
from sca_toolkit.payment.leftover_services import covered_services, left_over_reach
from sca_toolkit.payment.not_infused_price import not_infused_lines
from sca_toolkit.payment.rules.amounts import InterestBase, InterestUnder, LatePayment
from sca_toolkit.payment.rules.not_infused import ServicesIfNotInfused
from sca_toolkit.payment.rules.out_of_spec import OutOfSpecServices
from sca_toolkit.payment.rules.repeat_collection import RepeatCollection, RepeatPaidAt
from sca_toolkit.payment.service import Purpose
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.wording import money
from sca_toolkit.values import percent


class Settled(NamedTuple):
    """What is paid. Amounts are dollars: one `Decimal`, or float64 of shape (n,)."""

    lines: Lines
    allowed: Quantity
    """Everything due from payer, member and other payer, interest included."""
    interest: Quantity
    member_pays: Quantity
    other_payer_pays: Quantity
    payer_pays: Quantity
    from_manufacturer: Quantity


def settle(arrangement: Arrangement, facts: Facts) -> Settled:
    """The payable lines and who pays them. Raises `CannotPrice` where a value is missing."""
    agreed(arrangement, "base", "")
    lines = (*service_lines(arrangement, facts), *_rebates(arrangement, facts))
    due = [line for line in lines if line.paid_by == "payer"]
    allowed = facts.cents_of_total(total(facts, due))
    member = facts.least(facts.member_share, facts.most(allowed, facts.number(0)))
    other = facts.least(facts.other_payer, facts.most(allowed - member, facts.number(0)))
    late = _interest(arrangement, facts, allowed, allowed - member - other)
    interest = total(facts, late)
    kept = [line for line in lines if line.paid_by == "manufacturer"]
    return Settled(
        lines=(*lines, *late),
        allowed=allowed + interest,
        interest=interest,
        member_pays=member,
        other_payer_pays=other,
        payer_pays=allowed - member - other + interest,
        from_manufacturer=total(facts, kept),
    )


def service_lines(arrangement: Arrangement, facts: Facts) -> Lines:
    """Lines for services and product, before rebates and interest."""
    among = facts.everything - _set_apart(arrangement.rules.repeat_collection, facts)
    missed = facts.opposite(facts.infused)
    found: list[Line] = []
    if facts.happens(facts.infused):
        found += _only(facts, facts.infused, _rates(arrangement, facts, among))
        found += _out_of_spec_default(arrangement, facts, among)
    if facts.happens(missed):
        found += _not_infused(arrangement, facts, among, missed)
    return (*found, *_repeat_lines(arrangement, facts))


def _rates(arrangement: Arrangement, facts: Facts, among: Reach) -> Lines:
    """The base, and the default rate for what it leaves over."""
    base = agreed(arrangement, "base", "")
    lines: Lines = base.price(facts, Spot("base", among))
    rest = left_over_reach(arrangement, facts, among)
    if arrangement.default_rate is None or facts.is_empty(rest):
        return lines
    return (*lines, *arrangement.default_rate.price(facts, Spot("default_rate", rest)))


def _only(facts: Facts, where: Truth, lines: Lines) -> Lines:
    zero = facts.number(0)
    return tuple(line.with_amount(facts.choose(where, line.amount, zero)) for line in lines)


def _not_infused(arrangement: Arrangement, facts: Facts, among: Reach, missed: Truth) -> Lines:
    services = agreed(arrangement.rules.not_infused, "services", "rules.not_infused")
    lines = not_infused_lines(arrangement, facts, among)
    if services is ServicesIfNotInfused.agreement_rates:
        lines = (*_rates(arrangement, facts, among), *lines)
    named = tuple(replace(line, what=f"{line.what}, not infused") for line in lines)
    return _only(facts, missed, named)


def _out_of_spec_default(arrangement: Arrangement, facts: Facts, among: Reach) -> Lines:
    """All services at the default rate, where the rule on a product out of specification says so."""
    rule = arrangement.rules.out_of_spec
    if not facts.happens(facts.out_of_spec) or rule.services is not OutOfSpecServices.default_rate:
        return ()
    rate = agreed(arrangement, "default_rate", "")
    spot = Spot("default_rate", among & covered_services(facts))
    lines = rate.price(facts.as_in_specification(), spot)
    named = tuple(replace(line, what=f"{line.what}, out of specification") for line in lines)
    return _only(facts, facts.out_of_spec, named)


# repeat collection ---------------------------------------------------------------------------------------------------


def _set_apart(rule: RepeatCollection, facts: Facts) -> Reach:
    """Services of a second collection or manufacture that the rates do not pay."""
    purposes = {column.purpose for column in facts.columns}
    apart: set[Purpose] = set()
    if Purpose.repeat_collection in purposes:
        paid = agreed(rule, "paid", "rules.repeat_collection")
        if not paid or agreed(rule, "paid_at", "rules.repeat_collection") is not RepeatPaidAt.agreement_rates:
            apart.add(Purpose.repeat_collection)
    if Purpose.second_bridging in purposes and not agreed(rule, "bridging_paid", "rules.repeat_collection"):
        apart.add(Purpose.second_bridging)
    return facts.reach(Scope(), lambda column: column.purpose in apart) if apart else facts.nothing


def _repeat_lines(arrangement: Arrangement, facts: Facts) -> Lines:
    rule, path = arrangement.rules.repeat_collection, "rules.repeat_collection"
    if not facts.happens(facts.repeat_collections > 0) or not agreed(rule, "paid", path):
        return ()
    paid_at = agreed(rule, "paid_at", path)
    if paid_at is RepeatPaidAt.fixed:
        times = facts.least(facts.repeat_collections, facts.number(agreed(rule, "maximum", path)))
        amount = agreed(rule, "amount", path)
        words = facts.words(lambda: f"{times} x {money(amount)}")
        paid = times * facts.number(amount)
        return (facts.line(path, "Repeat Collection", "repeat collection", paid, formula=words),)
    if paid_at is not RepeatPaidAt.default_rate:
        return ()
    again = facts.reach(Scope(), lambda column: column.purpose is Purpose.repeat_collection)
    lines = agreed(arrangement, "default_rate", "").price(facts, Spot("default_rate", again))
    return tuple(replace(line, what=f"{line.what}, repeat collection") for line in lines)


# rebates, interest ---------------------------------------------------------------------------------------------------


def _rebates(arrangement: Arrangement, facts: Facts) -> Lines:
    return tuple(
        line
        for at, rebate in enumerate(arrangement.rebates)
        for line in rebate.price(facts, Spot(f"rebates[{at}]", facts.everything))
    )


def _interest(arrangement: Arrangement, facts: Facts, allowed: Quantity, payer_due: Quantity) -> Lines:
    """Interest on the unpaid amount: before or after the cost share, as the order of the arrangement says."""
    if not facts.happens(facts.days_late > 0):
        return ()
    rule, path = arrangement.rules.late_payment, "rules.late_payment"
    if agreed(rule, "interest", path) is not InterestUnder.agreement:
        facts.note(path, lambda: "interest, if any, follows from law and is not priced")
        return ()
    order = agreed(arrangement, "order", "")
    share_first = Step.cost_share in order and order.index(Step.cost_share) < _place(order, Step.adjust)
    base = _bears_interest(facts, rule, payer_due if share_first else allowed, allowed)
    rate = agreed(rule, "annual_rate", path)
    year = facts.number(int(agreed(rule, "day_count", path).value))
    amount = base * facts.number(rate) * facts.days_late / year
    words = facts.words(lambda: f"{money(base)} x {percent(rate)} x {facts.days_late} days / {year}")
    return (Line(path, "Interest", "late payment", facts.cents(amount), SERVICES, formula=words),)


def _place(order: tuple[Step, ...], step: Step) -> int:
    return order.index(step) if step in order else len(order)


def _bears_interest(facts: Facts, rule: LatePayment, unpaid: Quantity, allowed: Quantity) -> Quantity:
    if agreed(rule, "base", "rules.late_payment") is InterestBase.unpaid_amount:
        return unpaid
    billed = facts.charges(facts.everything) + facts.product_charge(facts.everything, "rules.late_payment")
    return facts.most(billed - allowed, facts.number(0))


def refuse_without_order(arrangement: Arrangement) -> None:
    """Raise `CannotPrice` when the arrangement does not say in which order payment is computed."""
    if not arrangement.order:
        raise CannotPrice(
            arrangement.open_terms()["order"], "order", "Write order: standard for the usual one."
        )
