"""What pydantic finds, as sentences for the person who must mend the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Sentence:
    """One finding: where it stands in the data, what is wrong and what to do."""

    path: Path
    message: str
    remedy: str


def sentences(error: ValidationError, data: Any, model: type[BaseModel]) -> list[Sentence]:
    """Every finding, in the order of the file. One that only echoes another inside it is dropped."""
    details = error.errors(include_url=False)
    paths = [_path_in(data, detail) for detail in details]
    return [
        Sentence(path, *_words(detail, path, model))
        for detail, path in zip(details, paths, strict=True)
        if not _echo(detail, path, paths)
    ]


def _echo(detail: ErrorDetails, path: Path, paths: Iterable[Path]) -> bool:
    longer = any(len(other) > len(path) and other[: len(path)] == path for other in paths)
    return longer and detail["type"] in ("too_short", "missing")


def _path_in(data: Any, detail: ErrorDetails) -> Path:
    """The part of pydantic's location that exists in the file: names of union members and validators are skipped."""
    path: list[str | int] = []
    for part in detail["loc"]:
        in_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if in_list or (isinstance(data, dict) and part in data):
            data = data[part]
            path.append(part)
    if detail["type"] == "missing":
        path.append(detail["loc"][-1])
    return tuple(path)


def _unknown_key(name: str, known: set[str]) -> tuple[str, str]:
    if name in known:
        return (
            f"the key `{name}` is not known here.",
            "It belongs in another place of the file; compare an example.",
        )
    near = get_close_matches(name, known, n=1)
    return f"the key `{name}` is not known.", f"Did you mean `{near[0]}`?" if near else "Check its spelling."


_EXPECTED = {
    "bool": ("is not yes or no", "Write yes or no; leave the key out when the answer is not known."),
    "date": ("is not a day of the calendar", "Write year, month and day, like 2026-12-10."),
    "int": ("is not a whole number", "Write digits only, like 30."),
    "float": ("is not a number", "Write digits, like 0.5."),
    "decimal": ("is not a number", "Write digits, like 0.5."),
    "tuple": ("stands where a list belongs", "Write each entry on its own line after `- `, or all in [ ]."),
    "list": ("stands where a list belongs", "Write each entry on its own line after `- `, or all in [ ]."),
    "model": ("stands where further keys belong", "Put the keys on the lines below, indented."),
    "dict": ("stands where further keys belong", "Put the keys on the lines below, indented."),
    "string": ("stands where a single text belongs", "Write one value after the colon."),
}
"""What to say by the first word of pydantic's kind of finding."""


def _words(detail: ErrorDetails, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    kind, name = detail["type"], str(path[-1]) if path else ""
    context = detail.get("ctx") or {}
    if kind == "extra_forbidden":
        return _unknown_key(name, _known_keys(model))
    if kind == "missing":
        return f"the key `{name}` is missing.", "Add it."
    if kind in ("enum", "literal_error"):
        return f"{_shown(detail)} is not one of: {context.get('expected', '')}.", "Write one of these."
    if kind == "value_error":
        return f"{context.get('error', detail['msg'])}.".replace("..", "."), ""
    if kind.startswith("union_tag"):
        return _wrong_tag(kind, context)
    return _by_kind(kind, name, detail)


def _by_kind(kind: str, name: str, detail: ErrorDetails) -> tuple[str, str]:
    if kind == "string_pattern_mismatch":
        form = (detail.get("ctx") or {}).get("pattern", "")
        letters = (
            "Use letters, digits, - and _ only, without blanks, and let it name nobody."
            if name == "id"
            else ""
        )
        return f"{_shown(detail)} does not have the form {form}.", letters
    expected = _EXPECTED.get(kind.split("_")[0])
    if expected:
        what, remedy = expected
        return f"{_shown(detail)} {what}.", remedy
    said = detail["msg"][:1].lower() + detail["msg"][1:]
    return f"{said.removeprefix('input ').removeprefix('value error, ')} (given: {_shown(detail)}).", ""


def _wrong_tag(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    key = str(context.get("discriminator", "")).strip("'")
    if kind == "union_tag_not_found":
        return f"the key `{key}` is missing, which says what kind of part this is.", "Add it."
    tags = str(context.get("expected_tags", ""))
    near = get_close_matches(str(context.get("tag")), tags.replace("'", "").split(", "), n=1)
    hint = f"Did you mean `{near[0]}`?" if near else f"Write one of {tags}."
    return f"{context.get('tag')!r} is no known `{key}`.", hint


def _shown(detail: ErrorDetails) -> str:
    value = detail["input"]
    if isinstance(value, dict):
        return f"a group of keys ({', '.join(map(str, value))[:50]})"
    if isinstance(value, list | tuple):
        return "a list"
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def _known_keys(model: type[BaseModel], depth: int = 0) -> set[str]:
    keys: set[str] = set()
    for name, field in model.model_fields.items():
        keys.add(field.alias or name)
        for inner in _models_in(field.annotation) if depth < 4 else ():
            keys |= _known_keys(inner, depth + 1)
    return keys


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]
