"""Looking words up: what a name stands for, what it includes, how a value converts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from sca_toolkit.criteria.vocabulary import Measure, Term, Unit, Words
from sca_toolkit.criteria.words import bare


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class NoConversion(ValueError):
    """Two units that do not measure the same thing."""


@dataclass(frozen=True)
class Tree:
    """Terms with wider and narrower ones. Names go in and come out as keys made by `bare`."""

    names: Mapping[str, str]
    wider: Mapping[str, frozenset[str]]

    def key(self, name: str) -> str:
        """The key of the entry that `name` means; of `name` itself where no entry has it."""
        plain = bare(name)
        return self.names.get(plain, plain)

    def knows(self, name: str) -> bool:
        """Whether an entry has this name."""
        return bare(name) in self.names

    def up(self, name: str) -> frozenset[str]:
        """The key of `name` and of everything wider."""
        key = self.key(name)
        return self.wider.get(key, frozenset({key}))

    def down(self, names: Iterable[str]) -> frozenset[str]:
        """The keys of `names` and of everything narrower."""
        wanted = {self.key(name) for name in names}
        return frozenset(wanted | {key for key, wider in self.wider.items() if not wanted.isdisjoint(wider)})


def _keys(entries: Iterable[_Named]) -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in entries:
        for name in (entry.name, *entry.aliases):
            names.setdefault(bare(name), bare(entry.name))
    return names


def _tree(entries: Iterable[Term]) -> Tree:
    held = tuple(entries)
    names = _keys(held)
    direct: dict[str, set[str]] = {}
    for entry in held:
        above = direct.setdefault(bare(entry.name), set())
        above.update(names.get(bare(name), bare(name)) for name in entry.is_a)
    return Tree(names, {key: _closed(key, direct) for key in direct})


def _closed(key: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting.extend(direct.get(each, ()))
    return frozenset(seen)


@dataclass(frozen=True)
class Dictionary:
    """The words of a policy beside those of the toolkit, ready to be looked up."""

    words: Words
    _measures: dict[str, Measure | None] = field(default_factory=dict, compare=False)

    @cached_property
    def drugs(self) -> Tree:
        """Drugs and classes."""
        return _tree(self.words.drugs)

    @cached_property
    def diseases(self) -> Tree:
        """Diseases."""
        return _tree(self.words.diseases)

    @cached_property
    def terms(self) -> Tree:
        """Conditions, infections, tests, documents, specialties, requirements."""
        measures = (Term(name=each.name, aliases=each.aliases) for each in self.words.measures)
        return _tree((*self.words.terms, *measures))

    @cached_property
    def targets(self) -> Mapping[str, frozenset[str]]:
        """The antigens a drug is aimed at, its own and those of its classes, by key."""
        own = {bare(each.name): frozenset(map(bare, each.targets)) for each in self.words.drugs}
        return {
            key: frozenset().union(*(own.get(up, frozenset()) for up in self.drugs.up(key))) for key in own
        }

    @cached_property
    def regimens(self) -> Mapping[str, tuple[str, ...]]:
        """The drugs of each named regimen, by any of its names."""
        return {
            bare(name): each.drugs
            for each in reversed(self.words.regimens)
            for name in (each.name, *each.aliases)
        }

    @cached_property
    def regimen_keys(self) -> Mapping[str, str]:
        """The key of a regimen, by any of its names."""
        return _keys(self.words.regimens)

    @cached_property
    def ranks(self) -> Mapping[str, float]:
        """The rank of each grade of response, by any of its names."""
        graded = reversed(self.words.responses)
        return {bare(name): each.rank for each in graded for name in (each.name, *each.aliases)}

    @cached_property
    def spelling(self) -> Mapping[str, str]:
        """How the entry of a key is written."""
        held = self.words
        entries: tuple[_Named, ...] = (*held.terms, *held.measures, *held.diseases, *held.drugs)
        return {bare(each.name): each.name for each in reversed(entries)}

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return {
            _unit_key(name): each
            for each in reversed(self.words.units)
            for name in (each.name, *each.aliases)
        }

    def unit(self, name: str) -> Unit | None:
        """The unit with this name."""
        return self._units.get(_unit_key(name))

    def measure(self, name: str) -> Measure | None:
        """The measure with this name, or None when no entry has it."""
        key = bare(name)
        if key not in self._measures:
            self._measures[key] = next(
                (each for each in self.words.measures if key in map(bare, (each.name, *each.aliases))), None
            )
        return self._measures[key]

    def factor(self, unit: str | None, to: str, measure: Measure | None = None) -> float:
        """How many `to` one `unit` is; a value without unit has that of the measure. Raises NoConversion."""
        if unit is None or _unit_key(unit) == _unit_key(to):
            return 1.0
        one, other = self.unit(unit), self.unit(to)
        if one and other and one.dimension == other.dimension:
            return one.factor / other.factor
        if measure is not None:
            into, out = self._into(unit, measure), self._into(to, measure)
            if into is not None and out is not None:
                return into / out
        raise NoConversion(f"{unit} does not convert to {to}")

    def _into(self, unit: str, measure: Measure) -> float | None:
        """How many of the measure's own unit one `unit` is."""
        if _unit_key(unit) == _unit_key(measure.unit):
            return 1.0
        for name, own in measure.also.items():
            if _unit_key(name) == _unit_key(unit):
                return own
            bridge, given = self.unit(name), self.unit(unit)
            if bridge and given and bridge.dimension == given.dimension:
                return own * given.factor / bridge.factor
        one, own_unit = self.unit(unit), self.unit(measure.unit)
        if one and own_unit and one.dimension == own_unit.dimension:
            return one.factor / own_unit.factor
        return None

    @cached_property
    def _codes(self) -> tuple[tuple[str, CodeSet, CodeSet], ...]:
        return tuple(
            (bare(each.name), CodeSet.of(each.icd10), CodeSet.of(each.unsure)) for each in self.words.diseases
        )

    def diseases_of(self, code: str) -> tuple[frozenset[str], frozenset[str]]:
        """The diseases an ICD-10-CM code says, and those it may mean; wider diseases included."""
        sure = [key for key, codes, _ in self._codes if codes.holds(code)]
        unsure = [key for key, _, codes in self._codes if codes.holds(code)]
        up = self.diseases.up
        return frozenset().union(*map(up, sure)), frozenset().union(*map(up, unsure))


_CODE = re.compile(r"^[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?$")


@dataclass(frozen=True)
class CodeSet:
    """ICD-10-CM codes written singly (C90.00), as a range with both ends inside (C83.30-C83.39) or as a stem (C82*)."""

    ranges: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, written: Iterable[str]) -> CodeSet:
        """Raises ValueError for text that is no code, and for a range whose end lies before its start."""
        return cls(tuple(_range(each) for each in written))

    def holds(self, code: str) -> bool:
        """Whether `code` is one of them."""
        plain = code.replace(".", "").upper()
        return any(low <= plain <= high for low, high in self.ranges)


def _range(written: str) -> tuple[str, str]:
    text = written.replace(" ", "").upper()
    if text.endswith("*"):
        stem = text[:-1].rstrip(".").replace(".", "")
        if not re.match(r"^[A-Z]\d[0-9A-Z]{0,4}$", stem):
            raise ValueError(f"{written!r} is not a stem of ICD-10-CM codes; write it like C82* or C83.3*")
        return stem, stem + "~"
    first, dash, last = text.partition("-")
    for code in (first, last) if dash else (first,):
        if not _CODE.match(code):
            raise ValueError(
                f"{written!r} is not an ICD-10-CM code; write C90.00, C83.30-C83.39 or C82*, each as its own entry"
            )
    low, high = first.replace(".", ""), (last if dash else first).replace(".", "")
    if high < low:
        raise ValueError(f"the range {written!r} ends before it starts; turn it round")
    return low, high


def _unit_key(name: str) -> str:
    text = name.casefold().replace("μ", "u").replace("µ", "u").replace("×", "x").replace(" ", "")
    return text.replace("^", "").replace("**", "").replace("litre", "l").replace("liter", "l")


def antigens(text: str) -> tuple[str, ...]:
    """`BCMA and CD3` as two antigens."""
    return tuple(part.strip() for part in re.split(r",| and |/", text) if part.strip())
