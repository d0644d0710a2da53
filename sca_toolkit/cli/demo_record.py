"""The record of the demo: 300 invented cases in a file made anew each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from sca_toolkit.cli.printing import say
from sca_toolkit.cli.record import print_worklist

if TYPE_CHECKING:
    from sca_toolkit.desk import Desk

CASES = 300
SEED = 2026
NAME = "demo-record.sqlite"


def fill(desk: Desk, out: Path, as_of: datetime | None) -> Path:
    """Make the record in `out` and print the first lines of its worklist; returns the file."""
    from sca_toolkit.desk.synthetic import load_world, make_world
    from sca_toolkit.desk.tracking import worklist

    out.mkdir(parents=True, exist_ok=True)
    path = out / NAME
    for ending in ("", "-wal", "-shm"):
        path.with_name(NAME + ending).unlink(missing_ok=True)
    say(f"Making up {CASES} cases over two years ...")
    now = _moment(desk, as_of)
    world = make_world(SEED, now.astimezone(desk.library.practice().calendar.zone).date(), CASES)
    demo = replace(desk, address=str(path))
    say(f"Keeping {len(world.events)} events and {len(world.moves)} moves in {path} ...")
    load_world(demo.record, world, who=demo.who, now=now)
    say("\nWhat needs somebody today:")
    print_worklist(worklist(demo, now), most=5)
    say(f"See all of it with `SCA_DATABASE={path} sca cases list`.\n")
    demo.record.close()
    return path


def _moment(desk: Desk, as_of: datetime | None) -> datetime:
    zone = desk.library.practice().calendar.zone
    return datetime.combine(as_of.date(), time(12), zone) if as_of else datetime.now(UTC)
