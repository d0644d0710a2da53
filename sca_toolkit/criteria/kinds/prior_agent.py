"""Which drugs or classes were given before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from pydantic import Field, model_validator

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Line
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.drug_match import history_is_whole, holds, keys_of, strange_names
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.state_rule import Which, chosen
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import listed


class PriorAgent(Leaf):
    """Earlier drugs by name or class."""

    kind: Literal["prior_agent"] = "prior_agent"
    any_of: tuple[str, ...] = ()
    """Drugs or classes of which `at_least` must have been given."""
    all_of: tuple[str, ...] = ()
    """Drugs or classes that must all have been given."""
    at_least: int = Field(default=1, ge=1)
    """How many of `any_of`."""
    count: Literal["names", "drugs", "lines"] = "names"
    """What `at_least` counts: names of the list, different drugs, or lines that hold one."""
    to: Which = Field(default=Which.any_line, alias="in")
    """In which line: any_line, first_line, last_line."""
    same_line: bool = False
    """Whether all must stand in one regimen."""
    or_not_possible: bool = False
    """Whether an intolerance or contraindication stands in for a drug."""

    @model_validator(mode="after")
    def _names_something(self) -> PriorAgent:
        if bool(self.any_of) == bool(self.all_of):
            raise ValueError(f"{self.id}: name the drugs with either `any_of` or `all_of`")
        if self.count == "names" and self.at_least > len(self.any_of or self.all_of):
            raise ValueError(f"{self.id}: at_least: {self.at_least} is more than the names given")
        return self

    def fact(self, scope: Scope) -> Bits:
        """What the lines hold, and what they may hold."""
        keys = keys_of(self.any_of or self.all_of, scope.words)
        enough = len(keys) if self.all_of else self.at_least
        number = self._number(keys)

        def judge(record: Record) -> int:
            lines = chosen(record, self.to)
            if self.same_line:
                best = max((number(record, (line,)) for line in lines), default=0)
            else:
                best = number(record, lines)
            if best >= enough:
                return MET
            whole = history_is_whole(record, lines) if self.to is Which.any_line else _one_is_whole(lines)
            return NOT_MET if whole else OPEN

        return judge

    def _number(self, keys: tuple[str, ...]) -> Callable[[Record, tuple[Line, ...]], int]:
        wanted = frozenset(keys)
        if self.count == "drugs":
            return lambda record, lines: len(
                {drug for line in lines for drug in line.drugs if wanted & record.words.drugs.up(drug)}
            )
        if self.count == "lines":
            return lambda record, lines: sum(any(holds(line, key) for key in keys) for line in lines)

        def names(record: Record, lines: tuple[Line, ...]) -> int:
            return sum(
                any(holds(line, key) for line in lines)
                or (self.or_not_possible and _not_possible(record, key))
                for key in keys
            )

        return names

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The lines that hold one of the names."""
        keys = keys_of(self.any_of or self.all_of, scope.words)
        lines = chosen(record, self.to)
        found = [line.entry for line in lines if any(holds(line, key) for key in keys)]
        return tuple(found) or tuple(line.entry for line in lines)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Drugs of the lines in question."""
        if self.to is Which.any_line:
            return (("lines", "The complete list of earlier treatment, regimen by regimen"),)
        return ((f"drugs:{self.to.value}", f"The drugs of the {self.to.words}"),)

    def says(self) -> str:
        """The names and how many."""
        where = {
            Which.any_line: "",
            Which.first_line: " in the first line",
            Which.last_line: " in the last line",
        }
        place = where.get(self.to, "") + (" in one regimen" if self.same_line else "")
        if self.all_of:
            return f"earlier {listed(self.all_of, 'and')}{place}"
        many = f"at least {self.at_least} of " if self.at_least > 1 else ""
        return f"earlier {many}{listed(self.any_of)}{place}"

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Drugs the vocabulary does not have."""
        for name in strange_names((*self.any_of, *self.all_of), words):
            yield f"{self.id}: {name!r} is no drug or class of the vocabulary; add it under `vocabulary: drugs`"


def _one_is_whole(lines: tuple[Line, ...]) -> bool:
    return bool(lines) and all(line.known for line in lines)


def _not_possible(record: Record, key: str) -> bool:
    up = record.words.drugs.up
    return any(
        key in up(each.to) or record.words.drugs.key(each.to) in up(key) for each in record.facts.intolerances
    )
