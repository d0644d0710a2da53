"""Another authorization that must be there first."""

from __future__ import annotations

from typing import ClassVar, Literal

from sca_toolkit.case import Approval as Granted
from sca_toolkit.case import ApprovalState
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Moment, Scope
from sca_toolkit.criteria.need import Who
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare


class Authorization(Leaf):
    """An approval of a part of the episode, valid on a day where the policy says so."""

    asks: ClassVar[Who] = Who.payer

    kind: Literal["authorization"] = "authorization"
    component: str
    """evaluation, collection, product, stay, lymphodepletion, or any part by name."""
    valid_at: Moment | None = None
    """The moment on which it must be valid; left out, it must have been given."""

    def fact(self, scope: Scope) -> Bits:
        """Where the approval stands."""
        key = bare(self.component)

        def judge(record: Record) -> int:
            held = [each for each in record.facts.approvals if bare(each.component) == key]
            if any(
                each.state is ApprovalState.approved and self._valid(record, each) == MET for each in held
            ):
                return MET
            if not held or any(each.state is ApprovalState.requested for each in held):
                return OPEN
            granted = [self._valid(record, each) for each in held if each.state is ApprovalState.approved]
            return OPEN if OPEN in granted else NOT_MET

        return judge

    def _valid(self, record: Record, grant: Granted) -> int:
        if self.valid_at is None:
            return MET
        day = record.days.get(self.valid_at.value)
        if day is None:
            return OPEN
        first, last = grant.valid_from, grant.valid_to
        return (
            MET
            if (not first or first.toordinal() <= day) and (not last or day <= last.toordinal())
            else NOT_MET
        )

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The approvals of that part."""
        return tuple(each for each in record.facts.approvals if bare(each.component) == bare(self.component))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The approval, and the planned day it must reach."""
        plan = (
            self.valid_at and self.valid_at.value in record.days and record.days[self.valid_at.value] is None
        )
        when = (
            ((f"plan:{self.valid_at.value}", f"The planned day of {self.valid_at.words}"),)
            if plan and self.valid_at
            else ()
        )
        return (
            (f"approval:{bare(self.component)}", f"The approval of the {self.component}, with its dates"),
            *when,
        )

    def says(self) -> str:
        """The part and the moment."""
        when = f", valid at {self.valid_at.words}" if self.valid_at else ""
        return f"authorization of the {self.component.replace('_', ' ')}{when}"
