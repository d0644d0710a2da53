"""The planner against answers worked out by hand. Every length is invented unless the test says otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.library import Library
from sca_toolkit.timeline.planner import SEED, Plan, Way, settle, solve
from tests.timeline.planner.plans import NOTHING, fixed, length, solved, step

CHECK = step("check", fixed(10))
PERMIT = step("permit", fixed(20), waits=["check"], cover=True)
DEAL = step("deal", fixed(30), needs=["check"], waits=["permit"], cover=True)
ORDER = step("order", fixed(4), waits=["deal"], spends="the order", amount="$1,000", slot=True)
CARE = step("care", fixed(5), needs=["permit", "deal", "order"])
FIVE = (CHECK, PERMIT, DEAL, ORDER, CARE)


def test_fixed_lengths_are_worked_out_exactly_by_hand() -> None:
    """Serial 10 + 20 + 30 + 4 + 5 = 69. Parallel: check 10 then deal 30 holds up, 40 + 5 = 45. Gained 24."""
    answer = solved(*FIVE)
    assert answer.exact
    assert answer.serial.days.mean == 69
    assert answer.parallel.days.mean == 45
    assert (answer.gained.low, answer.gained.mean, answer.gained.high) == (24, 24, 24)
    assert answer.gained.error == 0


def test_the_critical_path_is_named() -> None:
    answer = solved(*FIVE)
    critical = {each.id for each in answer.parallel.steps if each.critical == 1}
    assert critical == {"check", "deal", "care"}
    assert {each.id for each in answer.serial.steps if each.critical == 1} == {each["id"] for each in FIVE}


def test_each_wait_alone_shows_what_ending_it_gains() -> None:
    """Only the deal freed: check 10, permit to 30, deal to 40, order to 44, care 49: gains 20. Only the permit: it
    ends at 20, all after it 10 sooner. Only the order: 4 sooner."""
    gains = {each.id: each.gain.mean for each in solved(*FIVE).waits}
    assert gains == {"deal": 20, "permit": 10, "order": 4}
    assert [each.id for each in solved(*FIVE).waits] == ["deal", "permit", "order"]


def test_what_begins_before_cover_is_final_is_at_risk_and_nothing_else() -> None:
    """Parallel: cover is final on day 40, the order began on day 0. Serial: it began when cover was final."""
    answer = solved(*FIVE, chance_of_refusal="10%")
    assert answer.parallel.cover_final == 40
    risk = answer.parallel.at_risk
    assert (risk.money_mean, risk.money_most, risk.slots) == (Decimal(1000), Decimal(1000), 1)
    assert risk.expected_loss == Decimal(100)
    safe = answer.serial.at_risk
    assert (safe.money_mean, safe.slots, safe.not_entered) == (Decimal(0), 0, ())


def test_an_amount_nobody_entered_is_said_and_is_not_zero() -> None:
    order = {key: value for key, value in ORDER.items() if key != "amount"}
    risk = solved(CHECK, PERMIT, DEAL, order, CARE).parallel.at_risk
    assert risk.money_mean is None
    assert risk.expected_loss is None
    assert risk.not_entered == ("the order",)
    assert risk.slots == 1


def test_without_a_chance_of_refusal_no_loss_is_expected_and_none_is_invented() -> None:
    assert solved(*FIVE).parallel.at_risk.expected_loss is None


def test_the_mean_of_a_chain_is_the_sum_of_the_means_within_its_error() -> None:
    """Triangles (1, 4, 7) and (0, 2, 10): means 4 and 4. Even 2 to 21: 11.5. Together 19.5."""
    chain = solved(
        step("a", length(1, 4, 7)),
        step("b", length(0, 2, 10), needs=["a"]),
        step("c", length(2, high=21), needs=["b"]),
    ).serial.days
    assert abs(chain.mean - 19.5) < 4 * chain.error


def test_the_longer_of_two_even_lengths_has_its_known_mean_and_quantiles() -> None:
    """The larger of two even lengths on 0 to 1: mean 2/3, the share s reached at the square root of s."""
    both = solved(step("a", length(0, high=1)), step("b", length(0, high=1)), paths=200_000).parallel.days
    assert abs(both.mean - 2 / 3) < 4 * both.error
    assert both.low == pytest.approx(0.1**0.5, abs=0.005)
    assert both.high == pytest.approx(0.9**0.5, abs=0.005)


def test_the_same_seed_gives_the_same_answer_and_another_one_within_its_error() -> None:
    parts = (step("a", length(0, 3, 9)), step("b", length(1, 2, 8), waits=["a"]))
    first, again, other = solved(*parts, seed=5), solved(*parts, seed=5), solved(*parts, seed=6)
    assert first == again
    assert np.array_equal(first.parallel.draws, again.parallel.draws)
    assert 0 < abs(first.gained.mean - other.gained.mean) < 5 * (first.gained.error + other.gained.error)


def test_a_change_of_one_step_leaves_the_draws_of_the_others() -> None:
    """Then a comparison of two plans shows the change and not the chance."""
    base = solved(step("a", length(0, high=10)), step("b", fixed(1)))
    longer = solved(step("a", length(0, high=10)), step("b", fixed(2)))
    ahead = base.serial.draws > 2
    assert np.array_equal(base.serial.draws[ahead], longer.serial.draws[ahead])


lengths = st.tuples(st.floats(0, 30), st.floats(0, 30), st.floats(0, 30)).map(sorted)


@st.composite
def networks(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = [f"s{number}" for number in range(draw(st.integers(1, 7)))]
    steps = []
    for place, name in enumerate(names):
        others = st.lists(st.sampled_from(names[:place]), unique=True) if place else st.just([])
        low, likely, high = draw(lengths)
        steps.append(step(name, length(low, likely, high), needs=draw(others), waits=draw(others)))
    return steps


@given(networks())
@settings(max_examples=30)
def test_parallel_is_never_longer_and_no_single_wait_gains_more_than_all(steps: list[dict[str, Any]]) -> None:
    answer = solved(*steps, paths=200)
    assert (answer.parallel.draws <= answer.serial.draws + 1e-9).all()
    assert answer.gained.mean >= -1e-9
    for wait in answer.waits:
        assert -1e-9 <= wait.gain.mean <= answer.gained.mean + 1e-9


@given(networks())
@settings(max_examples=20)
def test_some_path_from_begin_to_end_is_critical_in_every_case(steps: list[dict[str, Any]]) -> None:
    for way in (solved(*steps, paths=50).serial, solved(*steps, paths=50).parallel):
        assert sum(each.critical for each in way.steps) >= 1
        assert max(each.ends for each in way.steps) <= way.days.median + 1e-6


def test_a_plan_of_sixty_steps_in_a_row_is_no_trouble() -> None:
    chain = [step("s0", fixed(1))]
    chain += [step(f"s{place}", fixed(1), needs=[f"s{place - 1}"]) for place in range(1, 60)]
    assert solved(*chain).serial.days.mean == 60


def test_our_own_plan_with_published_lengths_comes_near_the_two_centers_of_the_panel() -> None:
    """Singh et al. 2026: about 100 days in sequence, about 70 in parallel, as two centers put it. Nothing was fitted:
    the lengths are published one by one."""
    library = Library()
    answer = solve(settle(library.plan(), library.benchmarks(), {}), seed=SEED)
    assert 90 <= answer.serial.days.mean <= 115
    assert 60 <= answer.parallel.days.mean <= 85
    assert 20 <= answer.gained.median <= 40
    assert answer.serial.way is Way.serial


def test_a_plan_of_one_step_gains_nothing() -> None:
    answer = solve(settle(Plan.model_validate({"activities": [CHECK]}), NOTHING, {}), seed=1)
    assert (answer.gained.mean, answer.waits) == (0, ())
