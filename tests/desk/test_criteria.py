"""Criteria at the desk and on the command line: shown, compared, checked, tried."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli
from sca_toolkit.criteria import Verdict
from sca_toolkit.desk import Desk
from sca_toolkit.desk.criteria import (
    against_label,
    between_versions,
    check_policy,
    facts_in,
    for_product,
    list_policies,
    show_policy,
    side_by_side,
    try_policy,
)
from sca_toolkit.desk.recording import open_case, record_event
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Event
from sca_toolkit.library import Library
from tests.criteria.page_text import WHOLE

DAY = date(2026, 11, 22)
POLICY = "qualchoice-bi699-cilta-cel"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(Library())


def run(*words: str) -> str:
    result = CliRunner().invoke(cli, ["criteria", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_policy_is_listed_and_can_be_shown_with_a_source_for_each_criterion(desk: Desk) -> None:
    rows = list_policies(desk, DAY)
    assert len(rows) >= 46
    view = show_policy(desk, POLICY, DAY)
    assert {row.source for row in view.rows if row.id and row.source} <= set(view.policy.sources)
    assert [row.id for row in view.rows if row.kind == "age"] == [f"{POLICY}-age-adult"]


def test_policies_of_one_product_stand_side_by_side(desk: Desk) -> None:
    names = for_product(desk, "Carvykti")
    assert POLICY in names
    found = side_by_side(desk, names, DAY)
    assert found.policies == names
    with pytest.raises(UsageProblem, match="two policies or more"):
        side_by_side(desk, (POLICY,), DAY)


def test_an_old_line_rule_is_stricter_than_the_label_of_today(desk: Desk) -> None:
    found = {each.leaf: each.stance.value for each in against_label(desk, POLICY, DAY)}
    assert found[f"{POLICY}-lines-min-4"] == "stricter"


def test_a_file_is_checked_and_tried_before_anyone_files_it(desk: Desk) -> None:
    checked = check_policy(desk, WHOLE, "mine.yaml")
    assert checked.problems == ()
    assert checked.policy is not None
    shown = facts_in(desk, "age: 17\n", "case.yaml", checked.policy)
    assert try_policy(desk, checked.policy, shown, DAY).verdict is Verdict.not_met
    wrong = check_policy(desk, WHOLE.replace("unit: cells/uL", "unit: mg/dL"), "mine.yaml")
    assert [(each.line, "does not convert" in each.message) for each in wrong.problems] == [(26, True)]


def test_a_new_version_names_the_criteria_that_changed(desk: Desk) -> None:
    old = desk.library.criteria().policy(POLICY)
    new = old.model_copy(update={"notes": ("read again",)})
    assert between_versions(desk, old, new, DAY).changes == ()


def test_a_new_version_names_the_open_cases_of_the_record_that_it_touches(tmp_path: Path) -> None:
    """The record's own open case of the payer, and no other; without a record, the cases folder."""
    library = Library()
    old = library.criteria().policy("example-en-0412-axi-cel")
    new = old.model_copy(update={"removed": DAY})
    folder = {each.case for each in between_versions(Desk(library), old, new, DAY).affected}
    assert len(folder) > 1
    kept = Desk(library, address=str(tmp_path / "record.sqlite"), who="rlee")
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    for number in ("101", "104"):
        open_case(kept, library.case(f"CASE-2026-{number}"), now)
    assert [each.case for each in between_versions(kept, old, new, DAY).affected] == ["CASE-2026-101"]
    end = {"case": "CASE-2026-101", "step": "withdrawn", "at": now}
    record_event(kept, Event.model_validate(end), now)
    assert between_versions(kept, old, new, DAY).affected == ()


def test_the_command_line_shows_compares_and_judges(tmp_path: Path) -> None:
    shown = run("show", POLICY, "--asked", "dental clearance")
    assert "at least 4 earlier lines" in shown
    assert "Dental clearance is asked, and the policy" in shown
    assert json.loads(run("core", "--at-least", "6", "--json"))[0]["topic"] == "Age"
    assert "stricter" in run("diff", POLICY, "--label")
    assert json.loads(run("schema"))["title"] == "Criteria of a payer"
    file, case = tmp_path / "example-liso-cel.yaml", tmp_path / "case.yaml"
    file.write_text(WHOLE)
    case.write_text("age: 17\n")
    told = run("check", str(file), "--case", str(case), "--as-of", "2026-11-22")
    assert "not met: age at least 18 years" in told
    assert (
        json.loads(run("check", str(file), "--case", str(case), "--json"))["judgment"]["verdict"] == "not_met"
    )


def test_a_wrong_file_ends_with_three_and_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(WHOLE.replace("at_least: 100", "at_least: -100"))
    result = CliRunner().invoke(cli, ["criteria", "check", str(file)])
    assert result.exit_code == 3
    assert f"{file}:26" in result.output
    assert "Check the sign" in result.output
