"""Whose turn it is, and the days of each side, from moves and events."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone

from sca_toolkit.case import Case
from sca_toolkit.events import DelayReason, Side, Step
from sca_toolkit.ledger import Days, Ledger, Move, state
from sca_toolkit.timeline import Situation
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.turns import clock_of
from tests.ledger.talks import CASE, START, event, on, opening, ours, talk, theirs

FILING = {"filing.initial": "120 calendar days"}
ANSWER = theirs(2, "claims", "countered", FILING, at=on(4))
REPLY = ours(3, "claims", "countered", {"filing.initial": "150 calendar days"}, at=on(9))


def after(days: int) -> date:
    return START.date() + timedelta(days=days)


def of(moves: tuple[Move, ...], day: int, *events: object) -> Ledger:
    return state(moves, after(day), events=events)  # type: ignore[arg-type]


def test_nobodys_turn_before_anything_happened() -> None:
    found = state((), after(0))
    assert (found.turn, found.days) == (None, Days())


def test_each_round_passes_the_turn_and_the_days_add_up() -> None:
    """Offer on day 0, answer on day 4, our reply on day 9, seen on day 20: payer 4 + 11, us 5, in all 20."""
    found = of(talk(ANSWER, REPLY), 20)
    assert found.turn is Side.payer
    assert found.clock.since == after(9)
    assert found.days == Days(us=5, payer=15, paused=0, elapsed=20)


def test_an_earlier_day_shows_it_as_it_stood() -> None:
    found = of(talk(ANSWER, REPLY), 6)
    assert found.turn is Side.us
    assert found.days == Days(us=2, payer=4, paused=0, elapsed=6)
    assert found.row("claims").ours.startswith("time to file: 180 calendar days")


def test_the_request_starts_the_clock_before_the_first_move() -> None:
    found = of(talk(ANSWER), 6, event(Step.agreement_requested, -10), event(Step.payer_replied, -7))
    assert found.clock.started == after(-10)
    assert found.days == Days(us=7 + 2, payer=3 + 4, paused=0, elapsed=16)


def test_a_pause_takes_its_days_from_the_side_whose_turn_it_is_and_keeps_its_reason() -> None:
    pause = event(Step.paused, 1, reason=DelayReason.clinical, note="infection")
    found = of(talk(ANSWER), 6, pause, event(Step.resumed, 3))
    assert found.days == Days(us=2, payer=2, paused=2, elapsed=6)
    assert [(each.reason, each.note, each.days, each.ended) for each in found.pauses] == [
        (DelayReason.clinical, "infection", 2, after(3))
    ]
    assert not found.clock.paused


def test_a_lasting_pause_is_open_and_said() -> None:
    found = of(opening(), 10, event(Step.paused, 4, reason=DelayReason.patient_choice))
    assert found.clock.paused
    assert found.pauses[0].ended is None
    assert found.days == Days(us=0, payer=4, paused=6, elapsed=10)


def test_a_pause_of_another_approval_stops_nothing_here() -> None:
    pause = event(Step.paused, 1, details={"kind": "prior_authorization"})
    assert of(opening(), 10, pause).days == Days(us=0, payer=10, paused=0, elapsed=10)


def test_an_event_that_was_corrected_does_not_count() -> None:
    wrong = event(Step.paused, 1)
    gone = event(Step.paused, 1, corrects=wrong.id, removed=True)
    assert of(opening(), 10, wrong, gone).days.paused == 0


def test_the_clock_stops_with_the_agreement() -> None:
    found = of(talk(ANSWER), 30, event(Step.terms_agreed, 11))
    assert (found.turn, found.clock.stopped) == (None, after(11))
    assert found.days == Days(us=7, payer=4, paused=0, elapsed=11)


def test_the_clock_stops_when_the_last_open_point_is_settled_and_runs_on_when_one_is_reopened() -> None:
    only = (ours(1, "travel", "offered", {"travel.maximum": "$10,000"}), theirs(2, "travel", "agreed"))
    assert of(only, 30).clock.stopped == after(2)
    reopened = (*only, theirs(3, "travel", "open"))
    assert of(reopened, 30).turn is Side.us
    assert of(reopened, 30).days == Days(us=28, payer=2, paused=0, elapsed=30)


def test_the_day_is_the_centers_day() -> None:
    """An answer at 03:00 in London on day 5 is an answer on day 4 in Ohio."""
    late = theirs(
        2, "claims", "countered", FILING, at=(START + timedelta(days=4)).replace(hour=3) + timedelta(days=1)
    )
    ohio = timezone(timedelta(hours=-5))
    assert state(talk(late), after(10)).days.payer == 5
    assert state(talk(late), after(10), zone=ohio).days.payer == 4


def test_the_open_rows_name_who_has_to_move() -> None:
    found = of(talk(ANSWER), 6)
    owners = {point.row.topic.key: point.owner_words for point in found.open_points}
    assert owners["claims"] == "our desk"
    assert owners["travel"] == "the payer"
    assert "stop_loss" in {row.topic.key for row in found.untouched}


def test_the_clock_of_the_timeline_says_the_same_where_every_round_is_also_an_event() -> None:
    """Two ways to the same days: the timeline counts events, the ledger moves and events."""
    events = (
        event(Step.agreement_requested, 0),
        event(Step.offer_received, 4),
        event(Step.draft_sent, 9),
        event(Step.paused, 12, reason=DelayReason.clinical),
        event(Step.resumed, 15),
    )
    found = of(talk(ANSWER, REPLY), 20, *events)
    seen = clock_of(Situation(Case(id=CASE), events, on(20).astimezone(UTC)), ApprovalKind.agreement)
    assert found.turn is seen.side is Side.payer
    assert found.days == Days(seen.days_us, seen.days_payer, seen.days_paused, seen.days)
