"""The example cases, negotiated: the first draft is its own next draft, and a counter-offer changes what it says."""

from __future__ import annotations

from datetime import date

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.ledger import Ledger, Move, Take, next_terms, offer_from, state, with_moves
from sca_toolkit.library import Library
from tests.ledger.talks import CASE, LATER, START, ours, theirs

TODAY = date(2026, 11, 2)
CASES = ["CASE-2026-101", "CASE-2026-102", "CASE-2026-103", "CASE-2026-104", "CASE-2026-105"]


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk on what the package carries."""
    return Desk(Library())


def opened(drafting: Drafting) -> tuple[Move, ...]:
    return with_moves((), offer_from(drafting.terms, state((), TODAY), case=CASE, at=START))


def after(drafting: Drafting, *moves: Move) -> Ledger:
    return state(with_moves(opened(drafting), moves), LATER)


@pytest.mark.parametrize("case_id", CASES)
def test_a_first_draft_is_its_own_next_draft(desk: Desk, case_id: str) -> None:
    drafting = begin(desk, desk.library.case(case_id), TODAY)
    ledger = after(drafting)
    for take in Take:
        assert next_terms(drafting.terms, ledger, take, clauses=drafting.clauses) == (drafting.terms, ())
    assert offer_from(drafting.terms, ledger, case=CASE, at=START) == ()


@pytest.mark.parametrize("case_id", CASES)
def test_a_counter_offer_that_is_agreed_changes_the_next_draft_in_that_place_only(
    desk: Desk, case_id: str
) -> None:
    drafting = begin(desk, desk.library.case(case_id), TODAY)
    ledger = after(
        drafting,
        theirs(2, "claims", "offered", {"filing.initial": "77 calendar days"}),
        ours(3, "claims", "agreed", {"filing.initial": "77 calendar days"}),
    )
    assert next_terms(drafting.terms, ledger, clauses=drafting.clauses)[1] == ("filing.initial",)


@pytest.mark.parametrize("case_id", CASES)
def test_the_member_is_not_named_on_the_table(desk: Desk, case_id: str) -> None:
    drafting = begin(desk, desk.library.case(case_id), TODAY)
    said = repr([each.values for each in opened(drafting)])
    member = drafting.terms.member
    for known in (member.name, member.id, member.date_of_birth and member.date_of_birth.isoformat()):
        assert not known or known not in said
