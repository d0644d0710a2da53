"""Where the record is: a file, or a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from sca_toolkit.errors import UsageProblem

FILE_NAME = "record.sqlite"
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")


def default_address(workspace: Path | None = None) -> str:
    """Where the record is when nobody says: in the workspace, else in the user's own data folder."""
    folder = workspace if workspace is not None else user_data_path("sca_toolkit", appauthor=False)
    return str(folder / FILE_NAME)


@dataclass(frozen=True)
class Address:
    """A parsed address. `file` is None on PostgreSQL; `words` may be shown, it holds no password."""

    url: URL
    file: Path | None

    @property
    def words(self) -> str:
        """The address as people may see it."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)


def parse_address(address: str | Path) -> Address:
    """A path, `sqlite:///path`, or `postgresql://user:password@host/name`.

    Raises UsageProblem for anything else; a password is never repeated.
    """
    text = str(address).strip()
    if "://" not in text:
        return _of_file(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise UsageProblem(_HOW) from None
    if url.drivername == "sqlite":
        return _of_file(url.database or "")
    if url.drivername in _POSTGRES:
        return Address(url.set(drivername="postgresql+psycopg"), None)
    raise UsageProblem(f"{url.drivername} is not a database this program knows. {_HOW}")


_HOW = "Write SCA_DATABASE as a file path or as postgresql://user:password@server/name."


def _of_file(text: str) -> Address:
    if not text or text == ":memory:":
        raise UsageProblem(f"The record needs a file. {_HOW}")
    file = Path(text).expanduser().absolute()
    if file.is_dir():
        raise UsageProblem(f"{file} is a folder. Name the file of the record, such as {file / FILE_NAME}.")
    return Address(URL.create("sqlite", database=str(file)), file)
