"""From the environment and the files at hand to a desk."""

from __future__ import annotations

import getpass
from pathlib import Path

from platformdirs import user_data_path
from pydantic_settings import BaseSettings, SettingsConfigDict

from sca_toolkit.desk import Desk
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import Library, packaged


class Settings(BaseSettings):
    """Read from variables that start with `SCA_`."""

    model_config = SettingsConfigDict(env_prefix="SCA_", extra="ignore")

    workspace: Path | None = None
    """Folder with templates, payer_profiles, cases and center.yaml. Without it: the folder the program is started in,
    if it holds payer_profiles; else what the package carries."""
    database: str | None = None
    """Where the record of cases is: a file, or a PostgreSQL address. Without it: `record.sqlite` in a named workspace,
    else in the user's data folder."""


def open_desk(workspace: Path | None = None) -> Desk:
    """A desk on `workspace`, on the configured one, on the current folder, or on the packaged files.

    Raises UsageProblem when a workspace was named and does not exist.
    """
    settings = Settings()
    named = workspace or settings.workspace
    if named is not None:
        if not named.is_dir():
            raise UsageProblem(f"The workspace {named} does not exist. Make one with `sca init {named}`.")
        return _desk(named, settings.database or str(named / "record.sqlite"))
    here = Path.cwd()
    address = settings.database or str(user_data_path("sca_toolkit") / "record.sqlite")
    return _desk(here if (here / "payer_profiles").is_dir() else None, address)


def _desk(root: Path | None, address: str) -> Desk:
    return Desk(Library(root), address=address, who=getpass.getuser())


def app_file() -> Path:
    """The app's entry file, from an installed package or from the checkout."""
    return packaged("app.py")
