"""Target and walk-away: what is met, between and below, counted by hand; and a case of the record held against them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from sca_toolkit.cli import cli
from sca_toolkit.desk import Desk, exposure
from sca_toolkit.desk.drafting import begin
from sca_toolkit.desk.exposure import Assumed
from sca_toolkit.desk.exposure_approval import draft_approval
from sca_toolkit.desk.exposure_goals import goals_of, held_against, keep_goals
from sca_toolkit.desk.exposure_rounds import rounds
from sca_toolkit.desk.recording import record_event
from sca_toolkit.desk.signing import sign
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.exposure.goals import Goal, Measure, Verdict
from sca_toolkit.library import Library
from sca_toolkit.store import add_cases, append_terms, trail_of
from tests.exposure.test_rounds import paying

CASE = "CASE-2026-101"
DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MARGIN = Goal(measure=Measure.mean_margin, target=40_000, walk_away=-5_000)
TAIL = Goal(measure=Measure.worst_loss, target=100_000, walk_away=300_000)
LIMITS = """acceptance_limits:
  - worst_loss: $1
    amount: $1
    roles: [managed care director]
  - roles: [managed care director, chief financial officer]
"""


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (MARGIN, 40_000, Verdict.met),
        (MARGIN, 39_999, Verdict.between),
        (MARGIN, -5_000, Verdict.between),
        (MARGIN, -5_001, Verdict.below),
        (TAIL, -20_000, Verdict.met),
        (TAIL, 100_000, Verdict.met),
        (TAIL, 100_001, Verdict.between),
        (TAIL, 300_000, Verdict.between),
        (TAIL, 300_001, Verdict.below),
    ],
)
def test_an_offer_on_the_line_counts_for_the_better_side(goal: Goal, value: float, verdict: Verdict) -> None:
    assert goal.verdict(value) is verdict


def test_two_standard_errors_that_cross_a_line_leave_it_open() -> None:
    assert MARGIN.sure(41_000, 499)
    assert not MARGIN.sure(41_000, 501)
    assert MARGIN.sure(-6_000, 499)
    assert not MARGIN.sure(-6_000, 501)
    assert not MARGIN.sure(41_000, None)


@pytest.mark.parametrize(
    ("measure", "target", "walk_away", "words"),
    [
        (Measure.mean_margin, 0, 1, "better than the target"),
        (Measure.loss_chance, 0.2, 0.1, "better than the target"),
        (Measure.loss_chance, 0.1, 25, "from 0% to 100%"),
        (Measure.worst_loss, 0, float("inf"), "finite"),
    ],
)
def test_goals_that_make_no_sense_are_refused(
    measure: Measure, target: float, walk_away: float, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        Goal(measure=measure, target=target, walk_away=walk_away)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A record with a case of two drafts, the second $85,000 lower; limits that ask for two offices."""
    monkeypatch.setattr(exposure, "POINTS", 256)
    (tmp_path / "tracking.yaml").write_text(LIMITS)
    made = Desk(Library(tmp_path), address=str(tmp_path / "record.sqlite"), who="rlee")
    case = Library().case(CASE)
    terms = begin(Desk(Library()), case, DAY).terms
    with made.record.writing(who="rlee", now=NOW) as write:
        add_cases(write, (case,))
        append_terms(write, CASE, terms, after=0)
        append_terms(write, CASE, paying(terms, 100_000), after=1)
    (tmp_path / "own_numbers.yaml").write_text(
        "basis: fully_loaded\ncost_to_charge_ratio: 26%\ninvoices:\n  axi-cel: $480,000\n"
    )
    return made


def test_goals_stay_in_the_record_with_who_and_when_and_new_ones_replace_them(desk: Desk) -> None:
    keep_goals(desk, CASE, (TAIL, MARGIN), NOW)
    kept = goals_of(desk, CASE)
    assert kept is not None
    assert (kept.goals, kept.who, kept.at) == ((MARGIN, TAIL), "rlee", NOW)
    keep_goals(desk, CASE, (MARGIN, TAIL), NOW + timedelta(hours=1))
    keep_goals(desk, CASE, (MARGIN,), NOW + timedelta(hours=2))
    kept = goals_of(desk, CASE)
    assert kept is not None
    assert (kept.goals, kept.at) == ((MARGIN,), NOW + timedelta(hours=2))
    with desk.record.reading() as read:
        assert [each.what for each in trail_of(read, CASE)].count("event added") == 2


def test_goals_of_an_unknown_case_or_without_a_measure_are_refused(desk: Desk) -> None:
    with pytest.raises(UsageProblem, match="no case CASE-1"):
        keep_goals(desk, "CASE-1", (MARGIN,), NOW)
    with pytest.raises(UsageProblem, match="at least one measure"):
        keep_goals(desk, CASE, (), NOW)
    with pytest.raises(UsageProblem, match="named twice"):
        keep_goals(desk, CASE, (MARGIN, MARGIN), NOW)


def test_each_round_is_held_against_both_lines(desk: Desk) -> None:
    first, second = rounds(desk, desk.library.case(CASE), DAY, Assumed())
    assert first.row is not None
    assert second.row is not None
    middle = (first.row.expected + second.row.expected) / 2
    goal = Goal(measure=Measure.mean_margin, target=middle, walk_away=second.row.expected - 1)
    told = [held_against((goal,), row)[0] for row in (first.row, second.row)]
    assert [each.verdict for each in told] == [Verdict.met, Verdict.between]
    assert [each.sure for each in told] == [True, False]
    assert told[0].error == first.row.expected_error


def test_a_signature_without_the_offices_of_the_exposure_is_warned_of(desk: Desk) -> None:
    def approved(role: str, at: datetime) -> None:
        record_event(
            desk,
            Event(case=CASE, step=Step.exposure_approved, at=at, by=Side.us, details={"role": role}),
            at,
        )

    approved("chief financial officer", NOW - timedelta(days=1))
    approved("Managed Care Director", NOW)
    found = draft_approval(desk, CASE, NOW)
    assert found is not None
    assert found.needed == ("managed care director", "chief financial officer")
    assert found.missing == ("chief financial officer",)
    told = sign(desk, CASE, Side.us, NOW, despite="decided by the chief executive")
    assert "The exposure of draft 2 still needs the approval of chief financial officer." in told
    approved("chief financial officer", NOW)
    assert not any("exposure" in each for each in sign(desk, CASE, Side.payer, NOW, despite="agreed"))


def test_without_limits_nobody_is_asked_and_a_draft_that_cannot_be_priced_needs_the_widest(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "own_numbers.yaml").write_text("basis: fully_loaded\n")
    unpriced = draft_approval(Desk(Library(tmp_path), address=desk.address, who="rlee"), CASE, NOW)
    assert unpriced is not None
    assert unpriced.needed == ("managed care director", "chief financial officer")
    assert "invoice" in unpriced.why
    assert draft_approval(Desk(Library(), address=desk.address, who="rlee"), CASE, NOW) is None


def test_the_command_line_enters_and_shows_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCA_DATABASE", str(desk.address))
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))

    def run(*words: str, status: int = 0) -> str:
        result = CliRunner().invoke(cli, ["exposure", *words])
        assert result.exit_code == status, result.output
        return result.output

    run("goals", CASE, "--set", "mean_margin=-400000,-500000", "--set", "loss_chance=0%,100%")
    told = json.loads(run("goals", CASE, "--json"))["goals"]
    assert told["set"]["loss_chance"] == {"target": 0.0, "walk_away": 1.0}
    found = json.loads(run("rounds", CASE, "--as-of", "2026-11-23", "--json"))
    assert [each["verdict"] for each in found["against"]["draft 2"]] == ["met", "between"]
    assert found["approval"]["draft 2"] == ["managed care director", "chief financial officer"]
    shown = run("compare", "--case", CASE, "--offer", "our draft", "--as-of", "2026-11-23")
    assert "our draft: mean margin: target met; chance of a loss: between" in shown
    assert "our draft needs the approval of managed care director, chief financial officer." in shown
    assert "is not a measure" in run("goals", CASE, "--set", "margin=1,0", status=2)
    assert "write it like" in run("goals", CASE, "--set", "mean_margin=1", status=2)
    assert "better than the target" in run("goals", CASE, "--set", "mean_margin=0,1", status=2)
