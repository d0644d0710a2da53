"""What a record holds: results, treatment, events and the disease, with names resolved and days as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sca_toolkit.case.history import Entry, TreatmentLine
from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.facts import CaseFacts
from sca_toolkit.criteria.words import bare


@dataclass(frozen=True, slots=True)
class Result:
    """One test result or score."""

    day: int | None
    value: float | None
    unit: str | None
    word: str | None
    upper: float | None
    lower: float | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Given:
    """Something that was given: a drug of a line, a cell therapy, a transplant, an exposure."""

    names: frozenset[str]
    """Its key and the keys of everything wider."""
    targets: frozenset[str]
    known: bool
    """Whether the dictionary has an entry for it."""
    day: int | None
    entry: Entry
    concurrent: bool = False
    doses: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A regimen with its drugs resolved."""

    entry: TreatmentLine
    drugs: frozenset[str]
    names: frozenset[str]
    """Keys of the drugs and of everything wider."""
    regimen: str | None
    known: bool
    """Whether every drug is known and some are named."""
    rank: float | None
    """Rank of the best response."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A relapse, progression, remission or transformation; `line` counts from 1."""

    kind: str
    day: int | None
    line: int | None
    site: str | None
    proof: str | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Diseases:
    """What the case says of the treated disease."""

    sure: frozenset[str]
    """Keys that hold, wider ones included."""
    possible: frozenset[str]
    exact: frozenset[str]
    """The narrowest keys that hold."""
    strange: bool
    """Whether a name is not in the dictionary."""
    told: bool


def ordinal(day: date | None) -> int | None:
    """The day as a number."""
    return None if day is None else day.toordinal()


def diseases_of(facts: CaseFacts, words: Dictionary) -> Diseases:
    """The treated disease, from codes and names together."""
    tree = words.diseases
    spoken = [_spoken(name, words) for name in facts.diagnosis.names]
    named = frozenset().union(*spoken)
    sure = frozenset().union(*map(tree.up, named))
    possible: frozenset[str] = frozenset()
    coded: frozenset[str] = frozenset()
    for code in facts.diagnosis.icd10:
        said, may = words.diseases_of(code)
        coded |= said
        possible |= may
    if named:
        # Words say more than codes do: only what is narrower than the words stays possible.
        possible = frozenset(key for key in possible if not named.isdisjoint(tree.up(key)))
    held = named | coded
    exact = {key for key in held if not any(key != other and key in tree.up(other) for other in held)}
    strange = not all(spoken) and not (coded or named)
    told = bool(facts.diagnosis.names or facts.diagnosis.icd10)
    return Diseases(sure | coded, possible - sure - coded, frozenset(exact), strange, told)


def newest_first(results: list[Result]) -> tuple[Result, ...]:
    """Newest first, those without a day last."""
    return tuple(sorted(results, key=lambda each: -1 if each.day is None else each.day, reverse=True))


def _spoken(text: str, words: Dictionary) -> frozenset[str]:
    """The disease that a text names: by itself, or inside a sentence (`relapsed DLBCL, stage III`).

    Nothing where it names none, or several of which none is a wider name of the others: `DLBCL, earlier follicular
    lymphoma` does not say which is treated.
    """
    tree = words.diseases
    if tree.knows(text):
        return frozenset({tree.key(text)})
    plain = f" {bare(text)} "
    inside = {name for name in tree.names if f" {name} " in plain}
    longest = {
        name for name in inside if not any(name != other and f" {name} " in f" {other} " for other in inside)
    }
    keys = frozenset(tree.names[name] for name in longest)
    narrow = {key for key in keys if not any(key != other and key in tree.up(other) for other in keys)}
    return frozenset(narrow) if len(narrow) == 1 else frozenset()
