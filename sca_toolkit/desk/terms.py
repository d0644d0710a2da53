"""Terms: reading those of an earlier agreement, and applying what a person typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sca_toolkit.clauses import Stance
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import decoded, load_text
from sca_toolkit.terms import AgreementTerms, field_at


def read_terms(desk: Desk, path: Path) -> AgreementTerms:
    """The terms that an earlier draft or agreement left beside its Word file. Raises DataError."""
    return desk.library.terms_file(path)


def read_uploaded_terms(data: bytes, name: str) -> AgreementTerms:
    """The same from a file that came through the browser; `name` is its name. Raises DataError."""
    return load_text(AgreementTerms, decoded(data, name), name)


def with_choices(drafting: Drafting, settings: Sequence[str], positions: Sequence[str]) -> Drafting:
    """Apply `field=value` and `CLAUSE=position` as typed on the command line. Positions go first: values win.

    Raises UsageProblem for words that cannot be read, DataError for a value that does not fit.
    """
    for text in positions:
        clause, stance = _pair(text, "SCA-19=neutral")
        if stance not in tuple(Stance):
            raise UsageProblem(f"{stance!r} is not a position; write provider, neutral or payer.")
        drafting = drafting.with_position(clause.upper(), Stance(stance))
    changes = dict(_pair(text, "filing.initial='180 calendar days'") for text in settings)
    for path in changes:
        _check_field(path)
    return (
        drafting.changed({path: _listed(path, value) for path, value in changes.items()})
        if changes
        else drafting
    )


def _pair(text: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageProblem(f"Cannot read {text!r}; write it like {example}.")
    return name.strip(), value.strip()


def _check_field(path: str) -> None:
    try:
        field_at(path)
    except KeyError:
        raise UsageProblem(f"There is no field {path!r}. `sca templates fields` lists them.") from None


def _listed(path: str, value: str) -> object:
    """Text for a list field becomes a list, split at semicolons."""
    is_list = str(field_at(path).type).startswith("tuple")
    return [part.strip() for part in value.split(";") if part.strip()] if is_list else value
