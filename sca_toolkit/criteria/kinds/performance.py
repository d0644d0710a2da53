"""How well the patient manages daily life, on a named scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import model_validator

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.bounds import Bounds
from sca_toolkit.criteria.charted import Result
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.guard import OneOrMore
from sca_toolkit.criteria.kinds.measured import latest, undated
from sca_toolkit.criteria.leaf import Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.timing import Look, TimedLeaf, Window
from sca_toolkit.criteria.verdict import ANY, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed, number


class Performance(Bounds, TimedLeaf):
    """A score on one of the scales named; a score on another scale is not converted."""

    kind: Literal["performance"] = "performance"
    scale: OneOrMore
    """ECOG, Karnofsky or Lansky; one of several is enough."""

    @model_validator(mode="after")
    def _limited(self) -> Performance:
        if not self.bounded:
            raise ValueError(f"{self.id}: give a limit with at_least, at_most, above or below")
        return self

    def look(self, scope: Scope) -> Look:
        """The newest score of each scale that has one."""
        keys = [scope.words.terms.key(name) for name in self.scale]
        test = self.holds()
        timed = self.timed

        def one(result: Result) -> int:
            return MET if test(result.value or 0.0) else NOT_MET

        def judge(record: Record, window: Window) -> int:
            bits, told = NOT_MET, False
            for key in keys:
                scores = record.scores.get(key)
                if scores:
                    told = True
                    bits = ANY[bits][latest(scores, window, one) if timed else undated(scores, one)]
            return bits if told else OPEN

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The newest score of each scale."""
        held = (record.scores.get(scope.words.terms.key(name), ()) for name in self.scale)
        return tuple(scores[0].entry for scores in held if scores)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """A score."""
        plan = self.plan_wants(record, scope)
        return (
            *plan,
            (f"score:{bare(self.scale[0])}", f"The performance status on the {listed(self.scale)} scale"),
        )

    def says(self) -> str:
        """Scale, limits, window."""
        return f"{listed(self.scale)} {self.bounds_words()}{self.time_words()}"

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Scales the vocabulary does not have, scores they cannot reach."""
        for name in self.scale:
            measure = words.measure(name)
            if measure is None:
                yield f"{self.id}: the scale {name!r} is not in the vocabulary; add it under `vocabulary: measures`"
                continue
            for limit in self.numbers():
                if (measure.lowest is not None and limit < measure.lowest) or (
                    measure.highest is not None and limit > measure.highest
                ):
                    yield f"{self.id}: {number(limit)} is no score of {measure.name}; check the number and its sign"
