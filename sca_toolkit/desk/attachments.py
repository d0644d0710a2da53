"""Attachments: files that came with a case, kept byte for byte and read back only as they were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from mimetypes import guess_type

from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import UsageProblem
from sca_toolkit.store import StoredAttachment, attach, attachment_content, attachments_of

__all__ = [
    "LARGEST",
    "AttachmentFile",
    "StoredAttachment",
    "attach_file",
    "attachment_file",
    "kept_attachments",
]

LARGEST = 25_000_000
"""Bytes of a file at most: the record is backed up as a whole."""


@dataclass(frozen=True)
class AttachmentFile:
    """A kept file with its bytes, which are those of `sha256`."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def attach_file(
    desk: Desk, case_id: str, name: str, content: bytes, now: datetime, *, note: str = ""
) -> StoredAttachment:
    """Keep a file with the case, under its name without folders.

    Raises UsageProblem for an unknown case, a file without a name, an empty one, and one larger than LARGEST.
    """
    plain = name.replace("\\", "/").rpartition("/")[2].strip()
    if not plain:
        raise UsageProblem("The file has no name. Give it one, such as offer.pdf.")
    if len(content) > LARGEST:
        raise UsageProblem(
            f"{plain} has {len(content) / 1e6:,.1f} MB; the record keeps files of up to {LARGEST / 1e6:.0f} MB. "
            "Keep it elsewhere and note where."
        )
    kind = guess_type(plain)[0] or "application/octet-stream"
    with desk.record.writing(who=desk.who, now=now) as write:
        return attach(write, case_id, plain, content, media_type=kind, note=note.strip() or None)


def kept_attachments(desk: Desk, case_id: str) -> tuple[StoredAttachment, ...]:
    """The files of the case without their bytes, oldest first."""
    with desk.record.reading() as read:
        return attachments_of(read, case_id)


def attachment_file(desk: Desk, case_id: str, number: int) -> AttachmentFile:
    """One file with its bytes. Raises UsageProblem if there is none, StoreError if its bytes are not those kept."""
    with desk.record.reading() as read:
        content = attachment_content(read, case_id, number)
        kept = next(each for each in attachments_of(read, case_id) if each.number == number)
    return AttachmentFile(kept.name, kept.media_type, kept.sha256, content)
