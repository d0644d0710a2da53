"""The monthly pack: one paper for the meeting of clinical, finance, billing and authorization staff.

What it holds: denials and when they become final, what changed, the worklist, stuck cases, payers compared. Case
numbers stand in it and no member; payers are named, so it stays in the house.
"""

from __future__ import annotations

import calendar
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sca_toolkit.desk.choosing import whole_worklist
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.pack_changes import change_rows, ended_rows, signed_rows
from sca_toolkit.desk.pack_denials import denial_rows
from sca_toolkit.desk.pack_payers import PayerTable, payer_table
from sca_toolkit.desk.pack_rows import glance, stuck_rows, work_rows
from sca_toolkit.desk.waiting import clock_rows_of
from sca_toolkit.documents import PdfUnavailable, Properties, Template, render, to_pdf, write_whole
from sca_toolkit.documents.dot_chart import dot_chart
from sca_toolkit.documents.pictures import with_pictures
from sca_toolkit.store import CaseFilter
from sca_toolkit.terms import contract_date

REPORT, CHART = "meeting_pack", "payers.png"


@dataclass(frozen=True)
class Pack:
    """A pack that was made."""

    name: str
    """File name without ending; it names nobody."""
    word: bytes
    as_of: date
    since: date
    context: dict[str, Any]
    """What was filled in, for the page that shows it."""


@dataclass(frozen=True)
class WrittenPack:
    """Files of a pack on disk. `pdf` is None where no PDF could be made; `pdf_note` says why."""

    word: Path
    pdf: Path | None
    pdf_note: str = ""


def make_pack(desk: Desk, now: datetime, since: date | None = None) -> Pack:
    """The pack as of the day of `now`. What changed is counted after `since` (outside) to that day (inside).

    `since` is the same day a month earlier when left out. Raises StoreError when the record cannot be read.
    """
    as_of = desk.library.practice().calendar.day_of(now)
    since = since or month_before(as_of)
    payers = payer_table(desk, as_of)
    context = _context(desk, now, as_of, since, payers)
    entry = desk.library.report(REPORT)
    properties = Properties(
        title=f"{entry.title}, {contract_date(as_of)}",
        made_on=as_of,
        template_id=entry.id,
        template_version=entry.version,
        terms_hash=hashlib.sha256(json.dumps(context, sort_keys=True).encode()).hexdigest(),
        subject=entry.purpose,
        keywords=("CAR T", entry.title),
        author=context["center_name"],
    )
    word = render(
        Template.open(desk.library.template_file(entry)), context, properties=properties, draft=False
    )
    if payers.dots:
        axis = f"Days from {payers.clock}: the day by which half are signed, with its 95% interval"
        word = with_pictures(
            word,
            {CHART: dot_chart(payers.dots, whole=payers.whole, axis=axis, whole_words=payers.whole_words)},
        )
    return Pack(f"meeting-pack-{as_of:%Y-%m-%d}", word, as_of, since, context)


def write_pack(pack: Pack, folder: Path, *, pdf: bool = True) -> WrittenPack:
    """Write Word and, where LibreOffice is installed, PDF. Files appear whole or not at all."""
    word = folder / f"{pack.name}.docx"
    write_whole(word, pack.word)
    if not pdf:
        return WrittenPack(word, None)
    try:
        data = to_pdf(pack.word)
    except PdfUnavailable as error:
        return WrittenPack(word, None, str(error))
    path = folder / f"{pack.name}.pdf"
    write_whole(path, data)
    return WrittenPack(word, path)


def pdf_of(pack: Pack) -> bytes:
    """The pack as PDF. Raises PdfUnavailable without LibreOffice."""
    return to_pdf(pack.word)


def month_before(day: date) -> date:
    """The same day of the month before; the last of a shorter month."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, calendar.monthrange(last.year, last.month)[1]))


def _context(desk: Desk, now: datetime, as_of: date, since: date, payers: PayerTable) -> dict[str, Any]:
    rows = clock_rows_of(desk, as_of)
    work = whole_worklist(desk, now, CaseFilter(open=True))
    denials = denial_rows(desk, rows, now)
    center = desk.library.center()
    return {
        "doc": {
            "title": desk.library.report(REPORT).title,
            "date": contract_date(as_of),
            "since": contract_date(since + timedelta(days=1)),
            "template_version": desk.library.report(REPORT).version,
            "invented": bool(len(rows)) and bool(rows.synthetic.all()),
        },
        "center_name": center.name if center else "The center",
        "glance": glance(rows, work, denials, since),
        "changes": change_rows(rows, since),
        "signed": signed_rows(desk, rows, since),
        "ended": ended_rows(desk, rows, since),
        "work": work_rows(work, as_of),
        "work_more": _more(len(work), len(work_rows(work, as_of))),
        "stuck": stuck_rows(rows, work),
        "payers": payers.rows,
        "payers_said": payers.said,
        "payers_chart": bool(payers.dots),
        "denials": denials,
    }


def _more(all_of_them: int, shown: int) -> str:
    return f"{all_of_them - shown:,} more open cases stand on the Worklist." if all_of_them > shown else ""
