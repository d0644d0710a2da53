"""The desk at which every action happens: it holds the library. Each job is one function that takes it."""

from __future__ import annotations

from dataclasses import dataclass

from sca_toolkit.library import Library


@dataclass(frozen=True)
class Desk:
    """What the actions of a user work with."""

    library: Library
