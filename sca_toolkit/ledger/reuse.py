"""First or repeat, and how much of the last agreement with a payer is used again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sca_toolkit.ledger.drafts import changed_places
from sca_toolkit.ledger.topics import POSITION
from sca_toolkit.payer import KnownPosition
from sca_toolkit.terms import AgreementTerms, deal_paths, field_at, in_words, is_open, value_at


@dataclass(frozen=True)
class Change:
    """A term that is not as it was in the last agreement. Empty words stand for a term that was or is not there."""

    place: str
    label: str
    before: str
    now: str
    inside: tuple[str, ...] = ()
    """For the payment: the places in it that differ."""


@dataclass(frozen=True)
class Reuse:
    """What two agreements with one payer have in common; what belongs to one patient is left out."""

    equal: tuple[str, ...]
    """Deal terms known now that are as they were."""
    changed: tuple[Change, ...]
    """Deal terms known now that differ or were not there."""
    dropped: tuple[Change, ...]
    """Deal terms of the last agreement that are open now."""
    same_positions: tuple[str, ...]
    """Clauses with the same position."""
    changed_positions: tuple[Change, ...]

    @property
    def same(self) -> int:
        """How many deal terms are as they were."""
        return len(self.equal)

    @property
    def known(self) -> int:
        """How many deal terms are known now."""
        return len(self.equal) + len(self.changed)

    @property
    def rate(self) -> float | None:
        """Share of the known deal terms that are as they were, 0 to 1; None while none is known."""
        return self.same / self.known if self.known else None


def reuse(terms: AgreementTerms, last: AgreementTerms) -> Reuse:
    """The deal terms and clause positions of `terms` beside those of `last`."""
    paths = deal_paths()
    known = [path for path in paths if not is_open(value_at(terms, path))]
    equal = tuple(path for path in known if value_at(terms, path) == value_at(last, path))
    dropped = (path for path in paths if path not in known and not is_open(value_at(last, path)))
    inside = tuple(place for place in changed_places(last, terms) if place.startswith("payment"))
    both = sorted({*terms.positions, *last.positions})
    same = tuple(each for each in both if terms.positions.get(each) == last.positions.get(each))
    return Reuse(
        equal,
        tuple(_change(path, last, terms, inside) for path in known if path not in equal),
        tuple(_change(path, last, terms, inside) for path in dropped),
        same,
        tuple(_position_change(each, last, terms) for each in both if each not in same),
    )


def _change(path: str, last: AgreementTerms, terms: AgreementTerms, inside: tuple[str, ...]) -> Change:
    before, now = (_words(each, path) for each in (last, terms))
    return Change(path, field_at(path).label, before, now, inside if path == "payment" else ())


def _words(terms: AgreementTerms, path: str) -> str:
    value = value_at(terms, path)
    if is_open(value):
        return ""
    return terms.payment.summary() if path == "payment" and terms.payment else in_words(value)


def _position_change(clause: str, last: AgreementTerms, terms: AgreementTerms) -> Change:
    before, now = (_stance(each.positions.get(clause)) for each in (last, terms))
    return Change(f"{POSITION}{clause}", clause, before, now)


def _stance(choice: KnownPosition | None) -> str:
    if choice is None:
        return ""
    return f"{choice.position.words} (own wording)" if choice.wording else choice.position.words


@dataclass(frozen=True)
class Earlier:
    """An agreement that was signed before."""

    payer: str
    signed_on: date
    reference: str = ""
    terms: AgreementTerms | None = None


@dataclass(frozen=True)
class PastAgreements:
    """What the record holds of agreements with one payer."""

    count: int
    last: Earlier | None

    @property
    def first(self) -> bool:
        """Whether the next one is the first with this payer."""
        return self.count == 0


def past_agreements(earlier: Iterable[Earlier], payer: str, as_of: date) -> PastAgreements:
    """The agreements with `payer` signed on or before `as_of`, and the last of them that kept its terms, if any did."""
    found = sorted(
        (each for each in earlier if each.payer == payer and each.signed_on <= as_of),
        key=lambda each: (each.terms is not None, each.signed_on, each.reference),
    )
    return PastAgreements(len(found), found[-1] if found else None)
