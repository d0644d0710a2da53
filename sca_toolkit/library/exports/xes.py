"""The event log as XES, the XML form of IEEE 1849 that process-mining programs read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from sca_toolkit.events import Event
from sca_toolkit.library.exports.event_log import LIFECYCLE, Trace

_EXTENSIONS = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold at all."""
_OWN = "sca_"
"""Before our own keys. A colon would say that they come from an extension of the standard."""


def write_xes(traces: Iterable[Trace], target: BinaryIO, *, title: str, zone: ZoneInfo) -> None:
    """Write the log: extensions, globals, a classifier by activity, one trace a case, with events or without."""
    for line in _lines(traces, title, zone):
        target.write(f"{line}\n".encode())


def _lines(traces: Iterable[Trace], title: str, zone: ZoneInfo) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">'
    for name, prefix in _EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>'
    yield '  <global scope="trace">'
    yield f"    {_string('concept:name', '')}"
    yield "  </global>"
    yield '  <global scope="event">'
    yield f"    {_string('concept:name', '')}"
    yield '    <date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>'
    yield f"    {_string('lifecycle:transition', LIFECYCLE)}"
    yield "  </global>"
    yield '  <classifier name="Activity" scope="event" keys="concept:name"/>'
    yield f"  {_string('concept:name', title)}"
    yield f"  {_string('lifecycle:model', 'standard')}"
    for trace in traces:
        yield from _trace(trace, zone)
    yield "</log>"


def _trace(trace: Trace, zone: ZoneInfo) -> Iterator[str]:
    yield "  <trace>"
    yield f"    {_string('concept:name', trace.case.id)}"
    for key, value in trace.attributes.items():
        yield f"    {_string(f'{_OWN}{key}', value)}"
    yield f"    {_boolean(f'{_OWN}invented', trace.case.synthetic)}"
    for event in trace.counting:
        yield from _event(event, zone)
    yield "  </trace>"


def _event(event: Event, zone: ZoneInfo) -> Iterator[str]:
    yield "    <event>"
    yield f"      {_string('concept:name', event.step.value)}"
    yield f'      <date key="time:timestamp" value="{event.at.astimezone(zone).isoformat(timespec="milliseconds")}"/>'
    yield f"      {_string('lifecycle:transition', LIFECYCLE)}"
    if event.by:
        yield f"      {_string('org:resource', event.by.value)}"
    if event.step.stage:
        yield f"      {_string(f'{_OWN}stage', event.step.stage.name)}"
    if event.component:
        yield f"      {_string(f'{_OWN}component', event.component.value)}"
    yield f"      {_boolean(f'{_OWN}time_known', event.time_known)}"
    yield "    </event>"


def _string(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(_NOT_XML.sub('�', value))}/>"


def _boolean(key: str, value: bool) -> str:
    return f'<boolean key={quoteattr(key)} value="{"true" if value else "false"}"/>'
