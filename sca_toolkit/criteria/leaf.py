"""What every kind of criterion has in common: its names, its source, when it is asked, what it can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field, StringConstraints, model_validator

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.need import Need, Who
from sca_toolkit.criteria.record import Record
from sca_toolkit.values import Choice, Model

if TYPE_CHECKING:
    from sca_toolkit.criteria.guard import Guard
    from sca_toolkit.criteria.line_count import Counting
    from sca_toolkit.criteria.policy import Policy
    from sca_toolkit.criteria.state_rule import StateRule
    from sca_toolkit.therapy import Catalogue

Bits = Callable[[Record], int]
"""From a record to the set of answers still possible; see `verdict`."""
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=160)]
Names = Annotated[tuple[str, ...], Field(min_length=1)]


class Polarity(Choice):
    """Whether the criterion names what must be there or what must not."""

    require = "require"
    exclude = "exclude"


class Moment(Choice):
    """When a criterion is judged, in the order of the episode."""

    request = "request"
    evaluation = "evaluation"
    collection = "collection"
    lymphodepletion = "lymphodepletion"
    infusion = "infusion"
    after_infusion = "after_infusion"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"after_infusion": "after the infusion"}

    def later_than(self, other: Moment) -> bool:
        """Whether this moment comes after `other`."""
        order = list(Moment)
        return order.index(self) > order.index(other)


class Basis(Choice):
    """What a rule follows."""

    label = "label"
    trial = "trial"
    compendium = "compendium"
    consensus = "consensus"
    guideline = "guideline"
    literature = "literature"
    other = "other"


class Seen(Choice):
    """How much of a payer's text somebody has seen."""

    complete = "complete"
    nearly_complete = "nearly_complete"
    partial = "partial"
    summary = "summary"
    change_log = "change_log"
    index_only = "index_only"
    routing_only = "routing_only"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"summary": "a summary only", "change_log": "a change log only"}


@dataclass(frozen=True)
class Scope:
    """What a criterion may look at while it is made ready for judging."""

    words: Dictionary
    policies: dict[str, Policy]
    bits: Callable[[Any, Scope], Bits]
    """Makes a node inside a criterion ready."""
    policy: Policy | None = None
    catalogue: Catalogue | None = None
    moment: Moment = Moment.request
    last_exposure: Callable[[Record], int | None] | None = None
    chain: tuple[str, ...] = ()
    """Policies that refer to one another on the way here."""

    @property
    def counting(self) -> Counting | None:
        """How this payer counts lines of treatment."""
        return self.policy.counting if self.policy else None

    @property
    def definitions(self) -> dict[str, StateRule]:
        """What this payer means by relapsed and refractory."""
        return self.policy.definitions if self.policy else {}

    def inside(self, **changes: Any) -> Scope:
        """The same with changes."""
        return replace(self, **changes)


class Leaf(Model):
    """One criterion of a payer."""

    administrative_only: ClassVar[bool] = False
    """Whether it never decides an approval."""
    asks: ClassVar[Who] = Who.clinician
    """Who usually has the missing fact."""

    id: Id
    """Stable across revisions; unique in the policy."""
    title: str | None = None
    """A short name for screens; left out, the criterion in words."""
    as_printed: str | None = None
    """The payer's own words, where they matter."""
    understood: str | None = None
    """How we read them."""
    source: str | None = None
    """A key of the policy's `sources`; left out, the policy's own."""
    at: str | None = None
    """Page or section of the source."""
    polarity: Polarity = Polarity.require
    """`exclude`: the criterion names a state that bars approval; it is met when that state is shown to be absent."""
    applies_when: Guard | None = None
    """When it is asked at all."""
    due: Moment = Moment.request
    """When it is judged; before that it is not asked yet."""
    effective: date | None = None
    """First day on which it is asked."""
    revised: date | None = None
    removed: date | None = None
    """First day on which it is no longer asked."""
    replaces: str | None = None
    """Id of the criterion it took over from."""
    basis: tuple[Basis, ...] = ()
    """What it follows."""
    carry_over: Annotated[str, StringConstraints(pattern="^transplant$")] | None = None
    """`transplant` for an item of a transplant work-up."""
    waives: tuple[str, ...] = ()
    """Ids of criteria that are not asked where this one is met."""
    seen: Seen | None = None
    """How much of its text was seen."""
    doubt: str | None = None
    """A suspected misprint, or how the text can be read in another way."""
    stale_since: str | None = None
    """Since when the thing it refers to no longer exists: 2025-06 or 2025-06-26."""
    stale_note: str | None = None
    obtain: Who | None = None
    """Who can get what is missing; left out, who usually has it."""
    proof: str | None = None
    """The paper that usually shows it: pathology report, clinic note with ECOG."""
    codes: tuple[str, ...] = ()
    """Billing codes it names."""
    note: str | None = None

    @model_validator(mode="after")
    def _days_in_order(self) -> Leaf:
        if self.effective and self.removed and self.removed <= self.effective:
            raise ValueError(
                f"{self.id} is removed on {self.removed}, not after it takes effect on {self.effective}; check both"
            )
        return self

    def fact(self, scope: Scope) -> Bits:
        """The criterion as it stands, without polarity, guard and dates."""
        raise NotImplementedError

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The evidence it looks at, the deciding piece first."""
        return ()

    def said(self, record: Record, scope: Scope) -> str | None:
        """What the case says of it outside the list of evidence: the birthday, the diagnosis."""
        return None

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """(key, words) of the facts that would settle it."""
        return ((f"criterion:{self.id}", self.says()),)

    def says(self) -> str:
        """The criterion in words, without a full stop."""
        raise NotImplementedError

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """What is wrong with it in the light of the vocabulary, a sentence each."""
        return iter(())

    def nodes(self) -> tuple[Any, ...]:
        """Nodes inside it."""
        return ()

    @property
    def words(self) -> str:
        """The criterion as a person reads it."""
        return self.title or self.understood or self.says()

    def needs(self, record: Record, scope: Scope) -> tuple[Need, ...]:
        """The facts that would settle it, with who can get them."""
        who = self.obtain or self.asks
        return tuple(
            Need(key=key, text=text, who=Who.scheduler if key.startswith("plan:") else who, criterion=self.id)
            for key, text in self.wants(record, scope)
        )

    def in_force(self, day: date) -> bool:
        """Whether it is asked on `day`: from `effective` until the day before `removed`."""
        return (self.effective is None or self.effective <= day) and (
            self.removed is None or day < self.removed
        )
