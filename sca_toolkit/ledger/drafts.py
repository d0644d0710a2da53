"""From the ledger to the next draft, and from a draft to the moves that put it on the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sca_toolkit.clauses import Clause
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.ledger.leaves import Leaf, at, leaves, put, shape, values_of
from sca_toolkit.ledger.ledger import Ledger
from sca_toolkit.ledger.places import position_of
from sca_toolkit.ledger.topics import POSITION
from sca_toolkit.payment import Arrangement
from sca_toolkit.terms import AgreementTerms, Proposal, all_fields, value_at
from sca_toolkit.terms.propose import checked_values
from sca_toolkit.values import Choice


class Take(Choice):
    """Which values go into the next draft."""

    agreed = "agreed"
    """Only what both sides have agreed."""
    ours = "ours"
    """What is agreed, and what we offer where nothing is."""


def next_terms(
    terms: AgreementTerms,
    ledger: Ledger,
    take: Take = Take.agreed,
    *,
    clauses: Mapping[str, Clause] | None = None,
) -> tuple[AgreementTerms, tuple[str, ...]]:
    """The terms of the next draft and the places that changed: the last terms with the ledger's values, nothing else.

    With `clauses`, another position on a clause also brings the values that the position settles; what is agreed, and
    what we offered since, wins over these. Applied twice, it changes nothing the second time. What was waived is left
    as it is.
    Raises DataError when values that were agreed apart contradict one another, or the payment has no such place.
    """
    wanted = _wanted(ledger, take, clauses or {})
    moved = _with_positions(terms, wanted, clauses or {})
    fields = {path: value for path, value in wanted.items() if is_field(path)}
    payment = {path: value for path, value in wanted.items() if path.startswith("payment.")}
    changes = {path: value for path, value in fields.items() if _json_at(moved, path) != value}
    arrangement = _payment(moved, ledger, take, payment)
    if arrangement is not None:
        changes["payment"] = arrangement
    result = checked_values(moved, changes) if changes else moved
    return result, changed_places(terms, result)


def _wanted(ledger: Ledger, take: Take, clauses: Mapping[str, Clause]) -> dict[str, Any]:
    """The values that go in. What we said before a position on a clause was moved gives way to what that settles."""
    offered = ledger.ours if take is Take.ours else {}
    wanted = {**offered, **ledger.agreed}
    points = {point.spot.place: point for point in ledger.points}
    for place in [each for each in wanted if each.startswith(POSITION)]:
        clause = clauses.get(place.removeprefix(POSITION))
        settles = clause.position(position_of(wanted[place]).position).sets if clause else {}
        for path in settles:
            if path in offered and points[path].move.round < points[place].move.round:
                wanted.pop(path, None)
    return wanted


def is_field(place: str) -> bool:
    """Whether a place is a field outside the payment."""
    return not place.startswith((POSITION, "words.", "payment."))


def _json_at(terms: AgreementTerms, path: str) -> Any:
    group, _, _ = path.partition(".")
    return at(terms.model_dump(mode="json", include={group}), path)


def _with_positions(
    terms: AgreementTerms, wanted: Mapping[str, Any], clauses: Mapping[str, Clause]
) -> AgreementTerms:
    for place, value in sorted(wanted.items()):
        clause_id = place.removeprefix(POSITION)
        choice = position_of(value) if place.startswith(POSITION) else None
        if choice is None or terms.positions.get(clause_id) == choice:
            continue
        earlier = terms.positions.get(clause_id)
        clause = clauses.get(clause_id)
        if clause and not choice.wording and (earlier is None or earlier.position is not choice.position):
            terms = Proposal(terms, {}).with_position(clause, choice.position).terms
        terms = terms.model_copy(update={"positions": {**terms.positions, clause_id: choice}})
    return terms


def _payment(
    terms: AgreementTerms, ledger: Ledger, take: Take, wanted: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The payment with the wanted values, as JSON data; None when it stays as it is."""
    base = _base(terms.payment, ledger.our_payment if take is Take.ours else ledger.agreed_payment)
    if not wanted and base == terms.payment:
        return None
    known = leaves(base) if base else {}
    missing = [place for place in wanted if place not in known]
    if missing or base is None:
        raise DataError(
            Problem(
                f"The payment of the last draft has no place for {_labels(ledger, missing or list(wanted))}.",
                "It pays in another way than the one talked of: agree on the payment model, or put it back.",
                place="payment",
            )
        )
    data = {"payment": base.model_dump(mode="json")}
    if base is not terms.payment and take is Take.agreed:
        _leave_open(data, known, wanted)
    for place, value in wanted.items():
        put(data, place, value)
    same = terms.payment is not None and data["payment"] == terms.payment.model_dump(mode="json")
    return None if same else data["payment"]


def _leave_open(data: dict[str, Any], known: Mapping[str, Leaf], wanted: Mapping[str, Any]) -> None:
    """Where another shape comes in, what is not agreed in it is a gap, and not as one side asked."""
    for place, leaf in known.items():
        if place not in wanted and leaf.can_be_blank:
            put(data, place, leaf.blank)


def _base(last: Arrangement | None, talked_of: Arrangement | None) -> Arrangement | None:
    """The last draft's payment, unless another shape has taken its place."""
    if talked_of is not None and (last is None or shape(last) != shape(talked_of)):
        return talked_of
    return last


def _labels(ledger: Ledger, places: list[str]) -> str:
    labels = [point.spot.label for point in ledger.points if point.spot.place in places]
    return ", ".join(f"“{label}”" for label in labels) or ", ".join(places)


def changed_places(before: AgreementTerms, after: AgreementTerms) -> tuple[str, ...]:
    """Every place at which two sets of terms differ: fields, clause positions, places in the payment.

    Payments of different shape differ as a whole, as `payment`.
    """
    fields = [field.path for field in all_fields() if field.path != "payment"]
    differing = [path for path in fields if value_at(before, path) != value_at(after, path)]
    clauses = sorted({*before.positions, *after.positions})
    positions = [each for each in clauses if before.positions.get(each) != after.positions.get(each)]
    return (*differing, *_payment_changes(before, after), *(f"{POSITION}{each}" for each in positions))


def _payment_changes(before: AgreementTerms, after: AgreementTerms) -> Iterator[str]:
    first, second = before.payment, after.payment
    if first == second:
        return
    if first is None or second is None or shape(first) != shape(second):
        yield "payment"
        return
    earlier, later = values_of(first), values_of(second)
    yield from (place for place in earlier if earlier[place] != later[place])
