"""Other treatment that must have been tried first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from sca_toolkit.case import CompleteList, WhyStopped
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.drug_match import holds, keys_of, regimen_key, strange_names
from sca_toolkit.criteria.leaf import Bits, Leaf, Names, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import listed
from sca_toolkit.values import Model


class Step(Model):
    """One step: treatment that was tried, or could not be."""

    any_of: Names
    """Drugs, classes or regimens; one of them."""


class StepTherapy(Leaf):
    """Steps that must have failed. A step counts by the reasons in `failed_by`."""

    kind: Literal["step_therapy"] = "step_therapy"
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """The steps; all of them."""
    failed_by: tuple[
        Literal["no_response", "progression", "intolerance", "toxicity", "contraindication", "any"], ...
    ] = Field(default=("no_response", "progression", "intolerance", "contraindication"), min_length=1)
    """What counts as failed; `any` where having tried it is enough."""
    in_order: bool = False
    """Whether the steps must have come in this order."""

    def fact(self, scope: Scope) -> Bits:
        """Each step, and their order."""
        steps = [self._keys(step, scope.words) for step in self.steps]

        def judge(record: Record) -> int:
            bits, last = MET, -1
            for keys in steps:
                found, place = self._tried(record, keys)
                bits = ALL[bits][found]
                if self.in_order and place is not None:
                    bits = ALL[bits][MET if place > last else NOT_MET]
                    last = place
            return bits

        return judge

    def _keys(self, step: Step, words: Dictionary) -> tuple[str, ...]:
        return (*keys_of(step.any_of, words), *(regimen_key(name, words) for name in step.any_of))

    def _tried(self, record: Record, keys: tuple[str, ...]) -> tuple[int, int | None]:
        places = [at for at, line in enumerate(record.lines) if any(holds(line, key) for key in keys)]
        found = [self._failed(record, at) for at in places]
        if MET in found:
            return MET, places[found.index(MET)]
        if self._not_possible(record, keys):
            return MET, None
        whole = record.whole(CompleteList.lines) and all(line.known for line in record.lines)
        return (OPEN if OPEN in found or not whole else NOT_MET), None

    def _failed(self, record: Record, at: int) -> int:
        entry = record.lines[at].entry
        reasons = {entry.stopped_for} if entry.stopped_for else set()
        reasons |= {WhyStopped.progression} if entry.progressed_on or entry.refractory else set()
        if "any" in self.failed_by or any(each.value in self.failed_by for each in reasons):
            return MET
        return NOT_MET if reasons else OPEN

    def _not_possible(self, record: Record, keys: tuple[str, ...]) -> bool:
        up = record.words.drugs.up
        return any(
            each.kind in self.failed_by and any(key in up(each.to) for key in keys)
            for each in record.facts.intolerances
        )

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """Lines that hold a step."""
        keys = [key for step in self.steps for key in self._keys(step, scope.words)]
        return tuple(line.entry for line in record.lines if any(holds(line, key) for key in keys))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Which steps were tried and how they ended."""
        return tuple(
            (f"step:{self.id}:{at}", f"Whether {listed(step.any_of)} was tried, and why it ended")
            for at, step in enumerate(self.steps)
            if self._tried(record, self._keys(step, scope.words))[0] != MET
        )

    def says(self) -> str:
        """The steps and what counts."""
        steps = (" then " if self.in_order else " and ").join(listed(step.any_of) for step in self.steps)
        why = [each.replace("_", " ") for each in self.failed_by if each != "any"]
        return f"tried first: {steps}" + (
            f", ended by {listed(why)}" if why and "any" not in self.failed_by else ""
        )

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Drugs the vocabulary does not have."""
        for name in strange_names([name for step in self.steps for name in step.any_of], words):
            yield f"{self.id}: {name!r} is neither a drug, class nor regimen in the vocabulary; add it there"
