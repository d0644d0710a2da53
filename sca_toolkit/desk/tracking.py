"""Tracking: what needs somebody today, and everything about one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_words
from sca_toolkit.desk.standing import situation_of
from sca_toolkit.events import Event, Stage, standing
from sca_toolkit.ledger import Ledger, Move, state
from sca_toolkit.payer import PayerProfile
from sca_toolkit.store import (
    CaseFacts,
    CaseFilter,
    CaseRow,
    ContactMade,
    StoredAttachment,
    StoredPaper,
    StoredTerms,
    TrailEntry,
    attachments_of,
    case_row,
    cases_page,
    contacts_of,
    count_cases,
    count_cases_by,
    moves_of,
    papers_of,
    terms_history,
    trail_of,
)
from sca_toolkit.store.summary import facts_of
from sca_toolkit.timeline import (
    Approval,
    Deadline,
    GateFinding,
    Journey,
    Lapse,
    NextAction,
    Situation,
    approvals,
    check_gates,
    deadlines,
    ics,
    journey,
    next_action,
    what_lapses,
)

AT_ONCE = 60
"""Cases looked at closely for one worklist."""


@dataclass(frozen=True)
class WorkRow:
    """One case on the worklist: its line in the record and the one thing to do next."""

    row: CaseRow
    action: NextAction
    payer: str
    """What the payer is called (`payer_words`)."""


@dataclass(frozen=True)
class Worklist:
    """What needs somebody, the most urgent first."""

    rows: tuple[WorkRow, ...]
    found: int
    """How many cases fit the filter; more than `rows` when the list is long."""
    by_stage: Mapping[Stage, int]
    """Open cases by the stage that holds them up."""


def worklist(desk: Desk, as_of: datetime, wanted: CaseFilter | None = None, *, page: int = 0) -> Worklist:
    """The open cases that fit `wanted`, those due first looked at closely and sorted by risk.

    The record filters and orders; only one page of AT_ONCE cases is read in full.
    """
    asked = wanted or CaseFilter(open=True)
    with desk.record.reading() as read:
        rows = cases_page(read, asked, order="due_on", limit=AT_ONCE, offset=page * AT_ONCE)
        found = count_cases(read, asked)
        stages = count_cases_by(read, "stage", CaseFilter(open=True))
        facts = facts_of(read.connection, [row.id for row in rows], as_of) if rows else {}
    seen = [_work_row(desk, row, facts[row.id], as_of) for row in rows]
    counted = {Stage(number): count for number, count in stages.items() if number is not None}
    return Worklist(
        tuple(sorted(seen, key=lambda each: each.action.rank)), found, dict(sorted(counted.items()))
    )


def _work_row(desk: Desk, row: CaseRow, facts: CaseFacts, as_of: datetime) -> WorkRow:
    situation = situation_of(desk.library, facts, as_of)
    payer = payer_words(situation.profile, facts.case.coverage.payer)
    return WorkRow(row, next_action(situation), payer)


@dataclass(frozen=True)
class CaseView:
    """Everything about one case at one moment."""

    row: CaseRow
    situation: Situation
    moves: tuple[Move, ...]
    terms: tuple[StoredTerms, ...]
    """Every version, oldest first."""
    papers: tuple[StoredPaper, ...]
    contacts: tuple[ContactMade, ...]
    attachments: tuple[StoredAttachment, ...]
    trail: tuple[TrailEntry, ...]

    @property
    def case(self) -> Case:
        """The case as it is kept."""
        return self.situation.case

    @property
    def profile(self) -> PayerProfile | None:
        """Its payer, where known."""
        return self.situation.profile

    @property
    def payer(self) -> str:
        """What its payer is called (`payer_words`)."""
        return payer_words(self.profile, self.case.coverage.payer)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that count, oldest first."""
        return standing(self.situation.events)

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """The five approvals, the authorization by parts."""
        return approvals(self.situation)

    @cached_property
    def journey(self) -> Journey:
        """Stages and days."""
        return journey(self.situation)

    @cached_property
    def gates(self) -> tuple[GateFinding, ...]:
        """Why steps must wait."""
        return check_gates(self.situation)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The ladder, the earliest first."""
        return deadlines(self.situation)

    @cached_property
    def action(self) -> NextAction:
        """The one thing to do next."""
        return next_action(self.situation)

    @cached_property
    def ledger(self) -> Ledger:
        """The negotiation as it stands."""
        s = self.situation
        return state(self.moves, s.today, events=s.events, zone=s.practice.calendar.zone)

    def if_moved(self, moved: Mapping[str, date | None]) -> tuple[Lapse, ...]:
        """What changes on the ladder when planned dates move; raises ValueError for dates in the wrong order."""
        return what_lapses(self.situation, moved)

    def calendar(self) -> str:
        """The open deadlines as an .ics file; it names nobody."""
        return ics(self.deadlines, self.situation.as_of)


def case_view(desk: Desk, case_id: str, as_of: datetime) -> CaseView:
    """One case in full. Raises UsageProblem for an unknown case."""
    with desk.record.reading() as read:
        row = case_row(read, case_id)
        facts = facts_of(read.connection, [row.id], as_of)[row.id]
        known: dict[str, Any] = {
            "moves": moves_of(read, row.id),
            "terms": terms_history(read, row.id),
            "papers": papers_of(read, row.id),
            "contacts": contacts_of(read, row.id),
            "attachments": attachments_of(read, row.id),
            "trail": trail_of(read, row.id),
        }
    return CaseView(row=row, situation=situation_of(desk.library, facts, as_of), **known)
