"""Where a column of an event list may go.

A list is either long (one event a row: a column for the case, one for the step, one for when) or wide (one case a row,
a column of dates for each step). Targets are plain text, so that a mapping can be kept as a dict:
`case`, `step`, `at`, `reference` ... in a long list; `case`, `step:collected`, `step:pa_approved/product`,
`step:pa_approved/product.valid_to` in a wide one; an empty text for a column that is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sca_toolkit.case import Component
from sca_toolkit.events import DelayReason, Detail, Outcome, Side, Step
from sca_toolkit.library.tables.columns import Column, Holds, bare
from sca_toolkit.library.tables.events_words import StepWord, step_of
from sca_toolkit.library.tables.mapped import NOT_READ

WIDE = "step:"
DOT = "."
CASE, STEP, AT, TIME, END = "case", "step", "at", "time", "end"
ID, CORRECTS, REMOVED, COMPONENT = "id", "corrects", "removed", "component"

_OF_ROW = {
    CASE: Column("Case", CASE, "number of the case", holds=Holds.code, form_checked=True,
                 also=("Case ID", "Case number", "Case no", "Case#")),
    STEP: Column("Step", STEP, "what happened",
                 also=("Event", "Activity", "Event type", "Milestone", "Status", "Action", "What happened")),
    AT: Column("When", AT, "when it happened: a day, or a day and a time",
               also=("Date", "Event date", "Timestamp", "Date and time", "At", "Completed on", "Completion date")),
    TIME: Column("Time", TIME, "the time of day, where it has a column of its own", also=("Event time", "Time of day")),
    END: Column("Ended", END, "the end of a pause, a delay or a stay", also=("End", "End date", "Resumed on")),
    ID: Column("Event ID", ID, "number of the event in the list it comes from", holds=Holds.code, form_checked=True),
    CORRECTS: Column("Corrects", CORRECTS, "number of the event that this one corrects", holds=Holds.code,
                     form_checked=True),
    REMOVED: Column("Never happened", REMOVED, "yes when the event that this one corrects never happened",
                    holds=Holds.yes_no, also=("Removed",)),
}  # fmt: skip
_OF_EVENT = {
    COMPONENT: Column("Part of the episode", COMPONENT, "the part that was authorized or asked for",
                      holds=Holds.choice, choices=Component, also=("Component", "Service", "Part")),
    "by": Column("By", "by", "whose act it was", holds=Holds.choice, choices=Side, also=("Side", "Resource", "Party")),
    "reference": Column("Reference", "reference", "reference, authorization or order number", holds=Holds.code,
                        also=("Reference number", "Auth number", "Authorization number", "Auth #", "PO number")),
    "reason": Column("Reason", "reason", "why it takes longer", holds=Holds.choice, choices=DelayReason,
                     also=("Delay reason", "Reason for delay")),
    "note": Column("Note", "note", "anything else", holds=Holds.prose,
                   also=("Notes", "Comment", "Comments", "Remarks")),
}  # fmt: skip
_DETAIL_NAMES = {
    Detail.valid_from: ("Approved from", "Effective from", "Start of approval"),
    Detail.valid_to: ("Approved through", "Expires", "Expiration date", "Auth expires", "Expiry", "Auth end"),
    Detail.planned: ("Planned date", "Slot date", "New planned date"),
    Detail.cut_off: ("PO cut-off", "Order cut-off"),
    Detail.due: ("Due date", "Due by"),
    Detail.amount: ("Order amount",),
    Detail.approver: ("Approved by",),
    Detail.owner: ("Assigned to",),
}
_HOLDS = {
    Detail.valid_from: Holds.day, Detail.valid_to: Holds.day, Detail.until: Holds.day, Detail.planned: Holds.day,
    Detail.cut_off: Holds.day, Detail.due: Holds.day, Detail.amount: Holds.dollars, Detail.outcome: Holds.choice,
}  # fmt: skip


@cache
def fields() -> Mapping[str, Column]:
    """Every field an event's column may fill, by its key."""
    details = {
        detail.value: Column(
            detail.words.capitalize(),
            detail.value,
            detail.meaning,
            holds=_HOLDS.get(detail, Holds.text),
            choices=Outcome if detail is Detail.outcome else None,
            also=_DETAIL_NAMES.get(detail, ()),
        )
        for detail in Detail
    }
    return {**_OF_ROW, **_OF_EVENT, **details}


@dataclass(frozen=True)
class Target:
    """Where the cells of one column go. `step` is None in a long list and for the case number of a wide one."""

    field: str
    step: StepWord | None = None

    @property
    def column(self) -> Column:
        """What the cells hold."""
        return fields()[self.field]

    @property
    def holds_moments(self) -> bool:
        """Whether the cells say when something happened."""
        return self.field in (AT, END)

    @property
    def words(self) -> str:
        """The target as people read it."""
        if self.step is None:
            return self.column.heading
        part = f" ({self.step.component.words})" if self.step.component else ""
        said = f"{self.step.step.words}{part}"
        return said if self.field == AT else f"{said}: {self.column.heading.lower()}"

    def __str__(self) -> str:
        if self.step is None:
            return self.field
        return f"{WIDE}{self.step}" + ("" if self.field == AT else f"{DOT}{self.field}")


def target_of(text: str) -> Target | None:
    """The target a text names; None for a column that is not read. Raises ValueError for anything else."""
    if text == NOT_READ:
        return None
    if not text.startswith(WIDE):
        if text not in fields():
            raise ValueError(f"{text!r} is no field of an event; use one of {', '.join(fields())}")
        return Target(text)
    words, _, field = text.removeprefix(WIDE).partition(DOT)
    step = step_of(words)
    if step is None:
        raise ValueError(f"{words!r} is no step")
    if field and (field not in fields() or field in _OF_ROW or field == COMPONENT):
        raise ValueError(f"{field!r} is no field that a step's column may fill")
    return Target(field or AT, step)


def targets(*, wide: bool) -> Iterator[Target]:
    """Every target of a long or of a wide list, for a list to choose from; parts of steps may be written by hand."""
    if not wide:
        yield from (Target(key) for key in fields())
        return
    yield Target(CASE)
    yield from (Target(AT, StepWord(step)) for step in Step)
    yield from (Target(AT, StepWord(Step.pa_approved, part)) for part in Component)


def field_named(heading: str) -> str | None:
    """The field whose heading, or another usual heading, this is."""
    return _by_heading().get(bare(heading))


@cache
def _by_heading() -> Mapping[str, str]:
    return {
        bare(name): key for key, column in fields().items() for name in (column.heading, *column.also, key)
    }


def known_heading(heading: str) -> bool:
    """Whether a heading, written as `bare` writes it, is known as a field or a step."""
    return heading in _by_heading() or step_of(heading) is not None
