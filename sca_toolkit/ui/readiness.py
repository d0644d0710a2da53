"""Readiness on the Case page: what this payer still needs, by when, from whom; and what runs out if the plan slips."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd
import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.criteria import Verdict
from sca_toolkit.desk import Desk
from sca_toolkit.desk.readiness import PolicyReadiness, Readiness, payers_with_criteria, readiness
from sca_toolkit.desk.readiness_lines import ReadinessLine, Standing
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.ui.case_record_acts import key, now
from sca_toolkit.ui.frame import in_words, markdown_of
from sca_toolkit.ui.readiness_across import across_part
from sca_toolkit.ui.readiness_chart import lapse_chart, state_of
from sca_toolkit.ui.readiness_entry import entry_part
from sca_toolkit.ui.readiness_letters import letters_part
from sca_toolkit.ui.readiness_parts import parts_part
from sca_toolkit.ui.readiness_upload import upload_part
from sca_toolkit.ui.words import capital, count, day

SIGNS = {
    Standing.failed: "✗", Standing.missing: "○", Standing.judgment: "?", Standing.later: "…",
    Standing.met: "✓", Standing.not_asked: "–",
}  # fmt: skip
BADGES = {
    Verdict.met: "green", Verdict.not_met: "red", Verdict.unknown: "gray", Verdict.needs_judgment: "blue",
    Verdict.not_asked: "gray",
}  # fmt: skip
_EVENTS = ("evaluation", "collection", "lymphodepletion", "infusion")


def readiness_part(desk: Desk, view: CaseView) -> None:
    """The whole part: choose a payer, see what is open, enter what arrived, see what runs out."""
    today = now(desk).date()
    with in_words():
        held = readiness(desk, view.case, _payer(desk, view), today, view.deadlines)
        _head(held)
        if held.asked:
            _open(held)
            with st.expander("Enter what arrived", icon=":material/edit_note:"):
                entry_part(desk, view, (*held.open_lines, *_later(held)))
            _lapses(held, view)
            _rest(held)
        with st.expander("Enter many facts from a spreadsheet", icon=":material/upload_file:"):
            upload_part(desk, view)
        parts_part(held)
        letters_part(desk, held)
        with st.expander("The same case against every payer", icon=":material/compare_arrows:"):
            across_part(desk, view.case, today)


def _payer(desk: Desk, view: CaseView) -> str | None:
    names = dict(payers_with_criteria(desk))
    own = view.case.coverage.payer
    if own and own not in names:
        names = {own: view.payer, **names}
    options = list(names)
    chosen = st.selectbox(
        "Payer",
        options,
        index=options.index(own) if own in names else None,
        format_func=lambda name: names[name],
        key=key(view, "readiness_payer"),
        help="The case's own payer, or any other whose criteria are on file.",
    )
    return chosen or own


def _head(held: Readiness) -> None:
    if not held.policies:
        st.info(
            "No criteria of this payer are on file for this product. Ask the payer for its policy, or add a file to "
            "payer_profiles/criteria.",
            icon=":material/help:",
        )
        return
    for policy in held.asked:
        _verdict(policy)
    others = [each.policy.title for each in held.policies if each.other_disease]
    if others:
        st.caption(f"For another disease, so not asked: {markdown_of('; '.join(others))}.")
    found = [line for policy in held.asked for line in policy.lines if not line.settled]
    numbers = {each: sum(line.standing is each for line in found) for each in Standing}
    slipped = sum(each.lapses_if_slipped for each in held.expiries)
    shown = (
        ("Not met", numbers[Standing.failed]),
        ("Missing", numbers[Standing.missing]),
        ("For a person to judge", numbers[Standing.judgment]),
        ("Due later", numbers[Standing.later]),
        ("Run out as planned", len(held.lapsing)),
        ("Run out a week later", slipped),
    )
    for column, (label, number) in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(label, number)


def _verdict(policy: PolicyReadiness) -> None:
    judged = policy.judged
    number = f" ({policy.policy.number})" if policy.policy.number else ""
    badge = f":{BADGES[judged.verdict]}-badge[{judged.verdict.words}]"
    st.markdown(
        f"**{markdown_of(policy.policy.title)}{markdown_of(number)}** {badge} {markdown_of(judged.reason)}"
    )
    source = policy.policy.sources[policy.policy.source]
    third = " Read in a summary by a third party." if policy.policy.third_party else ""
    dated = f", {day(source.dated)}" if source.dated else ", undated"
    page = f"[{markdown_of(source.title)}]({source.url})" if source.url else markdown_of(source.title)
    st.caption(
        f"{page}{dated}. Seen: {markdown_of(policy.policy.seen_note or policy.policy.seen.words)}.{third}"
    )


def _open(held: Readiness) -> None:
    st.subheader("Still needed", anchor=False)
    lines = held.open_lines
    if not lines:
        st.success("Nothing is open for the request.", icon=":material/check_circle:")
        return
    st.table([_open_row(line) for line in lines])
    st.caption(f"The most serious first; n = {len(lines)}, as of {day(held.as_of)}.")


def _open_row(line: ReadinessLine) -> dict[str, str]:
    one_of = " (one of several ways)" if line.alternatives else ""
    get = "; ".join(need.text for need in line.needs) or _remedy(line)
    who = "; ".join(dict.fromkeys(need.who.words for need in line.needs)) or "treating physician"
    return {
        "Standing": f"{SIGNS[line.standing]} {line.standing.words}",
        "What the payer asks": markdown_of(line.asks + one_of),
        "What to get": markdown_of(get),
        "Who": who,
        "By": day(line.by, "with the request"),
        "Counts when made": f"{day(line.window.first)} to {day(line.window.last)}"
        if line.window
        else "at any time",
        "Shown by": line.proof or "not stated",
        "Why": markdown_of(_why(line)),
    }


def _why(line: ReadinessLine) -> str:
    """The first note that says why what is at hand does not count, else the reason."""
    return next(
        (note for note in line.notes if "counts until" in note or "does not say" in note), line.reason
    )


def _remedy(line: ReadinessLine) -> str:
    if line.standing is Standing.failed:
        return (
            "Check the evidence; ask for individual consideration, or take another payer's rule as argument"
        )
    return "A person judges it"


def _later(held: Readiness) -> tuple[ReadinessLine, ...]:
    return tuple(line for policy in held.asked for line in policy.of(Standing.later))


def _lapses(held: Readiness, view: CaseView) -> None:
    st.subheader("What runs out", anchor=False)
    found = held.expiries
    lapse_chart(found, planned_days(held.case), held.as_of, key(view, "readiness_lapses"))
    if not found:
        return
    with st.expander(f"{count(len(found), 'thing')} with a last day, as a table"):
        st.dataframe(
            pd.DataFrame(
                {
                    "What": each.what,
                    "Made on": each.made_on,
                    "Counts until": each.counts_until,
                    "Needed for": capital(each.anchor)
                    + ("" if each.stated else " (the policy does not say)"),
                    "Planned": each.needed_on,
                    "Days to spare": each.spare,
                    "In words": capital(state_of(each)),
                }
                for each in found
            ),
            hide_index=True,
            column_config={
                name: st.column_config.DateColumn(format="MMM D, YYYY")
                for name in ("Made on", "Counts until", "Planned")
            },
        )


def planned_days(case: Case) -> dict[str, date]:
    """The planned days of the episode by name."""
    days = {name: getattr(case.dates, name) for name in _EVENTS}
    return {name: on for name, on in days.items() if on}


def _rest(held: Readiness) -> None:
    later = _later(held)
    if later:
        with st.expander(f"Due later: {len(later)}", icon=":material/schedule:"):
            st.table([_later_row(line) for line in later])
    for standing, title in ((Standing.met, "In hand"), (Standing.not_asked, "Not asked here")):
        lines = [line for policy in held.asked for line in policy.of(standing)]
        if lines:
            with st.expander(f"{title}: {len(lines)}"):
                st.table(_shown_rows(lines))


def _later_row(line: ReadinessLine) -> dict[str, str]:
    return {
        "What the payer asks": markdown_of(line.asks),
        "Judged at": capital(line.due.words),
        "Planned": day(line.due_on, "not planned"),
        "Counts when made": f"{day(line.window.first)} to {day(line.window.last)}"
        if line.window
        else "at any time",
        "At hand": _quoted(line),
    }


def _shown_rows(lines: Iterable[ReadinessLine]) -> list[dict[str, str]]:
    return [
        {
            "What the payer asks": markdown_of(line.asks),
            "Evidence": _quoted(line),
            "Counts until": day(line.counts_until, "no limit"),
            "Source": markdown_of(line.source),
        }
        for line in lines
    ]


def _quoted(line: ReadinessLine) -> str:
    found = [f"{quote.text}{f', {day(quote.on)}' if quote.on else ''}" for quote in line.quotes[:2]]
    return markdown_of("; ".join(found) or "nothing recorded")
