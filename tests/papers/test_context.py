"""What a template gets is what FIELDS.md promises: the same names, the same columns. Examples are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import DEMO_CASES
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.library import Library
from sca_toolkit.papers import Issue, context_of
from sca_toolkit.papers.names import LISTS, SINGLE, TABLES

PAPERS = ("sca", "interim_loa", "term_sheet", "rate_summary")


@pytest.fixture(scope="module", params=DEMO_CASES)
def drafting(request: pytest.FixtureRequest) -> Drafting:
    """Both examples: with every term, and with gaps."""
    desk = Desk(Library())
    return begin(desk, desk.library.case(request.param), date(2026, 11, 22))


def context(drafting: Drafting, paper: str) -> dict[str, Any]:
    """What the template of `paper` gets."""
    made = drafting.paper(paper)
    issue = Issue(True, date(2026, 11, 22), True, "Example Center (invented)", drafting.findings(made))
    return context_of(
        made,
        issue,
        origins=drafting.proposal.origins,
        clauses=drafting.clauses,
        catalogue=drafting.catalogue,
        product=drafting.product,
    )


def at(data: dict[str, Any], path: str) -> Any:
    """The value at a dotted path."""
    value: Any = data
    for part in path.split("."):
        value = value[part]
    return value


@pytest.mark.parametrize("paper", PAPERS)
def test_every_promised_name_is_there_and_no_other(drafting: Drafting, paper: str) -> None:
    data = context(drafting, paper)
    promised = {path.split(".")[0] for path in (*SINGLE, *TABLES, *LISTS)} | {"t", "exhibits"}
    assert set(data) == promised
    for path in (*SINGLE, *TABLES, *LISTS):
        at(data, path)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_row_has_exactly_the_promised_columns(drafting: Drafting, paper: str) -> None:
    data = context(drafting, paper)
    for path, (_, columns) in TABLES.items():
        for row in at(data, path):
            assert set(row) == set(columns), path


@pytest.mark.parametrize("paper", PAPERS)
def test_an_agreement_says_nothing_to_the_other_side_that_is_meant_for_our_coders(
    drafting: Drafting, paper: str
) -> None:
    notes = {row["note"] for row in context(drafting, paper)["codes"]}
    assert (notes <= {""}) is (paper in ("sca", "interim_loa"))
