"""Puts an invented record into a real one, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sca_toolkit.desk.synthetic.world import World
from sca_toolkit.store import Store, add_cases, add_events, append_moves


def load_world(store: Store, world: World, *, who: str, now: datetime) -> None:
    """Keep all cases with their owners, events and moves. `now` is not before the day of the world.

    Raises DataError when a case number is taken; then nothing is kept.
    """
    by_owner = defaultdict(list)
    for case in world.cases:
        by_owner[world.owners.get(case.id)].append(case)
    with store.writing(who=who, now=now) as write:
        for owner, cases in by_owner.items():
            add_cases(write, cases, owner=owner)
        add_events(write, world.events)
        append_moves(write, world.moves)
