"""Exporting: everything the record holds as Excel or CSV, and its events as a log for process mining.

Without personal data nothing goes out that names, numbers or describes a person, and no free text. Case numbers and
dates stay: such a file is still not de-identified in the sense of 45 CFR 164.514(b), and says so.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal
from zoneinfo import ZoneInfo

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.export_tables import approval_sheet, contact_sheet, move_sheet, paper_sheet, terms_sheet
from sca_toolkit.errors import ScaError
from sca_toolkit.library.exports import (
    Sheet,
    Trace,
    case_sheet,
    event_sheet,
    write_csv_zip,
    write_log_csv,
    write_workbook,
    write_xes,
)
from sca_toolkit.store import Read, all_case_ids, events_of, stored_cases

AT_ONCE = 500
"""Cases read at a time."""
LogForm = Literal["csv", "xes"]


def export_workbook(desk: Desk, target: BinaryIO, as_of: datetime, *, personal: bool = False) -> None:
    """Write the whole record as one Excel workbook: cases, events, approvals, moves, terms, documents, contacts.

    Approvals are judged at `as_of`. Raises UsageProblem when a table is longer than a sheet can be.
    """
    with desk.record.reading() as read:
        sheets = _sheets(desk, read, as_of, personal)
        write_workbook(
            sheets, target, title="The record of cases", zone=_zone(desk), about=_about(desk, as_of, personal)
        )


def export_csv(desk: Desk, target: BinaryIO, as_of: datetime, *, personal: bool = False) -> None:
    """Write the same tables as CSV files in one zip; they have no limit of length."""
    with desk.record.reading() as read:
        sheets = _sheets(desk, read, as_of, personal)
        write_csv_zip(sheets, target, zone=_zone(desk), about=_about(desk, as_of, personal))


def export_log(desk: Desk, target: BinaryIO, form: LogForm) -> None:
    """Write the events that count as a log for process mining, as CSV or as XES (IEEE 1849); never personal data."""
    with desk.record.reading() as read:
        traces = (Trace(case, events_of(read, case.id)) for case in _cases(read))
        if form == "csv":
            write_log_csv(traces, target, zone=_zone(desk))
        else:
            write_xes(traces, target, title="Cases of single-case agreements", zone=_zone(desk))


def as_bytes(write: Callable[[BinaryIO], None]) -> bytes:
    """What `write` writes, for a download."""
    target = io.BytesIO()
    write(target)
    return target.getvalue()


def save_export(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write an export to a file that only its owner can read, whole or not at all.

    Raises ScaError when the disk refuses it; then an earlier file of that name is as it was.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError as error:
        raise ScaError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise ScaError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        Path(name).unlink(missing_ok=True)


def _sheets(desk: Desk, read: Read, as_of: datetime, personal: bool) -> tuple[Sheet, ...]:
    ids = all_case_ids(read)
    events = (event for case_id in ids for event in events_of(read, case_id))
    return (
        case_sheet(lambda: _cases(read), personal=personal),
        event_sheet(events, personal=personal),
        approval_sheet(desk, read, ids, as_of, personal=personal),
        move_sheet(read, ids, personal=personal),
        terms_sheet(read, ids),
        paper_sheet(read, ids),
        contact_sheet(read, ids, personal=personal),
    )


def _cases(read: Read) -> Iterator[Case]:
    ids = all_case_ids(read)
    for start in range(0, len(ids), AT_ONCE):
        for stored in stored_cases(read, ids[start : start + AT_ONCE]):
            yield stored.case


def _zone(desk: Desk) -> ZoneInfo:
    return desk.library.practice().calendar.zone


def _about(desk: Desk, as_of: datetime, personal: bool) -> tuple[str, ...]:
    zone = _zone(desk)
    local = as_of.astimezone(zone)
    holds = (
        "It holds personal health data: keep and send it accordingly."
        if personal
        else "Names, member and reference numbers, birth dates and free text are left out. Case numbers and dates are "
        "not: it is not de-identified in the sense of 45 CFR 164.514(b)."
    )
    return (
        f"The record as it stood on {local:%B} {local.day}, {local.year} at {local:%H:%M} ({zone.key}).",
        f"Times are those of {zone.key}; a day without a time stands alone.",
        holds,
    )
