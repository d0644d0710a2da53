"""The events of cases as a log for process mining: one line an event, cases told apart by their numbers.

Only events that count stand in it, in the order in which they happened. It holds no personal data: no references, notes
or names; what it says of a case is its payer, product and line of business.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zoneinfo import ZoneInfo

from sca_toolkit.case import Case
from sca_toolkit.events import Event, standing
from sca_toolkit.library.exports.csv_files import write_rows
from sca_toolkit.library.exports.sheet import Value

LIFECYCLE = "complete"
"""Every step is a moment: it is recorded when it has happened."""
HEADINGS = (
    "case", "activity", "timestamp", "resource", "lifecycle", "stage", "component", "time_known", "payer", "product",
    "line_of_business", "invented",
)  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """A case and all its events."""

    case: Case
    events: tuple[Event, ...]

    @property
    def counting(self) -> tuple[Event, ...]:
        """The events that count, in their order."""
        return standing(self.events)

    @property
    def attributes(self) -> dict[str, str]:
        """What is known of the case and says nothing personal."""
        business = self.case.coverage.line_of_business
        known = {
            "payer": self.case.coverage.payer,
            "product": self.case.product,
            "line_of_business": business.value if business else None,
        }
        return {key: value for key, value in known.items() if value}


def write_log_csv(traces: Iterable[Trace], target: BinaryIO, *, zone: ZoneInfo) -> None:
    """Write the log as CSV in UTF-8: case, activity, timestamp, resource, lifecycle, and what else is known."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    write_rows(HEADINGS, _rows(traces), text, zone)
    text.flush()
    text.detach()


def _rows(traces: Iterable[Trace]) -> Iterator[tuple[Value, ...]]:
    for trace in traces:
        known = trace.attributes
        for event in trace.counting:
            stage = event.step.stage
            yield (
                trace.case.id,
                event.step.value,
                event.at,
                event.by.value if event.by else None,
                LIFECYCLE,
                stage.name if stage else None,
                event.component.value if event.component else None,
                event.time_known,
                known.get("payer"),
                known.get("product"),
                known.get("line_of_business"),
                trace.case.synthetic,
            )
