"""The contact log: who was reached, how, and the reference number they gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, select

from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Side
from sca_toolkit.store.appending import AHEAD
from sca_toolkit.store.numbering import next_number
from sca_toolkit.store.tables import contacts
from sca_toolkit.store.writing import Read, Write


@dataclass(frozen=True)
class ContactMade:
    """One call, message or letter. `at` carries its time zone."""

    at: datetime
    side: Side
    """Whose person it was: `payer`, `maker`, `patient`."""
    with_whom: str
    channel: str
    """Telephone, portal, fax, e-mail, letter."""
    reference: str | None = None
    note: str | None = None
    number: int = 0
    """Given by the record."""
    logged_by: str = ""
    """Given by the record."""


def log_contact(write: Write, case_id: str, contact: ContactMade) -> int:
    """Log a contact and return its number. Raises UsageProblem for an unknown case or a day in the future."""
    if contact.at.tzinfo is None:
        raise ValueError("`at` has no time zone")
    if contact.at > write.now + AHEAD:
        raise UsageProblem(
            f"The contact on {contact.at.date()} is in the future. Log it when it has been made."
        )
    number = next_number(write, contacts, case_id)
    row = {
        "case_id": case_id,
        "number": number,
        "at": contact.at,
        "day": contact.at.date(),
        "side": contact.side.value,
        "with_whom": contact.with_whom,
        "channel": contact.channel,
        "reference": contact.reference,
        "note": contact.note,
    } | write.recorded()
    write.insert(contacts, "contact logged", [row])
    return number


def contacts_of(read: Read, case_id: str) -> tuple[ContactMade, ...]:
    """The log of the case by time. Times are in UTC."""
    found = select(contacts).where(contacts.c.case_id == case_id).order_by(contacts.c.at, contacts.c.number)
    return tuple(_made(row) for row in read.connection.execute(found).mappings())


def _made(row: RowMapping) -> ContactMade:
    return ContactMade(
        row["at"], Side(row["side"]), row["with_whom"], row["channel"], row["reference"], row["note"],
        row["number"], row["recorded_by"],
    )  # fmt: skip
