"""The data a template is filled from, looked at before it is used.

Only plain data goes in: dict, list, str, int and bool. Whatever Word cannot hold, or could be mistaken for
something else, is refused by the path of its field (`entities[0].legal_name`); all faults are named at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sca_toolkit.documents.stand_ins import STAND_INS
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.values.marks import well_formed

MAX_DEPTH = 40
MAX_TEXT = 200_000
MAX_WHOLE_NUMBER = 10**15

# What XML 1.0 cannot hold, the C1 controls (a sign of text read in the wrong encoding) and the two characters
# that make a reader see other words than are there.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202d\u202e"
    + "".join(sorted(STAND_INS))
    + "]"
)
_LINE_END = re.compile(r"\r\n?")


class Record(dict[str, Any]):
    """A dict that knows its path, so that a missing field can be named in full."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


def plain_data(context: Mapping[str, object]) -> Record:
    """A checked copy of `context`, every line end as one newline. Raises DataError naming every bad field."""
    problems: list[Problem] = []
    record = _record(context, "", 0, problems)
    if problems:
        raise DataError(problems)
    return record


def text_problems(text: str, path: str) -> Iterator[Problem]:
    """What is wrong with one text for use in a Word document."""
    bad = _REFUSED.search(text)
    if bad:
        yield Problem(
            f"{path} has a character that cannot stand in a document: U+{ord(bad.group()):04X}"
            f" as character {bad.start() + 1}.",
            _remedy(ord(bad.group())),
            place=path,
        )
    elif not well_formed(text):
        yield Problem(f"{path} has a broken mark for a gap, term or reference.", place=path)
    if len(text) > MAX_TEXT:
        yield Problem(f"{path} is longer than {MAX_TEXT:,} characters.", "Shorten it.", place=path)


def _remedy(code: int) -> str:
    if 0x80 <= code <= 0x9F:
        return "The text was probably read in the wrong encoding; save its file as UTF-8."
    return "Remove it, or type the text again."


def _record(value: Mapping[str, object], path: str, depth: int, problems: list[Problem]) -> Record:
    record = Record(path)
    for key, inner in value.items():
        inside = f"{path}.{key}" if path else str(key)
        if type(key) is not str:
            problems.append(Problem(f"{inside}: the name of a field must be text.", place=inside))
        else:
            record[key] = _copy(inner, inside, depth + 1, problems)
    return record


def _copy(value: object, path: str, depth: int, problems: list[Problem]) -> object:
    if depth > MAX_DEPTH:
        problems.append(Problem(f"{path} is nested deeper than {MAX_DEPTH} levels.", place=path))
    elif type(value) is str:
        text = _LINE_END.sub("\n", value)
        problems.extend(text_problems(text, path))
        return text
    elif type(value) is dict:
        return _record(value, path, depth, problems)
    elif type(value) is list:
        return [_copy(inner, f"{path}[{number}]", depth + 1, problems) for number, inner in enumerate(value)]
    elif type(value) is bool or (type(value) is int and abs(value) < MAX_WHOLE_NUMBER):
        return value
    else:
        problems.append(Problem(_refusal(value, path), _way_out(value), place=path))
    return None


def _refusal(value: object, path: str) -> str:
    if value is None:
        return f"{path} has no value (None)."
    if type(value) is int:
        return f"{path} is too large a whole number."
    allowed = "text, whole numbers, yes or no, lists and dicts"
    return f"{path} is a {type(value).__name__}; a document takes only {allowed}."


def _way_out(value: object) -> str:
    if value is None:
        return "Give a text, or mark it as a gap."
    if type(value) is int:
        return "Give it as text."
    return "Turn it into text first, as it should be read."
