"""Measuring by claim, by admission or over the episode: which lines and which services belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sca_toolkit.payment.facts.facts import Facts, Reach
from sca_toolkit.payment.facts.lines import Line
from sca_toolkit.payment.facts.refusal import CannotCombine
from sca_toolkit.payment.scope import MeasuredOver


class Measure(NamedTuple):
    """Lines and services that are added up before they are held against a limit."""

    name: str
    """Nothing for the episode, else which claim or stay."""
    lines: tuple[Line, ...]
    reach: Reach
    claim: str | None = None
    stay: int | None = None

    def what(self, words: str) -> str:
        """`words`, with the claim or stay where there are several."""
        return f"{words}{self.name}"


def measures(
    facts: Facts, lines: Sequence[Line], reach: Reach, over: MeasuredOver, *, by_payment: bool = True
) -> tuple[Measure, ...]:
    """The groups of `over`. By admission, lines of no stay (outpatient, or for the episode) stand in none of them.

    Where the payment itself is measured (`by_payment`), an amount for the episode ties all claims together; where
    charges or days are, each claim stands alone and an amount for the episode stands in none.
    """
    if over is MeasuredOver.admission:
        return _by_admission(facts, lines, reach)
    spans = by_payment and any(line.claim is None for line in lines)
    if over is MeasuredOver.episode or spans or len(facts.claims) < 2:
        return (Measure("", tuple(lines), reach),)
    return tuple(
        Measure(
            f", claim {claim}",
            tuple(line for line in lines if line.claim == claim),
            reach & facts.claim_reach(claim),
            claim=claim,
        )
        for claim in facts.claims
    )


def refuse_for_episode(lines: Sequence[Line], over: MeasuredOver, path: str) -> None:
    """Raise `CannotCombine` where a payment by admission is wanted and a rate pays for the whole episode."""
    loose = next((line for line in lines if line.claim is None), None)
    if over is MeasuredOver.admission and loose is not None:
        raise CannotCombine(
            f"the payment of each admission is measured, but the {loose.term} pays for the episode; "
            "measure it by episode",
            path,
        )


def _by_admission(facts: Facts, lines: Sequence[Line], reach: Reach) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            f", stay {stay + 1}",
            tuple(line for line in lines if line.stay == stay),
            reach & facts.stay_reach(stay),
            claim=facts.stay_claims[stay],
            stay=stay,
        )
        for stay in range(len(facts.stays))
    )
