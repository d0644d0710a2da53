"""Offers and answers of an invented negotiation: a case rate that both sides close in on, and terms beside it.

Amounts are drawn at random and mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sca_toolkit.desk.synthetic.agreeing import Talks
from sca_toolkit.events import Side
from sca_toolkit.ledger import Move, Status

AMOUNT = "payment.base.parts[0].of.amount"
THRESHOLD = "payment.base.parts[0].threshold"
FILING = "filing.initial"
US, PAYER = "Riley Example (invented)", "Contracting desk of the payer (invented)"
ALLOWED_BY = "Quinn Example (invented)"
_TAKEN = ("product_price", "coverage_change", "travel")
"""Rows that the payer takes as we put them."""

Said = tuple[str, Status, dict[str, Any]]


@dataclass(frozen=True)
class _Wishes:
    """Where each side begins, in dollars."""

    ask: int
    bid: int
    threshold: int
    their_threshold: int

    def ours(self, step: int, steps: int) -> int:
        """Our amount in our round `step` (from 0)."""
        return _rounded(self.ask - 0.45 * (self.ask - self.bid) * step / max(1, steps))

    def theirs(self, step: int, steps: int) -> int:
        """The payer's amount in its round `step` (from 0)."""
        return _rounded(self.bid + 0.5 * (self.ask - self.bid) * step / max(1, steps))


def moves_of_talks(
    case_id: str, talks: Talks, chance: Random, until: datetime, zone: ZoneInfo
) -> tuple[Move, ...]:
    """The moves made before `until` (a time at the center), in their order."""
    ask = chance.randrange(360, 520) * 500
    bid = _rounded(ask * chance.uniform(0.6, 0.75))
    wishes = _Wishes(ask, bid, chance.randrange(6, 9) * 100_000, chance.randrange(11, 15) * 100_000)
    made: list[Move] = []
    for number, (side, at) in enumerate(talks.moves, start=1):
        if at >= until:
            break
        last = talks.agreed and number == len(talks.moves)
        for topic, status, values in _said(number, side, last, wishes, len(talks.moves) // 2):
            made.append(
                _move(case_id, number, len(made), side, at.replace(tzinfo=zone), topic, status, values)
            )
    return tuple(made)


def _said(number: int, side: Side, last: bool, wishes: _Wishes, rounds: int) -> Iterator[Said]:
    step = (number - 1) // 2
    if last:
        yield from (("payment_model", Status.agreed, {}), ("stop_loss", Status.agreed, {}))
        if rounds < 2:
            yield "claims", Status.agreed, {}
    elif number == 1:
        yield from _opening(wishes)
    elif side is Side.payer and number == 2:
        yield from _first_answer(wishes, rounds)
    elif side is Side.payer:
        yield "payment_model", Status.countered, {AMOUNT: _usd(wishes.theirs(step, rounds))}
    else:
        yield "payment_model", Status.countered, {AMOUNT: _usd(wishes.ours(step, rounds))}
        if number == 3:
            yield "claims", Status.agreed, {}
            yield "stop_loss", Status.countered, {THRESHOLD: _usd(_between(wishes))}


def _opening(wishes: _Wishes) -> Iterator[Said]:
    yield "payment_model", Status.offered, {"payment": _payment(wishes.ask, wishes.threshold)}
    yield "claims", Status.offered, {FILING: "180 calendar days", "prompt_pay.due": "30 calendar days"}
    yield "coverage_change", Status.offered, {"exit.point_of_no_return": "collection_start"}
    yield "travel", Status.offered, {"travel.maximum": "$10,000"}


def _first_answer(wishes: _Wishes, rounds: int) -> Iterator[Said]:
    yield "payment_model", Status.countered, {AMOUNT: _usd(wishes.theirs(0, rounds))}
    yield "stop_loss", Status.countered, {THRESHOLD: _usd(wishes.their_threshold)}
    yield "claims", Status.countered, {FILING: "90 calendar days"}
    yield from ((topic, Status.agreed, {}) for topic in _TAKEN)


def _payment(amount: int, threshold: int) -> dict[str, Any]:
    return {
        "base": {
            "kind": "sum",
            "parts": [
                {
                    "kind": "second_dollar_stop_loss",
                    "threshold_basis": "charges",
                    "threshold": _usd(threshold),
                    "percent_above": "55%",
                    "of": {"kind": "case_rate", "amount": _usd(amount), "product_included": "no"},
                },
                {"kind": "product", "basis": {"kind": "invoice"}, "price_date_rule": "invoice_date"},
            ],
        },
        "order": "standard",
    }


def _move(
    case_id: str,
    number: int,
    place: int,
    side: Side,
    at: datetime,
    topic: str,
    status: Status,
    values: dict[str, Any],
) -> Move:
    below = side is Side.us and status is Status.countered
    mover: Literal[Side.us, Side.payer] = Side.us if side is Side.us else Side.payer
    return Move(
        id=f"{case_id}-m{place + 1:02}",
        case=case_id,
        round=number,
        side=mover,
        topic=topic,
        status=status,
        values=values,
        at=at,
        who=US if side is Side.us else PAYER,
        allowed_by=ALLOWED_BY if below else None,
    )


def _between(wishes: _Wishes) -> int:
    return (wishes.threshold + wishes.their_threshold) // 2 // 50_000 * 50_000


def _rounded(amount: float) -> int:
    return round(amount / 500) * 500


def _usd(amount: int) -> str:
    return f"${amount:,}"
