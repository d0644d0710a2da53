"""Terms of a case: every version is kept; a new one is laid on top of the version that was read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, select

from sca_toolkit.store.conflict import Conflict, Version
from sca_toolkit.store.differences import differences
from sca_toolkit.store.fingerprints import canonical, sha256
from sca_toolkit.store.tables import terms
from sca_toolkit.store.writing import Read, Write
from sca_toolkit.terms import AgreementTerms


@dataclass(frozen=True)
class StoredTerms:
    """One version of a case's terms. `hash` is the SHA-256 of their canonical JSON."""

    terms: AgreementTerms
    version: int
    hash: str
    saved_by: str
    saved_at: datetime


def append_terms(write: Write, case_id: str, new: AgreementTerms, *, after: int) -> int:
    """Keep terms as the version that follows `after` (0: the first) and return its number.

    Terms equal to the newest version make no new one; its number is returned.
    Raises Conflict when another version was kept since `after`, UsageProblem for an unknown case.
    """
    write.need_case(case_id)
    data = canonical(new)
    versions = _versions(write, case_id)
    latest = versions[-1] if versions else Version(0, {}, "", write.now)
    if versions and sha256(data) == sha256(canonical(latest.data)):
        return latest.number
    if after != latest.number:
        seen = next(
            (version for version in versions if version.number == after), Version(0, {}, "", write.now)
        )
        since = [version for version in versions if version.number > seen.number]
        raise Conflict(f"The terms of case {case_id}", [seen, *since], json.loads(data))
    changed = differences(latest.data, json.loads(data)) if versions else {}
    row = {
        "case_id": case_id,
        "version": latest.number + 1,
        "hash": sha256(data),
        "data": data,
    } | write.recorded()
    details = {path: {"was": was, "now": now} for path, (was, now) in changed.items()}
    write.insert(terms, "terms kept", [row], details=details)
    return latest.number + 1


def latest_terms(read: Read, case_id: str) -> StoredTerms | None:
    """The newest version; None while there is none."""
    found = select(terms).where(terms.c.case_id == case_id).order_by(terms.c.version.desc()).limit(1)
    row = read.connection.execute(found).mappings().first()
    return _stored(row) if row else None


def terms_history(read: Read, case_id: str) -> tuple[StoredTerms, ...]:
    """Every version, oldest first."""
    found = select(terms).where(terms.c.case_id == case_id).order_by(terms.c.version)
    return tuple(_stored(row) for row in read.connection.execute(found).mappings())


def _stored(row: RowMapping) -> StoredTerms:
    return StoredTerms(
        AgreementTerms.model_validate_json(row["data"]),
        row["version"],
        row["hash"],
        row["recorded_by"],
        row["recorded_at"],
    )


def _versions(write: Write, case_id: str) -> list[Version]:
    found = select(terms).where(terms.c.case_id == case_id).order_by(terms.c.version)
    return [
        Version(row["version"], json.loads(row["data"]), row["recorded_by"], row["recorded_at"])
        for row in write.connection.execute(found).mappings()
    ]
