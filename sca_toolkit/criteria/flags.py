"""Things a center can push back on: transplant items, ended programs, retired codes, rules behind the label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sca_toolkit.criteria.kinds.site import Site
from sca_toolkit.criteria.kinds.stated import Forecast
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.topics import topic
from sca_toolkit.criteria.words import bare, sentence
from sca_toolkit.criteria.world import World
from sca_toolkit.errors import UsageProblem
from sca_toolkit.therapy import CodeSystem, Product, Rems
from sca_toolkit.values import Choice, Duration, Model


class FlagKind(Choice):
    """Why something is flagged."""

    carry_over = "carry_over"
    ended_program = "ended_program"
    older_than_label = "older_than_label"
    watch_longer_than_label = "watch_longer_than_label"
    retired_code = "retired_code"
    doubt = "doubt"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "carry_over": "carried over from transplant",
            "ended_program": "names a program that ended",
            "older_than_label": "older than the label",
            "watch_longer_than_label": "proximity or driving rule longer than the label",
            "retired_code": "retired code",
        }


class Flag(Model):
    """One flag, with the sentence to use."""

    kind: FlagKind
    policy: str
    leaf: str | None = None
    text: str


def flags(policy: Policy, world: World, day: date) -> tuple[Flag, ...]:
    """Every flag of a policy on a day."""
    products = tuple(_products(policy, world))
    found: list[Flag] = []
    for leaf in policy.leaves():
        if leaf.in_force(day):
            found += [*_carry_over(leaf, policy), *_ended(leaf, policy, products, day)]
            found += [
                *_codes(leaf, policy, world, day),
                *_watch(leaf, policy, products, day),
                *_doubt(leaf, policy),
            ]
    found += _older(policy, products, day)
    return tuple({(each.kind, each.text): each for each in found}.values())


def not_in_policy(
    asked: Iterable[str], policy: Policy, world: World, transplant: Iterable[Policy]
) -> tuple[Flag, ...]:
    """Things the payer asks that its policy does not hold; where a transplant policy holds them, that is said."""
    words = policy.dictionary(world.words)
    held = {name for leaf in policy.leaves() for name in _names(leaf, topic(leaf, words))}
    lists = {
        name: each
        for each in transplant
        for leaf in each.leaves()
        for name in _names(leaf, topic(leaf, words))
    }
    found = []
    for item in asked:
        key = words.terms.key(item)
        if any(key == name or bare(item) in name for name in held):
            continue
        where = next((each for name, each in lists.items() if key == name or bare(item) in name), None)
        origin = f" It stands in the transplant policy {where.number or where.title}." if where else ""
        name = policy.number or policy.title
        text = f"{sentence(item)[:-1]} is asked, and the policy {name} does not hold it.{origin}"
        found.append(Flag(kind=FlagKind.carry_over, policy=policy.id, text=text))
    return tuple(found)


def _names(leaf: Leaf, about: str) -> tuple[str, ...]:
    return bare(about), bare(leaf.says()), bare(leaf.understood or "")


def _products(policy: Policy, world: World) -> Iterator[Product]:
    for name in policy.products if world.catalogue else ():
        try:
            assert world.catalogue is not None
            yield world.catalogue.product(name)
        except UsageProblem:
            continue


def _carry_over(leaf: Leaf, policy: Policy) -> Iterator[Flag]:
    if leaf.carry_over:
        text = f"{sentence(leaf.words)} This is an item of a transplant work-up."
        yield Flag(kind=FlagKind.carry_over, policy=policy.id, leaf=leaf.id, text=text)


def _ended(leaf: Leaf, policy: Policy, products: tuple[Product, ...], day: date) -> Iterator[Flag]:
    names = "rems" in bare(f"{leaf.says()} {leaf.understood or ''}") if isinstance(leaf, Site) else False
    ended = [entry for each in products if (entry := _rems(each, day))] if names else []
    if ended:
        since = max(ended)
        text = f"The policy asks for REMS enrollment; the FDA ended this REMS on {since:%B %-d, %Y}."
        yield Flag(kind=FlagKind.ended_program, policy=policy.id, leaf=leaf.id, text=text)
    elif leaf.stale_since:
        note = f" {sentence(leaf.stale_note)}" if leaf.stale_note else ""
        text = f"{sentence(leaf.words)} What it names ended ({leaf.stale_since}).{note}"
        yield Flag(kind=FlagKind.ended_program, policy=policy.id, leaf=leaf.id, text=text)


def _rems(product: Product, day: date) -> date | None:
    entry = product.rems.on(day) if product.rems else None
    return entry.since if entry and entry.value is Rems.eliminated else None


def _codes(leaf: Leaf, policy: Policy, world: World, day: date) -> Iterator[Flag]:
    for code in leaf.codes if world.catalogue else ():
        assert world.catalogue is not None
        system = CodeSystem.cpt if code[:1].isdigit() else CodeSystem.hcpcs
        problem = world.catalogue.check_code(system, code, day)
        if problem and problem.blocking:
            text = f"The policy names {code}. {problem.message} {problem.remedy}".strip()
            yield Flag(kind=FlagKind.retired_code, policy=policy.id, leaf=leaf.id, text=text)


_WATCH = {"near": "near_center", "proximity": "near_center", "close to": "near_center", "driv": "no_driving"}


def _watch(leaf: Leaf, policy: Policy, products: tuple[Product, ...], day: date) -> Iterator[Flag]:
    if not isinstance(leaf, Forecast) or leaf.lasting is None:
        return
    said = bare(leaf.says())
    field = next((field for word, field in _WATCH.items() if word in said), None)
    for product in products if field else ():
        entry = product.monitoring.on(day) if product.monitoring else None
        limit: Duration | None = getattr(entry.value, field) if entry and field else None
        if entry and limit and (leaf.lasting.after(day) - day).days > _days(limit):
            since = f" since {entry.since:%B %-d, %Y}" if entry.since else ""
            text = f"The policy asks for {leaf.lasting}; the label of {product.brand.value} asks for {limit}{since}."
            yield Flag(kind=FlagKind.watch_longer_than_label, policy=policy.id, leaf=leaf.id, text=text)


def _days(limit: Duration) -> int:
    return limit.count * {"months": 30, "years": 365}.get(limit.unit, 1)


def _doubt(leaf: Leaf, policy: Policy) -> Iterator[Flag]:
    if leaf.doubt:
        yield Flag(kind=FlagKind.doubt, policy=policy.id, leaf=leaf.id, text=sentence(leaf.doubt))


def _older(policy: Policy, products: tuple[Product, ...], day: date) -> Iterator[Flag]:
    read = policy.revised or policy.effective or policy.sources[policy.source].dated
    if read is None or policy.criteria is None:
        return
    for product in products:
        for entry in product.indications:
            since, gained = entry.since, entry.value
            if since and read < since <= day and _same_disease(policy, gained.disease):
                text = (
                    f"The policy is of {read:%B %-d, %Y}. On {since:%B %-d, %Y} the label of "
                    f"{product.brand.value} gained {gained.disease}: {gained.setting}."
                )
                yield Flag(kind=FlagKind.older_than_label, policy=policy.id, text=text)


def _same_disease(policy: Policy, disease: str) -> bool:
    """Whether the policy is for this disease; one that names no disease, or all, is for every one."""
    told = bare(policy.indication or "all")
    head = bare(disease.split(",")[0].split(" or ")[0])
    return told.startswith("all") or head in told or told in head
