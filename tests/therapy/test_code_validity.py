"""A claim goes out with a code that is valid on its day, or the message says which code to write instead."""

from datetime import date

import pytest

from sca_toolkit.errors import Problem
from sca_toolkit.therapy import Catalogue, CodeSystem

CPT, HCPCS, CM, PCS = CodeSystem.cpt, CodeSystem.hcpcs, CodeSystem.icd10_cm, CodeSystem.icd10_pcs
TODAY = date(2026, 11, 22)


def refused(catalogue: Catalogue, system: CodeSystem, code: str, day: date) -> Problem:
    problem = catalogue.check_code(system, code, day)
    assert problem is not None, f"{code} should be refused on {day}"
    assert problem.blocking
    return problem


@pytest.mark.parametrize(
    ("system", "retired", "last_day", "successors"),
    [
        (CPT, "0537T", date(2024, 12, 31), ["38225"]),
        (CPT, "0538T", date(2024, 12, 31), ["38226"]),
        (CPT, "0539T", date(2024, 12, 31), ["38227"]),
        (CPT, "0540T", date(2024, 12, 31), ["38228"]),
        (PCS, "XW033C3", date(2021, 9, 30), ["XW033H7", "XW033J7", "XW033K7", "XW033C7"]),
        (PCS, "XW043C3", date(2021, 9, 30), ["XW043H7", "XW043J7", "XW043K7", "XW043C7"]),
        (PCS, "XW23346", date(2021, 9, 30), ["XW033M7"]),
        (PCS, "XW24346", date(2021, 9, 30), ["XW043M7"]),
        (PCS, "XW23376", date(2021, 9, 30), ["XW033N7"]),
        (PCS, "XW24376", date(2021, 9, 30), ["XW043N7"]),
        (CM, "C83.39", date(2024, 9, 30), ["C83.390", "C83.398"]),
        (CM, "C88.4", date(2024, 9, 30), ["C88.40", "C88.41"]),
        (CM, "G92", date(2021, 9, 30), ["G92.00", "G92.05"]),
    ],
)
def test_a_retired_code_is_good_on_its_last_day_and_refused_with_its_successors_on_the_next(
    catalogue: Catalogue, system: CodeSystem, retired: str, last_day: date, successors: list[str]
) -> None:
    next_day = date.fromordinal(last_day.toordinal() + 1)
    assert catalogue.check_code(system, retired, last_day) is None
    problem = refused(catalogue, system, retired, next_day)
    assert retired in problem.message
    for successor in successors:
        assert successor in problem.remedy
        assert catalogue.check_code(system, successor, next_day) is None


@pytest.mark.parametrize(
    ("system", "code", "first_day", "before"),
    [
        (CPT, "38228", date(2025, 1, 1), "0540T"),
        (PCS, "XW033H7", date(2021, 10, 1), "XW033C3"),
        (PCS, "XW033M7", date(2021, 10, 1), "XW23346"),
        (CM, "C83.390", date(2024, 10, 1), "C83.39"),
        (CM, "C88.41", date(2024, 10, 1), "C88.4"),
        (CM, "G92.03", date(2021, 10, 1), "G92"),
    ],
)
def test_a_new_code_is_refused_the_day_before_it_starts_and_the_older_code_is_named(
    catalogue: Catalogue, system: CodeSystem, code: str, first_day: date, before: str
) -> None:
    day_before = date.fromordinal(first_day.toordinal() - 1)
    assert catalogue.check_code(system, code, first_day) is None
    assert before in refused(catalogue, system, code, day_before).remedy


@pytest.mark.parametrize(
    ("code", "first_day"),
    [
        ("C83.3A", date(2024, 10, 1)),
        ("C82.4A", date(2024, 10, 1)),
        ("D89.832", date(2020, 10, 1)),
        ("T80.82XA", date(2021, 10, 1)),
        ("Z92.850", date(2021, 10, 1)),
    ],
)
def test_a_code_without_forerunner_sends_the_reader_to_the_coder_before_it_starts(
    catalogue: Catalogue, code: str, first_day: date
) -> None:
    assert catalogue.check_code(CM, code, first_day) is None
    problem = refused(catalogue, CM, code, date.fromordinal(first_day.toordinal() - 1))
    assert "Ask your coder" in problem.remedy


def test_the_message_reads_as_a_sentence_with_both_dates(catalogue: Catalogue) -> None:
    problem = refused(catalogue, CPT, "0540T", date(2025, 1, 1))
    assert str(problem) == (
        "CPT code 0540T ended on Dec 31, 2024 and may not be used for a service on Jan 1, 2025. "
        "Use 38228 (giving of autologous CAR T cells, once a day however many bags)."
    )


def test_a_diagnosis_outside_our_lists_is_a_warning_and_not_an_error(catalogue: Catalogue) -> None:
    problem = catalogue.check_code(CM, "C50.911", TODAY)
    assert problem is not None
    assert not problem.blocking
    assert "not in this catalog" in problem.message
    assert "coder" in problem.remedy


@pytest.mark.parametrize("code", ["C83.3", "C82.0", "C90.0", "D89.83", "T80.82"])
def test_a_heading_of_a_block_we_hold_completely_is_refused_as_not_billable(
    catalogue: Catalogue, code: str
) -> None:
    problem = refused(catalogue, CM, code, TODAY)
    assert "not billable" in problem.message
    assert f"{code}" in problem.remedy


@pytest.mark.parametrize("code", ["C82.79", "C83.37X", "C91.05", "G92.09"])
def test_an_invented_code_inside_a_complete_block_is_refused(catalogue: Catalogue, code: str) -> None:
    assert "is not a code" in refused(catalogue, CM, code, TODAY).message


@pytest.mark.parametrize(
    ("system", "text"),
    [(CPT, "3822"), (HCPCS, "2041"), (CM, "83.30"), (PCS, "XW033"), (CodeSystem.revenue, "891")],
)
def test_a_malformed_code_is_refused(catalogue: Catalogue, system: CodeSystem, text: str) -> None:
    assert repr(text) in refused(catalogue, system, text, TODAY).message


def test_small_letters_and_blanks_do_not_matter(catalogue: Catalogue) -> None:
    assert catalogue.check_code(PCS, " xw033h7 ", TODAY) is None
    found = catalogue.code(PCS, "xw033h7")
    assert found is not None
    assert found.ms_drg == "018"


def test_a_code_the_catalog_does_not_hold_is_none(catalogue: Catalogue) -> None:
    assert catalogue.code(HCPCS, "J0120") is None
    assert catalogue.code(HCPCS, "not a code") is None
