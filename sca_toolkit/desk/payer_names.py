"""What a payer is called in lists: its name, or its id made readable where it has no profile."""

from __future__ import annotations

from collections.abc import Iterable

from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.library import Library
from sca_toolkit.payer import PayerProfile


def payer_words(profile: PayerProfile | None, payer: str | None) -> str:
    """`Example National Health`, `Northwind (no profile)` for the id `northwind`, or `payer not known`."""
    if profile is not None:
        return profile.name
    if not payer:
        return "payer not known"
    spaced = payer.replace("-", " ").replace("_", " ")
    return f"{spaced.title() if spaced.islower() else spaced} (no profile)"


def payer_names(library: Library, payers: Iterable[str | None]) -> dict[str, str]:
    """What each payer is called, by id; a payer whose file is missing or wrong has no profile."""
    return {payer: payer_words(_profile(library, payer), payer) for payer in payers if payer}


def _profile(library: Library, payer: str) -> PayerProfile | None:
    try:
        return library.profile(payer)
    except (UsageProblem, DataError):
        return None
