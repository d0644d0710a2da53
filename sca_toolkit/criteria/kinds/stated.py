"""What somebody says: an attestation, a judgment, a forecast. Nothing measured decides it."""

from __future__ import annotations

from typing import ClassVar, Literal

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Moment, Scope
from sca_toolkit.criteria.need import Who
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.span import Span
from sca_toolkit.criteria.verdict import JUDGE, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class Attestation(Leaf):
    """A statement or promise by the provider."""

    kind: Literal["attestation"] = "attestation"
    statement: str
    """What is stated."""

    def fact(self, scope: Scope) -> Bits:
        """Whether it was given."""
        return _stated(bare(self.statement), bare(self.id))

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The statement."""
        return _statement(record, bare(self.statement), bare(self.id))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The statement."""
        return ((f"statement:{bare(self.statement)}", f"A signed statement: {self.statement}"),)

    def says(self) -> str:
        """The statement."""
        return f"statement: {self.statement}"


class Forecast(Leaf):
    """A statement about what will be done or will happen."""

    kind: Literal["forecast"] = "forecast"
    statement: str
    """What is foreseen."""
    lasting: Span | None = None
    """For how long at least."""
    after: Moment | None = None
    """Counted from when."""
    until: str | None = None
    """Until what: immune recovery."""

    def fact(self, scope: Scope) -> Bits:
        """Whether somebody stands for it."""
        return _stated(bare(self.statement), bare(self.id))

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The statement."""
        return _statement(record, bare(self.statement), bare(self.id))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The statement."""
        return ((f"statement:{bare(self.statement)}", f"A statement about the plan: {self.says()}"),)

    def says(self) -> str:
        """The statement, how long, until when."""
        text = self.statement
        text += f", for at least {self.lasting}" if self.lasting else ""
        text += f" after {self.after.words}" if self.after else ""
        return text + (f", until {self.until}" if self.until else "")


class Judgment(Leaf):
    """A matter for a clinician or reviewer: adequate organ function, clinically significant infection."""

    kind: Literal["judgment"] = "judgment"
    topic: str
    """What is judged."""
    organs: tuple[str, ...] = ()
    looks_at: tuple[str, ...] = ()
    """Measures a reviewer will look at; their newest results are quoted."""

    def fact(self, scope: Scope) -> Bits:
        """The recorded judgment of the topic; without one, needs judgment."""
        key, own = bare(self.topic), bare(self.id)

        def judge(record: Record) -> int:
            told = record.judgments.get(own) or record.judgments.get(key)
            if told is None:
                return JUDGE
            # A judgment filed under this id says whether the criterion passes; under the topic, whether the fact holds.
            holds = told[0] == "met"
            if own in record.judgments and self.polarity.value == "exclude":
                holds = not holds
            return MET if holds else NOT_MET

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The judgment, and the values it looks at."""
        told = record.judgments.get(bare(self.id)) or record.judgments.get(bare(self.topic))
        held = (record.tests.get(scope.words.terms.key(name), ()) for name in self.looks_at)
        return (*((told[1],) if told else ()), *(results[0].entry for results in held if results))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The judgment, and values that have no result yet."""
        lacking = [name for name in self.looks_at if not record.tests.get(scope.words.terms.key(name))]
        return (
            (f"judgment:{bare(self.topic)}", f"A clinician's judgment: {self.topic}"),
            *((f"test:{bare(name)}", f"A result for {name}, for the reviewer") for name in lacking),
        )

    def says(self) -> str:
        """The topic."""
        organs = f" ({listed(self.organs, 'and')})" if self.organs else ""
        return f"{self.topic}{organs}"


class Unseen(Leaf):
    """A part of the payer's text that nobody has seen. It is never met, and never failed."""

    asks: ClassVar[Who] = Who.payer

    kind: Literal["unseen"] = "unseen"
    what: str
    """What is known of it."""

    def fact(self, scope: Scope) -> Bits:
        """Open."""
        return lambda record: OPEN

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The text."""
        return ((f"text:{self.id}", f"The payer's own text: {self.what}"),)

    def says(self) -> str:
        """What is known of it."""
        return f"text not seen: {self.what}"


def _stated(*keys: str) -> Bits:
    def judge(record: Record) -> int:
        for key in keys:
            if told := record.statements.get(key):
                return MET if told[0] else NOT_MET
        return OPEN

    return judge


def _statement(record: Record, *keys: str) -> tuple[Entry, ...]:
    return tuple(record.statements[key][1] for key in keys if key in record.statements)
