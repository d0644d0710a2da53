"""A policy against the label of its product, as far as the product catalog knows the label."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.criteria.kinds.age import Age
from sca_toolkit.criteria.kinds.prior_lines import PriorLines
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.matrix import barred, in_force
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.topics import topic
from sca_toolkit.criteria.words import number
from sca_toolkit.criteria.world import World
from sca_toolkit.errors import UsageProblem
from sca_toolkit.therapy import Indication, Product
from sca_toolkit.values import Choice, Model


class Stance(Choice):
    """How a criterion stands to the label."""

    same = "same"
    stricter = "stricter"
    looser = "looser"
    beyond = "beyond"
    """The label, as far as the catalog knows it, does not speak of it."""

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"beyond": "beyond the label", "same": "as the label", "looser": "wider than the label"}


class LabelDifference(Model):
    """One criterion beside the label."""

    leaf: str
    topic: str
    policy_says: str
    label_says: str | None = None
    stance: Stance
    label_from: date | None = None
    """First day on which the label said so."""


_NOT_LABEL = frozenset({"diagnosis", "disease_state", "supported_use", "reference", "document", "prescriber", "site",
                        "use_limit", "unseen", "authorization", "attribute"})  # fmt: skip


def label_differences(policy: Policy, product: str, world: World, day: date) -> tuple[LabelDifference, ...]:
    """Age, lines and everything a policy asks beyond the label of `product` on a day. Empty without a catalog entry."""
    held = _product(product, world)
    if held is None:
        return ()
    labeled = [
        (entry.value, entry.since) for entry in held.indications if entry.since is None or entry.since <= day
    ]
    fitting = _fitting(policy, labeled)
    bars = barred(policy)
    return tuple(
        found
        for leaf in in_force(policy, day)
        for found in _one(leaf, policy, fitting, world, leaf.id in bars)
    )


def _product(name: str, world: World) -> Product | None:
    if world.catalogue is None:
        return None
    try:
        return world.catalogue.product(name)
    except UsageProblem:
        return None


def _fitting(
    policy: Policy, labeled: list[tuple[Indication, date | None]]
) -> list[tuple[Indication, date | None]]:
    """The indications whose disease the policy names; all where it names none of them."""
    words = (policy.indication or "").casefold()
    named = [pair for pair in labeled if any(part in words for part in _heads(pair[0]))]
    return named or labeled


def _heads(indication: Indication) -> tuple[str, ...]:
    return tuple(part.strip().casefold() for part in indication.disease.split(",")[:1])


def _one(
    leaf: Leaf, policy: Policy, labeled: list[tuple[Indication, date | None]], world: World, bars: bool
) -> Iterator[LabelDifference]:
    name = topic(leaf, policy.dictionary(world.words))
    if isinstance(leaf, Age):
        yield from _age(leaf, name, labeled, bars)
    elif isinstance(leaf, PriorLines):
        yield from _lines(leaf, name, labeled)
    elif leaf.kind not in _NOT_LABEL:  # type: ignore[attr-defined]
        yield LabelDifference(leaf=leaf.id, topic=name, policy_says=leaf.says(), stance=Stance.beyond)


def _age(
    leaf: Age, name: str, labeled: list[tuple[Indication, date | None]], bars: bool
) -> Iterator[LabelDifference]:
    lowest = [(each.age_min, since) for each, since in labeled if each.age_min is not None]
    asked = leaf.below if bars else leaf.at_least
    if asked is not None and lowest:
        yield _compared(
            leaf,
            name,
            asked,
            min(lowest, key=lambda pair: pair[0]),
            "years or older",
            higher_is_stricter=True,
        )
    highest = [(each.age_max, since) for each, since in labeled if each.age_max is not None]
    if leaf.at_most is not None and highest and not bars:
        youngest = max(highest, key=lambda pair: pair[0])
        yield _compared(leaf, name, leaf.at_most, youngest, "years or younger", higher_is_stricter=False)


def _lines(
    leaf: PriorLines, name: str, labeled: list[tuple[Indication, date | None]]
) -> Iterator[LabelDifference]:
    fewest = [(each.min_prior_lines, since) for each, since in labeled if each.min_prior_lines is not None]
    if leaf.at_least is not None and fewest:
        least = min(fewest, key=lambda pair: pair[0])
        yield _compared(leaf, name, leaf.at_least, least, "earlier lines or more", higher_is_stricter=True)
    if leaf.at_most is not None:
        yield LabelDifference(
            leaf=leaf.id,
            topic=name,
            policy_says=leaf.says(),
            label_says="no upper limit known",
            stance=Stance.stricter,
        )


def _compared(
    leaf: Leaf, name: str, asked: float, label: tuple[int, date | None], unit: str, higher_is_stricter: bool
) -> LabelDifference:
    value, since = label
    if asked == value:
        stance = Stance.same
    else:
        stance = Stance.stricter if (asked > value) == higher_is_stricter else Stance.looser
    return LabelDifference(
        leaf=leaf.id,
        topic=name,
        policy_says=leaf.says(),
        label_says=f"{number(value)} {unit.replace('lines', 'line') if value == 1 else unit}",
        stance=stance,
        label_from=since,
    )
