"""What a test reads from a page, and how it finds the part it wants."""

from __future__ import annotations

import re
from typing import Any

from streamlit.testing.v1 import AppTest


def labelled(app: AppTest, kind: str, label: str) -> Any:
    """The one element of that kind with that label."""
    found = [each for each in app.get(kind) if getattr(each, "label", None) == label]
    assert len(found) == 1, (label, [getattr(each, "label", None) for each in app.get(kind)])
    return found[0]


def labels(app: AppTest, kind: str) -> list[str]:
    """The labels of all elements of that kind."""
    return [str(getattr(each, "label", "")) for each in app.get(kind)]


def words(app: AppTest) -> str:
    """Everything that is said on the page: Markdown, captions, boxes, HTML."""
    kinds = ("markdown", "caption", "error", "warning", "info", "success", "html", "subheader", "title")
    said = [
        str(getattr(each, "value", "") or getattr(each, "body", ""))
        for kind in kinds
        for each in app.get(kind)
    ]
    return "\n".join(said).replace("\\", "")


def paper(app: AppTest) -> str:
    """The HTML of the paper in the preview."""
    bodies = [str(getattr(each, "body", "")) for each in app.get("html")]
    return next(body for body in bodies if "class='paper'" in body)


def missing(app: AppTest) -> int:
    """The count of missing terms in the bar at the bottom."""
    found = re.search(r"(\d+) missing\]", words(app))
    assert found, words(app)
    return int(found[1])


def draw(app: AppTest, section: str) -> AppTest:
    """Open a section of the sheet."""
    opened: AppTest = labelled(app, "button_group", "Section").set_value(section).run()
    return opened
