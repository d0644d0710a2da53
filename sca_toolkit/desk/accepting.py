"""Accepting: one side says yes to all that the other has on the table, one move a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.negotiating import record_moves
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Side
from sca_toolkit.ledger import Ledger, Move, Status, state
from sca_toolkit.store import case_row, moves_of

PAYMENT = "payment_model"
"""The row that can settle the whole payment; it is agreed before the rows of its parts are looked at."""
Party = Literal[Side.us, Side.payer]


@dataclass(frozen=True)
class _Yes:
    """What every move of an acceptance shares."""

    case: str
    side: Party
    at: datetime
    round: int
    said: dict[str, Any]

    def to(self, topic: str) -> Move:
        """Yes to one row."""
        return Move(
            case=self.case,
            round=self.round,
            side=self.side,
            topic=topic,
            status=Status.agreed,
            at=self.at,
            **self.said,
        )


def round_for(ledger: Ledger, side: Side, *, new: bool = False) -> int:
    """The round in which `side` moves now: its own last one while nobody has answered, else the next."""
    last = ledger.rounds[-1] if ledger.rounds else None
    return last.number if last and last.side is side and not new else ledger.next_round


def accept_all(
    desk: Desk,
    case_id: str,
    side: Party,
    at: datetime,
    now: datetime,
    *,
    allowed_by: str | None = None,
    topics: Sequence[str] = (),
) -> tuple[Move, ...]:
    """Agree, for `side`, to every row that waits for its answer; with `topics` to these only. Returns the moves.

    Raises UsageProblem when nothing waits for that side, DataError when a move cannot be; nothing is kept then.
    """
    with desk.record.reading() as read:
        recorded = moves_of(read, case_row(read, case_id).id)
    zone = desk.library.practice().calendar.zone

    def ledger(more: Sequence[Move] = ()) -> Ledger:
        return state((*recorded, *more), at.astimezone(zone).date(), zone=zone)

    first = ledger()
    said = {"who": desk.who if side is Side.us else "", "allowed_by": allowed_by}
    yes = _Yes(case_id, side, at, round_for(first, side), said)
    waiting = _waiting(first, side, topics)
    made = [yes.to(PAYMENT)] if PAYMENT in waiting else []
    if made:
        waiting = _waiting(ledger(made), side, topics)
    made += [yes.to(key) for key in waiting if key != PAYMENT]
    if not made:
        whose = "us" if side is Side.us else "the payer"
        raise UsageProblem(f"Nothing in case {case_id} waits for an answer of {whose}.")
    record_moves(desk, made, now)
    return tuple(made)


def _waiting(ledger: Ledger, side: Side, topics: Sequence[str]) -> list[str]:
    keys = [row.topic.key for row in ledger.rows if row.waits_for is side]
    return [key for key in keys if not topics or key in topics]
