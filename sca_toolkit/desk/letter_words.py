"""Pieces that all letters share: who writes, to whom, about whom, and from which pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sca_toolkit.case import Case, Center
from sca_toolkit.criteria import Policy
from sca_toolkit.desk.readiness import Readiness
from sca_toolkit.payer import PayerProfile
from sca_toolkit.payer.requests import Purpose, in_force
from sca_toolkit.terms import contract_date
from sca_toolkit.therapy import Product
from sca_toolkit.values import Source
from sca_toolkit.values.marks import gap

Row = dict[str, str]
Context = dict[str, object]


def document_part(
    title: str, version: str, reference: str, as_of: date, *, draft: bool, invented: bool
) -> Context:
    """The words of header and footer."""
    return {
        "title": title,
        "reference": reference,
        "date": contract_date(as_of),
        "draft": draft,
        "status": "DRAFT" if draft else "FINAL",
        "template_version": version,
        "invented": invented,
    }


def recipient(profile: PayerProfile | None, name: str, as_of: date) -> list[str]:
    """Unit, payer and address of the place where requests go."""
    lines = ["Medical Director"]
    if profile is not None:
        routes = (entry.value for entry in in_force(profile.routes, as_of))
        route = next((each for each in routes if each.purpose is Purpose.prior_authorization), None)
        if route and route.unit:
            lines.append(route.unit)
        return [*lines, name, *([f"By {route.channel.words}: {route.address}"] if route else [])]
    return [*lines, name]


def about_rows(case: Case, product: Product | None, policies: Iterable[Policy]) -> list[Row]:
    """Whom and what the letter is about. What is not known is a gap."""
    member, diagnosis = case.member, case.diagnosis
    born = contract_date(member.date_of_birth) if member.date_of_birth else gap("date of birth")
    identified = (
        f"{member.name or gap('member name')}, ID {member.member_id or gap('member ID')}, born {born}"
    )
    codes = ", ".join(diagnosis.icd10)
    rows = [
        {"label": "Member", "value": identified},
        {"label": "Request", "value": f"{product_words(case, product)}, one dose"},
        {
            "label": "Diagnosis",
            "value": f"{diagnosis.text or gap('diagnosis')}, ICD-10-CM {codes or gap('ICD-10 code')}",
        },
    ]
    named = "; ".join(map(policy_words, policies))
    return [*rows, {"label": "Your policy", "value": named}] if named else rows


def product_words(case: Case, product: Product | None) -> str:
    """`axicabtagene ciloleucel (Yescarta), HCPCS Q2041`."""
    if product is None:
        return case.product or gap("product")
    codes = [entry.value.code for entry in product.hcpcs or ()]
    code = f", HCPCS {codes[-1]}" if codes else ""
    return f"{product.generic_name.value} ({product.brand.value}){code}"


def policy_words(policy: Policy) -> str:
    """Title, number and day of a policy."""
    number = f", {policy.number}" if policy.number else ""
    day = policy.revised or policy.effective
    return f"{policy.title}{number}{f', {contract_date(day)}' if day else ''}"


def signer(center: Center | None) -> tuple[str, str, str]:
    """Name, title and how to reach the person who signs clinical letters."""
    if center is None:
        return gap("signer"), "Program Director", ""
    reachable = [each for each in center.contacts if each.phone or each.email]
    reached = min(
        reachable, key=lambda each: not _CLINICAL.intersection(each.role.casefold().split()), default=None
    )
    reach = " · ".join(part for part in (reached.phone, reached.email) if part) if reached else ""
    return center.program_director or gap("signer"), "Program Director", reach


_CLINICAL = {"medical", "clinical", "nurse", "physician", "case"}
"""Words in the role of somebody who can speak of the member."""


class Sources:
    """Pages cited in a letter, numbered in the order in which they are first cited."""

    def __init__(self) -> None:
        self._found: dict[str, Source] = {}

    def mark(self, source: Source) -> str:
        """`[1]`."""
        self._found.setdefault(source.title, source)
        return f"[{list(self._found).index(source.title) + 1}]"

    def rows(self) -> list[Row]:
        """Each page with its number, day and address."""
        return [
            {"mark": f"[{number}]", "text": _page(source)}
            for number, source in enumerate(self._found.values(), start=1)
        ]


def _page(source: Source) -> str:
    dated = contract_date(source.dated) if source.dated else "undated"
    where = f" {source.url}" if source.url else ""
    return f"{source.title}, {dated}; read {contract_date(source.read_on)}.{where}"


def is_invented(held: Readiness, profile: PayerProfile | None, center: Center | None) -> bool:
    """Whether anything in the letter is invented, so that every page says so."""
    return held.case.synthetic or bool(profile and profile.invented) or bool(center and center.invented)
