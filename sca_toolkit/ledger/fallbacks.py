"""Fallbacks: where we went below our opening position on a clause, or below a target, and who allowed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import model_validator

from sca_toolkit.clauses import Stance
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Side
from sca_toolkit.ledger.move import Move, Status
from sca_toolkit.ledger.places import Spot, Value, position_of
from sca_toolkit.ledger.table import Said, Table
from sca_toolkit.ledger.topics import POSITION
from sca_toolkit.values import Model

_NUMBER = re.compile(r"^(?:USD\s*|\$)?\s*(-?[\d,]+(?:\.\d+)?)\s*(.*)$")


class Target(Model):
    """What we want to reach at one place. Below it, somebody has to allow the move."""

    place: str
    """`payment.base.parts[0].amount`, `filing.initial`."""
    at_least: str | int | None = None
    """The lowest value that needs no leave: `$140,000`, `180 calendar days`."""
    at_most: str | int | None = None
    """The highest: a stop-loss threshold of `$600,000`."""

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a target needs exactly one of `at_least` and `at_most`")
        return self

    @property
    def words(self) -> str:
        """`at least $140,000`."""
        return f"at least {self.at_least}" if self.at_least is not None else f"at most {self.at_most}"


@dataclass(frozen=True)
class Fallback:
    """One place at which we stand below where we began or wanted to be."""

    spot: Spot
    kind: Literal["position", "target"]
    from_words: str
    """Our opening position on the clause, or the target."""
    to_words: str
    accepted: bool
    """True once both sides have agreed to it; False while we only offer it."""
    move: Move
    """Our move that went there."""

    @property
    def allowed_by(self) -> str | None:
        """Who allowed it; None where nobody is named."""
        return self.move.allowed_by


def fallbacks(table: Table, targets: Iterable[Target]) -> tuple[Fallback, ...]:
    """Every fallback as things stand. Raises DataError for a target that cannot be compared with the value there."""
    found = [*_positions(table), *_targets(table, tuple(targets))]
    return tuple(sorted(found, key=lambda each: (each.spot.place, each.kind)))


def _ours_now(table: Table, place: str) -> tuple[Value, bool] | None:
    """What we stand for at a place, and whether it is agreed; None where we have nothing to stand for."""
    closed = table.settled.get(place)
    if closed:
        return (closed.value, True) if closed.status is Status.agreed and closed.value else None
    value = table.stand(Side.us, place)
    return (value, False) if value else None


def _our_words(table: Table, place: str) -> tuple[Said, ...]:
    """All that we ever put at a place, our agreements included, in order."""
    return tuple(each for each in table.log if each.value.spot.place == place and each.move.side is Side.us)


def _conceding(said: tuple[Said, ...], value: Value) -> Move:
    """The first of our latest run of moves that hold `value`."""
    first = said[-1].move
    for each in reversed(said):
        if each.value.json != value.json:
            break
        first = each.move if each.move.allowed_by or not first.allowed_by else first
    return first


def _positions(table: Table) -> Iterator[Fallback]:
    order = tuple(Stance)
    for spot in table.spots():
        now = _ours_now(table, spot.place)
        said = _our_words(table, spot.place)
        if not spot.place.startswith(POSITION) or not now or not said:
            continue
        opening, value = said[0].value, now[0]
        ranks = [order.index(position_of(each.json).position) for each in (opening, value)]
        own_words = bool(position_of(value.json).wording) and value.json != opening.json
        if ranks[1] > ranks[0] or (own_words and ranks[1] == ranks[0] and ranks[1] > 0):
            yield Fallback(spot, "position", opening.words, value.words, now[1], _conceding(said, value))


def _targets(table: Table, targets: tuple[Target, ...]) -> Iterator[Fallback]:
    spots = {spot.place: spot for spot in table.spots()}
    for target in targets:
        now = _ours_now(table, target.place)
        said = _our_words(table, target.place)
        if now and said and _is_below(now[0], target):
            yield Fallback(
                spots[target.place], "target", target.words, now[0].words, now[1], _conceding(said, now[0])
            )


def _is_below(value: Value, target: Target) -> bool:
    if value.json is None:
        return True
    limit = target.at_least if target.at_least is not None else target.at_most
    (held, unit), (wanted, wanted_unit) = _number(value.json, target), _number(limit, target)
    if unit != wanted_unit:
        raise _not_comparable(value.words, target)
    return held < wanted if target.at_least is not None else held > wanted


def _number(value: Any, target: Target) -> tuple[Decimal, str]:
    """A number and its unit: `USD 140000.00` and `$140,000` have the same."""
    text = str(value).strip()
    match = _NUMBER.match(text)
    if match is None or isinstance(value, bool | list | dict):
        raise _not_comparable(text, target)
    money = text.startswith(("USD", "$"))
    return Decimal(match[1].replace(",", "")), "USD" if money else match[2].removesuffix("s")


def _not_comparable(words: str, target: Target) -> DataError:
    return DataError(
        Problem(
            f"The target “{target.words}” cannot be compared with {words}.",
            "Write it in the same unit.",
            place=target.place,
        )
    )
