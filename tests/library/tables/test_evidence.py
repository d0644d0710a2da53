"""Clinical facts from a spreadsheet: one a row; a wrong row is named with its remedy and nothing counts."""

from __future__ import annotations

import pytest

from sca_toolkit.library.tables.evidence import read_evidence_table

HEAD = "Case ID,What,Name,Value,Unit,Result,Date,End,Source\n"
GOOD = (
    HEAD + "C-1,test,ALC,0.62,10^9/L,,2026-11-18,,laboratory report\n"
    "C-1,performance,ECOG,1,,,2026-11-18,,clinic note\n"
    "C-1,line,R-CHOP,1,,complete_response,2025-08-11,2025-12-01,history\n"
    "C-1,condition,CNS disorder,,,absent,2026-11-18,,clinic note\n"
    "C-2,complete,lines,,,,,,\n"
)


def test_each_row_is_one_fact_of_its_case() -> None:
    table = read_evidence_table(GOOD.encode(), "facts.csv")
    assert table.problems == ()
    assert [(fact.case, fact.part) for fact in table.facts] == [
        ("C-1", "tests"), ("C-1", "performance"), ("C-1", "lines"), ("C-1", "conditions"), ("C-2", "complete"),
    ]  # fmt: skip
    assert table.facts[0].entry == {
        "test": "ALC", "value": 0.62, "unit": "10^9/L", "on": "2026-11-18", "source": "laboratory report",
    }  # fmt: skip
    assert table.facts[2].entry["ended"] == "2025-12-01"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("C-1,test,ALC,0.62,10^9/L,,,,\n", "has no date"),
        ("C-1,test,ALC,low,,,2026-11-18,,\n", "'low' is not a number"),
        ("C-1,wish,ALC,,,,,,\n", "'wish' is no kind of fact"),
        (",test,ALC,1,,,2026-11-18,,\n", "Case ID is empty"),
        ("C-1,condition,GVHD,,,maybe,2026-11-18,,\n", "active"),
        ("C-1,test,ALC,1,,,11/18/26,,\n", "two digits"),
    ],
)
def test_a_wrong_row_is_named_and_no_fact_counts(row: str, words: str) -> None:
    table = read_evidence_table((GOOD + row).encode(), "facts.csv")
    (problem,) = table.problems
    assert words in f"{problem.message} {problem.remedy}"
    assert problem.line == 7
    assert table.facts == ()


def test_a_missing_column_is_named_and_an_unknown_one_is_said_not_to_be_read() -> None:
    lacking = read_evidence_table(b"What,Name,Value\ntest,ALC,1\n", "facts.csv")
    assert "has no column Case ID" in lacking.problems[0].message
    extra = read_evidence_table(b"Case ID,What,Name,Color\nC-1,complete,lines,red\n", "facts.csv")
    assert [problem.blocking for problem in extra.problems] == [False]
    assert len(extra.facts) == 1
