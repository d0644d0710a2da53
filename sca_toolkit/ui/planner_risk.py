"""What is lost if cover fails: both ways side by side, in money and slots that somebody entered."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from sca_toolkit.desk.planning import Planning
from sca_toolkit.timeline.planner import WayAnswer
from sca_toolkit.ui.words import capital
from sca_toolkit.values import dollars

NOT_ENTERED = "not entered"


def risk_words(found: Planning) -> None:
    """What has begun by the time cover would be final, serially beside in parallel."""
    st.subheader("At risk if cover fails", anchor=False)
    ways = (found.answer.serial, found.answer.parallel)
    st.dataframe(
        pd.DataFrame(risk_rows(found), columns=["What", *(capital(way.way.words) for way in ways)]),
        hide_index=True,
        alt="What has begun before cover is final, and what it costs if cover fails",
    )
    st.caption(
        "Cover is final when the authorization is decided and the agreement signed. The share of cases in which a step "
        "has begun by then. Amounts and the chance of a refusal are yours to enter below; none is assumed."
    )


def risk_rows(found: Planning) -> list[tuple[str, ...]]:
    """One row for each thing that is spent, then slots and money."""
    ways = (found.answer.serial, found.answer.parallel)
    begun = [{each.id: each.ahead_of_cover for each in way.steps} for way in ways]
    rows = [
        (capital(each.spends), *(_share(shares[each.id]) for shares in begun))
        for each in found.settled.plan.activities
        if each.spends
    ]
    return [
        *rows,
        ("Slots lost, on average", *(f"{way.at_risk.slots:.1f}" for way in ways)),
        ("Money lost, on average", *(_money(way.at_risk.money_mean, way) for way in ways)),
        ("Money lost, at most", *(_money(way.at_risk.money_most, way) for way in ways)),
        ("Expected loss a case", *(_loss(way) for way in ways)),
    ]


def _share(share: float) -> str:
    return "not before cover" if share == 0 else f"begun in {share:.0%}"


def _money(amount: Decimal | None, way: WayAnswer) -> str:
    if amount is None:
        return NOT_ENTERED
    left_out = len(way.at_risk.not_entered)
    return f"{dollars(amount)}{f', {left_out} {NOT_ENTERED}' if left_out else ''}"


def _loss(way: WayAnswer) -> str:
    return NOT_ENTERED if way.at_risk.expected_loss is None else dollars(way.at_risk.expected_loss)
