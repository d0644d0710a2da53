"""Papers that must be there."""

from __future__ import annotations

from typing import ClassVar, Literal

from sca_toolkit.case import DocumentHeld
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.need import Who
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, ANY, MET, NOT_ASKED, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class Document(Leaf):
    """A document, a form, a field of a form."""

    asks: ClassVar[Who] = Who.site

    kind: Literal["document"] = "document"
    any_of: tuple[str, ...] = ()
    """Documents of which one is enough."""
    all_of: tuple[str, ...] = ()
    """Documents that must all be there."""
    form: str | None = None
    """The payer's own form."""
    gate: bool = False
    """Whether review does not start without it."""
    purpose: str | None = None
    """What it shows."""

    def _names(self) -> tuple[str, ...]:
        named = (*self.any_of, *self.all_of)
        return named or ((self.form,) if self.form else (self.understood or self.id,))

    def fact(self, scope: Scope) -> Bits:
        """What is at hand."""
        wanted = [scope.words.terms.key(name) for name in self._names()]
        join = ANY if self.any_of else ALL

        def judge(record: Record) -> int:
            bits = NOT_ASKED
            for key in wanted:
                bits = join[bits][_one(record, key)]
            return bits

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The documents."""
        wanted = {scope.words.terms.key(name) for name in self._names()}
        return tuple(each for each in record.facts.documents if wanted & record.words.terms.up(each.document))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The papers that are missing."""
        lacking = [name for name in self._names() if _one(record, scope.words.terms.key(name)) != MET]
        return tuple((f"document:{bare(name)}", f"The document: {name}") for name in lacking)

    def says(self) -> str:
        """The papers and their purpose."""
        names = listed(self.any_of) or listed(self.all_of, "and")
        form = f"form {self.form}" if self.form else ""
        text = "; ".join(filter(None, (names, form))) or "a document"
        return f"{text}, to show {self.purpose}" if self.purpose else text


def _one(record: Record, key: str) -> int:
    held: list[DocumentHeld] = [
        each
        for each in record.facts.documents
        if key in record.words.terms.up(each.document) and (each.on is None or each.on <= record.as_of)
    ]
    if any(each.holds for each in held):
        return MET
    return NOT_MET if held else OPEN
