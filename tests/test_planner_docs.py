"""What docs/planner.md says is what the toolkit does."""

from __future__ import annotations

import re

from sca_toolkit.library import Library, load_text
from sca_toolkit.timeline.planner import MIN_OWN, SEED, Plan, settle, solve
from sca_toolkit.timeline.planner.settle import MIN_FINISHED
from tests.conftest import ROOT

TEXT = (ROOT / "docs/planner.md").read_text()


def test_the_plan_in_the_page_can_be_worked_out() -> None:
    block = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert block
    plan = load_text(Plan, block[1], "plan.yaml")
    answer = solve(settle(plan, Library().benchmarks(), {}), seed=SEED)
    assert answer.gained.median > 0
    assert answer.parallel.at_risk.money_most == 4000


def test_the_figures_in_the_page_are_those_of_the_plan() -> None:
    library = Library()
    answer = solve(settle(library.plan(), library.benchmarks(), {}), seed=SEED)
    said = f"about {answer.serial.days.median:.0f} days in sequence and {answer.parallel.days.median:.0f} in parallel"
    assert said in " ".join(TEXT.split())
    assert MIN_OWN == 10
    assert MIN_FINISHED == 0.9
