"""What the commands of a negotiation print, for a person or a script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sca_toolkit.cli.printing import as_json, say

if TYPE_CHECKING:
    from sca_toolkit.desk import Desk
    from sca_toolkit.desk.negotiating import Sent
    from sca_toolkit.ledger import Ledger, Row


def ledger_shown(ledger: Ledger) -> dict[str, Any]:
    """The negotiation for a script."""
    return {
        "turn": ledger.turn,
        "since": ledger.clock.since,
        "paused": ledger.clock.paused,
        "days": ledger.days,
        "rounds": len(ledger.rounds),
        "open": [point.row.topic.key for point in ledger.open_points],
        "rows": [_row(row) for row in ledger.rows],
        "fallbacks_nobody_allowed": len(ledger.not_allowed),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "topic": row.topic.key,
        "title": row.topic.title,
        "status": row.status,
        "ours": row.ours,
        "theirs": row.theirs,
        "agreed": row.agreed,
        "waits_for": row.waits_for,
        "last_moved_by": row.last_moved_by,
        "last_moved_on": row.last_moved_on,
    }


def print_ledger(case: str, ledger: Ledger) -> None:
    """The negotiation for a person: each row with both positions, then what is open."""
    whose = {"us": "our turn", "payer": "the payer's turn"}.get(ledger.turn or "", "nobody's turn")
    since = f" since {ledger.clock.since:%Y-%m-%d}" if ledger.clock.since else ""
    days = ledger.days
    say(
        f"{case}: round {len(ledger.rounds)}, {whose}{since}; {days.us} days with us, {days.payer} with the payer, "
        f"{days.paused} paused."
    )
    for row in ledger.rows:
        if row.points:
            say(f"\n{row.topic.number}. {row.topic.title} ({row.topic.key}): {row.status.words}")
            for name, text in (("ours", row.ours), ("theirs", row.theirs), ("agreed", row.agreed)):
                if text:
                    say(f"     {name:7}{text}")
    say("\nOpen points" if ledger.open_points else "\nNo point is open.")
    for point in ledger.open_points:
        when = f" since {point.since:%Y-%m-%d}" if point.since else ""
        say(f"  {point.row.topic.title}: {point.owner_words} has to move{when}")
    if ledger.not_allowed:
        say(f"{len(ledger.not_allowed)} fallbacks name nobody who allowed them.")


def report_sent(desk: Desk, case: str, sent: Sent, out: Path, json: bool) -> None:
    """Write the paper into `out`, and say what it is, what changed in it, and what it still lacks."""
    from sca_toolkit.desk.safekeeping import write_paper

    word = write_paper(desk, case, sent.paper.number, sent.paper.name, out)
    if json:
        as_json(
            {
                "paper": sent.paper,
                "word": str(word),
                "terms_version": sent.terms_version,
                "changed": sent.changed,
                "missing": sent.missing,
                "topics_moved": [move.topic for move in sent.moves],
            }
        )
        return
    say(
        f"{sent.paper.status}  {word} (terms version {sent.terms_version}, kept as number {sent.paper.number})"
    )
    for place in sent.changed:
        say(f"  changed  {place}")
    for label in sent.missing:
        say(f"  missing  {label}")
    if sent.moves:
        say(f"  {len(sent.moves)} {'row' if len(sent.moves) == 1 else 'rows'} put on the table")
