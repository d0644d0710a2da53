"""The content of `codes.yaml`: codes, families that expand to codes, and where each was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Self

from pydantic import model_validator

from sca_toolkit.therapy.citing import uncited
from sca_toolkit.therapy.codes import Code, CodeFamily, CompleteBlock, DiseaseGroup, EndingSet, StepGap
from sca_toolkit.values import Model, Source


class CodeFile(Model):
    """All codes the toolkit knows, with their sources."""

    sources: dict[str, Source]
    """Every page the facts were read from, by a short key."""
    disease_groups: tuple[DiseaseGroup, ...]
    ending_sets: tuple[EndingSet, ...]
    families: tuple[CodeFamily, ...]
    codes: tuple[Code, ...]
    complete_blocks: tuple[CompleteBlock, ...] = ()
    gaps: tuple[StepGap, ...] = ()

    @cached_property
    def every_code(self) -> tuple[Code, ...]:
        """Single codes and expanded families, in the order of the file."""
        endings = {item.id: item for item in self.ending_sets}
        expanded = (code for family in self.families for code in family.codes(endings[family.endings]))
        return (*self.codes, *expanded)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [*uncited(self, self.sources), *self._unknown_names()]
        if not problems:
            problems = [*self._twice(), *self._lost_successors()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unknown_names(self) -> Iterator[str]:
        groups = {group.id for group in self.disease_groups}
        sets = {item.id for item in self.ending_sets}
        for family in self.families:
            if family.endings not in sets:
                yield f"family {family.stem} names the unknown set of endings {family.endings!r}"
        named = [(family.stem, family.groups) for family in self.families]
        named += [(code.code, code.groups) for code in self.codes]
        for name, used in named:
            for group in sorted(set(used) - groups):
                yield f"{name} names the unknown disease group {group!r}"

    def _twice(self) -> Iterator[str]:
        counts = Counter((code.system, code.code) for code in self.every_code)
        for (system, code), count in counts.items():
            if count > 1:
                yield f"{system.words} {code} stands in the file {count} times; keep one"

    def _lost_successors(self) -> Iterator[str]:
        known = {(code.system, code.code) for code in self.every_code}
        for code in self.every_code:
            for successor in code.replaced_by:
                if (code.system, successor) not in known:
                    yield f"{code.code} is replaced by {successor}, which is not in the file"
