"""Facts from a spreadsheet on the Case page: the same import as `sca import evidence`."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.evidence_sheet import EvidenceImported, import_evidence
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.ui.case_record_acts import act, key
from sca_toolkit.ui.words import count


def upload_part(desk: Desk, view: CaseView) -> None:
    """Choose a file, add its facts. Nothing is kept while one row is wrong."""
    upload = st.file_uploader(
        "Spreadsheet with one fact a row (Excel or CSV)",
        type=["xlsx", "csv"],
        key=key(view, "evidence_table"),
    )
    st.caption(
        "Columns: Case ID, What, Name and, where they fit, Value, Unit, Result, Date, End, Source. Facts go to the "
        "case named in their row; nothing is kept while one row is wrong."
    )
    if upload is not None and st.button("Add the facts", key=key(view, "evidence_table_keep")):
        act(desk, _told, lambda at: import_evidence(desk, upload.getvalue(), upload.name, at))


def _told(done: EvidenceImported) -> str:
    added = "; ".join(f"{case}: {count(number, 'fact')} added" for case, number in done.added.items())
    return f"{added or 'No facts in the file'}.{f' {done.known} known already.' if done.known else ''}"
