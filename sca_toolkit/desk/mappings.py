"""Mappings: how the columns of a list were matched, remembered heading by heading or under a name, one for each source.

Without a name all lists of a kind share one mapping. Lists of two sources that use the same heading for different
things are told apart by name: the named mapping that knows most of a list's headings is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import case_targets, targets
from sca_toolkit.library.tables import bare
from sca_toolkit.store import Read, Write, keep_mapping, mapping_names, mapping_of

CASES, EVENTS = "cases", "events"
"""The kinds of list."""
LONGEST_NAME = 60
"""Characters of a name."""
_FITS = 0.5
"""Share of a list's headings that a named mapping must know to be proposed unasked."""


def saved_mappings(desk: Desk, kind: str) -> tuple[str, ...]:
    """The names under which mappings of a kind of list were saved, sorted."""
    with desk.record.reading() as read:
        return _names(read, kind)


def fitting_mapping(desk: Desk, kind: str, headings: Iterable[str]) -> str:
    """The name of the saved mapping that knows most of these headings; empty where none knows half of them."""
    wanted = {bare(heading) for heading in headings}
    with desk.record.reading() as read:
        shares = {
            name: _share(mapping_of(read, _key(kind, name)) or {}, wanted) for name in _names(read, kind)
        }
    best = max(shares, key=lambda name: shares[name], default="")
    return best if best and shares[best][0] >= _FITS else ""


def remembered(desk: Desk, kind: str, name: str = "") -> dict[str, str]:
    """The mapping saved under a name, or the one all lists share. Raises UsageProblem for an unknown name."""
    with desk.record.reading() as read:
        found = mapping_of(read, _key(kind, name))
        if found is None and name:
            known = ", ".join(_names(read, kind)) or "none"
            raise UsageProblem(f"No mapping of {kind} is saved under {name!r}. Saved: {known}.")
    return found or {}


def remember(write: Write, kind: str, mapping: Mapping[str, str] | None, name: str = "") -> None:
    """Keep a mapping, heading by heading beside what was kept before. Raises UsageProblem for a name too long."""
    name = name.strip()
    if len(name) > LONGEST_NAME:
        raise UsageProblem(
            f"The name of a mapping has at most {LONGEST_NAME} characters; this has {len(name)}."
        )
    if mapping:
        key = _key(kind, name)
        keep_mapping(write, key, {**(mapping_of(write, key) or {}), **mapping})


def target_choices(kind: str, *, wide: bool = False) -> dict[str, str]:
    """Where a column of a list may go, each with its words; `wide` for events of a list with one case a row."""
    if kind == CASES:
        return {heading: heading for heading in case_targets()}
    return {str(target): f"{target.words[:1].upper()}{target.words[1:]}" for target in targets(wide=wide)}


def _key(kind: str, name: str) -> str:
    return f"{kind}:{name}" if name else kind


def _names(read: Read, kind: str) -> tuple[str, ...]:
    start = f"{kind}:"
    return tuple(name.removeprefix(start) for name in mapping_names(read) if name.startswith(start))


def _share(mapping: Mapping[str, str], wanted: set[str]) -> tuple[float, float]:
    """How much of the list the mapping knows, then how much of the mapping is in the list. Both from 0 to 1."""
    known = {bare(heading) for heading in mapping if not heading.startswith("=")}
    both = len(known & wanted)
    return (both / len(wanted) if wanted else 0.0, both / len(known) if known else 0.0)
