"""Payers' criteria: shown, compared, checked, and tried on a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sca_toolkit.case import Case
from sca_toolkit.criteria import CaseFacts, Judgment, Policy, World, evaluate, facts_of
from sca_toolkit.criteria.against_label import LabelDifference, label_differences
from sca_toolkit.criteria.flags import Flag, flags, not_in_policy
from sca_toolkit.criteria.matrix import CoreItem, Matrix, core, matrix
from sca_toolkit.criteria.outline import OutlineRow, outline
from sca_toolkit.criteria.schema import policy_schema
from sca_toolkit.criteria.versions import Affected, Change, affected, dated_changes, version_changes
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.library.criteria import facts_of_text, policy_of, policy_problems
from sca_toolkit.library.loading import decoded, read_text
from sca_toolkit.store import CaseFilter, cases_page, count_cases, stored_case
from sca_toolkit.store.finding import PAGE


@dataclass(frozen=True)
class PolicyRow:
    """One policy in a list."""

    id: str
    title: str
    payer: str
    """Id of the payer."""
    called: str
    """The payer's name."""
    products: tuple[str, ...]
    criteria: int
    """Criteria that decide."""
    seen: str
    third_party: bool
    flags: int


@dataclass(frozen=True)
class PolicyView:
    """A policy to be read: its tree, its pages, its flags."""

    policy: Policy
    rows: tuple[OutlineRow, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Versions:
    """What changed, and the cases whose verdict differs."""

    changes: tuple[Change, ...]
    affected: tuple[Affected, ...]


@dataclass(frozen=True)
class Checked:
    """A criteria file that was looked at: the policy where it can be read, and every problem."""

    policy: Policy | None
    problems: tuple[Problem, ...]


def list_policies(desk: Desk, day: date) -> tuple[PolicyRow, ...]:
    """All policies, by payer and title. Raises DataError for wrong files."""
    world = desk.library.criteria().world()
    names = payer_names(desk.library, (policy.payer for policy in world.policies.values()))
    rows = (_row(policy, names[policy.payer], world, day) for policy in world.policies.values())
    return tuple(sorted(rows, key=lambda row: (row.called, row.title, row.id)))


def _row(policy: Policy, called: str, world: World, day: date) -> PolicyRow:
    deciding = (
        [each for each in policy.leaves() if not each.administrative_only]
        if policy.criteria is not None
        else []
    )
    return PolicyRow(
        id=policy.id,
        title=policy.title,
        payer=policy.payer,
        called=called,
        products=policy.products,
        criteria=len(deciding),
        seen=policy.seen.words,
        third_party=policy.third_party,
        flags=len(flags(policy, world, day)),
    )


def show_policy(desk: Desk, name: str, day: date) -> PolicyView:
    """One policy as a tree. Raises UsageProblem for an unknown id, DataError for a wrong file."""
    shelf = desk.library.criteria()
    policy = shelf.policy(name)
    return PolicyView(policy, outline(policy), flags(policy, shelf.world(), day))


def asked_beyond(desk: Desk, name: str, items: tuple[str, ...]) -> tuple[Flag, ...]:
    """What the payer asks and its policy does not hold, with the transplant policy on file that does."""
    shelf = desk.library.criteria()
    world = shelf.world()
    lists = [each for each in world.policies.values() if each.transplant]
    return not_in_policy(items, shelf.policy(name), world, lists)


def side_by_side(desk: Desk, names: tuple[str, ...], day: date) -> Matrix:
    """Policies by topic. Raises UsageProblem for an unknown id, or fewer than two."""
    if len(set(names)) < 2:
        raise UsageProblem("A matrix needs two policies or more.")
    shelf = desk.library.criteria()
    return matrix([shelf.policy(name) for name in dict.fromkeys(names)], shelf.world(), day)


def for_product(desk: Desk, product: str) -> tuple[str, ...]:
    """Ids of the policies for a product, those with a test for approval. Raises UsageProblem for an unknown product."""
    wanted = desk.library.catalogue().product(product).id
    world = desk.library.criteria().world()
    key = world.words.drugs.key
    return tuple(
        policy.id
        for policy in world.policies.values()
        if policy.criteria is not None and key(wanted) in {key(each) for each in policy.products}
    )


def shared_core(desk: Desk, at_least: int, day: date, product: str | None = None) -> tuple[CoreItem, ...]:
    """What `at_least` payers ask, over all policies or those for a product."""
    world = desk.library.criteria().world()
    names = for_product(desk, product) if product else tuple(world.policies)
    tests = [world.policies[name] for name in names if world.policies[name].criteria is not None]
    return core(tests, world, day, at_least)


def against_label(
    desk: Desk, name: str, day: date, product: str | None = None
) -> tuple[LabelDifference, ...]:
    """A policy against the label of its product. Raises UsageProblem where the product is not clear."""
    shelf = desk.library.criteria()
    policy = shelf.policy(name)
    if product is None and len(policy.products) != 1:
        raise UsageProblem(
            f"{policy.id} is for {len(policy.products) or 'any'} products; name one with --product."
        )
    chosen = desk.library.catalogue().product(product or policy.products[0])
    return label_differences(policy, chosen.id, shelf.world(), day)


def between_versions(desk: Desk, old: Policy, new: Policy, day: date) -> Versions:
    """What changed by the ids of the criteria, and the cases whose verdict differs.

    Cases are the payer's open ones in the record; those of the cases folder while no record holds a case.
    """
    world = desk.library.criteria().world()
    cases = ((case.id, facts_of(case)) for case in _touched(desk, new.payer))
    return Versions(version_changes(old, new), affected(old, new, cases, day, world))


def _touched(desk: Desk, payer: str) -> Iterator[Case]:
    """Open cases of a payer, page by page. A record that was never begun is not begun here."""
    if desk.address and ("://" in desk.address or Path(desk.address).is_file()):
        wanted = CaseFilter(open=True, payers=(payer,))
        with desk.record.reading() as read:
            if count_cases(read):
                for at in range(0, count_cases(read, wanted), PAGE):
                    for row in cases_page(read, wanted, order="id", limit=PAGE, offset=at):
                        yield stored_case(read, row.id).case
                return
    yield from map(desk.library.case, desk.library.case_ids())


def between_days(desk: Desk, name: str, first: date, last: date) -> tuple[Change, ...]:
    """What a policy asks on one day and not on another, by the dates on its criteria."""
    return dated_changes(desk.library.criteria().policy(name), first, last)


def policy_named(desk: Desk, name: str) -> Policy:
    """A policy by id, or from a file of that path. Raises UsageProblem or DataError."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
        return policy_of(read_text(path), str(path))[0]
    return desk.library.criteria().policy(name)


def check_policy(desk: Desk, text: str | bytes, file: str) -> Checked:
    """Every problem of a criteria file that came as text, or as the octets of an upload."""
    shelf = desk.library.criteria()
    try:
        policy, located = policy_of(_text(text, file), file)
    except DataError as error:
        return Checked(None, error.problems)
    known = {**shelf.policies(), policy.id: policy}
    return Checked(policy, policy_problems(policy, located, World(shelf.words, known, shelf.catalogue)))


def check_policy_file(desk: Desk, path: Path) -> Checked:
    """Every problem of a criteria file."""
    try:
        return check_policy(desk, read_text(path), str(path))
    except DataError as error:
        return Checked(None, error.problems)


def _text(text: str | bytes, file: str) -> str:
    return decoded(text, file) if isinstance(text, bytes) else text


def facts_in(desk: Desk, text: str | bytes, file: str, policy: Policy) -> CaseFacts:
    """Facts from text, checked with the words of `policy`. Raises DataError with every blocking problem."""
    words = policy.dictionary(desk.library.criteria().words)
    return facts_of_text(_text(text, file), file, words, (policy,))


def facts_of_file(desk: Desk, path: Path, policy: Policy) -> CaseFacts:
    """Facts from a file. Raises DataError with every blocking problem."""
    return facts_in(desk, read_text(path), str(path), policy)


def case_numbers(desk: Desk) -> tuple[str, ...]:
    """Names of the cases of the cases folder."""
    return desk.library.case_ids()


def case_facts(desk: Desk, name: str) -> CaseFacts:
    """The facts of a case of the cases folder. Raises UsageProblem for an unknown one."""
    return facts_of(desk.library.case(name))


def try_policy(desk: Desk, policy: Policy, facts: CaseFacts, day: date) -> Judgment:
    """A policy, on file or not, judged against facts."""
    shelf = desk.library.criteria()
    known = {**shelf.policies(), policy.id: policy}
    return evaluate(policy, facts, day, world=World(shelf.words, known, shelf.catalogue))


def criteria_schema() -> dict[str, Any]:
    """The JSON Schema of a criteria file."""
    return policy_schema()
