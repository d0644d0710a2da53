"""What a move puts on the table, typed. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Side
from sca_toolkit.ledger.leaves import Leaf, at, leaves, put, shape, values_of
from sca_toolkit.ledger.move import Move, Status, other
from sca_toolkit.ledger.places import Value, read_fields, read_leaf, said_in_words
from sca_toolkit.ledger.table import Table
from sca_toolkit.ledger.topics import POSITION, topic, topic_of
from sca_toolkit.payment import Arrangement
from sca_toolkit.values import place_steps


@dataclass(frozen=True)
class Reading:
    """The values of one move by place. `payment` is set when it brings another shape of payment to the table."""

    values: dict[str, Value]
    payment: Arrangement | None = None
    whole: bool = False
    """Whether it speaks of the whole payment, not of single places."""
    base: Arrangement | None = None
    """The arrangement whose places it speaks of."""


def read(table: Table, move: Move) -> Reading:
    """The values of a move. Raises DataError for an unknown place, another topic's, or a value that does not fit."""
    values = {path: each for path, each in move.values.items() if not _of_payment(path)}
    _check_places(values, move)
    payment = {path: each for path, each in move.values.items() if _of_payment(path)}
    found = read_fields(values)
    if not payment:
        silent = not found and bool(move.position)
        return Reading({**found, **_in_words(move)} if silent else found)
    reading = _read_payment(table, move, payment)
    return Reading(found | reading.values, reading.payment, reading.whole, reading.base)


def _of_payment(path: str) -> bool:
    return path == "payment" or path.startswith("payment.")


def _in_words(move: Move) -> dict[str, Value]:
    value = said_in_words(move.topic, move.position)
    return {value.spot.place: value}


def _check_places(values: Mapping[str, Any], move: Move) -> None:
    problems = []
    for path in values:
        try:
            _check_topic(path, topic_of(path).key, move)
        except KeyError:
            problems.append(_unknown(path))
    if problems:
        raise DataError(problems)


def _check_topic(path: str, key: str, move: Move) -> None:
    if key != move.topic:
        raise DataError(
            Problem(
                f"`{path}` belongs to {topic(key)}, not to {topic(move.topic)}.", "Move it there.", place=path
            )
        )


def _unknown(path: str) -> Problem:
    if path.startswith(POSITION):
        return Problem(f"`{path}` is not a clause.", "Write it like positions.SCA-19.", place=path)
    whole = path.partition("[")[0]
    try:
        topic_of(whole)
    except KeyError:
        remedy = "See FIELDS.md for the list."
        return Problem(f"`{path}` is not a field of an agreement.", remedy, place=path)
    return Problem(f"`{path}` is one row of a list.", f"Give `{whole}` as a whole.", place=path)


def _read_payment(table: Table, move: Move, values: Mapping[str, Any]) -> Reading:
    base, data = _on_the_table(table, move)
    if "payment" in values:
        return _whole(table, move, arrangement_of(values["payment"], "payment"), base, True)
    if base is None or data is None:
        raise DataError(
            Problem(
                "No payment is on the table yet.",
                "Offer `payment` as a whole first.",
                place=next(iter(values)),
            )
        )
    known = leaves(base)
    found: dict[str, Value] = {}
    reshaped = ""
    for path, value in sorted(values.items(), key=lambda item: len(place_steps(item[0]))):
        leaf = _leaf_at(known, path)
        _check_topic(path, _topic_inside(known, path, leaf), move)
        try:
            put(data, path, value)
        except (LookupError, TypeError):
            raise DataError(Problem(f"The payment on the table has no `{path}`.", place=path)) from None
        if leaf is None:
            reshaped = path
        else:
            found[leaf.place] = read_leaf(leaf, value if path == leaf.place else at(data, leaf.place))
    if reshaped:
        return _whole(table, move, arrangement_of(data["payment"], reshaped), base, False)
    return Reading(found, base=base)


def _on_the_table(table: Table, move: Move) -> tuple[Arrangement | None, dict[str, Any] | None]:
    """The payment that a move on a part of it speaks of: its own side's, or, for an answer, the other side's."""
    side: Side = move.side
    answers = move.status in (Status.countered, Status.agreed) and not table.same_shape()
    if table.payment[side] is None or answers:
        side = other(move.side)
    return table.payment[side], table.payment_data(side)


def _leaf_at(known: Mapping[str, Leaf], path: str) -> Leaf | None:
    """The place that `path` is or lies in; None for a piece that says which places there are."""
    if path in known:
        return known[path]
    inside = (leaf for place, leaf in known.items() if path.startswith((f"{place}.", f"{place}[")))
    return next(inside, None)


def _topic_inside(known: Mapping[str, Leaf], path: str, leaf: Leaf | None) -> str:
    if leaf:
        return topic_of(f"part:{leaf.part}").key
    named = {"payment.default_rate": "part:default_rate", "payment.rebates": "part:rebate"}
    for start, part in named.items():
        if path.startswith(start):
            return topic_of(part).key
    own = [each for place, each in known.items() if place.startswith(f"{path}.") and each.part != "window"]
    return topic_of(f"part:{own[0].part}" if own else "part:base").key


def arrangement_of(value: Any, path: str) -> Arrangement:
    """JSON data as an arrangement. Raises DataError naming each place that does not fit."""
    try:
        return Arrangement.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = []
    for detail in details:
        where = ".".join(str(part) for part in detail["loc"])
        message = str(detail.get("ctx", {}).get("error", detail["msg"]))
        problems.append(Problem(f"{message.rstrip('.')}.", place=f"payment.{where}" if where else path))
    raise DataError(problems)


def _whole(table: Table, move: Move, offered: Arrangement, base: Arrangement | None, named: bool) -> Reading:
    """A whole payment as the values at its places. In the shape on the table, only what is news is said."""
    if named:
        _check_topic("payment", "payment_model", move)
    same = base is not None and shape(base) == shape(offered)
    before = values_of_table(table, move) if same and not named else {}
    found = {}
    written = values_of(offered)
    for place, leaf in leaves(offered).items():
        held = table.stand(move.side, place)
        silent = written[place] in (None, []) and held is None
        known = same and (written[place] == (held.json if held else before.get(place, _NEVER)))
        if not silent and not known:
            found[place] = read_leaf(leaf, written[place])
    return Reading(found, None if same else offered, True, offered)


_NEVER = object()


def values_of_table(table: Table, move: Move) -> dict[str, Any]:
    """The values at all places of the payment that a move speaks of, as they stand before it."""
    base, data = _on_the_table(table, move)
    return {place: at(data, place) for place in leaves(base)} if base else {}
