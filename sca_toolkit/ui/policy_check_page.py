"""The Policy check page: upload a criteria file, see every problem, read it as a tree, try a case."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.criteria import CaseFacts, Judgment, Policy
from sca_toolkit.criteria.outline import outline
from sca_toolkit.desk import Desk
from sca_toolkit.desk.criteria import case_facts, case_numbers, check_policy, facts_in, try_policy
from sca_toolkit.errors import DataError
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, show_problems, the_desk, today
from sca_toolkit.ui.policy_tree import sources_html, tree_html, verdict_html
from sca_toolkit.ui.words import count

TYPES = ["yaml", "yml", "json"]
NO_CASE = "No case"


def policy_check_page() -> None:
    """The whole page."""
    begin_page("Is this criteria file right, and what does it say of a case?")
    desk = the_desk()
    upload = st.file_uploader("Criteria file", type=TYPES, key="policy_file")
    if upload is None:
        st.info(
            "Nothing is saved here. How to write a file stands in docs/criteria-language.md; one that is right goes "
            "into payer_profiles/criteria.",
            icon=":material/info:",
        )
        return
    with in_words():
        checked = check_policy(desk, upload.getvalue(), upload.name)
        show_problems(checked.problems)
        if checked.policy is None:
            return
        if not checked.problems:
            leaves = len(tuple(checked.policy.leaves()))
            st.success(
                f"No problems: {count(leaves, 'criterion', 'criteria')}.", icon=":material/check_circle:"
            )
        read, tried = st.tabs(["As a tree", "Try a case"])
        with read:
            st.html(tree_html(outline(checked.policy), checked.policy.sources))
            st.html(sources_html(checked.policy.sources))
        with tried:
            _try(desk, checked.policy)


def _try(desk: Desk, policy: Policy) -> None:
    left, right = st.columns(2, gap="medium")
    number = left.selectbox("A case of ours", [NO_CASE, *case_numbers(desk)], key="policy_case")
    upload = right.file_uploader("Or facts in a file", type=TYPES, key="policy_facts")
    facts: CaseFacts | None = None
    try:
        if upload is not None:
            facts = facts_in(desk, upload.getvalue(), upload.name, policy)
        elif number and number != NO_CASE:
            facts = case_facts(desk, number)
    except DataError as error:
        show_problems(error.problems)
        return
    if facts is None:
        st.caption("Choose a case, or upload facts as the reference page writes them.")
        return
    _judged(try_policy(desk, policy, facts, today()))


def _judged(judged: Judgment) -> None:
    st.subheader(f"{judged.verdict.words.capitalize()}", anchor=False)
    st.markdown(markdown_of(judged.reason))
    if judged.caution:
        st.caption(markdown_of(judged.caution))
    if judged.due_later:
        st.caption(markdown_of(f"Judged at a later moment: {', '.join(judged.due_later)}."))
    for each in judged.open_sets[:6]:
        needs = "; ".join(need.text for need in each.needs)
        st.markdown(f"- Could still be **{each.toward.words}** with: {markdown_of(needs)}")
    if judged.root:
        st.html(verdict_html(judged.root))
    st.caption("The tool informs; a person decides.")
