"""Pricing one dated episode under one contract, both from files: the trace, the margin, the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from sca_toolkit.library import load
from sca_toolkit.library.exports import Sheet
from sca_toolkit.library.exports.pricing_book import write_pricing_book
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.cautions import cautions
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.pricing import Priced, price_live, price_one
from sca_toolkit.values.marks import plain

_FIXED = (
    "Which days fall into a window, and who was infused, are those of this episode; they do not change here."
)


@dataclass(frozen=True)
class PricedEpisode:
    """What a contract pays for an episode, and what is left of it."""

    contract: str
    """The contract in one line."""
    episode: str
    """How the episode is called."""
    priced: Priced
    cost: Decimal | None
    """The provider's cost; None where a line has no cost."""
    margin: Decimal | None
    """What is collected less the cost."""
    open: tuple[str, ...]
    """Terms that are not agreed and that this price did not need."""
    cautions: tuple[str, ...]
    """Terms that deserve a second look."""


def price_episode(contract: Path, episode: Path) -> PricedEpisode:
    """Price the episode in one file under the contract in another.

    Raises DataError for what is wrong in either file, and CannotPrice for a value that is missing.
    """
    arrangement, happened = load(Arrangement, contract), load(Episode, episode)
    priced, cost = price_one(arrangement, happened), happened.cost()
    return PricedEpisode(
        contract=plain(arrangement.summary()),
        episode=happened.name,
        priced=priced,
        cost=cost,
        margin=None if cost is None else priced.collected - cost,
        open=tuple(f"{gap.label} ({gap.path})" for gap in arrangement.gaps()),
        cautions=cautions(arrangement, happened),
    )


def pricing_workbook(contract: Path, episode: Path, target: BinaryIO) -> None:
    """Write the same price as an Excel workbook with live formulas. Raises as `price_episode` does."""
    arrangement, happened = load(Arrangement, contract), load(Episode, episode)
    write_live_price(arrangement, happened, target)


def write_live_price(
    arrangement: Arrangement,
    happened: Episode,
    target: BinaryIO,
    about: Sequence[str] = (),
    behind: Sequence[Sheet] = (),
) -> None:
    """Write the workbook of one price; `about` and the tables of `behind` follow what it says of itself.

    Raises CannotPrice for a value that is missing; nothing is written then.
    """
    write_pricing_book(
        price_live(arrangement, happened),
        target,
        contract=f"Contract: {plain(arrangement.summary())}.",
        episode=f"Episode: {happened.name}.",
        about=(_FIXED, *cautions(arrangement, happened), *about),
        behind=behind,
    )
