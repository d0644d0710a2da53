"""From a clause and the terms to the paragraphs that an agreement prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sca_toolkit.clauses import Clause, Paragraph, Stance, When, fill
from sca_toolkit.papers.payment_parts import payment_paragraphs
from sca_toolkit.terms import AgreementTerms, field_at, is_open, printed, value_at
from sca_toolkit.values import Choice
from sca_toolkit.values.marks import term

_PAYMENT_MARK = re.compile(r"^\{payment\.([a-z_]+)\}$")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Writer:
    """Fills wording for one paper: knows its terms, its section numbers and its exhibit letters."""

    terms: AgreementTerms
    reference: Callable[[str], str]
    """A clause id to the words of a cross-reference."""
    exhibit: Callable[[str], str]
    """An exhibit key to `Exhibit B`."""

    def paragraphs(self, clause: Clause) -> tuple[str, ...]:
        """The paragraphs of a clause in its chosen position, with marks for gaps, references and defined terms."""
        return tuple(text for part in chosen_wording(clause, self.terms) for text in self._written(part))

    def _written(self, part: Paragraph) -> Iterator[str]:
        if not holds(part.when, self.terms):
            return
        payment = _PAYMENT_MARK.match(part.text.strip())
        if payment:
            yield from payment_paragraphs(self.terms.payment, payment[1])
            return
        wording = part.text.replace("'", "’")
        text = fill(
            wording, lambda path: printed(self.terms, path, field_label(path)), self.reference, self.exhibit
        )
        yield _BOLD.sub(lambda match: term(match[1]), _TWO_STOPS.sub(".", text))


def chosen_wording(clause: Clause, terms: AgreementTerms) -> tuple[Paragraph, ...]:
    """The wording of the position the terms choose: the payer's own words where they were taken over."""
    choice = terms.positions.get(clause.id)
    if choice and choice.wording:
        return tuple(Paragraph.model_construct(text=_literal(text), when=None) for text in choice.wording)
    return clause.position(chosen_stance(clause, terms)).wording


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def chosen_stance(clause: Clause, terms: AgreementTerms) -> Stance:
    """The position the terms choose for a clause, or its default."""
    choice = terms.positions.get(clause.id)
    return choice.position if choice else clause.default_position


def holds(when: When | None, terms: AgreementTerms) -> bool:
    """Whether a condition holds; an open field equals nothing."""
    if when is None:
        return True
    value = value_at(terms, when.field)
    if when.known is not None:
        return is_open(value) is not when.known
    return as_written(value) == (when.equals or "").casefold()


def as_written(value: object) -> str:
    """A value as a file writes it, in lower case: `yes`, `self_funded`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Choice):
        return value.value.casefold()
    return "" if value is None else str(value).casefold()


def field_label(path: str) -> str:
    """The words for a field in a gap: `member ID`."""
    return field_at(path).label


def printed_fields(clause: Clause, terms: AgreementTerms) -> tuple[str, ...]:
    """Paths of the fields that the chosen wording prints under these terms, payment marks left out."""
    paths = (
        path
        for part in chosen_wording(clause, terms)
        if holds(part.when, terms)
        for path in part.fields
        if not path.startswith("payment.")
    )
    return tuple(dict.fromkeys(paths))


def facts_of(terms: AgreementTerms, product_kind: str | None) -> Mapping[str, tuple[str, ...]]:
    """What is known of a case for deciding whether a clause belongs into its paper."""
    known: dict[str, tuple[object, ...]] = {
        "payer_role": (terms.payer.role,),
        "funding": (terms.payer.funding,),
        "setting": (terms.setting.planned, terms.setting.alternate),
        "product_kind": (product_kind,),
        "line_of_business": (terms.member.line_of_business,),
        "letter_scope": (terms.letter.scope,),
    }
    return {name: tuple(as_written(value) for value in values if value) for name, values in known.items()}
