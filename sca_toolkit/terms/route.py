"""Which document does this case need? Answered before anything is drafted, with reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sca_toolkit.case import Case, Center, Funding, LineOfBusiness, ReasonCode
from sca_toolkit.clauses import DocumentType
from sca_toolkit.payer import (
    ContractCoverage,
    ContractState,
    Experience,
    NetworkState,
    PayerProfile,
    PayerRole,
    on,
)
from sca_toolkit.therapy import Product


@dataclass(frozen=True)
class Because:
    """One reason, with the reason code it would put into the agreement, if there is one."""

    text: str
    code: ReasonCode | None = None


@dataclass(frozen=True)
class Advice:
    """What to draft. `document` is None when there is nothing to negotiate. `letter` is None when it is not known
    whether the payer may sign interim letters; False when it may not or none is needed.
    """

    document: DocumentType | None
    headline: str
    reasons: tuple[Because, ...]
    letter: bool | None
    letter_reason: str

    @property
    def codes(self) -> tuple[ReasonCode, ...]:
        """The reason codes, each once, in order."""
        return tuple(dict.fromkeys(reason.code for reason in self.reasons if reason.code))


def which_document(
    profile: PayerProfile,
    case: Case,
    as_of: date,
    *,
    center: Center | None = None,
    product: Product | None = None,
) -> Advice:
    """None, amendment or single-case agreement, and whether an interim letter may go with it.

    A contract entry counts when it is in force on the planned infusion (on `as_of` while no infusion is planned); the
    entry that names product and indication wins over one that says `any`.
    """
    if _is_medicare_ffs(profile, case, as_of):
        return Advice(
            None,
            "No agreement is needed: Medicare fee-for-service covers by national rule.",
            (
                Because(
                    "NCD 110.24 sets coverage and Medicare sets the payment; there is nothing to negotiate."
                ),
            ),
            False,
            "Nothing is negotiated, so no letter is needed.",
        )
    if case.coverage.cart_covered is False:
        return Advice(
            None,
            "Not yet: the plan excludes CAR T-cell therapy.",
            (
                Because(
                    "Ask the plan sponsor for a benefit exception first; a rate without a benefit pays nothing."
                ),
            ),
            False,
            "Without a benefit there is nothing to bridge.",
        )
    entry = _contract_for(profile, case, product, case.dates.infusion or as_of)
    if entry and entry.state is ContractState.covers:
        return _no_paper(entry, case)
    permitted = on(profile.letters.permitted, as_of)
    letter_reason = _letter_reason(profile, permitted, as_of)
    background = tuple(_background(profile, case, as_of, center))
    if entry and entry.state in (ContractState.lacks, ContractState.transplant_only):
        return Advice(
            DocumentType.amendment,
            f"Amend the agreement in force: {entry.agreement or 'title not recorded'}.",
            (_lack(entry), *background),
            permitted,
            letter_reason,
        )
    first = _first_reason(entry)
    return Advice(
        DocumentType.sca, "Draft a single-case agreement.", (first, *background), permitted, letter_reason
    )


def _is_medicare_ffs(profile: PayerProfile, case: Case, as_of: date) -> bool:
    line = case.coverage.line_of_business
    return line is LineOfBusiness.medicare_ffs or (
        line is None and on(profile.role, as_of) is PayerRole.medicare_ffs
    )


def _contract_for(
    profile: PayerProfile, case: Case, product: Product | None, day: date
) -> ContractCoverage | None:
    names = {name.casefold() for name in product.names} if product else {(case.product or "").casefold()}
    disease = (case.diagnosis.text or "").casefold()

    def fit(entry: ContractCoverage) -> int | None:
        by_product = entry.product != "any"
        by_disease = entry.indication != "any"
        if by_product and entry.product.casefold() not in names:
            return None
        if by_disease and entry.indication.casefold() not in disease:
            return None
        return 2 * by_product + by_disease

    held = [
        entry.value
        for entry in profile.contract
        if (entry.since is None or entry.since <= day)
        and (entry.value.ends is None or entry.value.ends >= day)
    ]
    ranked = [(score, index, entry) for index, entry in enumerate(held) if (score := fit(entry)) is not None]
    return max(ranked, key=lambda item: item[:2])[2] if ranked else None


def _no_paper(entry: ContractCoverage, case: Case) -> Advice:
    ends = f" It is in force through {entry.ends}." if entry.ends else ""
    name = entry.agreement or "The contract in force"
    return Advice(
        None,
        "No agreement is needed: a contract covers this product and indication.",
        (Because(f"{name} covers it.{ends} Prior authorization is still needed."),),
        False,
        "The contract covers the case, so no letter is needed.",
    )


def _lack(entry: ContractCoverage) -> Because:
    if entry.state is ContractState.transplant_only:
        return Because(
            "The agreement in force covers transplant only; extending it is quicker than starting afresh.",
            ReasonCode.contract_lacks_car_t_rate,
        )
    code = (
        ReasonCode.new_product_or_indication
        if entry.product != "any"
        else ReasonCode.contract_lacks_car_t_rate
    )
    return Because("The contract in force does not cover this product and indication.", code)


def _first_reason(entry: ContractCoverage | None) -> Because:
    if entry and entry.state is ContractState.no_contract:
        return Because("There is no contract with this payer.", ReasonCode.no_contract)
    return Because(
        "The profile records no contract for this product and indication. Ask contracting before you send the draft.",
        ReasonCode.no_contract,
    )


def _background(profile: PayerProfile, case: Case, as_of: date, center: Center | None) -> Iterable[Because]:
    network = on(profile.network, as_of)
    if network is NetworkState.provisional:
        yield Because("Designation of the center is pending.", ReasonCode.center_designation_pending)
    if network is NetworkState.out_of_network:
        yield Because(
            "The center is out of network; the agreement has to bring in-network cost share.",
            ReasonCode.out_of_network_benefit_inadequate,
        )
    if on(profile.experience, as_of) in (Experience.none, Experience.first_cases):
        yield Because(
            "The payer has little experience with CAR T-cell therapy.", ReasonCode.payer_inexperience
        )
    if center and case.member.state and case.member.state != center.state:
        yield Because("The member lives in another state.", ReasonCode.out_of_area_member)
    if case.coverage.funding is Funding.self_funded:
        yield Because(
            "An employer's plan bears the risk; its sponsor has to agree.", ReasonCode.employer_carve_out
        )


def _letter_reason(profile: PayerProfile, permitted: bool | None, as_of: date) -> str:
    restriction = on(profile.letters.restriction, as_of)
    if permitted is False:
        return restriction or "This payer may not sign letters of agreement."
    if permitted is None:
        return "Not known whether this payer signs interim letters; ask its contracting line before you send one."
    return (
        restriction
        or "This payer signs interim letters; one can fix the clinical criteria while money is argued."
    )
