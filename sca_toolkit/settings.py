"""From the environment and the files at hand to a desk."""

from __future__ import annotations

from pathlib import Path

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


def open_desk(workspace: Path | None = None) -> Desk:
    """A desk on `workspace`, on the configured one, on the current folder, or on the packaged files.

    Raises UsageProblem when a workspace was named and does not exist.
    """
    named = workspace or Settings().workspace
    if named is not None:
        if not named.is_dir():
            raise UsageProblem(f"The workspace {named} does not exist. Make one with `sca init {named}`.")
        return Desk(Library(named))
    here = Path.cwd()
    return Desk(Library(here if (here / "payer_profiles").is_dir() else None))


def app_file() -> Path:
    """The app's entry file, from an installed package or from the checkout."""
    return packaged("app.py")
