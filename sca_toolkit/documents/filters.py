"""What a template can do with a value: print it, repeat over it, and the few filters there are.

Each says by itself what kind of value it takes. None of them can be given code, and none hides a missing value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Undefined

from sca_toolkit.documents.context import Record
from sca_toolkit.documents.stand_ins import put_away


class CannotPrint(Exception):
    """A value that is not what the tag needs. `number` counts the tags of that kind (`print` or `loop`)."""

    def __init__(self, kind: str, number: int, what: str) -> None:
        super().__init__(what)
        self.kind, self.number, self.what = kind, number, what


def _kind(value: object) -> str:
    kinds = {
        bool: "yes or no",
        list: "a list",
        Record: "a group of fields",
        str: "text",
        int: "a whole number",
    }
    return kinds.get(type(value), f"a {type(value).__name__}")


def show(value: object, number: int) -> str:
    """The text to print, ready for escaping; `number` is the tag's. Raises CannotPrint."""
    if isinstance(value, Undefined):
        return str(value)
    if type(value) is str:
        return put_away(value)
    if type(value) is int:
        return str(value)
    raise CannotPrint(
        "print", number, f"prints {_kind(value)}, but only text and whole numbers can be printed"
    )


def rows(value: object, number: int) -> list[Any]:
    """The list to repeat over; `number` is the tag's. Raises CannotPrint."""
    if isinstance(value, Undefined):
        str(value)
    if type(value) is not list:
        raise CannotPrint(
            "loop", number, f"repeats over {_kind(value)}, but only a list can be repeated over"
        )
    return value


def _text(value: object) -> str:
    if type(value) is not str and type(value) is not int:
        raise TypeError(f"a filter that needs text was given {_kind(value)}")
    return str(value)


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise TypeError(f"a filter that needs a list was given {_kind(value)}")
    return value


def _end_of(value: object, index: int) -> Any:
    rows = _list(value)
    if not rows:
        raise TypeError("the first or last entry of an empty list was asked for")
    return rows[index]


def _join(value: object, between: object = "") -> str:
    return _text(between).join(_text(entry) for entry in _list(value))


FILTERS: dict[str, Callable[..., Any]] = {
    "upper": lambda value: _text(value).upper(),
    "lower": lambda value: _text(value).lower(),
    "capitalize": lambda value: _text(value)[:1].upper() + _text(value)[1:],
    "trim": lambda value: _text(value).strip(),
    "join": _join,
    "length": lambda value: len(_list(value)),
    "first": lambda value: _end_of(value, 0),
    "last": lambda value: _end_of(value, -1),
}
