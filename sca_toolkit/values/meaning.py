"""What a field means, in the words that stand under it in the code.

The docstring under a field is read when a form, a page or FIELDS.md asks for it. Reading all of them whenever a module
is loaded would cost every command more than a second.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache

from pydantic import BaseModel


def meaning(model: type[BaseModel], field: str) -> str:
    """The docstring under `field` of `model` or of the class it inherits the field from; empty where there is none."""
    for owner in model.__mro__:
        text = _docstrings(owner.__module__).get(_bare(owner.__qualname__), {}).get(field)
        if text is not None:
            return text
    return ""


def _bare(name: str) -> str:
    """`Dated[str]` as `Dated`: a filled-in generic is described where the generic is."""
    return name.partition("[")[0]


@cache
def _docstrings(module: str) -> dict[str, dict[str, str]]:
    """The docstrings under the fields of every class of a module: by class, then by field."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, TypeError):
        return {}
    return {node.name: _under_fields(node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _under_fields(node: ast.ClassDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement, following in zip(node.body, node.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            text = _text(following)
            if text is not None:
                found[statement.target.id] = inspect.cleandoc(text)
    return found


def _text(statement: ast.stmt) -> str | None:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
