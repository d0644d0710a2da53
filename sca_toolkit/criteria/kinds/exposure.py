"""How much of a drug was given, unless the patient could not have more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from sca_toolkit.case import WhyStopped
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Line
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.drug_match import history_is_whole, holds, keys_of, regimen_key, strange_names
from sca_toolkit.criteria.leaf import Bits, Leaf, Names, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import listed, number

_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4375}


class Exposure(Leaf):
    """A minimum of cycles or time on a drug, class or regimen."""

    kind: Literal["exposure"] = "exposure"
    any_of: Names
    """Drugs, classes or regimens; one of them."""
    at_least: float = Field(gt=0)
    """How much."""
    unit: Literal["cycles", "days", "weeks", "months"] = "cycles"
    unless: tuple[WhyStopped, ...] = ()
    """Reasons for stopping that stand in for the rest: [intolerance, progression]."""

    def fact(self, scope: Scope) -> Bits:
        """Enough was given in one line, or it was stopped for an accepted reason."""
        keys = (
            *keys_of(self.any_of, scope.words),
            *(regimen_key(name, scope.words) for name in self.any_of),
        )

        def judge(record: Record) -> int:
            lines = [line for line in record.lines if any(holds(line, key) for key in keys)]
            found = [self._one(line) for line in lines]
            if MET in found or self._cannot(record, keys):
                return MET
            return OPEN if OPEN in found or not history_is_whole(record, record.lines) else NOT_MET

        return judge

    def _one(self, line: Line) -> int:
        entry = line.entry
        if entry.stopped_for in self.unless:
            return MET
        given = entry.cycles if self.unit == "cycles" else _time(line, self.unit)
        if given is not None and given >= self.at_least:
            return MET
        return OPEN if given is None or (self.unless and entry.stopped_for is None) else NOT_MET

    def _cannot(self, record: Record, keys: tuple[str, ...]) -> bool:
        if WhyStopped.intolerance not in self.unless:
            return False
        up = record.words.drugs.up
        return any(key in up(each.to) for each in record.facts.intolerances for key in keys)

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """Lines that hold it."""
        keys = keys_of(self.any_of, scope.words)
        return tuple(line.entry for line in record.lines if any(holds(line, key) for key in keys))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How much was given and why it ended."""
        return (
            (
                f"exposure:{self.id}",
                f"How many {self.unit} of {listed(self.any_of)} were given, and why it ended",
            ),
        )

    def says(self) -> str:
        """The minimum and what excuses it."""
        text = f"at least {number(self.at_least)} {self.unit} of {listed(self.any_of)}"
        return (
            f"{text}, unless stopped for {listed([each.words for each in self.unless])}"
            if self.unless
            else text
        )

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Drugs the vocabulary does not have."""
        for name in strange_names(self.any_of, words):
            yield f"{self.id}: {name!r} is neither a drug, class nor regimen in the vocabulary; add it there"


def _time(line: Line, unit: str) -> float | None:
    entry = line.entry
    if not entry.started or not entry.ended:
        return None
    return ((entry.ended - entry.started).days + 1) / _DAYS[unit]
