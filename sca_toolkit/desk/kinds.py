"""How a value is put in: told by its type, for every type that terms, cases and payments hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema

from sca_toolkit.payment import Arrangement
from sca_toolkit.values import Choice, Duration, Percent, Share, Usd


class Kind(Enum):
    """How a value is put in."""

    text = "text"
    lines = "one text a line"
    day = "date"
    money = "money"
    share = "percentage"
    length = "length of time"
    number = "whole number"
    yes_no = "yes or no"
    choice = "one of a list"
    choices = "several of a list"
    records = "rows"
    record = "one row"
    payment = "payment arrangement"


def kind_of(annotation: Any) -> tuple[Kind, Any]:
    """How a type is put in, and the class inside it that lists choices or columns."""
    options = [part for part in _union(annotation) if part is not type(None)]
    inner = options[0] if options else str
    if len(options) > 1:
        return Kind.payment, inner
    if get_origin(inner) is tuple:
        kind, item = kind_of(get_args(inner)[0])
        return {Kind.choice: Kind.choices, Kind.record: Kind.records}.get(kind, Kind.lines), item
    if get_origin(inner) is Annotated:
        return _annotated(inner)
    if get_origin(inner) is Literal:
        return Kind.choice, inner
    if get_origin(inner) is dict:
        return Kind.text, inner
    return _plain(inner), inner


def _union(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (tuple, dict, Annotated, Literal) or not get_args(annotation):
        return (annotation,)
    return get_args(annotation)


def _annotated(annotation: Any) -> tuple[Kind, Any]:
    inner = get_args(annotation)[0]
    if inner is Decimal:
        return _DECIMALS.get(annotation, Kind.text), inner
    if inner is not Duration and written_as_text(annotation):
        return Kind.text, annotation
    return kind_of(inner)


_DECIMALS = {Usd: Kind.money, Share: Kind.share, Percent: Kind.share}


def written_as_text(annotation: Any) -> dict[str, Any]:
    """The schema of a record that a file writes as one text, such as `20 days`; empty for others."""
    for each in getattr(annotation, "__metadata__", ()):
        schema = each.json_schema if isinstance(each, WithJsonSchema) else None
        if schema and schema.get("type") == "string":
            return schema
    return {}


_PLAIN = ((bool, Kind.yes_no), (int, Kind.number), (date, Kind.day), (Decimal, Kind.money), (Duration, Kind.length),
          (Choice, Kind.choice), (Arrangement, Kind.payment), (BaseModel, Kind.record))  # fmt: skip


def _plain(inner: Any) -> Kind:
    if isinstance(inner, type):
        return next((kind for base, kind in _PLAIN if issubclass(inner, base)), Kind.text)
    return Kind.payment
