"""Moves that close places: waiving, and agreeing to values, to a row, or to a whole payment."""

from __future__ import annotations

from collections.abc import Iterable

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Side
from sca_toolkit.ledger.claims import Claims
from sca_toolkit.ledger.leaves import leaves, values_of
from sca_toolkit.ledger.move import Move, Status, other, words_of
from sca_toolkit.ledger.places import read_leaf
from sca_toolkit.ledger.reading import Reading, arrangement_of, read
from sca_toolkit.ledger.refusals import OFFER, never_offered, reopen_first
from sca_toolkit.ledger.table import Settled
from sca_toolkit.ledger.topics import topic


def waive(claims: Claims, move: Move) -> None:
    """Close places without a value. Raises DataError."""
    reading = read(claims.table, move)
    places = tuple(reading.values) if move.values else claims.unsettled(move.topic)
    spots = {spot.place: spot for spot in claims.table.spots()}
    unknown = [place for place in places if place not in spots]
    if unknown or not places:
        raise DataError(Problem("Nobody has asked for this, so it cannot be waived.", OFFER))
    broken = [claims.table.settled[place] for place in places if place in claims.table.settled]
    if broken:
        raise DataError([reopen_first(each) for each in broken])
    claims.claim(places, move)
    for place in places:
        claims.table.reopened.pop(place, None)
        claims.table.settled[place] = Settled(spots[place], None, Status.waived, move)


def agree(claims: Claims, move: Move) -> None:
    """Close places at the other side's values. Raises DataError."""
    if "payment" in move.values or _takes_whole(claims, move):
        _agree_payment(claims, move)
    elif move.values:
        _agree_values(claims, move)
    else:
        _agree_row(claims, move)


def _takes_whole(claims: Claims, move: Move) -> bool:
    """Whether the row of the payment model is agreed while the other side talks of another shape of payment.

    While we have no payment of our own, every shape is another one: the next draft is ours and needs the whole.
    """
    offered = claims.table.payment[other(move.side)]
    none_yet = move.side is Side.us and claims.table.payment[Side.us] is None
    differs = none_yet or not claims.table.same_shape()
    return not move.values and move.topic == "payment_model" and offered is not None and differs


def _agree_payment(claims: Claims, move: Move) -> None:
    """Agree on the whole payment as the other side has it, and on the rest of the row."""
    theirs = other(move.side)
    data, offered = claims.table.payment_data(theirs), claims.table.payment[theirs]
    if len(move.values) > 1:
        raise DataError(Problem("The payment is agreed as a whole.", "Agree on the rest in another move."))
    if data is None or offered is None:
        raise DataError(Problem(f"{words_of(theirs).capitalize()} never offered a payment.", OFFER))
    wanted = arrangement_of(data["payment"], "payment")
    asked = read(claims.table, move).base if "payment" in move.values else wanted
    written = values_of(wanted)
    if asked is None or values_of(asked) != written:
        who = words_of(theirs).capitalize()
        raise DataError(Problem(f"{who} offered another payment than this.", "Record it as a counter-offer."))
    values = {place: read_leaf(leaf, written[place]) for place, leaf in leaves(wanted).items()}
    said = claims.table.said[theirs]
    stated = {
        place: value for place, value in values.items() if value.json not in (None, []) or place in said
    }
    news = {place: value for place, value in stated.items() if not claims.agreed_so(value)}
    claims.refuse_settled(Reading(news, wanted), news)
    claims.claim(news, move, whole=True)
    claims.table.forget_payment(move.side)
    claims.table.payment[move.side] = claims.table.agreed_payment = wanted
    claims.table.whole.add(move.side)
    for value in news.values():
        claims.table.agree(value, move)
    if not move.values:
        _close(claims, move, _as_it_stands(claims, move))


def _agree_values(claims: Claims, move: Move) -> None:
    reading = read(claims.table, move)
    for value in reading.values.values():
        held = claims.table.stand(other(move.side), value.spot.place)
        if held is None or held.json != value.json:
            raise DataError(never_offered(move, value, held))
    _refuse_part_of_whole(claims, reading.values)
    open_ = {place: value for place, value in reading.values.items() if not claims.agreed_so(value)}
    claims.refuse_settled(Reading(open_), open_)
    claims.claim(open_, move)
    for value in open_.values():
        claims.table.agree(value, move)


def _agree_row(claims: Claims, move: Move) -> None:
    places = _as_it_stands(claims, move)
    if not set(places) & set(claims.table.said[other(move.side)]):
        who = words_of(other(move.side))
        settled = any(claims.table.settled.get(place) for place in claims.table.places(move.topic))
        why = (
            "All of it is settled already." if settled else f"{who} never offered anything here.".capitalize()
        )
        raise DataError(Problem(why, OFFER))
    _refuse_part_of_whole(claims, places)
    claims.claim(places, move)
    _close(claims, move, places)
    if move.topic == "payment_model" and any(place.startswith("payment.") for place in places):
        held = claims.table.payment
        claims.table.agreed_payment = held[Side.us] or held[Side.payer]


def _as_it_stands(claims: Claims, move: Move) -> tuple[str, ...]:
    """What a whole row stands for: all that the other side put there, and what it left untouched in its answer."""
    answered = claims.table.spoke.get((other(move.side), move.topic), 0)
    theirs, own = claims.table.said[other(move.side)], claims.table.said[move.side]
    return tuple(
        place
        for place in claims.unsettled(move.topic)
        if place in theirs or (place in own and own[place].move.round < answered)
    )


def _close(claims: Claims, move: Move, places: Iterable[str]) -> None:
    """Agree on places as the other side has them, or as the mover put them where the other side said nothing."""
    for place in places:
        value = claims.table.stand(other(move.side), place) or claims.table.stand(move.side, place)
        if value:
            claims.table.agree(value, move)


def _refuse_part_of_whole(claims: Claims, places: Iterable[str]) -> None:
    if not claims.table.same_shape() and any(place.startswith("payment.") for place in places):
        raise DataError(
            Problem(
                "The two sides talk of different kinds of payment, so no part of one can be agreed.",
                f"Settle {topic('payment_model')} first.",
            )
        )
