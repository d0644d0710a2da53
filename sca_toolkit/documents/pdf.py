"""Word to PDF with LibreOffice, and PDF to pictures and text with poppler, where they are installed.

LibreOffice answers 0 even when it made nothing, and two instances on one profile lose files without a word.
So each call has its own profile and home, at most two run at once, and the result is looked at.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO

from sca_toolkit.documents.package import check_package
from sca_toolkit.documents.stranded import without_stranded
from sca_toolkit.errors import ScaError

AT_ONCE = 2
MENDINGS = 3
_turns = threading.BoundedSemaphore(AT_ONCE)
_INSTALL = "Install LibreOffice Writer (Debian: libreoffice-writer-nogui), or name it with SCA_SOFFICE."


class PdfUnavailable(ScaError):
    """LibreOffice or poppler is not there, or did not do its work."""


def available() -> bool:
    """Whether LibreOffice is installed, so that `to_pdf` can work."""
    return _soffice() is not None


def to_pdf(data: bytes, *, timeout: float = 90) -> bytes:
    """The PDF; each run of LibreOffice may take `timeout` seconds. No heading stands alone at the foot of a page.

    Raises PdfUnavailable, or TemplateError if it is no .docx.
    """
    check_package(data, "document")
    program = _soffice()
    if program is None:
        raise PdfUnavailable(f"A PDF cannot be made: LibreOffice is not installed. {_INSTALL}")
    pdf = _converted(program, data, timeout)
    for _ in range(MENDINGS):
        mended = without_stranded(data, pdf_text(pdf)) if shutil.which("pdftotext") else None
        if mended is None:
            break
        data, pdf = mended, _converted(program, mended, timeout)
    return pdf


def _converted(program: str, data: bytes, timeout: float) -> bytes:
    with _turns, tempfile.TemporaryDirectory(prefix="sca-pdf-") as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(data)
        _run([program, *_arguments(folder), str(folder / "document.docx")], folder, timeout)
        made = folder / "out" / "document.pdf"
        pdf = made.read_bytes() if made.is_file() else b""
    if not pdf.startswith(b"%PDF-"):
        raise PdfUnavailable("A PDF could not be made: LibreOffice ran, but wrote no PDF.")
    return pdf


def to_pngs(pdf: bytes, *, dpi: int = 70, pages: tuple[int, int] | None = None) -> list[bytes]:
    """A picture for each page, in order. `pages` is (first, last), both counted from 1 and both included."""
    some = [] if pages is None else ["-f", str(pages[0]), "-l", str(pages[1])]
    with tempfile.TemporaryDirectory(prefix="sca-png-") as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(pdf)
        command = [
            _poppler("pdftoppm"),
            "-r",
            str(dpi),
            "-png",
            *some,
            str(folder / "in.pdf"),
            str(folder / "page"),
        ]
        _run(command, folder, 120)
        return [picture.read_bytes() for picture in sorted(folder.glob("page-*.png"), key=_page_number)]


def pdf_text(pdf: bytes) -> list[str]:
    """The text of each page, laid out as on the page."""
    with tempfile.TemporaryDirectory(prefix="sca-text-") as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(pdf)
        _run([_poppler("pdftotext"), "-layout", str(folder / "in.pdf"), str(folder / "out.txt")], folder, 60)
        return (folder / "out.txt").read_text(encoding="utf-8").removesuffix("\f").split("\f")


def _soffice() -> str | None:
    return shutil.which(os.environ.get("SCA_SOFFICE") or "soffice")


def _poppler(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise PdfUnavailable(
            f"Pages cannot be shown: {name} is not installed (Debian: apt-get install poppler-utils)."
        )
    return program


def _arguments(folder: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    quiet = ["--headless", "--norestore", "--nolockcheck", "--nodefault"]
    return [profile, *quiet, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder / "out")]


def _run(command: list[str], folder: Path, timeout: float) -> None:
    """Runs a program and waits; when time is up, ends it together with everything it has started."""
    name, log = Path(command[0]).name, folder / "log"
    with log.open("wb") as output:
        process = _start(command, folder, output)
        try:
            status = process.wait(timeout)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise PdfUnavailable(f"{name} did not finish within {timeout:g} seconds.") from error
            raise
    if status:
        said = log.read_text(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise PdfUnavailable(f"{name} could not do its work ({said[0]}).")


def _start(command: list[str], folder: Path, output: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = os.environ | {"HOME": str(folder), "TMPDIR": str(folder)}
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise PdfUnavailable(f"{command[0]} could not be started ({error.strerror}).") from error


def _page_number(picture: Path) -> int:
    return int(picture.stem.rpartition("-")[2])
