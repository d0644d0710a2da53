"""A wrong plan is refused with the name of what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sca_toolkit.errors import DataError
from sca_toolkit.library import Library, load_text
from sca_toolkit.timeline.planner import Plan
from tests.timeline.planner.plans import fixed, plan, step


def refused(*steps: dict[str, Any], **more: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        plan(*steps, **more)
    return str(caught.value)


def test_a_ring_is_named_in_its_order() -> None:
    said = refused(
        step("a", fixed(1), needs=["c"]),
        step("b", fixed(1), needs=["a"]),
        step("c", fixed(1), waits=["b"]),
        step("d", fixed(1), needs=["a"]),
    )
    assert "wait for each other in a ring: a → c → b → a" in said


def test_a_step_that_waits_for_itself_is_a_ring() -> None:
    assert "in a ring: a → a" in refused(step("a", fixed(1), needs=["a"]))


def test_an_unknown_predecessor_is_named_with_what_is_near() -> None:
    said = refused(step("benefits", fixed(1)), step("deal", fixed(1), needs=["benefit"]))
    assert "the activity 'deal' waits for 'benefit', which is not in the plan; did you mean benefits?" in said


def test_two_steps_of_one_name_are_refused() -> None:
    assert "the activity 'a' stands twice" in refused(step("a", fixed(1)), step("a", fixed(2)))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"low": 9.0, "likely": 5.0, "high": 12.0}, "`low` (9 days) is longer than `likely` (5 days)"),
        ({"low": 9.0, "high": 3.0}, "`low` (9 days) is longer than `high` (3 days)"),
        ({"low": 3.0}, "a shortest alone says nothing about the rest"),
        ({"low": 3.0, "likely": 4.0}, "add the pessimistic length"),
        ({"likely": -1.0}, "greater than or equal to 0"),
        ({"likely": "5 days"}, "is not a length of time"),
    ],
)
def test_a_wrong_length_is_named(days: dict[str, Any], said: str) -> None:
    assert said in refused(step("a", days))


def test_an_amount_without_saying_what_for_is_refused() -> None:
    assert "say in `spends`" in refused(step("a", fixed(1), amount="$5"))


def test_half_a_clock_is_refused() -> None:
    assert "`starts` and `ends` go together" in refused(step("a", None, starts="referred"))


def test_a_wrong_plan_file_is_refused_with_file_and_line() -> None:
    text = "activities:\n  - id: a\n    title: A\n    who: us\n"
    text += "    days: {low: 9 calendar days, high: 3 calendar days}\n"
    with pytest.raises(DataError, match=r"plan.yaml:5.*`low` \(9 days\) is longer than `high` \(3 days\)"):
        load_text(Plan, text, "plan.yaml")


def test_a_workspace_has_its_own_plan(tmp_path: Any) -> None:
    (tmp_path / "plan.yaml").write_text(
        "activities:\n  - id: only\n    title: One step\n    who: us\n    days: {likely: 3 calendar days}\n"
    )
    assert [each.id for each in Library(tmp_path).plan().activities] == ["only"]


def test_the_shipped_plan_cites_published_figures_that_exist_and_guesses_nothing() -> None:
    library = Library()
    known = {entry.id for entry in library.benchmarks().benchmarks}
    for each in library.plan().activities:
        assert each.days is None, each.id
        assert each.benchmark in known, each.id
        assert each.amount is None, each.id
    assert library.plan().chance_of_refusal is None
