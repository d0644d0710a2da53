"""Readiness: what a payer still needs for a case, by when and from whom, and what runs out meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sca_toolkit.case import Case
from sca_toolkit.criteria import (
    CaseFacts,
    Judgment,
    Moment,
    Policy,
    Verdict,
    World,
    evaluate,
    facts_of,
)
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_words
from sca_toolkit.desk.readiness_lapses import Expiry, approval_expiries, expiries
from sca_toolkit.desk.readiness_lines import ReadinessLine, Standing, lines_of
from sca_toolkit.desk.readiness_parts import PartRow, part_rows
from sca_toolkit.desk.readiness_reviews import ReviewRow, review_rows
from sca_toolkit.desk.standing import known_profile
from sca_toolkit.errors import UsageProblem
from sca_toolkit.payer import PayerProfile
from sca_toolkit.timeline import Deadline


@dataclass(frozen=True)
class PolicyReadiness:
    """One policy of the payer against the case."""

    policy: Policy
    judged: Judgment
    lines: tuple[ReadinessLine, ...]
    expiries: tuple[Expiry, ...]
    other_disease: bool = False
    """Whether the policy is for another disease than the one treated."""

    @property
    def counts(self) -> dict[Standing, int]:
        """Criteria by standing; what another way already settles is left out."""
        return dict(Counter(each.standing for each in self.lines if not each.settled))

    def of(self, *standings: Standing) -> tuple[ReadinessLine, ...]:
        """The criteria that stand so and are not settled by another way."""
        return tuple(each for each in self.lines if each.standing in standings and not each.settled)


@dataclass(frozen=True)
class Readiness:
    """A case held against one payer on a day."""

    case: Case
    payer: str
    payer_name: str
    product: str | None
    as_of: date
    policies: tuple[PolicyReadiness, ...]
    """Policies with a test for approval, those for the treated disease first."""
    parts: tuple[PartRow, ...]
    reviews: tuple[ReviewRow, ...]
    """What may follow the request or stand beside it."""
    approvals: tuple[Expiry, ...]
    carried_over: tuple[str, ...] = ()
    """Items of a transplant work-up that this payer has asked for and that stand in none of its CAR T policies."""

    @property
    def asked(self) -> tuple[PolicyReadiness, ...]:
        """The policies that speak of the treated disease."""
        return tuple(each for each in self.policies if not each.other_disease)

    @property
    def lapsing(self) -> tuple[Expiry, ...]:
        """Results and approvals that run out before they are used, if the plan holds."""
        return tuple(each for each in self.expiries if each.lapses)

    @property
    def expiries(self) -> tuple[Expiry, ...]:
        """Everything with a last day, the first to run out first, each once."""
        found = [each for policy in self.asked for each in policy.expiries]
        return tuple(dict.fromkeys(sorted((*found, *self.approvals), key=lambda each: each.counts_until)))

    @property
    def open_lines(self) -> tuple[ReadinessLine, ...]:
        """Everything a person must still do, in the order of work."""
        order = list(Standing)
        found = [line for policy in self.asked for line in policy.lines if line.open]
        return tuple(sorted(found, key=lambda line: order.index(line.standing)))


def readiness(
    desk: Desk, case: Case, payer: str | None, as_of: date, dues: Iterable[Deadline] = ()
) -> Readiness:
    """Hold a case against a payer (the case's own when none is named) as of a day.

    `dues` are the deadlines the record holds for the case; they are shown for its own payer only.

    Raises UsageProblem where neither names a payer or the payer is unknown, DataError for a wrong criteria file.
    """
    payer_id = payer or case.coverage.payer
    if payer_id is None:
        raise UsageProblem(f"Case {case.id} names no payer. Add `coverage: payer:` or choose one.")
    world = desk.library.criteria().world()
    profile = known_profile(desk.library, case.model_copy(update={"coverage": _with_payer(case, payer_id)}))
    if profile is None and payer_id not in {each.payer for each in world.policies.values()}:
        desk.library.profile(payer_id)
    own = tuple(dues) if payer_id == case.coverage.payer else ()
    return _against(desk, case, payer_id, profile, world, as_of, own)


def _with_payer(case: Case, payer_id: str) -> object:
    return case.coverage.model_copy(update={"payer": payer_id})


def _against(
    desk: Desk,
    case: Case,
    payer_id: str,
    profile: PayerProfile | None,
    world: World,
    as_of: date,
    dues: tuple[Deadline, ...] = (),
) -> Readiness:
    product, clocks = product_id(desk, case), desk.library.clocks()
    policies = policies_for(world, payer_id, product)
    facts = facts_of(case)
    judged = tuple(_policy(each, facts, case, world, as_of) for each in policies if each.criteria is not None)
    return Readiness(
        case=case,
        payer=payer_id,
        payer_name=payer_words(profile, payer_id),
        product=product,
        as_of=as_of,
        policies=tuple(sorted(judged, key=lambda each: each.other_disease)),
        parts=part_rows(profile, policies, case, product, as_of, clocks, dues),
        reviews=review_rows(profile, clocks, case, as_of, dues),
        approvals=approval_expiries(case, as_of),
        carried_over=_carried_over(world, payer_id, policies),
    )


def product_id(desk: Desk, case: Case) -> str | None:
    """Id of the case's product in the catalog; its own word where the catalog does not have it."""
    if case.product is None:
        return None
    try:
        return desk.library.catalogue().product(case.product).id
    except UsageProblem:
        return case.product


def policies_for(world: World, payer_id: str, product: str | None) -> tuple[Policy, ...]:
    """The payer's policies on this product, or on any; those on transplant only are left out."""
    return tuple(
        policy
        for policy in world.policies.values()
        if policy.payer == payer_id
        and not policy.transplant
        and (not policy.products or product is None or product in policy.products)
    )


def _policy(policy: Policy, facts: CaseFacts, case: Case, world: World, as_of: date) -> PolicyReadiness:
    judged = evaluate(policy, facts, as_of, world=world)
    later = evaluate(policy, facts, as_of, world=world, moment=Moment.after_infusion)
    return PolicyReadiness(
        policy=policy,
        judged=judged,
        lines=lines_of(policy, judged, later, case),
        expiries=expiries(policy, later, case, as_of),
        other_disease=_other_disease(judged),
    )


def _other_disease(judged: Judgment) -> bool:
    """Whether the policy fails because it names another disease."""
    if judged.verdict is not Verdict.not_met:
        return False
    return any(each.kind == "diagnosis" and each.verdict is Verdict.not_met for each in judged.deciding())


def _carried_over(world: World, payer_id: str, policies: tuple[Policy, ...]) -> tuple[str, ...]:
    """What the payer's transplant policies list, and items of its other policies that are marked so."""
    own = [policy for policy in world.policies.values() if policy.payer == payer_id and policy.transplant]
    marked = [leaf for policy in (*own, *policies) for leaf in policy.leaves() if leaf.carry_over]
    return tuple(dict.fromkeys(leaf.words for leaf in marked))


@dataclass(frozen=True)
class AcrossRow:
    """One policy of one payer in the comparison."""

    payer: str
    payer_name: str
    policy: str
    title: str
    verdict: Verdict
    reason: str
    counts: dict[Standing, int]
    lapsing: int
    third_party: bool


def across(desk: Desk, case: Case, as_of: date) -> tuple[AcrossRow, ...]:
    """The same case against every payer that has a test for approval of its product, the closest to met first."""
    world = desk.library.criteria().world()
    payers = tuple(dict.fromkeys(each.payer for each in world.policies.values()))
    rows = [
        _row(held, policy)
        for payer in payers
        for held in [_against(desk, case, payer, _profile(desk, payer), world, as_of)]
        for policy in held.asked
    ]
    order = (Verdict.met, Verdict.needs_judgment, Verdict.unknown, Verdict.not_met, Verdict.not_asked)
    return tuple(
        sorted(rows, key=lambda row: (order.index(row.verdict), sum(_open(row)), row.payer_name, row.policy))
    )


def _profile(desk: Desk, payer: str) -> PayerProfile | None:
    return desk.library.profile(payer) if payer in desk.library.profile_ids() else None


def _open(row: AcrossRow) -> tuple[int, ...]:
    return tuple(row.counts.get(each, 0) for each in (Standing.failed, Standing.missing, Standing.judgment))


def _row(held: Readiness, policy: PolicyReadiness) -> AcrossRow:
    return AcrossRow(
        payer=held.payer,
        payer_name=held.payer_name,
        policy=policy.policy.id,
        title=policy.policy.title,
        verdict=policy.judged.verdict,
        reason=policy.judged.reason,
        counts=policy.counts,
        lapsing=sum(each.lapses for each in policy.expiries),
        third_party=policy.policy.third_party,
    )


def payers_with_criteria(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Id and name of every payer whose criteria are on file, by name."""
    world = desk.library.criteria().world()
    ids = {each.payer for each in world.policies.values() if each.criteria is not None}
    named = ((each, payer_words(_profile(desk, each), each)) for each in ids)
    return tuple(sorted(named, key=lambda pair: pair[1]))
