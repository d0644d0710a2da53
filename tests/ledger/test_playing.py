"""What a move does to the table, and the sentences for moves that cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.events import Side
from sca_toolkit.ledger import Move, Status, state, with_moves
from tests.ledger.talks import AMOUNT, FEE, LATER, ledger, opening, ours, theirs
from tests.payment.contracts import contract

PER_DIEM: dict[str, Any] = contract("per diem + invoice, outpatient 50%").model_dump(mode="json")


def refused(*moves: Move) -> str:
    with pytest.raises(DataError) as error:
        ledger(*moves)
    return str(error.value)


def test_a_counter_moves_its_own_value_and_leaves_the_rest_of_the_row_offered() -> None:
    row = ledger(theirs(2, "claims", "countered", {"filing.initial": "120 calendar days"})).row("claims")
    status = {point.spot.place: point.status for point in row.points}
    assert status["filing.initial"] is Status.countered
    assert status["audit.offset_allowed"] is Status.offered
    assert row.status is Status.countered


def test_values_are_kept_in_one_form_however_they_were_typed() -> None:
    first = ledger(theirs(2, "travel", "countered", {"travel.maximum": "$5,000"}))
    second = ledger(theirs(2, "travel", "countered", {"travel.maximum": "USD 5000.00"}))
    assert first.theirs == second.theirs == {"travel.maximum": "USD 5000.00"}


def test_agreeing_without_values_takes_the_row_as_it_stands() -> None:
    agreed = ledger(
        theirs(2, "claims", "countered", {"filing.initial": "120 calendar days"}), ours(3, "claims", "agreed")
    )
    assert agreed.agreed["filing.initial"] == "120 calendar days"
    assert agreed.agreed["audit.offset_allowed"] is False
    assert agreed.row("claims").status is Status.agreed


def test_agreeing_does_not_take_what_the_other_side_never_answered() -> None:
    """The payer agrees to our row after asking for a lesser-of that we have not answered: its wish stays open."""
    asked = theirs(2, "travel", "offered", position="lodging only")
    row = ledger(asked, theirs(3, "travel", "agreed")).row("travel")
    assert row.agreed == "travel and lodging maximum: $10,000"
    assert row.status is Status.offered
    assert row.waits_for is Side.us


def test_agreeing_to_one_value_leaves_the_row_open() -> None:
    row = ledger(theirs(2, "claims", "agreed", {"filing.initial": "180 calendar days"})).row("claims")
    assert row.agreed == "time to file: 180 calendar days"
    assert row.status is Status.offered


def test_agree_to_the_rest_beside_a_counter_in_one_round() -> None:
    counter = theirs(2, "claims", "countered", {"filing.initial": "120 calendar days"})
    found = ledger(counter, theirs(2, "claims", "agreed"))
    assert "filing.initial" not in found.agreed
    assert found.agreed["audit.offset_allowed"] is False


def test_agreeing_to_what_was_never_offered_is_refused_with_the_last_word() -> None:
    words = refused(theirs(2, "payment_model", "agreed", {AMOUNT: "$145,000"}))
    assert "Our desk never offered “amount of the Case Rate” at $145,000; its last word is $150,000." in words
    assert "Record it as an offer." in words
    assert "The payer never offered anything here." in refused(ours(2, "travel", "agreed"))
    assert "The payer never offered a payment." in refused(
        ours(2, "payment_model", "agreed", {"payment": PER_DIEM})
    )


def test_what_is_agreed_is_moved_only_after_it_is_reopened() -> None:
    agreed = theirs(2, "travel", "agreed")
    again = ours(3, "travel", "offered", {"travel.maximum": "$12,000"})
    words = refused(agreed, again)
    assert "“travel and lodging maximum” was agreed ($10,000) on November 4, 2026, in round 2." in words
    assert "Reopen it first, in row 16 (Travel and lodging)." in words
    reopened = ledger(
        agreed, ours(3, "travel", "open"), ours(4, "travel", "offered", {"travel.maximum": "$12,000"})
    )
    assert reopened.agreed.get("travel.maximum") is None
    assert reopened.ours["travel.maximum"] == "USD 12000.00"


def test_reopening_with_a_value_reopens_and_offers_it() -> None:
    found = ledger(
        theirs(2, "claims", "agreed"), ours(3, "claims", "open", {"filing.initial": "365 calendar days"})
    )
    assert "filing.initial" not in found.agreed
    assert found.agreed["audit.offset_allowed"] is False
    point = next(point for point in found.points if point.spot.place == "filing.initial")
    assert point.ours
    assert (point.ours.words, point.status) == ("365 calendar days", Status.offered)


def test_a_reopened_row_is_open_until_somebody_moves() -> None:
    row = ledger(theirs(2, "travel", "agreed"), ours(3, "travel", "open")).row("travel")
    assert row.status is Status.open
    assert row.agreed == ""
    assert row.ours == "travel and lodging maximum: $10,000"


def test_nothing_settled_cannot_be_reopened() -> None:
    assert "Nothing here is agreed or waived" in refused(theirs(2, "travel", "open"))


def test_a_waived_row_is_settled_without_a_value_and_stays_so() -> None:
    found = ledger(ours(2, "travel", "waived"))
    assert found.row("travel").status is Status.waived
    assert "travel.maximum" not in {**found.agreed, **found.ours}
    again = theirs(3, "travel", "offered", {"travel.maximum": "$1,000"})
    assert "was waived on November 4, 2026" in refused(ours(2, "travel", "waived"), again)


def test_what_nobody_asked_for_cannot_be_waived() -> None:
    assert "Nobody has asked for this" in refused(ours(2, "toxicity", "waived"))


def test_a_position_in_words_needs_no_values() -> None:
    found = ledger(theirs(2, "bounds", "offered", position="lesser of charges and rate, by claim"))
    assert found.row("bounds").theirs == "lesser of charges and rate, by claim"
    agreed = ledger(
        theirs(2, "bounds", "offered", position="lesser of charges and rate, by claim"),
        ours(3, "bounds", "agreed"),
    )
    assert agreed.row("bounds").agreed == "lesser of charges and rate, by claim"


def test_a_term_can_be_left_out() -> None:
    found = ledger(theirs(2, "travel", "countered", {"travel.maximum": None}), ours(3, "travel", "agreed"))
    assert found.agreed["travel.maximum"] is None
    assert found.row("travel").agreed == "travel and lodging maximum: left out"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (theirs(2, "nonsense", "offered", position="x"), "There is no topic 'nonsense'."),
        (
            theirs(2, "claims", "offered", {"filing.first": "x"}),
            "`filing.first` is not a field of an agreement.",
        ),
        (theirs(2, "claims", "offered", {"filing.initial": "30 days"}), "'30 days' is not a length of time"),
        (theirs(2, "travel", "offered", {"filing.initial": "30 days"}), "belongs to row 14 (Filing"),
        (theirs(2, "travel", "offered", {"travel.maximum": "5000"}), "'5000' is not an amount of money"),
        (theirs(2, "parties", "offered", {"providers[0].npi": "1"}), "Give `providers` as a whole."),
        (theirs(2, "other", "offered", {"positions.SCA-1": "payer"}), "`positions.SCA-1` is not a clause."),
        (
            theirs(2, "readmission", "offered", {"positions.SCA-19": "theirs"}),
            "Write provider, neutral, payer.",
        ),
        (
            theirs(2, "payment_model", "offered", {AMOUNT: "150000"}),
            "amount of the Case Rate: '150000' is not",
        ),
        (theirs(2, "stop_loss", "offered", {AMOUNT: "$1"}), "belongs to row 5 (Payment model), not to row 8"),
        (
            theirs(2, "payment_model", "offered", {"payment.base.parts[7].amount": "$1"}),
            "The payment on the table has no `payment.base.parts[7].amount`.",
        ),
        (theirs(2, "payment_model", "offered", {"payment": {"base": {"kind": "gift"}}}), "gift"),
        (theirs(2, "claims", "offered"), "The move says nothing."),
        (theirs(2, "toxicity", "countered", position="grade 2"), "There is nothing to counter"),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_a_sentence(made: Move, words: str) -> None:
    said = refused(made)
    assert words in said
    assert said.startswith("(round 2, ")


def test_a_place_is_moved_once_in_a_round() -> None:
    twice = [theirs(2, "travel", "countered", {"travel.maximum": each}) for each in ("$1,000", "$2,000")]
    assert "The round moves `travel.maximum` twice." in refused(*twice)


def test_every_move_of_a_round_that_cannot_be_is_named() -> None:
    bad = (
        theirs(2, "claims", "offered", {"filing.first": "x"}),
        theirs(2, "travel", "offered", {"travel.maximum": "5000"}),
    )
    with pytest.raises(DataError) as error:
        state((*opening(), *bad), LATER)
    assert len(error.value.problems) == 2


def test_no_part_of_a_payment_is_on_the_table_before_a_payment_is() -> None:
    with pytest.raises(DataError, match=r"No payment is on the table yet\."):
        with_moves((), [theirs(1, "payment_model", "offered", {AMOUNT: "$130,000"})])


# Another kind of payment is a package.


def test_a_payment_of_another_shape_is_offered_and_shown_as_a_whole() -> None:
    found = ledger(theirs(2, "payment_model", "countered", {"payment": PER_DIEM}))
    assert found.row("payment_model").ours.startswith("Case rate $150,000 through day 30")
    assert found.row("payment_model").theirs.startswith("Per diem: intensive care $9,500")
    assert found.row("product_price").last_moved_by is Side.payer


def test_no_part_of_one_kind_of_payment_is_agreed_while_the_other_side_talks_of_another() -> None:
    offer = theirs(2, "payment_model", "countered", {"payment": PER_DIEM})
    words = refused(offer, ours(3, "product_price", "agreed"))
    assert "talk of different kinds of payment" in words
    assert "Settle row 5 (Payment model) first." in words


def test_agreeing_to_another_kind_of_payment_takes_the_whole_of_it() -> None:
    offer = theirs(2, "payment_model", "countered", {"payment": PER_DIEM})
    by_row = ledger(offer, ours(3, "payment_model", "agreed"))
    by_value = ledger(offer, ours(3, "payment_model", "agreed", {"payment": PER_DIEM}))
    assert by_row.agreed == by_value.agreed
    assert by_row.agreed["payment.base.parts[0].levels[0].amount"] == "USD 9500.00"
    assert by_row.row("attrition").status is Status.agreed
    assert by_row.row("payment_model").agreed.startswith("Per diem: intensive care $9,500")


def test_agreeing_to_another_payment_than_was_offered_is_refused() -> None:
    offer = theirs(2, "payment_model", "countered", {"payment": PER_DIEM})
    other = contract("global 720,000").model_dump(mode="json")
    assert "The payer offered another payment than this." in refused(
        offer, ours(3, "payment_model", "agreed", {"payment": other})
    )


def test_a_counter_to_another_kind_of_payment_takes_up_its_shape() -> None:
    found = ledger(
        theirs(2, "payment_model", "countered", {"payment": PER_DIEM}),
        ours(3, "payment_model", "countered", {"payment.base.parts[0].levels[0].amount": "$9,900"}),
    )
    assert found.row("payment_model").ours.startswith("Per diem: intensive care $9,900, step-down $6,200")
    assert AMOUNT not in found.ours


def test_a_new_kind_of_payment_may_not_drop_what_was_agreed() -> None:
    agreed = theirs(2, "payment_model", "agreed", {AMOUNT: "$150,000"})
    words = refused(agreed, theirs(3, "payment_model", "offered", {"payment": PER_DIEM}))
    assert "“amount of the Case Rate” was agreed ($150,000)" in words
    reopened = ledger(agreed, theirs(3, "payment_model", "open", {"payment": PER_DIEM}))
    assert reopened.agreed == {}


def test_a_new_part_of_the_payment_can_be_offered_on_its_own() -> None:
    rate = {"kind": "default_rate", "covers": ["outside_window"], "not_payable": True}
    found = ledger(theirs(2, "readmission", "countered", {"payment.default_rate": rate}))
    assert "other services: not payable" in found.row("readmission").theirs
    assert found.row("product_price").theirs


def test_a_payment_of_the_same_shape_moves_only_what_differs() -> None:
    same: dict[str, Any] = contract("150,000 + invoice").model_dump(mode="json")
    same["base"]["parts"][0]["amount"] = "USD 120000.00"
    offer = theirs(2, "payment_model", "countered", {"payment": same})
    found = ledger(offer, ours(3, "product_price", "agreed"), ours(3, "payment_model", "agreed"))
    assert found.agreed[AMOUNT] == "USD 120000.00"
    assert found.agreed[FEE] == "USD 0.00"


def test_a_whole_payment_and_a_part_of_it_are_not_moved_in_one_round() -> None:
    whole = theirs(2, "payment_model", "countered", {"payment": PER_DIEM})
    part = theirs(2, "product_price", "countered", {FEE: "$500"})
    for order in ((whole, part), (part, whole)):
        assert "The round moves the whole payment and parts of it." in refused(*order)


def test_a_move_of_the_payer_is_kept_even_while_it_contradicts_what_we_offer() -> None:
    """Rolling the product into the stay contradicts a product paid in every setting; the payer said it."""
    found = ledger(theirs(2, "conversion", "countered", {"payment.rules.conversion.rule": "roll_in"}))
    assert "become part of the inpatient payment, the Product included" in found.row("conversion").theirs


def test_recording_returns_the_moves_as_they_were_given() -> None:
    first, made = opening(), theirs(2, "travel", "agreed")
    assert with_moves(first, [made]) == (*first, made)


def test_reopening_for_another_payment_reopens_every_part_and_leaves_no_ghosts() -> None:
    agreed = (theirs(2, "payment_model", "agreed"), theirs(2, "product_price", "agreed"))
    new = theirs(3, "payment_model", "open", {"payment": PER_DIEM})
    found = ledger(*agreed, new, ours(4, "payment_model", "agreed"))
    assert found.row("payment_model").status is Status.agreed
    assert found.row("product_price").status is Status.agreed
    assert AMOUNT not in {point.spot.place for point in found.points}


def test_agreeing_to_the_payment_model_leaves_the_other_rows_of_the_payment_open() -> None:
    found = ledger(theirs(2, "payment_model", "agreed"))
    assert found.row("payment_model").status is Status.agreed
    assert found.row("product_price").status is Status.offered


def test_while_we_have_no_payment_of_our_own_the_payers_is_taken_as_a_whole() -> None:
    first = theirs(1, "payment_model", "offered", {"payment": PER_DIEM})
    found = state(with_moves((), [first, ours(2, "payment_model", "agreed")]), LATER)
    assert found.agreed_payment == contract("per diem + invoice, outpatient 50%")


def test_a_payment_of_another_shape_is_agreed_without_what_was_agreed_in_the_old_one() -> None:
    found = ledger(
        theirs(2, "payment_model", "agreed"),
        ours(3, "payment_model", "open", {"payment": PER_DIEM}),
        theirs(4, "payment_model", "agreed"),
    )
    assert AMOUNT not in found.agreed
    assert found.agreed["payment.base.parts[0].levels[0].amount"] == "USD 9500.00"


def test_an_agreed_shape_stays_agreed_while_a_value_in_it_is_reopened() -> None:
    found = ledger(
        theirs(2, "payment_model", "countered", {"payment": PER_DIEM}),
        ours(3, "payment_model", "agreed"),
        theirs(4, "payment_model", "open"),
    )
    assert found.agreed_payment == contract("per diem + invoice, outpatient 50%")
    assert "payment.base.parts[0].levels[0].amount" not in found.agreed
