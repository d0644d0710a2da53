"""The tables of an export that are read or worked out case by case: approvals, moves, terms, documents, contacts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.standing import situation_of
from sca_toolkit.ledger import Move, topic
from sca_toolkit.library.exports import Sheet, Value
from sca_toolkit.store import Read, contacts_of, moves_of, papers_of, terms_history
from sca_toolkit.store.summary import facts_of
from sca_toolkit.timeline import Approval, approvals

_AT_ONCE = 200
_PERSONAL_PLACES = ("member.", "reason.", "contacts.", "clinical.")
"""Places of an agreement that describe the person or are free text."""


def approval_sheet(desk: Desk, read: Read, ids: Sequence[str], as_of: datetime, *, personal: bool) -> Sheet:
    """Every approval that is needed, asked for or given, as it stands at `as_of`."""
    headings = (
        "Case", "Approval", "Part of the episode", "Status", "Where it stands", "Owner", "Requested", "Decided",
        "Valid from", "Valid to", "Needed until", "With", "Days with us", "Days with the payer", "Days paused",
        *(("Reference",) if personal else ()),
    )  # fmt: skip

    def rows() -> Iterator[tuple[Value, ...]]:
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            for case_id, facts in facts_of(read.connection, some, as_of).items():
                for each in approvals(situation_of(desk.library, facts, as_of)):
                    if each.status.value != "not_needed":
                        yield _approval(case_id, each, personal)

    return Sheet(
        "Approvals", headings, rows(), "The five approvals of each case; the authorization by its parts."
    )


def _approval(case_id: str, each: Approval, personal: bool) -> tuple[Value, ...]:
    clock = each.clock
    return (
        case_id, each.kind.words, each.component.words if each.component else None, each.status.words, each.stands,
        each.owner, each.requested, each.decided, each.valid_from, each.valid_to, each.needed_until,
        clock.side.value if clock.side else None, clock.days_us, clock.days_payer, clock.days_paused,
        *((each.reference,) if personal else ()),
    )  # fmt: skip


def move_sheet(read: Read, ids: Sequence[str], *, personal: bool) -> Sheet:
    """The negotiation, move by move; corrected ones too."""
    headings = (
        "Case", "Round", "Side", "Topic", "Status", "When", "Values", "By", "Allowed by", "Move ID", "Corrects",
        "Removed", *(("Position", "Note") if personal else ()),
    )  # fmt: skip
    rows = (_move(move, personal) for case_id in ids for move in moves_of(read, case_id))
    return Sheet(
        "Moves", headings, rows, "Offers and answers of both sides; values by their place in the agreement."
    )


def _move(move: Move, personal: bool) -> tuple[Value, ...]:
    return (
        move.case, move.round, move.side.value, _title(move.topic), move.status.words, move.at,
        _values(move.values, personal), move.who or None, move.allowed_by, move.id, move.corrects,
        True if move.removed else None, *((move.position or None, move.note) if personal else ()),
    )  # fmt: skip


def _title(key: str) -> str:
    try:
        return topic(key).title
    except KeyError:
        return key


def _values(values: dict[str, Any], personal: bool) -> str | None:
    kept = {
        place: value
        for place, value in values.items()
        if personal
        or not (place.startswith(_PERSONAL_PLACES) or (isinstance(value, dict) and "wording" in value))
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else None


def terms_sheet(read: Read, ids: Sequence[str]) -> Sheet:
    """Which versions of the terms were kept; the terms themselves are in the documents."""
    headings = ("Case", "Version", "Kept by", "Kept at", "SHA-256")
    rows = (
        (case_id, each.version, each.saved_by, each.saved_at, each.hash)
        for case_id in ids
        for each in terms_history(read, case_id)
    )
    return Sheet("Terms", headings, rows, "Versions of each case’s terms, with the hash of what they say.")


def paper_sheet(read: Read, ids: Sequence[str]) -> Sheet:
    """Issued documents; the files themselves stay in the record."""
    headings = (
        "Case", "Number", "Template", "Template version", "Status", "File name", "Made at", "Kept by", "Terms version",
        "SHA-256", "Terms SHA-256",
    )  # fmt: skip
    rows = (
        (case_id, each.number, each.template_id, each.template_version, each.status, each.name, each.made_at,
         each.kept_by, each.terms_version, each.sha256, each.terms_hash)
        for case_id in ids
        for each in papers_of(read, case_id)
    )  # fmt: skip
    return Sheet("Documents", headings, rows, "Documents that were issued, with their hashes.")


def contact_sheet(read: Read, ids: Sequence[str], *, personal: bool) -> Sheet:
    """Who was reached, how and when."""
    headings = ("Case", "Number", "When", "Side", "Channel", "Logged by",
                *(("With whom", "Reference", "Note") if personal else ()))  # fmt: skip
    rows = (
        (case_id, each.number, each.at, each.side.value, each.channel, each.logged_by,
         *((each.with_whom, each.reference, each.note) if personal else ()))
        for case_id in ids
        for each in contacts_of(read, case_id)
    )  # fmt: skip
    return Sheet("Contacts", headings, rows, "The contact log.")
