"""Moves of a negotiation: appended, never changed. The ledger works out from them where the negotiation stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel
from sqlalchemy import select

from sca_toolkit.store.fingerprints import canonical
from sca_toolkit.store.numbering import next_number
from sca_toolkit.store.tables import moves
from sca_toolkit.store.writing import Read, Write


class MoveRecord(Protocol):
    """What the record needs to know of a move; the rest is kept as it is."""

    @property
    def round(self) -> int:
        """Number of the round, from 1."""

    @property
    def topic(self) -> str:
        """What is negotiated."""

    @property
    def side(self) -> str:
        """Who moved."""

    @property
    def status(self) -> str:
        """Where the topic stands after the move."""

    @property
    def at(self) -> datetime:
        """When, with its zone."""

    def model_dump(self, *, mode: str) -> dict[str, Any]:
        """As JSON."""


M = TypeVar("M", bound=BaseModel)


def append_moves(write: Write, case_id: str, new: Sequence[MoveRecord]) -> tuple[int, ...]:
    """Keep moves in their order, all or none; returns their numbers. Raises UsageProblem for an unknown case."""
    first = next_number(write, moves, case_id)
    rows = [
        {
            "case_id": case_id,
            "number": number,
            "round": move.round,
            "topic": str(move.topic),
            "side": str(move.side),
            "status": str(move.status),
            "at": move.at,
            "data": canonical(move.model_dump(mode="json")),
        }
        | write.recorded()
        for number, move in enumerate(new, first)
    ]
    write.insert(moves, "move made", rows)
    return tuple(range(first, first + len(rows)))


def moves_of(read: Read, case_id: str, kind: type[M]) -> tuple[M, ...]:
    """The moves of the case in the order in which they were recorded, as records of `kind`."""
    found = select(moves.c.data).where(moves.c.case_id == case_id).order_by(moves.c.number)
    return tuple(kind.model_validate_json(data) for data in read.connection.scalars(found))
