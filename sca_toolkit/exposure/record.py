"""The record of a run: what a result needs so that it can be told again years later. No result exists without one."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from sca_toolkit.exposure.assumption import Confidence
from sca_toolkit.exposure.own import CostBasis
from sca_toolkit.exposure.shapes import Array

PACKAGES = ("numpy", "scipy", "sca_toolkit")


@dataclass(frozen=True)
class RunRecord:
    """How a result came about. Every field is needed. Raises ValueError for one that is empty."""

    seed: int
    points: int
    replicates: int
    registry: int
    """Version of the registry of random columns."""
    model: str
    """Version of the simulated story."""
    parameters: str
    """SHA-256 of every number in use and its range."""
    scenario: str
    """SHA-256 of what was known of the case."""
    contracts: Mapping[str, str]
    """SHA-256 of each offer, by its name."""
    episodes: str
    """SHA-256 of the simulated costs and days."""
    versions: Mapping[str, str]
    """Python, NumPy, SciPy and this toolkit: the same digits are promised only for the same versions."""
    basis: CostBasis
    worst_confidence: Confidence
    """The lowest confidence of any number in use."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is None or value == "" or value == {}:
                raise ValueError(f"a run record needs {each.name}")
        if self.points < 1 or self.replicates < 1:
            raise ValueError("a run record needs at least one path")

    @property
    def n(self) -> int:
        """Paths in all."""
        return self.points * self.replicates

    def words(self) -> str:
        """The three labels of every result, in one line."""
        return (
            f"{self.n:,} simulated patients, {self.basis.words}; lowest confidence of a number in use: "
            f"{self.worst_confidence.words}"
        )


def versions() -> dict[str, str]:
    """Of Python and the packages that the digits depend on."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def fingerprint(arrays: Iterable[Array]) -> str:
    """SHA-256 over arrays, bit for bit."""
    found = hashlib.sha256()
    for each in arrays:
        found.update(np.ascontiguousarray(each).data)
    return found.hexdigest()
