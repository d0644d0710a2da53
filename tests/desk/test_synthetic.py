"""The invented record: everybody in it is invented, it holds what real records hold, and its truth is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import pytest

from sca_toolkit.case import Component
from sca_toolkit.desk.case_fits import misfits
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.synthetic import World, load_world, make_large, make_world
from sca_toolkit.desk.synthetic.payers import SLOW
from sca_toolkit.desk.synthetic.world import ZONE
from sca_toolkit.errors import DataError
from sca_toolkit.events import ENDS, Event, Step, implausible
from sca_toolkit.ledger import Ledger, Move, state
from sca_toolkit.library import Library
from sca_toolkit.store import Store, cases_page, count_cases, events_of, moves_of, verify
from sca_toolkit.store.fingerprints import canonical
from sca_toolkit.timeline import Severity, Situation, next_action

AS_OF = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 9, tzinfo=ZONE)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(7, AS_OF)


@pytest.fixture(scope="module")
def events(world: World) -> dict[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in world.events:
        found[event.case].append(event)
    return {case: tuple(happened) for case, happened in found.items()}


@pytest.fixture(scope="module")
def ledgers(world: World, events: dict[str, tuple[Event, ...]]) -> dict[str, Ledger]:
    found: dict[str, list[Move]] = defaultdict(list)
    for move in world.moves:
        found[move.case].append(move)
    over = [case for case in found if world.truth.cases[case].ended]
    for case in over[: len(over) * 3 // 4]:
        del found[case]  # playing one takes a while
    return {case: state(moves, AS_OF, events=events[case], zone=ZONE) for case, moves in found.items()}


def test_the_same_arguments_give_the_same_world() -> None:
    again = make_world(3, AS_OF, cases=20)
    assert make_world(3, AS_OF, cases=20) == again
    assert make_world(4, AS_OF, cases=20).events != again.events
    assert len(again.cases) == 20


def test_every_person_and_payer_is_invented_and_says_so(world: World) -> None:
    for case in world.cases:
        assert case.synthetic
        assert (case.member.name or "").endswith("(invented)")
        assert (case.coverage.plan_name or "").endswith("(invented)")
        assert (case.coverage.payer or "").startswith("example-")
    assert "Invented" in world.truth.said


def test_the_world_fits_what_the_desk_knows(world: World) -> None:
    """The only misfits are the three invented payers without a profile."""
    desk = Desk(Library())
    by_payer = {case.coverage.payer: case for case in world.cases}
    by_product = {case.product: case for case in world.cases}
    some = (*by_payer.values(), *by_product.values())
    found = {problem.message for case in some for problem in misfits(desk, case)}
    assert {message.split("'")[1] for message in found} == {
        "example-lakeshore-health",
        "example-plains-advantage",
        "example-union-fund",
    }


def test_it_holds_everything_that_real_records_hold(
    world: World, events: dict[str, tuple[Event, ...]]
) -> None:
    truth = world.truth.cases.values()
    ends = Counter(case.end for case in truth if case.ended)
    assert len(world.cases) == 300
    assert all(ends[end] >= 3 for end in (Step.infused, *ENDS))
    assert sum(not case.ended for case in truth) >= 25
    for fact in ("late_entry", "restarted", "revised", "denied", "parallel", "first_agreement"):
        assert 5 <= sum(getattr(case, fact) for case in truth) <= 295, fact
    steps = Counter(event.step for event in world.events)
    wanted = (
        Step.appeal_decided,
        Step.delay_noted,
        Step.slot_lost,
        Step.network_exception_granted,
        Step.resumed,
    )
    assert all(steps[step] for step in wanted)
    assert all(event.reason for event in world.events if event.step in (Step.paused, Step.delay_noted))
    assert all(event.note for event in world.events if event.step is Step.lost_while_waiting)
    parts = {event.component for event in world.events if event.step is Step.pa_approved}
    assert parts == set(Component)
    restarted = [case for case, facts in world.truth.cases.items() if facts.restarted]
    assert any(event.step is Step.restarted for case in restarted for event in events.get(case, ()))
    assert {event.time_known for event in world.events} == {True, False}


def test_nothing_in_it_is_impossible(world: World, events: dict[str, tuple[Event, ...]]) -> None:
    midnight = datetime.combine(AS_OF, datetime.min.time(), ZONE)
    assert all(event.at < midnight for event in world.events)
    assert all(move.at < midnight for move in world.moves)
    problems = [str(problem) for happened in events.values() for problem in implausible(happened, midnight)]
    assert problems == []


def test_every_negotiation_can_be_played(
    ledgers: dict[str, Ledger], events: dict[str, tuple[Event, ...]]
) -> None:
    assert max(len(ledger.rounds) for ledger in ledgers.values()) >= 7
    for case, ledger in ledgers.items():
        if any(event.step is Step.terms_agreed for event in events[case]):
            assert ledger.open_points == ()
            assert "payment.base.parts[0].of.amount" in ledger.agreed
    talking = [ledger for case, ledger in ledgers.items() if ledger.open_points and ledger.turn]
    assert len(talking) >= 4, "open negotiations have a turn"


def test_what_the_record_shows_is_the_truth_as_far_as_it_goes(
    world: World, events: dict[str, tuple[Event, ...]]
) -> None:
    for case, facts in world.truth.cases.items():
        days = {event.step: event.at.date() for event in reversed(events[case])}
        shown = [event.step for event in events[case] if event.step in (Step.infused, *ENDS)]
        assert shown == ([facts.end] if facts.ended else [])
        if facts.ended:
            assert days[facts.end] == facts.end_day < AS_OF
        if {Step.agreement_requested, Step.center_signed} <= days.keys():
            assert (days[Step.center_signed] - days[Step.agreement_requested]).days == facts.agreement_days


def test_the_slow_payers_are_truly_slow_and_first_agreements_take_longer(world: World) -> None:
    by_payer: dict[str, list[int]] = defaultdict(list)
    for facts in world.truth.cases.values():
        if facts.agreement_days is not None:
            by_payer[facts.payer].append(facts.agreement_days)
    slowest = max(median(days) for payer, days in by_payer.items() if payer not in SLOW)
    assert min(median(days) for payer, days in by_payer.items() if payer in SLOW) > 1.4 * slowest
    assert min(by_payer, key=lambda payer: median(by_payer[payer])) == "example-lakeshore-health"
    assert len(by_payer["example-union-fund"]) < 10, "one payer has too few cases to be ranked"
    repeats: dict[str, list[int]] = defaultdict(list)
    for facts in world.truth.cases.values():
        if facts.agreement_days and not facts.first_agreement:
            repeats[facts.payer].append(facts.agreement_days)
    longer = [
        facts.agreement_days / median(repeats[facts.payer])
        for facts in world.truth.cases.values()
        if facts.agreement_days and facts.first_agreement and repeats[facts.payer]
    ]
    assert median(longer) > 1.15


def test_late_entries_lack_their_first_events_and_still_tell_the_referral(
    world: World, events: dict[str, tuple[Event, ...]]
) -> None:
    referrals = {case.id: case.dates.referral for case in world.cases}
    for case, facts in world.truth.cases.items():
        assert referrals[case] == facts.referral
        assert facts.late_entry == all(event.step is not Step.referred for event in events[case])
        if facts.late_entry:
            assert facts.referral < world.truth.log_began
        assert min(event.at.date() for event in events[case]) >= world.truth.log_began


def test_the_worklist_shows_every_shade_of_urgency(
    world: World, events: dict[str, tuple[Event, ...]]
) -> None:
    open_cases = [case for case in world.cases if not world.truth.cases[case.id].ended]
    shades = Counter(next_action(Situation(case, events[case.id], MORNING)).severity for case in open_cases)
    assert all(shades[severity] >= 3 for severity in Severity), shades
    assert 0 < sum(case.id not in world.owners for case in open_cases) < len(open_cases)


def test_a_world_is_loaded_in_one_go_or_not_at_all(tmp_path: Path) -> None:
    small = make_world(5, AS_OF, cases=12)
    store = Store.open(tmp_path / "record.sqlite")
    load_world(store, small, who="demo", now=MORNING)
    assert verify(store) == []
    with store.reading() as read:
        assert count_cases(read) == 12
        assert {row.id: row.owner for row in cases_page(read)} == {
            case.id: small.owners.get(case.id) for case in small.cases
        }
        assert {event.id for case in small.cases for event in events_of(read, case.id)} == {
            event.id for event in small.events
        }
        assert sum(len(moves_of(read, case.id)) for case in small.cases) == len(small.moves)
    other = make_world(5, AS_OF, cases=13)
    with pytest.raises(DataError, match="already has a case"):
        load_world(store, other, who="demo", now=MORNING)
    with store.reading() as read:
        assert count_cases(read) == 12
    store.close()


# --- very many ----------------------------------------------------------------------------------------------------


def test_a_large_world_has_exactly_the_cases_and_events_asked_for() -> None:
    batches = list(make_large(1, AS_OF, cases=1_300, events=16_777))
    assert [len(batch.cases) for batch in batches] == [1000, 300]
    assert sum(len(batch.events) for batch in batches) == 16_777
    ids = [line.id for batch in batches for line in batch.events]
    assert len(set(ids)) == len(ids)
    assert {line.case for line in batches[1].events} == {case.id for case in batches[1].cases}
    assert list(make_large(1, AS_OF, cases=1_300, events=16_777)) == batches


def test_its_lines_are_the_canonical_form_of_plausible_events() -> None:
    (batch,) = make_large(2, AS_OF, cases=200, events=4_400)
    by_case: dict[str, list[Event]] = defaultdict(list)
    for line in batch.events:
        event = line.event()
        assert canonical(event) == line.data
        assert (event.id, event.case, event.step, event.at, event.component) == (
            line.id,
            line.case,
            line.step,
            line.at,
            line.component,
        )
        assert line.day == line.at.date() < AS_OF
        by_case[event.case].append(event)
    now = datetime.combine(AS_OF, datetime.min.time(), UTC)
    assert not [problem for happened in by_case.values() for problem in implausible(tuple(happened), now)]
    ended = sum(any(event.step is Step.infused for event in happened) for happened in by_case.values())
    assert 170 < ended < 200, "most cases are over, some are open"
    planned = [case.dates.collection for case in batch.cases if case.dates.collection]
    assert max(planned) > AS_OF, "open cases have a plan"
    assert all(case.synthetic for case in batch.cases)


def test_a_case_needs_one_event() -> None:
    with pytest.raises(ValueError, match="one event"):
        next(make_large(1, AS_OF, cases=10, events=9))
