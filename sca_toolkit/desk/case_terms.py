"""The terms of a case as they stand: what the record keeps, and the facts that were learned since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.ledger import TOPICS, Earlier, Ledger, Move, PastAgreements, past_agreements, state
from sca_toolkit.store import Read, StoredTerms, latest_terms, moves_of, signed_with, stored_case
from sca_toolkit.terms import AgreementTerms, OriginKind, deal_paths, is_open, value_at


@dataclass(frozen=True)
class CaseTerms:
    """A case on the desk with its newest terms."""

    drafting: Drafting
    kept: StoredTerms | None
    """The version that the record has; None before the first draft."""
    learned: tuple[str, ...]
    """Places that were open in `kept` and that the case fills now."""
    moves: tuple[Move, ...]
    """The negotiation, as it was read with them."""


def terms_of_case(desk: Desk, case_id: str, now: datetime, *, final: bool = False) -> CaseTerms:
    """The newest terms: those kept in the record with the facts learned since, else a first proposal.

    A first proposal starts from the last agreement signed with this payer, where the record has one. What was filled
    stays as it was. In a `final`, no fact is new that belongs on the table first.
    """
    today = desk.library.practice().calendar.day_of(now)
    with desk.record.reading() as read:
        case, kept, moves = (
            stored_case(read, case_id).case, latest_terms(read, case_id), moves_of(read, case_id)
        )  # fmt: skip
        past = agreements_with(read, case.coverage.payer, today, without=case_id)
    earlier = past.last if kept is None else None
    fresh = begin(desk, case, today, last=earlier.terms if earlier else None)
    if kept is None:
        return CaseTerms(fresh, None, (), moves)
    learned = _learned(kept.terms, fresh, final)
    terms = replace(fresh.proposal, terms=kept.terms).with_typed(learned).terms if learned else kept.terms
    return CaseTerms(with_terms(fresh, terms), kept, tuple(learned), moves)


def _learned(kept: AgreementTerms, fresh: Drafting, final: bool) -> dict[str, Any]:
    """Facts that the case holds now and the kept terms do not, by path."""
    table = {*deal_paths(), *(path for topic in TOPICS for path in topic.paths)} if final else set()
    data = fresh.terms.model_dump(mode="json")
    return {
        path: _at(data, path)
        for path, origin in fresh.proposal.origins.items()
        if origin.kind is OriginKind.case
        and path not in table
        and is_open(value_at(kept, path))
        and not is_open(value_at(fresh.terms, path))
    }


def _at(data: Any, path: str) -> Any:
    for part in path.split("."):
        data = data[part]
    return data


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


def ledger_of(desk: Desk, moves: Sequence[Move], now: datetime) -> Ledger:
    """The negotiation as it stands at `now`, in days at the center."""
    calendar = desk.library.practice().calendar
    return state(moves, calendar.day_of(now), zone=calendar.zone)
