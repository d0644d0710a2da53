"""Tests of difference: against SciPy, against themselves under shuffling, and where there is nothing to compare."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sca_toolkit.timeline.waiting import (
    Cause,
    Waits,
    gray_against_rest,
    gray_test,
    holm,
    log_rank,
    p_words,
    shuffled_gray,
    shuffled_log_rank,
    shuffles,
)
from tests.timeline.waiting.columns import waits


def invented(seed: int, n: int = 80, *, speed: float = 1.0, late: bool = False) -> Waits:
    """Two groups, the second `speed` times as fast, with withdrawals, censoring and ties."""
    chance = np.random.default_rng(seed)
    group = np.arange(n) % 2
    signed = np.ceil(chance.exponential(30, n) / np.where(group == 1, speed, 1.0))
    gone, seen = np.ceil(chance.exponential(90, n)), np.ceil(chance.uniform(10, 90, n))
    days = np.minimum(np.minimum(signed, gone), seen)
    cause = np.where(days == signed, 1, np.where(days == gone, 2, 0))
    entry = np.where(chance.random(n) < 0.3, np.floor(chance.uniform(0, 20, n)), 0.0) if late else np.zeros(n)
    kept = days > entry
    return waits(days[kept], cause[kept], group[kept], entry=entry[kept], stratum=(np.arange(n) % 3)[kept])


def test_log_rank_without_strata_is_scipys() -> None:
    rows = invented(1).unstratified()

    def side(group: int) -> Any:
        mine = rows.where(rows.group == group)
        return stats.CensoredData.right_censored(mine.exit, mine.cause == 0)

    found = stats.logrank(side(0), side(1))
    assert log_rank(rows).statistic == pytest.approx(found.statistic**2)
    assert log_rank(rows).p == pytest.approx(found.pvalue)


def test_grays_test_with_one_cause_is_close_to_the_log_rank_test() -> None:
    rows = waits(*[getattr(invented(2), name) for name in ("exit", "cause", "group")])
    alone = waits(rows.exit, np.where(rows.cause > 0, 1, 0), rows.group)
    assert gray_test(alone).statistic == pytest.approx(log_rank(alone).statistic, rel=0.02)


@pytest.mark.parametrize("late", [False, True])
def test_grays_test_rejects_alike_groups_as_rarely_as_it_says(late: bool) -> None:
    """100 worlds without a difference: 5 % of them, give or take 3 standard errors of 2.2 points."""
    p = [gray_test(invented(seed, late=late)).p for seed in range(100)]
    assert np.mean(np.array(p) < 0.05) <= 0.115


def test_a_group_three_times_as_fast_is_found() -> None:
    assert not gray_test(invented(3, speed=3.0)).could_be_chance


def test_shuffling_agrees_with_the_limit_distribution_where_both_hold() -> None:
    rows = invented(4, speed=1.4)
    assert shuffled_gray(rows, seed=1, shuffles=3000).p == pytest.approx(gray_test(rows).p, abs=0.04)
    assert shuffled_log_rank(rows, seed=1, shuffles=3000).p == pytest.approx(log_rank(rows).p, abs=0.04)


def test_shuffling_of_six_rows_counts_the_arrangements() -> None:
    """Of the 20 ways to choose the group of the three shortest waits, 2 are as extreme: p near 0.1."""
    rows = waits([1, 2, 3, 10, 11, 12], [1] * 6, list("aaabbb"))
    assert shuffled_log_rank(rows, seed=1).p == pytest.approx(0.1, abs=0.01)


def test_the_same_seed_gives_the_same_p_value() -> None:
    rows = invented(5, n=30)
    assert shuffled_gray(rows, seed=7, shuffles=500) == shuffled_gray(rows, seed=7, shuffles=500)


def test_each_against_the_rest_is_the_test_of_two_groups() -> None:
    rows = invented(6)
    first, second = gray_against_rest(rows)
    assert first.statistic == pytest.approx(gray_test(rows).statistic)
    assert second.p == pytest.approx(first.p)


def test_one_group_gives_nothing_to_compare_and_says_so() -> None:
    found = gray_test(waits([1, 2, 3], [1, 1, 1]))
    assert found.words == "Gray’s test: nothing to compare"
    assert found.could_be_chance


def test_strata_that_hold_one_group_each_cannot_tell_groups_apart() -> None:
    rows = waits([1, 2, 3, 4], [1, 1, 1, 1], list("aabb"), stratum=list("xxyy"))
    assert log_rank(rows).freedom == 0


def test_a_stratum_of_one_group_in_which_nothing_ended_adds_nothing() -> None:
    rows = invented(4, n=60).unstratified()
    stratum = np.concatenate([np.zeros(len(rows)), np.ones(3)])
    more = waits(
        np.concatenate([rows.exit, [5.0, 6.0, 7.0]]),
        np.concatenate([rows.cause, [0, 0, 0]]),
        np.concatenate([rows.group, [0, 0, 0]]),
        entry=np.concatenate([rows.entry, np.zeros(3)]),
        stratum=stratum,
    )
    assert shuffled_gray(more, seed=3, shuffles=300).p == shuffled_gray(rows, seed=3, shuffles=300).p


def test_a_cause_that_never_came_gives_nothing_to_compare() -> None:
    assert gray_test(invented(7), Cause.other_payer).freedom == 0


def test_holm_by_hand() -> None:
    """0.01 x 4, then 0.02 x 3, then 0.03 x 2 raised to the one before, then 0.5."""
    assert holm([0.03, 0.01, 0.5, 0.02]) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert np.isnan(holm([0.01, float("nan")])[1])
    assert holm([0.01, float("nan")])[0] == 0.01


@pytest.mark.parametrize(("p", "words"), [(0.0001, "p < 0.001"), (0.0123, "p = 0.012"), (0.4567, "p = 0.46")])
def test_p_values_are_rounded_to_what_they_are_good_for(p: float, words: str) -> None:
    assert p_words(p) == words


def test_drawing_only_a_small_group_gives_the_p_value_of_dealing_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six slow rows of 400: the way that draws only the six, and the way that deals all labels."""
    days = np.ceil(np.random.default_rng(8).exponential(30, 400))
    days[:6] = [60, 40, 55, 30, 50, 20]
    rows = waits(days, np.ones(400), np.where(np.arange(400) < 6, "a", "b"))
    few = shuffled_gray(rows, seed=1, shuffles=3000)
    monkeypatch.setattr(shuffles, "_MUCH", 10**9)
    dealt = shuffled_gray(rows, seed=2, shuffles=3000)
    assert few.shuffles == dealt.shuffles == 3000
    assert few.p == pytest.approx(dealt.p, abs=0.04)
    assert few.statistic == pytest.approx(dealt.statistic, rel=0.1)
