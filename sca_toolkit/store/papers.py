"""Issued documents and attachments: kept byte for byte, checked against their hash whenever they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, select

from sca_toolkit.errors import UsageProblem
from sca_toolkit.store.faults import StoreError
from sca_toolkit.store.fingerprints import Row, canonical, sha256
from sca_toolkit.store.numbering import next_number
from sca_toolkit.store.tables import attachments, documents
from sca_toolkit.store.writing import Read, Write

_LIGHT = [column for column in documents.columns if column.name not in ("content", "data")]


@dataclass(frozen=True)
class Paper:
    """A document to keep. `data` is what it was made from; `terms_version` the stored version of its terms."""

    template_id: str
    template_version: str
    status: str
    """`draft` or `final`."""
    name: str
    """File name without ending; names no person."""
    content: bytes
    terms_hash: str
    made_at: datetime
    data: Mapping[str, Any]
    terms_version: int | None = None


@dataclass(frozen=True)
class StoredPaper:
    """An issued document without its bytes."""

    number: int
    template_id: str
    template_version: str
    status: str
    name: str
    sha256: str
    terms_hash: str
    terms_version: int | None
    made_at: datetime
    kept_by: str


@dataclass(frozen=True)
class StoredAttachment:
    """A file that came with a case, without its bytes."""

    number: int
    name: str
    media_type: str
    sha256: str
    note: str | None
    kept_by: str
    kept_at: datetime
    size: int
    """Bytes."""


def keep_paper(write: Write, case_id: str, paper: Paper) -> StoredPaper:
    """Keep an issued document for good. Raises UsageProblem for an unknown case or an empty document."""
    row = {
        "case_id": case_id,
        "number": next_number(write, documents, case_id),
        "template_id": paper.template_id,
        "template_version": paper.template_version,
        "status": paper.status,
        "name": paper.name,
        "sha256": sha256(_some(paper.content, paper.name)),
        "terms_hash": paper.terms_hash,
        "terms_version": paper.terms_version,
        "made_at": paper.made_at,
        "data": canonical(dict(paper.data)),
        "content": paper.content,
    } | write.recorded()
    write.insert(documents, "document issued", [row], details={"name": paper.name, "status": paper.status})
    return _paper(row)


def papers_of(read: Read, case_id: str) -> tuple[StoredPaper, ...]:
    """Issued documents of the case, oldest first."""
    found = select(*_LIGHT).where(documents.c.case_id == case_id).order_by(documents.c.number)
    return tuple(_paper(row) for row in read.connection.execute(found).mappings())


def paper_content(read: Read, case_id: str, number: int) -> bytes:
    """The bytes of an issued document. Raises UsageProblem if there is none, StoreError if they were changed."""
    return _content(read, documents, case_id, number)


def paper_data(read: Read, case_id: str, number: int) -> dict[str, Any]:
    """What an issued document was made from. Raises UsageProblem if there is none."""
    found = select(documents.c.data).where(documents.c.case_id == case_id, documents.c.number == number)
    text = read.connection.scalar(found)
    if text is None:
        raise _no_file(documents, case_id, number)
    data: dict[str, Any] = json.loads(text)
    return data


def attach(
    write: Write, case_id: str, name: str, content: bytes, *, media_type: str, note: str | None = None
) -> StoredAttachment:
    """Keep a file with the case. Raises UsageProblem for an unknown case or an empty file."""
    row = {
        "case_id": case_id,
        "number": next_number(write, attachments, case_id),
        "name": name,
        "media_type": media_type,
        "sha256": sha256(_some(content, name)),
        "note": note,
        "content": content,
    } | write.recorded()
    write.insert(attachments, "file attached", [row], details={"name": name})
    return _attachment(row, len(content))


def attachments_of(read: Read, case_id: str) -> tuple[StoredAttachment, ...]:
    """Files of the case, oldest first."""
    light = [column for column in attachments.columns if column.name != "content"]
    size = func.length(attachments.c.content).label("size")
    found = select(*light, size).where(attachments.c.case_id == case_id).order_by(attachments.c.number)
    return tuple(_attachment(row, row["size"]) for row in read.connection.execute(found).mappings())


def attachment_content(read: Read, case_id: str, number: int) -> bytes:
    """The bytes of an attachment. Raises UsageProblem if there is none, StoreError if they were changed."""
    return _content(read, attachments, case_id, number)


def _content(read: Read, table: Table, case_id: str, number: int) -> bytes:
    found = select(table.c.content, table.c.sha256).where(
        table.c.case_id == case_id, table.c.number == number
    )
    row = read.connection.execute(found).first()
    if row is None:
        raise _no_file(table, case_id, number)
    if sha256(row.content) != row.sha256:
        raise StoreError(
            f"File {number} of case {case_id} is not what was kept: it was changed in the database. "
            "Restore a backup and run `sca audit verify`."
        )
    return bytes(row.content)


def _no_file(table: Table, case_id: str, number: int) -> UsageProblem:
    return UsageProblem(f"Case {case_id} has no number {number} among its {table.name}.")


def _some(content: bytes, name: str) -> bytes:
    if not content:
        raise UsageProblem(f"{name} is empty; there is nothing to keep.")
    return content


def _paper(row: Row) -> StoredPaper:
    same = ("number", "template_id", "template_version", "status", "name", "sha256", "terms_hash")
    return StoredPaper(
        **{name: row[name] for name in same},
        terms_version=row["terms_version"],
        made_at=row["made_at"],
        kept_by=row["recorded_by"],
    )


def _attachment(row: Row, size: int) -> StoredAttachment:
    same = ("number", "name", "media_type", "sha256", "note")
    return StoredAttachment(
        **{name: row[name] for name in same},
        kept_by=row["recorded_by"],
        kept_at=row["recorded_at"],
        size=size,
    )
