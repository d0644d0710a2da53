"""Tables as CSV files from a command: whole or not at all, and never run as formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

Csv = Annotated[Path | None, typer.Option("--csv", help="Write the table as CSV.")]
RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_table(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write `rows`, all with the same keys, to `path` in UTF-8; text a spreadsheet would run gets an apostrophe.

    Raises UsageProblem when the file cannot be written.
    """
    import csv
    import io

    from sca_toolkit.errors import UsageProblem

    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows({key: _plain(value) for key, value in row.items()} for row in rows)
    try:
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UsageProblem(
            f"{path} cannot be written: {error.strerror}. Name a file in a folder you may write to."
        ) from None


def _plain(value: object) -> object:
    if isinstance(value, str) and value.startswith(RUN_AS_FORMULA):
        return f"'{value}"
    return "" if value is None else value
