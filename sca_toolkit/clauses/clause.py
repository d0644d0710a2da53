"""The clause library: one file per clause, with a provider, a neutral and a payer position in wording of our own.

Wording is plain text with three kinds of mark, so that people who do not program can write it:
`{member.name}` prints the value of a field, `{ref:SCA-20}` the number of another clause, `**Day 0**` a defined term.
`{exhibit:rates}` prints the letter of an exhibit. `{{` and `}}` print a brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from sca_toolkit.values import Choice, Model

CLAUSE_ID = re.compile(r"^(SCA|LOA)-\d{2}$")
_MARK = re.compile(r"\{\{|\}\}|\{([^{}\s]+)\}|\{|\}")
_FIELD = re.compile(r"^[a-z_0-9]+(\.[a-z_0-9]+)+$|^[a-z_0-9]+$")


class Stance(Choice):
    """Whose side a position takes."""

    provider = "provider"
    neutral = "neutral"
    payer = "payer"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"provider": "ours", "neutral": "middle", "payer": "theirs"}


class When(Model):
    """A condition on a field; the paragraph is printed only when it holds."""

    field: str
    """Path of the field."""
    equals: str | None = Field(default=None, alias="is")
    """The value it must have, as written in a file (`yes`, `self_funded`)."""
    known: bool | None = None
    """True: the field must hold a value. False: it must be open."""

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        if (self.equals is None) == (self.known is None):
            raise ValueError("`when` needs exactly one of `is` and `known`")
        return self


class Paragraph(Model):
    """One paragraph of wording, printed always or on a condition."""

    text: str
    when: When | None = None

    @field_validator("text")
    @classmethod
    def _marks_are_right(cls, text: str) -> str:
        problems = list(_bad_marks(text))
        if problems:
            raise ValueError(
                f"cannot read {', '.join(problems)} in {text[:60]!r}; write {{member.name}} or {{ref:SCA-20}}"
            )
        if text.count("**") % 2:
            raise ValueError(f"a `**` is not closed in {text[:60]!r}")
        return text

    @property
    def fields(self) -> tuple[str, ...]:
        """Paths of the fields it prints, in order, each once."""
        return tuple(dict.fromkeys(name for kind, name in marks_in(self.text) if kind == "field"))


class Position(Model):
    """One side's wording, why it is wanted and what it settles."""

    wording: tuple[Paragraph, ...] = Field(min_length=1)
    note: str
    """For the person who negotiates: why this wording, when to give it up."""
    sets: dict[str, str] = Field(default_factory=dict)
    """Values this position settles, by field path; choosing the position fills them in. Empty text opens a field."""

    @field_validator("wording", mode="before")
    @classmethod
    def _plain_text(cls, wording: Any) -> Any:
        if isinstance(wording, list | tuple):
            return [{"text": item} if isinstance(item, str) else item for item in wording]
        return wording


class AppliesWhen(Model):
    """When a clause belongs into a document. A list left out does not restrict; a fact not known does not exclude."""

    payer_role: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    product_kind: tuple[str, ...] = ()
    line_of_business: tuple[str, ...] = ()
    letter_scope: tuple[str, ...] = ()

    def holds(self, facts: Mapping[str, Iterable[str]]) -> bool:
        """True unless a known fact contradicts one of the lists. `facts` maps a name above to its known values."""
        for name in type(self).model_fields:
            wanted, known = set(getattr(self, name)), set(facts.get(name, ()))
            if wanted and known and not wanted & known:
                return False
        return True


class Clause(Model):
    """One part of an agreement or letter."""

    id: str
    """`SCA-19` or `LOA-03`; the file has the same name."""
    title: str
    """Heading in the document."""
    purpose: str
    """What it is for, in plain words."""
    without_it: str
    """What goes wrong without it."""
    fields: tuple[str, ...] = ()
    """Paths of the fields it rests on."""
    applies_when: AppliesWhen = AppliesWhen()
    default_position: Stance = Stance.provider
    """Where a first draft starts."""
    positions: dict[Stance, Position]
    sources: tuple[str, ...] = ()
    """Public pages behind purpose and risk."""
    counsel_note: str = "Our own wording, not legal advice; counsel reviews it before signing."

    @field_validator("id")
    @classmethod
    def _id_form(cls, value: str) -> str:
        if not CLAUSE_ID.match(value):
            raise ValueError(f"{value!r} is not a clause id; write SCA-01 to SCA-99 or LOA-01 to LOA-99")
        return value

    @model_validator(mode="after")
    def _has_its_default(self) -> Self:
        if self.default_position not in self.positions:
            raise ValueError(f"has no wording for its default position `{self.default_position}`")
        return self

    def position(self, stance: Stance) -> Position:
        """The wording for `stance`; the default position's where the clause has no such wording."""
        return self.positions.get(stance) or self.positions[self.default_position]

    def printed_fields(self, stance: Stance) -> tuple[str, ...]:
        """Paths that the wording of `stance` may print, conditions included, each once."""
        names = [name for part in self.position(stance).wording for name in part.fields]
        return tuple(dict.fromkeys(names))


Kind = Literal["field", "ref", "exhibit"]


def marks_in(text: str) -> Iterable[tuple[Kind, str]]:
    """The marks of a wording: `("field", "member.name")`, `("ref", "SCA-20")`, `("exhibit", "rates")`."""
    for match in _MARK.finditer(text):
        if match[1]:
            yield _kind_of(match[1])


def _kind_of(mark: str) -> tuple[Kind, str]:
    kind, _, name = mark.partition(":")
    if name and kind in ("ref", "exhibit"):
        return ("ref" if kind == "ref" else "exhibit"), name
    return "field", mark


def _bad_marks(text: str) -> Iterable[str]:
    for match in _MARK.finditer(text):
        if match[0] in ("{{", "}}"):
            continue
        if not match[1]:
            yield repr(match[0])
            continue
        kind, name = _kind_of(match[1])
        wrong_field = kind == "field" and not _FIELD.match(name)
        wrong_ref = kind == "ref" and not CLAUSE_ID.match(name)
        if wrong_field or wrong_ref:
            yield repr(match[0])


def fill(
    text: str, field: Callable[[str], str], ref: Callable[[str], str], exhibit: Callable[[str], str]
) -> str:
    """The wording with every mark replaced by what the three functions return for it."""
    printers: dict[Kind, Callable[[str], str]] = {"field": field, "ref": ref, "exhibit": exhibit}

    def replace(match: re.Match[str]) -> str:
        if not match[1]:
            return match[0][0]
        kind, name = _kind_of(match[1])
        return printers[kind](name)

    return _MARK.sub(replace, text)
