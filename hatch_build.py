"""Puts what a person edits, and the app, into the wheel, so that an installed package needs no repository."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ["templates", "payer_profiles", "app.py", ".streamlit/config.toml", "docs/glossary.md"]


class CarryData(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is hatchling's own affair
    """Copies the files under `sca_toolkit/_data`; an editable install reads them where they stand."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling with version "standard" or "editable"; a missing file breaks the build."""
        if version == "standard":
            build_data["force_include"] |= {name: f"sca_toolkit/_data/{name}" for name in CARRIED}
