"""Negotiating: drafts from the record, moves of both sides, the next version, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.desk.issuing import Issued, issue
from sca_toolkit.desk.recording import record_event
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.ledger import (
    Earlier,
    Ledger,
    Move,
    PastAgreements,
    Take,
    next_terms,
    offer_from,
    past_agreements,
    state,
    with_moves,
)
from sca_toolkit.store import (
    Paper,
    Read,
    StoredPaper,
    Write,
    add_events,
    append_moves,
    append_terms,
    keep_paper,
    latest_terms,
    moves_of,
    paper_content,
    papers_of,
    signed_with,
    stored_case,
)
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.timeline import Calendar


@dataclass(frozen=True)
class Sent:
    """A paper that went out from the record."""

    paper: StoredPaper
    terms_version: int
    changed: tuple[str, ...]
    """Places of the terms that changed since the last version; empty for the first."""
    moves: tuple[Move, ...]
    """Our moves that the paper put on the table."""


def drafting_of(desk: Desk, case_id: str, now: datetime) -> Drafting:
    """The case on the desk with its newest terms: those kept in the record, else a first proposal.

    A first proposal starts from the last agreement signed with this payer, where the record has one.
    """
    with desk.record.reading() as read:
        case, kept = stored_case(read, case_id).case, latest_terms(read, case_id)
        past = agreements_with(read, case.coverage.payer, _calendar(desk).day_of(now), without=case_id)
    earlier = past.last if kept is None else None
    drafting = begin(desk, case, _calendar(desk).day_of(now), last=earlier.terms if earlier else None)
    return drafting if kept is None else with_terms(drafting, kept.terms)


def agreements_with(read: Read, payer: str | None, as_of: date, *, without: str = "") -> PastAgreements:
    """What the record holds of signed agreements with a payer; `without` leaves one case out."""
    if payer is None:
        return PastAgreements(0, None)
    found = []
    for signed in signed_with(read, payer):
        if signed.case_id != without:
            kept = latest_terms(read, signed.case_id)
            found.append(Earlier(payer, signed.signed_on, signed.case_id, kept.terms if kept else None))
    return past_agreements(found, payer, as_of)


def with_terms(drafting: Drafting, terms: AgreementTerms) -> Drafting:
    """The drafting with other terms; origins of values that stayed the same are kept."""
    return replace(drafting, proposal=replace(drafting.proposal, terms=terms))


def send_draft(
    desk: Desk, case_id: str, now: datetime, *, template_id: str = "sca", allowed_by: str | None = None
) -> Sent:
    """Issue the next draft with its terms, put what is new on the table as our moves, and note that it was sent.

    Only agreed values and our own new offers differ from the version before.
    """
    drafting = drafting_of(desk, case_id, now)
    with desk.record.reading() as read:
        kept, moves = latest_terms(read, case_id), moves_of(read, case_id)
    ledger = _ledger(desk, moves, now)
    terms = drafting.terms
    changed: tuple[str, ...] = ()
    if kept is not None:
        terms, changed = next_terms(kept.terms, ledger, Take.ours, clauses=drafting.clauses)
        terms = _next_version(terms, kept.version + 1) if changed else terms
    ours = offer_from(terms, ledger, case=case_id, at=now, who=desk.who, allowed_by=allowed_by)
    after = _ledger(desk, with_moves(moves, ours), now)
    issued = issue(with_terms(drafting, terms), template_id, ledger=after)
    with desk.record.writing(who=desk.who, now=now) as write:
        version = append_terms(write, case_id, terms, after=kept.version if kept else 0)
        _refuse_if_moved(write, case_id, moves)
        append_moves(write, ours)
        paper = keep_paper(write, case_id, _paper(issued, drafting, now, version))
        add_events(
            write, (Event(case=case_id, step=Step.draft_sent, at=now, by=Side.us, reference=issued.name),)
        )
    return Sent(paper, version, changed, ours)


def _refuse_if_moved(write: Write, case_id: str, seen: Sequence[Move]) -> None:
    """Raise UsageProblem when somebody recorded a move since `seen`: the paper in hand does not know of it."""
    since = [move for move in moves_of(write, case_id) if move.id not in {each.id for each in seen}]
    if since:
        last = since[-1]
        by = "the payer’s" if last.side is Side.payer else f"ours, by {last.who}" if last.who else "ours"
        raise UsageProblem(
            f"A move of {case_id} was recorded while the document was made: round {last.round}, {by}. "
            "Nothing was kept. Look at the term sheet and try again."
        )


def _ledger(desk: Desk, moves: Sequence[Move], now: datetime) -> Ledger:
    calendar = _calendar(desk)
    return state(moves, calendar.day_of(now), zone=calendar.zone)


def _next_version(terms: AgreementTerms, number: int) -> AgreementTerms:
    document = terms.document.model_copy(update={"version": str(number)})
    return terms.model_copy(update={"document": document})


def _paper(issued: Issued, drafting: Drafting, now: datetime, version: int) -> Paper:
    return Paper(
        template_id=issued.paper.entry.id,
        template_version=issued.paper.entry.version,
        status="draft" if issued.draft else "final",
        name=issued.name,
        content=issued.word,
        terms_hash=issued.terms_hash,
        made_at=now,
        data={"terms": issued.paper.terms.model_dump(mode="json"), "payer": drafting.profile.id},
        terms_version=version,
    )


def record_moves(desk: Desk, moves: Sequence[Move], now: datetime) -> None:
    """Keep moves of one case. Raises DataError in sentences when one cannot be: nothing is kept then."""
    if not moves:
        return
    with desk.record.writing(who=desk.who, now=now) as write:
        with_moves(moves_of(write, moves[0].case), moves)
        append_moves(write, tuple(moves))


def issue_final(desk: Desk, case_id: str, now: datetime, *, template_id: str = "sca") -> Sent:
    """The final, with agreed values only. Refused while anything is missing, blocked, or still talked about."""
    drafting = drafting_of(desk, case_id, now)
    with desk.record.reading() as read:
        kept, moves = latest_terms(read, case_id), moves_of(read, case_id)
    if kept is None:
        raise UsageProblem(f"Case {case_id} has no draft yet. Send one first.")
    ledger = _ledger(desk, moves, now)
    if ledger.open_points:
        raise UsageProblem(
            f"Both sides have not settled: {_some_titles(ledger)}. Record what was agreed, or waive it."
        )
    terms, changed = next_terms(kept.terms, ledger, Take.agreed, clauses=drafting.clauses)
    terms = _next_version(terms, kept.version + 1) if changed else terms
    issued = issue(with_terms(drafting, terms), template_id, final=True, ledger=ledger)
    with desk.record.writing(who=desk.who, now=now) as write:
        version = append_terms(write, case_id, terms, after=kept.version)
        _refuse_if_moved(write, case_id, moves)
        paper = keep_paper(write, case_id, _paper(issued, drafting, now, version))
    return Sent(paper, version, changed, ())


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
        against = before_signing(_ledger(desk, moves_of(read, case_id), now), papers_of(read, case_id))
    note = f"Signed all the same: {despite.strip()}" if against and despite.strip() else None
    signed = Event(case=case_id, step=step, at=at or now, by=side, reference=reference, note=note)
    record_event(desk, signed, now, despite=despite)
    return against


def before_signing(ledger: Ledger, papers: Sequence[StoredPaper]) -> tuple[str, ...]:
    """What speaks against a signature now, in sentences: rows that are not settled, no final that could be signed."""
    against = []
    if ledger.open_points:
        against.append(f"Both sides have not settled: {_some_titles(ledger)}.")
    if not any(paper.status == "final" for paper in papers):
        against.append("No final has been issued that could be signed.")
    return tuple(against)


def _some_titles(ledger: Ledger, most: int = 6) -> str:
    titles = [point.row.topic.title for point in ledger.open_points]
    return "; ".join(titles[:most]) + (f"; and {len(titles) - most} more" if len(titles) > most else "")


def paper_bytes(desk: Desk, case_id: str, number: int) -> bytes:
    """The Word file of an issued paper, as it was. Raises UsageProblem for an unknown number."""
    with desk.record.reading() as read:
        return paper_content(read, case_id, number)


def _calendar(desk: Desk) -> Calendar:
    return desk.library.practice().calendar
