"""A move: what one side put on the table, on one topic, in one round. Moves are never changed; the rest follows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import uuid4

from pydantic import Field, model_validator

from sca_toolkit.events import Side
from sca_toolkit.values import Choice, Model


class Status(Choice):
    """How a point stands, and what a move does to it."""

    open = "open"
    """As a move: takes back what was agreed or waived, so that it can be moved again."""
    offered = "offered"
    countered = "countered"
    agreed = "agreed"
    waived = "waived"

    @property
    def settled(self) -> bool:
        """Whether nothing is left to talk about."""
        return self in (Status.agreed, Status.waived)


class Move(Model):
    """One side's move on one topic.

    `agreed` and `waived` without values concern the whole row as it stands, without what the same round moves by name.
    `open` without values reopens all that is settled in the row; with values it reopens those and offers the values.
    """

    id: str = Field(default_factory=lambda: uuid4().hex)
    case: str
    """Number of the case; names nobody."""
    round: int = Field(ge=1)
    """A round is the set of moves that one side makes at a time; its order within a round means nothing."""
    side: Literal[Side.us, Side.payer]
    """Who moved."""
    topic: str
    """Key of the topic."""
    status: Status
    position: str = ""
    """The position in words; left out, the values speak."""
    values: dict[str, Any] = Field(default_factory=dict)
    """JSON values by field path (`filing.initial`), clause (`positions.SCA-19`: `neutral`) or place in the payment
    (`payment.base.parts[0].amount`; `payment` for a whole arrangement). None leaves a term out."""
    at: datetime
    """When it was made, with its time zone; its day is the day in that zone."""
    who: str = ""
    """The person who made or took it."""
    note: str | None = None
    allowed_by: str | None = None
    """Who allowed a move of ours below our opening position or our target."""
    corrects: str | None = None
    """Id of the move that this one replaces, in the same round; that move no longer counts."""
    removed: bool = False
    """With `corrects`: the earlier move was never made."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.at.tzinfo is None:
            raise ValueError("`at` has no time zone; write it like 2026-11-22T14:30:00-05:00")
        if self.removed and not self.corrects:
            raise ValueError("`removed` needs `corrects`: the id of the move that was never made")
        return self

    @property
    def on(self) -> date:
        """The day on which it was made."""
        return self.at.date()


def standing_moves(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """The moves that count, by round, time and topic: corrected and removed ones are left out."""
    corrected = {move.corrects for move in moves if move.corrects}
    counting = [move for move in moves if move.id not in corrected and not move.removed]
    return tuple(sorted(counting, key=lambda move: (move.round, move.at, move.topic, move.id)))


def words_of(side: Side) -> str:
    """`our desk` or `the payer`."""
    return "our desk" if side is Side.us else "the payer"


def other(side: Side) -> Literal[Side.us, Side.payer]:
    """The other side of the table."""
    return Side.payer if side is Side.us else Side.us
