"""Payers: the list, the card of one, several side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.payer import Card, Comparison, PayerProfile, card, compare, on, unknowns


@dataclass(frozen=True)
class PayerRow:
    """One payer in a list."""

    id: str
    name: str
    role: str
    experience: str
    unknown: int
    """How many things we do not know of it."""
    invented: bool


@dataclass(frozen=True)
class PayerList:
    """The payers that could be read, and what is wrong with the files that could not."""

    rows: tuple[PayerRow, ...]
    problems: tuple[Problem, ...]


def list_payers(desk: Desk, as_of: date) -> tuple[PayerRow, ...]:
    """All payers as they stand on `as_of`, real ones first, by name. Raises DataError for wrong files."""
    found = readable_payers(desk, as_of)
    if found.problems:
        raise DataError(found.problems)
    return found.rows


def readable_payers(desk: Desk, as_of: date) -> PayerList:
    """All payers whose profile can be read; a wrong file does not hide the others."""
    rows: list[PayerRow] = []
    problems: list[Problem] = []
    for payer_id in desk.library.profile_ids():
        try:
            rows.append(_row(desk.library.profile(payer_id), as_of))
        except DataError as error:
            problems += error.problems
    rows.sort(key=lambda row: (row.invented, row.name.casefold()))
    return PayerList(tuple(rows), tuple(problems))


def _row(profile: PayerProfile, as_of: date) -> PayerRow:
    role, experience = on(profile.role, as_of), on(profile.experience, as_of)
    return PayerRow(
        profile.id,
        profile.name,
        role.words if role else "not known",
        experience.words if experience else "not known",
        len(unknowns(profile)),
        profile.invented,
    )


def payer_card(desk: Desk, payer_id: str, as_of: date) -> Card:
    """The card of one payer. Raises UsageProblem for an unknown id."""
    return card(desk.library.profile(payer_id), as_of)


def compare_payers(desk: Desk, payer_ids: tuple[str, ...], as_of: date) -> Comparison:
    """Payers side by side. Raises UsageProblem for an unknown id."""
    return compare(tuple(desk.library.profile(name) for name in payer_ids), as_of)
