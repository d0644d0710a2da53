"""A field of an agreement: meaning, example, the clause it belongs to, and whether signing without it is unsafe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from sca_toolkit.values import Model, meaning


def term(clause: str, example: str, *, label: str = "", req: bool = False, default: Any = None) -> Any:
    """A field of an agreement that may still be open. `req` marks what a final may not lack.

    `label` names it in a gap and beside an input; left out, the field's own name does.
    """
    extra: dict[str, Any] = {"clause": clause, "required": req, "label": label}
    return Field(default=default, examples=[example], json_schema_extra=extra)


class Group(Model):
    """Fields that belong to one part of an agreement."""


@dataclass(frozen=True)
class FieldInfo:
    """One field of the agreement: `path` such as `member.id`, and what people need to know to fill it."""

    path: str
    label: str
    owner: type[BaseModel]
    """The part of the terms it belongs to."""
    example: str
    clause: str
    required: bool
    type: Any

    @property
    def meaning(self) -> str:
        """What it is, in a sentence."""
        return meaning(self.owner, self.path.split(".")[-1])

    @property
    def group(self) -> str:
        """The part before the first dot."""
        return self.path.split(".")[0]


def walk_fields(model: type[BaseModel], prefix: str = "") -> Iterator[FieldInfo]:
    """Every field below `model`, in the order of the agreement. Lists and the payment tree count as one field."""
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, Group):
            yield from walk_fields(annotation, f"{prefix}{name}.")
            continue
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if "clause" not in extra:
            continue
        yield FieldInfo(
            path=f"{prefix}{name}",
            label=str(extra["label"]) or name.replace("_", " "),
            owner=model,
            example=str((field.examples or [""])[0]),
            clause=str(extra["clause"]),
            required=bool(extra["required"]),
            type=annotation,
        )
