"""A named combination given before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Line
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.drug_match import regimen_key
from sca_toolkit.criteria.leaf import Bits, Leaf, Names, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.state_rule import Which, chosen
from sca_toolkit.criteria.verdict import ANY, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed, number


class Regimen(Leaf):
    """One of several named regimens, or a line that holds all drugs of one."""

    kind: Literal["regimen"] = "regimen"
    any_of: Names
    """Regimens: R-CHOP, VRd."""
    to: Which = Field(default=Which.any_line, alias="in")
    """In which line: any_line, first_line, last_line."""
    cycles: float | None = Field(default=None, gt=0)
    """Fewest cycles of it."""

    def fact(self, scope: Scope) -> Bits:
        """Whether a line is one of them, with enough cycles."""
        words = scope.words
        wanted = [(regimen_key(name, words), _drugs(name, words)) for name in self.any_of]

        def judge(record: Record) -> int:
            lines = chosen(record, self.to)
            bits = NOT_MET
            for line in lines:
                if any(_is(line, key, drugs) for key, drugs in wanted):
                    bits = ANY[bits][self._enough(line)]
            open_ended = self.to is Which.any_line and not record.whole(CompleteList.lines)
            missing = not lines or any(not line.known and line.regimen is None for line in lines)
            return ANY[bits][OPEN] if open_ended or missing else bits

        return judge

    def _enough(self, line: Line) -> int:
        if self.cycles is None:
            return MET
        given = line.entry.cycles
        return OPEN if given is None else MET if given >= self.cycles else NOT_MET

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The lines that are one of them."""
        wanted = [(regimen_key(name, scope.words), _drugs(name, scope.words)) for name in self.any_of]
        lines = chosen(record, self.to)
        return tuple(line.entry for line in lines if any(_is(line, key, drugs) for key, drugs in wanted))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The treatment history, with cycles where they count."""
        cycles = f", with the cycles of {listed(self.any_of)}" if self.cycles else ""
        return (("lines", f"The complete list of earlier treatment{cycles}"),)

    def says(self) -> str:
        """The regimens."""
        cycles = f", at least {number(self.cycles)} cycles" if self.cycles else ""
        where = "" if self.to is Which.any_line else f" in the {self.to.words}"
        return f"earlier {listed(self.any_of)}{where}{cycles}"

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Regimens the vocabulary does not have."""
        for name in self.any_of:
            if bare(name) not in words.regimens:
                yield f"{self.id}: the regimen {name!r} is not in the vocabulary; add it under `vocabulary: regimens`"


def _drugs(name: str, words: Dictionary) -> frozenset[str]:
    return frozenset(words.drugs.key(drug) for drug in words.regimens.get(bare(name), ()))


def _is(line: Line, key: str, drugs: frozenset[str]) -> bool:
    return line.regimen == key or (bool(drugs) and drugs <= line.names)
