"""Printing: tables for people, JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import typer


def say(text: str = "") -> None:
    """One line on standard output."""
    typer.echo(text)


def as_json(value: Any) -> None:
    """`value` as JSON on standard output; records become objects, dates and money text."""
    typer.echo(json.dumps(_plain(value), indent=2, ensure_ascii=False, default=str))


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if is_dataclass(value) and not isinstance(value, type):
        return {key: _plain(item) for key, item in asdict(value).items()}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table that fits the window; long cells wrap."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shown = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        shown.add_row(*row)
    Console(highlight=False, markup=False).print(shown)
