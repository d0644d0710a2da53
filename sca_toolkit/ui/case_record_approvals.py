"""Five approvals as five small cards; the authorization lists its parts."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.timeline import Approval, ApprovalKind, Situation, Status
from sca_toolkit.ui.words import capital, count, day

SIGNS = {
    Status.approved: "✓", Status.not_needed: "–", Status.not_started: "○", Status.requested: "…",
    Status.information_asked: "?", Status.expiring: "!", Status.expired: "✗", Status.denied: "✗",
}  # fmt: skip
BAD = (Status.expiring, Status.expired, Status.denied)


def approval_cards(view: CaseView) -> None:
    """The five cards in one row."""
    cards = "".join(_card(view, kind) for kind in ApprovalKind)
    st.html(f"<div class='approvals' role='list' aria-label='Five approvals'>{cards}</div>")


def _card(view: CaseView, kind: ApprovalKind) -> str:
    found = [each for each in view.approvals if each.kind is kind]
    body = _parts(found) if kind is ApprovalKind.prior_authorization else _one(view.situation, found[0])
    told = f"Settles {kind.settles}. Leaves open: {kind.leaves_open}."
    head = f"<h4>{escape(capital(kind.words))}</h4>"
    return f"<section role='listitem' title='{escape(told, quote=True)}'>{head}{body}</section>"


def _status(each: Approval, words: str = "") -> str:
    bad = " class='bad'" if each.status in BAD else ""
    return f"<b{bad}>{SIGNS[each.status]} {escape(words or capital(each.stands))}</b>"


def _parts(found: list[Approval]) -> str:
    wanted = [each for each in found if each.status is not Status.not_needed]
    lines = "".join(
        f"<li>{_status(each, each.component.words if each.component else each.name)} "
        f"<span>{escape(_short(each))}</span></li>"
        for each in wanted
    )
    return f"<ul>{lines}</ul>" if lines else "<p>No part is needed.</p>"


def _short(each: Approval) -> str:
    """An approved part needs only its last day; any other says where it stands."""
    return f"{'' if each.status is Status.approved else each.status.words}{_until(each)}".strip()


def _one(s: Situation, each: Approval) -> str:
    facts = [
        f"asked {_on(s, each.requested)}" if each.requested else "",
        f"decided {_on(s, each.decided)}" if each.decided else "",
        f"holds{_until(each)}" if each.valid_to else "",
        f"reference {each.reference}" if each.reference else "",
        f"{count(each.clock.days_payer, 'day')} with the payer, {each.clock.days_us} with us"
        if each.clock.days
        else "",
        f"looked after by {each.owner}" if each.owner else "",
        each.doubt or "",
    ]
    said = "<br>".join(escape(fact) for fact in facts if fact)
    return f"{_status(each)}<p>{said}</p>"


def _until(each: Approval) -> str:
    if each.valid_to is None:
        return ""
    return f" until {day(each.valid_to)}{' (expected)' if each.expected else ''}"


def _on(s: Situation, at: datetime) -> str:
    return day(s.day_of(at))
