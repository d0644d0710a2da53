"""Cases: listing them, finding one, keeping one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.documents import write_whole
from sca_toolkit.errors import UsageProblem

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


def list_cases(desk: Desk) -> tuple[CaseRow, ...]:
    """All cases of the workspace, by file name. Raises DataError for a wrong file."""
    rows = []
    for name in desk.library.case_ids():
        case = desk.library.case(name)
        infusion = case.dates.infusion.isoformat() if case.dates.infusion else "not planned"
        rows.append(
            CaseRow(name, case.id, case.coverage.payer or "not known", case.product or "not known", infusion)
        )
    return tuple(rows)


def find_case(desk: Desk, name: str) -> Case:
    """A case from a path, or by the name of its file in the cases folder.

    Raises UsageProblem when neither exists, DataError for a wrong file.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml", ".json"):
        return desk.library.case_file(path)
    return desk.library.case(name)


def save_case(desk: Desk, case: Case) -> Path:
    """Write a case into the workspace's cases folder as YAML, whole or not at all.

    Raises UsageProblem where there is no workspace to write to.
    """
    if desk.library.root is None:
        raise UsageProblem("There is no workspace to save into. Make one with `sca init my-center`.")
    path = desk.library.root / "cases" / f"{case.id}.yaml"
    data = case.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    write_whole(path, text.encode())
    return path
