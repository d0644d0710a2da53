"""When a criterion is asked: for which disease, marker, age, product, plan or setting. All parts given must hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, model_validator

from sca_toolkit.criteria.age import AgeBounds, age_bits
from sca_toolkit.criteria.dictionary import CodeSet, Dictionary
from sca_toolkit.criteria.disease_match import code_bits, name_bits
from sca_toolkit.criteria.leaf import Bits, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, MET, NOT_ASKED, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed
from sca_toolkit.values import Model

if TYPE_CHECKING:
    from sca_toolkit.criteria.node import Node


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""A list of names, or one name."""


class Guard(Model):
    """A criterion whose guard is false is not asked. Where the guard is not known, both answers stay open."""

    diagnosis: OneOrMore = ()
    """Diseases in words; one of them."""
    icd10: OneOrMore = ()
    """ICD-10-CM codes, ranges or stems; one of them."""
    markers: dict[str, OneOrMore] = Field(default_factory=dict)
    """Markers with the result they must have: {CD20: positive}."""
    age: AgeBounds | None = None
    """Limits of the age at the request."""
    product: OneOrMore = ()
    """Products asked for; one of them."""
    line_of_business: OneOrMore = ()
    """Plans: commercial, exchange, medicare_advantage, medicaid_ffs, medicaid_managed_care; one of them."""
    setting: OneOrMore = ()
    """inpatient, hospital_outpatient; one of them."""
    state: OneOrMore = ()
    """States of residence; one of them."""
    attributes: dict[str, OneOrMore] = Field(default_factory=dict)
    """Facts of the case's `attributes` and the value they must have."""
    rule: Node | None = None
    """Any other rule: the guard holds where it is met."""

    @model_validator(mode="after")
    def _says_something(self) -> Guard:
        if not self.model_fields_set:
            raise ValueError(
                "the guard names nothing; say when the criterion is asked, or leave applies_when out"
            )
        CodeSet.of(self.icd10)
        return self

    def ready(self, scope: Scope) -> Bits:
        """The guard made ready for judging."""
        parts = tuple(self._parts(scope))
        if len(parts) == 1:
            return parts[0]

        def judge(record: Record) -> int:
            bits = MET
            for part in parts:
                bits = ALL[bits][part(record)]
            return bits

        return judge

    def _parts(self, scope: Scope) -> Iterator[Bits]:
        words = scope.words
        if self.diagnosis:
            yield name_bits(self.diagnosis, words)
        if self.icd10:
            yield code_bits(CodeSet.of(self.icd10))
        for marker, result in self.markers.items():
            yield marker_bits(words.terms.key(marker), result)
        if self.age:
            yield age_bits(self.age, "request")
        if self.product:
            wanted = words.drugs.down(self.product)
            yield lambda record: OPEN if record.product is None else _yes(record.product in wanted)
        yield from self._frame()
        for name, value in self.attributes.items():
            yield attribute_bits(name, value)
        if self.rule is not None:
            yield _settled(scope.bits(self.rule, scope))

    def _frame(self) -> Iterator[Bits]:
        for field in ("line_of_business", "setting", "state"):
            if getattr(self, field):
                yield frame_bits(field, getattr(self, field))

    def says(self) -> str:
        """`the diagnosis is mantle cell lymphoma and CD20 is positive`."""
        told = [f"the diagnosis is {listed(self.diagnosis)}"] if self.diagnosis else []
        told += [f"the ICD-10-CM code is {listed(self.icd10)}"] if self.icd10 else []
        told += [f"{marker} is {listed(result)}" for marker, result in self.markers.items()]
        told += [f"the age is {self.age.bounds_words(self.age.unit_words)}"] if self.age else []
        for field, words in (("product", "product"), ("line_of_business", "line of business"), ("setting", "setting"),
                             ("state", "state")):  # fmt: skip
            names = getattr(self, field)
            told += [f"the {words} is {listed([name.replace('_', ' ') for name in names])}"] if names else []
        told += [f"{name.replace('_', ' ')} is {listed(value)}" for name, value in self.attributes.items()]
        told += [self.rule.says()] if self.rule is not None else []
        return " and ".join(told)

    def wants(self) -> Iterator[tuple[str, str]]:
        """(key, words) of the facts the guard waits for."""
        if self.diagnosis or self.icd10:
            yield "diagnosis", "The diagnosis, with its ICD-10-CM code"
        for marker in self.markers:
            yield f"test:{bare(marker)}", f"The result for {marker}"
        if self.age:
            yield "date_of_birth", "The date of birth"
        for field in ("product", "line_of_business", "setting", "state"):
            if getattr(self, field):
                yield field, f"The {field.replace('_', ' ')}"
        for name in self.attributes:
            yield f"attribute:{bare(name)}", f"Whether {name.replace('_', ' ')} holds"

    def never_holds(self, words: Dictionary, products: frozenset[str], plans: frozenset[str]) -> str | None:
        """Why the guard can never hold under a policy for these products and plans; None where it can."""
        if self.product and products and products.isdisjoint(words.drugs.down(self.product)):
            return f"the policy is for {listed(sorted(products))}, so the product is never {listed(self.product)}"
        asked = frozenset(map(bare, self.line_of_business))
        if asked and plans and asked.isdisjoint(plans):
            return f"the policy is for {listed(sorted(plans))} plans, never {listed(self.line_of_business)}"
        return None


def _yes(holds: bool) -> int:
    return MET if holds else NOT_MET


def _settled(rule: Bits) -> Bits:
    def judge(record: Record) -> int:
        bits = rule(record)
        return bits & ~NOT_ASKED | NOT_MET if bits & NOT_ASKED else bits

    return judge


def frame_bits(field: str, values: tuple[str, ...]) -> Bits:
    """Whether line of business, setting or state is one of `values`."""
    wanted = frozenset(map(bare, values))

    def judge(record: Record) -> int:
        held = getattr(record.facts, field)
        return OPEN if held is None else _yes(bare(held) in wanted)

    return judge


def attribute_bits(name: str, values: tuple[str, ...]) -> Bits:
    """Whether an attribute of the case has one of `values`."""
    key, wanted = bare(name), frozenset(map(bare, values))

    def judge(record: Record) -> int:
        held = record.once("attributes", _attributes).get(key)
        return OPEN if held is None else _yes(held in wanted)

    return judge


def _attributes(record: Record) -> dict[str, str]:
    return {bare(name): bare(value) for name, value in record.facts.attributes.items()}


def marker_bits(marker: str, results: tuple[str, ...]) -> Bits:
    """Whether the newest result of a marker is one of `results`."""
    wanted = frozenset(map(bare, results))

    def judge(record: Record) -> int:
        told = next((each.word for each in record.tests.get(marker, ()) if each.word is not None), None)
        return OPEN if told is None else _yes(told in wanted)

    return judge
