"""The Exposure page: offers on one case side by side, break-even, the cost of each word, the worst path."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import (
    DRAFT,
    Assumed,
    CaseExposure,
    compare_offers,
    example_offers,
    offer_names,
)
from sca_toolkit.desk.exposure_answers import OfferRow, dominances, icu_share, offer_rows
from sca_toolkit.desk.exposure_workbook import how_it_came_about
from sca_toolkit.exposure.ranking import Dominance
from sca_toolkit.ui.case_record_acts import show_note
from sca_toolkit.ui.exposure_case import pick_case
from sca_toolkit.ui.exposure_chart import margin_strips
from sca_toolkit.ui.exposure_closer import closer_look
from sca_toolkit.ui.exposure_crossing import crossing_of
from sca_toolkit.ui.exposure_goals import goals_part
from sca_toolkit.ui.exposure_money import chance, money, of_patients
from sca_toolkit.ui.exposure_offers import offers_table
from sca_toolkit.ui.exposure_rounds import rounds_of
from sca_toolkit.ui.exposure_settings import two_settings
from sca_toolkit.ui.exposure_workbook import workbook_of
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk, today

PLANNED, INSIDE, OUTSIDE = "As planned", "Inpatient", "Outpatient"
FIRST = (DRAFT, "case-rate", "case-rate-stop-loss", "per-diem")
"""Offers shown when the page is opened."""
SENSES = {
    Dominance.every_path: "{0} leaves at least as much as {1} on every patient",
    Dominance.first_order: "{0} reaches every margin at least as often as {1}",
    Dominance.second_order: "{0} has the smaller tail at every depth against {1}",
}


@dataclass(frozen=True)
class Asked:
    """What the page was asked."""

    case: str
    offers: tuple[str, ...]
    assumed: Assumed


def exposure_page() -> None:
    """The whole page."""
    begin_page("What can we lose on this offer, and which word should change?")
    show_note()
    desk = the_desk()
    with in_words():
        asked = _ask(desk)
        if asked is None:
            return
        with st.spinner("Drawing patients and pricing the offers…", show_time=True):
            found = compare_offers(desk, asked.case, asked.offers, today(), asked.assumed)
        _show(desk, asked, found)


def _ask(desk: Desk) -> Asked | None:
    left, middle, right = st.columns([3, 6, 3], vertical_alignment="bottom")
    case = pick_case(desk, left)
    if case is None:
        return None
    known = offer_names(desk)
    offers = middle.multiselect(
        "Offers",
        known,
        default=[name for name in FIRST if name in known],
        key="exposure_offers",
        persist_state="session",
        help="Our draft and the offers in the folder `offers` of the workspace, one file each. The first is the one "
        "the others are measured against.",
    )
    setting = right.segmented_control(
        "Infusion", [PLANNED, OUTSIDE, INSIDE], default=PLANNED, key="exposure_setting", required=True,
        persist_state="session",
    )  # fmt: skip
    if not offers:
        st.info("Choose one or more offers.", icon=":material/compare_arrows:")
        return None
    return Asked(case, tuple(offers), _assumed(str(setting), case))


def _assumed(setting: str, case: str) -> Assumed:
    changed = dict(st.session_state.get("exposure_numbers", {}))
    inside = {PLANNED: None, INSIDE: True, OUTSIDE: False}[setting]
    with st.popover("Invoice price, stress, doubt", icon=":material/tune:"):
        invoice = st.number_input(
            "Invoice price of the product, dollars",
            min_value=1_000.0,
            value=None,
            step=1_000.0,
            format="%.0f",
            key=f"exposure_invoice|{case}",
            placeholder="as in own_numbers.yaml",
            persist_state="session",
        )
        stress = st.toggle(
            "Bad things come together more often",
            key="exposure_stress",
            persist_state="session",
            help="A t copula with 4 degrees of freedom in place of a Gaussian one: severe toxicity, intensive care and "
            "long stays then hit the same patients more often. A stress test, no estimate.",
        )
        unsure = st.toggle(
            "Patients also differ by what we do not know",
            key="exposure_unsure",
            persist_state="session",
            help="Every patient also draws the numbers from what each may be: the widest honest view of one case.",
        )
    return Assumed(inpatient=inside, invoice=invoice, numbers=changed or None, stress=stress, unsure=unsure)


def _show(desk: Desk, asked: Asked, found: CaseExposure) -> None:
    for each in found.refused:
        st.warning(
            f"**{markdown_of(each.name)}** cannot be priced. {markdown_of(each.why)}", icon=":material/help:"
        )
    rows = offer_rows(found)
    if not rows or found.comparison is None:
        return
    if asked.assumed.numbers:
        st.info(
            f"{len(asked.assumed.numbers)} numbers are changed on the page Assumptions.",
            icon=":material/edit:",
        )
    st.markdown(f"{_sentence(rows)} {_icu_sentence(found, rows)}")
    margin_strips(found)
    if example_offers(desk):
        st.caption("The offers beside our draft are invented examples; put yours into the folder `offers`.")
    offers_table(found, rows)
    goals_part(desk, found, rows)
    _dominated(found)
    closer_look(found)
    rounds_of(desk, found, asked.assumed)
    crossing_of(found)
    two_settings(desk, asked.case, asked.offers, asked.assumed)
    workbook_of(desk, found)
    _record(found)


def _sentence(rows: tuple[OfferRow, ...]) -> str:
    """The answer above the fold, in plain words."""
    best = max(rows, key=lambda each: each.expected)
    calm = min(rows, key=lambda each: each.tail)
    mean = markdown_of(money(best.expected, best.expected_error))
    first = (
        f"**{markdown_of(best.name)}** leaves most on average: {mean}, "
        f"with a loss in {of_patients(best.loss, best.loss_error)}."
    )
    if calm.name == best.name:
        return f"{first} It also has the mildest tail: {_tail(calm)}."
    return f"{first} The mildest tail has **{markdown_of(calm.name)}**: {_tail(calm)}."


def _icu_sentence(found: CaseExposure, rows: tuple[OfferRow, ...]) -> str:
    """What is lost if this patient needs intensive care, under the offer that bears it worst."""
    known = [row for row in rows if row.with_icu is not None]
    if not known:
        return "Too few of these patients reach intensive care to say what that costs."
    worst = min(known, key=lambda each: each.with_icu or 0.0)
    left = worst.with_icu or 0.0
    words = f"loses {money(-left)}" if left < 0 else f"still leaves {money(left)}"
    share = chance(icu_share(found))
    name = markdown_of(worst.name)
    return f"If the ICU is needed ({share} of such patients), **{name}** {markdown_of(words)} on average."


def _tail(row: OfferRow) -> str:
    words = f"the worst 5% lose {money(row.tail, row.tail_error)} on average"
    if row.tail <= 0:
        words = f"even the worst 5% leave {money(-row.tail, row.tail_error)} on average"
    return markdown_of(words)


def _dominated(found: CaseExposure) -> None:
    said = [SENSES[sense].format(first, second) for first, sense, second in dominances(found)]
    if said:
        st.caption(markdown_of("Within simulation error: " + "; ".join(said) + "."))


def _record(found: CaseExposure) -> None:
    if found.comparison is None:
        return
    record = found.comparison.record
    invented = " Invented figures are among them: this is an example." if found.invented else ""
    st.caption(f"{record.words()}.{invented} The tool informs; a person decides.")
    with st.expander("How these numbers came about, to run them again"):
        st.json(how_it_came_about(found, record))
