"""The desk's answers about time on invented worlds whose truth is known: who is slow, sides, open cases, filters."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from math import isnan
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.synthetic import World, load_world, make_world
from sca_toolkit.desk.synthetic.payers import SLOW
from sca_toolkit.desk.waiting import (
    By,
    clock_rows_of,
    payers_with_cases,
    turns_by_stage,
    waits_from,
    waits_of,
)
from sca_toolkit.desk.waiting_answers import Asked, Timelines, changed, timelines
from sca_toolkit.desk.waiting_tables import comparison_rows, open_rows, summary
from sca_toolkit.desk.waiting_words import all_together, did_it_help, expected, mean_warning, who_is_slow
from sca_toolkit.events import Step
from sca_toolkit.settings import open_desk
from sca_toolkit.store import CaseFilter
from sca_toolkit.timeline import ApprovalKind
from sca_toolkit.timeline.waiting import TREATMENT, Cause, Mark, WaitClock, compare

AS_OF = date(2026, 11, 22)
CASES = 110


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(7, AS_OF, CASES)


@pytest.fixture(scope="module")
def desk(world: World, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCA_DATABASE", str(tmp_path_factory.mktemp("record") / "record.sqlite"))
        patch.delenv("SCA_WORKSPACE", raising=False)
        made = open_desk()
    load_world(made.record, world, who="test", now=datetime(2026, 11, 22, 14, tzinfo=UTC))
    return made


@pytest.fixture(scope="module")
def found(desk: Desk) -> Timelines:
    return timelines(desk, AS_OF)


def test_every_signed_wait_is_the_truth_of_the_world(desk: Desk, world: World) -> None:
    waits = waits_of(desk, AS_OF)
    signed = {
        case_id: days
        for case_id, days, cause in zip(waits.case_id, waits.exit, waits.cause, strict=True)
        if cause == Cause.reached
    }
    assert len(signed) > 50
    for case_id, days in signed.items():
        assert days == pytest.approx(max(world.truth.cases[case_id].agreement_days or 0, 0.5))


def test_every_other_end_is_the_truth_of_the_world(desk: Desk, world: World) -> None:
    waits = waits_of(desk, AS_OF)
    steps = {
        Cause.withdrawn: Step.withdrawn,
        Cause.lost: Step.lost_while_waiting,
        Cause.other_payer: Step.moved_to_other_payer,
    }
    ended = [
        (case_id, Cause(int(cause)))
        for case_id, cause in zip(waits.case_id, waits.cause, strict=True)
        if cause in steps
    ]
    assert ended
    assert all(world.truth.cases[case_id].end is steps[cause] for case_id, cause in ended)


def test_the_truly_slow_payers_are_found_and_no_other(desk: Desk) -> None:
    comparison = compare(waits_of(desk, AS_OF))
    slower = {row.group for row in comparison.rows if row.slower}
    assert slower
    assert slower <= set(SLOW)


def test_the_sentence_names_the_slow_payer_with_days_interval_and_n(found: Timelines) -> None:
    said = who_is_slow(found)
    assert said.startswith("Slower than all together: ")
    assert "half are signed by day" in said
    assert " of " in said
    assert "p " in said


def test_the_sentence_of_all_cases_says_clock_n_and_day_and_what_was_left_out(found: Timelines) -> None:
    said = all_together(found)
    for part in (
        "agreement requested to signed by both",
        "n = ",
        "still open",
        "as of Nov 22, 2026",
        "Not counted",
    ):
        assert part in said


def test_the_mean_of_finished_cases_stands_only_in_a_warning(found: Timelines) -> None:
    assert "It is too low" in mean_warning(found)


def test_no_change_happened_in_the_invented_world_and_none_is_claimed(found: Timelines) -> None:
    said = did_it_help(changed(found, AS_OF - timedelta(days=240)), "signed")
    assert said.startswith("No difference beyond chance")


def test_a_change_of_yesterday_is_too_few_to_say(found: Timelines) -> None:
    assert did_it_help(changed(found, AS_OF - timedelta(days=1)), "signed").startswith("Too few to say")


def test_days_of_the_sides_add_up_to_the_mean_days_open(desk: Desk) -> None:
    for each in turns_by_stage(clock_rows_of(desk, AS_OF), 60).values():
        assert sum(each.days.values()) == pytest.approx(each.whole.days.value, abs=0.51)


def test_the_payer_has_the_larger_part_of_an_authorization(desk: Desk) -> None:
    days = turns_by_stage(clock_rows_of(desk, AS_OF), 60)[ApprovalKind.prior_authorization].days
    assert days["payer"] > days["us"] > 0


def test_open_cases_have_chances_that_grow_and_a_day_only_if_past_ones_held(found: Timelines) -> None:
    assert found.outlook.cases
    for case in found.outlook.cases:
        known = [chance for chance in case.chances if not isnan(chance)]
        assert known == sorted(known)
        assert expected(case, AS_OF)[0]
    assert ("even_odds_in_days" in open_rows(found)[0]) is found.track.expected_day_is_shown


def test_few_events_are_not_named_in_tables_and_sentences(found: Timelines) -> None:
    few = [row for row in comparison_rows(found) if row["reached"] < 5]
    assert few
    assert all(row["group"] is None and row["rank"] is None for row in few)
    assert "Union" not in json.dumps(summary(found)["groups"])
    assert "Union" not in who_is_slow(found)


def test_the_summary_is_plain_json(found: Timelines) -> None:
    whole = summary(found, changed(found, AS_OF - timedelta(days=240)))
    assert json.loads(json.dumps(whole, allow_nan=False)) == whole
    assert whole["change"]["said"]
    assert whole["open"] == len(whole["open_cases"])


def test_filters_and_other_groups(desk: Desk) -> None:
    one = waits_of(desk, AS_OF, wanted=CaseFilter(payers=(SLOW[0],)))
    assert set(one.groups) == {SLOW[0]}
    rows = clock_rows_of(desk, AS_OF)
    assert set(waits_from(rows, by=By.experience).groups) <= {"first agreement", "repeat agreement"}
    assert len(waits_from(rows, by=By.product).groups) > 2
    assert SLOW[0] in payers_with_cases(desk)


def test_an_earlier_day_sees_no_later_case(desk: Desk) -> None:
    then = waits_of(desk, AS_OF - timedelta(days=365))
    assert 0 < len(then) < len(waits_of(desk, AS_OF))
    assert then.exit.max() <= 365 + 60


def test_a_log_kept_since_a_day_leaves_out_what_was_over_before(desk: Desk) -> None:
    since = AS_OF - timedelta(days=300)
    late = waits_of(desk, AS_OF, log_began=since)
    assert late.left_out.before_log > 0
    assert (late.entry > 0).any()


@pytest.mark.parametrize("clock", [TREATMENT, WaitClock(Mark.order_requested, Mark.order_approved)])
def test_every_clock_is_answered(desk: Desk, clock: WaitClock) -> None:
    answered = timelines(desk, AS_OF, Asked(clock=clock))
    assert len(answered.waits) + answered.waits.left_out.all == CASES
    assert answered.published.words


def test_an_empty_record_is_answered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCA_DATABASE", str(tmp_path / "empty.sqlite"))
    empty = timelines(open_desk(), AS_OF)
    assert who_is_slow(empty).startswith("Too few to compare")
    assert mean_warning(empty) == ""
    assert summary(empty)["n"] == 0
