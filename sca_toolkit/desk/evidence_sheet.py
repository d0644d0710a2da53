"""Evidence of many cases from one spreadsheet, kept in the record; nothing is kept while one row is wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import DataError
from sca_toolkit.library.tables.evidence import Fact, read_evidence_table
from sca_toolkit.store import save_case, stored_case


@dataclass(frozen=True)
class EvidenceImported:
    """How many facts each case got; facts a case already had are not added twice."""

    added: dict[str, int]
    known: int


def import_evidence(
    desk: Desk, data: bytes, name: str, now: datetime, *, sheet: str | None = None
) -> EvidenceImported:
    """Add the facts of a spreadsheet to the cases of the record.

    Raises DataError with every problem of the file, UsageProblem for a case the record does not have.
    """
    table = read_evidence_table(data, name, sheet=sheet)
    blocking = [problem for problem in table.problems if problem.blocking]
    if blocking:
        raise DataError(blocking)
    by_case: dict[str, list[Fact]] = defaultdict(list)
    for fact in table.facts:
        by_case[fact.case].append(fact)
    added: dict[str, int] = {}
    with desk.record.writing(who=desk.who, now=now) as write:
        for case_id, facts in by_case.items():
            stored = stored_case(write, case_id)
            changed, fresh = with_facts(stored.case, facts)
            added[case_id] = fresh
            if fresh:
                save_case(write, changed, version=stored.version)
    return EvidenceImported(added, len(table.facts) - sum(added.values()))


def with_facts(case: Case, facts: list[Fact]) -> tuple[Case, int]:
    """The case with the facts it did not have, and how many these are."""
    evidence: dict[str, Any] = case.evidence.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    fresh = 0
    for fact in facts:
        held = evidence.setdefault(fact.part, [])
        if not any(_same(fact.entry, each) for each in held):
            held.append(fact.entry)
            fresh += 1
    return Case.model_validate({**case.model_dump(), "evidence": evidence}), fresh


def _same(fact: Any, held: Any) -> bool:
    """Whether the case already says it; what it says beyond that does not matter."""
    if not isinstance(fact, dict) or not isinstance(held, dict):
        return bool(fact == held)
    return all(str(held.get(name)) == str(value) for name, value in fact.items())
