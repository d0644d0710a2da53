"""Published durations: beside a clock only where both ends are its ends, each with source, viewpoint and n."""

from __future__ import annotations

import re

import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.events import Step
from sca_toolkit.library import Library, load_text
from sca_toolkit.timeline.benchmarks import Basis, Benchmarks, published
from sca_toolkit.timeline.waiting.clock import Mark

KNOWN = Library().benchmarks()
FILE = """
sources:
  paper: {title: A paper, grade: secondary, read_on: 2026-11-22}
benchmarks:
  - id: one
    what: Consult to infusion
    starts: [consulted]
    ends: [infused]
    low: 35 calendar days
    typical: 68 calendar days
    high: 392 calendar days
    typical_is: median
    range_is: smallest_to_largest
    viewpoint: centers
    basis: records
    n: 41
    population: one practice
    source: paper
"""


def changed(old: str, new: str) -> str:
    assert old in FILE
    with pytest.raises(DataError) as caught:
        load_text(Benchmarks, FILE.replace(old, new), "benchmarks.yaml")
    return " ".join(str(problem) for problem in caught.value.problems)


def test_a_figure_stands_beside_a_clock_only_when_both_its_ends_are_stated_and_match() -> None:
    found = published(KNOWN.benchmarks, Step.consulted, Step.infused)
    assert "consult-infusion-community" in {entry.id for entry in found.exact}
    assert all(entry.starts == (Step.consulted,) and entry.ends == (Step.infused,) for entry in found.exact)
    assert {"identification-infusion-parallel", "identification-infusion-sequence"} <= {
        entry.id for entry in found.unclear
    }


def test_no_published_agreement_time_says_where_it_ends_so_none_is_drawn() -> None:
    for end in (Step.terms_agreed, Step.payer_signed, Step.center_signed):
        found = published(KNOWN.benchmarks, Step.agreement_requested, end)
        assert found.exact == ()
        assert "agreement-one-center" in {entry.id for entry in found.unclear}
        assert found.words.startswith("No published figure runs exactly from “agreement requested”")
        assert "Time to a single-case agreement: mean 45 days" in found.words


def test_a_clock_may_end_with_both_signatures_or_with_any_decision() -> None:
    agreed = published(KNOWN.benchmarks, Mark.agreement_requested, Mark.both_signed)
    assert agreed.exact == ()
    assert "agreement-repeat-payers" in {entry.id for entry in agreed.unclear}
    assert "to “signed by both”" in agreed.words
    decided = published(KNOWN.benchmarks, Mark.pa_submitted, Mark.pa_decided)
    assert {"authorization-centers", "authorization-payers"} <= {entry.id for entry in decided.unclear}


def test_a_clock_nobody_published_on_says_so() -> None:
    found = published(KNOWN.benchmarks, Step.discharged, Step.claim_paid)
    assert found.words.startswith("No published figure runs from “discharged” to “claim paid”")


def test_a_clock_without_a_match_names_its_neighbors() -> None:
    found = published(KNOWN.benchmarks, Step.referred, Step.admitted)
    assert found.exact == ()
    assert {"referral-collection-one-center", "collection-admission"} <= {
        entry.id for entry in found.elsewhere
    }


def test_the_printed_figures_of_the_sources() -> None:
    values = {entry.id: entry.value for entry in KNOWN.benchmarks}
    assert values["consult-infusion-community"] == "median 68 days (35 to 392 days, smallest to largest)"
    assert values["agreement-repeat-payers"] == "7 to 18 days (as people put it)"
    assert values["agreement-first-payers"] == "up to 29 days (as people put it)"
    assert values["authorization-centers"] == "2 to 21 days (as people put it)"
    assert values["authorization-payers"] == "1 to 14 days (as people put it)"
    assert values["order-fast"] == "1 hour to 2 hours (as people put it)"
    assert values["intent-collection-with-agreement"] == "median 33 days"
    assert KNOWN.named("consult-infusion-community").who == "centers, from records, n = 41 infused patients"


def test_every_source_is_used_dated_by_its_reading_and_public() -> None:
    assert {entry.source for entry in KNOWN.benchmarks} == set(KNOWN.sources)
    for key, source in KNOWN.sources.items():
        assert source.url is None or re.match(r"https?://[^/]+\.[a-z]+", source.url), key
        assert source.url or source.note, key


def test_goals_and_opinions_are_never_taken_for_records() -> None:
    goal = KNOWN.named("referral-infusion-goal")
    assert goal.basis is Basis.goal
    assert "a wish, not a measurement" in goal.who
    assert "opinion, not records" in KNOWN.named("agreement-centers").who


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("35 calendar days", "35 days", "is not a length of time"),
        ("source: paper", "source: papre", "names source 'papre', which is not under `sources`"),
        ("392 calendar", "39 calendar", "are not in this order"),
        ("    typical_is: median\n", "", "`typical` and `typical_is` go together"),
        ("    range_is: smallest_to_largest\n", "", "`range_is` goes with `low` and `high`"),
        ("[consulted]", "[consulted, referred]", "say in `unclear` what the source leaves open"),
        ("[consulted]", "[consult]", "consult"),
    ],
)
def test_a_wrong_figure_is_refused_in_words(old: str, new: str, said: str) -> None:
    assert said in changed(old, new)


def test_a_figure_that_stands_twice_is_refused() -> None:
    body = FILE.split("benchmarks:\n")[1]
    with pytest.raises(DataError, match="'one' stands twice"):
        load_text(Benchmarks, FILE + body, "benchmarks.yaml")
