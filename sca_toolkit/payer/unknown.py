"""What we do not know of a payer: the absent keys of its profile, counted."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.payer.facts import PayerRole
from sca_toolkit.payer.profile import PayerProfile
from sca_toolkit.values import Model, meaning


class Unknown(Model):
    """One thing we do not know of a payer."""

    path: str
    """The key to fill in."""
    what: str
    """What it is, in words."""


_NEVER_ASKED = {"notes", "usual_terms", "clause_positions", "negotiates", "dual_authorization"}
_ASKED_OF_ADMINISTRATORS = {"plan_sponsor", "stop_loss_carrier"}


def unknowns(profile: PayerProfile) -> tuple[Unknown, ...]:
    """The absent keys of a profile, in the order of the file.

    Sponsor and carrier are asked of administrators and self-funded plans only. Notes, usual terms and clause
    positions are never counted, because a payer may have none; nor is whether it negotiates, because most do.
    """
    left_out = _NEVER_ASKED | (set() if _administers(profile) else _ASKED_OF_ADMINISTRATORS)
    return tuple(item for item in _absent(profile, "") if item.path not in left_out)


def _absent(record: Model, prefix: str) -> Iterator[Unknown]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Model):
            yield from _absent(value, f"{prefix}{name}.")
        elif value is None or value == ():
            yield Unknown(path=f"{prefix}{name}", what=(meaning(type(record), name) or name).rstrip("."))


def _administers(profile: PayerProfile) -> bool:
    latest = profile.role.root[-1].value if profile.role else None
    return latest in (PayerRole.aso_administrator, PayerRole.self_funded_plan)
