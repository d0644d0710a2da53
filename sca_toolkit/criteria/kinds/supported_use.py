"""Whether the use is backed: by the label, a compendium, a guideline, the literature."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.label_use import approved, labeled
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ANY, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed

Authority = Literal[
    "label",
    "compendium",
    "guideline",
    "literature",
    "consensus",
    "fda_approval",
    "accepted_indication",
    "trial",
]


class SupportedUse(Leaf):
    """One of several authorities backs the use. The label is read from the product catalog where nobody says."""

    kind: Literal["supported_use"] = "supported_use"
    by: Annotated[tuple[Authority, ...], Field(min_length=1)]
    """Authorities; one of them."""
    named: tuple[str, ...] = ()
    """The works the policy names: NCCN compendium."""

    def fact(self, scope: Scope) -> Bits:
        """What is recorded, and what the catalog knows."""

        def judge(record: Record) -> int:
            bits = NOT_MET
            for each in self.by:
                bits = ANY[bits][self._one(each, record, scope)]
            return bits

        return judge

    def _one(self, authority: str, record: Record, scope: Scope) -> int:
        told = [each for each in record.facts.support if bare(each.basis) == bare(authority)]
        if told:
            return MET if any(each.holds for each in told) else NOT_MET
        if authority == "label":
            return labeled(record, scope)
        return approved(record, scope) if authority == "fda_approval" else OPEN

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """What is recorded."""
        wanted = set(map(bare, self.by))
        return tuple(each for each in record.facts.support if bare(each.basis) in wanted)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Proof."""
        return tuple(
            (f"support:{each}", f"Whether the {_WORDS.get(each, each)} backs this use") for each in self.by
        )

    def says(self) -> str:
        """The authorities."""
        named = f" ({listed(self.named)})" if self.named else ""
        return f"use backed by {listed([_WORDS.get(each, each) for each in self.by])}{named}"


_WORDS = {
    "label": "FDA label",
    "fda_approval": "FDA approval of the product",
    "accepted_indication": "list of medically accepted indications",
}
