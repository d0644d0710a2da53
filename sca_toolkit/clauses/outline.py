"""The list of Word templates: for each paper its file, its articles with their clauses, and its exhibits."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sca_toolkit.values import Model


class Article(Model):
    """A numbered heading with the clauses below it, in order."""

    title: str
    clauses: tuple[str, ...] = Field(min_length=1)
    """Clause ids."""


class ExhibitEntry(Model):
    """An exhibit; its letter follows from its place in the list."""

    key: str
    """The name that wording uses: `{exhibit:rates}`."""
    title: str


class TemplateEntry(Model):
    """One Word template."""

    id: str
    file: str
    """Name of the .docx in the templates folder."""
    title: str
    document_type: str
    """SCA, INTERIM_LOA, AMENDMENT, TERM_SHEET or RATE_SUMMARY."""
    version: str
    """Changes with every edit of the .docx; printed in the footer and kept in the file's properties."""
    purpose: str
    """What the paper is for, in one sentence."""
    articles: tuple[Article, ...] = ()
    exhibits: tuple[ExhibitEntry, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for what, names in (("clause", self.clause_ids), ("exhibit", tuple(item.key for item in self.exhibits))):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"template {self.id} lists {what} {', '.join(twice)} twice; keep one")
        return self

    @property
    def clause_ids(self) -> tuple[str, ...]:
        """All clauses in reading order."""
        return tuple(clause for article in self.articles for clause in article.clauses)

    def letter(self, key: str) -> str:
        """`A` for the first exhibit. Raises KeyError for an exhibit the paper does not have."""
        for index, exhibit in enumerate(self.exhibits):
            if exhibit.key == key:
                return chr(ord("A") + index)
        raise KeyError(key)


class TemplateIndex(Model):
    """The content of `templates/index.yaml`."""

    templates: tuple[TemplateEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [entry.id for entry in self.templates]
        if len(set(ids)) != len(ids):
            raise ValueError("two templates have the same id; give each its own")
        return self
