"""Signatures: who signed and when, what speaks against signing now, and the reason why it is signed all the same."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure_approval import draft_approval
from sca_toolkit.desk.signing import before_signing, sign
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Side, Step
from sca_toolkit.ui.case_record_acts import act, at_center, key, now, signed_line
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.inputs import EARLIEST
from sca_toolkit.ui.words import day

SIGNERS = ((Side.payer, Step.payer_signed, "Payer signed"), (Side.us, Step.center_signed, "We signed"))


def signing_part(desk: Desk, view: CaseView) -> None:
    """Both signatures: those given in words, a button for each that is missing."""
    st.markdown("**Signatures**")
    open_ones = [signer for signer in SIGNERS if not _given(view, *signer[1:])]
    if not open_ones:
        return
    against = before_signing(view.ledger, view.papers, draft_approval(desk, view.row.id, now(desk)))
    if against:
        st.warning(" ".join(markdown_of(each) for each in against), icon=":material/warning:")
    despite = _despite(view) if against else ""
    signed_on, reference, *buttons = st.columns([2, 3, 2, 2], vertical_alignment="bottom")
    on: date = signed_on.date_input(
        "Signed on", now(desk).date(), min_value=EARLIEST, format="MM/DD/YYYY", key=key(view, "sign_day")
    )
    number = reference.text_input("Reference of the signature", key=key(view, "sign_reference")).strip()
    at = None if on == view.situation.today else at_center(desk, on, None)[0]
    for column, (side, _, words) in zip(buttons, open_ones, strict=False):
        name = key(view, f"sign|{side.value}")
        if column.button(words, icon=":material/signature:", width="stretch", key=name):
            signed = partial(_sign, desk, view.row.id, side, at=at, reference=number, despite=despite)
            act(desk, f"{words}.", partial(signed, asked=bool(against)))
    signed_line(desk)


def _given(view: CaseView, step: Step, words: str) -> bool:
    signed = next((event for event in reversed(view.events) if event.step is step), None)
    if signed:
        number = f", reference {markdown_of(signed.reference)}" if signed.reference else ""
        why = f" ({markdown_of(signed.note)})" if signed.note else ""
        st.markdown(f"{words} on {day(view.situation.day_of(signed.at))}{number}{why}")
    return signed is not None


def _despite(view: CaseView) -> str:
    return st.text_input(
        "It is signed all the same, because",
        key=key(view, "sign_despite"),
        placeholder="who decided it and why; this stays with the signature",
    ).strip()


def _sign(
    desk: Desk,
    case_id: str,
    side: Side,
    entry: datetime,
    *,
    at: datetime | None,
    reference: str,
    despite: str,
    asked: bool,
) -> None:
    """Keep the signature given at `at`, or at this moment; `asked` says that a reason is wanted."""
    if asked and not despite:
        raise ValueError("Say first why it is signed all the same.")
    sign(desk, case_id, side, entry, at=at, reference=reference or None, despite=despite)
