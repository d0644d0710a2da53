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
from sca_toolkit.timeline.waiting.risk import RiskTable, risk_table
from sca_toolkit.timeline.waiting.testing import Verdict, quadratic
from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits

FEW_EVENTS = 10
"""Below so many events in a group, shuffle."""
SHUFFLES = 10_000
_WORK = 30_000_000
_AT_ONCE = 4_000_000
_Scorer = Callable[[Floats, Floats, Floats], Floats]
_Labels = npt.NDArray[np.int32]


def shuffled_gray(waits: Waits, seed: int, shuffles: int = SHUFFLES, cause: Cause = Cause.reached) -> Verdict:
    """Gray's test by shuffling. Fewer shuffles on very many rows; the result says how many there were."""
    return _shuffled("Gray’s test by shuffling", waits, cause, gray_scores, seed, shuffles)


def shuffled_log_rank(waits: Waits, seed: int, shuffles: int = SHUFFLES) -> Verdict:
    """The log-rank test by shuffling."""
    return _shuffled("log-rank test by shuffling", waits, Cause.reached, _log_rank_scores, seed, shuffles)


def _shuffled(name: str, waits: Waits, cause: Cause, scorer: _Scorer, seed: int, shuffles: int) -> Verdict:
    size = len(waits.groups)
    made = max(99, min(shuffles, _WORK // max(len(waits), 1)))
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


def _scores_of_shuffles(
    rows: Waits, cause: Cause, scorer: _Scorer, chance: np.random.Generator, made: int
) -> Floats:
    """(made + 1, K) scores; the first are those of the rows as they are."""
    size = len(rows.groups)
    days = len(np.unique(rows.exit[rows.cause != Cause.open]))
    at_once = int(np.clip(_AT_ONCE // max(size * days * 6, len(rows)), 1, made + 1))
    parts: list[Floats] = []
    for first in range(0, made + 1, at_once):
        labels = np.tile(rows.group, (min(at_once, made + 1 - first), 1))
        shuffled = chance.permuted(labels, axis=1)
        if first == 0:
            shuffled[0] = rows.group
        table = _tables(rows, shuffled, size)
        own, ended = table.of(cause), table.all_ended
        shape = (len(shuffled), size, -1)
        parts.append(scorer(table.at_risk.reshape(shape), own.reshape(shape), ended.reshape(shape)))
    return np.concatenate(parts)


def _tables(rows: Waits, labels: _Labels, size: int) -> RiskTable:
    """The risk tables of all arrangements, one below the other."""
    many = len(labels)
    place = np.repeat(np.arange(many), len(rows)) * size + labels.ravel()
    index = np.tile(np.arange(len(rows)), many)
    return risk_table(rows.where(index), place.astype(np.int32), many * size)


def _log_rank_scores(at_risk: Floats, own: Floats, ended: Floats) -> Floats:
    everyone = at_risk.sum(axis=-2, keepdims=True)
    part = at_risk / np.where(everyone > 0, everyone, 1.0)
    scores: Floats = (ended - part * ended.sum(axis=-2, keepdims=True)).sum(axis=-1)
    return scores
