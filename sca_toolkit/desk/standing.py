"""What lists show of a case: stage, turn and next deadline, worked out whenever the record changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from sca_toolkit.case import Case
from sca_toolkit.errors import ScaError
from sca_toolkit.library import Library
from sca_toolkit.payer import PayerProfile
from sca_toolkit.store import CaseFacts, Standing, clocks_of, standing_of
from sca_toolkit.terms import AgreementTerms, last_window_day
from sca_toolkit.timeline import (
    AgreementDates,
    Clocks,
    Practice,
    Situation,
    case_clock,
    deadlines,
    ending,
    stage_since,
)


def situation_of(library: Library, facts: CaseFacts, as_of: datetime) -> Situation:
    """A case as the timeline sees it at `as_of`. A payer whose file is missing or wrong is simply not known."""
    rules = library.practice(), library.clocks()
    return _situation(facts, as_of, rules, known_profile(library, facts.case))


def _situation(
    facts: CaseFacts, as_of: datetime, rules: tuple[Practice, Clocks], profile: PayerProfile | None
) -> Situation:
    practice, clocks = rules
    return Situation(
        case=facts.case,
        events=facts.events,
        as_of=as_of,
        practice=practice,
        profile=profile,
        clocks=clocks,
        agreement=agreement_dates(facts.terms) if facts.terms_json else AgreementDates(),
    )


def known_profile(library: Library, case: Case) -> PayerProfile | None:
    """The profile of the case's payer; None where there is none or its file is wrong."""
    return _profile(library, case.coverage.payer)


def _profile(library: Library, payer: str | None) -> PayerProfile | None:
    if payer is None:
        return None
    try:
        return library.profile(payer)
    except ScaError:
        return None


def agreement_dates(terms: AgreementTerms | None) -> AgreementDates:
    """The dates of terms that deadlines are counted from."""
    if terms is None:
        return AgreementDates()
    return AgreementDates(
        effective=terms.period.effective_date,
        ends=terms.period.end_date,
        signature_deadline=terms.period.signature_deadline,
        needed_by=terms.period.needed_by,
        extension=terms.period.extension,
        window_days=last_window_day(terms.payment),
        filing=terms.filing.initial,
        filing_starts=terms.filing.clock_start,
        corrected_filing=terms.filing.corrected,
    )


def standing_with(library: Library) -> Callable[[CaseFacts], Standing]:
    """The function by which the record keeps its lists in step.

    The center's files are looked at once for each moment of writing: an import writes thousands of cases in one.
    """

    @lru_cache(maxsize=1)
    def rules(_as_of: datetime) -> tuple[Practice, Clocks]:
        return library.practice(), library.clocks()

    @lru_cache(maxsize=500)
    def profile(payer: str | None, _as_of: datetime) -> PayerProfile | None:
        return _profile(library, payer)

    def standing(facts: CaseFacts) -> Standing:
        known = profile(facts.case.coverage.payer, facts.as_of)
        situation = _situation(facts, facts.as_of, rules(facts.as_of), known)
        (stage, since), end, clock = stage_since(situation), ending(situation), case_clock(situation)
        due = next(iter(deadlines(situation)), None)
        simple = standing_of(facts)
        return Standing(
            stage=stage,
            stage_since=since,
            end_step=end.step.value if end else None,
            turn=clock.side.value if clock.side else None,
            turn_since=clock.since,
            payer_contact_on=simple.payer_contact_on,
            due_on=due.on if due else None,
            due_for=due.title if due else None,
            clocks=clocks_of(situation, facts.created),
        )

    return standing
