"""Which length counts: typed, else the center's own cases when there are enough, else what is published."""

from __future__ import annotations

import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.library import Library
from sca_toolkit.timeline.planner import MIN_OWN, OwnSpans, Plan, SettledStep, settle
from tests.timeline.planner.plans import NOTHING, fixed, plan, step

KNOWN = Library().benchmarks()
ENOUGH = OwnSpans(days=(2.0, 6.0), chances=(0.5, 0.45), finished=MIN_OWN, open=1)
FEW = OwnSpans(days=(2.0, 6.0), chances=(0.5, 0.5), finished=MIN_OWN - 1, open=0)
CUT_SHORT = OwnSpans(days=(2.0, 6.0), chances=(0.4, 0.4), finished=40, open=30)


def only(plan_: Plan, own: OwnSpans | None) -> SettledStep:
    return settle(plan_, KNOWN, {"a": own} if own else {}).steps[0]


def published_step() -> Plan:
    return plan(step("a", None, benchmark="order-collection"))


def test_enough_own_cases_replace_the_published_figure_and_say_how_many() -> None:
    found = only(published_step(), ENOUGH)
    assert found.source == "our own cases: 10 finished, 1 still open and counted"
    assert found.length.mean == pytest.approx(0.5 * 2 + 0.5 * 6)


@pytest.mark.parametrize("own", [FEW, CUT_SHORT, None])
def test_too_few_or_cut_short_leaves_the_published_figure(own: OwnSpans | None) -> None:
    found = only(published_step(), own)
    assert found.source.startswith("published: Timeline from referral to admission")
    assert found.length.words == "median 5 days, 2 to 12"
    assert found.own is own


def test_what_was_typed_wins_over_both() -> None:
    found = only(plan(step("a", fixed(3), benchmark="order-collection")), ENOUGH)
    assert (found.source, found.length.mean) == ("entered for this plan", 3)


def test_every_step_that_nobody_knows_is_named_with_what_to_do() -> None:
    unknown = plan(step("a", None), step("b", None), step("c", fixed(1)))
    with pytest.raises(DataError) as caught:
        settle(unknown, NOTHING, {"b": FEW})
    first, second = (str(problem) for problem in caught.value.problems)
    assert first.startswith("nobody has said how long “a” takes. Enter a shortest")
    assert "our own cases: 9 finished, 0 still open and counted, too few" in second


def test_a_figure_that_is_not_published_is_named() -> None:
    with pytest.raises(DataError, match="names the published figure 'nothing', which is not known"):
        settle(plan(step("a", None, benchmark="nothing")), KNOWN, {})
