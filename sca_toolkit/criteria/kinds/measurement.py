"""A laboratory value or an organ function, with its unit, against a limit or the laboratory's own normal range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from pydantic import model_validator

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.bounds import Bounds
from sca_toolkit.criteria.charted import Result
from sca_toolkit.criteria.dictionary import Dictionary, NoConversion
from sca_toolkit.criteria.kinds.measured import READERS, Test, undated
from sca_toolkit.criteria.leaf import Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.timing import Look, TimedLeaf, Window
from sca_toolkit.criteria.unit_check import unit_complaints
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed

RELATIVE = {"xuln": "upper", "xlln": "lower"}


class Equivalent(Bounds):
    """The same limit in another unit, as some policies print it."""

    unit: str


class Measurement(Bounds, TimedLeaf):
    """A value of a measure. Values in other units are converted."""

    kind: Literal["measurement"] = "measurement"
    measure: str
    """What is measured: ALC, creatinine, LVEF."""
    unit: str | None = None
    """Unit of the limits; `xULN` and `xLLN` are multiples of the ends of the laboratory's normal range."""
    equivalent: Equivalent | None = None
    """The limit in a second unit; checked to be the same."""
    result: tuple[str, ...] = ()
    """A result in words in place of a limit: [abnormal]. Abnormal is outside the normal range."""
    which: Literal["latest", "every", "any"] = "latest"
    """Which result in the window decides."""

    @model_validator(mode="after")
    def _asks_something(self) -> Measurement:
        if not self.bounded and not self.result:
            raise ValueError(
                f"{self.id}: give a limit (at_least, at_most, above, below) or a `result` in words"
            )
        return self

    def look(self, scope: Scope) -> Look:
        """The results of the measure in a window."""
        key = scope.words.terms.key(self.measure)
        test = self._test(scope.words)
        reader = READERS[self.which]
        if not self.timed and self.which == "latest":
            return lambda record, window: undated(record.tests.get(key, ()), test)

        def judge(record: Record, window: Window) -> int:
            return reader(record.tests.get(key, ()), window, test)

        return judge

    def _test(self, words: Dictionary) -> Test:
        if self.result:
            return _in_words(frozenset(map(bare, self.result)))
        if self.unit and bare(self.unit) in RELATIVE:
            return self._relative(RELATIVE[bare(self.unit)])
        measure = words.measure(self.measure)
        ours = self.unit or (measure.unit if measure else "1")
        tests: dict[str | None, Callable[[float], bool] | None] = {}

        def judge(result: Result) -> int:
            if result.value is None:
                return OPEN
            if result.unit not in tests:
                tests[result.unit] = self._in_unit(result.unit, ours, words)
            test = tests[result.unit]
            return OPEN if test is None else MET if test(result.value) else NOT_MET

        return judge

    def _in_unit(self, unit: str | None, ours: str, words: Dictionary) -> Callable[[float], bool] | None:
        try:
            return self.holds(words.factor(unit, ours, words.measure(self.measure)))
        except NoConversion:
            return None

    def _relative(self, end: str) -> Test:
        test = self.holds()

        def judge(result: Result) -> int:
            limit = result.upper if end == "upper" else result.lower
            if result.value is None or not limit:
                return OPEN
            return MET if test(result.value / limit) else NOT_MET

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The two newest results."""
        results = record.tests.get(scope.words.terms.key(self.measure), ())
        return tuple(each.entry for each in results[:2])

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """A result in the window, with what it lacks."""
        plan = self.plan_wants(record, scope)
        results = record.tests.get(scope.words.terms.key(self.measure), ())
        if plan and results:
            return plan
        lacks = ""
        if results and results[0].day is None and self.timed:
            lacks = ", with its date"
        elif self.unit and bare(self.unit) in RELATIVE:
            lacks = ", with the laboratory's normal range"
        return (
            *plan,
            (f"test:{bare(self.measure)}", f"A result for {self.measure}{self.time_words()}{lacks}"),
        )

    def says(self) -> str:
        """The measure, its limit and its window."""
        unit = {"xuln": "times the upper limit of normal", "xlln": "times the lower limit of normal"}.get(
            bare(self.unit or ""), self.unit or ""
        )
        limit = listed(self.result) if self.result else self.bounds_words(unit)
        return f"{self.measure} {limit}{self.time_words()}"

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Unknown measure, unit that does not convert, wrong sign, unequal equivalent."""
        yield from unit_complaints(self, words)


def _in_words(wanted: frozenset[str]) -> Test:
    def judge(result: Result) -> int:
        word = result.word
        if word is None and result.value is not None and not wanted.isdisjoint({"abnormal", "normal"}):
            word = _against_range(result)
        return OPEN if word is None else MET if word in wanted else NOT_MET

    return judge


def _against_range(result: Result) -> str | None:
    value, low, high = result.value, result.lower, result.upper
    if value is None or (low is None and high is None):
        return None
    if (low is not None and value < low) or (high is not None and value > high):
        return "abnormal"
    return "normal" if low is not None and high is not None else None
