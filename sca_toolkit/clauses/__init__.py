"""The clause library and the outline of each paper."""

from sca_toolkit.clauses.clause import (
    CLAUSE_ID,
    AppliesWhen,
    Clause,
    Paragraph,
    Position,
    Stance,
    When,
    fill,
    marks_in,
)
from sca_toolkit.clauses.outline import (
    ArticleEntry,
    DocumentType,
    ExhibitEntry,
    LetterEntry,
    TemplateEntry,
    TemplateIndex,
)

__all__ = [
    "CLAUSE_ID",
    "AppliesWhen",
    "ArticleEntry",
    "Clause",
    "DocumentType",
    "ExhibitEntry",
    "LetterEntry",
    "Paragraph",
    "Position",
    "Stance",
    "TemplateEntry",
    "TemplateIndex",
    "When",
    "fill",
    "marks_in",
]
