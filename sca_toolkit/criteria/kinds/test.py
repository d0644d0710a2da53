"""A test that was done, and what it showed."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Result
from sca_toolkit.criteria.kinds.measured import Test as ResultTest
from sca_toolkit.criteria.kinds.measured import latest, undated
from sca_toolkit.criteria.leaf import Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.timing import Look, TimedLeaf, Window
from sca_toolkit.criteria.verdict import ALL, ANY, MET, NOT_ASKED, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class Test(TimedLeaf):
    """Tests, markers and scans, by their result in words or only that they were done."""

    __test__ = False  # not a class of tests, whatever its name says

    kind: Literal["test"] = "test"
    any_of: tuple[str, ...] = ()
    """Tests of which one is enough."""
    all_of: tuple[str, ...] = ()
    """Tests that must all be there."""
    result: tuple[str, ...] = ()
    """Results that count, one of them; left out, it is enough that the test was done."""

    @model_validator(mode="after")
    def _names_something(self) -> Test:
        if bool(self.any_of) == bool(self.all_of):
            raise ValueError(f"{self.id}: name the tests with either `any_of` or `all_of`")
        return self

    def look(self, scope: Scope) -> Look:
        """Each test in the window. A test nobody has done leaves it open."""
        keys = [scope.words.terms.key(name) for name in self.any_of or self.all_of]
        join = ANY if self.any_of else ALL
        test = _shows(frozenset(map(bare, self.result)))
        timed = self.timed

        def judge(record: Record, window: Window) -> int:
            bits = NOT_ASKED
            for key in keys:
                results = record.tests.get(key, ())
                bits = join[bits][latest(results, window, test) if timed else undated(results, test)]
            return bits

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The newest result of each."""
        held = (record.tests.get(scope.words.terms.key(name), ()) for name in self.any_of or self.all_of)
        return tuple(results[0].entry for results in held if results)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The tests without a result that counts."""
        names = self.any_of or self.all_of
        lacking = [name for name in names if not self._held(name, record, scope)]
        return (
            *self.plan_wants(record, scope),
            *(
                (f"test:{bare(name)}", f"{name}{self.time_words()}, with its date")
                for name in lacking or names
            ),
        )

    def _held(self, name: str, record: Record, scope: Scope) -> bool:
        results = record.tests.get(scope.words.terms.key(name), ())
        window = (
            self.window(record, self.anchor, scope)
            if self.timed and self.anchor.value != "unstated"
            else None
        )
        return any(
            window is None or (each.day is not None and window[0] <= each.day <= window[1])
            for each in results
        )

    def says(self) -> str:
        """Tests, results, window."""
        names = listed(self.any_of) if self.any_of else listed(self.all_of, "and")
        return f"{names} {listed(self.result) if self.result else 'done'}{self.time_words()}"


def _shows(wanted: frozenset[str]) -> ResultTest:
    def judge(result: Result) -> int:
        if not wanted:
            return MET
        return OPEN if result.word is None else MET if result.word in wanted else NOT_MET

    return judge
