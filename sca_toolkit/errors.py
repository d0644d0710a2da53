"""What can go wrong, in words for the person who must mend it.

Wrong data is a list of `Problem`s; a wrong request is an exception that owns its sentence and its exit status.
Anything else that is raised is a bug and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it stands and what to do about it.

    `line` counts from 1. `place` is a spot finer or other than a line: a field path such as `member.id`, a
    spreadsheet cell such as `Cases!C7`, a Word part and paragraph. `blocking` is False for a warning.
    """

    message: str
    remedy: str = ""
    file: str | None = None
    line: int | None = None
    place: str | None = None
    blocking: bool = True

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        spot = " ".join(part for part in (where, f"({self.place})" if self.place else "") if part)
        text = f"{spot}: {self.message}" if spot else self.message
        return f"{text} {self.remedy}".rstrip()


class ScaError(Exception):
    """A request that cannot be met. `str(error)` is the sentence to show; the program ends with `exit_status`."""

    exit_status = 1


class UsageProblem(ScaError):
    """The request itself is wrong: an unknown payer, a missing option."""

    exit_status = 2


class ProblemsError(ScaError):
    """Carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DataError(ProblemsError):
    """A profile, case, clause or terms file is wrong."""

    exit_status = 3


class TemplateError(ProblemsError):
    """A Word template is wrong or could not be filled."""

    exit_status = 4
