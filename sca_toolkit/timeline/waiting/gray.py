"""Gray's test: whether groups differ in the share that ends in one way over time, while other ends compete.

Gray 1988, A class of K-sample tests for comparing the cumulative incidence of a competing risk (Ann Stat 16:1141, doi
10.1214/aos/1176350951), with weight one, written from the paper. Notation, for group k at day t: Y at risk, S the
share open just before, F the share ended by the cause. A group counts with R = Y (1 - F(t-)) / S(t-), those who could
still end this way; its score is its ends less its part of all ends. Strata add up. Late entry only changes Y.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sca_toolkit.timeline.waiting.curves import kaplan_meier
from sca_toolkit.timeline.waiting.risk import by_group
from sca_toolkit.timeline.waiting.testing import Verdict, verdict
from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits


def gray_test(waits: Waits, cause: Cause = Cause.reached) -> Verdict:
    """Whether the groups differ in the cumulative incidence of `cause`, compared within each stratum."""
    size = len(waits.groups)
    scores, variance = np.zeros(size), np.zeros((size, size))
    for stratum in range(len(waits.strata)):
        table = by_group(waits.where(waits.stratum == stratum))
        state = _state(table.at_risk, table.of(cause), table.all_ended)
        scores += _scores(state)
        variance += _variance(state)
    return verdict(_name(waits), scores, variance, waits.groups)


def gray_against_rest(waits: Waits, cause: Cause = Cause.reached) -> tuple[Verdict, ...]:
    """Each group against all others together, in the order of the groups. Adjust the p-values with `holm`."""
    size = len(waits.groups)
    scores, variance = np.zeros((size, 2)), np.zeros((size, 2, 2))
    for stratum in range(len(waits.strata)):
        table = by_group(waits.where(waits.stratum == stratum))
        columns = table.at_risk, table.of(cause), table.all_ended
        for place in range(size):
            state = _state(*(np.stack([each[place], each.sum(axis=0) - each[place]]) for each in columns))
            scores[place] += _scores(state)
            variance[place] += _variance(state)
    return tuple(
        verdict(_name(waits), scores[place], variance[place], (group, "all others"))
        for place, group in enumerate(waits.groups)
    )


def gray_scores(at_risk: Floats, own: Floats, ended: Floats) -> Floats:
    """The scores (..., K) alone, from those at risk, ends by the cause and all ends, each (..., K, r)."""
    return _scores(_state(at_risk, own, ended))


def _name(waits: Waits) -> str:
    return "Gray’s test" if len(waits.strata) == 1 else "stratified Gray’s test"


@dataclass(frozen=True)
class _State:
    """What the test needs on each of r days; (..., K, r)."""

    at_risk: Floats
    own: Floats
    """Ends by the cause."""
    other: Floats
    """Ends by all other causes."""
    open_before: Floats
    open_after: Floats
    could: Floats
    """R: those who could still end this way."""


def _state(at_risk: Floats, own: Floats, ended: Floats) -> _State:
    open_after, _ = kaplan_meier(at_risk, ended)
    open_before = _shifted(open_after, 1.0)
    share = np.cumsum(open_before * own / np.where(at_risk > 0, at_risk, 1.0), axis=-1)
    could = _divided(at_risk * (1 - _shifted(share, 0.0)), open_before)
    return _State(at_risk, own, ended - own, open_before, open_after, could)


def _scores(state: _State) -> Floats:
    everyone = state.could.sum(axis=-2, keepdims=True)
    expected = _divided(state.could * state.own.sum(axis=-2, keepdims=True), everyone)
    scores: Floats = (state.own - expected).sum(axis=-1)
    return scores


def _variance(state: _State) -> Floats:
    """The variance (K, K) of the scores when all groups have the same incidence F of the cause.

    With h = Y / S(t-) and d_kr = h_k (1[k = r] - h_r / sum h), the score of k is a sum over the groups r of integrals
    against their ends; c_kr(t) carries what an end at t does to the share seen later.
    """
    h = _divided(state.at_risk, state.open_before)
    whole = h.sum(axis=0)
    rise = _divided(state.own.sum(axis=0), whole)
    share = np.cumsum(rise)
    size = len(h)
    d = h[:, None] * (np.eye(size)[:, :, None] - _divided(h, whole)[None])
    c = np.cumsum(d * _divided(rise, 1 - _shifted(share, 0.0)), axis=2)
    later = c[:, :, -1:] - c
    ratio = _divided(1 - share, state.open_after)
    of_own, of_other = d + later * (1 - ratio), -later * ratio
    own_rate = _divided(rise * _ties(state.own.sum(axis=0), whole * state.open_before), h)
    other_rate = _divided(
        state.open_before * state.other * _ties(state.other, state.at_risk), state.at_risk * h
    )
    variance: Floats = np.einsum("krt,lrt,rt->kl", of_own, of_own, own_rate, optimize=True)
    variance += np.einsum("krt,lrt,rt->kl", of_other, of_other, other_rate, optimize=True)
    return variance


def _ties(ends: Floats, at_risk: Floats) -> Floats:
    """The finite-sample factor for several ends on one day among those at risk."""
    several = (ends > 1) & (at_risk > 1)
    return np.where(several, np.maximum(1 - (ends - 1) / np.where(several, at_risk - 1, 1.0), 0.0), 1.0)


def _shifted(values: Floats, first: float) -> Floats:
    """The values just before each day."""
    ahead = np.full((*values.shape[:-1], 1), first)
    return np.concatenate([ahead, values[..., :-1]], axis=-1)


def _divided(above: Floats, below: Floats) -> Floats:
    """The quotient, 0 where there is nothing to divide by."""
    some = below > 1e-12
    return np.where(some, above / np.where(some, below, 1.0), 0.0)
