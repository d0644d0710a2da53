"""Which billed lines a percentage or a threshold is measured on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sca_toolkit.payment.facts.facts import Reach, Scope
from sca_toolkit.payment.scope import ChargeBasis
from sca_toolkit.payment.service import Standing

if TYPE_CHECKING:
    from sca_toolkit.payment.facts.facts import Facts


def billable(facts: Facts, basis: ChargeBasis, edits_waived: bool) -> Reach:
    """Lines that count: all billed, covered, or left after claim edits; bundled ones only where edits are waived."""
    left_out = {
        ChargeBasis.all_billed: set[Standing](),
        ChargeBasis.covered: {Standing.not_covered},
        ChargeBasis.allowed: {Standing.not_covered, Standing.edited_out},
    }[basis]
    if not edits_waived:
        left_out.add(Standing.bundled)
    return facts.reach(Scope(), lambda column: column.standing not in left_out)
