"""The command line: parse, call the desk, print. Imports of heavy packages wait until a command needs them."""

from __future__ import annotations

from typing import Annotated

import typer

from sca_toolkit import __version__
from sca_toolkit.cli.app import app as start_app
from sca_toolkit.cli.browsing import check, clauses, init, payers, templates
from sca_toolkit.cli.case_files import attach, files
from sca_toolkit.cli.criteria import criteria
from sca_toolkit.cli.drafting import demo, draft
from sca_toolkit.cli.exchanging import export, imports
from sca_toolkit.cli.exposure_goals import exposure
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.happenings import events
from sca_toolkit.cli.ladder import deadlines
from sca_toolkit.cli.letters import letter
from sca_toolkit.cli.pack import pack, share
from sca_toolkit.cli.payer_card import payers_card
from sca_toolkit.cli.plan import plan
from sca_toolkit.cli.price import price
from sca_toolkit.cli.readiness import readiness
from sca_toolkit.cli.record import cases
from sca_toolkit.cli.safekeeping import audit, backup, restore
from sca_toolkit.cli.talks import terms
from sca_toolkit.cli.timelines import timelines

cli = typer.Typer(cls=ScaGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@cli.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Single-case agreements for CAR T-cell therapy: draft, negotiate, keep the record, look up."""


for command in (
    init,
    demo,
    draft,
    check,
    deadlines,
    timelines,
    readiness,
    letter,
    backup,
    restore,
    export,
    plan,
    pack,
    share,
    price,
):
    cli.command()(command)
cli.command("app")(start_app)
payers.command("card")(payers_card)
cases.command("attach")(attach)
cases.command("files")(files)
for name, group in (
    ("cases", cases),
    ("events", events),
    ("terms", terms),
    ("audit", audit),
    ("import", imports),
    ("payers", payers),
    ("criteria", criteria),
    ("exposure", exposure),
    ("templates", templates),
    ("clauses", clauses),
):
    cli.add_typer(group, name=name)


def main() -> None:
    """Entry point of `sca`."""
    cli()
