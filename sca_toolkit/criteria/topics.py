"""What a criterion is about, in a word two policies share: the row of a comparison."""

from __future__ import annotations

from typing import Any

from sca_toolkit.criteria.dictionary import Dictionary, Tree
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.words import listed

_TITLES = {
    "age": "Age",
    "diagnosis": "Diagnosis",
    "disease_state": "State of the disease",
    "prior_lines": "Earlier lines",
    "interval": "Time between events",
    "prescriber": "Prescriber",
    "dose_limit": "Dose",
    "use_limit": "Number of uses",
    "best_response": "Best response",
    "step_therapy": "Step therapy",
    "supported_use": "Support for the use",
    "unseen": "Text not seen",
}
_NAMED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "prior_agent": ("Earlier drug", ("any_of", "all_of"), "drugs"),
    "regimen": ("Earlier regimen", ("any_of",), "drugs"),
    "exposure": ("Minimum exposure", ("any_of",), "drugs"),
    "performance": ("Performance status", ("scale",), "terms"),
    "measurement": ("Value", ("measure",), "terms"),
    "test": ("Test", ("any_of", "all_of"), "terms"),
    "washout": ("Washout", ("of",), "drugs"),
    "infection": ("Infection", ("infection",), "terms"),
    "history": ("Earlier treatment", ("of", "target"), "drugs"),
    "condition": ("Condition", ("any_of",), "terms"),
    "site": ("Center", ("requirement",), "terms"),
    "authorization": ("Authorization first", ("component",), "terms"),
    "document": ("Document", ("form", "any_of", "all_of"), "terms"),
    "attestation": ("Statement", ("statement",), "terms"),
    "forecast": ("Plan", ("statement",), "terms"),
    "judgment": ("Judgment", ("topic",), "terms"),
    "reference": ("Other policy", ("policy", "to"), "terms"),
    "attribute": ("Fact", ("name",), "terms"),
}


def topic(leaf: Leaf, words: Dictionary) -> str:
    """`Performance status: ECOG`, `Earlier drug: proteasome inhibitor`, with names brought to one spelling."""
    kind: str = leaf.kind  # type: ignore[attr-defined]
    if kind in _TITLES:
        return _TITLES[kind]
    if kind not in _NAMED:
        return kind.replace("_", " ").capitalize()
    title, fields, tree = _NAMED[kind]
    names = [name for field in fields for name in _as_list(getattr(leaf, field, None)) if name != "any"]
    if kind == "history" and getattr(leaf, "concurrent", False):
        title = "Concurrent treatment"
    spelled = sorted({_spelled(name, words, getattr(words, tree)) for name in names})
    return f"{title}: {listed(spelled)}" if spelled else title


def _as_list(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _spelled(name: str, words: Dictionary, tree: Tree) -> str:
    key = tree.key(name)
    spelled = words.spelling.get(key, name.replace("_", " "))
    return "CAR T-cell therapy" if spelled == "car t" else spelled
