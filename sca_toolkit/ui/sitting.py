"""The sitting: the worksheet of one case with one payer, for as long as the browser is open, and saved at every change.

Nothing that was typed is lost: inputs are only a view of the worksheet, and what did not fit is kept on it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.clauses import Stance
from sca_toolkit.desk import Desk
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.desk.entries import taken
from sca_toolkit.desk.keeping import keep_draft, kept_draft
from sca_toolkit.desk.spots import Spot
from sca_toolkit.desk.worksheet import Worksheet
from sca_toolkit.errors import ScaError
from sca_toolkit.payment import Arrangement
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.ui.frame import today
from sca_toolkit.ui.inputs import forget_inputs

_SITTINGS = "sittings"


@dataclass
class Sitting:
    """One case with one payer on the screen."""

    key: str
    worksheet: Worksheet
    saved_at: datetime | None = None
    unsaved: str = ""
    """Why changes are not saved; empty while all are."""
    refusal: str = ""
    """Why the last choice could not be made."""
    listed: dict[str, str] = field(default_factory=dict)
    """Path and label of the gaps in the order in which they are shown; a filled one keeps its place until the list is
    opened anew."""
    focus: str = ""
    """Clause that is looked at."""
    continued: datetime | None = None
    """When the kept draft was saved with which it began."""

    @property
    def drafting(self) -> Drafting:
        """The draft as it stands."""
        return self.worksheet.drafting

    def put_in(self, spot: Spot, value: Any) -> None:
        """Take over what was put into the input of a spot."""
        before = self.worksheet
        self.focus = spot.clause or self.focus
        self._turn(before.typed(spot.path, taken(spot, value), spot.label, value))

    def choose(self, clause_id: str, stance: Stance) -> None:
        """Take another position on a clause."""
        self.focus = clause_id
        self._try(lambda: self.worksheet.with_position(clause_id, stance))

    def pay_by(self, arrangement: Arrangement, words: str) -> None:
        """Take another payment arrangement."""
        self._try(lambda: self.worksheet.paid_by(arrangement, words))

    def undo(self) -> None:
        """Take the last change back."""
        self._turn(self.worksheet.undone())

    def start_over(self, desk: Desk, case: Case, last: AgreementTerms | None = None) -> None:
        """Propose terms anew, from the last agreement where one is given. Can be undone."""
        words = "start from the last agreement" if last else "start over"
        payer = self.drafting.profile.id
        self._try(
            lambda: self.worksheet.starting_from(begin(desk, case, today(), payer=payer, last=last), words)
        )
        self.listed = {}

    def _try(self, change: Any) -> None:
        try:
            self._turn(change())
        except ScaError as error:
            self.refusal = str(error)

    def _turn(self, worksheet: Worksheet) -> None:
        changed = worksheet.drafting is not self.worksheet.drafting
        self.worksheet, self.refusal = worksheet, ""
        forget_inputs()
        if changed:
            self.save()

    def save(self) -> None:
        """Keep the draft in the workspace, so that it outlives the browser."""
        try:
            self.saved_at, self.unsaved = keep_draft(self.drafting), ""
        except (ScaError, OSError) as error:
            self.unsaved = str(error)


def sitting_for(desk: Desk, case: Case, payer_id: str) -> Sitting:
    """The sitting of a case with a payer; begun, or continued from the kept draft, when first asked for.

    Raises ScaError when terms cannot be proposed or the kept draft cannot be read.
    """
    sittings: dict[str, Sitting] = st.session_state.setdefault(_SITTINGS, {})
    key = f"{case.id}|{payer_id}"
    if key not in sittings:
        fresh = begin(desk, case, today(), payer=payer_id)
        kept = kept_draft(fresh)
        worksheet = Worksheet(kept.drafting if kept else fresh)
        saved_at = kept.saved_at if kept else None
        sittings[key] = Sitting(key, worksheet, saved_at, continued=saved_at)
    return sittings[key]
