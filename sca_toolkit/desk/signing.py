"""Signing: the signatures of both sides, and what speaks against one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sca_toolkit.desk.case_terms import ledger_of
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exposure_approval import DraftApproval, against_signing, draft_approval
from sca_toolkit.desk.recording import record_event
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.ledger import Ledger
from sca_toolkit.store import StoredPaper, moves_of, papers_of


def sign(
    desk: Desk,
    case_id: str,
    side: Side,
    now: datetime,
    *,
    at: datetime | None = None,
    reference: str | None = None,
    despite: str = "",
) -> tuple[str, ...]:
    """Note a signature given at `at`, or now; returns what speaks against it (`before_signing`).

    It is kept all the same, with `despite` as the reason. A second signature of the same side is refused.
    """
    step = Step.payer_signed if side is Side.payer else Step.center_signed
    with desk.record.reading() as read:
        moves, papers = moves_of(read, case_id), papers_of(read, case_id)
    against = before_signing(ledger_of(desk, moves, now), papers, draft_approval(desk, case_id, now))
    note = f"Signed all the same: {despite.strip()}" if against and despite.strip() else None
    signed = Event(case=case_id, step=step, at=at or now, by=side, reference=reference, note=note)
    record_event(desk, signed, now, despite=despite)
    return against


def before_signing(
    ledger: Ledger, papers: Sequence[StoredPaper], approval: DraftApproval | None = None
) -> tuple[str, ...]:
    """What speaks against a signature now, in sentences: rows not settled, no final, an exposure not approved.

    `approval` is that of the draft (`draft_approval`); None where the center asks for none.
    """
    against = []
    if ledger.open_points:
        against.append(f"Both sides have not settled: {unsettled(ledger)}.")
    if not any(paper.status == "final" for paper in papers):
        against.append("No final has been issued that could be signed.")
    return (*against, *against_signing(approval))


def unsettled(ledger: Ledger, most: int = 6) -> str:
    """Titles of the rows that are not settled; from `most` on they are counted."""
    titles = [point.row.topic.title for point in ledger.open_points]
    return "; ".join(titles[:most]) + (f"; and {len(titles) - most} more" if len(titles) > most else "")
