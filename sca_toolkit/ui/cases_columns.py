"""Which column of a list is what: a table in which each proposal can be changed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from sca_toolkit.desk.exchange import CaseProposal, EventProposal
from sca_toolkit.events import Step
from sca_toolkit.ui.words import capital

NOT_READ = "is not read"
_ROW, _HEAD, _ROWS_SHOWN = 35, 37, 8


def mapped_columns(
    proposal: CaseProposal | EventProposal, choices: Mapping[str, str], spot: str
) -> dict[str, str]:
    """The mapping after the person's changes, heading to target; words of the step column begin with `=`."""
    st.markdown("**Which column is what?** Change what is wrong; a column that is not read stays out.")
    targets = {column.heading: column.target for column in proposal.columns}
    samples = {column.heading: ", ".join(column.samples) for column in proposal.columns}
    found = _edited("Column in the list", targets, choices, f"import_columns|{spot}", samples)
    steps = getattr(proposal, "steps", {})
    if steps:
        st.markdown("**Which word is which step?**")
        named = {step.value: capital(step.words) for step in Step}
        words = _edited("Word in the list", steps, named, f"import_steps|{spot}")
        found |= {f"={word}": step for word, step in words.items()}
    return found


def _edited(
    head: str,
    targets: Mapping[str, str],
    choices: Mapping[str, str],
    key: str,
    samples: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """What each name goes to after editing, by target."""
    known = {**choices, **{target: target for target in targets.values() if target and target not in choices}}
    by_words = {words: target for target, words in known.items()}
    rows = [
        {head: name, "Goes to": known.get(target, NOT_READ)} | ({"Holds": samples[name]} if samples else {})
        for name, target in targets.items()
    ]
    edited = st.data_editor(
        pd.DataFrame(rows), hide_index=True, key=key, disabled=[head, "Holds"],
        height=min(_ROWS_SHOWN, len(rows)) * _ROW + _HEAD,
        column_config={
            "Goes to": st.column_config.SelectboxColumn(options=[NOT_READ, *by_words], required=True, width="medium")
        },
    )  # fmt: skip
    return {
        name: by_words.get(words, "") for name, words in zip(edited[head], edited["Goes to"], strict=True)
    }
