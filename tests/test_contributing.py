"""The clause in CONTRIBUTING.md works as written: a reader who copies it gets a checked clause in the agreement."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from sca_toolkit.clauses import Stance
from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import DEMO_CASES
from sca_toolkit.desk.checking import check_paths
from sca_toolkit.desk.drafting import begin
from sca_toolkit.desk.workspace import init_workspace
from sca_toolkit.library import Library
from sca_toolkit.values.marks import plain
from tests.conftest import ROOT


def test_the_example_clause_can_be_added_by_following_the_page(tmp_path: Path) -> None:
    init_workspace(tmp_path / "mine")
    page = (ROOT / "CONTRIBUTING.md").read_text()
    example = re.search(r"```yaml\n(id: SCA-45.*?)```", page, re.DOTALL)
    assert example
    templates = tmp_path / "mine" / "templates"
    (templates / "clauses" / "SCA-45.yaml").write_text(example[1])
    index = templates / "index.yaml"
    index.write_text(index.read_text().replace("SCA-43, SCA-44]", "SCA-43, SCA-44, SCA-45]"))

    desk = Desk(Library(tmp_path / "mine"))
    assert [each.problems for each in check_paths(desk, (templates,)) if each.problems] == []
    drafting = begin(desk, desk.library.case(DEMO_CASES[0]), date(2026, 11, 22)).with_position(
        "SCA-45", Stance.payer
    )
    clause = drafting.paper("sca").articles[-1].clauses[-1]
    number = next(
        each.number for art in drafting.paper("sca").articles for each in art.clauses if each.id == "SCA-34"
    )
    assert plain(clause.paragraphs[0]) == (
        f"The Provider shall tell the Payer of a relapse within 1 business day, as Section {number} provides."
    )
