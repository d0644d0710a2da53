"""From a text file to a record: everything that is wrong at once, each with file, line and plain words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.sentences import sentences
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
        reason = (error.strerror or str(error)).lower()
        raise DataError(
            Problem(
                f"cannot be read: {reason}.",
                "Check the name of the file and who may read it.",
                file=str(path),
            )
        ) from None
    if len(raw) > MAX_BYTES:
        raise DataError(
            Problem(
                f"is larger than {MAX_BYTES // 1_000_000} MB.",
                "Check that it is the right file.",
                file=str(path),
            )
        )
    return decoded(raw, str(path))


def decoded(raw: bytes, file: str) -> str:
    """`raw` as UTF-8 text without its byte-order mark. No other encoding is guessed: a wrong guess garbles names.

    Raises DataError with the line of the first byte that is not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = error.object  # without a byte-order mark, so the position fits
        wrong = text[error.start : error.start + 1]
        meant = wrong.decode("cp1252", errors="ignore")
        raise DataError(
            Problem(
                f"byte {wrong[0]:#04x}{f' ({meant!r} in Windows-1252)' if meant else ''} is not UTF-8 text.",
                "Save the file as UTF-8 (in Excel: `CSV UTF-8`; in Notepad: Save as, Encoding UTF-8).",
                file=file,
                line=text[: error.start].count(b"\n") + 1,
            )
        ) from None


def read_data(path: Path) -> Located:
    """Data of a `.yaml`, `.yml` or `.json` file. JSON goes through the same strict reader; values keep their lines."""
    return data_of(read_text(path), str(path))


def data_of(text: str, file: str) -> Located:
    """Data of the text of a file; the ending of its name tells JSON from YAML."""
    if file.lower().endswith(".json"):
        _check_json(text, file)
        text = _json_as_yaml(text)
    return read_yaml(text, file)


_ESCAPE = re.compile(r"\\(?:u([dD][89abAB]..)\\u([dD][c-fC-F]..)|.)", re.DOTALL)


def _json_as_yaml(text: str) -> str:
    """JSON is YAML but for tabs between its parts and characters written as two halves; the lines stay as they are."""

    def whole(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        return chr(0x10000 + (int(match[1], 16) - 0xD800) * 0x400 + (int(match[2], 16) - 0xDC00))

    return _ESCAPE.sub(whole, text.replace("\t", " "))


def _check_json(text: str, file: str) -> None:
    try:
        json.loads(text)
    except RecursionError:
        raise DataError(
            Problem(
                "cannot be read as JSON: its parts are nested too deeply.", "Check the brackets.", file=file
            )
        ) from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        what = getattr(error, "msg", str(error))
        remedy = "Check quotes, commas and brackets on this line and the one above."
        raise DataError(
            Problem(f"cannot be read as JSON: {what[:1].lower()}{what[1:]}.", remedy, file=file, line=line)
        ) from None


def load(model: type[M], path: Path) -> M:
    """One record from one file. Raises DataError with every problem."""
    return build(model, read_data(path))


def load_text(model: type[M], text: str, file: str) -> M:
    """One record from text that came without a file of its own. Raises DataError with every problem."""
    return build(model, data_of(text, file))


def build(model: type[M], located: Located) -> M:
    """A record from data that was read. Raises DataError with every problem, each with its line."""
    try:
        return model.model_validate(located.data)
    except ValidationError as error:
        raise DataError(problems_of(error, located, model)) from None


def problems_of(error: ValidationError, located: Located, model: type[BaseModel]) -> list[Problem]:
    """Pydantic's findings as problems with their lines. A finding that only echoes another inside it is dropped."""
    return [
        Problem(
            each.message,
            each.remedy,
            file=located.file,
            line=located.line_of(each.path),
            place=dotted(each.path) or None,
        )
        for each in sentences(error, located.data, model)
    ]
