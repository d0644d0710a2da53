"""Which drugs, classes and regimens a rule names, and which lines hold them."""

from __future__ import annotations

from collections.abc import Iterable

from sca_toolkit.case import CompleteList
from sca_toolkit.criteria.charted import Line
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.words import bare


def keys_of(names: Iterable[str], words: Dictionary) -> tuple[str, ...]:
    """The key of each drug, class or regimen."""
    return tuple(words.drugs.key(name) for name in names)


def regimen_key(name: str, words: Dictionary) -> str:
    """The key of a named regimen."""
    return words.regimen_keys.get(bare(name), bare(name))


def holds(line: Line, key: str) -> bool:
    """Whether the line holds the drug or class, or is the regimen."""
    return key in line.names or line.regimen == key


def strange_names(names: Iterable[str], words: Dictionary) -> list[str]:
    """Names that are neither drug nor class nor regimen in the vocabulary."""
    return [name for name in names if not words.drugs.knows(name) and bare(name) not in words.regimens]


def history_is_whole(record: Record, lines: Iterable[Line]) -> bool:
    """Whether what these lines do not hold was not given: the list is whole and every drug in it is known."""
    return record.whole(CompleteList.lines) and all(line.known for line in lines)
