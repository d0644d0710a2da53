"""Cases: listing them, finding one, keeping one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.keeping import NO_WORKSPACE
from sca_toolkit.documents import write_whole
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.library import Library

DEMO_CASES = ("CASE-2026-101", "CASE-2026-102")
"""The examples of the demo: invented rates, and a real payer's public facts."""


@dataclass(frozen=True)
class CaseRow:
    """One case in a list; nothing personal."""

    file: str
    id: str
    payer: str
    product: str
    infusion: str
    needed_by: date | None = None
    """Day by which the agreement must be signed."""
    missing: tuple[str, ...] = ()
    """Facts without which no agreement can be finished, in words."""
    synthetic: bool = False
    example: bool = False
    """Whether it comes with the toolkit and is not the workspace's own."""


@dataclass(frozen=True)
class CaseList:
    """The cases that could be read, and what is wrong with the files that could not."""

    rows: tuple[CaseRow, ...]
    problems: tuple[Problem, ...]


def list_cases(desk: Desk) -> tuple[CaseRow, ...]:
    """All cases of the workspace, by file name. Raises DataError with the problems of every wrong file."""
    found = readable_cases(desk)
    if found.problems:
        raise DataError(found.problems)
    return found.rows


def readable_cases(desk: Desk, *, examples: bool = False) -> CaseList:
    """All cases that can be read; a wrong file does not hide the others.

    A workspace without cases of its own shows the examples. With `examples` they follow its own cases too.
    """
    own = has_own_cases(desk)
    rows: list[CaseRow] = []
    problems: list[Problem] = []
    for name in desk.library.case_ids():
        try:
            rows.append(_row(name, desk.library.case(name), example=not own))
        except DataError as error:
            problems += error.problems
    if own and examples:
        rows += _examples_beside(desk)
    return CaseList(tuple(rows), tuple(problems))


def has_own_cases(desk: Desk) -> bool:
    """Whether the workspace has a cases folder of its own, so that the examples are not its cases."""
    return desk.library.root is not None and (desk.library.root / "cases").is_dir()


def _examples_beside(desk: Desk) -> list[CaseRow]:
    """The examples that the workspace has no file of the same name for."""
    packaged, taken = Library(), set(desk.library.case_ids())
    return [
        _row(name, packaged.case(name), example=True) for name in packaged.case_ids() if name not in taken
    ]


def _row(name: str, case: Case, *, example: bool) -> CaseRow:
    return CaseRow(
        name,
        case.id,
        case.coverage.payer or "not known",
        case.product or "not known",
        case.dates.infusion.isoformat() if case.dates.infusion else "not planned",
        case.dates.needed_by,
        tuple(words for words, fact in _NEEDED_FACTS.items() if fact(case) in (None, (), "")),
        case.synthetic,
        example,
    )


_NEEDED_FACTS: dict[str, Callable[[Case], object]] = {
    "member name": lambda case: case.member.name,
    "member ID": lambda case: case.member.member_id,
    "date of birth": lambda case: case.member.date_of_birth,
    "payer": lambda case: case.coverage.payer,
    "plan name": lambda case: case.coverage.plan_name,
    "line of business": lambda case: case.coverage.line_of_business,
    "plan-year end": lambda case: case.coverage.plan_year_end,
    "eligibility check": lambda case: case.coverage.eligibility_verified_on,
    "billing entities": lambda case: case.bills_through or case.other_entities,
    "ICD-10 code": lambda case: case.diagnosis.icd10,
    "indication": lambda case: case.diagnosis.text,
    "product": lambda case: case.product,
    "setting": lambda case: case.setting,
    "infusion date": lambda case: case.dates.infusion,
    "authorizations": lambda case: case.authorizations,
}
"""What only the case can say, and every agreement needs."""


def find_case(desk: Desk, name: str) -> Case:
    """A case from a path, or by the name of its file in the cases folder, else of an example.

    Raises UsageProblem when neither exists, DataError for a wrong file.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml", ".json"):
        return desk.library.case_file(path)
    if name not in desk.library.case_ids() and name in (examples := Library()).case_ids():
        return examples.case(name)
    return desk.library.case(name)


def can_save(desk: Desk) -> bool:
    """Whether there is a workspace to save into."""
    return desk.library.root is not None


def case_on_file(desk: Desk, case_id: str) -> Case | None:
    """The workspace's own case of that number, so that nobody replaces it unawares. Raises DataError."""
    path = case_path(desk, case_id)
    return desk.library.case_file(path) if path.is_file() else None


def case_path(desk: Desk, case_id: str) -> Path:
    """Where a case is saved. Raises UsageProblem where there is no workspace."""
    if desk.library.root is None:
        raise UsageProblem(NO_WORKSPACE)
    return desk.library.root / "cases" / f"{case_id}.yaml"


def save_case(desk: Desk, case: Case) -> Path:
    """Write a case into the workspace's cases folder as YAML, whole or not at all.

    Raises UsageProblem where there is no workspace to write to.
    """
    path = case_path(desk, case.id)
    data = case.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    write_whole(path, text.encode())
    return path
