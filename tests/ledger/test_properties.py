"""What holds for every negotiation: invented ones are drawn, move by move, and only those that can be are kept."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any, Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.errors import DataError
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.ledger import Ledger, Move, Status, Take, next_terms, offer_from, state, with_moves
from sca_toolkit.ledger.move import other
from tests.ledger.talks import AMOUNT, CASE, DRAFT, FEE, LATER, START, event, move, on, opening
from tests.payment.contracts import contract

VALUES: dict[str, dict[str, list[Any]]] = {
    "claims": {
        "filing.initial": ["90 calendar days", "120 calendar days", "180 calendar days"],
        "audit.offset_allowed": ["yes", "no"],
        "payment.rules.late_payment.annual_rate": ["10%", "18%"],
    },
    "payment_model": {
        AMOUNT: ["$130,000", "$140,000", "$150,000"],
        "payment": ["150,000 + invoice", "42% of charges"],
    },
    "product_price": {FEE: ["$0", "$500", "$900"]},
    "readmission": {"positions.SCA-19": ["provider", "neutral", "payer"]},
    "travel": {"travel.maximum": ["$5,000", "$10,000", None]},
    "bounds": {},
}
STATUSES = (Status.offered, Status.countered, *[Status.agreed] * 3, Status.waived, Status.open)


class Wish(NamedTuple):
    """A move somebody would like to make. `values` may be empty."""

    topic: str
    status: Status
    values: dict[str, Any]


def wishes_on(topic: str) -> st.SearchStrategy[Wish]:
    """Wishes on one topic."""
    values = {place: st.sampled_from(wanted) for place, wanted in VALUES[topic].items()}
    return st.builds(
        Wish, st.just(topic), st.sampled_from(STATUSES), st.fixed_dictionaries({}, optional=values)
    )


ROUNDS = st.lists(
    st.tuples(st.booleans(), st.lists(st.one_of(*map(wishes_on, VALUES)), min_size=1, max_size=3)),
    min_size=2,
    max_size=4,
)
"""Whether the same side moves again, and what it would like to do."""
Wishes = list[tuple[bool, list[Wish]]]


def negotiated(rounds: Wishes) -> tuple[Move, ...]:
    """Our first draft and the rounds after it. Wishes that cannot be are left out; what is closed is reopened."""
    moves, closed = opening(), set[str]()
    for again, wanted in rounds:
        number = moves[-1].round + 1
        side = moves[-1].side if again else other(moves[-1].side)
        for wish in wanted:
            moves = with_wish(moves, number, side, wish, closed)
        closed = {each.topic for each in moves if each.status.settled}
    return moves


def with_wish(
    moves: tuple[Move, ...], number: int, side: Literal[Side.us, Side.payer], wish: Wish, closed: set[str]
) -> tuple[Move, ...]:
    """With the move that was wished for; else with the whole row agreed, waived or reopened; else as it was."""
    topic = wish.topic
    if wish.status is Status.open and topic not in closed and closed:
        topic = sorted(closed)[len(wish.values) % len(closed)]
    row_only = wish.status.settled or wish.status is Status.open
    words = "" if wish.values or row_only else "lesser of both"
    for values in [wish.values, {}] if row_only else [wish.values]:
        made = move(number, side, topic, wish.status.value, _spelled_out(values), position=words)
        try:
            return with_moves(moves, [made])
        except DataError:
            continue
    return moves


def _spelled_out(values: dict[str, Any]) -> dict[str, Any]:
    """The values, with a contract in place of its name."""
    whole = {"payment": contract(values["payment"]).model_dump(mode="json")} if "payment" in values else {}
    return values | whole


def by_round(moves: tuple[Move, ...]) -> list[tuple[Move, ...]]:
    return [tuple(group) for _, group in groupby(moves, lambda each: each.round)]


@given(ROUNDS, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_moves_within_a_round_means_nothing(wishes: Wishes, random: Any) -> None:
    moves = negotiated(wishes)
    shuffled: list[Move] = []
    for group in by_round(moves):
        shuffled += random.sample(group, len(group))
    assert state(shuffled, LATER) == state(moves, LATER)


@given(ROUNDS, st.sampled_from(Take))
@settings(max_examples=20)
def test_applying_the_next_terms_twice_changes_nothing(wishes: Wishes, take: Take) -> None:
    moves = negotiated(wishes)
    ledger = state(moves, LATER)
    terms, _ = next_terms(DRAFT, ledger, take)
    assert next_terms(terms, ledger, take) == (terms, ())


@given(ROUNDS)
@settings(max_examples=20)
def test_only_agreed_places_change_in_the_next_draft(wishes: Wishes) -> None:
    moves = negotiated(wishes)
    ledger = state(moves, LATER)
    terms, changed = next_terms(DRAFT, ledger)
    allowed = set(ledger.agreed) | ({"payment"} if ledger.agreed_payment else set())
    assert set(changed) <= allowed
    assert agreed_in(terms.model_dump(mode="json"), ledger)


def agreed_in(data: dict[str, Any], ledger: Ledger) -> bool:
    """Whether the fields agreed on stand in the terms."""
    pairs = [
        (path.split("."), value)
        for path, value in ledger.agreed.items()
        if path.startswith(("filing", "travel"))
    ]
    return all(data[group][name] == value for (group, name), value in pairs)


@given(ROUNDS)
@settings(max_examples=20)
def test_what_is_agreed_stays_until_somebody_reopens_it(wishes: Wishes) -> None:
    moves = negotiated(wishes)
    rounds = by_round(moves)
    earlier = state(rounds[0], LATER)
    for count in range(2, len(rounds) + 1):
        later = state([each for group in rounds[:count] for each in group], LATER)
        reopened = {each.topic for each in rounds[count - 1] if each.status is Status.open}
        for point in earlier.points:
            if point.agreed and not reopened & {point.spot.topic, "payment_model"}:
                assert later.agreed[point.spot.place] == point.agreed.json
        earlier = later


@given(ROUNDS)
@settings(max_examples=20)
def test_what_goes_into_the_draft_is_no_news_to_the_table(wishes: Wishes) -> None:
    moves = negotiated(wishes)
    ledger = state(moves, LATER)
    terms, _ = next_terms(DRAFT, ledger, Take.ours)
    assert offer_from(terms, ledger, case=CASE, at=on(90)) == ()


@given(ROUNDS)
@settings(max_examples=20)
def test_a_row_is_settled_exactly_when_none_of_its_points_is_open(wishes: Wishes) -> None:
    moves = negotiated(wishes)
    ledger = state(moves, LATER)
    for row in ledger.rows:
        assert row.status.settled == (bool(row.points) and all(point.status.settled for point in row.points))
        assert (row.waits_for is None) == (row.status.settled or not row.points)
    if not ledger.open_points:
        assert ledger.turn is None


ACTS = (Step.agreement_requested, Step.draft_sent, Step.payer_replied, Step.offer_received, Step.paused, Step.resumed,
        Step.terms_agreed, Step.withdrawn, Step.contact_made)  # fmt: skip


@st.composite
def happenings(draw: st.DrawFn) -> tuple[Event, ...]:
    """Events in any order, before, among and after the moves."""
    steps = draw(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(-20, 40)), max_size=8))
    return tuple(event(step, day) for step, day in steps)


@given(ROUNDS, happenings(), st.integers(-25, 60))
@settings(max_examples=40)
def test_the_days_of_all_add_up_to_the_days_in_between(
    wishes: Wishes, events: tuple[Event, ...], day: int
) -> None:
    moves = negotiated(wishes)
    as_of = START.date() + timedelta(days=day)
    clock = state(moves, as_of, events=events).clock
    days = clock.days
    assert min(days.us, days.payer, days.paused) >= 0
    assert days.us + days.payer + days.paused == days.elapsed
    if clock.started:
        assert days.elapsed == ((clock.stopped or as_of) - clock.started).days
    assert days.paused == sum(pause.days for pause in clock.pauses)


def test_the_drawn_negotiations_are_worth_drawing() -> None:
    """Among them are agreements, waivers, reopened rows and another kind of payment."""
    seen: set[str] = set()

    @given(ROUNDS)
    @settings(max_examples=20)
    def look(wishes: Wishes) -> None:
        moves = negotiated(wishes)
        seen.update(each.status.value for each in moves)
        seen.update("whole payment" for each in moves[5:] if "payment" in each.values)
        seen.update("agreed payment" for _ in [0] if state(moves, LATER).agreed_payment)

    look()
    assert seen >= {"offered", "countered", "agreed", "waived", "open", "whole payment"}


pytestmark = pytest.mark.slow
