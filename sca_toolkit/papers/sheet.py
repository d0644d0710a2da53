"""The term sheet: eighteen rows that both sides agree before anybody drafts, with each side's position."""

from __future__ import annotations

from collections.abc import Mapping

from sca_toolkit.clauses import Clause, Stance
from sca_toolkit.events import Side
from sca_toolkit.ledger import PRINTED_TOPICS, Ledger, Row, Topic, summaries
from sca_toolkit.papers.wording import chosen_stance
from sca_toolkit.terms import (
    AgreementTerms,
    Origin,
    OriginKind,
    contract_date,
    field_at,
    in_words,
    is_open,
    value_at,
)
from sca_toolkit.values.marks import gap

_QUIETLY = {"providers", "episode.phases"}


def sheet_rows(
    terms: AgreementTerms,
    origins: Mapping[str, Origin],
    clauses: Mapping[str, Clause],
    ledger: Ledger | None = None,
) -> list[dict[str, str]]:
    """The rows: our proposal, what is known of the payer's stand, and the state of the row.

    With a ledger, a row on which somebody has moved is printed as the moves left it.
    """
    rows = [_row(topic, terms, origins, clauses) for topic in PRINTED_TOPICS]
    if ledger is None:
        return rows
    return [
        _moved(printed, ledger.row(topic.key)) for printed, topic in zip(rows, PRINTED_TOPICS, strict=True)
    ]


def _row(
    topic: Topic, terms: AgreementTerms, origins: Mapping[str, Origin], clauses: Mapping[str, Clause]
) -> dict[str, str]:
    return {
        "number": str(topic.number),
        "topic": topic.title,
        "ours": "; ".join([*_fields(topic, terms), *_payment(topic, terms)]) or "nothing proposed",
        "theirs": "; ".join(_theirs(topic, terms, origins, clauses)) or "not known; ask",
        "agreed": "",
        "status": "open",
        "moved": "",
    }


def _moved(printed: dict[str, str], row: Row) -> dict[str, str]:
    last = row.last
    if last is None or row.last_moved_on is None:
        return printed
    by = "Provider" if row.last_moved_by is Side.us else "Payer"
    return {
        **printed,
        "ours": row.ours or printed["ours"],
        "theirs": row.theirs or printed["theirs"],
        "agreed": row.agreed,
        "status": row.status.words,
        "moved": f"Round {last.move.round}: {by}, {contract_date(row.last_moved_on)}",
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
