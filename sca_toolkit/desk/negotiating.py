"""Negotiating: drafts from the record, moves of both sides, the next version, the final."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sca_toolkit.desk.case_terms import ledger_of, terms_of_case, with_terms
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.desk.issuing import Issued, issue
from sca_toolkit.desk.signing import unsettled
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Event, Side, Step, standing
from sca_toolkit.ledger import Move, Status, Take, next_terms, offer_from, with_moves
from sca_toolkit.store import (
    Paper,
    StoredPaper,
    Write,
    add_events,
    append_moves,
    append_terms,
    events_of,
    keep_paper,
    moves_of,
    paper_content,
)
from sca_toolkit.terms import AgreementTerms


@dataclass(frozen=True)
class Sent:
    """A paper that went out from the record."""

    paper: StoredPaper
    terms_version: int
    changed: tuple[str, ...]
    """Places of the terms that changed since the last version; empty for the first."""
    moves: tuple[Move, ...]
    """Our moves that the paper put on the table."""
    missing: tuple[str, ...] = ()
    """What the paper still lacks, in words."""


def send_draft(
    desk: Desk, case_id: str, now: datetime, *, template_id: str = "sca", allowed_by: str | None = None
) -> Sent:
    """Issue the next draft with its terms, put what is new on the table as our moves, and note that it was sent.

    Only agreed values, our own new offers and facts that were missing differ from the version before.
    """
    stands = terms_of_case(desk, case_id, now)
    drafting, kept, moves = stands.drafting, stands.kept, stands.moves
    ledger = ledger_of(desk, moves, now)
    terms = drafting.terms
    changed: tuple[str, ...] = ()
    if kept is not None:
        terms, moved = next_terms(terms, ledger, Take.ours, clauses=drafting.clauses)
        changed = tuple(dict.fromkeys((*stands.learned, *moved)))
        terms = _next_version(terms, kept.version + 1) if changed else terms
    ours = offer_from(terms, ledger, case=case_id, at=now, who=desk.who, allowed_by=allowed_by)
    after = ledger_of(desk, with_moves(moves, ours), now)
    issued = issue(with_terms(drafting, terms), template_id, ledger=after)
    with desk.record.writing(who=desk.who, now=now) as write:
        version = append_terms(write, case_id, terms, after=kept.version if kept else 0)
        _refuse_if_moved(write, case_id, moves)
        append_moves(write, ours)
        paper = keep_paper(write, case_id, _paper(issued, drafting, now, version))
        add_events(
            write, (Event(case=case_id, step=Step.draft_sent, at=now, by=Side.us, reference=issued.name),)
        )
    return Sent(paper, version, changed, ours, tuple(gap.label for gap in issued.paper.gaps))


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
    """Keep moves of one case and the event that they are. Raises DataError when one cannot be: nothing is kept then."""
    if not moves:
        return
    with desk.record.writing(who=desk.who, now=now) as write:
        before = moves_of(write, moves[0].case)
        with_moves(before, moves)
        append_moves(write, tuple(moves))
        happened = _happened(desk, before, moves)
        add_events(write, [event for event in happened if not _known(desk, write, event)])


def _happened(desk: Desk, before: Sequence[Move], moves: Sequence[Move]) -> list[Event]:
    """What the moves are as events, so that nobody types it twice: the last row settled, or a round of the payer."""
    last = moves[-1]
    was, after = (ledger_of(desk, some, last.at) for some in (before, (*before, *moves)))
    if was.open_points and not after.open_points:
        return [Event(case=last.case, step=Step.terms_agreed, at=last.at, by=last.side)]
    rounds = {move.round for move in before if move.side is Side.payer}
    fresh = [move for move in moves if move.side is Side.payer and move.round not in rounds]
    if not fresh:
        return []
    offers = any(move.status in (Status.offered, Status.countered) for move in fresh)
    step = Step.offer_received if offers else Step.payer_replied
    return [Event(case=last.case, step=step, at=fresh[0].at, by=Side.payer)]


def _known(desk: Desk, write: Write, event: Event) -> bool:
    """Whether somebody recorded the same step on that day already."""
    day_of = desk.library.practice().calendar.day_of
    return any(
        each.step is event.step and day_of(each.at) == day_of(event.at)
        for each in standing(events_of(write, event.case))
    )


def issue_final(desk: Desk, case_id: str, now: datetime, *, template_id: str = "sca") -> Sent:
    """The final, with agreed values only. Refused while anything is missing, blocked, or still talked about."""
    stands = terms_of_case(desk, case_id, now, final=True)
    drafting, kept, moves = stands.drafting, stands.kept, stands.moves
    if kept is None:
        raise UsageProblem(f"Case {case_id} has no draft yet. Send one first.")
    ledger = ledger_of(desk, moves, now)
    if ledger.open_points:
        raise UsageProblem(
            f"Both sides have not settled: {unsettled(ledger)}. Record what was agreed, or waive it."
        )
    terms, moved = next_terms(drafting.terms, ledger, Take.agreed, clauses=drafting.clauses)
    changed = tuple(dict.fromkeys((*stands.learned, *moved)))
    terms = _next_version(terms, kept.version + 1) if changed else terms
    issued = issue(with_terms(drafting, terms), template_id, final=True, ledger=ledger)
    with desk.record.writing(who=desk.who, now=now) as write:
        version = append_terms(write, case_id, terms, after=kept.version)
        _refuse_if_moved(write, case_id, moves)
        paper = keep_paper(write, case_id, _paper(issued, drafting, now, version))
    return Sent(paper, version, changed, ())


def paper_bytes(desk: Desk, case_id: str, number: int) -> bytes:
    """The Word file of an issued paper, as it was. Raises UsageProblem for an unknown number."""
    with desk.record.reading() as read:
        return paper_content(read, case_id, number)
