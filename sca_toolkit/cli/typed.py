"""Words typed on the line turned into records, with a sentence for each that does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sca_toolkit.values import Choice, Model

    C = TypeVar("C", bound=Choice)
    M = TypeVar("M", bound=Model)


def one_of(kind: type[C], text: str, what: str, only: Iterable[C] | None = None) -> C:
    """The member that `text` names by its value or its words. Raises UsageProblem with what is near."""
    from sca_toolkit.errors import UsageProblem

    members = list(kind if only is None else only)
    known = {name: member for member in members for name in (member.words.casefold(), member.value)}
    wanted = text.strip().casefold()
    found = known.get(wanted) or known.get(wanted.replace("-", "_").replace(" ", "_"))
    if found is None:
        near = get_close_matches(wanted.replace("-", "_"), [member.value for member in members], n=3)
        names = ", ".join(member.value for member in members)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Write one of {names}."
        raise UsageProblem(f"There is no {what} {text!r}. {hint}")
    return found


def pairs(texts: Iterable[str], option: str, example: str) -> dict[str, str]:
    """`key=value` texts as a mapping. Raises UsageProblem for a text without `=` or without a key."""
    from sca_toolkit.errors import UsageProblem

    found: dict[str, str] = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign or not key.strip():
            raise UsageProblem(f"{option} {text!r} has no value: write it like {option} {example}.")
        found[key.strip()] = value.strip()
    return found


def value_of(text: str) -> Any:
    """A typed value: JSON where it is JSON (`12`, `true`, `null`), else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def made(kind: type[M], what: str, **values: Any) -> M:
    """A record from typed values. Raises UsageProblem that says in sentences what does not fit."""
    from pydantic import ValidationError

    from sca_toolkit.errors import UsageProblem

    try:
        return kind.model_validate(values)
    except ValidationError as error:
        said = "; ".join(_sentence(each["loc"], each["msg"]) for each in error.errors())
        raise UsageProblem(f"The {what} cannot be kept: {said}.") from None


def _sentence(place: Iterable[int | str], message: str) -> str:
    words = message.removeprefix("Value error, ").rstrip(".")
    where = ".".join(str(part) for part in place)
    return f"{where}: {words}" if where else words
