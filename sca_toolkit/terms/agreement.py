"""AgreementTerms: everything an agreement, letter or term sheet says, typed. None, or an empty list, is a gap."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, Field

from sca_toolkit.case import BillingEntity
from sca_toolkit.payer import KnownPosition
from sca_toolkit.payment import Arrangement
from sca_toolkit.terms.care import (
    CostShare,
    Episode,
    FollowUp,
    Manufacturing,
    Scope,
    SettingTerms,
    Toxicity,
    Travel,
)
from sca_toolkit.terms.conduct import (
    Audit,
    Claims,
    Compliance,
    ContactTerms,
    Dispute,
    Exit,
    Filing,
    Letter,
    Notice,
    Period,
    PromptPayTerms,
    Quality,
    Reinsurance,
)
from sca_toolkit.terms.field import FieldInfo, Group, term, walk_fields
from sca_toolkit.terms.parties import (
    AuthorizationTerms,
    Benefit,
    Clinical,
    Cob,
    Document,
    MemberTerms,
    PayerParty,
    ProductTerms,
    Reason,
)


class AgreementTerms(Group):
    """The whole set of terms between one payer and the center for one member."""

    document: Document = Document()
    payer: PayerParty = PayerParty()
    providers: tuple[BillingEntity, ...] = term(
        "SCA-03", "Example Cancer Hospital", label="billing entities", req=True, default=()
    )
    """Every entity that will bill."""
    reason: Reason = Reason()
    member: MemberTerms = MemberTerms()
    benefit: Benefit = Benefit()
    clinical: Clinical = Clinical()
    product: ProductTerms = ProductTerms()
    authorization: AuthorizationTerms = AuthorizationTerms()
    episode: Episode = Episode()
    scope: Scope = Scope()
    setting: SettingTerms = SettingTerms()
    manufacturing: Manufacturing = Manufacturing()
    toxicity: Toxicity = Toxicity()
    followup: FollowUp = FollowUp()
    payment: Arrangement | None = term(
        "SCA-20", "case rate with product at invoice", label="payment arrangement", req=True
    )
    """How the episode is paid, as a tree of payment nodes."""
    cost_share: CostShare = CostShare()
    cob: Cob = Cob()
    travel: Travel = Travel()
    claims: Claims = Claims()
    filing: Filing = Filing()
    prompt_pay: PromptPayTerms = PromptPayTerms()
    audit: Audit = Audit()
    notice: Notice = Notice()
    period: Period = Period()
    exit: Exit = Exit()
    dispute: Dispute = Dispute()
    compliance: Compliance = Compliance()
    quality: Quality = Quality()
    reinsurance: Reinsurance = Reinsurance()
    contacts: ContactTerms = ContactTerms()
    letter: Letter = Letter()
    positions: dict[str, KnownPosition] = Field(default_factory=dict)
    """Chosen position by clause id; wording given here replaces the library's word for word."""


@cache
def all_fields() -> tuple[FieldInfo, ...]:
    """Every field of an agreement, in its order."""
    return tuple(walk_fields(AgreementTerms))


@cache
def field_at(path: str) -> FieldInfo:
    """The field at `path`. Raises KeyError with the path when there is none."""
    for field in all_fields():
        if field.path == path:
            return field
    raise KeyError(path)


def value_at(record: BaseModel, path: str) -> Any:
    """The value at a dotted path; None when a part on the way is None. Raises AttributeError for an unknown path."""
    value: Any = record
    for part in path.split("."):
        if value is None:
            return None
        value = getattr(value, part)
    return value


def is_open(value: Any) -> bool:
    """True for a gap: None, empty text or an empty list."""
    return value is None or value == "" or value == ()


def with_values(terms: AgreementTerms, changes: dict[str, Any]) -> AgreementTerms:
    """New terms with the values at the given paths; text is typed by the model. `None` makes a field a gap again.

    Raises pydantic's ValidationError for a wrong value or unknown path.
    """
    data = terms.model_dump()
    for path, value in changes.items():
        *groups, name = path.split(".")
        spot = data
        for group in groups:
            if spot.get(group) is None:  # no payment arrangement yet: start one
                spot[group] = {}
            spot = spot[group]
        if value is None and isinstance(spot.get(name), tuple):
            value = ()
        spot[name] = value.model_dump() if isinstance(value, BaseModel) else value
    return AgreementTerms.model_validate(data)
