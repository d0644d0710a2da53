"""A workspace of one's own: copies of templates, payer profiles and examples that people may edit."""

from __future__ import annotations

import shutil
from pathlib import Path

from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import packaged
from sca_toolkit.library.workspace import PACKAGE

FOLDERS = ("templates", "payer_profiles")
FILES = ("center.yaml", "tracking.yaml", "own_numbers.yaml")
"""What a center says of itself, how it tracks its cases, and what it pays and charges."""
LISTS = ("cases.csv", "events.csv")
"""Lists for trying out an import; they go into the folder `examples`."""


def init_workspace(folder: Path) -> tuple[Path, ...]:
    """Copy templates, profiles, example cases, offers and lists, the example center and its files into `folder`.

    Returns what was made.

    Raises UsageProblem when one of them is there already: nothing of the user's is ever overwritten.
    """
    targets = [folder / name for name in (*FOLDERS, "cases", "offers", "examples", *FILES)]
    there = [path.name for path in targets if path.exists()]
    if there:
        raise UsageProblem(
            f"{folder} already holds {', '.join(there)}. Choose an empty folder; nothing was changed."
        )
    made = Path(f"{folder}.partial")
    if made.exists():
        shutil.rmtree(made)
    for name in FOLDERS:
        shutil.copytree(packaged(name), made / name)
    for name in ("cases", "offers"):
        shutil.copytree(PACKAGE / "examples" / name, made / name)
    for name in FILES:
        shutil.copy2(PACKAGE / "examples" / name, made / name)
    (made / "examples").mkdir()
    for name in LISTS:
        shutil.copy2(PACKAGE / "examples" / name, made / "examples" / name)
    _move_into(made, folder)
    return tuple(targets)


def _move_into(made: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(made.iterdir()):
        path.rename(folder / path.name)
    made.rmdir()
