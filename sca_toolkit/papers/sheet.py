"""The term sheet: eighteen rows that both sides agree before anybody drafts, with each side's position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sca_toolkit.clauses import Clause, Stance
from sca_toolkit.papers.payment_parts import summaries
from sca_toolkit.papers.wording import chosen_stance
from sca_toolkit.terms import AgreementTerms, Origin, OriginKind, field_at, in_words, is_open, value_at
from sca_toolkit.values.marks import gap


@dataclass(frozen=True)
class Topic:
    """One row: what it settles, from which fields and payment parts, and the clauses behind it."""

    title: str
    paths: tuple[str, ...]
    payment: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


TOPICS: tuple[Topic, ...] = (
    Topic("Parties, funding, who signs for the money",
          ("payer.legal_name", "payer.role", "payer.funding", "payer.signatory_name", "providers")),
    Topic("Member (case number only) and plan-year end", ("document.reference", "member.plan_year_end")),
    Topic("Product, indication, setting planned and alternate",
          ("product.name", "clinical.indication", "setting.planned", "setting.alternate")),
    Topic("Day 0, windows, phases in scope", ("episode.phases",), ("straddle",), ("SCA-12",)),
    Topic("Payment model", (), ("base",), ("SCA-20",)),
    Topic("Product basis, price date, invoice, 340B", (), ("product",), ("SCA-21",)),
    Topic("Change of setting: does the product survive conversion?", (), ("conversion",), ("SCA-14",)),
    Topic("Stop-loss or outlier", (), ("stop_loss",), ("SCA-23",)),
    Topic("Readmission; unlisted services", (), ("readmission", "default_rate"), ("SCA-19",)),
    Topic("Not infused, repeat collection, out of specification",
          (), ("not_infused", "repeat_collection", "out_of_spec"), ("SCA-15", "SCA-16")),
    Topic("Tocilizumab and other toxicity drugs", ("toxicity.drugs",), (), ("SCA-17",)),
    Topic("Lesser-of, floor, cap, charge limit", (), ("bounds",), ("SCA-24",)),
    Topic("Cost share, hold harmless",
          ("benefit.cost_share_level", "cost_share.deducted_from_rate", "cost_share.balance_billing_prohibited"),
          (), ("SCA-26", "SCA-27")),
    Topic("Filing, payment days, interest, recoupment, offset",
          ("filing.initial", "prompt_pay.due", "audit.lookback", "audit.offset_allowed"),
          ("late_payment",), ("SCA-31",)),
    Topic("Coverage change, point of no return", ("exit.point_of_no_return",), (), ("SCA-36", "SCA-37")),
    Topic("Travel and lodging", ("travel.covered", "travel.maximum"), (), ("SCA-29",)),
    Topic("Dates: needed by, effective, ends", ("period.needed_by", "period.effective_date", "period.end_date")),
)  # fmt: skip
"""Seventeen topics; the eighteenth row lists what is still open."""

_QUIETLY = {"providers", "episode.phases"}


def sheet_rows(
    terms: AgreementTerms, origins: Mapping[str, Origin], clauses: Mapping[str, Clause]
) -> list[dict[str, str]]:
    """The rows: our proposal, what is known of the payer's stand, and the state of the row."""
    return [_row(number, topic, terms, origins, clauses) for number, topic in enumerate(TOPICS, start=1)]


def _row(
    number: int,
    topic: Topic,
    terms: AgreementTerms,
    origins: Mapping[str, Origin],
    clauses: Mapping[str, Clause],
) -> dict[str, str]:
    return {
        "number": str(number),
        "topic": topic.title,
        "ours": "; ".join([*_fields(topic, terms), *_payment(topic, terms)]) or "nothing proposed",
        "theirs": "; ".join(_theirs(topic, terms, origins, clauses)) or "not known; ask",
        "agreed": "",
        "status": "open",
        "moved": "",
    }


def _fields(topic: Topic, terms: AgreementTerms) -> list[str]:
    texts = []
    for path in topic.paths:
        field, value = field_at(path), value_at(terms, path)
        if is_open(value):
            texts += [gap(field.label)] if field.required else []
        elif path == "episode.phases":
            texts.append(", ".join(phase.name.words for phase in terms.episode.phases))
        else:
            texts.append(f"{field.label}: {in_words(value)}")
    return texts


def _payment(topic: Topic, terms: AgreementTerms) -> list[str]:
    if not topic.payment:
        return []
    if terms.payment is None:
        return [gap("payment arrangement")]
    return [text for part in topic.payment for text in summaries(terms.payment, part)]


def _theirs(
    topic: Topic, terms: AgreementTerms, origins: Mapping[str, Origin], clauses: Mapping[str, Clause]
) -> list[str]:
    """Values that come from the payer itself, and positions it is known to take."""
    texts = []
    for path in (*topic.paths, *(("payment",) if topic.payment else ())):
        origin = origins.get(path)
        if origin and origin.kind is OriginKind.profile and path not in _QUIETLY:
            texts.append(f"{'usual payment' if path == 'payment' else field_at(path).label}: as proposed")
    for clause_id in topic.clauses:
        origin = origins.get(f"positions.{clause_id}")
        if clause_id in clauses and origin and origin.kind is OriginKind.profile:
            stance = chosen_stance(clauses[clause_id], terms)
            words = {
                Stance.provider: "takes ours",
                Stance.neutral: "takes the middle",
                Stance.payer: "holds its own",
            }
            texts.append(f"{clauses[clause_id].title}: {words[stance]}")
    return texts


def open_points(terms: AgreementTerms, labels: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Row eighteen: what is open and who owns it. `labels` are label and field path of each gap."""
    return [{"topic": label, "owner": owner_of(path)} for label, path in labels]


_PAYERS_TO_ANSWER = (
    "payer.",
    "benefit.",
    "claims.send_to",
    "claims.pricing",
    "reinsurance.",
    "contacts.payer",
    "notice.contact",
    "letter.payer_",
)


def owner_of(path: str) -> str:
    """Who can fill a field: the payer, finance or our own desk."""
    if path.startswith("payment"):
        return "finance and payer"
    return "payer" if path.startswith(_PAYERS_TO_ANSWER) else "our desk"
