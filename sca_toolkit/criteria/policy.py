"""A payer's policy: what it is about, where it was read, how much of it was seen, and its rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Self

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.kinds import AnyLeaf
from sca_toolkit.criteria.leaf import Basis, Leaf, Seen
from sca_toolkit.criteria.line_count import Counting
from sca_toolkit.criteria.node import Node, leaves, walk
from sca_toolkit.criteria.state_rule import StateRule
from sca_toolkit.criteria.vocabulary import Words
from sca_toolkit.values import Model, Source


class Policy(Model):
    """One policy in one file. A policy without `criteria` only routes requests; its verdict is *not asked*."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=120)]
    """The name of the file."""
    title: str
    payer: str
    """Id of the payer's profile, or the payer's name."""
    number: str | None = None
    """The payer's own number."""
    products: tuple[str, ...] = ()
    """Products it is for; left out, any."""
    indication: str | None = None
    lines_of_business: tuple[str, ...] = ()
    """Plans it is for: commercial, exchange, medicaid_managed_care, medicare_advantage; left out, any."""
    version: str | None = None
    effective: date | None = None
    """First day in force."""
    revised: date | None = None
    removed: date | None = None
    """First day no longer in force."""
    sources: dict[str, Source]
    """Pages it was read from, by a short key."""
    source: str
    """Key of the page of every criterion that names none."""
    seen: Seen
    """How much of the payer's text was seen."""
    seen_note: str | None = None
    third_party: bool = False
    """Whether it was read in somebody else's summary."""
    basis: tuple[Basis, ...] = ()
    """What it follows."""
    transplant: bool = False
    """Whether it is about transplant, and not about cell therapy."""
    inherits: tuple[str, ...] = ()
    """Policies whose rules come on top: payer-wide rules under those of a product."""
    definitions: dict[str, StateRule] = Field(default_factory=dict)
    """What the payer means by relapsed, refractory and like words."""
    counting: Counting | None = None
    """How the payer counts lines of treatment."""
    vocabulary: Words | None = None
    """Words of its own: measures, drug classes, diseases, units."""
    criteria: Node | None = None
    """The test for approval."""
    administrative: tuple[AnyLeaf, ...] = ()
    """Documents, routing, validity, duties: shown, never part of the test."""
    notes: tuple[str, ...] = ()

    _words: dict[int, tuple[Dictionary, Dictionary]] = PrivateAttr(default_factory=dict)

    def dictionary(self, words: Dictionary) -> Dictionary:
        """`words` with the policy's own in front; the same object each time."""
        if self.vocabulary is None:
            return words
        if id(words) not in self._words:
            self._words[id(words)] = (words, Dictionary(words.words.with_more(self.vocabulary)))
        return self._words[id(words)][1]

    def leaves(self) -> Iterator[Leaf]:
        """Every criterion, administrative ones last."""
        if self.criteria is not None:
            yield from leaves(self.criteria)
        for item in self.administrative:
            yield from leaves(item)

    def leaf(self, leaf_id: str) -> Leaf | None:
        """The criterion with this id."""
        return next((each for each in self.leaves() if each.id == leaf_id), None)

    def in_force(self, day: date) -> bool:
        """From `effective` until the day before `removed`."""
        return (self.effective is None or self.effective <= day) and (
            self.removed is None or day < self.removed
        )

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [*self._twice(), *self._uncited(), *self._misplaced(), *self._lost_waivers()]
        if self.effective and self.removed and self.removed <= self.effective:
            problems.append(
                f"removed on {self.removed}, not after it takes effect on {self.effective}; check both days"
            )
        if self.id in self.inherits:
            problems.append("the policy inherits from itself; take its own id out of `inherits`")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _twice(self) -> Iterator[str]:
        ids = [each.id for each in self.leaves()]
        ids += (
            [each.id for each in walk(self.criteria) if not isinstance(each, Leaf) and each.id]
            if self.criteria
            else []
        )
        for name in sorted({each for each in ids if ids.count(each) > 1}):
            yield f"the id {name} is used {ids.count(name)} times; give each criterion its own"

    def _uncited(self) -> Iterator[str]:
        for key in dict.fromkeys([self.source, *(each.source for each in self.leaves() if each.source)]):
            if key not in self.sources:
                yield f"source {key!r} is not under `sources`; add it there, or name one of {', '.join(self.sources)}"

    def _misplaced(self) -> Iterator[str]:
        for each in leaves(self.criteria) if self.criteria is not None else ():
            if each.administrative_only:
                yield f"{each.id} never decides an approval; move it to `administrative`"

    def _lost_waivers(self) -> Iterator[str]:
        ids = {each.id for each in self.leaves()}
        for each in self.leaves():
            for name in each.waives:
                if name not in ids:
                    yield f"{each.id} waives {name}, which is not in this policy; correct the id"
                if name == each.id:
                    yield f"{each.id} waives itself; take it out of `waives`"
