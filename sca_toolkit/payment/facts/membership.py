"""Sets of services on many paths at once: for each column, an indicator that is a sum of products of conditions.

A condition is a number that stands for a window or for a flag of the path; a condition times itself is itself. So
union is a + b - ab, cut is ab, difference is a - ab, and nothing is worked out until an amount is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Monomial: TypeAlias = frozenset[int]
Indicator: TypeAlias = frozenset[tuple[Monomial, int]]
"""Terms of a sum: which conditions are multiplied, and how often the product is taken."""

NEVER: Indicator = frozenset()
ALWAYS: Indicator = frozenset({(frozenset(), 1)})


def condition(number: int) -> Indicator:
    """The indicator of one condition."""
    return frozenset({(frozenset({number}), 1)})


def _collected(terms: Mapping[Monomial, int]) -> Indicator:
    return frozenset((monomial, count) for monomial, count in terms.items() if count)


def plus(first: Indicator, second: Indicator, sign: int = 1) -> Indicator:
    """The sum, or with sign -1 the difference, of two indicators."""
    terms = dict(first)
    for monomial, count in second:
        terms[monomial] = terms.get(monomial, 0) + sign * count
    return _collected(terms)


class Algebra:
    """Products of indicators, each worked out once."""

    def __init__(self, possible: Callable[[Monomial], bool]) -> None:
        """`possible` says whether the conditions of a product can hold together."""
        self._possible = possible
        self._known: dict[tuple[Indicator, Indicator], Indicator] = {}

    def times(self, first: Indicator, second: Indicator) -> Indicator:
        """The product; monomials that cannot hold (two windows apart) are dropped."""
        if first in (ALWAYS, second):
            return second
        if second == ALWAYS:
            return first
        if (first, second) not in self._known:
            self._known[first, second] = self._product(first, second)
        return self._known[first, second]

    def _product(self, first: Indicator, second: Indicator) -> Indicator:
        terms: dict[Monomial, int] = {}
        for one, count in first:
            for other, many in second:
                both = one | other
                if self._possible(both):
                    terms[both] = terms.get(both, 0) + count * many
        return _collected(terms)

    def either(self, first: Indicator, second: Indicator) -> Indicator:
        """The union."""
        return plus(plus(first, second), self.times(first, second), -1)


@dataclass(frozen=True)
class PathReach:
    """A set of services: an indicator for each column that may be in it."""

    columns: Mapping[int, Indicator]
    algebra: Algebra

    def _joined(self, found: dict[int, Indicator]) -> PathReach:
        return PathReach({at: each for at, each in found.items() if each}, self.algebra)

    def __or__(self, other: PathReach) -> PathReach:
        found = dict(self.columns)
        for at, each in other.columns.items():
            own = found.get(at, NEVER)
            if own not in (each, ALWAYS):
                found[at] = self.algebra.either(own, each)
        return self._joined(found)

    def __and__(self, other: PathReach) -> PathReach:
        shared = self.columns.keys() & other.columns.keys()
        times = self.algebra.times
        return self._joined({at: times(self.columns[at], other.columns[at]) for at in shared})

    def __sub__(self, other: PathReach) -> PathReach:
        found = dict(self.columns)
        for at in self.columns.keys() & other.columns.keys():
            own = found[at]
            found[at] = plus(own, self.algebra.times(own, other.columns[at]), -1)
        return self._joined(found)
