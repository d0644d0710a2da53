"""What a payer means by a word such as relapsed or refractory, as a rule over responses, progressions and relapses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.charted import Happening, Line
from sca_toolkit.criteria.drug_match import history_is_whole, holds, keys_of
from sca_toolkit.criteria.leaf import Bits, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.span import Span
from sca_toolkit.criteria.verdict import ANY, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed
from sca_toolkit.values import Choice, Model


class Which(Choice):
    """Which lines of treatment count."""

    first_line = "first_line"
    last_line = "last_line"
    any_line = "any_line"
    every_line = "every_line"


def chosen(record: Record, which: Which) -> tuple[Line, ...]:
    """The lines meant."""
    if which is Which.first_line:
        return record.lines[:1]
    if which is Which.last_line:
        return record.lines[-1:]
    return record.lines


class StateRule(Model):
    """By response (`best_response_below`, `or_progression_within`) or by event (`event` and what limits it)."""

    best_response_below: str | None = None
    """The best response stayed below this one: complete_response."""
    to: Which = Which.last_line
    """To which line."""
    of: tuple[str, ...] = ()
    """Only lines that hold one of these drugs or classes: refractory to lenalidomide."""
    or_progression_within: Span | None = None
    """Or the disease grew this soon after the last dose of it."""
    event: Literal["relapse", "progression", "transformation"] | None = None
    """What must have happened."""
    at_least: int = Field(default=1, ge=1)
    """How often."""
    site: str | None = None
    """Where it must have been seen: bone marrow."""
    proven_by: str | None = None
    """How it must be proven: biopsy."""
    after: (
        Literal["first_line", "last_line", "allogeneic_transplant", "autologous_transplant", "transformation"]
        | None
    ) = None
    """What it must have followed."""
    within: Span | None = None
    """How soon after that at the latest."""
    after_response: str | None = None
    """The response that must have come before it: complete_response."""

    @model_validator(mode="after")
    def _one_way(self) -> StateRule:
        by_response = self.best_response_below is not None or self.or_progression_within is not None
        if self.of and self.event:
            raise ValueError(
                "`of` names drugs of a line; it goes with `best_response_below`, not with `event`"
            )
        if by_response == (self.event is not None):
            raise ValueError("a definition needs either `best_response_below` or `event`")
        if self.within and not self.after:
            raise ValueError("`within` counts from something; write `after`")
        return self

    def ready(self, scope: Scope) -> Bits:
        """The definition made ready for judging."""
        return self._by_event(scope) if self.event else self._by_response(scope)

    def _by_response(self, scope: Scope) -> Bits:
        limit = scope.words.ranks.get(bare(self.best_response_below)) if self.best_response_below else None
        every = self.to is Which.every_line
        keys = keys_of(self.of, scope.words)

        def judge(record: Record) -> int:
            lines = self._lines(record, keys)
            if not lines:
                return NOT_MET if keys and history_is_whole(record, record.lines) else OPEN
            found = [self._one_line(line, limit) for line in lines]
            if every:
                return NOT_MET if NOT_MET in found else OPEN if OPEN in found else MET
            if MET in found:
                return MET
            closed = self.to is not Which.any_line or record.whole(CompleteList.lines)
            return NOT_MET if closed and OPEN not in found else OPEN

        return judge

    def _lines(self, record: Record, keys: tuple[str, ...]) -> tuple[Line, ...]:
        lines = chosen(record, self.to)
        return tuple(line for line in lines if any(holds(line, key) for key in keys)) if keys else lines

    def _one_line(self, line: Line, limit: float | None) -> int:
        if line.entry.refractory:
            return MET
        bits = NOT_MET
        if limit is not None:
            bits = OPEN if line.rank is None else MET if line.rank < limit else NOT_MET
        if self.or_progression_within is None:
            return bits
        ended, grew = line.entry.ended, line.entry.progressed_on
        if not ended or not grew:
            return ANY[bits][OPEN]
        return ANY[bits][MET if grew <= self.or_progression_within.after(ended) else NOT_MET]

    def _by_event(self, scope: Scope) -> Bits:
        def judge(record: Record) -> int:
            found = list(self._matching(record, scope))
            if sum(sure for _, sure in found) >= self.at_least:
                return MET
            if len(found) >= self.at_least or not record.whole(CompleteList.disease_events):
                return OPEN
            return NOT_MET

        return judge

    def _matching(self, record: Record, scope: Scope) -> Iterator[tuple[Happening, bool]]:
        """Events that fit, and whether they surely do."""
        for each in record.happenings:
            if each.kind != self.event:
                continue
            fits = [
                self._where(each.site, self.site, scope),
                self._where(each.proof, self.proven_by, scope),
                self._after(each, record),
                self._response(each, record, scope),
            ]
            if NOT_MET not in fits:
                yield each, OPEN not in fits

    def _where(self, told: str | None, asked: str | None, scope: Scope) -> int:
        if asked is None:
            return MET
        if told is None:
            return OPEN
        return MET if scope.words.terms.key(asked) in scope.words.terms.up(told) else NOT_MET

    def _after(self, event: Happening, record: Record) -> int:
        if self.after is None:
            return MET
        starts = self._starts(record)
        if self.after in ("first_line", "last_line") and event.line is not None and self.within is None:
            number = 1 if self.after == "first_line" else len(record.lines)
            return MET if event.line == number else NOT_MET
        if starts is None or event.day is None:
            return OPEN
        return MET if any(self._soon(start, event.day) for start in starts) else NOT_MET

    def _soon(self, start: int, day: int) -> bool:
        if day < start:
            return False
        return self.within is None or day <= self.within.after(date.fromordinal(start)).toordinal()

    def _starts(self, record: Record) -> list[int] | None:
        if self.after in ("first_line", "last_line"):
            lines = chosen(record, Which(self.after))
            ended = lines[0].entry.ended if lines else None
            return [ended.toordinal()] if ended else None
        if self.after == "transformation":
            days = [each.day for each in record.happenings if each.kind == "transformation"]
            whole = record.whole(CompleteList.disease_events)
        else:
            name = str(self.after).replace("_", " ")
            days = [each.day for each in record.given if name in each.names]
            whole = record.whole(CompleteList.transplants)
        known = [day for day in days if day is not None]
        return known if known or (whole and not days) else None

    def _response(self, event: Happening, record: Record, scope: Scope) -> int:
        if self.after_response is None:
            return MET
        limit = scope.words.ranks.get(bare(self.after_response))
        if limit is None or event.line is None:
            return OPEN
        ranks = [
            line.rank for at, line in enumerate(record.lines, 1) if (line.entry.line or at) == event.line
        ]
        known = [rank for rank in ranks if rank is not None]
        return OPEN if not known else MET if max(known) >= limit else NOT_MET

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The events or lines it looks at."""
        if self.event:
            return tuple(each.entry for each, _ in self._matching(record, scope))
        return tuple(line.entry for line in self._lines(record, keys_of(self.of, scope.words)))

    def wants(self) -> tuple[tuple[str, str], ...]:
        """What the chart must tell."""
        if self.event:
            return (
                (
                    f"event:{self.event}:{self.site}",
                    f"The day and place of each {self.event}, with its report",
                ),
            )
        of = f" with {listed(self.of)}" if self.of else ""
        what = f"The best response to {self.to.words}{of}, and the days of last dose and progression"
        return ((f"response:{self.to.value}:{' '.join(self.of)}", what),)
