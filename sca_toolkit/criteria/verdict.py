"""The five verdicts and their algebra.

A verdict is computed as the set of answers that are still possible, kept as bits. One possible answer is that answer;
several are *unknown*. `all` and `any` take the strongest child, `all` in the order not asked, met, needs judgment, not
met, `any` in the order not asked, not met, needs judgment, met; on sets they take every combination. So a fact that
comes in can only make a set smaller, and a settled verdict is never turned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from sca_toolkit.values import Choice

MET, NOT_MET, JUDGE, NOT_ASKED = 1, 2, 4, 8
OPEN = MET | NOT_MET
"""A fact nobody knows yet."""
BITS = (MET, NOT_MET, JUDGE, NOT_ASKED)


class Verdict(Choice):
    """The answer to a criterion, or to a whole policy."""

    met = "met"
    not_met = "not_met"
    unknown = "unknown"
    needs_judgment = "needs_judgment"
    not_asked = "not_asked"


_NAMED = {
    MET: Verdict.met,
    NOT_MET: Verdict.not_met,
    JUDGE: Verdict.needs_judgment,
    NOT_ASKED: Verdict.not_asked,
}
VERDICTS: tuple[Verdict, ...] = tuple(_NAMED.get(bits, Verdict.unknown) for bits in range(16))
"""The verdict of each set of possible answers."""


def bits_of(possible: int) -> tuple[int, ...]:
    """The single answers in a set."""
    return tuple(bit for bit in BITS if possible & bit)


def _lifted(pair: Callable[[int, int], int]) -> tuple[tuple[int, ...], ...]:
    def cell(one: int, other: int) -> int:
        return _union(pair(a, b) for a, b in product(bits_of(one), bits_of(other)))

    return tuple(tuple(cell(one, other) for other in range(16)) for one in range(16))


def _union(sets: Iterable[int]) -> int:
    joined = 0
    for each in sets:
        joined |= each
    return joined


_RANK_ALL = {NOT_ASKED: 0, MET: 1, JUDGE: 2, NOT_MET: 3}
_RANK_ANY = {NOT_ASKED: 0, NOT_MET: 1, JUDGE: 2, MET: 3}

ALL = _lifted(lambda a, b: max(a, b, key=_RANK_ALL.__getitem__))
"""`ALL[a][b]`: both are asked for."""
ANY = _lifted(lambda a, b: max(a, b, key=_RANK_ANY.__getitem__))
"""`ANY[a][b]`: one of the two is enough."""
AGREE = _lifted(lambda a, b: a if a == b else JUDGE)
"""`AGREE[a][b]`: two ways to read one rule; where they differ, a person must ask what is meant."""
NOT = tuple(_union({MET: NOT_MET, NOT_MET: MET}.get(bit, bit) for bit in bits_of(sets)) for sets in range(16))
"""`NOT[a]`: met and not met change places; the other answers stay."""


def all_of(sets: Iterable[int]) -> int:
    """Every child. All children not asked: not asked."""
    joined = NOT_ASKED
    for each in sets:
        joined = ALL[joined][each]
    return joined


def any_of(sets: Iterable[int]) -> int:
    """One child. All children not asked: not asked."""
    joined = NOT_ASKED
    for each in sets:
        joined = ANY[joined][each]
    return joined


def agree(sets: Iterable[int]) -> int:
    """The common answer of several readings. Without any reading: unknown."""
    joined = 0
    for each in sets:
        joined = AGREE[joined][each] if joined else each
    return joined or OPEN


def at_least(count: int, sets: Iterable[int]) -> int:
    """`count` of the children that are asked.

    Met with `count` met; not asked where none is asked; not met where those met and those to be judged are too few.
    Where fewer than `count` are asked and none of them fails, the rule does not say what follows: needs judgment.
    """
    sets = tuple(sets)
    if not any(each & (each - 1) for each in sets):
        return _outcome(count, sets.count(MET), sets.count(JUDGE), sets.count(NOT_MET))
    states = {(0, 0, 0)}
    for each in sets:
        states = {_counted(state, bit) for state in states for bit in bits_of(each)}
    return _union(_outcome(count, *state) for state in states)


def _counted(state: tuple[int, int, int], bit: int) -> tuple[int, int, int]:
    met, judged, failed = state
    return met + (bit == MET), judged + (bit == JUDGE), failed + (bit == NOT_MET)


def _outcome(count: int, met: int, judged: int, failed: int) -> int:
    asked = met + judged + failed
    if asked == 0:
        return NOT_ASKED
    if met >= count:
        return MET
    if met + judged >= count or (asked < count and failed == 0):
        return JUDGE
    return NOT_MET


def guarded(guard: int, inner: int) -> int:
    """`inner` where the guard holds, not asked where it does not; both where the guard is not settled."""
    if guard == MET:
        return inner
    return inner | NOT_ASKED if guard & (MET | JUDGE) else NOT_ASKED
