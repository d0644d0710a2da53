"""The command group: errors of ours become a sentence and an exit status; anything else keeps its traceback."""

from __future__ import annotations

import sys
from typing import Any

import typer.core

from sca_toolkit.errors import ProblemsError, ScaError


class ScaGroup(typer.core.TyperGroup):
    """Turns a `ScaError` into its words on standard error and its exit status."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; also used by the test runner, so both behave alike."""
        try:
            return super().invoke(ctx)
        except ScaError as error:
            for line in _lines(error):
                print(line, file=sys.stderr)  # noqa: T201
            ctx.exit(error.exit_status)


def _lines(error: ScaError) -> list[str]:
    if isinstance(error, ProblemsError):
        return [str(problem) for problem in error.problems]
    return [str(error)]
