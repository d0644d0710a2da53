"""Tests by shuffling, for groups that are too small for the chi-square distribution.

Whole rows change their group at random within each stratum. That asks whether the groups are alike in everything that
the columns hold, late entry and the time they could be followed included. The statistic is z' V^- z with the scores
of the test and their covariance over all shuffles, the observed arrangement among them; so the p-value is valid for
any number of shuffles, and none is smaller than one over their number.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sca_toolkit.timeline.waiting.gray import gray_scores
from sca_toolkit.timeline.waiting.risk import Places
from sca_toolkit.timeline.waiting.testing import Verdict, quadratic
from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits

FEW_EVENTS = 10
"""Below so many events in a group, shuffle."""
SHUFFLES = 10_000
_WORK = 30_000_000
_AT_ONCE = 4_000_000
_MUCH = 50
"""So many times larger than one of two groups, only the small one is drawn."""
_Labels = npt.NDArray[np.int32]
_Scorer = Callable[[Floats, Floats, Floats], Floats]


def shuffled_gray(waits: Waits, seed: int, shuffles: int = SHUFFLES, cause: Cause = Cause.reached) -> Verdict:
    """Gray's test by shuffling. Fewer shuffles on very many rows; the result says how many there were."""
    return _shuffled("Gray’s test by shuffling", waits, cause, gray_scores, seed, shuffles)


def shuffled_log_rank(waits: Waits, seed: int, shuffles: int = SHUFFLES) -> Verdict:
    """The log-rank test by shuffling."""
    return _shuffled("log-rank test by shuffling", waits, Cause.reached, _log_rank_scores, seed, shuffles)


def _shuffled(name: str, waits: Waits, cause: Cause, scorer: _Scorer, seed: int, shuffles: int) -> Verdict:
    size = len(waits.groups)
    made = max(99, min(shuffles, _WORK // max(_dealt(waits), 1)))
    chance = np.random.default_rng(seed)
    found = np.zeros((made + 1, size))
    for stratum in range(len(waits.strata)):
        rows = waits.where(waits.stratum == stratum)
        if len(rows):
            found += _scores_of_shuffles(rows, cause, scorer, chance, made)
    centered = found - found.mean(axis=0)
    variance = centered.T @ centered / (made + 1)
    observed, freedom = quadratic(centered[0], variance)
    if not freedom:
        return Verdict(name, 0.0, 0, float("nan"), waits.groups, made)
    inverse = np.linalg.pinv(variance, rcond=1e-10, hermitian=True)
    statistics = np.einsum("bk,kl,bl->b", centered, inverse, centered)
    p = float((statistics >= statistics[0] - 1e-9).mean())
    return Verdict(name, observed, freedom, p, waits.groups, made)


def _dealt(waits: Waits) -> int:
    """Rows that one shuffle moves."""
    few = int(np.bincount(waits.group, minlength=len(waits.groups)).min()) if len(waits) else 0
    return max(few, 1) * 20 if len(waits.groups) == 2 and few * _MUCH < len(waits) else len(waits)


def _scores_of_shuffles(
    rows: Waits, cause: Cause, scorer: _Scorer, chance: np.random.Generator, made: int
) -> Floats:
    """(made + 1, K) scores; the first are those of the rows as they are."""
    size, places = len(rows.groups), Places.of(rows)
    counts = np.bincount(rows.group, minlength=size)
    few = size == 2 and counts.min() * _MUCH < len(rows)
    each = int(counts.min()) if few else len(rows)
    at_once = int(np.clip(_AT_ONCE // max(size * len(places.day) * 6, each, 1), 1, made + 1))
    draw = _few_drawn if few else _all_dealt
    parts: list[Floats] = []
    for first in range(0, made + 1, at_once):
        many = min(at_once, made + 1 - first)
        at_risk, ended = draw(rows.group, size, places, chance, many, keep=first == 0)
        parts.append(scorer(at_risk, ended[:, :, cause - 1], ended.sum(axis=2)))
    return np.concatenate(parts)


def _all_dealt(
    group: _Labels, size: int, places: Places, chance: np.random.Generator, many: int, *, keep: bool
) -> tuple[Floats, Floats]:
    """At risk (many, K, r) and ended (many, K, causes, r) with labels dealt anew; `keep` leaves the first alone."""
    labels = chance.permuted(np.tile(group, (many, 1)), axis=1).astype(np.int64)
    if keep:
        labels[0] = group
    cell = np.repeat(np.arange(many), len(group)) * size + labels.ravel()
    rows = np.tile(np.arange(len(group)), many)
    at_risk, ended = places.at(rows).tally(cell, many * size)
    r = len(places.day)
    return at_risk.reshape(many, size, r), ended.reshape(many, size, -1, r)


def _few_drawn(
    group: _Labels, size: int, places: Places, chance: np.random.Generator, many: int, *, keep: bool
) -> tuple[Floats, Floats]:
    """The same for two groups of which one is small: only its rows are drawn, all others are the rest."""
    small = int(np.argmin(np.bincount(group, minlength=size)))
    mine = np.flatnonzero(group == small)
    drawn = [chance.choice(len(group), len(mine), replace=False, shuffle=False) for _ in range(many)]
    if keep:
        drawn[0] = mine
    at_risk, ended = places.at(np.concatenate(drawn)).tally(np.repeat(np.arange(many), len(mine)), many)
    whole, all_ended = places.tally(np.zeros(len(group), np.int64), 1)
    pair = [(at_risk, ended), (whole - at_risk, all_ended - ended)]
    first, second = pair if small == 0 else pair[::-1]
    return np.stack([first[0], second[0]], axis=1), np.stack([first[1], second[1]], axis=1)


def _log_rank_scores(at_risk: Floats, own: Floats, ended: Floats) -> Floats:
    everyone = at_risk.sum(axis=-2, keepdims=True)
    part = at_risk / np.where(everyone > 0, everyone, 1.0)
    scores: Floats = (ended - part * ended.sum(axis=-2, keepdims=True)).sum(axis=-1)
    return scores
