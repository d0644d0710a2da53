"""Payers side by side: one row for each thing worth comparing, `not known` where nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sca_toolkit.payer.card import NOT_KNOWN, Card, Line, card
from sca_toolkit.payer.layout import SECTIONS, UNKNOWN_SECTION, label_of_key
from sca_toolkit.payer.profile import PayerProfile
from sca_toolkit.values import Model


class Row(Model):
    """One thing compared."""

    key: str
    label: str
    values: tuple[str, ...]
    """The value of each payer, in the order of `Comparison.payers`."""


class Comparison(Model):
    """Payers side by side on one day."""

    as_of: date
    payers: tuple[str, ...]
    """Ids of the profiles."""
    names: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(profiles: Sequence[PayerProfile], as_of: date) -> Comparison:
    """Payers side by side on `as_of`: a row for each thing that is known of at least one of them.

    A payer of whom it is not known has `not known`. Criteria, and more than two entries of any other list, are
    counted, so that a cell stays a cell.
    """
    known = [_by_key(card(profile, as_of)) for profile in profiles]
    keys = dict.fromkeys(key for top in _top_keys() for lines in known for key in lines if _under(key, top))
    return Comparison(
        as_of=as_of,
        payers=tuple(profile.id for profile in profiles),
        names=tuple(profile.name for profile in profiles),
        rows=tuple(
            Row(
                key=key,
                label=label_of_key(key),
                values=tuple(_cell(key, lines.get(key, ())) for lines in known),
            )
            for key in keys
        ),
    )


def _top_keys() -> tuple[str, ...]:
    return tuple(key for keys in SECTIONS.values() for key in keys)


def _under(key: str, top: str) -> bool:
    return key == top or key.startswith(f"{top}.")


def _by_key(shown: Card) -> dict[str, tuple[Line, ...]]:
    found: dict[str, tuple[Line, ...]] = {}
    for section in shown.sections:
        for line in section.lines if section.title != UNKNOWN_SECTION else ():
            found[line.key] = (*found.get(line.key, ()), line)
    return found


def _cell(key: str, lines: tuple[Line, ...]) -> str:
    if not lines:
        return NOT_KNOWN
    if key == "criteria" or len(lines) > 2:
        return f"{len(lines)} {'entry' if len(lines) == 1 else 'entries'}"
    return "; ".join(line.value for line in lines)
