"""Files from elsewhere that are kept with a case: who attached what and when, a download, and a way to add one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.attachments import LARGEST, StoredAttachment, attach_file, attachment_file
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.ui.case_record_acts import act, key, now, signed_line
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import moment, size


def file_part(desk: Desk, view: CaseView) -> None:
    """The files, newest first, and an upload."""
    st.markdown("**Files from elsewhere**")
    if not view.attachments:
        st.caption("No file is attached yet, such as the payer's letter or a signed copy.")
    for each in reversed(view.attachments):
        _file(desk, view, each)
    with st.expander("Attach a file", icon=":material/attach_file:"):
        _attach(desk, view)


def _file(desk: Desk, view: CaseView, each: StoredAttachment) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    note = f" · {markdown_of(each.note)}" if each.note else ""
    left.markdown(
        f"**{markdown_of(each.name)}** · {size(each.size)} · {moment(each.kept_at.astimezone(now(desk).tzinfo))} · "
        f"{markdown_of(each.kept_by)}{note} :gray[SHA-256 {each.sha256[:12]}…]"
    )
    right.download_button(
        "File", partial(_bytes, desk, view.row.id, each.number), each.name, each.media_type, on_click="ignore",
        icon=":material/download:", key=key(view, f"file|{each.number}"), width="stretch",
        help=f"Download {each.name}",
    )  # fmt: skip


def _bytes(desk: Desk, case_id: str, number: int) -> bytes:
    return attachment_file(desk, case_id, number).content


def _attach(desk: Desk, view: CaseView) -> None:
    upload = st.file_uploader(
        f"File of up to {size(LARGEST)}",
        key=key(view, "attach_file"),
        help="Its name is shown on the page: no person's name in it.",
    )
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    note = left.text_input(
        "What it is", key=key(view, "attach_note"), placeholder="such as the payer's counter-offer"
    )
    if right.button(
        "Attach", type="primary", icon=":material/check:", width="stretch", disabled=upload is None,
        key=key(view, "attach"),
    ) and upload is not None:  # fmt: skip
        act(desk, "The file is kept with the case.", lambda at: attach_file(
            desk, view.row.id, upload.name, upload.getvalue(), at, note=note))  # fmt: skip
    signed_line(desk)
