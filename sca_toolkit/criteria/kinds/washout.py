"""Something that must not have been given for a while."""

from __future__ import annotations

from typing import ClassVar, Literal

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Given
from sca_toolkit.criteria.leaf import Names, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.timing import Look, TimedLeaf, Window
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class Washout(TimedLeaf):
    """Met when nothing of it was given in the window. Takes no polarity of its own."""

    needs_length: ClassVar[bool] = True

    kind: Literal["washout"] = "washout"
    of: Names
    """Drugs, classes, vaccines or other exposures; [any] for every treatment of the disease."""

    def look(self, scope: Scope) -> Look:
        """Exposures in the window."""
        keys = self._keys(scope)
        every = self.of == ("any",)

        def judge(record: Record, window: Window) -> int:
            doubt = not record.whole(CompleteList.lines if every else CompleteList.exposures)
            for each in record.given if every else record.exposures:
                if each.concurrent or (not every and keys.isdisjoint(each.names)):
                    continue
                if each.day is None:
                    doubt = True
                elif window[0] <= each.day <= window[1]:
                    return NOT_MET
            return OPEN if doubt else MET

        return judge

    def _keys(self, scope: Scope) -> frozenset[str]:
        return frozenset(scope.words.drugs.key(name) for name in self.of) | frozenset(
            scope.words.terms.key(name) for name in self.of
        )

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """What of it was given."""
        keys = self._keys(scope)
        every = self.of == ("any",)
        held: tuple[Given, ...] = record.given if every else record.exposures
        found = (each.entry for each in held if every or not keys.isdisjoint(each.names))
        return tuple(dict.fromkeys(found))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """When it was last given."""
        return (
            *self.plan_wants(record, scope),
            (f"exposure:{bare(self.of[0])}", f"When {listed(self.of)} was last given, or that it was not"),
        )

    def says(self) -> str:
        """What, and how long."""
        what = "treatment of the disease" if self.of == ("any",) else listed(self.of)
        return f"no {what}{self.time_words()}"
