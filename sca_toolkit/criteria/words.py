"""Names as people write them, made comparable."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_NAME = re.compile(r"[^a-z0-9+]+")


@lru_cache(maxsize=20_000)
def bare(name: str) -> str:
    """`name` in small letters with single blanks for everything that is neither letter nor digit."""
    return _NOT_NAME.sub(" ", name.casefold().replace("μ", "u").replace("µ", "u")).strip()


def listed(names: tuple[str, ...] | list[str], last: str = "or") -> str:
    """`a, b or c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def number(value: float) -> str:
    """`100,000,000`, `0.5`, `18`: without a needless fraction."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def sentence(text: str) -> str:
    """First letter large, one full stop."""
    text = text.strip()
    return (text[:1].upper() + text[1:]).rstrip(".") + "." if text else text
