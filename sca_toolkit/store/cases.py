"""Cases: added, saved against the version that was read, and given an owner."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, Select, select

from sca_toolkit.case import Case
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.store.conflict import Conflict, Version
from sca_toolkit.store.differences import differences
from sca_toolkit.store.fingerprints import canonical
from sca_toolkit.store.tables import case_versions, cases
from sca_toolkit.store.writing import Read, Write, batches, no_case, refuse_nul


@dataclass(frozen=True)
class StoredCase:
    """A case with what the record knows about it. `version` is needed to save it again."""

    case: Case
    version: int
    owner: str | None
    saved_by: str
    saved_at: datetime


def add_case(write: Write, case: Case, *, owner: str | None = None) -> None:
    """Add one case as version 1. Raises DataError when its number is taken."""
    add_cases(write, [case], owner=owner)


def add_cases(write: Write, new: Sequence[Case], *, owner: str | None = None) -> None:
    """Add cases, all or none. Raises DataError naming every number that is taken or stands twice in `new`."""
    free = set(write.missing_cases(case.id for case in new))
    problems = []
    for place, case in enumerate(new, 1):
        if case.id not in free:
            message = f"The record already has a case {case.id}."
            problems.append(Problem(message, "Give it another number.", place=f"case {place}"))
        free.discard(case.id)
    if problems:
        raise DataError(problems)
    empty = dict.fromkeys(column.name for column in cases.columns)
    rows = [
        empty
        | {"id": case.id, "version": 1, "owner": owner, "synthetic": case.synthetic}
        | {"created": write.now, "updated": write.now}
        for case in new
    ]
    write.insert_unnoted(cases, rows)
    write.insert(case_versions, "case added", [_version_row(write, case, 1) for case in new])


def save_case(write: Write, case: Case, *, version: int) -> int:
    """Save a case that was read as `version`; returns the new version, or the old one when nothing differs.

    Raises Conflict when someone saved another version since, UsageProblem for a case the record does not have.
    """
    latest: int | None = write.connection.scalar(select(cases.c.version).where(cases.c.id == case.id))
    if latest is None:
        raise no_case(case.id)
    mine = case.model_dump(mode="json")
    versions = _versions(write, case.id, from_version=min(version, latest))
    if version != latest:
        if not differences(versions[-1].data, mine):
            return latest
        raise Conflict(f"The case {case.id}", versions, mine)
    changed = differences(versions[-1].data, mine)
    if not changed:
        return latest
    details = {path: {"was": was, "now": now} for path, (was, now) in changed.items()}
    write.connection.execute(cases.update().where(cases.c.id == case.id).values(version=latest + 1))
    write.insert(case_versions, "case saved", [_version_row(write, case, latest + 1)], details=details)
    return latest + 1


def assign(write: Write, case_id: str, owner: str | None) -> None:
    """Give the case to someone; None takes it away. Raises UsageProblem for a case the record does not have."""
    row = write.connection.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
    if row is None:
        raise no_case(case_id)
    refuse_nul(cases, {"owner": owner})
    write.connection.execute(cases.update().where(cases.c.id == case_id).values(owner=owner))
    write.note(case_id, cases, "owner set", {**row, "owner": owner}, {"was": row["owner"], "now": owner})


def work_out_again(write: Write, case_ids: Iterable[str]) -> None:
    """Work out again what lists show of these cases, after a rule of the center or of the program changed."""
    write.touched |= dict.fromkeys(case_ids)


def stored_case(read: Read, case_id: str) -> StoredCase:
    """The case as it stands now. Raises UsageProblem when the record does not have it."""
    row = read.connection.execute(_current().where(cases.c.id == case_id)).mappings().first()
    if row is None:
        raise no_case(case_id)
    return _stored(row)


def stored_cases(read: Read, case_ids: Sequence[str]) -> tuple[StoredCase, ...]:
    """Those of `case_ids` that the record has, in their order."""
    found: dict[str, StoredCase] = {}
    for some in batches(case_ids):
        rows = read.connection.execute(_current().where(cases.c.id.in_(some))).mappings()
        found |= {row["id"]: _stored(row) for row in rows}
    return tuple(found[case_id] for case_id in case_ids if case_id in found)


def case_history(read: Read, case_id: str) -> tuple[StoredCase, ...]:
    """Every version, oldest first. `owner` is today's."""
    every = select(cases.c.id, cases.c.owner, case_versions).join(case_versions).where(cases.c.id == case_id)
    rows = read.connection.execute(every.order_by(case_versions.c.version)).mappings()
    return tuple(_stored(row) for row in rows)


def _current() -> Select[tuple[object, ...]]:
    newest = (case_versions.c.case_id == cases.c.id) & (case_versions.c.version == cases.c.version)
    return select(cases.c.id, cases.c.owner, case_versions).join(case_versions, newest)


def _stored(row: RowMapping) -> StoredCase:
    return StoredCase(
        Case.model_validate_json(row["data"]),
        row["version"],
        row["owner"],
        row["recorded_by"],
        row["recorded_at"],
    )


def _version_row(write: Write, case: Case, version: int) -> dict[str, object]:
    return {"case_id": case.id, "version": version, "data": canonical(case)} | write.recorded()


def _versions(write: Write, case_id: str, from_version: int) -> list[Version]:
    found = select(case_versions).where(
        case_versions.c.case_id == case_id, case_versions.c.version >= from_version
    )
    rows = write.connection.execute(found.order_by(case_versions.c.version)).mappings()
    return [
        Version(row["version"], json.loads(row["data"]), row["recorded_by"], row["recorded_at"])
        for row in rows
    ]
