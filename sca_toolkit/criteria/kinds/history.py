"""What was had before: the same product, any CAR T, anything aimed at a target, a transplant; with exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Given
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, MET, NOT, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed

if TYPE_CHECKING:
    from sca_toolkit.criteria.node import Node

SAME = "same_product"
LastDay = Callable[[Record], int | None]


class History(Leaf):
    """Earlier treatment in a scope; mostly with `polarity: exclude`."""

    kind: Literal["history"] = "history"
    of: tuple[str, ...] = Field(default=("any",), min_length=1)
    """same_product, car_t, gene_therapy, cell_therapy, autologous_transplant, allogeneic_transplant, a drug, a class,
    or any (with `target`: every drug aimed at it)."""
    target: str | None = None
    """Only treatment aimed at this antigen: CD19, BCMA."""
    except_for: tuple[str, ...] = ()
    """Drugs or classes that do not count."""
    lifted_by: Node | None = None
    """A rule that makes the history harmless, such as a test after it; its `last_exposure` is this history."""
    concurrent: bool = False
    """Yes for treatment planned at the same time in place of earlier treatment."""

    def fact(self, scope: Scope) -> Bits:
        """Whether there is such a history that nothing lifts."""
        had = self._had(scope)
        if self.lifted_by is None:
            return had
        lifted = scope.bits(self.lifted_by, scope.inside(last_exposure=self._last(scope)))

        def judge(record: Record) -> int:
            return ALL[had(record)][NOT[lifted(record)]]

        return judge

    def _had(self, scope: Scope) -> Bits:
        lists = self._lists(scope.words)

        def judge(record: Record) -> int:
            items = [each for each in record.given if each.concurrent == self.concurrent]
            if any(self._is(each, record, scope) for each in items):
                return MET
            strange = any(not each.known and not self._excepted(each, scope) for each in items)
            return NOT_MET if record.whole(*lists) and not strange and self._told(record) else OPEN

        return judge

    def _told(self, record: Record) -> bool:
        return SAME not in self.of or record.product is not None

    def _is(self, each: Given, record: Record, scope: Scope) -> bool:
        if self.target is not None and bare(self.target) not in each.targets:
            return False
        return not self._excepted(each, scope) and any(self._in(name, each, record) for name in self.of)

    def _in(self, name: str, each: Given, record: Record) -> bool:
        if name == SAME:
            return record.product in each.names
        return name == "any" or record.words.drugs.key(name) in each.names

    def _excepted(self, each: Given, scope: Scope) -> bool:
        return any(scope.words.drugs.key(name) in each.names for name in self.except_for)

    def _lists(self, words: Dictionary) -> tuple[CompleteList, ...]:
        cells = {SAME, *(name for name in self.of if "cell therapy" in words.drugs.up(name))}
        cells |= {name for name in self.of if words.drugs.key(name) in ("gene therapy", "cell therapy")}
        if all("transplant" in bare(name) for name in self.of):
            return (CompleteList.transplants,)
        if set(self.of) <= cells:
            return (CompleteList.cell_therapies,)
        return (CompleteList.lines, CompleteList.cell_therapies)

    def _last(self, scope: Scope) -> LastDay:
        def day(record: Record) -> int | None:
            days = [each.day for each in record.given if self._is(each, record, scope)]
            return max((each for each in days if each is not None), default=None)

        return day

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """Treatment in scope; where there is none, earlier cell therapies of any kind."""
        found = [each.entry for each in record.given if self._is(each, record, scope)]
        return tuple(dict.fromkeys(found)) or tuple(record.facts.cell_therapies)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The lists that must be whole."""
        lists = [each for each in self._lists(scope.words) if not record.whole(each)]
        texts = {
            CompleteList.lines: ("lines", "The complete list of earlier treatment, regimen by regimen"),
            CompleteList.cell_therapies: (
                "cell_therapies",
                "Whether there was any earlier cell or gene therapy",
            ),
            CompleteList.transplants: ("transplants", "Whether there was any earlier transplant"),
        }
        return tuple(texts[each] for each in lists) or ((f"history:{self.id}", self.says()),)

    def says(self) -> str:
        """The scope in words."""
        named = [
            name.replace("_", " ").replace("car t", "CAR T-cell therapy") for name in self.of if name != "any"
        ]
        what = listed(named) or "treatment"
        text = f"{'concurrent' if self.concurrent else 'earlier'} {what}"
        text += f" aimed at {self.target}" if self.target else ""
        return f"{text}, except {listed(self.except_for)}" if self.except_for else text

    def nodes(self) -> tuple[Node, ...]:
        """The rule that lifts it."""
        return () if self.lifted_by is None else (self.lifted_by,)

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """Names the vocabulary does not have."""
        for name in (*self.of, *self.except_for):
            if name not in (SAME, "any") and not words.drugs.knows(name):
                yield f"{self.id}: {name!r} is no drug or class of the vocabulary; add it under `vocabulary: drugs`"
