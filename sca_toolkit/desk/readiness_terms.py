"""The criteria table of an interim letter, filled from the payer's criteria and the evidence of the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.case import Case, ClinicalCriterion, Evidence
from sca_toolkit.criteria.timing import TimedLeaf
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.letter_necessity import evidence_words
from sca_toolkit.desk.letter_words import policy_words
from sca_toolkit.desk.readiness import PolicyReadiness, readiness
from sca_toolkit.desk.readiness_lines import ReadinessLine, Standing

_MET = {Standing.met: True, Standing.failed: False}


def clinical_rows(desk: Desk, case: Case, payer: str, as_of: date) -> tuple[ClinicalCriterion, ...]:
    """One row for each criterion that is asked; none where the case has no evidence or the payer no criteria on file.

    What belongs to a transplant work-up or names something that has ended is left out; the letter asks to waive it.
    Raises DataError for a wrong criteria file.
    """
    if case.evidence == Evidence():
        return ()
    held = readiness(desk, case, payer, as_of)
    return tuple(row for policy in held.asked for row in _rows(policy, as_of))


def _rows(policy: PolicyReadiness, as_of: date) -> Iterator[ClinicalCriterion]:
    for line in policy.lines:
        if line.settled or line.carry_over or line.stale or line.standing is Standing.not_asked:
            continue
        met = _MET.get(line.standing)
        days = [quote.on for quote in line.quotes if quote.on]
        yield ClinicalCriterion(
            criterion=line.asks,
            threshold=_threshold(policy, line),
            source=policy_words(policy.policy),
            evidence=evidence_words(line),
            met=met,
            as_of=max(days, default=as_of) if met is not None else None,
            valid_for=_valid_for(policy, line),
        )


def _threshold(policy: PolicyReadiness, line: ReadinessLine) -> str | None:
    leaf = policy.policy.leaf(line.id)
    return leaf.says() if leaf and leaf.says() != line.asks else None


def _valid_for(policy: PolicyReadiness, line: ReadinessLine) -> str | None:
    leaf = policy.policy.leaf(line.id)
    if not isinstance(leaf, TimedLeaf) or leaf.within is None:
        return None
    return f"{leaf.within} {leaf.direction.words} {leaf.anchor.words}"
