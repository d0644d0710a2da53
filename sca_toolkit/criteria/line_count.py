"""Counting lines of treatment the way a payer counts them."""

from __future__ import annotations

from sca_toolkit.case import LinePhase
from sca_toolkit.criteria.charted import Line
from sca_toolkit.criteria.record import Record
from sca_toolkit.values import Model


class Counting(Model):
    """A payer's way of counting. Bridging and lymphodepletion never count."""

    one_line: tuple[LinePhase, ...] = ()
    """Phases that belong to the line before them: [induction, transplant, maintenance] counts as one."""
    systemic_only: bool = False
    """Yes where only systemic treatment counts."""


USUAL = (LinePhase.induction, LinePhase.consolidation, LinePhase.transplant, LinePhase.maintenance)
"""The parts of one planned program: the common way to count where the chart gives no numbers."""


def groups(record: Record, counting: Counting | None, each_regimen: bool) -> tuple[tuple[Line, ...], ...]:
    """The lines as this payer counts them, each with its regimens."""
    key = ("groups", counting, each_regimen)
    if key not in record.held:
        record.held[key] = _groups(record, counting, each_regimen)
    held: tuple[tuple[Line, ...], ...] = record.held[key]
    return held


def _groups(record: Record, counting: Counting | None, each_regimen: bool) -> tuple[tuple[Line, ...], ...]:
    systemic = counting is not None and counting.systemic_only
    lines = [line for line in record.lines if not (systemic and line.entry.systemic is False)]
    if each_regimen:
        return tuple((line,) for line in lines if line.entry.phase is not LinePhase.transplant or line.drugs)
    if counting is None or not counting.one_line:
        if lines and all(line.entry.line is not None for line in lines):
            return _by_number(lines)
        return _joined(lines, USUAL)
    return _joined(lines, counting.one_line)


def _by_number(lines: list[Line]) -> tuple[tuple[Line, ...], ...]:
    numbered: dict[int, list[Line]] = {}
    for line in lines:
        numbered.setdefault(line.entry.line or 0, []).append(line)
    return tuple(tuple(group) for group in numbered.values())


def _joined(lines: list[Line], together: tuple[LinePhase, ...]) -> tuple[tuple[Line, ...], ...]:
    found: list[list[Line]] = []
    for line in lines:
        phase = line.entry.phase
        follows = phase in together and phase is not LinePhase.induction
        if found and follows and found[-1][-1].entry.progressed_on is None:
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(tuple(group) for group in found)
