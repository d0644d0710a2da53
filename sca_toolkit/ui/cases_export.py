"""Everything out of the record: a workbook, tables, or a log of events; without names unless asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import choices
from sca_toolkit.desk.exporting import as_bytes, export_csv, export_log, export_workbook
from sca_toolkit.ui.case_record_acts import now
from sca_toolkit.ui.words import count

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def cases_export(desk: Desk) -> None:
    """The whole view."""
    known = choices(desk)
    if not known.cases:
        st.info("The record holds no case yet, so there is nothing to export.", icon=":material/info:")
        return
    st.markdown(f"**{count(known.cases, 'case')} in the record, {known.open} open.**")
    personal = st.checkbox(
        "With names, member numbers, birth dates and free text", key="export_personal",
        help="Protected health information: keep and send it accordingly. Logs of events never hold it.",
    )  # fmt: skip
    _tables(desk, personal)
    _logs(desk)


def _tables(desk: Desk, personal: bool) -> None:
    st.markdown("**Everything**: cases, events, approvals, moves, terms, documents, contacts")
    at = now(desk)
    stem = f"record-{at:%Y-%m-%d}{'-personal' if personal else ''}"
    one, two, _ = st.columns([1, 1, 2])
    _button(one, "Excel workbook", f"{stem}.xlsx", XLSX,
            lambda target: export_workbook(desk, target, at, personal=personal))  # fmt: skip
    _button(two, "CSV tables (.zip)", f"{stem}.zip", "application/zip",
            lambda target: export_csv(desk, target, at, personal=personal))  # fmt: skip


def _logs(desk: Desk) -> None:
    st.markdown("**Log of events** for process mining; case numbers and dates, no names")
    stem = f"event-log-{now(desk):%Y-%m-%d}"
    one, two, _ = st.columns([1, 1, 2])
    _button(one, "Log as CSV", f"{stem}.csv", "text/csv", lambda target: export_log(desk, target, "csv"))
    _button(
        two, "Log as XES", f"{stem}.xes", "application/xml", lambda target: export_log(desk, target, "xes")
    )


def _button(
    column: st.delta_generator.DeltaGenerator,
    label: str,
    name: str,
    kind: str,
    write: Callable[[BinaryIO], None],
) -> None:
    column.download_button(
        label, partial(as_bytes, write), name, kind, on_click="ignore", icon=":material/download:", width="stretch",
        key=f"export|{label}",
    )  # fmt: skip
