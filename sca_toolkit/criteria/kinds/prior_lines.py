"""How many lines of treatment there were, counted the payer's way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import model_validator

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.bounds import Bounds
from sca_toolkit.criteria.charted import Line
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.drug_match import holds, keys_of, strange_names
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.line_count import Counting, groups
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import listed


class PriorLines(Bounds, Leaf):
    """Number of earlier lines or regimens."""

    kind: Literal["prior_lines"] = "prior_lines"
    count: Literal["lines", "regimens"] = "lines"
    """Regimens counts every combination by itself."""
    counting: Counting | None = None
    """How lines are counted; left out, as the policy's `counting` says, then as the chart numbers them, then by planned
    program (induction, consolidation, transplant and maintenance as one)."""
    of_classes: tuple[str, ...] = ()
    """Count only lines that hold one of these drugs or classes."""
    include_classes: tuple[str, ...] = ()
    """Drugs or classes that must all appear somewhere among the lines."""

    @model_validator(mode="after")
    def _counts_something(self) -> PriorLines:
        if not self.bounded:
            raise ValueError(f"{self.id}: say how many with at_least, at_most, above or below")
        if any(each < 0 or each != int(each) for each in self.numbers()):
            raise ValueError(
                f"{self.id}: {self.bounds_words()} is not a number of lines; write 0 or more, whole"
            )
        return self

    def fact(self, scope: Scope) -> Bits:
        """The count against its limits; a history that may be longer leaves upper limits open."""
        test = self.holds()
        wanted = keys_of(self.of_classes, scope.words)
        needed = keys_of(self.include_classes, scope.words)
        counting = self.counting or scope.counting
        each_regimen = self.count == "regimens"
        ceiling = self.at_most is not None or self.below is not None

        def judge(record: Record) -> int:
            counted = groups(record, counting, each_regimen)
            sure = [group for group in counted if not wanted or _has(group, wanted)]
            doubtful = sum(
                not _has(group, wanted) and not all(line.known for line in group) for group in counted
            )
            more = (doubtful if wanted else 0) or not record.whole(CompleteList.lines)
            bits = _count(test, len(sure), bool(more), ceiling)
            for key in needed:
                bits = ALL[bits][_appears(record, counted, key)]
            return bits

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The regimens counted."""
        counted = groups(record, self.counting or scope.counting, self.count == "regimens")
        return tuple(line.entry for group in counted for line in group)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The whole treatment history."""
        return (("lines", "The complete list of earlier treatment, regimen by regimen"),)

    def says(self) -> str:
        """The number and what is counted."""
        unit = self.count if self.numbers() != (1,) else self.count[:-1]
        text = f"{self.bounds_words()} earlier {unit} of treatment"
        text += f" with {listed(self.of_classes)}" if self.of_classes else ""
        return text + (f", {listed(self.include_classes, 'and')} among them" if self.include_classes else "")

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Drugs the vocabulary does not have."""
        for name in strange_names((*self.of_classes, *self.include_classes), words):
            yield f"{self.id}: {name!r} is no drug or class of the vocabulary; add it under `vocabulary: drugs`"


def _has(group: tuple[Line, ...], keys: tuple[str, ...]) -> bool:
    return any(holds(line, key) for line in group for key in keys)


def _count(test: object, number: int, may_grow: bool, ceiling: bool) -> int:
    assert callable(test)
    now = bool(test(number))
    if not may_grow:
        return MET if now else NOT_MET
    if now:
        return OPEN if ceiling else MET
    # More lines can still come to light: below a lower limit that settles nothing; above an upper one it does.
    return OPEN if any(test(number + more) for more in range(1, 40)) else NOT_MET


def _appears(record: Record, counted: tuple[tuple[Line, ...], ...], key: str) -> int:
    if any(holds(line, key) for group in counted for line in group):
        return MET
    whole = record.whole(CompleteList.lines) and all(line.known for line in record.lines)
    return NOT_MET if whole else OPEN
