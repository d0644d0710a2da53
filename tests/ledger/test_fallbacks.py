"""Which fallback was accepted, and who allowed it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.ledger import Fallback, Move, Target
from tests.ledger.talks import AMOUNT, ledger, ours, theirs

NEUTRAL = {"positions.SCA-19": "neutral"}
ASKED = theirs(2, "readmission", "countered", NEUTRAL)
LEAST = Target(place=AMOUNT, at_least="$145,000")


def found(*moves: Move, targets: Iterable[Target] = ()) -> tuple[Fallback, ...]:
    return ledger(*moves, targets=targets).fallbacks


def test_no_fallback_while_we_hold_our_opening_position() -> None:
    assert found(ASKED) == ()
    assert found(ASKED, ours(3, "readmission", "countered", {"positions.SCA-19": "provider"})) == ()


def test_taking_the_payers_middle_position_is_a_fallback_and_says_who_allowed_it() -> None:
    (fallback,) = found(
        ASKED, ours(3, "readmission", "agreed", NEUTRAL, allowed_by="Dana Example (invented)")
    )
    assert (fallback.spot.label, fallback.from_words, fallback.to_words) == ("SCA-19", "ours", "middle")
    assert fallback.accepted
    assert fallback.allowed_by == "Dana Example (invented)"


def test_a_fallback_only_offered_is_not_accepted_yet() -> None:
    offer = ours(
        2, "readmission", "offered", {"positions.SCA-19": "payer"}, allowed_by="Dana Example (invented)"
    )
    (offered,) = found(offer)
    assert not offered.accepted
    (accepted,) = found(offer, theirs(3, "readmission", "agreed", {"positions.SCA-19": "payer"}))
    assert accepted.accepted
    assert accepted.allowed_by == "Dana Example (invented)"


def test_a_fallback_that_nobody_allowed_is_listed() -> None:
    after = ledger(ASKED, ours(3, "readmission", "agreed", NEUTRAL))
    assert [each.spot.label for each in after.not_allowed] == ["SCA-19"]


def test_taking_a_concession_back_leaves_no_fallback() -> None:
    offer = ours(2, "readmission", "offered", NEUTRAL)
    assert found(offer, ours(3, "readmission", "offered", {"positions.SCA-19": "provider"})) == ()


def test_a_value_below_the_target_is_a_fallback() -> None:
    counter = theirs(2, "payment_model", "countered", {AMOUNT: "$130,000"})
    reply = ours(3, "payment_model", "countered", {AMOUNT: "$140,000"}, allowed_by="Lee Example (invented)")
    assert found(counter, targets=[LEAST]) == ()
    (fallback,) = found(counter, reply, targets=[LEAST])
    assert (fallback.from_words, fallback.to_words) == ("at least $145,000", "$140,000")
    assert fallback.allowed_by == "Lee Example (invented)"


def test_the_target_itself_is_no_fallback() -> None:
    reply = ours(2, "payment_model", "offered", {AMOUNT: "$145,000"})
    assert found(reply, targets=[LEAST]) == ()


def test_a_target_may_be_a_highest_value_and_a_length_of_time() -> None:
    most = Target(place="travel.maximum", at_most="$8,000")
    assert [each.spot.place for each in found(targets=[most])] == ["travel.maximum"]
    least = Target(place="filing.initial", at_least="365 calendar days")
    assert [each.to_words for each in found(targets=[least])] == ["180 calendar days"]


def test_a_target_in_another_unit_is_refused_in_a_sentence() -> None:
    with pytest.raises(DataError, match=r"“at least 6 months” cannot be compared with 180 calendar days\."):
        found(targets=[Target(place="filing.initial", at_least="6 months")])


def test_a_target_has_one_end() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        Target(place=AMOUNT, at_least="$1", at_most="$2")
