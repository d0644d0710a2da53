"""From a draft to the moves that put it on the table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sca_toolkit.events import Side
from sca_toolkit.ledger.drafts import is_field
from sca_toolkit.ledger.leaves import at as value_in
from sca_toolkit.ledger.leaves import leaves, shape, values_of
from sca_toolkit.ledger.ledger import Ledger
from sca_toolkit.ledger.move import Move, Status
from sca_toolkit.ledger.topics import POSITION, TOPICS, topic_of
from sca_toolkit.terms import AgreementTerms, deal_paths, is_open, value_at


def offer_from(
    terms: AgreementTerms,
    ledger: Ledger,
    *,
    case: str,
    at: datetime,
    who: str = "",
    allowed_by: str | None = None,
) -> tuple[Move, ...]:
    """The moves of our next round that put these terms on the table: one for each topic in which they bring news.

    The first draft puts everything on the table: what the sheet prints, the deal terms, the positions on the clauses
    of the agreement, and the payment as a whole. Nothing of the member but plan-year end and case number is among it.
    Moves that touch what is settled are among them, so that recording them says what to reopen.
    """
    news = _news(terms, ledger)
    moves = []
    for each in TOPICS:
        values = {place: value for place, (key, value) in news.items() if key == each.key}
        if values:
            status = Status.countered if _waits(ledger, each.key) else Status.offered
            moves.append(
                Move(
                    case=case,
                    round=ledger.next_round,
                    side=Side.us,
                    topic=each.key,
                    status=status,
                    values=values,
                    at=at,
                    who=who,
                    allowed_by=allowed_by,
                )
            )
    return tuple(moves)


def _waits(ledger: Ledger, key: str) -> bool:
    """Whether the payer has something open in a row."""
    return any(point.theirs and not point.status.settled for point in ledger.row(key).points)


def _news(terms: AgreementTerms, ledger: Ledger) -> dict[str, tuple[str, Any]]:
    """Topic and value of each place at which the terms differ from what we stand for."""
    held = {**ledger.ours, **ledger.agreed}
    closed = {point.spot.place for point in ledger.points if point.status is Status.waived}
    said = {**_fields(terms, held), **_positions(terms)}
    news = {
        place: (topic_of(place).key, value)
        for place, value in said.items()
        if place not in closed and (place not in held or held[place] != value)
    }
    return news | _payment_news(terms, ledger, held, closed)


def _fields(terms: AgreementTerms, held: Mapping[str, Any]) -> dict[str, Any]:
    paths = dict.fromkeys([path for each in TOPICS for path in each.paths] + list(deal_paths()) + list(held))
    data = terms.model_dump(mode="json")
    fields = (path for path in paths if is_field(path) and path != "payment")
    return {
        path: value_in(data, path) for path in fields if path in held or not is_open(value_at(terms, path))
    }


def _positions(terms: AgreementTerms) -> dict[str, Any]:
    return {
        f"{POSITION}{clause}": choice.model_dump(mode="json") if choice.wording else choice.position.value
        for clause, choice in sorted(terms.positions.items())
        if clause.startswith("SCA-")
    }


def _payment_news(
    terms: AgreementTerms, ledger: Ledger, held: Mapping[str, Any], closed: set[str]
) -> dict[str, tuple[str, Any]]:
    ours, draft = ledger.our_payment, terms.payment
    if draft is None or draft.base is None:
        return {}
    if ours is None or shape(ours) != shape(draft):
        return {"payment": ("payment_model", draft.model_dump(mode="json"))}
    before, now = values_of(ours) | dict(held), values_of(draft)
    return {
        place: (topic_of(f"part:{leaf.part}").key, now[place])
        for place, leaf in leaves(draft).items()
        if place not in closed and now[place] != before[place]
    }
