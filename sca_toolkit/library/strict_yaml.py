"""YAML as people write it: every scalar is text, a key written twice is an error, and every value knows its line.

Reading scalars as text keeps `00100` a procedure code and `NO` a state; the model gives each its type.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sca_toolkit.errors import DataError, Problem

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = {"", "~", "null", "Null", "NULL"}
_MAX_DEPTH = 60


class Located:
    """Plain data read from a file, with the line (from 1) of each path."""

    def __init__(self, file: str, data: Any, lines: dict[tuple[str | int, ...], int]) -> None:
        self.file = file
        self.data = data
        self._lines = lines

    def line_of(self, path: tuple[str | int, ...]) -> int | None:
        """Line of the deepest part of `path` that the file holds."""
        for end in range(len(path), -1, -1):
            if path[:end] in self._lines:
                return self._lines[path[:end]]
        return None


def read_yaml(text: str, file: str) -> Located:
    """Read one YAML document.

    Raises DataError with file and line for broken YAML, a key written twice, an empty value or a second document.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise DataError(_broken(error, file)) from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise DataError(Problem(f"cannot be read as YAML: {error}.", file=file)) from None
    if node is None:
        raise DataError(Problem("the file is empty.", "Start from one of the examples.", file=file))
    walker = _Walker(file)
    data = walker.build(node, ())
    if walker.problems:
        raise DataError(walker.problems)
    return Located(file, data, walker.lines)


def _broken(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = " ".join(part for part in (error.context, error.problem) if part) or "the text is not YAML"
    return Problem(
        f"cannot be read as YAML: {what}.",
        "Check indentation, quotes and colons on this line and the one above.",
        file=file,
        line=mark.line + 1 if mark else None,
    )


class _Walker:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[Problem] = []
        self._open: set[int] = set()

    def build(self, node: Node, path: tuple[str | int, ...]) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self._open or len(path) > _MAX_DEPTH:
            self._complain(
                node, path, "the value contains itself.", "Write it out instead of using an alias."
            )
            return None
        self._open.add(id(node))
        try:
            return self._value(node, path)
        finally:
            self._open.discard(id(node))

    def _value(self, node: Node, path: tuple[str | int, ...]) -> Any:
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        raise AssertionError(f"unknown YAML node {node!r}")

    def _scalar(self, node: ScalarNode, path: tuple[str | int, ...]) -> str:
        if not node.style and node.value in _EMPTY:
            self._complain(
                node, path, "the value is empty.", "Leave the key out when the value is not known."
            )
        return str(node.value)

    def _mapping(self, node: MappingNode, path: tuple[str | int, ...]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._complain(key_node, path, "a key must be a single word.", "Check the indentation.")
                continue
            key = str(key_node.value)
            if key in data:
                first = self.lines[(*path, key)]
                self._complain(
                    key_node,
                    (*path, key),
                    f"the key `{key}` is written twice (first on line {first}).",
                    "Keep one.",
                )
                continue
            data[key] = self.build(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return data

    def _complain(self, node: Node, path: tuple[str | int, ...], message: str, remedy: str) -> None:
        place = dotted(path)
        self.problems.append(
            Problem(message, remedy, file=self.file, line=node.start_mark.line + 1, place=place or None)
        )


def dotted(path: tuple[str | int, ...]) -> str:
    """`('routes', 0, 'value')` as `routes[0].value`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text
