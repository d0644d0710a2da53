"""The case spreadsheet to fill in: it reads back as it is, explains itself and keeps codes as text."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, get_args

import pytest
from openpyxl import load_workbook
from pydantic import BaseModel

from sca_toolkit.case import Case
from sca_toolkit.library import Library, case_table_template, read_case_table
from sca_toolkit.library.tables import with_headings_table
from sca_toolkit.library.tables.case_columns import all_columns, slots_by_heading
from sca_toolkit.library.tables.columns import Column, Holds, bare
from sca_toolkit.library.tables.guide import answers_of
from sca_toolkit.library.tables.template import template_slots
from sca_toolkit.therapy import CodeSystem
from tests.conftest import ROOT

NO_COLUMN = {
    "diagnosis.prior_lines[].line",
    "other_entities[].taxonomy",
    "other_entities[].medicaid_ids",
    "other_entities[].w9_attached",
    "other_entities[].pps_exempt",
}
"""Parts of a case that a spreadsheet does not carry; the number of a line stands in its heading."""


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(io.BytesIO(case_table_template()))


def leaves(model: type[BaseModel], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, field in model.model_fields.items():
        inner = _inner(field.annotation)
        many = "[]" if str(field.annotation).startswith("tuple") and inner else ""
        found += leaves(inner, f"{prefix}{name}{many}.") if inner else [f"{prefix}{name}"]
    return found


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and not get_args(annotation) and issubclass(annotation, BaseModel):
        return annotation
    return next((inner for part in get_args(annotation) if (inner := _inner(part))), None)


def test_every_part_of_a_case_has_a_column() -> None:
    typed_elsewhere = {path for path in leaves(Case) if path.startswith("evidence.")}
    assert {column.path for column in all_columns()} == set(leaves(Case)) - NO_COLUMN - typed_elsewhere


def test_what_a_numbered_group_needs_is_what_the_case_needs() -> None:
    needed = {column.path for column in all_columns() if column.needed}
    assert needed == {
        "id",
        "coverage.other[].payer",
        "coverage.other[].type",
        "coverage.other[].primary",
        "other_entities[].legal_name",
        "other_entities[].role",
        "diagnosis.prior_lines[].regimen",
        "criteria[].criterion",
        "authorizations[].component",
    }


def test_no_two_columns_share_a_heading() -> None:
    owners: dict[str, Column] = {}
    for column in all_columns():
        for heading in (column.heading, *column.also):
            name = bare(heading.replace("{n}", "1"))
            assert owners.setdefault(name, column) is column, heading
            assert slots_by_heading()[name].column is column


def test_the_template_reads_back_as_one_invented_case() -> None:
    table = read_case_table(case_table_template(), "template.xlsx")
    assert table.all_problems == ()
    (case,) = table.cases
    assert case.synthetic
    assert case.member.name is not None
    assert "invented" in case.member.name


def test_the_example_row_names_things_that_exist() -> None:
    (case,) = read_case_table(case_table_template(), "template.xlsx").cases
    library = Library()
    catalogue, center = library.catalogue(), library.center()
    assert center is not None
    assert case.coverage.payer in library.profile_ids()
    assert set(case.bills_through) <= set(center.entities)
    for product in (case.product, *case.alternates):
        catalogue.product(product or "")
    assert case.dates.infusion is not None
    for code in case.diagnosis.icd10:
        assert catalogue.check_code(CodeSystem.icd10_cm, code, case.dates.infusion) is None


def test_the_same_bytes_come_every_time() -> None:
    assert case_table_template() == case_table_template()


def test_every_heading_of_the_template_explains_itself(book: Any) -> None:
    page = book["Cases"]
    slots = list(template_slots())
    assert [cell.value for cell in page[1]] == [slot.heading for slot in slots]
    for cell, slot in zip(page[1], slots, strict=True):
        assert cell.comment.text.startswith(slot.column.meaning)


def test_cells_to_fill_are_text_or_dates_so_that_leading_zeros_live(book: Any) -> None:
    page = book["Cases"]
    for column, slot in enumerate(template_slots(), start=1):
        form = next(each for each in page.column_dimensions.values() if each.min <= column <= each.max)
        assert form.number_format == ("yyyy-mm-dd" if slot.column.holds is Holds.day else "@"), slot.heading
        assert isinstance(page.cell(2, column).value, str | datetime | None)


def test_answers_of_a_closed_list_are_offered_in_the_cell(book: Any) -> None:
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["Cases"].data_validations.dataValidation}
    for column, slot in enumerate(template_slots(), start=1):
        place = book["Cases"].cell(2, column).coordinate
        answers = answers_of(slot.column)
        if answers and not slot.column.many:
            assert rules[place].formula1 == '"' + ",".join(answers) + '"', slot.heading
        assert rules[place].prompt == slot.column.meaning[:255]


def test_a_second_sheet_explains_every_column(book: Any) -> None:
    rows = list(book["What to write"].iter_rows(values_only=True))
    assert rows[0] == ("Heading", "What to write", "Form", "Example (invented)")
    assert [row[0] for row in rows[1:]] == [column.heading.replace("{n}", "1") for column in all_columns()]


def test_the_guide_lists_the_headings_of_today() -> None:
    guide = (ROOT / "docs/case-spreadsheet.md").read_text(encoding="utf-8")
    stale = "stale: run `python -m sca_toolkit.library.tables docs/case-spreadsheet.md`"
    assert with_headings_table(guide) == guide, stale
    assert all(f"**{column.heading.replace('{n}', '1')}**" in guide for column in all_columns())


def test_a_guide_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        with_headings_table("no marks here")
