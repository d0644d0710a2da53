"""An invented negotiation to test with: a small first draft, and moves that are quick to write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sca_toolkit.clauses import Stance
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.ledger import Ledger, Move, Status, offer_from, state, with_moves
from sca_toolkit.payer import KnownPosition
from sca_toolkit.terms import AgreementTerms, with_values
from tests.payment.contracts import contract

CASE = "EX-1"
START = datetime(2026, 11, 2, 15, tzinfo=UTC)
LATER = date(2027, 3, 1)
AMOUNT = "payment.base.parts[0].amount"
FEE = "payment.base.parts[1].handling_fee"
DRAFT = with_values(
    AgreementTerms(
        payment=contract("150,000 + invoice"),
        positions={"SCA-19": KnownPosition(position=Stance.provider)},
    ),
    {
        "member.name": "Alex Example (invented)",
        "member.plan_year_end": "2026-12-31",
        "filing.initial": "180 calendar days",
        "audit.offset_allowed": "no",
        "travel.maximum": "$10,000",
    },
)


def on(day: int) -> datetime:
    """The afternoon of a day, counted from the first."""
    return START + timedelta(days=day)


def move(
    number: int,
    side: Literal[Side.us, Side.payer],
    topic: str,
    status: str,
    values: dict[str, Any] | None = None,
    **more: Any,
) -> Move:
    """A move of round `number`, made two days after the round before unless `at` says otherwise."""
    at = more.pop("at", on(2 * (number - 1)))
    return Move(
        case=CASE,
        round=number,
        side=side,
        topic=topic,
        status=Status(status),
        values=values or {},
        at=at,
        **more,
    )


def ours(number: int, topic: str, status: str, values: dict[str, Any] | None = None, **more: Any) -> Move:
    """A move of ours."""
    return move(number, Side.us, topic, status, values, **more)


def theirs(number: int, topic: str, status: str, values: dict[str, Any] | None = None, **more: Any) -> Move:
    """A move of the payer's."""
    return move(number, Side.payer, topic, status, values, **more)


def opening(terms: AgreementTerms = DRAFT) -> tuple[Move, ...]:
    """Our first draft on the table."""
    return offer_from(terms, state((), START.date()), case=CASE, at=START, who="Ana Example (invented)")


def talk(*moves: Move, terms: AgreementTerms = DRAFT) -> tuple[Move, ...]:
    """The first draft and the moves after it, each checked as it is recorded."""
    return with_moves(opening(terms), moves)


def ledger(*moves: Move, as_of: date = LATER, **more: Any) -> Ledger:
    """The ledger after the first draft and these moves."""
    return state(talk(*moves), as_of, **more)


def event(step: Step, day: int, **more: Any) -> Event:
    """An event on a day."""
    return Event(case=CASE, step=step, at=on(day), **more)
