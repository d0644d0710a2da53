"""The eighteen topics of a term sheet, in one place: the printed sheet and the negotiation use the same list.

Every field of an agreement, every clause and every part of the payment belongs to exactly one topic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sca_toolkit.clauses import CLAUSE_ID
from sca_toolkit.terms import all_fields


@dataclass(frozen=True)
class Topic:
    """One row: what it settles, from which fields and payment parts, and the clauses behind it."""

    key: str
    """Short name under which moves are kept; never changed once in use."""
    title: str
    paths: tuple[str, ...] = ()
    """Fields that the sheet prints."""
    payment: tuple[str, ...] = ()
    """Parts of the payment that the sheet prints."""
    clauses: tuple[str, ...] = ()
    """Clauses whose position the sheet prints."""
    also: tuple[str, ...] = ()
    """What else belongs here without being printed: groups of fields, fields, clauses, and `part:` of the payment."""

    @property
    def number(self) -> int:
        """Its row on the sheet, from 1."""
        return TOPICS.index(self) + 1

    def __str__(self) -> str:
        return f"row {self.number} ({self.title})"


TOPICS: tuple[Topic, ...] = (
    Topic("parties", "Parties, funding, who signs for the money",
          ("payer.legal_name", "payer.role", "payer.funding", "payer.signatory_name", "providers"),
          also=("payer", "reason", "reinsurance", "contacts", "SCA-02", "SCA-03", "SCA-04", "SCA-43", "SCA-44")),
    Topic("member", "Member (case number only) and plan-year end", ("document.reference", "member.plan_year_end"),
          also=("member", "benefit", "SCA-06", "SCA-07")),
    Topic("product", "Product, indication, setting planned and alternate",
          ("product.name", "clinical.indication", "setting.planned", "setting.alternate"),
          also=("product", "clinical", "setting", "authorization", "SCA-08", "SCA-09", "SCA-10", "SCA-11")),
    Topic("episode", "Day 0, windows, phases in scope", ("episode.phases",), ("straddle",), ("SCA-12",),
          ("episode", "scope", "followup", "part:window", "part:day_counting", "SCA-13", "SCA-18")),
    Topic("payment_model", "Payment model", (), ("base",), ("SCA-20",),
          ("payment", "part:rounding", "part:order", "SCA-25")),
    Topic("product_price", "Product basis, price date, invoice, 340B", (), ("product",), ("SCA-21",),
          ("part:rebate", "SCA-22")),
    Topic("conversion", "Change of setting: does the product survive conversion?", (), ("conversion",), ("SCA-14",),
          ("setting.alternate_allowed",)),
    Topic("stop_loss", "Stop-loss or outlier", (), ("stop_loss",), ("SCA-23",)),
    Topic("readmission", "Readmission; unlisted services", (), ("readmission", "default_rate"), ("SCA-19",)),
    Topic("attrition", "Not infused, repeat collection, out of specification",
          (), ("not_infused", "repeat_collection", "out_of_spec"), ("SCA-15", "SCA-16"), ("manufacturing",)),
    Topic("toxicity", "Tocilizumab and other toxicity drugs", ("toxicity.drugs",), (), ("SCA-17",), ("toxicity",)),
    Topic("bounds", "Lesser-of, floor, cap, charge limit", (), ("bounds",), ("SCA-24",), ("part:charge_limit",)),
    Topic("cost_share", "Cost share, hold harmless",
          ("benefit.cost_share_level", "cost_share.deducted_from_rate", "cost_share.balance_billing_prohibited"),
          (), ("SCA-26", "SCA-27"), ("cost_share",)),
    Topic("claims", "Filing, payment days, interest, recoupment, offset",
          ("filing.initial", "prompt_pay.due", "audit.lookback", "audit.offset_allowed"),
          ("late_payment",), ("SCA-31",),
          ("claims", "filing", "prompt_pay", "audit", "notice", "SCA-30", "SCA-32", "SCA-33", "SCA-34")),
    Topic("coverage_change", "Coverage change, point of no return",
          ("exit.point_of_no_return",), (), ("SCA-36", "SCA-37"), ("exit", "cob", "SCA-28")),
    Topic("travel", "Travel and lodging", ("travel.covered", "travel.maximum"), (), ("SCA-29",), ("travel",)),
    Topic("dates", "Dates: needed by, effective, ends",
          ("period.needed_by", "period.effective_date", "period.end_date"), (), (), ("period", "SCA-35", "SCA-38")),
    Topic("other", "Other open points",
          also=("document", "dispute", "compliance", "quality", "letter", "SCA-01", "SCA-05", "SCA-39", "SCA-40",
                "SCA-41", "SCA-42")),
)  # fmt: skip
"""Eighteen topics. The last holds what no other does; on the printed sheet its row lists what is still open."""

PRINTED_TOPICS = TOPICS[:-1]
"""Topics that have a row of their own on the printed sheet."""

POSITION = "positions."
"""What a clause's place starts with: `positions.SCA-19`."""
_OTHER = TOPICS[-1]


def topic(key: str) -> Topic:
    """The topic of that key. Raises KeyError naming it when there is none."""
    return _by_key()[key]


def topic_of(place: str) -> Topic:
    """The topic of a field (`filing.initial`), a clause (`positions.SCA-19`) or a payment part (`part:stop_loss`).

    Raises KeyError for what is none of these. A clause that the list does not name, such as one a center added and
    the clauses of the interim letter, belongs to the last topic.
    """
    if place.startswith(POSITION):
        clause = place.removeprefix(POSITION)
        if not CLAUSE_ID.match(clause):
            raise KeyError(place)
        return _homes().get(clause, _OTHER)
    return _homes()[place]


@cache
def _by_key() -> dict[str, Topic]:
    return {each.key: each for each in TOPICS}


@cache
def _homes() -> dict[str, Topic]:
    named = {name: each for each in TOPICS for name in _names(each)}
    fields = {field.path: named.get(field.path) or named[field.group] for field in all_fields()}
    return {name: each for name, each in named.items() if name.startswith(("part:", "SCA-"))} | fields


def _names(each: Topic) -> Iterator[str]:
    yield from each.paths
    yield from (f"part:{part}" for part in each.payment)
    yield from each.clauses
    yield from each.also
