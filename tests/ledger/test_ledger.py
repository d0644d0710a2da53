"""What the ledger says beside the clock: rows, histories, open points."""

from __future__ import annotations

from sca_toolkit.events import Side
from sca_toolkit.ledger import TOPICS, Status, state
from tests.ledger.talks import AMOUNT, DRAFT, LATER, START, ledger, opening, ours, theirs

COUNTER = theirs(2, "payment_model", "countered", {AMOUNT: "$130,000"}, who="Sam Sample (invented)")
REPLY = ours(3, "payment_model", "countered", {AMOUNT: "$140,000"})


def test_there_are_always_eighteen_rows_in_their_order() -> None:
    assert tuple(row.topic for row in state((), LATER).rows) == TOPICS
    assert {row.status for row in state((), LATER).rows} == {Status.open}


def test_our_first_draft_fills_our_column_as_the_printed_sheet_does() -> None:
    row = ledger().row("payment_model")
    assert row.ours == "Case rate $150,000 through day 30 + product at invoice"
    assert (row.theirs, row.agreed) == ("", "")
    assert (row.last_moved_by, row.last_moved_on) == (Side.us, START.date())


def test_nothing_of_the_member_goes_on_the_table() -> None:
    said = repr(opening())
    assert "member.plan_year_end" in said
    assert DRAFT.member.name
    assert DRAFT.member.name not in said


def test_the_row_follows_the_last_word_of_each_side() -> None:
    row = ledger(COUNTER, REPLY).row("payment_model")
    assert row.ours == "Case rate $140,000 through day 30 + product at invoice"
    assert row.theirs == "amount of the Case Rate: $130,000"
    assert row.last_moved_by is Side.us
    assert row.waits_for is Side.payer


def test_the_words_of_a_move_stand_for_its_values() -> None:
    said = theirs(2, "payment_model", "countered", {AMOUNT: "$130,000"}, position="130 all in, no more")
    row = ledger(said).row("payment_model")
    assert row.theirs == "130 all in, no more"
    assert next(point.theirs.words for point in row.points if point.theirs) == "$130,000"


def test_every_value_of_a_money_term_is_kept_with_side_and_round() -> None:
    history = next(each for each in ledger(COUNTER, REPLY).money if each.spot.place == AMOUNT)
    assert [(each.value.words, each.side, each.round, each.who) for each in history.entries] == [
        ("$150,000", Side.us, 1, "Ana Example (invented)"),
        ("$130,000", Side.payer, 2, "Sam Sample (invented)"),
        ("$140,000", Side.us, 3, ""),
    ]
    agreed = ledger(COUNTER, REPLY, theirs(4, "payment_model", "agreed", {AMOUNT: "$140,000"}))
    last = next(each for each in agreed.money if each.spot.place == AMOUNT).entries[-1]
    assert (last.value.words, last.side, last.status) == ("$140,000", Side.payer, Status.agreed)


def test_money_is_told_from_the_rest() -> None:
    found = {history.spot.place for history in ledger().money}
    assert {AMOUNT, "travel.maximum", "payment.base.parts[1].basis"} <= found
    assert not {"filing.initial", "positions.SCA-19", "payment.order"} & found


def test_points_on_which_the_sides_differ_are_told() -> None:
    row = ledger(COUNTER).row("payment_model")
    assert [point.spot.place for point in row.points if point.differs] == [AMOUNT]


def test_a_row_agreed_in_part_stays_open_with_what_is_left() -> None:
    found = ledger(theirs(2, "claims", "agreed", {"filing.initial": "180 calendar days"}))
    assert "claims" in {point.row.topic.key for point in found.open_points}
    assert found.row("claims").agreed == "time to file: 180 calendar days"


def test_the_next_round_has_the_next_number() -> None:
    assert state((), LATER).next_round == 1
    assert ledger(COUNTER).next_round == 3
