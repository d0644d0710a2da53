"""Characters that no text may hold: they cannot be printed, or the Word engine would take them for its own marks."""

from __future__ import annotations

import unicodedata

_LAYOUT = "\n\r\t"
_REFUSED = ("Cc", "Co", "Cs", "Cn")
"""Control characters, private use (inline marks, symbol fonts), halves of a pair, code points without a meaning."""


def unprintable(text: str) -> str | None:
    """The first character that cannot be printed, as `U+0007`, or None. Line ends and tabs are fine."""
    for sign in text:
        if not sign.isprintable() and sign not in _LAYOUT and unicodedata.category(sign) in _REFUSED:
            return f"U+{ord(sign):04X}"
    return None
