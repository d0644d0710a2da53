"""How well the disease answered before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import model_validator

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Line
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.drug_match import holds, keys_of
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.state_rule import Which, chosen
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class BestResponse(Leaf):
    """The best response to a line, at least or at most a grade."""

    kind: Literal["best_response"] = "best_response"
    at_least: str | None = None
    """The grade or a deeper one: partial_response."""
    at_most: str | None = None
    """The grade or a weaker one: stable_disease."""
    to: Which = Which.last_line
    """first_line, last_line, any_line or every_line."""
    of: tuple[str, ...] = ()
    """Only lines with one of these drugs or classes."""

    @model_validator(mode="after")
    def _limited(self) -> BestResponse:
        if self.at_least is None and self.at_most is None:
            raise ValueError(f"{self.id}: name the response with at_least or at_most")
        return self

    def fact(self, scope: Scope) -> Bits:
        """The rank of the response against the limits."""
        ranks = scope.words.ranks
        low = ranks.get(bare(self.at_least)) if self.at_least else None
        high = ranks.get(bare(self.at_most)) if self.at_most else None
        keys = keys_of(self.of, scope.words)

        def judge(record: Record) -> int:
            found = [_one(line, low, high) for line in self._lines(record, keys)]
            if self.to is Which.every_line:
                return NOT_MET if NOT_MET in found else OPEN if OPEN in found or not found else MET
            if MET in found:
                return MET
            single = self.to in (Which.first_line, Which.last_line) and bool(found)
            return NOT_MET if OPEN not in found and (single or record.whole(CompleteList.lines)) else OPEN

        return judge

    def _lines(self, record: Record, keys: tuple[str, ...]) -> list[Line]:
        return [line for line in chosen(record, self.to) if not keys or any(holds(line, key) for key in keys)]

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The lines looked at."""
        return tuple(line.entry for line in self._lines(record, keys_of(self.of, scope.words)))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The response."""
        return ((f"response:{self.to.value}", f"The best response to the {self.to.words}"),)

    def says(self) -> str:
        """The grade and the line."""
        low = f"at least {self.at_least.replace('_', ' ')}" if self.at_least else ""
        high = f"at most {self.at_most.replace('_', ' ')}" if self.at_most else ""
        of = f" that held {listed(self.of)}" if self.of else ""
        return f"best response to {self.to.words}{of}: {' and '.join(filter(None, (low, high)))}"

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Grades the vocabulary does not have."""
        for name in (self.at_least, self.at_most):
            if name and bare(name) not in words.ranks:
                yield f"{self.id}: the response {name!r} is not in the vocabulary; add it under `vocabulary: responses`"


def _one(line: Line, low: float | None, high: float | None) -> int:
    if line.rank is None:
        return OPEN
    return MET if (low is None or line.rank >= low) and (high is None or line.rank <= high) else NOT_MET
