"""The next draft takes from the ledger what it should, and nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sca_toolkit.clauses import Clause, Stance
from sca_toolkit.errors import DataError
from sca_toolkit.ledger import Status, Take, changed_places, next_terms, offer_from, with_moves
from sca_toolkit.library import Library
from sca_toolkit.payer import KnownPosition
from sca_toolkit.terms import AgreementTerms, value_at, with_values
from sca_toolkit.values.marks import plain
from tests.ledger.talks import AMOUNT, CASE, DRAFT, ledger, on, opening, ours, talk, theirs
from tests.payment.contracts import contract

PER_DIEM: dict[str, Any] = contract("per diem + invoice, outpatient 50%").model_dump(mode="json")
FILING = theirs(2, "claims", "countered", {"filing.initial": "120 calendar days"})
LOWER = theirs(2, "payment_model", "countered", {AMOUNT: "$130,000"})


@pytest.fixture(scope="module")
def clauses() -> Mapping[str, Clause]:
    """The shipped clauses."""
    return Library().clauses()


def test_nothing_agreed_changes_nothing() -> None:
    assert next_terms(DRAFT, ledger(FILING, LOWER)) == (DRAFT, ())


def test_the_agreed_values_go_in_and_nothing_else() -> None:
    after = ledger(FILING, LOWER, ours(3, "claims", "agreed"))
    terms, changed = next_terms(DRAFT, after)
    assert changed == ("filing.initial",)
    assert terms == with_values(DRAFT, {"filing.initial": "120 calendar days"})


def test_our_offers_go_in_when_asked_and_the_payers_never() -> None:
    after = ledger(FILING, LOWER, ours(3, "payment_model", "countered", {AMOUNT: "$140,000"}))
    terms, changed = next_terms(DRAFT, after, Take.ours)
    assert changed == (AMOUNT,)
    assert "Case rate $140,000" in (terms.payment.summary() if terms.payment else "")
    assert next_terms(DRAFT, after, Take.agreed)[1] == ()


def test_a_second_time_changes_nothing() -> None:
    after = ledger(FILING, LOWER, ours(3, "claims", "agreed"), ours(3, "payment_model", "agreed"))
    terms, changed = next_terms(DRAFT, after)
    assert set(changed) == {"filing.initial", AMOUNT}
    assert next_terms(terms, after) == (terms, ())


def test_what_somebody_typed_into_the_draft_meanwhile_stays() -> None:
    after = ledger(FILING, ours(3, "claims", "agreed"))
    typed = with_values(DRAFT, {"travel.maximum": "$9,000", "member.group_number": "EX-1000"})
    assert next_terms(typed, after)[1] == ("filing.initial",)


def test_a_waived_point_leaves_the_draft_as_it_is() -> None:
    assert next_terms(DRAFT, ledger(ours(2, "travel", "waived")), Take.ours)[1] == ()


def test_a_term_agreed_to_be_left_out_becomes_open() -> None:
    after = ledger(theirs(2, "travel", "countered", {"travel.maximum": None}), ours(3, "travel", "agreed"))
    terms, changed = next_terms(DRAFT, after)
    assert changed == ("travel.maximum",)
    assert value_at(terms, "travel.maximum") is None


def test_a_position_alone_changes_the_wording_only() -> None:
    after = ledger(
        theirs(2, "readmission", "countered", {"positions.SCA-19": "neutral"}),
        ours(3, "readmission", "agreed"),
    )
    terms, changed = next_terms(DRAFT, after)
    assert changed == ("positions.SCA-19",)
    assert terms.positions["SCA-19"].position is Stance.neutral


def test_with_the_clauses_a_position_brings_what_it_settles(clauses: Mapping[str, Clause]) -> None:
    after = ledger(ours(2, "readmission", "offered", {"positions.SCA-19": "neutral"}))
    terms, changed = next_terms(DRAFT, after, Take.ours, clauses=clauses)
    assert "payment.rules.readmission.scope" in changed
    assert all(place.startswith(("payment.rules.readmission.", "positions.SCA-19")) for place in changed)
    assert next_terms(terms, after, Take.ours, clauses=clauses) == (terms, ())


def test_an_agreed_value_wins_over_what_a_position_settles(clauses: Mapping[str, Clause]) -> None:
    clause = clauses["SCA-33"]
    assert clause.position(Stance.neutral).sets == {"audit.offset_allowed": "yes"}
    after = ledger(
        theirs(2, "claims", "agreed", {"audit.offset_allowed": "no"}),
        theirs(2, "claims", "offered", {"positions.SCA-33": "neutral"}),
        ours(3, "claims", "agreed", {"positions.SCA-33": "neutral"}),
    )
    terms, changed = next_terms(DRAFT, after, clauses=clauses)
    assert terms.audit.offset_allowed is False
    assert changed == ("positions.SCA-33",)


def test_the_payers_own_wording_is_taken_over_word_for_word() -> None:
    own = {"positions.SCA-05": {"position": "payer", "wording": ["Terms are confidential."]}}
    after = ledger(theirs(2, "other", "offered", own), ours(3, "other", "agreed"))
    terms, _ = next_terms(DRAFT, after)
    assert terms.positions["SCA-05"] == KnownPosition(
        position=Stance.payer, wording=("Terms are confidential.",)
    )


def test_another_kind_of_payment_goes_in_as_a_whole_once_it_is_agreed() -> None:
    offer = theirs(2, "payment_model", "countered", {"payment": PER_DIEM})
    assert next_terms(DRAFT, ledger(offer))[1] == ()
    after = ledger(offer, ours(3, "payment_model", "agreed"))
    terms, changed = next_terms(DRAFT, after)
    assert changed == ("payment",)
    assert terms.payment == contract("per diem + invoice, outpatient 50%")
    assert next_terms(terms, after) == (terms, ())


def test_another_kind_of_payment_agreed_after_a_counter_goes_in_with_gaps_for_what_is_not_agreed() -> None:
    """The payer offers per diems, we ask for more in them, the payer agrees to that row; the product is still open."""
    rate = "payment.base.parts[0].levels[0].amount"
    after = ledger(
        theirs(2, "payment_model", "countered", {"payment": PER_DIEM}),
        ours(3, "payment_model", "countered", {rate: "$9,900"}),
        theirs(4, "payment_model", "agreed"),
    )
    terms, changed = next_terms(DRAFT, after)
    assert changed == ("payment",)
    assert terms.payment
    summary = plain(terms.payment.summary())
    assert summary.startswith("Per diem: intensive care $9,900, step-down $6,200, ward $4,300")
    assert "product at [MISSING: price basis of the Product]" in summary
    assert next_terms(terms, after) == (terms, ())


def test_a_draft_that_pays_in_another_way_than_was_agreed_is_refused_in_a_sentence() -> None:
    after = ledger(LOWER, ours(3, "payment_model", "agreed", {AMOUNT: "$130,000"}))
    other = DRAFT.model_copy(update={"payment": contract("42% of charges")})
    with pytest.raises(DataError, match="has no place for “amount of the Case Rate”"):
        next_terms(other, after)


def test_values_agreed_apart_that_contradict_one_another_are_refused_in_a_sentence() -> None:
    after = ledger(
        theirs(2, "conversion", "countered", {"payment.rules.conversion.rule": "roll_in"}),
        ours(3, "conversion", "agreed"),
    )
    with pytest.raises(DataError, match="roll_in_except_product"):
        next_terms(DRAFT, after)


# From a draft to a round.


def test_a_first_draft_puts_everything_on_the_table_and_a_second_only_what_is_new() -> None:
    assert {each.topic for each in opening()} >= {"payment_model", "claims", "travel", "readmission"}
    raised = with_values(DRAFT, {"travel.maximum": "$12,000"})
    (move,) = offer_from(raised, ledger(), case=CASE, at=on(5))
    assert (move.round, move.topic, move.values) == (2, "travel", {"travel.maximum": "USD 12000.00"})


def test_a_draft_answers_where_the_payer_waits() -> None:
    after = ledger(LOWER)
    assert DRAFT.payment
    lowered, _ = next_terms(
        DRAFT, ledger(ours(2, "payment_model", "offered", {AMOUNT: "$140,000"})), Take.ours
    )
    (move,) = offer_from(lowered, after, case=CASE, at=on(5))
    assert (move.status, move.values) == (Status.countered, {AMOUNT: "USD 140000.00"})


def test_a_draft_with_another_kind_of_payment_offers_it_whole() -> None:
    other = DRAFT.model_copy(update={"payment": contract("42% of charges")})
    (move,) = offer_from(other, ledger(), case=CASE, at=on(5))
    assert (move.topic, list(move.values)) == ("payment_model", ["payment"])
    assert with_moves(opening(), [move])


def test_a_draft_that_touches_what_is_agreed_says_what_to_reopen() -> None:
    raised = with_values(DRAFT, {"travel.maximum": "$12,000"})
    agreed = theirs(2, "travel", "agreed")
    news = offer_from(raised, ledger(agreed), case=CASE, at=on(5))
    with pytest.raises(DataError, match="Reopen it first"):
        with_moves(talk(agreed), news)


def test_changed_places_of_the_same_terms_are_none() -> None:
    assert changed_places(DRAFT, DRAFT) == ()
    assert changed_places(AgreementTerms(), DRAFT)[-1] == "positions.SCA-19"
    assert "payment" in changed_places(AgreementTerms(), DRAFT)
