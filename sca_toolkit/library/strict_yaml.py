"""YAML as people write it: every scalar is text, a key written twice is an error, and every value knows its line.

Reading scalars as text keeps `00100` a procedure code and `NO` a state; the model gives each its type. The data is
built from the parser's events and not by PyYAML's composer, which a deeply nested text brings down with its process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.characters import unprintable

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = {"", "~", "null", "Null", "NULL"}
_MAX_DEPTH = 60

Path = tuple[str | int, ...]


class Located:
    """Plain data read from a file, with the line (from 1) of each path."""

    def __init__(self, file: str, data: Any, lines: dict[Path, int]) -> None:
        self.file = file
        self.data = data
        self._lines = lines

    def line_of(self, path: Path) -> int | None:
        """Line of the deepest part of `path` that the file holds."""
        for end in range(len(path), -1, -1):
            if path[:end] in self._lines:
                return self._lines[path[:end]]
        return None


def read_yaml(text: str, file: str) -> Located:
    """Read one YAML document.

    Raises DataError with file and line for broken YAML, a key written twice, an empty value, an alias, a character
    that cannot be printed, or a second document.
    """
    try:
        return _Builder(file, yaml.parse(text, Loader=_Loader)).document()
    except yaml.MarkedYAMLError as error:
        raise DataError(_broken(error, file)) from None
    except (yaml.reader.ReaderError, UnicodeError):
        raise DataError(_unreadable(text, file)) from None


def _broken(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = " ".join(part for part in (error.context, error.problem) if part) or "the text is not YAML"
    return Problem(
        f"cannot be read as YAML: {what}.",
        "Check indentation, quotes and colons on this line and the one above.",
        file=file,
        line=mark.line + 1 if mark else None,
    )


def _unreadable(text: str, file: str) -> Problem:
    for number, line in enumerate(text.split("\n"), start=1):
        if code := unprintable(line):
            message = f"holds the character {code}, which cannot be printed."
            return Problem(message, "Delete it and type the text again.", file=file, line=number)
    return Problem(
        "holds a character that YAML does not allow.", "Save it again as plain UTF-8 text.", file=file
    )


class _Builder:
    """Turns events into plain data. Every problem is noted; only nesting without end stops at once."""

    def __init__(self, file: str, events: Iterator[Event]) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._events = (event for event in events if isinstance(event, NodeEvent) or _closes(event))

    def document(self) -> Located:
        first = next(self._events, None)
        if first is None or (isinstance(first, ScalarEvent) and _is_empty(first)):
            raise DataError(Problem("the file is empty.", "Start from one of the examples.", file=self.file))
        data = self._value(first, ())
        second = next(self._events, None)
        if second is not None:
            self._complain(second, (), "a second document starts here.", "Keep one document in a file.")
        if self.problems:
            raise DataError(self.problems)
        return Located(self.file, data, self.lines)

    def _value(self, event: Event, path: Path) -> Any:
        self.lines[path] = _line(event)
        if len(path) > _MAX_DEPTH:
            self._complain(
                event, path[:3], "the parts are nested too deeply.", "Check the brackets and the indentation."
            )
            raise DataError(self.problems)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, AliasEvent):
            self._complain(
                event, path, f"`*{event.anchor}` stands for another value.", "Write the value out."
            )
            return None
        assert isinstance(event, ScalarEvent)
        return self._scalar(event, path)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._key(event, path)
            if key is None:
                self._skip()
                continue
            line = _line(event)
            if key in data:
                first = self.lines[(*path, key)]
                self._complain(
                    event,
                    (*path, key),
                    f"the key `{key}` is written twice (first on line {first}).",
                    "Keep one.",
                )
                self._skip()
                continue
            data[key] = self._value(next(self._events), (*path, key))
            self.lines[(*path, key)] = line
        return data

    def _key(self, event: Event, path: Path) -> str | None:
        if isinstance(event, ScalarEvent):
            self._check_characters(event, path)
            return str(event.value)
        self._skip_from(event)
        self._complain(event, path, "a key must be a single word.", "Check the indentation.")
        return None

    def _skip(self) -> None:
        self._skip_from(next(self._events))

    def _skip_from(self, event: Event) -> None:
        depth = 0
        while True:
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                depth += 1
            elif _closes(event):
                depth -= 1
            if depth == 0:
                return
            event = next(self._events)

    def _scalar(self, event: ScalarEvent, path: Path) -> str:
        if _is_empty(event):
            self._complain(
                event, path, "the value is empty.", "Leave the key out when the value is not known."
            )
        self._check_characters(event, path)
        return str(event.value)

    def _check_characters(self, event: ScalarEvent, path: Path) -> None:
        if code := unprintable(event.value):
            message = f"the text holds the character {code}, which cannot be printed."
            self._complain(event, path, message, "Delete it and type the text again.")

    def _complain(self, event: Event, path: Path, message: str, remedy: str) -> None:
        line = _line(event)
        self.problems.append(Problem(message, remedy, file=self.file, line=line, place=dotted(path) or None))


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _closes(event: Event) -> bool:
    return isinstance(event, MappingEndEvent | SequenceEndEvent)


def _is_empty(event: ScalarEvent) -> bool:
    return not event.style and event.value in _EMPTY


def dotted(path: Path) -> str:
    """`('routes', 0, 'value')` as `routes[0].value`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text
