"""Rounds: one side's moves at a time, in the order of time, one round open at once."""

from __future__ import annotations

import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.events import Side
from sca_toolkit.ledger import Move, state, with_moves
from tests.ledger.talks import LATER, ledger, on, opening, ours, talk, theirs

FILING = {"filing.initial": "120 calendar days"}


def refused(moves: tuple[Move, ...], *new: Move) -> str:
    with pytest.raises(DataError) as error:
        with_moves(moves, new)
    return str(error.value)


def test_a_round_is_one_sides_moves_at_a_time() -> None:
    rounds = ledger(theirs(2, "claims", "countered", FILING), ours(3, "claims", "agreed")).rounds
    assert [(each.number, each.side) for each in rounds] == [(1, Side.us), (2, Side.payer), (3, Side.us)]


def test_two_rounds_cannot_be_open_at_once() -> None:
    words = refused(opening(), theirs(1, "claims", "countered", FILING))
    assert "Round 1 belongs to our desk, so two rounds would be open at once." in words
    assert "Record the move of the payer in round 2." in words


def test_a_move_into_an_earlier_round_is_refused_with_the_round_to_use() -> None:
    moves = talk(theirs(2, "claims", "countered", FILING))
    assert "Round 1 ended when round 2 began. Record it in round 3." in refused(
        moves, ours(1, "travel", "waived", at=on(9))
    )


def test_a_round_cannot_be_left_out() -> None:
    assert "Round 4 cannot begin: the last is round 1." in refused(opening(), theirs(4, "travel", "agreed"))
    assert "Round 1 has no moves, but round 2 has." in refused(
        (), theirs(2, "travel", "offered", position="none")
    )


def test_a_move_before_the_one_before_it_is_refused() -> None:
    words = refused(opening(), theirs(2, "claims", "countered", FILING, at=on(-1)))
    assert "The move of 2026-11-01 15:00 comes before the last one, of 2026-11-02 15:00." in words


def test_stored_moves_out_of_order_are_refused_as_a_whole() -> None:
    with pytest.raises(DataError, match=r"Round 2 began on 2026-11-01 15:00, before round 1 ended"):
        state((*opening(), theirs(2, "claims", "countered", FILING, at=on(-1))), LATER)
    with pytest.raises(DataError, match="two rounds would be open at once"):
        state((*opening(), theirs(1, "claims", "countered", FILING)), LATER)


def test_moves_of_two_cases_are_not_mixed() -> None:
    other = theirs(2, "claims", "countered", FILING).model_copy(update={"case": "EX-2"})
    assert "Moves of several cases are mixed: EX-1, EX-2." in refused(opening(), other)


def test_a_correction_takes_the_place_of_the_move_it_corrects() -> None:
    wrong = theirs(2, "claims", "countered", {"filing.initial": "12 calendar days"})
    answer = ours(3, "travel", "waived")
    right = theirs(2, "claims", "countered", FILING, corrects=wrong.id)
    row = state(with_moves(talk(wrong, answer), [right]), LATER).row("claims")
    assert row.theirs == "time to file: 120 calendar days"
    assert row.moves[-1].id == right.id


def test_a_removed_move_was_never_made_even_when_it_was_the_whole_round() -> None:
    wrong = theirs(2, "claims", "countered", FILING)
    gone = theirs(2, "claims", "countered", corrects=wrong.id, removed=True)
    left = state(with_moves(talk(wrong, ours(3, "travel", "waived")), [gone]), LATER)
    assert [each.number for each in left.rounds] == [1, 3]
    assert left.row("claims").theirs == ""


def test_a_correction_stays_in_its_round_and_names_a_move_that_is_there() -> None:
    made = theirs(2, "claims", "countered", FILING)
    moved = ours(3, "claims", "countered", FILING, corrects=made.id)
    assert "It corrects a move of round 2 of the payer in another round." in refused(talk(made), moved)
    assert "which is not there" in refused(opening(), theirs(2, "travel", "agreed", corrects="nothing"))


def test_a_move_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        ours(1, "travel", "waived", at=on(0).replace(tzinfo=None))


def test_only_the_two_sides_of_the_table_move() -> None:
    with pytest.raises(ValueError, match="side"):
        ours(1, "travel", "waived").model_validate(
            ours(1, "travel", "waived").model_dump() | {"side": Side.maker}
        )
