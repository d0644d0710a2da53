"""Checking files: every problem of any profile, case, clause, list or template, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sca_toolkit.clauses import Clause, marks_in
from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import Problem, ProblemsError
from sca_toolkit.library import TEXT_ENDINGS, load_any
from sca_toolkit.payer import PayerProfile
from sca_toolkit.terms import field_at


@dataclass(frozen=True)
class Checked:
    """One file that was looked at. `kind` is empty when the file could not be understood."""

    path: Path
    kind: str
    problems: tuple[Problem, ...]


def check_paths(desk: Desk, paths: tuple[Path, ...]) -> Iterator[Checked]:
    """Look at each file, and at each file inside each folder, in the order of their names."""
    for path in paths:
        files = sorted(_files_in(path)) if path.is_dir() else [path]
        if not files:
            yield Checked(
                path, "", (Problem("holds no file to check.", "Name another folder.", file=str(path)),)
            )
        for file in files:
            yield check_file(desk, file)


def _files_in(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix in (*TEXT_ENDINGS, ".docx") and not path.name.startswith((".", "~$")):
            yield path


def check_file(desk: Desk, path: Path) -> Checked:
    """Everything that is wrong with one file."""
    try:
        if path.suffix == ".docx":
            return Checked(path, "Word template", tuple(_template_problems(path)))
        kind, record = load_any(path)
    except ProblemsError as error:
        return Checked(path, "", error.problems)
    if isinstance(record, Clause):
        return Checked(path, kind.name, tuple(_clause_problems(desk, record, path)))
    if isinstance(record, PayerProfile):
        return Checked(path, kind.name, tuple(_profile_problems(desk, record, path)))
    return Checked(path, kind.name, ())


def _template_problems(path: Path) -> Iterator[Problem]:
    from sca_toolkit.documents import Template

    yield from Template.open(path).check()


def _clause_problems(desk: Desk, clause: Clause, path: Path) -> Iterator[Problem]:
    known = set(desk.library.clauses()) | {clause.id}
    for position in clause.positions.values():
        for part in position.wording:
            fields = list(part.fields) + ([part.when.field] if part.when else [])
            yield from (_no_field(name, path) for name in fields if not _is_field(name))
            for kind, name in marks_in(part.text):
                if kind == "ref" and name not in known:
                    yield Problem(f"refers to clause {name}, which does not exist.", file=str(path))
        yield from (_no_field(name, path) for name in position.sets if not _is_field(name))
    yield from (_no_field(name, path) for name in clause.fields if not _is_field(name))


def _profile_problems(desk: Desk, profile: PayerProfile, path: Path) -> Iterator[Problem]:
    for name in profile.usual_terms:
        if not _is_field(name):
            yield _no_field(name, path)
    for name in profile.clause_positions:
        if name not in desk.library.clauses():
            yield Problem(
                f"knows a position on clause {name}, which does not exist.", file=str(path), place=name
            )


def _is_field(path: str) -> bool:
    if path.startswith("payment."):
        return True
    try:
        field_at(path)
    except KeyError:
        return False
    return True


def _no_field(name: str, path: Path) -> Problem:
    return Problem(
        f"`{name}` is not a field of an agreement.",
        "`sca templates fields` lists them all.",
        file=str(path),
        place=name,
    )
