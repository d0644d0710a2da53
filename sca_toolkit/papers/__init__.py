"""From terms and clauses to a paper: numbered wording, tables and gaps, all as plain data."""

from sca_toolkit.papers.context import Issue, context_of
from sca_toolkit.papers.gaps import OpenTerm
from sca_toolkit.papers.paper import Paper, PaperArticle, PaperClause, assemble
from sca_toolkit.papers.sheet import sheet_rows
from sca_toolkit.papers.wording import chosen_stance, printed_fields

__all__ = [
    "Issue",
    "OpenTerm",
    "Paper",
    "PaperArticle",
    "PaperClause",
    "assemble",
    "chosen_stance",
    "context_of",
    "printed_fields",
    "sheet_rows",
]
