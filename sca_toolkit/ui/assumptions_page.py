"""The Assumptions page: every default with source, n, year and confidence; change one and see what moves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import (
    DRAFT,
    Assumed,
    case_named,
    compare_offers,
    numbers_for,
    offer_names,
)
from sca_toolkit.desk.exposure_answers import OfferRow, offer_rows
from sca_toolkit.exposure.assumption import Status, Unit
from sca_toolkit.exposure.parameters import Parameter, Parameters
from sca_toolkit.ui.assumptions_own import own_list
from sca_toolkit.ui.assumptions_tornado import what_moves
from sca_toolkit.ui.exposure_case import pick_case
from sca_toolkit.ui.exposure_money import chance, money, signed
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk, today
from sca_toolkit.ui.words import capital, count
from sca_toolkit.values import whole_dollars

CHANGED = "exposure_numbers"


def assumptions_page() -> None:
    """The whole page."""
    begin_page("Which numbers do the results rest on, and what moves when one changes?")
    desk = the_desk()
    with in_words():
        picked = _pick(desk)
        if picked is None:
            return
        case, name = picked
        changed: dict[str, float] = st.session_state.setdefault(CHANGED, {})
        numbers = numbers_for(desk, _product(desk, case), changed)
        _sentence(numbers)
        _table(desk, numbers)
        left, right = st.columns([5, 7], gap="large")
        with left:
            _change(numbers, changed)
            _moved(desk, case, name, changed)
        with right:
            what_moves(desk, case, name, changed)
        own_list(desk, shown)
        _not_found(desk)


def _pick(desk: Desk) -> tuple[Case, str] | None:
    left, right, group = st.columns([3, 3, 5], vertical_alignment="bottom")
    case = pick_case(desk, left)
    if case is None:
        return None
    offers = [name for name in offer_names(desk) if name != DRAFT] or [DRAFT]
    usual = offers.index("case-rate") if "case-rate" in offers else 0
    name = right.selectbox("Offer", offers, index=usual, key="assumptions_offer", persist_state="session",
                           help="What moves depends on the offer.")  # fmt: skip
    with group:
        st.text_input(
            "Search by name or source",
            key="assumptions_search",
            type="search",
            persist_state="session",
            live=True,
        )
    return case_named(desk, case), str(name)


def _product(desk: Desk, case: Case) -> str | None:
    return desk.library.catalogue().product(case.product).id if case.product else None


def _sentence(numbers: Parameters) -> None:
    assumed = sum(each.status is Status.assumption for each in numbers)
    own = sum(each.status is Status.own for each in numbers)
    total = len(list(numbers))
    mine = (
        f"{count(own, 'is', 'are')} the center's own or changed here"
        if own
        else "none is the center's own yet"
    )
    st.markdown(
        f"{total} numbers for {markdown_of(numbers.product or 'any product')}: {mine}, "
        f"{assumed} have no published support. Costs are {numbers.basis.words}."
    )


def _table(desk: Desk, numbers: Parameters) -> None:
    words = str(st.session_state.get("assumptions_search") or "").casefold()
    rows = [_row(each) for each in numbers]
    shown = [row for row in rows if words in " ".join(str(value) for value in row.values()).casefold()]
    if not shown:
        st.info("No number fits. Clear the search.", icon=":material/search_off:")
        return
    invented = (
        " Own numbers of the example center are invented." if desk.library.own_numbers().invented else ""
    )
    st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        height=330,
        key="assumptions_table",
        alt="Every number with source, patients, years and confidence",
        column_config={
            "Quantity": st.column_config.TextColumn(pinned=True, width="large"),
            "Weight of own": st.column_config.TextColumn(
                help="Own cases over own cases plus twenty; 100% where an own value takes the published one's place."
            ),
            "10% to 90%": st.column_config.TextColumn(help="The range the tornado moves the number through."),
        },
    )
    st.caption(
        f"Put your own numbers into `own_numbers.yaml` of the workspace; a change here lasts for this visit.{invented}"
    )


def _row(each: Parameter) -> dict[str, Any]:
    return {
        "Quantity": each.title,
        "Value": shown(each.value, each.unit),
        "10% to 90%": _range(each),
        "How known": each.status.words,
        "Confidence": each.confidence.words,
        "n": "" if each.n is None else f"{each.n:,}",
        "Source, years, population": each.origin,
        "Weight of own": "" if each.weight is None else f"{each.weight:.0%}",
        "Published": "" if each.published is None else shown(each.published, each.unit),
        "Note": each.note,
        "Part": each.group,
        "Name": each.name,
    }


def shown(value: float, unit: Unit) -> str:
    """A number with its unit: `13.3 days`, `16%`, `$3,427 a day`."""
    match unit:
        case Unit.share:
            return f"{value * 100:.3g}%"
        case Unit.usd:
            return whole_dollars(value)
        case Unit.usd_per_day:
            return f"{whole_dollars(value)} a day"
        case Unit.days:
            return f"{value:.3g} {'day' if value == 1 else 'days'}"
        case Unit.per_month:
            return f"{value * 100:.3g}% a month"
        case Unit.per_year:
            return f"{value * 100:.3g}% a year"
        case Unit.times:
            return f"{value:.3g} times"
        case _:
            return f"{value:.2f}"


def _range(each: Parameter) -> str:
    import numpy as np

    low, high = (float(value) for value in each.shape.at(np.array([0.1, 0.9])))
    return "" if low == high else f"{shown(low, each.unit)} to {shown(high, each.unit)}"


def _change(numbers: Parameters, changed: dict[str, float]) -> None:
    st.subheader("Change one", anchor=False)
    titles = {each.name: f"{each.title} ({each.group.lower()})" for each in numbers}
    name = str(st.selectbox("Number", tuple(titles), format_func=titles.__getitem__, key="assumptions_name"))
    held = numbers.by_name[name]
    share = held.unit in (Unit.share, Unit.per_month, Unit.per_year)
    unit = {Unit.usd: "dollars", Unit.usd_per_day: "dollars a day"}.get(held.unit, held.unit.words)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    value = left.number_input(
        f"Value, {'percent' if share else unit}",
        value=held.value * (100 if share else 1),
        min_value=-99.0 if held.unit is Unit.correlation else 0.0,
        max_value=100.0 if share else None,
        key=f"assumptions_value|{name}",
        format="%.2f",
    )
    number = value / 100 if share else value
    if right.button("Use it", key="assumptions_use", type="primary", width="stretch"):
        changed[name] = number
        st.rerun()
    if changed and st.button(
        f"Take back {count(len(changed), 'change')}", key="assumptions_reset", icon=":material/undo:"
    ):
        changed.clear()
        st.rerun()


def _moved(desk: Desk, case: Case, name: str, changed: dict[str, float]) -> None:
    """Before and after, for the offer that is looked at."""
    if not changed:
        st.caption("Change a number to see what it moves under this offer, on the same patients.")
        return
    before, after = (_one(desk, case, name, numbers) for numbers in ({}, changed))
    if before is None or after is None:
        return
    rows = [
        {"": "Mean margin", "Before": money(before.expected), "Now": money(after.expected),
         "Moves": signed(after.expected - before.expected)},
        {"": "Loses in", "Before": chance(before.loss), "Now": chance(after.loss),
         "Moves": f"{(after.loss - before.loss) * 100:+.1f} points"},
        {"": "Worst 5% lose", "Before": money(before.tail), "Now": money(after.tail),
         "Moves": signed(after.tail - before.tail)},
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="assumptions_moved", alt="What the changes move")


def _one(desk: Desk, case: Case, name: str, numbers: dict[str, float]) -> OfferRow | None:
    found = compare_offers(desk, case, [name], today(), Assumed(numbers=dict(numbers) or None))
    for each in found.refused:
        st.warning(markdown_of(f"{each.name} cannot be priced. {each.why}"), icon=":material/help:")
    return next(iter(offer_rows(found)), None)


def _not_found(desk: Desk) -> None:
    with st.expander("What was looked for and not found: ask the center, the payer or the paper itself"):
        st.markdown(
            "\n".join(f"- {markdown_of(capital(each))}" for each in desk.library.cost_model().not_found)
        )
