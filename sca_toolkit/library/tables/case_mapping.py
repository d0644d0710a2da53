"""A case list in somebody's own layout: which of its columns is which column of the case spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.tables.case_columns import all_columns, slots_by_heading
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.grid import Cell, Grid
from sca_toolkit.library.tables.headings import OWN
from sca_toolkit.library.tables.mapped import (
    NOT_READ,
    ColumnFound,
    by_bare,
    headed,
    heading_problems,
    samples_of,
)
from sca_toolkit.library.tables.opening import open_grid
from sca_toolkit.library.tables.sought import CASES

_ALIKE = 0.82
"""How alike two headings must be to be proposed; the user decides."""
_ALSO = {
    "mrn": "", "patientmrn": "", "caseno": "Case ID", "casenumber": "Case ID", "patient": "Member name",
    "patientid": "Member ID", "insuranceid": "Member ID", "policynumber": "Member ID", "subscriberid": "Member ID",
    "dateofbirth": "Date of birth", "insurance": "Payer", "insurer": "Payer", "healthplan": "Plan name",
    "therapy": "Product", "drug": "Product", "cartproduct": "Product", "carproduct": "Product",
    "dx": "Indication", "dxcode": "ICD-10", "icd": "ICD-10", "icd10code": "ICD-10", "siteofcare": "Setting",
    "apheresis": "Collection date", "leukapheresis": "Collection date", "leukapheresisdate": "Collection date",
    "plannedinfusion": "Infusion date", "plannedcollection": "Collection date", "conditioning": "Lymphodepletion date",
    "consultdate": "Evaluation date", "slotdate": "Collection date", "comments": "Notes", "remarks": "Notes",
}  # fmt: skip
"""What people call our columns elsewhere; a medical record number is never taken for a case number."""


@dataclass(frozen=True)
class CaseProposal:
    """How a case list seems to be laid out; the user may change it."""

    columns: tuple[ColumnFound, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheet: str | None = None

    @property
    def mapping(self) -> dict[str, str]:
        """What to hand to `read_case_table` and to remember."""
        return {column.heading: column.target for column in self.columns}


def case_targets() -> tuple[str, ...]:
    """Every heading a column may be mapped to, numbered ones for the first three; others may be written by hand."""
    found = []
    for column in all_columns():
        numbers = range(1, 4) if column.numbered else (1,)
        found += [column.heading.replace("{n}", str(number)) for number in numbers]
    return tuple(found)


def propose_case_mapping(
    data: bytes, name: str, remembered: Mapping[str, str] | None = None, *, sheet: str | None = None
) -> CaseProposal:
    """The columns of a case list and where each seems to go; what was remembered comes first. Never raises."""
    try:
        grid = open_grid(data, name, sheet, CASES)
    except DataError as error:
        return CaseProposal(problems=error.problems)
    if not grid.rows:
        return CaseProposal(problems=(grid.spot.problem("holds nothing."),), sheet=grid.sheet)
    known = by_bare(remembered or {})
    taken: set[str] = set()
    columns = []
    for position, heading in headed(grid).items():
        target = known.get(bare(heading), _guess(heading))
        target = NOT_READ if target in taken else target
        taken |= {target} - {NOT_READ}
        columns.append(ColumnFound(heading, target, samples_of(grid, position)))
    return CaseProposal(tuple(columns), tuple(heading_problems(grid)), grid.sheet)


def _guess(heading: str) -> str:
    text = bare(heading)
    if text in _ALSO:
        return _ALSO[text]
    slots = slots_by_heading()
    near = [text] if text in slots else get_close_matches(text, slots, n=1, cutoff=_ALIKE)
    return slots[near[0]].heading if near else NOT_READ


def relabeled(grid: Grid, mapping: Mapping[str, str]) -> Grid:
    """The grid with the headings of the case spreadsheet in place of its own; a column that is not read is marked so.

    A heading that the mapping does not name keeps its own words, so that it is refused and not silently skipped.
    """
    if not grid.rows:
        return grid
    known = by_bare(mapping)
    first = grid.rows[0]
    heads = headed(grid)

    def named(position: int, cell: Cell) -> Cell:
        heading = heads.get(position)
        if heading is None or bare(heading) not in known:
            return cell
        return replace(cell, value=known[bare(heading)] or f"{OWN} {heading}")

    cells = tuple(named(position, cell) for position, cell in enumerate(first.cells))
    return replace(grid, rows=(replace(first, cells=cells), *grid.rows[1:]))


def unread(grid: Grid, mapping: Mapping[str, str]) -> Iterator[Problem]:
    """Says which columns of a table with its own headings the mapping leaves out."""
    known = by_bare(mapping)
    left_out = [repr(heading) for heading in headed(grid).values() if known.get(bare(heading)) == NOT_READ]
    if left_out:
        yield grid.spot.problem(f"Not read: {', '.join(left_out)}.", blocking=False)
