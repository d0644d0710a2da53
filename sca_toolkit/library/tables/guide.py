"""The table of headings in `docs/case-spreadsheet.md`.

`python -m sca_toolkit.library.tables docs/case-spreadsheet.md` writes it anew; a test says when it is stale.
"""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.library.tables.case_columns import SECTIONS
from sca_toolkit.library.tables.columns import Column, Holds

START, END = "<!-- headings: made from the code, do not edit -->", "<!-- end of headings -->"

_FORMS = {
    Holds.code: "Text, character by character.",
    Holds.day: "A date: an Excel date, or 2026-12-10.",
    Holds.count: "A whole number.",
    Holds.dollars: "US dollars: 4500.00.",
}


def answers_of(column: Column) -> tuple[str, ...]:
    """The answers a column takes; empty where any text will do."""
    if column.holds is Holds.yes_no:
        return ("yes", "no")
    return tuple(item.words for item in column.choices or ())


def how_to_write(column: Column) -> str:
    """The form of an answer, in a sentence or two; empty for plain text."""
    answers = answers_of(column)
    form = f"One of: {', '.join(answers)}." if answers else _FORMS.get(column.holds, "")
    if column.many:
        form = f"{form.replace('One of', 'Any of')} Several with ; between them.".strip()
    return form


def with_headings_table(text: str) -> str:
    """A text with the table between its two marks written anew. Raises ValueError when a mark is missing."""
    before, _, rest = text.partition(START)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"the text lacks {START!r} or {END!r}")
    return f"{before}{START}\n{''.join(_sections())}\n{END}{after}"


def _sections() -> Iterator[str]:
    for title, columns in SECTIONS.items():
        yield f"\n### {title}\n\n| Heading | What to write | Form | Also understood |\n|---|---|---|---|\n"
        for column in columns:
            also = ", ".join(heading.replace("{n}", "1") for heading in column.also)
            cells = (f"**{column.heading.replace('{n}', '1')}**", column.meaning, how_to_write(column), also)
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
