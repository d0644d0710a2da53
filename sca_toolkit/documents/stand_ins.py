"""Private characters that stand for signs in data while a document is being filled.

A brace in data must not look like a tag, and a line break in data must become a Word line break, unlike a
line break that only pretty-prints the template's XML. So each of these signs travels as a private character
and is put back once the text is in its paragraph. Data that already holds one of the private characters is
refused.
"""

from __future__ import annotations

from sca_toolkit.values.marks import MARKS

BREAK = "\ue014"
TAB = "\ue015"
_BRACES = {"{": "\ue010", "}": "\ue011", "%": "\ue012", "#": "\ue013"}
_AWAY = str.maketrans(_BRACES | {"\n": BREAK, "\t": TAB})
_BACK = str.maketrans({sign: brace for brace, sign in _BRACES.items()})

STAND_INS = frozenset(_BRACES.values()) | {BREAK, TAB}
PRIVATE = STAND_INS | MARKS


def put_away(text: str) -> str:
    """The text with its braces, percent and number signs, tabs and line breaks replaced."""
    return text.translate(_AWAY)


def put_back(text: str) -> str:
    """Braces, percent and number signs again. Tabs and line breaks are Word elements by now."""
    return text.translate(_BACK)
