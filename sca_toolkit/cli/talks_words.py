"""The words of a negotiation on the command line: sides, times, topics. Each refusal says what is near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sca_toolkit.cli.moments import happened_at

if TYPE_CHECKING:
    from datetime import datetime

    from sca_toolkit.desk import Desk
    from sca_toolkit.desk.accepting import Party


def party_of(side: str) -> Party:
    """`us` or `payer`. Raises UsageProblem."""
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.events import Side

    if side == "us":
        return Side.us
    if side == "payer":
        return Side.payer
    raise UsageProblem(f"There is no side {side!r}. Write us or payer.")


def moment_of(desk: Desk, text: str | None, entry: datetime) -> datetime:
    """The time that was named, else the time of the entry. Raises UsageProblem."""
    return happened_at(desk, text)[0] if text else entry


def topic_of_words(key: str | None, values: dict[str, Any]) -> str:
    """The topic that was named, or the one to which all values belong. Raises UsageProblem."""
    from difflib import get_close_matches

    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.ledger import TOPICS, topic_of

    known = [each.key for each in TOPICS]
    if key in known:
        return str(key)
    if key:
        near = get_close_matches(key, known, n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Topics: {', '.join(known)}."
        raise UsageProblem(f"There is no topic {key!r}. {hint}")
    try:
        (found,) = {topic_of(place).key for place in values}
    except (KeyError, ValueError):
        raise UsageProblem(f"Say with --topic what it is about: {', '.join(known)}.") from None
    return found
