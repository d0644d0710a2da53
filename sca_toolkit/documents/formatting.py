"""The formatting of marks, added to the formatting a run already has."""

from __future__ import annotations

import copy

from lxml import etree

from sca_toolkit.documents.parts import W

_RPR = f"{W}rPr"
# The order in which Word's schema wants the properties of a run.
_RUN_ORDER = (
    *(
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
    ),
    *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
    *(
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
    ),
    *("lang", "eastAsianLayout", "specVanish", "oMath"),
)
_RANK = {f"{W}{name}": rank for rank, name in enumerate(_RUN_ORDER)}
_STYLES: dict[str, dict[str, str]] = {
    "": {},
    "term": {"b": "", "bCs": ""},
    "gap": {"b": "", "bCs": "", "highlight": "yellow"},
}


def styled(properties: etree._Element | None, style: str) -> etree._Element | None:
    """A copy of a run's properties with `term` or `gap` formatting added; None if there is nothing to say."""
    if properties is None and not _STYLES[style]:
        return None
    made = etree.Element(_RPR) if properties is None else copy.deepcopy(properties)
    for name, value in _STYLES[style].items():
        for old in made.findall(f"{W}{name}"):
            made.remove(old)
        rank = _RANK[f"{W}{name}"]
        position = sum(1 for child in made if _RANK.get(child.tag, len(_RANK)) < rank)
        made.insert(position, etree.Element(f"{W}{name}", {f"{W}val": value} if value else {}))
    return made
