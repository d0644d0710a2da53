"""The Exposure table: all open cases by payer and way of paying, filtered, to Excel."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure_table import ExposureTable, TableRow, exposure_table, table_workbook
from sca_toolkit.ui.exposure_money import chance, money, within
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk, today
from sca_toolkit.ui.words import count, day

HELD = "exposure_table_found"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exposure_table_page() -> None:
    """The whole page."""
    begin_page("What do all open cases together put at risk, and which of them?")
    desk = the_desk()
    with in_words():
        found = _priced(desk)
        if not found.rows:
            st.info("No case is open. Enter one on the page Cases.", icon=":material/info:")
            return
        _together(found)
        rows = _filtered(found)
        _table(found, rows)
        _download(desk, found, today())


def _priced(desk: Desk) -> ExposureTable:
    """The table of this visit: pricing every case takes seconds, so it is done again only when asked."""
    held = st.session_state.get(HELD)
    if held is None or held[0] != today() or st.session_state.get("table_again"):
        with st.spinner("Pricing every open case…", show_time=True):
            held = (today(), exposure_table(desk, today()))
        st.session_state[HELD] = held
    found: ExposureTable = held[1]
    return found


def _together(found: ExposureTable) -> None:
    priced = [row for row in found.rows if row.expected is not None]
    where = "open in the record" if found.from_record else "in the case files (the record has no open case)"
    open_ones = f"{count(found.found, 'case')} {where}, {len(priced)} can be priced."
    if found.together is None:
        st.markdown(f"{open_ones} Finish their payment terms to see what they put at risk.")
        return
    t = found.together
    tail = (
        f"the worst 5% of years lose {money(t.tail)}"
        if t.tail > 0
        else f"even the worst 5% leave {money(-t.tail)}"
    )
    said = (
        f"If every priced case is signed they leave {money(t.expected, t.error)} on average; together they lose in "
        f"{chance(t.loss)}, and {tail} on average. At least one case loses more than $100,000 in {chance(t.any_loses)}."
    )
    st.markdown(markdown_of(f"{open_ones} {said}"))
    st.caption(
        f"{t.paths:,} simulated sets of patients, as of {day(today())}. Costs of all cases drift together by 8% (an "
        f"assumption). Concentration by payer {t.by_payer:.2f}, by product {t.by_product:.2f} (1 = all in one)."
    )


def _filtered(found: ExposureTable) -> list[TableRow]:
    left, middle, right = st.columns(3)
    payers = left.multiselect("Payer", _known(found, "payer"), key="table_payer", persist_state="session")
    ways = middle.multiselect(
        "Way of paying", _known(found, "arrangement"), key="table_way", persist_state="session"
    )
    products = right.multiselect(
        "Product", _known(found, "product"), key="table_product", persist_state="session"
    )
    return [
        row
        for row in found.rows
        if (not payers or row.payer in payers)
        and (not ways or row.arrangement in ways)
        and (not products or row.product in products)
    ]


def _known(found: ExposureTable, name: str) -> list[str]:
    return sorted({str(getattr(row, name)) for row in found.rows})


def _table(found: ExposureTable, rows: list[TableRow]) -> None:
    if not rows:
        st.info("No case fits. Clear a filter.", icon=":material/search_off:")
        return
    st.dataframe(
        pd.DataFrame([_cells(row) for row in rows]),
        hide_index=True,
        key="table_rows",
        alt="Open cases with payer, way of paying, mean margin, chance of a loss and tail",
        column_config={
            "Case": st.column_config.TextColumn(pinned=True),
            "Payer": st.column_config.TextColumn(width="medium"),
            "Worst 5% lose": st.column_config.TextColumn(
                help="Mean loss of the worst 5% of patients (CVaR 95%)."
            ),
            "Part of the tail of all": st.column_config.TextColumn(
                help="How much this case brings to the mean loss of the worst 5% of all together; adds up exactly."
            ),
        },
    )
    invented = " Invented figures are among them." if found.invented else ""
    st.caption(
        f"{count(len(rows), 'case')}, dollars a patient, {found.paths:,} simulated patients each; the draft of each "
        f"case as it stands.{invented}"
    )


def _cells(row: TableRow) -> dict[str, str]:
    return {
        "Case": row.case,
        "Product": row.product,
        "Mean margin": "not priced"
        if row.expected is None
        else money(row.expected, row.error) + within(row.error),
        "Loses in": "" if row.loss is None else chance(row.loss),
        "5% earn less than": "" if row.low is None else money(row.low),
        "Worst 5% lose": _tail(row.tail),
        "Part of the tail of all": "" if row.share_of_tail is None else money(row.share_of_tail),
        "Payer": row.payer,
        "Way of paying": row.arrangement,
        "Not priced because": row.why,
        "Setting": row.setting,
    }


def _tail(value: float | None) -> str:
    if value is None:
        return ""
    return money(value) if value > 0 else f"gain {money(-value)}"


def _download(desk: Desk, found: ExposureTable, as_of: date) -> None:
    zone = desk.library.practice().calendar.zone
    left, right, _ = st.columns([1, 1, 6])
    right.button(
        "Price again", key="table_again", icon=":material/refresh:", help="After a draft was changed."
    )
    left.download_button(
        "Excel",
        lambda: table_workbook(found, as_of, zone),
        file_name="exposure_of_open_cases.xlsx",
        mime=EXCEL,
        icon=":material/download:",
        key="table_excel",
    )
