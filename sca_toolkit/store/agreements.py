"""Agreements that both sides have signed, by payer: what makes the next one a first or a repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from sca_toolkit.events import Step
from sca_toolkit.store.happenings import counting
from sca_toolkit.store.tables import cases, events
from sca_toolkit.store.writing import Read

_BOTH = (Step.payer_signed.value, Step.center_signed.value)


@dataclass(frozen=True)
class SignedAgreement:
    """A case whose agreement both sides have signed, and the day of the later signature."""

    case_id: str
    signed_on: date


def signed_with(read: Read, payer: str) -> tuple[SignedAgreement, ...]:
    """Agreements with this payer that both sides have signed, the oldest first.

    Signatures that were corrected, or removed as never made, do not count.
    """
    found = (
        select(events.c.case_id, func.max(events.c.day).label("signed_on"))
        .join(cases, cases.c.id == events.c.case_id)
        .where(cases.c.payer == payer, events.c.step.in_(_BOTH), counting())
        .group_by(events.c.case_id)
        .having(func.count(func.distinct(events.c.step)) == len(_BOTH))
        .order_by("signed_on", events.c.case_id)
    )
    return tuple(SignedAgreement(row.case_id, row.signed_on) for row in read.connection.execute(found))
