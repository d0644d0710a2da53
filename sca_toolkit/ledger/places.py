"""Places outside the payment at which one value can be negotiated: fields of the agreement and clause positions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from sca_toolkit.clauses import Stance
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.ledger.leaves import Leaf, mentions
from sca_toolkit.ledger.topics import POSITION, topic_of
from sca_toolkit.payer import KnownPosition
from sca_toolkit.payment import Window
from sca_toolkit.payment.product_basis import PriceBasis
from sca_toolkit.terms import AgreementTerms, field_at, in_words, value_at
from sca_toolkit.terms.care import Phase
from sca_toolkit.terms.propose import checked_values
from sca_toolkit.values import Choice, dollars


@dataclass(frozen=True)
class Spot:
    """One place on the table: where it lies, in which topic, and how people call it."""

    place: str
    topic: str
    label: str
    money: bool = False
    """Whether it holds an amount, a percentage or a price."""


@dataclass(frozen=True)
class Value:
    """A value at a spot, in the one JSON form in which it is kept, and in words."""

    spot: Spot
    json: Any
    words: str

    def __str__(self) -> str:
        return f"{self.spot.label}: {self.words}"


LEFT_OUT = "left out"
"""The words for a term that a side wants to leave out."""


def words_place(topic: str) -> str:
    """The place of a position that is put in words only."""
    return f"words.{topic}"


def said_in_words(topic: str, position: str) -> Value:
    """A position without typed values."""
    return Value(Spot(words_place(topic), topic, "in words"), position, position)


def read_fields(values: Mapping[str, Any]) -> dict[str, Value]:
    """Values of fields and clause positions, typed and written back.

    Raises DataError for a value that does not fit and for a path that is no field; KeyError for no clause.
    """
    fields = {path: value for path, value in values.items() if not path.startswith(POSITION)}
    terms = checked_values(AgreementTerms(), fields)
    found = {path: _field(terms, path) for path in fields}
    clauses = ((place, value) for place, value in values.items() if place.startswith(POSITION))
    return found | {place: _position(place, value) for place, value in clauses}


def _field(terms: AgreementTerms, path: str) -> Value:
    try:
        field = field_at(path)
    except KeyError:
        whole = path.partition("[")[0]
        raise DataError(
            Problem(f"`{path}` is not a field of an agreement.", f"Give `{whole}` as a whole.", place=path)
        ) from None
    typed = value_at(terms, path)
    group, _, _ = path.partition(".")
    written: Any = terms.model_dump(mode="json", include={group})
    for step in path.split("."):
        written = written[step]
    spot = Spot(path, topic_of(path).key, field.label, mentions(field.type, Decimal))
    return Value(spot, written, _field_words(typed))


def _field_words(typed: Any) -> str:
    match typed:
        case None | ():
            return LEFT_OUT
        case (Phase(), *_):
            return ", ".join(phase.name.words for phase in typed)
    return in_words(typed)


def _position(place: str, value: Any) -> Value:
    spot = Spot(place, topic_of(place).key, place.removeprefix(POSITION))
    try:
        choice = KnownPosition.model_validate({"position": value} if isinstance(value, str) else value)
    except ValidationError:
        has = ", ".join(stance.value for stance in Stance)
        raise DataError(
            Problem(f"{value!r} is not a position on {spot.label}.", f"Write {has}.", place=place)
        ) from None
    own = " (the payer’s own wording)" if choice.wording else ""
    written: Any = choice.model_dump(mode="json") if choice.wording else choice.position.value
    return Value(spot, written, f"{choice.position.words}{own}")


def position_of(value: Any) -> KnownPosition:
    """The choice that a clause's place holds."""
    return KnownPosition.model_validate({"position": value} if isinstance(value, str) else value)


def read_leaf(leaf: Leaf, value: Any) -> Value:
    """A value at a place of the payment. Raises DataError when it does not fit."""
    spot = Spot(leaf.place, topic_of(f"part:{leaf.part}").key, leaf.label, leaf.money)
    try:
        typed, written = leaf.typed(value), leaf.written(value)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        message = str(detail.get("ctx", {}).get("error", detail["msg"]))
        raise DataError(Problem(f"{leaf.label}: {message.rstrip('.')}.", place=leaf.place)) from None
    return Value(spot, written, _leaf_words(typed, written))


def _leaf_words(typed: Any, written: Any) -> str:
    match typed:
        case None | ():
            return LEFT_OUT
        case Window():
            return typed.words()
        case PriceBasis():
            return typed.short()
        case bool() | Choice() | date():
            return in_words(typed)
        case Decimal() if str(written).startswith("USD"):
            return dollars(typed)
        case tuple():
            return "; ".join(_leaf_words(item, item) for item in typed)
    if isinstance(written, dict):
        said = (f"{name.replace('_', ' ')} {each}" for name, each in written.items() if each is not None)
        return ", ".join(said)
    return str(typed.short()) if hasattr(typed, "short") else str(written)
