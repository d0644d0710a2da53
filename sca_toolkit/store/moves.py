"""Moves of a negotiation: appended, never changed. The ledger works out from them where the negotiation stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from sca_toolkit.ledger import Move
from sca_toolkit.store.appending import refuse_wrong
from sca_toolkit.store.fingerprints import canonical
from sca_toolkit.store.tables import moves
from sca_toolkit.store.writing import Read, Write


def append_moves(write: Write, new: Sequence[Move]) -> None:
    """Keep moves of one or many cases in their order, all or none.

    Whether they fit the negotiation so far is the ledger's question; ask it first, in the same transaction.
    Raises DataError for what `refuse_wrong` refuses.
    """
    refuse_wrong(write, moves, "move", new)
    last = _last_numbers(write, {move.case for move in new})
    rows = []
    for move in new:
        last[move.case] += 1
        rows.append(_row(write, move, last[move.case]))
    write.insert(moves, "move made", rows)


def moves_of(read: Read, case_id: str) -> tuple[Move, ...]:
    """Every move of the case, corrected ones too, in the order in which they were recorded."""
    found = select(moves.c.data).where(moves.c.case_id == case_id).order_by(moves.c.number)
    return tuple(Move.model_validate_json(data) for data in read.connection.scalars(found))


def _last_numbers(write: Write, case_ids: set[str]) -> dict[str, int]:
    highest = select(func.max(moves.c.number))
    return {
        case_id: write.connection.scalar(highest.where(moves.c.case_id == case_id)) or 0
        for case_id in case_ids
    }


def _row(write: Write, move: Move, number: int) -> dict[str, Any]:
    return {
        "case_id": move.case,
        "number": number,
        "id": move.id,
        "round": move.round,
        "topic": move.topic,
        "side": move.side.value,
        "status": move.status.value,
        "at": move.at,
        "corrects": move.corrects,
        "removed": move.removed,
        "data": canonical(move),
    } | write.recorded()
