"""Which disease is treated, by name, by ICD-10-CM code, or by both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import model_validator

from sca_toolkit.criteria.dictionary import CodeSet, Dictionary
from sca_toolkit.criteria.disease_match import code_bits, name_bits
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, ANY, MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class Diagnosis(Leaf):
    """The disease. Names include what is narrower: large B-cell lymphoma holds for DLBCL."""

    kind: Literal["diagnosis"] = "diagnosis"
    any_of: tuple[str, ...] = ()
    """Diseases in words; one of them."""
    icd10: tuple[str, ...] = ()
    """Codes (C90.00), ranges with both ends (C83.30-C83.39) or stems (C82*); one of them."""
    both: bool = False
    """Yes where name and code must both fit; left out, either is enough."""
    confirmed_by: tuple[str, ...] = ()
    """How it must have been confirmed, one of them: histology."""

    @model_validator(mode="after")
    def _names_something(self) -> Diagnosis:
        if not self.any_of and not self.icd10 and not self.confirmed_by:
            raise ValueError(f"{self.id}: name the disease with `any_of`, `icd10` or both")
        CodeSet.of(self.icd10)
        return self

    def fact(self, scope: Scope) -> Bits:
        """Name, code and confirmation together."""
        tests = [name_bits(self.any_of, scope.words)] if self.any_of else []
        tests += [code_bits(CodeSet.of(self.icd10))] if self.icd10 else []
        confirmed = frozenset(map(scope.words.terms.key, self.confirmed_by))
        join = ALL if self.both else ANY
        first, second = (*tests, None, None)[:2]

        def judge(record: Record) -> int:
            bits = first(record) if first else MET
            if second:
                bits = join[bits][second(record)]
            if confirmed:
                held = frozenset(map(record.words.terms.key, record.facts.diagnosis.confirmed_by))
                bits = ALL[bits][OPEN if confirmed.isdisjoint(held) else MET]
            return bits

        return judge

    def said(self, record: Record, scope: Scope) -> str | None:
        """Codes, names and confirmation as the case has them."""
        told = record.facts.diagnosis
        how = (f"confirmed by {listed(told.confirmed_by, 'and')}",) if told.confirmed_by else ()
        return ", ".join((*told.icd10, *told.names, *how)) or None

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The code and name, and the report that confirms it."""
        told = record.facts.diagnosis
        found = []
        if not told.icd10 and self.icd10:
            found.append(("icd10", "The ICD-10-CM code of the disease"))
        if self.any_of:
            found.append(("diagnosis", f"The exact diagnosis: whether it is {listed(self.any_of)}"))
        if self.confirmed_by and not {bare(each) for each in told.confirmed_by} & set(
            map(bare, self.confirmed_by)
        ):
            found.append(("confirmed", f"The report that confirms it: {listed(self.confirmed_by)}"))
        return tuple(found) or (("diagnosis", "The diagnosis"),)

    def says(self) -> str:
        """Names and codes."""
        parts = [listed(self.any_of)] if self.any_of else []
        parts += [f"ICD-10-CM {listed(self.icd10)}"] if self.icd10 else []
        text = (" with " if self.both else " or ").join(parts) or "the diagnosis"
        return f"{text}, confirmed by {listed(self.confirmed_by)}" if self.confirmed_by else text

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Names the vocabulary does not have."""
        for name in self.any_of:
            if not words.diseases.knows(name):
                yield (
                    f"{self.id}: the disease {name!r} is not in the vocabulary, so only the same words fit; "
                    "add it under `vocabulary: diseases`"
                )
