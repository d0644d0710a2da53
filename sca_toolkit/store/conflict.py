"""Two people saved the same thing: the second is told what changed, by whom and when, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sca_toolkit.errors import ScaError
from sca_toolkit.store.differences import FieldChange, differences, with_changes


@dataclass(frozen=True)
class Version:
    """One stored version of a document, as JSON."""

    number: int
    data: Mapping[str, Any]
    who: str
    when: datetime


class Conflict(ScaError):
    """A save that started from an older version. Nothing was written; both versions are here.

    `changes` are the fields changed by others since; `latest` is their number of the newest version, to save on top.
    """

    def __init__(self, thing: str, versions: Iterable[Version], mine: Mapping[str, Any]) -> None:
        seen, *since = versions
        self.thing = thing
        self.latest = since[-1].number
        self.theirs = dict(since[-1].data)
        self.mine = dict(mine)
        self.changes = _changes(seen, since, self.mine)
        self._mine_since = {path: now for path, (_, now) in differences(seen.data, self.mine).items()}
        super().__init__(self._sentence(since))

    @property
    def clashes(self) -> tuple[FieldChange, ...]:
        """Fields that both sides changed to different values."""
        return tuple(change for change in self.changes if change.clashes)

    def merged(self) -> dict[str, Any]:
        """Theirs with every change of mine laid on top, as JSON; where both changed a field, mine."""
        return with_changes(self.theirs, self._mine_since)

    def _sentence(self, since: list[Version]) -> str:
        names = sorted({version.who for version in since})
        said = [f"{change.path} ({change.who}, {change.when:%Y-%m-%d %H:%M} UTC)" for change in self.changes]
        fields = "; ".join(said[:5]) + (f" and {len(said) - 5} more" if len(said) > 5 else "")
        choose = [change.path for change in self.clashes]
        rest = f" You changed the same: {', '.join(choose[:5])}." if choose else " You changed other fields."
        return (
            f"{self.thing} was saved by {' and '.join(names)} after you opened it. Changed: {fields}.{rest} "
            "Nothing of yours is lost: look at both and save again."
        )


def _changes(seen: Version, since: list[Version], mine: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    by: dict[str, Version] = {}
    before = seen
    for version in since:
        by |= dict.fromkeys(differences(before.data, version.data), version)
        before = version
    mine_differ = differences(seen.data, mine)
    return tuple(
        FieldChange(path, was, theirs, mine_differ.get(path, (was, was))[1], last.who, last.when)
        for path, (was, theirs) in differences(seen.data, since[-1].data).items()
        # A group that came or went as a whole has no path in the version that changed a part of it.
        for last in [by.get(path) or since[-1]]
    )
