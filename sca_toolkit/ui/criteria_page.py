"""The Criteria page: a policy as a tree with its sources, policies side by side, against the label, what is shared."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.criteria.flags import Flag
from sca_toolkit.criteria.matrix import NOT_SEEN, Matrix
from sca_toolkit.criteria.words import sentence
from sca_toolkit.desk import Desk
from sca_toolkit.desk.criteria import (
    PolicyRow,
    against_label,
    list_policies,
    shared_core,
    show_policy,
    side_by_side,
)
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk, today
from sca_toolkit.ui.policy_tree import sources_html, tree_html
from sca_toolkit.ui.words import count

ONE, SIDE, LABEL, CORE = "One policy", "Side by side", "Against the label", "What payers share"
ANY = "Any product"
MOST_COMPARED = 6


def criteria_page() -> None:
    """The whole page."""
    begin_page("What does this payer ask before it authorizes?")
    desk = the_desk()
    with in_words():
        rows = list_policies(desk, today())
        if not rows:
            st.info(
                "There are no criteria files yet. Check one on the Policy check page.", icon=":material/info:"
            )
            return
        view, pick = st.columns([3, 2], gap="medium")
        chosen = view.segmented_control(
            "View",
            [ONE, SIDE, LABEL, CORE],
            default=ONE,
            key="criteria_view",
            required=True,
            persist_state="session",
        )
        products = sorted({name for row in rows for name in row.products})
        product = pick.selectbox("Product", [ANY, *products], key="criteria_product", persist_state="session")
        shown = [row for row in rows if product == ANY or product in row.products]
        _VIEWS[str(chosen)](desk, shown, None if product == ANY else product)


def _name(rows: list[PolicyRow], policy_id: str) -> str:
    row = next(each for each in rows if each.id == policy_id)
    return f"{row.called}: {row.title} ({row.id})"


def _one(desk: Desk, rows: list[PolicyRow], _product: str | None) -> None:
    ids = [row.id for row in rows]
    # Some files hold nothing but routes; the page opens with one that decides.
    first = next((place for place, row in enumerate(rows) if row.criteria), 0)
    chosen = st.selectbox(
        "Policy", ids, index=first, format_func=lambda each: _name(rows, each), key="criteria_policy"
    )
    view = show_policy(desk, chosen, today())
    policy = view.policy
    told = [f"{count(sum(bool(row.id and row.source) for row in view.rows), 'criterion', 'criteria')}"]
    told += [f"seen: {policy.seen.words}"]
    told += ["read in somebody else's summary; check the payer's own document"] if policy.third_party else []
    told += ["a transplant policy, not one for CAR T"] if policy.transplant else []
    told += [policy.seen_note] if policy.seen_note else []
    st.caption(markdown_of(" ".join(sentence(each) for each in told)))
    _flags(view.flags)
    st.html(tree_html(view.rows, policy.sources))
    st.subheader("Sources", anchor=False)
    st.html(sources_html(policy.sources))


def _flags(flags: tuple[Flag, ...]) -> None:
    if flags:
        lines = [f"- **{flag.kind.words.capitalize()}.** {markdown_of(flag.text)}" for flag in flags]
        st.warning("\n".join(lines), icon=":material/flag:")


def _side(desk: Desk, rows: list[PolicyRow], _product: str | None) -> None:
    ids = [row.id for row in rows if row.criteria]
    chosen = st.multiselect(
        "Policies",
        ids,
        format_func=lambda each: _name(rows, each),
        max_selections=MOST_COMPARED,
        key="criteria_many",
    )
    if len(chosen) < 2:
        st.info(f"Choose two to {MOST_COMPARED} policies.", icon=":material/compare_arrows:")
        return
    found = side_by_side(desk, tuple(chosen), today())
    table = _table(found)
    differing = sum(row.differs for row in found.rows)
    st.caption(
        f"{count(len(found.rows), 'topic')}, of which {differing} differ. “{NOT_SEEN.capitalize()}” is not silence: "
        "that text was not read whole."
    )
    st.dataframe(
        table, hide_index=True, height="content", row_height=60, alt="What each policy asks, topic by topic"
    )
    _download(table, "criteria-matrix.csv")


def _table(found: Matrix) -> pd.DataFrame:
    rows = [
        {
            "Topic": row.topic,
            "Differs": "differs" if row.differs else "same",
            **{cell.policy: cell.text for cell in row.cells},
        }
        for row in found.rows
    ]
    return pd.DataFrame(rows, columns=["Topic", "Differs", *found.policies])


def _download(table: pd.DataFrame, name: str) -> None:
    st.download_button(
        "Table",
        table.to_csv(index=False).encode(),
        name,
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _label(desk: Desk, rows: list[PolicyRow], product: str | None) -> None:
    ids = [row.id for row in rows if row.criteria and (product or len(row.products) == 1)]
    if not ids:
        st.info(
            "No policy of one product has a test for approval here. Choose a product.", icon=":material/info:"
        )
        return
    chosen = st.selectbox("Policy", ids, format_func=lambda each: _name(rows, each), key="criteria_label")
    found = against_label(desk, chosen, today(), product)
    if not found:
        st.info("Nothing to compare: the catalog knows no label for this product.", icon=":material/info:")
        return
    st.caption(
        "Beyond the label means that our catalog of labels does not speak of it; read the label before you argue."
    )
    table = pd.DataFrame(
        [
            {
                "Topic": each.topic,
                "Policy": each.policy_says,
                "Label": each.label_says or "",
                "Stance": each.stance.words,
            }
            for each in found
        ]
    )
    st.dataframe(table, hide_index=True, height="content", alt="The policy against the label")
    _download(table, "against-the-label.csv")


def _core(desk: Desk, _rows: list[PolicyRow], product: str | None) -> None:
    fewest = st.slider("Asked by at least this many payers", 2, 10, 3, key="criteria_core")
    found = shared_core(desk, int(fewest), today(), product)
    if not found:
        st.info("No topic is asked by so many payers. Lower the number.", icon=":material/info:")
        return
    table = pd.DataFrame(
        [
            {
                "Topic": each.topic,
                "Payers": len(each.payers),
                "Who": ", ".join(each.payers),
                "How they put it": "; ".join(each.texts),
            }
            for each in found
        ]
    )
    st.dataframe(table, hide_index=True, height="content", alt="Topics that several payers ask")
    _download(table, "shared-core.csv")


_VIEWS = {ONE: _one, SIDE: _side, LABEL: _label, CORE: _core}
