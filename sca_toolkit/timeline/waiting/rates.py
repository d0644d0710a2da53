"""Shares of counts with exact intervals: Clopper and Pearson 1934 (doi 10.1093/biomet/26.4.404)."""

from __future__ import annotations

from scipy.special import betaincinv

from sca_toolkit.timeline.waiting.figures import CONFIDENCE, NO_DATA, Estimate


def proportion(count: int, of: int, confidence: float = CONFIDENCE) -> Estimate:
    """`count` of `of` with its exact interval; `NO_DATA` of none. Raises ValueError unless 0 <= count <= of."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is not a share; the count must lie between 0 and {of}")
    if of == 0:
        return NO_DATA
    tail = (1 - confidence) / 2
    low = float(betaincinv(count, of - count + 1, tail)) if count else 0.0
    high = float(betaincinv(count + 1, of - count, 1 - tail)) if count < of else 1.0
    return Estimate(count / of, low, high)


def proportion_words(count: int, of: int, confidence: float = CONFIDENCE) -> str:
    """`20 of 41 (49%, 33% to 65%)`; `none yet` of none."""
    if of == 0:
        return "none yet"
    share = proportion(count, of, confidence)
    return f"{count:,} of {of:,} ({share.value:.0%}, {share.low:.0%} to {share.high:.0%})"
