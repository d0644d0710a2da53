"""What tests share: a browser, a running app, LibreOffice and the Open XML validator.

A tool that is not there skips its tests on a person's machine, and fails them where CI=true.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
OOXML_VALIDATOR = ROOT / ".venv/ooxml/node_modules/.bin/ooxml-validator"
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

# The same examples in every run: a red build is red again on the next machine.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the tools they use and run the browser's last, when all that is quick has spoken."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if {"browser", "app_server"} & set(fixtures):
            item.add_marker("browser")
        if "soffice" in fixtures:
            item.add_marker("office")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _need(what: str, found: str | Path | None) -> Path:
    """The tool's path; without the tool, the test is skipped, or fails where CI=true."""
    if found is not None and Path(found).exists():
        return Path(found)
    reason = f"{what} is not installed: run `bash bin/setup system`"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice's program; SCA_SOFFICE names another one."""
    return _need("LibreOffice (soffice)", shutil.which(os.environ.get("SCA_SOFFICE", "soffice")))


@pytest.fixture(scope="session")
def pdftoppm() -> Path:
    """The program that turns PDF pages into pictures."""
    return _need("pdftoppm", shutil.which("pdftoppm"))


@pytest.fixture(scope="session")
def ooxml_errors() -> Callable[[Path], list[str]]:
    """A function that lists the Open XML SDK's complaints about a .docx; a valid file has none."""
    program = _need("the Open XML validator", OOXML_VALIDATOR)

    def errors(document: Path) -> list[str]:
        # Invariant: the validator's .NET would otherwise want ICU, which a bare system does not have.
        environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
        run = subprocess.run(
            [program, document], capture_output=True, text=True, env=environment, timeout=60, check=False
        )
        if run.returncode not in (0, 1):
            raise RuntimeError(f"the Open XML validator could not run: {run.stderr or run.stdout}")
        report = json.loads(run.stdout)
        return [f"{error['path']} {error['xPath']}: {error['description']}" for error in report["errors"]]

    return errors


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once per process; SCA_CHROMIUM names another one. Tests use `page`.

    Nobody else may open `sync_playwright()`: a process can hold only one.
    """
    chromium = _need("Chromium", shutil.which(os.environ.get("SCA_CHROMIUM", "chromium")))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for one test, 1280 by 800. The test fails if the page asked for anything outside."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    context.set_default_timeout(15_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    context.close()
    outside = [url for url in asked if not url.startswith(LOCAL)]
    assert outside == [], "the app must not reach outside this machine"


@dataclass(frozen=True)
class AppServer:
    """A running app: where it is, which workspace it writes to, and what it printed."""

    url: str
    workspace: Path
    log: Path


@pytest.fixture(scope="module")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app on a free port with an empty workspace, once per test file."""
    folder = tmp_path_factory.mktemp("app")
    workspace, log = folder / "workspace", folder / "app.log"
    workspace.mkdir()
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"SCA_WORKSPACE": str(workspace)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield AppServer(f"http://127.0.0.1:{port}", workspace, log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start:\n{log.read_text(errors='replace')}")
