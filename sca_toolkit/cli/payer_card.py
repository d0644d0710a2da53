"""`sca payers card`: what the center's own cases say of one payer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.printing import as_json, say, table
from sca_toolkit.cli.table_files import Csv, write_table

if TYPE_CHECKING:
    from sca_toolkit.desk.payer_statistics import PayerStatistics, Rate


def payers_card(
    payer: str, csv: Csv = None, workspace: Workspace = None, as_of: AsOf = None, json: Json = False
) -> None:
    """How often a payer approves, how long it takes with open cases counted, why it takes longer; each with n."""
    from sca_toolkit.desk.payer_statistics import payer_statistics
    from sca_toolkit.settings import open_desk

    found = payer_statistics(open_desk(workspace), payer, day_of(as_of))
    if csv:
        write_table(csv, [_rate(rate) for rate in found.rates])
    if json:
        as_json(_data(found))
    else:
        _report(found)


def _report(found: PayerStatistics) -> None:
    say(f"{found.name}: {found.cases} cases in the record, {found.open} open, as of {found.as_of:%b} "
        f"{found.as_of.day}, {found.as_of.year}.")  # fmt: skip
    if not found.cases:
        say("No case of this payer yet. `sca payers show` says what its profile knows.")
        return
    table(
        ("How often", "Of our cases", "Counted"),
        [(rate.label, rate.words, rate.meaning) for rate in found.rates],
    )
    times = [(time.clock, time.half_by, str(time.open), time.first, time.repeat) for time in found.times]
    table(("How long: half by", "All", "Open", "First agreement", "Repeat"), times)
    say(found.compared)
    for delay in found.delays:
        days = "days not known" if delay.days is None else f"{delay.days} days known"
        say(f"Delayed by {delay.reason}: {delay.cases} of {found.delays_read} cases, {days}.")
    say(f"Asks for: {'; '.join(found.documents) or 'not known'}.")


def _data(found: PayerStatistics) -> dict[str, Any]:
    plain = {name: getattr(found, name) for name in ("payer", "name", "as_of", "cases", "open")}
    return {
        **plain,
        "rates": [_rate(rate) for rate in found.rates],
        "times": found.times,
        "compared": found.compared,
        "delays": found.delays,
        "delays_read": found.delays_read,
        "documents": found.documents,
    }


def _rate(rate: Rate) -> dict[str, Any]:
    share = rate.share
    known = (share.value, share.low, share.high) if share.known else (None, None, None)
    return {
        "label": rate.label, "count": rate.count, "of": rate.of, "meaning": rate.meaning,
        "share": known[0], "low": known[1], "high": known[2],
    }  # fmt: skip
