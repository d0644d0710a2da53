"""From a text file to a record: everything that is wrong at once, each with file, line and plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.strict_yaml import Located, dotted, read_yaml

M = TypeVar("M", bound=BaseModel)
MAX_BYTES = 5_000_000


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 (a byte-order mark is dropped).

    Raises DataError naming the file when it is missing, too large, a folder, or in another encoding.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(Problem(f"cannot be read: {error.strerror or error}.", file=str(path))) from None
    if len(raw) > MAX_BYTES:
        raise DataError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB.", file=str(path)))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(
            Problem(
                f"byte {raw[error.start]:#04x} is not UTF-8 text.",
                "Save the file as UTF-8 (in Excel: `CSV UTF-8`; in Notepad: Save as, Encoding UTF-8).",
                file=str(path),
                line=line,
            )
        ) from None


def read_data(path: Path) -> Located:
    """Data of a `.yaml`, `.yml` or `.json` file. JSON is read by the same strict reader: it is YAML too."""
    text = read_text(path)
    if path.suffix.lower() == ".json":
        _check_json(text, path)
    return read_yaml(text, str(path))


def _check_json(text: str, path: Path) -> None:
    try:
        json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise DataError(Problem(f"cannot be read as JSON: {error}.", file=str(path), line=line)) from None


def load(model: type[M], path: Path) -> M:
    """One record from one file. Raises DataError with every problem."""
    return build(model, read_data(path))


def build(model: type[M], located: Located) -> M:
    """A record from data that was read. Raises DataError with every problem, each with its line."""
    try:
        return model.model_validate(located.data)
    except ValidationError as error:
        raise DataError(problems_of(error, located, model)) from None


def problems_of(error: ValidationError, located: Located, model: type[BaseModel]) -> list[Problem]:
    """Pydantic's findings as sentences. A finding that only echoes another inside it is dropped."""
    details = error.errors(include_url=False)
    paths = [_path_in(located.data, detail["loc"]) for detail in details]
    return [
        _problem(detail, path, located, model)
        for detail, path in zip(details, paths, strict=True)
        if not _echo(detail, path, paths)
    ]


def _echo(detail: ErrorDetails, path: tuple[str | int, ...], paths: Iterable[tuple[str | int, ...]]) -> bool:
    longer = any(len(other) > len(path) and other[: len(path)] == path for other in paths)
    return longer and detail["type"] in ("too_short", "missing")


def _path_in(data: Any, loc: tuple[int | str, ...]) -> tuple[str | int, ...]:
    """The part of pydantic's location that exists in the file: names of union members and validators are skipped."""
    path: list[str | int] = []
    for index, part in enumerate(loc):
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif isinstance(data, dict) and part in data:
            data = data[part]
        elif index < len(loc) - 1 or not isinstance(data, dict):
            continue
        path.append(part)
    return tuple(path)


def _problem(
    detail: ErrorDetails, path: tuple[str | int, ...], located: Located, model: type[BaseModel]
) -> Problem:
    message, remedy = _words(detail, path, model)
    return Problem(message, remedy, file=located.file, line=located.line_of(path), place=dotted(path) or None)


def _words(detail: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel]) -> tuple[str, str]:
    kind, name = detail["type"], str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        near = get_close_matches(name, _known_keys(model), n=1)
        return (
            f"the key `{name}` is not known.",
            f"Did you mean `{near[0]}`?" if near else "Check its spelling.",
        )
    if kind == "missing":
        return f"the key `{name}` is missing.", "Add it."
    context = detail.get("ctx") or {}
    if kind == "enum":
        return f"{detail['input']!r} is not one of: {context.get('expected', '')}.", ""
    if kind == "value_error":
        return f"{context.get('error', detail['msg'])}.".replace("..", "."), ""
    shown = repr(detail["input"])
    given = f" (given: {shown if len(shown) < 60 else shown[:57] + '...'})"
    return detail["msg"] + given + ".", ""


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
