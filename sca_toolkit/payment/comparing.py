"""Comparing payments: which services are compared, by what they are grouped, and which payment is paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from sca_toolkit.payment.facts.facts import Facts, Reach, Spot
from sca_toolkit.payment.facts.lines import PRODUCT, SERVICES, WHOLE, Line, Lines, Quantity, Truth
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.wording import money

if TYPE_CHECKING:
    from sca_toolkit.payment.combine import Comparison

Pick = Callable[[Facts, Quantity, Quantity], Truth]
"""Whether the first of two totals is chosen over the second."""


def compared(node: Comparison, facts: Facts, spot: Spot, beats: Pick) -> Lines:
    """Lines of the payment that is chosen, group by group; services that one payment does not reach are left out.

    Left out of the comparison, they are paid by the payments that do reach them, the first of these in order.
    """
    by_line = agreed(node, "level", spot.path) == "line"
    reaches = [member.services(facts) for member in node.members]
    common = reduce(lambda one, other: one & other, reaches)
    spots = [spot.at(f"members[{at}]") for at in range(len(node.members))]
    inside = [
        member.price(facts, _by_code(at.only(common), by_line))
        for member, at in zip(node.members, spots, strict=True)
    ]
    chosen = _chosen(facts, spot.path, inside, by_line, beats)
    return (*chosen, *_left_out(node, facts, spots, reaches, common))


def _by_code(spot: Spot, wanted: bool) -> Spot:
    return replace(spot, by_code=wanted or spot.by_code)


def _left_out(
    node: Comparison, facts: Facts, spots: Sequence[Spot], reaches: Sequence[Reach], common: Reach
) -> Lines:
    lines: list[Line] = []
    taken = common
    for member, spot, reach in zip(node.members, spots, reaches, strict=True):
        rest = reach - taken
        if not facts.is_empty(rest & spot.within):
            more = member.price(facts, spot.only(rest, lumps=False))
            lines += [replace(line, what=f"{line.what}, outside the comparison") for line in more]
        taken = taken | rest
    return tuple(lines)


def _chosen(facts: Facts, path: str, members: Sequence[Lines], by_line: bool, beats: Pick) -> Lines:
    """Each member's lines where it is chosen; a member that is not chosen pays nothing."""
    group_of = grouping(members, by_line)
    paid: list[Line] = []
    for group in sorted({group_of(line) for lines in members for line in lines}):
        own = [[line for line in lines if group_of(line) == group] for lines in members]
        totals = [total(facts, lines) for lines in own]
        _tell(facts, path, own, totals)
        for lines, share in zip(own, _shares(facts, totals, beats), strict=True):
            paid += [line.with_amount(line.amount * share) for line in lines]
    return tuple(paid)


def _shares(facts: Facts, totals: Sequence[Quantity], beats: Pick) -> list[Quantity]:
    """1 for the member that is chosen, 0 for the others; the first of equals is chosen."""
    none, all_of_it = facts.number(0), facts.number(1)
    shares, winner = [all_of_it], totals[0]
    for challenger in totals[1:]:
        wins = beats(facts, challenger, winner)
        shares = [facts.choose(wins, none, share) for share in shares]
        shares.append(facts.choose(wins, all_of_it, none))
        winner = facts.choose(wins, challenger, winner)
    return shares


def _tell(facts: Facts, path: str, own: Sequence[Sequence[Line]], totals: Sequence[Quantity]) -> None:
    def words() -> str:
        names = [lines[0].term if lines else "no payment" for lines in own]
        return "compared: " + ", ".join(
            f"{name} {money(value)}" for name, value in zip(names, totals, strict=True)
        )

    facts.note(path, words)


def total(facts: Facts, lines: Sequence[Line]) -> Quantity:
    """The sum of lines."""
    return sum((line.amount for line in lines), facts.number(0))


def grouping(members: Sequence[Lines], by_line: bool) -> Callable[[Line], tuple[str, str]]:
    """Claim and item by which lines are compared.

    An amount for the whole episode ties all claims together; an amount that holds services and Product ties these
    together; a code is compared on its own only where every payment knows it.
    """
    every = [line for lines in members for line in lines]
    one_claim = any(line.claim is None for line in every)
    whole = any(line.item == WHOLE for line in every)
    shared = set.intersection(*({line.item for line in lines} for lines in members)) if members else set()

    def group(line: Line) -> tuple[str, str]:
        claim = "" if one_claim or line.claim is None else line.claim
        if not by_line or whole:
            return claim, ""
        if line.item == PRODUCT or line.item in shared:
            return claim, line.item
        return claim, SERVICES

    return group
