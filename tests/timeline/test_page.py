"""The page on how we count says what the toolkit does: its tables and its sample are compared with the code."""

from __future__ import annotations

import re

from sca_toolkit.events import Stage
from sca_toolkit.library.loading import load_text
from sca_toolkit.timeline import Gate, GateMode, Practice
from sca_toolkit.timeline.situation import WINDOW_WHEN_UNSAID
from tests.conftest import ROOT

PAGE = (ROOT / "docs/how-we-count-stages.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_every_stage_has_its_rule_on_the_page() -> None:
    assert [row[0] for row in table("Nine stages")] == [stage.words for stage in Stage]


def test_the_defaults_of_the_gates_are_those_of_the_code() -> None:
    words = {GateMode.hard: "hard", GateMode.warn: "warns", GateMode.off: "off"}
    modes = [row[1] for row in table("Gates")]
    assert modes == [words[Practice().gates[gate]] for gate in (
        Gate.collection_needs_authorization,
        Gate.collection_needs_agreement,
        Gate.order_needs_approval,
        Gate.order_needs_exposure_approved,
        Gate.agreement_waits_for_authorization,
    )]  # fmt: skip


def test_the_sample_of_a_centers_ways_is_read() -> None:
    sample = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len(sample) == 1
    practice = load_text(Practice, sample[0], "docs/how-we-count-stages.md")
    assert set(practice.model_fields_set) == set(Practice.model_fields) - {"steps"}


def test_the_page_says_how_long_is_judged_where_no_window_is_agreed() -> None:
    assert f"({WINDOW_WHEN_UNSAID} days after infusion" in PAGE
