"""The pages: what a person sees. They ask the desk and show the answer; no logic that is not about showing."""

from pathlib import Path


def page_file(name: str) -> Path:
    """The file of a page."""
    return Path(__file__).with_name(f"{name}.py")
