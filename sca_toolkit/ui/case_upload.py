"""Cases from a spreadsheet: what each row would do, every problem with its cell, then saving the good ones."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.case_tables import TEMPLATE_NAME, DryRow, DryRun, save_cases, table_template, try_table
from sca_toolkit.desk.cases import can_save
from sca_toolkit.errors import Problem
from sca_toolkit.ui.frame import in_words, show_problems
from sca_toolkit.ui.words import count

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOTE = "upload_note"


def case_upload(desk: Desk) -> None:
    """Template, upload, dry run, save."""
    left, right = st.columns([3, 1], vertical_alignment="bottom", gap="medium")
    with left:
        upload = st.file_uploader(
            "Spreadsheet with one case a row (Excel or CSV)", type=["xlsx", "csv"], key="case_table"
        )
    right.download_button(
        "Template", table_template, TEMPLATE_NAME, XLSX, icon=":material/download:", on_click="ignore", width="stretch",
        help="An Excel workbook with every heading explained and one invented example.",
    )  # fmt: skip
    if note := st.session_state.pop(_NOTE, None):
        st.success(note, icon=":material/check_circle:")
    if upload is None:
        st.info("Nothing is saved before you have seen what every row would do.", icon=":material/info:")
        return
    with st.spinner("Reading the spreadsheet"):
        run = try_table(desk, upload.getvalue(), upload.name)
    _dry_run(run)
    _save(desk, run)


def _dry_run(run: DryRun) -> None:
    show_problems(problem for problem in run.problems if problem.blocking)
    for problem in run.problems:
        if not problem.blocking:
            st.warning(str(problem), icon=":material/warning:")
    if not run.rows:
        return
    refused = sum(row.case is None for row in run.rows)
    st.markdown(
        f"**{count(len(run.rows), 'row')}: {len(run.cases)} can be saved, {refused} refused.** Nothing is saved yet."
    )
    st.dataframe(
        pd.DataFrame([_row(row) for row in run.rows]),
        hide_index=True,
        alt="What each row of the spreadsheet would do",
        column_config={"Problems": st.column_config.NumberColumn(width="small")},
    )
    problems = [(row, problem) for row in run.rows for problem in row.problems]
    if problems:
        st.markdown("**Row by row**")
        st.dataframe(
            pd.DataFrame([_problem(row, problem) for row, problem in problems]),
            hide_index=True,
            row_height=44,
            column_config={
                "What is wrong": st.column_config.TextColumn(width="large"),
                "What to do": st.column_config.TextColumn(width="large"),
            },
            alt="Problems of the spreadsheet with their cells",
        )


def _row(row: DryRow) -> dict[str, object]:
    case = row.case
    return {
        "Row": row.place,
        "Case": case.id if case else "",
        "Payer": (case.coverage.payer or "not known") if case else "",
        "Product": (case.product or "not known") if case else "",
        "Would be": row.outcome,
        "Problems": len(row.problems),
    }


def _problem(row: DryRow, problem: Problem) -> dict[str, object]:
    return {
        "Cell": problem.place or (f"line {problem.line}" if problem.line else row.place),
        "What is wrong": problem.message,
        "What to do": problem.remedy,
        "Weight": "refuses the row" if problem.blocking else "look at it",
    }


def _save(desk: Desk, run: DryRun) -> None:
    replaced = sum(row.outcome.startswith("replaces") for row in run.rows)
    agreed = not replaced or st.checkbox(f"Replace {count(replaced, 'case')} on file")
    reason = "" if can_save(desk) else "There is no workspace to save into."
    ready = bool(run.cases) and agreed and not reason
    label = f"Save {count(len(run.cases), 'case')}"
    if st.button(label, type="primary", disabled=not ready, help=reason or None, icon=":material/save:"):
        with in_words():
            paths = save_cases(desk, run.cases)
            st.session_state[_NOTE] = f"{count(len(paths), 'case')} saved in the workspace's cases folder."
            st.rerun()
