"""`sca app`: the pages, served to this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.printing import say


def app(
    workspace: Workspace = None,
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = False,
) -> None:
    """Start the app at a local address. Stop it with Ctrl-C."""
    start(workspace, port, browser)


def start(
    workspace: Path | None = None, port: int = 8501, browser: bool = False, record: Path | None = None
) -> None:
    """Run the app until it is stopped, on `record` where one is named; ends with its exit status."""
    from sca_toolkit.settings import app_file, open_desk

    open_desk(workspace)
    environment = dict(os.environ)
    if workspace:
        environment["SCA_WORKSPACE"] = str(workspace.resolve())
    if record:
        environment["SCA_DATABASE"] = str(record.resolve())
    say(f"The app is at http://127.0.0.1:{port} (stop it with Ctrl-C).")
    command = [sys.executable, "-m", "streamlit", "run", str(app_file()), "--server.port", str(port)]
    command += ["--server.headless", "false" if browser else "true", "--server.address", "127.0.0.1"]
    command += ["--browser.gatherUsageStats", "false"]
    try:
        raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
