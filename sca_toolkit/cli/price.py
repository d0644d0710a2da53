"""`sca price`: what a contract pays for one dated episode, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.printing import as_json, say, table

if TYPE_CHECKING:
    from decimal import Decimal

    from sca_toolkit.desk.pricing import PricedEpisode

Contract = Annotated[Path, typer.Argument(help="The contract: YAML as in docs/payment-language.md.")]
EpisodeFile = Annotated[Path, typer.Argument(help="The episode: YAML as in docs/how-we-price.md.")]
Book = Annotated[
    Path | None, typer.Option("--workbook", help="Also write an Excel workbook with live formulas.")
]


def price(contract: Contract, episode: EpisodeFile, workbook: Book = None, json: Json = False) -> None:
    """What a contract pays for one dated episode, to the cent, with the line that each dollar comes from."""
    from sca_toolkit.desk.pricing import price_episode

    found = price_episode(contract, episode)
    if workbook is not None:
        _write(contract, episode, workbook)
    if json:
        as_json(_plain(found))
        return
    _print(found)
    if workbook is not None:
        say(f"\nwrote {workbook}")


def _write(contract: Path, episode: Path, workbook: Path) -> None:
    import io

    from sca_toolkit.desk.pricing import pricing_workbook

    whole = io.BytesIO()
    pricing_workbook(contract, episode, whole)
    workbook.write_bytes(whole.getvalue())


def _money(value: Decimal) -> str:
    return f"-${-value:,.2f}" if value < 0 else f"${value:,.2f}"


def _print(found: PricedEpisode) -> None:
    priced = found.priced
    say(f"{found.episode}\n{found.contract}")
    table(
        ("Where", "Amount", "For", "How", "Dollars"),
        [(line.path, line.term, line.what, line.formula, _money(line.amount)) for line in priced.lines],
    )
    others = f"member {_money(priced.member_pays)}, other payer {_money(priced.other_payer_pays)}"
    say(f"Allowed {_money(priced.allowed)}: payer {_money(priced.payer_pays)}, {others}.")
    if priced.from_manufacturer:
        say(f"From the manufacturer {_money(priced.from_manufacturer)}.")
    for note in priced.notes:
        say(f"  {note.path}: {note.words}")
    if found.margin is not None and found.cost is not None:
        say(f"Cost {_money(found.cost)}, margin {_money(found.margin)}.")
    for caution in found.cautions:
        say(f"Look again: {caution}")
    if found.open:
        say(f"Not agreed, and not needed for this price: {'; '.join(found.open)}.")


def _plain(found: PricedEpisode) -> dict[str, Any]:
    priced = found.priced
    return {
        "episode": found.episode,
        "contract": found.contract,
        "lines": [vars(line) for line in priced.lines],
        "notes": [vars(note) for note in priced.notes],
        "allowed": priced.allowed,
        "interest": priced.interest,
        "member_pays": priced.member_pays,
        "other_payer_pays": priced.other_payer_pays,
        "payer_pays": priced.payer_pays,
        "from_manufacturer": priced.from_manufacturer,
        "collected": priced.collected,
        "cost": found.cost,
        "margin": found.margin,
        "open": found.open,
        "cautions": found.cautions,
    }
