"""What a contract may really say, and what is more often a slip: told beside a price, never a reason to refuse it."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.first_dollar import FirstDollarStopLoss
from sca_toolkit.payment.product_flow import product_ways
from sca_toolkit.payment.reading import stop_losses
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.threshold import ThresholdBasis
from sca_toolkit.values import dollars


def cautions(arrangement: Arrangement, episode: Episode | None = None) -> tuple[str, ...]:
    """One sentence for each term that deserves a second look; with an episode, in its dollars."""
    found = [
        sentence for at, node in stop_losses(arrangement) for sentence in _of_stop_loss(at, node, episode)
    ]
    return tuple(found)


def _of_stop_loss(at: str, node: StopLoss, episode: Episode | None) -> Iterator[str]:
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
