"""propose_terms: from a payer profile and a case to terms, each remembering where it came from.

Later layers win: standing lists, the center's file, the payer's profile, the last agreement with that payer, the
product catalog, the case. What a clause position settles comes last, so that values never contradict its wording.
What nobody knows stays a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from sca_toolkit.case import Case, Center
from sca_toolkit.clauses import Clause, Stance
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.payer import KnownPosition, PayerProfile
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.relevance import needed_rules
from sca_toolkit.payment.rules import Rule
from sca_toolkit.terms.agreement import AgreementTerms, value_at, with_values
from sca_toolkit.terms.criteria import criteria_layer
from sca_toolkit.terms.from_case import (
    PROPOSED_WINDOW_DAYS,
    case_layer,
    center_layer,
    derived_layer,
    product_layer,
    standard_layer,
)
from sca_toolkit.terms.from_payer import (
    last_agreement_layer,
    last_positions,
    position_choices,
    profile_layer,
)
from sca_toolkit.terms.money import last_window_day
from sca_toolkit.terms.origin import Layer, Origin, OriginKind, Proposed, known
from sca_toolkit.terms.standards import Standards
from sca_toolkit.therapy import Product


@dataclass(frozen=True)
class Background:
    """What is at hand besides profile and case. Everything may be absent; absence leaves gaps."""

    center: Center | None = None
    product: Product | None = None
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    standards: Standards | None = None
    arrangement: Arrangement | None = None
    """The payment shape the center proposes where the profile knows none."""
    last: AgreementTerms | None = None
    """The last signed agreement with this payer."""


@dataclass(frozen=True)
class Proposal:
    """Proposed terms and, for each field that holds a value, its origin."""

    terms: AgreementTerms
    origins: Mapping[str, Origin]

    def with_typed(self, changes: Mapping[str, Any]) -> Proposal:
        """The proposal with values typed by a person. None makes a field a gap again.

        Raises DataError naming the field for a value that does not fit.
        """
        typed = Origin(kind=OriginKind.typed)
        origins = {
            path: origin for path, origin in self.origins.items() if changes.get(path, origin) is not None
        }
        origins |= {path: typed for path, value in changes.items() if value is not None}
        return Proposal(checked_values(self.terms, dict(changes)), origins)

    def with_derived(self, changes: Mapping[str, Any], detail: str) -> Proposal:
        """The proposal with values worked out from others."""
        worked = Origin(kind=OriginKind.derived, detail=detail)
        return Proposal(
            checked_values(self.terms, dict(changes)), {**self.origins, **dict.fromkeys(changes, worked)}
        )

    def with_position(self, clause: Clause, stance: Stance) -> Proposal:
        """The proposal with another position on `clause` and the values it settles.

        Payment rules that would contradict the rest of the arrangement stay as they are; the wording follows them.
        """
        sets = {path: value or None for path, value in clause.position(stance).sets.items()}
        settled = _fitting(sets, self.terms.payment)
        origin = Origin(kind=OriginKind.position, detail=f"{stance.words} position of {clause.id}")
        positions = {**self.terms.positions, clause.id: KnownPosition(position=stance)}
        terms = checked_values(self.terms.model_copy(update={"positions": positions}), settled)
        typed = Origin(kind=OriginKind.typed)
        origins = {path: earlier for path, earlier in self.origins.items() if path not in settled}
        origins |= {path: origin for path, value in settled.items() if value is not None}
        origins[f"positions.{clause.id}"] = typed
        return Proposal(terms, origins)


def propose_terms(
    profile: PayerProfile | None, case: Case, as_of: date, background: Background | None = None
) -> Proposal:
    """Terms for `case` with the payer of `profile`, as things stand on `as_of`.

    Raises DataError when a value of the center's or the payer's `usual_terms` does not fit its field.
    """
    at_hand = background or Background()
    positions = dict(_positions(profile, as_of, at_hand))
    values: dict[str, Proposed] = {}
    for proposed in _layers(profile, case, as_of, at_hand, positions):
        values[proposed.path] = proposed
    start = AgreementTerms(positions={key: choice.value for key, choice in positions.items()})
    terms = checked_values(start, {path: proposed.value for path, proposed in values.items()}, values)
    origins = {path: proposed.origin for path, proposed in values.items()}
    return Proposal(terms, origins | {f"positions.{key}": choice.origin for key, choice in positions.items()})


def _positions(
    profile: PayerProfile | None, as_of: date, at_hand: Background
) -> Iterator[tuple[str, Proposed]]:
    for clause in at_hand.clauses.values():
        choice = KnownPosition(position=clause.default_position)
        yield (
            clause.id,
            Proposed(
                clause.id, choice, Origin(kind=OriginKind.standard, detail="where a first draft starts")
            ),
        )
    for proposed in position_choices(profile, as_of):
        yield proposed.path, proposed
    for proposed in last_positions(at_hand.last) if at_hand.last else ():
        yield proposed.path, proposed


def _layers(
    profile: PayerProfile | None,
    case: Case,
    as_of: date,
    at_hand: Background,
    positions: Mapping[str, Proposed],
) -> Layer:
    if at_hand.standards:
        yield from standard_layer(at_hand.standards)
    if at_hand.arrangement:
        yield from known(
            [("payment", at_hand.arrangement)], OriginKind.standard, "payment shape of the center"
        )
    arrangement = _arrangement(profile, at_hand, as_of)
    window = last_window_day(arrangement)
    window = PROPOSED_WINDOW_DAYS if window is None else window
    yield from derived_layer(case, at_hand.center, at_hand.standards, as_of, window)
    if at_hand.center:
        yield from center_layer(at_hand.center)
    if profile:
        yield from profile_layer(profile, case, as_of)
    if at_hand.last:
        yield from last_agreement_layer(at_hand.last)
    if at_hand.product:
        yield from product_layer(at_hand.product, as_of)
    yield from case_layer(case, at_hand.center)
    yield from criteria_layer(profile, case, at_hand.product, as_of)
    yield from _settled_by_positions(at_hand.clauses, positions, arrangement)


def _arrangement(profile: PayerProfile | None, at_hand: Background, as_of: date) -> Arrangement | None:
    if at_hand.last and at_hand.last.payment:
        return at_hand.last.payment
    entry = profile.arrangement.on(as_of) if profile and profile.arrangement else None
    return entry.value if entry else at_hand.arrangement


def _settled_by_positions(
    clauses: Mapping[str, Clause], positions: Mapping[str, Proposed], arrangement: Arrangement | None
) -> Layer:
    for clause_id, choice in positions.items():
        clause = clauses.get(clause_id)
        if clause is None or choice.value.wording:
            continue
        origin = Origin(
            kind=OriginKind.position, detail=f"{choice.value.position.words} position of {clause_id}"
        )
        for path, value in _still_open(clause.position(choice.value.position).sets, arrangement).items():
            yield Proposed(path, value, origin)


def _still_open(sets: Mapping[str, str], arrangement: Arrangement | None) -> Mapping[str, Any]:
    """What a position settles, without payment rules that the arrangement at hand states already or contradicts."""
    fresh = {path: value for path, value in sets.items() if value and not _states_rule(arrangement, path)}
    return _fitting(fresh, arrangement)


def _fitting(values: Mapping[str, Any], arrangement: Arrangement | None) -> Mapping[str, Any]:
    """`values`, without payment rules that mean nothing in the arrangement or contradict it."""
    needed = {path: value for path, value in values.items() if _matters(arrangement, path)}
    if not any(path.startswith("payment.") for path in needed):
        return needed
    try:
        with_values(AgreementTerms(payment=arrangement), needed)
    except ValidationError:
        return {path: value for path, value in needed.items() if not path.startswith("payment.")}
    return needed


def _matters(arrangement: Arrangement | None, path: str) -> bool:
    if arrangement is None or arrangement.base is None or not path.startswith("payment.rules."):
        return True
    return path.split(".")[2] in needed_rules(arrangement)


def _states_rule(arrangement: Arrangement | None, path: str) -> bool:
    group, _, rest = path.partition(".")
    if group != "payment" or arrangement is None:
        return False
    rule = value_at(arrangement, rest.rpartition(".")[0])
    return isinstance(rule, Rule) and rule.stated()


def checked_values(
    terms: AgreementTerms, values: Mapping[str, Any], proposed: Mapping[str, Proposed] | None = None
) -> AgreementTerms:
    """`with_values`, with errors as sentences that name the field and where its value came from."""
    try:
        return with_values(terms, dict(values))
    except ValidationError as error:
        raise DataError(
            [_problem(detail, proposed or {}) for detail in error.errors(include_url=False)]
        ) from None


def _problem(detail: Any, proposed: Mapping[str, Proposed]) -> Problem:
    path = ".".join(str(part) for part in detail["loc"])
    source = next((each.origin for place, each in proposed.items() if path.startswith(place)), None)
    where = f" It comes from the {source.kind.words} ({source.detail})." if source and source.detail else ""
    if detail["type"] == "extra_forbidden":
        return Problem(
            f"`{path}` is not a field of an agreement.{where}", "See FIELDS.md for the list.", place=path
        )
    message = str(detail.get("ctx", {}).get("error", detail["msg"]))
    return Problem(f"{message.rstrip('.')}.{where}", place=path)
