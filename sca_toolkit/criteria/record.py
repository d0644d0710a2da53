"""A case made ready for judging: names resolved, days as numbers, results newest first.

A fact dated after `as_of` is not seen. Days are proleptic Gregorian ordinals, so that windows compare as numbers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from sca_toolkit.case import CompleteList, LinePhase
from sca_toolkit.case.history import CellTherapy, Entry, TreatmentLine
from sca_toolkit.criteria.charted import (
    Diseases,
    Given,
    Happening,
    Line,
    Result,
    diseases_of,
    newest_first,
    ordinal,
)
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.facts import CaseFacts
from sca_toolkit.criteria.words import bare

T = TypeVar("T")
_BESIDE_THE_COUNT = (LinePhase.bridging, LinePhase.lymphodepletion)


class Record:
    """Facts on a day, read with a dictionary."""

    def __init__(self, facts: CaseFacts, as_of: date, words: Dictionary) -> None:
        self.facts = facts
        self.as_of = as_of
        self.today = as_of.toordinal()
        self.words = words
        self.held: dict[Hashable, Any] = {}
        """What leaves worked out once and share."""
        self.answers: dict[int, int] = {}
        """Questions answered already, by their number."""
        dates = facts.dates
        self.days: dict[str, int | None] = {
            "request": ordinal(dates.request) or self.today,
            "evaluation": ordinal(dates.evaluation),
            "collection": ordinal(dates.collection),
            "lymphodepletion": ordinal(dates.lymphodepletion),
            "infusion": ordinal(dates.infusion),
            "diagnosis": ordinal(dates.diagnosis),
        }

    def read_with(self, words: Dictionary) -> Record:
        """The same facts, read with the words of another policy."""
        return self if words is self.words else self._reread(words)

    def _reread(self, words: Dictionary) -> Record:
        key = ("read with", id(words))
        if key not in self.held:
            self.held[key] = Record(self.facts, self.as_of, words)
        other: Record = self.held[key]
        return other

    def _seen(self, day: date | None) -> bool:
        return day is None or day <= self.as_of

    @cached_property
    def tests(self) -> dict[str, tuple[Result, ...]]:
        """Results by test, newest first, undated ones last."""
        found: dict[str, list[Result]] = {}
        for each in self.facts.tests:
            if self._seen(each.on):
                result = Result(
                    ordinal(each.on),
                    each.value,
                    each.unit,
                    bare(each.result) if each.result else None,
                    each.upper_limit,
                    each.lower_limit,
                    each,
                )
                found.setdefault(self.words.terms.key(each.test), []).append(result)
        return {key: newest_first(results) for key, results in found.items()}

    @cached_property
    def scores(self) -> dict[str, tuple[Result, ...]]:
        """Performance status by scale, newest first."""
        found: dict[str, list[Result]] = {}
        for each in self.facts.performance:
            if self._seen(each.on):
                result = Result(ordinal(each.on), each.value, None, None, None, None, each)
                found.setdefault(self.words.terms.key(each.scale), []).append(result)
        return {key: newest_first(results) for key, results in found.items()}

    @cached_property
    def product(self) -> str | None:
        """Key of the product asked for."""
        name = self.facts.product
        return self.words.drugs.key(name) if name else None

    @cached_property
    def complete(self) -> frozenset[str]:
        """Names of the lists known to be whole."""
        return frozenset(each.value for each in self.facts.complete)

    def whole(self, *lists: CompleteList) -> bool:
        """Whether all these lists are known to be whole."""
        return all(each.value in self.complete for each in lists)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Regimens in order, without bridging and lymphodepletion."""
        kept = (each for each in self.facts.lines if each.phase not in _BESIDE_THE_COUNT)
        return tuple(self._line(each) for each in kept if self._seen(each.started))

    def _line(self, entry: TreatmentLine) -> Line:
        words, name = self.words, entry.regimen
        drugs = entry.drugs or (words.regimens.get(bare(name), ()) if name else ())
        if not drugs and name and words.drugs.knows(name):
            drugs = (name,)
        keys = frozenset(words.drugs.key(drug) for drug in drugs)
        return Line(
            entry,
            keys,
            frozenset().union(*(words.drugs.up(drug) for drug in drugs)),
            words.regimen_keys.get(bare(name), bare(name)) if name else None,
            bool(drugs) and all(words.drugs.knows(drug) for drug in drugs),
            words.ranks.get(bare(entry.response)) if entry.response else None,
        )

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """Everything given, cell therapies and transplants included."""
        return (*self._from_lines(), *map(self._cell, self._cells()), *self._transplants())

    def _cells(self) -> Iterable[CellTherapy]:
        return (each for each in self.facts.cell_therapies if each.concurrent or self._seen(each.on))

    def _from_lines(self) -> Iterable[Given]:
        words = self.words
        for entry in self.facts.lines:
            if not self._seen(entry.started):
                continue
            line = self._line(entry)
            day = ordinal(entry.ended or entry.started)
            for drug in line.drugs or {line.regimen or ""}:
                targets = words.targets.get(drug, frozenset())
                yield Given(words.drugs.up(drug), targets, words.drugs.knows(drug), day, entry)

    def _cell(self, each: CellTherapy) -> Given:
        words = self.words
        named = words.drugs.up(each.product) | words.drugs.up(each.kind)
        targets = frozenset({bare(each.target)} if each.target else ()) | words.targets.get(
            words.drugs.key(each.product), frozenset()
        )
        known = bool(targets) or words.drugs.knows(each.product)
        return Given(named, targets, known, ordinal(each.on), each, each.concurrent, each.doses)

    def _transplants(self) -> Iterable[Given]:
        for each in self.facts.transplants:
            if self._seen(each.on):
                names = self.words.drugs.up(f"{each.type.value} transplant")
                yield Given(names | {"transplant"}, frozenset(), True, ordinal(each.on), each)

    @cached_property
    def exposures(self) -> tuple[Given, ...]:
        """Exposures outside the lines, and everything given."""
        own = (
            Given(
                self.words.drugs.up(each.what) | self.words.terms.up(each.what),
                self.words.targets.get(self.words.drugs.key(each.what), frozenset()),
                True,
                ordinal(each.on),
                each,
            )
            for each in self.facts.exposures
            if self._seen(each.on)
        )
        return (*own, *self.given)

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """What the disease did: events of the chart, and the progression noted with a line."""
        told = [
            Happening(
                each.event.value,
                ordinal(each.on),
                each.after_line,
                each.site and self.words.terms.key(each.site),
                each.proven_by and self.words.terms.key(each.proven_by),
                each,
            )
            for each in self.facts.disease_events
            if self._seen(each.on)
        ]
        days = {each.day for each in told}
        answered = self.words.ranks.get("partial response", 0.0)
        for at, line in enumerate(self.lines, start=1):
            on = line.entry.progressed_on
            if on and self._seen(on) and on.toordinal() not in days:
                kind = "relapse" if line.rank is not None and line.rank >= answered else "progression"
                told.append(Happening(kind, on.toordinal(), line.entry.line or at, None, None, line.entry))
        return tuple(sorted(told, key=lambda each: each.day or 0))

    @cached_property
    def states(self) -> dict[str, tuple[bool, Entry]]:
        """The chart's own words for the disease; wider words follow from narrower ones, never the other way."""
        found: dict[str, tuple[bool, Entry]] = {}
        for each in self.facts.disease_states:
            if self._seen(each.on):
                for key in (
                    self.words.terms.up(each.state) if each.holds else {self.words.terms.key(each.state)}
                ):
                    found.setdefault(key, (each.holds, each))
        for line in self.lines:
            if line.entry.refractory:
                found.setdefault("refractory", (True, line.entry))
        for event in self.happenings:
            word = {"relapse": "relapsed", "transformation": "transformed"}.get(event.kind)
            if word:
                found.setdefault(word, (True, event.entry))
        return found

    @cached_property
    def diseases(self) -> Diseases:
        """The treated disease, as codes and words say it."""
        return diseases_of(self.facts, self.words)

    @cached_property
    def judgments(self) -> dict[str, tuple[str, Entry]]:
        """What a person judged, by the id or topic it is about; the latest counts."""
        found: dict[str, tuple[str, Entry]] = {}
        for each in sorted(self.facts.judgments, key=lambda one: one.on or date.min):
            if self._seen(each.on):
                found[bare(each.about)] = (each.answer.value, each)
        return found

    @cached_property
    def statements(self) -> dict[str, tuple[bool, Entry]]:
        """What was stated or promised."""
        return {
            bare(each.statement): (each.given, each)
            for each in self.facts.attestations
            if self._seen(each.on)
        }

    def once(self, key: Hashable, work: Any) -> Any:
        """`work(self)`, done once for all leaves that ask with `key`."""
        if key not in self.held:
            self.held[key] = work(self)
        return self.held[key]
