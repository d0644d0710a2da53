"""The list of templates (`templates/index.yaml`): which Word file makes which document, from which parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from string import ascii_uppercase
from typing import Self

from pydantic import Field, field_validator, model_validator

from sca_toolkit.clauses.clause import CLAUSE_ID
from sca_toolkit.values import Choice, Model


class DocumentType(Choice):
    """What a paper is. Two different papers are both called LOA in the field, so every title prints this."""

    sca = "SCA"
    interim_loa = "INTERIM_LOA"
    amendment = "AMENDMENT"
    term_sheet = "TERM_SHEET"
    rate_summary = "RATE_SUMMARY"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "SCA": "Single-Case Agreement",
            "INTERIM_LOA": "Interim Letter of Agreement",
            "AMENDMENT": "Amendment",
            "TERM_SHEET": "Term Sheet",
            "RATE_SUMMARY": "Rate Summary",
        }


class ArticleEntry(Model):
    """A chapter of a document: its clauses in the order in which they are printed."""

    title: str = ""
    """Heading of the article. Without one no heading is printed and the clauses are numbered 1, 2, 3."""
    clauses: tuple[str, ...] = Field(min_length=1)
    """Ids of clauses, such as `SCA-19`."""

    @field_validator("clauses")
    @classmethod
    def _ids(cls, clauses: tuple[str, ...]) -> tuple[str, ...]:
        for clause in clauses:
            if not CLAUSE_ID.match(clause):
                raise ValueError(f"{clause!r} is not a clause id; write it like SCA-19 or LOA-03")
        return clauses


class ExhibitEntry(Model):
    """An exhibit. Its letter follows from its place in the list."""

    key: str = Field(pattern=r"^[a-z][a-z_]*$")
    """Short name that wording uses: `{exhibit:rates}`."""
    title: str
    """What the heading says after the letter."""


class TemplateEntry(Model):
    """One document that can be made."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    """Short name, such as `interim_loa`."""
    file: str = Field(pattern=r"^[A-Za-z0-9_-]+\.docx$")
    """Word file in the templates folder."""
    title: str
    """Title printed on the document; says what it is, because two papers are called LOA."""
    document_type: DocumentType
    """What kind of paper it is."""
    version: str = Field(pattern=r"^20\d{2}\.(0[1-9]|1[0-2])(\.\d+)?$")
    """Year and month of the last change, such as `2026.11`; a second change in a month adds `.2`."""
    purpose: str
    """What it is for, in plain words."""
    fields: tuple[str, ...] = ()
    """Fields of the terms that the Word file itself prints, outside its clauses and tables."""
    articles: tuple[ArticleEntry, ...] = ()
    """Clauses by article. Empty for a document without clauses."""
    exhibits: tuple[ExhibitEntry, ...] = Field(default=(), max_length=len(ascii_uppercase))
    """Exhibits in order, from A."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """Ids of all clauses in reading order."""
        return tuple(clause for article in self.articles for clause in article.clauses)

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each exhibit by its key: `{"entities": "A", "member": "B"}`."""
        return {entry.key: letter for entry, letter in zip(self.exhibits, ascii_uppercase, strict=False)}

    def clause_numbers(self, shown: Collection[str]) -> dict[str, str]:
        """The number Word gives to each clause of `shown`: `{"SCA-20": "4.1"}`, or `3` in articles without a title.

        An article of which no clause is shown is left out and not counted.
        """
        numbers: dict[str, str] = {}
        article_number = 0
        for article in self.articles:
            printed = [clause for clause in article.clauses if clause in shown]
            article_number += bool(printed)
            for position, clause in enumerate(printed, start=1):
                numbers[clause] = f"{article_number}.{position}" if article.title else str(len(numbers) + 1)
        return numbers

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        _no_doubles("clause", self.clauses)
        _no_doubles("exhibit", (exhibit.key for exhibit in self.exhibits))
        titled = {bool(article.title) for article in self.articles}
        if len(titled) > 1:
            raise ValueError(f"give all articles of {self.id} a title, or none")
        return self


class LetterEntry(Model):
    """A letter, list or report without clauses, made from a payer's criteria and evidence or from the record."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    """Short name, such as `medical_necessity`."""
    file: str = Field(pattern=r"^[A-Za-z0-9_-]+\.docx$")
    """Word file in the templates folder."""
    title: str
    """Title printed on it."""
    version: str = Field(pattern=r"^20\d{2}\.(0[1-9]|1[0-2])(\.\d+)?$")
    """Year and month of the last change, such as `2026.11`; a second change in a month adds `.2`."""
    purpose: str
    """What it is for, in plain words."""


class TemplateIndex(Model):
    """All documents that can be made."""

    templates: tuple[TemplateEntry, ...] = Field(min_length=1)
    letters: tuple[LetterEntry, ...] = ()
    """Letters and lists about a payer's criteria."""
    reports: tuple[LetterEntry, ...] = ()
    """Reports that are made from the whole record."""

    @property
    def every(self) -> tuple[TemplateEntry | LetterEntry, ...]:
        """Templates, letters and reports."""
        return (*self.templates, *self.letters, *self.reports)

    def entry(self, template_id: str) -> TemplateEntry:
        """The template of that id. Raises KeyError, naming it, when there is none."""
        for entry in self.templates:
            if entry.id == template_id:
                return entry
        raise KeyError(template_id)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        _no_doubles("template id", (entry.id for entry in self.every))
        _no_doubles("file", (entry.file for entry in self.every))
        return self


def _no_doubles(what: str, names: Iterable[str]) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise ValueError(f"the {what} {', '.join(twice)} is listed twice; keep one")
