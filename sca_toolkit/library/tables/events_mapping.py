"""An event list in somebody's own layout: what each column seems to hold, and which step each of its words means.

A mapping is a plain dict, fit to be remembered: heading to target (`events_fields`), and `=word` to a step for the
words of the step column, such as `{"What": "step", "=Auth rec'd": "pa_approved"}`. An empty text means: not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.events_fields import AT, CASE, STEP, WIDE, Target, field_named, known_heading
from sca_toolkit.library.tables.events_moments import looks_like_day
from sca_toolkit.library.tables.events_words import step_of
from sca_toolkit.library.tables.grid import Grid
from sca_toolkit.library.tables.mapped import (
    NOT_READ,
    ColumnFound,
    by_bare,
    column_cells,
    headed,
    heading_problems,
    samples_of,
)
from sca_toolkit.library.tables.opening import open_grid
from sca_toolkit.library.tables.sought import Sought

EVENTS = Sought("Events", "events", 50_000, known_heading)
WORD = "="
"""Stands before a word of the step column in a mapping; no heading starts so."""
_MOSTLY = 0.6
"""Share of a column's cells that must be steps, or dates, before the column is taken for one without its heading."""
_OF_STEPS = {
    "authnumber": "step:pa_approved.reference", "auth": "step:pa_approved.reference",
    "authorizationnumber": "step:pa_approved.reference", "authexpires": "step:pa_approved.valid_to",
    "authend": "step:pa_approved.valid_to", "expirationdate": "step:pa_approved.valid_to",
    "ponumber": "step:order_placed.reference",
}  # fmt: skip
"""Headings that say in a wide list to which step a number or an expiry belongs."""


@dataclass(frozen=True)
class EventProposal:
    """How an event list seems to be laid out; the user may change it."""

    columns: tuple[ColumnFound, ...] = ()
    steps: dict[str, str] = field(default_factory=dict)
    """Every different word of the step column, and the step it seems to mean; empty where that is not known."""
    problems: tuple[Problem, ...] = ()
    sheet: str | None = None

    @property
    def wide(self) -> bool:
        """Whether each row is a case with a column of dates for each step."""
        return any(column.target.startswith(WIDE) for column in self.columns)

    @property
    def mapping(self) -> dict[str, str]:
        """What to hand to `read_event_table` and to remember."""
        columns = {column.heading: column.target for column in self.columns}
        return columns | {f"{WORD}{word}": step for word, step in self.steps.items()}


def propose_event_mapping(
    data: bytes, name: str, remembered: Mapping[str, str] | None = None, *, sheet: str | None = None
) -> EventProposal:
    """The columns of an event list and where each seems to go; what was remembered comes first. Never raises."""
    try:
        grid = open_grid(data, name, sheet, EVENTS)
    except DataError as error:
        return EventProposal(problems=error.problems)
    if not grid.rows:
        return EventProposal(problems=(grid.spot.problem("holds nothing."),), sheet=grid.sheet)
    return propose_for(grid, remembered or {})


def propose_for(grid: Grid, remembered: Mapping[str, str]) -> EventProposal:
    """The proposal for a table that has been opened and holds at least one row."""
    found = _targets(grid, headed(grid), by_bare(_columns_of(remembered)))
    columns = [
        ColumnFound(heading, found[position], samples_of(grid, position))
        for position, heading in headed(grid).items()
    ]
    steps = next((position for position, target in found.items() if target == STEP), None)
    words = _step_words(grid, steps, words_of(remembered)) if steps is not None else {}
    return EventProposal(tuple(columns), words, tuple(heading_problems(grid)), grid.sheet)


def words_of(mapping: Mapping[str, str]) -> dict[str, str]:
    """The steps that a mapping gives to words, by the words as they are compared."""
    return {bare(key[1:]): step for key, step in mapping.items() if key.startswith(WORD)}


def _columns_of(mapping: Mapping[str, str]) -> dict[str, str]:
    return {heading: target for heading, target in mapping.items() if not heading.startswith(WORD)}


def _targets(grid: Grid, heads: Mapping[int, str], known: Mapping[str, str]) -> dict[int, str]:
    """The target of each column: remembered, then by its heading, then by what it holds."""
    found = {position: known.get(bare(text), "") for position, text in heads.items()}
    asked = {position for position, text in heads.items() if bare(text) not in known}
    for position in sorted(asked):
        named = field_named(heads[position])
        if named and named not in found.values():
            found[position] = named
    missing = {STEP, AT} - set(found.values())
    for position in sorted(asked):
        if missing and found[position] == NOT_READ and (held := _held(grid, position)) in missing:
            if held == AT and step_of(heads[position]):
                continue
            found[position] = held
            missing.discard(held)
    if STEP in found.values():
        return found
    return _wide(heads, found, asked)


def _wide(heads: Mapping[int, str], found: Mapping[int, str], asked: set[int]) -> dict[int, str]:
    """The columns of a wide list; what belongs to one event only is not read."""
    steps = {position: step for position in asked if (step := step_of(heads[position]))}
    if not steps and not any(target.startswith(WIDE) for target in found.values()):
        return dict(found)
    targets: dict[int, str] = {}
    for position, text in heads.items():
        if position not in asked:
            targets[position] = found[position]
        elif position in steps:
            targets[position] = str(Target(AT, steps[position]))
        elif found[position] == CASE:
            targets[position] = CASE
        else:
            targets[position] = _OF_STEPS.get(bare(text), NOT_READ)
    return {
        position: target if target not in list(targets.values())[:place] else NOT_READ
        for place, (position, target) in enumerate(targets.items())
    }


def _held(grid: Grid, position: int) -> str:
    cells = list(column_cells(grid, position))[:200]
    if not cells:
        return NOT_READ
    texts = [str(cell.value) for cell in cells if isinstance(cell.value, str)]
    if sum(step_of(text) is not None for text in texts) > _MOSTLY * len(cells):
        return STEP
    return AT if sum(looks_like_day(cell) for cell in cells) > _MOSTLY * len(cells) else NOT_READ


def _step_words(grid: Grid, position: int, remembered: Mapping[str, str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for cell in column_cells(grid, position):
        word = " ".join(str(cell.value).split())
        if cell.formula or word in words:
            continue
        found = step_of(word)
        words[word] = remembered.get(bare(word)) or (str(found) if found else "")
    return words
