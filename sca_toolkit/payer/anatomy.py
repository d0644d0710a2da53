"""The anatomy of a payer profile, told by the models themselves: the tables of `payer_profiles/README.md`."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from sca_toolkit.payer.profile import PayerProfile
from sca_toolkit.payment import Arrangement
from sca_toolkit.values import Choice, Dated, Duration, Model, Source, meaning

_PLAIN = {
    "str": "text",
    "int": "a whole number",
    "bool": "`yes` or `no`",
    "date": "a date, `2026-11-22`",
    "Decimal": "a percentage, `12%`",
    "Duration": "a length of time, `30 calendar days`",
    "Any": "as that field is written",
    "T": "the fact itself, as its key says",
    "Arrangement": "a payment, see *Money* below",
}
_INTRODUCED = (Dated, Source)
"""Described first, because every other value stands inside them."""


def tables() -> str:
    """Markdown: a table for the file and for each record inside it, then the closed lists of words."""
    everything: list[type[BaseModel]] = [PayerProfile, *_INTRODUCED, *_records(PayerProfile)]
    records = list(dict.fromkeys(everything))
    choices = dict.fromkeys(choice for record in records for choice in _choices(record))
    return "\n".join([*map(_table, records), *map(_list, choices)])


def _table(record: type[BaseModel]) -> str:
    title = "The file" if record is PayerProfile else f"`{record.__name__}`"
    lines = [f"### {title}", "", _about(record), "", "| key | what it is | written as |", "|---|---|---|"]
    for name, field in sorted(record.model_fields.items(), key=lambda item: item[0] == "until"):
        key = f"`{field.alias or name}`" + (" (needed)" if field.is_required() else "")
        lines.append(f"| {key} | {_sentence(meaning(record, name))} | {_written(field.annotation)} |")
    return "\n".join([*lines, ""])


def _list(choice: type[Choice]) -> str:
    title = [f"### Words of `{choice.__name__}`", "", _about(choice), ""]
    if all(item.words == item.value.replace("_", " ") for item in choice):
        return "\n".join([*title, ", ".join(f"`{item.value}`" for item in choice), ""])
    rows = (f"| `{item.value}` | {item.words} |" for item in choice)
    return "\n".join([*title, "| word | what it means |", "|---|---|", *rows, ""])


def _about(record: type) -> str:
    return " ".join((record.__doc__ or "").split("\n\n")[0].split())


def _sentence(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _written(annotation: Any) -> str:
    """How a value of this type stands in the file."""
    kind, inside = _unwrapped(annotation)
    if kind in ("history", "list"):
        what = "a history of entries; each value" if kind == "history" else "a list of entries; each value"
        return f"{what} is {_written(inside)}"
    if kind == "several":
        return f"a list, each {_written(inside)}"
    if kind == "by name":
        return f"a name, then {_written(inside)}"
    if isinstance(inside, type) and issubclass(inside, Choice):
        return f"a word of `{inside.__name__}`"
    if isinstance(inside, type) and issubclass(inside, Model) and inside.__name__ not in _PLAIN:
        return f"a `{inside.__name__}`"
    return _PLAIN[getattr(inside, "__name__", str(inside))]


def _unwrapped(annotation: Any) -> tuple[str, Any]:
    """The kind of container and what stands in it."""
    annotation = _known(annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return "history", _value_of(_unwrapped(annotation.model_fields["root"].annotation)[1])
    if origin is tuple:
        held = _known(inner[0])
        dated = isinstance(held, type) and issubclass(held, Dated)
        return ("list", _value_of(held)) if dated else ("several", held)
    if origin is dict:
        return "by name", inner[1]
    if origin is Literal:
        return "", str
    return "", annotation


def _known(annotation: Any) -> Any:
    """The type without `None` and without the rules attached to it."""
    while True:
        parts = [part for part in get_args(annotation) if part is not NoneType]
        if get_origin(annotation) in (Union, UnionType) and len(parts) == 1:
            annotation = parts[0]
        elif hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        else:
            return annotation


def _value_of(entry: Any) -> Any:
    return (
        entry.model_fields["value"].annotation
        if isinstance(entry, type) and issubclass(entry, Dated)
        else entry
    )


def _records(record: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The records inside a record, each after the one that holds it. A payment has its own reference."""
    for inside in _types_in(record):
        if issubclass(inside, Model) and inside not in (Arrangement, Duration):
            yield inside
            yield from _records(inside)


def _choices(record: type[BaseModel]) -> Iterator[type[Choice]]:
    return (inside for inside in _types_in(record) if issubclass(inside, Choice))


def _types_in(record: type[BaseModel]) -> Iterator[type]:
    """The type of what stands in each field, however deep in lists and histories."""
    for field in record.model_fields.values():
        kind, inside = _unwrapped(field.annotation)
        while kind:
            kind, inside = _unwrapped(inside)
        inside = _known(inside)
        if isinstance(inside, type):
            yield inside
