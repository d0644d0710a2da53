"""Planning on the record: own cases replace published figures, open ones counted, and what a person enters wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.planning import StepEntry, changed_plan, own_spans, plan_of, planned
from sca_toolkit.desk.synthetic import load_world, make_world
from sca_toolkit.desk.synthetic.world import ZONE
from sca_toolkit.errors import DataError
from sca_toolkit.events import Step
from sca_toolkit.library import Library
from sca_toolkit.timeline.planner import MIN_OWN, Observed, Plan

AS_OF = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, tzinfo=ZONE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(Library(), str(tmp_path_factory.mktemp("planning") / "record.sqlite"), "rlee")
    load_world(made.record, make_world(26, AS_OF, cases=45), who="rlee", now=NOW)
    yield made
    made.record.close()


@pytest.fixture(scope="module")
def plan(desk: Desk) -> Plan:
    return plan_of(desk)


def test_own_cases_are_the_records_own_days_with_open_ones_counted(desk: Desk, plan: Plan) -> None:
    """Collection to infusion, counted by hand from the clock rows: days among the finished, and how many wait."""
    rows = desk.record.clock_rows(as_of=AS_OF)
    start, end = rows.first[Step.collected], rows.first[Step.infused]
    begun = ~np.isnat(start)
    done = begun & ~np.isnat(end)
    days = np.subtract(end, start)[done].astype(int)
    found = own_spans(desk, plan, AS_OF)["treatment"]
    assert found.finished == int(done.sum()) > 10
    assert found.open <= int((begun & ~done).sum())
    assert set(found.days) <= {float(max(length, 0.5)) for length in days}
    assert 0.9 < sum(found.chances) <= 1 + 1e-9


def test_enough_own_cases_replace_the_published_days_and_the_answer_says_how_many(
    desk: Desk, plan: Plan
) -> None:
    found = planned(desk, plan, AS_OF)
    steps = {step.activity.id: step for step in found.settled.steps}
    assert isinstance(steps["agreement"].length, Observed)
    assert "our own cases: " in steps["agreement"].source
    assert steps["slot"].source.startswith("published: "), "it has no clock of its own"
    assert found.answer.gained.median > 0


def test_before_the_first_case_everything_is_published(desk: Desk, plan: Plan) -> None:
    early = planned(desk, plan, date(2020, 1, 1))
    assert all(step.source.startswith("published: ") for step in early.settled.steps)
    assert early.answer == planned(desk, plan, AS_OF, own=False).answer


def test_one_payer_with_too_few_cases_leaves_the_published_days(desk: Desk, plan: Plan) -> None:
    cases = Counter(desk.record.clock_rows(as_of=AS_OF).payer)
    rarest = min(cases, key=lambda name: cases[name])
    assert cases[rarest] < MIN_OWN
    found = planned(desk, plan, AS_OF, payer=rarest)
    step = next(step for step in found.settled.steps if step.activity.id == "treatment")
    assert step.source.startswith("published: ")


def entries(plan: Plan) -> dict[str, StepEntry]:
    return {each.id: StepEntry(each.id, waits=each.waits) for each in plan.activities}


def test_what_a_person_enters_wins_and_a_wait_that_ends_gains_nothing_more(desk: Desk, plan: Plan) -> None:
    typed = entries(plan)
    typed["agreement"] = replace(typed["agreement"], low=5, likely=10, high=20, waits=())
    found = planned(desk, changed_plan(plan, list(typed.values())), AS_OF)
    step = next(step for step in found.settled.steps if step.activity.id == "agreement")
    assert (step.source, step.length.words) == ("entered for this plan", "most likely 10 days, 5 to 20")
    assert "agreement" not in {wait.id for wait in found.answer.waits}


def test_amounts_and_a_chance_become_money_at_risk(desk: Desk, plan: Plan) -> None:
    typed = entries(plan)
    typed["order"] = replace(typed["order"], amount=40_000)
    typed["slot"] = replace(typed["slot"], amount=10_000.5)
    typed["work-up"] = replace(typed["work-up"], amount=0)
    risk = planned(desk, changed_plan(plan, list(typed.values()), 0.1), AS_OF).answer.parallel.at_risk
    assert risk.money_most == Decimal(50_000)
    assert risk.money_mean == Decimal(50_000)
    assert risk.expected_loss == Decimal(5_000)
    assert risk.not_entered == ()


@pytest.mark.parametrize(
    ("step", "change", "said"),
    [
        (
            "agreement",
            {"low": 30.0, "high": 10.0},
            "Single-case agreement: low (30 days) is longer than high (10 days).",
        ),
        ("agreement", {"low": 3.0}, "a shortest alone says nothing about the rest"),
        ("order", {"amount": -5.0}, "Approval and purchase order: -$5 cannot be lost; enter zero or more."),
        ("benefits", {"amount": 5.0}, "Benefits investigation: nothing is spent when it begins"),
        ("consult", {"waits": ("agreement",)}, "wait for each other in a ring: "),
    ],
)
def test_a_wrong_entry_is_named_in_words(plan: Plan, step: str, change: dict[str, object], said: str) -> None:
    typed = entries(plan)
    typed[step] = replace(typed[step], **change)  # type: ignore[arg-type]
    with pytest.raises(DataError) as caught:
        changed_plan(plan, list(typed.values()))
    assert said in str(caught.value)


def test_a_plan_measured_on_a_moment_without_a_clock_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "activities:\n  - id: stay\n    title: The stay\n    who: us\n    starts: admitted\n    ends: [discharged]\n"
    )
    with pytest.raises(DataError, match="'The stay' is measured on a moment that no clock knows: admitted"):
        planned(desk, plan_of(desk, file), AS_OF)
