"""Wording with marks as HTML: gaps highlighted, defined terms bold, everything else as plain text."""

from __future__ import annotations

import re
from html import escape

from sca_toolkit.values.marks import GAP_CLOSE, GAP_OPEN, TERM_CLOSE, TERM_OPEN, plain

_GAP = re.compile(f"{GAP_OPEN}([^{GAP_CLOSE}]*){GAP_CLOSE}")
_TERM = re.compile(f"{TERM_OPEN}([^{TERM_CLOSE}]*){TERM_CLOSE}")


def briefly(text: str) -> str:
    """Wording for a cell of a table: a gap is `(missing)`."""
    return plain(_GAP.sub("(missing)", text))


def as_html(text: str) -> str:
    """One paragraph of wording."""
    text = _GAP.sub(lambda match: f"<mark>[MISSING: {match[1]}]</mark>", escape(text))
    text = _TERM.sub(lambda match: f"<strong>{match[1]}</strong>", text)
    return plain(text)
