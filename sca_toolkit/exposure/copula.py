"""How stay, intensive care, toxicity and cost go together: a Gaussian copula, or a t copula as a stress test."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.exposure.columns import LATENT
from sca_toolkit.exposure.shapes import Array

SMALLEST = 1e-8
"""The smallest eigenvalue a correlation matrix may have."""
STRESS_DEGREES = 4
"""Degrees of freedom of the t copula."""


def correlation(values: Mapping[str, float]) -> Array:
    """The correlation matrix in the order of `LATENT` from numbers named `rho_crs_icu` and the like; others are 0."""
    found = np.eye(len(LATENT))
    for name, value in values.items():
        if name.startswith("rho_"):
            first, second = (LATENT.index(each) for each in name.removeprefix("rho_").split("_"))
            found[first, second] = found[second, first] = value
    return found


def factor(matrix: Array) -> Array:
    """The lower triangular factor. Raises DataError for a matrix that no patients could have."""
    least = float(np.linalg.eigvalsh(matrix).min())
    if least < SMALLEST:
        raise DataError(
            Problem(
                f"the correlations contradict one another (smallest eigenvalue {least:.3g}).",
                "Bring the ones that were changed closer to zero.",
                place="What goes together",
            )
        )
    root: Array = np.linalg.cholesky(matrix).astype(np.float64)
    return root


def latents(uniform: Array, root: Array, tail: Array | None = None) -> Array:
    """Standard normal scores, shape (5, n), that go together as `root` says.

    `tail` (uniforms) turns the copula into a t copula: extremes then come together more often. The cost residual keeps
    to itself either way.
    """
    from scipy.special import gammaincinv, ndtri, stdtr

    normal = ndtri(uniform)
    # Row by row and not as a matrix product, whose last digit may depend on the number of threads.
    scores: Array = np.stack([_weighted(root[row, : row + 1], normal) for row in range(len(root))])
    if tail is None:
        return scores
    mixing = np.sqrt(2 * gammaincinv(STRESS_DEGREES / 2, tail) / STRESS_DEGREES)
    stressed: Array = ndtri(np.clip(stdtr(STRESS_DEGREES, scores / mixing), 1e-15, 1 - 1e-15))
    alone = LATENT.index("cost_residual")
    stressed[alone] = scores[alone]
    return stressed


def _weighted(weights: Array, rows: Array) -> Array:
    total: Array = weights[0] * rows[0]
    for weight, row in zip(weights[1:], rows[1:], strict=False):
        if weight:
            total = total + weight * row
    return total
