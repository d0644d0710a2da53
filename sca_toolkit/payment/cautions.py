"""What a contract may really say, and what is more often a slip: told beside a price, never a reason to refuse it."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.first_dollar import FirstDollarStopLoss
from sca_toolkit.payment.product_flow import product_ways, unsettled
from sca_toolkit.payment.reading import stop_losses
from sca_toolkit.payment.scope import ScopedNode, Setting
from sca_toolkit.payment.second_dollar import SecondDollarStopLoss
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.surcharge import Surcharge
from sca_toolkit.payment.threshold import ThresholdBasis
from sca_toolkit.values import dollars, percent


def cautions(arrangement: Arrangement, episode: Episode | None = None) -> tuple[str, ...]:
    """One sentence for each term that deserves a second look; with an episode, in its dollars."""
    found = [
        sentence for at, node in stop_losses(arrangement) for sentence in _of_stop_loss(at, node, episode)
    ]
    return (*found, *_of_percentages(arrangement), *_of_the_product(arrangement))


def _of_percentages(arrangement: Arrangement) -> Iterator[str]:
    for at, node in arrangement.nodes():
        if isinstance(node, Surcharge) and node.percent is not None and node.percent > 1:
            yield f"{at}: the {node.term} more than doubles the payment ({percent(node.percent)} on top); check it."


def _of_the_product(arrangement: Arrangement) -> Iterator[str]:
    base = arrangement.base
    if base is None or unsettled(base):
        return
    ways = product_ways(base)
    settings = {way.node.setting for way in ways if isinstance(way.node, ScopedNode)}
    if not ways:
        yield "base: nothing pays for the Product; add a product node, or write product_included: yes where it belongs."
    elif len(settings) == 1 and Setting.every not in settings:
        (only,) = settings
        yield f"base: nothing pays for a Product that is not infused {only.words}; if that is not meant, add a rate."


def _of_stop_loss(at: str, node: StopLoss, episode: Episode | None) -> Iterator[str]:
    yield from _of_layers(at, node)
    carved_out = any(way.treatment == "carve_out" for way in product_ways(node.of))
    if node.product_in_threshold and carved_out:
        yield (
            f"{at}: the {node.threshold_term} counts the Product, which is also paid on its own line; "
            "if that is not meant, write product_in_threshold: no."
        )
    charge = None if episode is None else episode.product.charge
    by_charges = node.threshold_basis is ThresholdBasis.charges
    if (
        node.product_in_threshold
        and by_charges
        and node.threshold
        and charge
        and charge > node.threshold.count
    ):
        yield (
            f"{at}: the charge of the Product alone ({dollars(charge)}) passes the {node.threshold_term} "
            f"({node.threshold.short()}), so even the mildest case does."
        )
    if (
        isinstance(node, FirstDollarStopLoss)
        and by_charges
        and node.threshold
        and node.percent_above is not None
    ):
        least = node.threshold.count * node.percent_above
        yield (
            f"{at}: just above the {node.threshold_term} the payment becomes {dollars(least.quantize(1))}; "
            f"where the {node.of.term} is more than that, a dearer case is paid less."
        )


def _of_layers(at: str, node: StopLoss) -> Iterator[str]:
    inner = node.of
    if not isinstance(node, SecondDollarStopLoss) or not isinstance(inner, SecondDollarStopLoss):
        return
    if node.threshold_basis is not inner.threshold_basis or node.threshold is None or inner.threshold is None:
        return
    low, high = inner.threshold.count, node.threshold.count
    ends = low + inner.maximum / inner.percent_above if inner.maximum and inner.percent_above else None
    if high <= low or ends is None or ends > high:
        yield (
            f"{at}: above {node.threshold.short()} both layers pay for the same excess; if that is not meant, let the "
            f"{inner.term} end there with its maximum."
        )
