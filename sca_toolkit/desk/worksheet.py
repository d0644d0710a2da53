"""The worksheet: a draft on which a person works. Each change makes a new sheet; the last one can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sca_toolkit.checks import Finding
from sca_toolkit.clauses import Stance
from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.desk.positions import ClauseView, clause_view
from sca_toolkit.desk.spots import found_at
from sca_toolkit.errors import DataError, ProblemsError, ScaError
from sca_toolkit.papers import Paper
from sca_toolkit.payment import Arrangement
from sca_toolkit.terms import field_at
from sca_toolkit.values import place_steps

STEPS_KEPT = 50
"""How many changes can be taken back."""


@dataclass(frozen=True)
class Refused:
    """What was put in and does not fit, and why, in a sentence."""

    put_in: Any
    why: str


@dataclass(frozen=True)
class State:
    """How a paper stands: its wording, what it lacks, what its checks found."""

    paper: Paper
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings that stop a final."""
        return tuple(each for each in self.findings if each.blocking)

    @property
    def ready(self) -> bool:
        """Whether a final can be issued."""
        return not self.paper.gaps and not self.blocking


@dataclass(frozen=True)
class Worksheet:
    """A draft, what was changed in it, and what did not fit."""

    drafting: Drafting
    changed: str = ""
    """What the last change was, in words; empty on a fresh sheet."""
    earlier: tuple[Worksheet, ...] = ()
    """The sheets before, newest last."""
    refused: Mapping[str, Refused] = field(default_factory=dict)
    _states: dict[str, State] = field(default_factory=dict, repr=False, compare=False)
    _views: dict[tuple[str, str], ClauseView] = field(default_factory=dict, repr=False, compare=False)

    def state(self, template_id: str) -> State:
        """How a paper stands; worked out once. Raises UsageProblem for an unknown template."""
        if template_id not in self._states:
            paper = self.drafting.paper(template_id)
            self._states[template_id] = State(paper, self.drafting.findings(paper))
        return self._states[template_id]

    def clause(self, template_id: str, clause_id: str) -> ClauseView:
        """One clause of a paper with every position; worked out once. Raises KeyError if the paper lacks it."""
        key = (template_id, clause_id)
        if key not in self._views:
            self._views[key] = clause_view(self.drafting, template_id, clause_id)
        return self._views[key]

    def typed(self, path: str, value: Any, label: str, put_in: Any = None) -> Worksheet:
        """With a value at any spot. A value that does not fit is kept beside the spot, with the reason."""
        try:
            drafting = with_spot(self.drafting, path, value)
        except ScaError as error:
            return replace(self, refused={**self.refused, path: Refused(put_in, sentence(error))})
        left = {name: each for name, each in self.refused.items() if name != path}
        return replace(self._after(drafting, label), refused=left)

    def with_position(self, clause_id: str, stance: Stance) -> Worksheet:
        """With another position on a clause. Raises ScaError where it contradicts the payment."""
        words = f"{clause_id}: {stance.words}"
        return self._after(self.drafting.with_position(clause_id, stance), words)

    def paid_by(self, arrangement: Arrangement, words: str) -> Worksheet:
        """With another payment arrangement. Raises DataError."""
        return self._after(self.drafting.changed({"payment": arrangement}), words)

    def starting_from(self, drafting: Drafting, words: str) -> Worksheet:
        """Begun anew; what was there before can still be brought back."""
        return replace(self._after(drafting, words), refused={})

    def undone(self) -> Worksheet:
        """As it was before the last change; the same sheet when nothing was changed."""
        return replace(self.earlier[-1], earlier=self.earlier[:-1]) if self.earlier else self

    def _after(self, drafting: Drafting, words: str) -> Worksheet:
        return replace(
            self,
            drafting=drafting,
            changed=words,
            earlier=(*self.earlier, replace(self, earlier=()))[-STEPS_KEPT:],
            _states={},
            _views={},
        )


def sentence(error: ScaError) -> str:
    """What is wrong, without file or field, to be shown beside the field itself."""
    if isinstance(error, ProblemsError):
        return " ".join(f"{problem.message} {problem.remedy}".strip() for problem in error.problems)
    return str(error)


def with_spot(drafting: Drafting, path: str, value: Any) -> Drafting:
    """The draft with a value at any spot: a field, a part of a row, a piece of the payment. Raises DataError."""
    at, inside = _field_of(path)
    if not inside:
        return drafting.changed({at: value})
    held = found_at(drafting.terms, place_steps(at))
    data: Any = [each.model_dump() for each in held] if isinstance(held, tuple) else held.model_dump()
    spot = data
    for part in inside[:-1]:
        spot = spot[part]
    spot[inside[-1]] = value
    return drafting.changed({at: data})


def _field_of(path: str) -> tuple[str, tuple[str | int, ...]]:
    """The field in which a spot lies, and the way from there to the spot."""
    parts = place_steps(path)
    for end in range(min(2, len(parts)), 0, -1):
        name = ".".join(str(part) for part in parts[:end])
        try:
            return field_at(name).path, parts[end:]
        except KeyError:
            continue
    raise DataError([])
