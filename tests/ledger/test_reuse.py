"""First or repeat, and what is used again of the last agreement with a payer."""

from __future__ import annotations

from datetime import date

from sca_toolkit.clauses import Stance
from sca_toolkit.ledger import Earlier, Take, next_terms, past_agreements, reuse
from sca_toolkit.payer import KnownPosition
from sca_toolkit.terms import AgreementTerms, reuse_rate, with_values
from tests.ledger.talks import AMOUNT, DRAFT, ledger, ours
from tests.payment.contracts import contract

NOW, _ = next_terms(
    with_values(DRAFT, {"filing.initial": "120 calendar days", "member.name": "Pat Example (invented)"}),
    ledger(ours(2, "payment_model", "offered", {AMOUNT: "$140,000"}), ours(2, "claims", "waived")),
    Take.ours,
)


def test_equal_and_changed_terms_are_named_with_both_values() -> None:
    found = reuse(NOW, DRAFT)
    assert found.equal == ("travel.maximum", "audit.offset_allowed")
    changed = {change.place: (change.before, change.now) for change in found.changed}
    assert changed["filing.initial"] == ("180 calendar days", "120 calendar days")
    assert changed["payment"][1].startswith("Case rate $140,000")


def test_a_changed_payment_says_where() -> None:
    payment = next(change for change in reuse(NOW, DRAFT).changed if change.place == "payment")
    assert payment.inside == (AMOUNT,)
    other = DRAFT.model_copy(update={"payment": contract("42% of charges")})
    assert next(each for each in reuse(other, DRAFT).changed if each.place == "payment").inside == (
        "payment",
    )


def test_the_rate_is_the_one_the_terms_report() -> None:
    for terms in (NOW, DRAFT, AgreementTerms(), with_values(NOW, {"audit.lookback": "12 months"})):
        found = reuse(terms, DRAFT)
        assert (found.same, found.known) == reuse_rate(terms, DRAFT)
    assert reuse(DRAFT, DRAFT).rate == 1
    assert reuse(AgreementTerms(), DRAFT).rate is None


def test_terms_no_longer_there_are_told_from_changed_ones() -> None:
    gone = reuse(with_values(DRAFT, {"travel.maximum": None}), DRAFT).dropped
    assert [(change.place, change.before, change.now) for change in gone] == [
        ("travel.maximum", "$10,000", "")
    ]


def test_clause_positions_are_counted_apart() -> None:
    moved = DRAFT.model_copy(update={"positions": {"SCA-19": KnownPosition(position=Stance.neutral)}})
    found = reuse(moved, DRAFT)
    assert found.same_positions == ()
    assert [(change.label, change.before, change.now) for change in found.changed_positions] == [
        ("SCA-19", "ours", "middle")
    ]
    assert reuse(DRAFT, DRAFT).same_positions == ("SCA-19",)


def test_the_first_agreement_with_a_payer_is_told_from_a_repeat() -> None:
    signed = [
        Earlier("acme", date(2025, 3, 1), "EX-0", DRAFT),
        Earlier("acme", date(2026, 3, 1), "EX-1", NOW),
        Earlier("acme", date(2027, 3, 1), "EX-2"),
        Earlier("other", date(2025, 1, 1), "EX-9"),
    ]
    assert past_agreements(signed, "new", date(2026, 11, 2)).first
    known = past_agreements(signed, "acme", date(2026, 11, 2))
    assert (known.first, known.count, known.last) == (False, 2, signed[1])


def test_the_last_agreement_to_start_from_is_one_whose_terms_were_kept() -> None:
    signed = [Earlier("acme", date(2026, 3, 1), "EX-1", DRAFT), Earlier("acme", date(2026, 9, 1), "EX-2")]
    known = past_agreements(signed, "acme", date(2026, 11, 2))
    assert (known.count, known.last) == (2, signed[0])
