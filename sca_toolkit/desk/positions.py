"""Clauses and their positions, side by side, for the person who chooses."""

from __future__ import annotations

from dataclasses import dataclass

from sca_toolkit.clauses import Clause, Stance
from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.desk.spots import found_at
from sca_toolkit.errors import ScaError
from sca_toolkit.papers import Paper, PaperClause, chosen_stance
from sca_toolkit.payment import Part
from sca_toolkit.terms import field_at
from sca_toolkit.values import place_steps


@dataclass(frozen=True)
class Side:
    """One side's position on a clause."""

    stance: Stance
    paragraphs: tuple[str, ...]
    """Its wording under the present terms, with marks for gaps and references; empty where it does not fit."""
    note: str
    settles: tuple[tuple[str, str], ...]
    """Label and value of each field it fills in."""
    contradiction: str = ""
    """Why it cannot be chosen now."""


@dataclass(frozen=True)
class ClauseView:
    """All that helps to choose a position on one clause."""

    clause: Clause
    number: str
    chosen: Stance
    own_wording: bool
    """Whether the payer's own words stand in the paper instead of the library's."""
    sides: tuple[Side, ...]


def clauses_in(paper: Paper) -> tuple[PaperClause, ...]:
    """The clauses of a paper in reading order."""
    return tuple(clause for article in paper.articles for clause in article.clauses)


def clause_view(drafting: Drafting, template_id: str, clause_id: str) -> ClauseView:
    """One clause of a paper with the wording of every position. Raises KeyError if the paper lacks the clause."""
    clause = drafting.clauses[clause_id]
    printed = _printed(drafting, template_id, clause_id)
    choice = drafting.terms.positions.get(clause_id)
    return ClauseView(
        clause,
        printed.number,
        chosen_stance(clause, drafting.terms),
        bool(choice and choice.wording),
        tuple(
            _side(drafting, template_id, clause, stance) for stance in Stance if stance in clause.positions
        ),
    )


def _side(drafting: Drafting, template_id: str, clause: Clause, stance: Stance) -> Side:
    position = clause.position(stance)
    settles = tuple(
        (label_at(drafting, path), value.replace("_", " ") or "left open")
        for path, value in position.sets.items()
    )
    try:
        printed = _printed(drafting.with_position(clause.id, stance), template_id, clause.id)
    except ScaError as error:
        return Side(stance, (), position.note, settles, str(error))
    return Side(stance, printed.paragraphs, position.note, settles)


def label_at(drafting: Drafting, path: str) -> str:
    """What a person calls the spot at `path`: a field's label, or what a piece of the payment settles."""
    try:
        return field_at(path).label
    except KeyError:
        *above, name = place_steps(path)
    part = found_at(drafting.terms, tuple(above))
    asked = part.open_terms() if isinstance(part, Part) else {}
    return asked.get(str(name), f"{str(above[-1]).replace('_', ' ')}: {str(name).replace('_', ' ')}")


def _printed(drafting: Drafting, template_id: str, clause_id: str) -> PaperClause:
    for clause in clauses_in(drafting.paper(template_id)):
        if clause.id == clause_id:
            return clause
    raise KeyError(clause_id)
