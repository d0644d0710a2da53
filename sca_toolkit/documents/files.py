"""Writes files so that they appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

MAX_NAME = 120
_UNSAFE = re.compile(r"[^\w.\- ]+")
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}


def write_whole(path: Path, data: bytes) -> None:
    """Writes `data` to `path`, replacing what was there. Until the last moment the old file stays as it was.

    Raises OSError; then nothing has changed and nothing is left behind. Missing folders are made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def safe_name(text: str, suffix: str = "") -> str:
    """A file name made from any text: no folders, no signs that a system treats specially, never empty.

    Accents go (`Sécurité` becomes `Securite`), everything unsafe becomes a hyphen.
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = _UNSAFE.sub("-", ascii_text)
    name = re.sub(r"[-\s]*-[-\s]*", "-", re.sub(r"\s+", " ", name)).strip(" .-")
    name = re.sub(r"\.{2,}", ".", name)[: MAX_NAME - len(suffix)].rstrip(" .-")
    if not name or name.split(".")[0].casefold() in _RESERVED:
        name = f"document-{name}".rstrip("-")
    return name + suffix


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
