"""A field of an agreement: its meaning, an example, the clause it belongs to and whether signing without it is unsafe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from sca_toolkit.payment import Arrangement
from sca_toolkit.values import Model


def term(clause: str, example: str, *, req: bool = False, default: Any = None) -> Any:
    """A field of an agreement that may still be open. `req` marks what a final may not lack."""
    return Field(default=default, examples=[example], json_schema_extra={"clause": clause, "required": req})


class Group(Model):
    """Fields that belong to one part of an agreement."""


@dataclass(frozen=True)
class FieldInfo:
    """One field of the agreement: `path` such as `member.id`, and what people need to know to fill it."""

    path: str
    label: str
    meaning: str
    example: str
    clause: str
    required: bool
    type: Any

    @property
    def group(self) -> str:
        """The part before the first dot."""
        return self.path.split(".")[0]


def walk_fields(model: type[BaseModel], prefix: str = "") -> Iterator[FieldInfo]:
    """Every field below `model`, in the order of the agreement. Lists and the payment tree count as one field."""
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, Group) and annotation is not Arrangement:
            yield from walk_fields(annotation, f"{prefix}{name}.")
            continue
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if "clause" not in extra:
            continue
        yield FieldInfo(
            path=f"{prefix}{name}",
            label=label_of(prefix, name),
            meaning=(field.description or "").strip(),
            example=str((field.examples or [""])[0]),
            clause=str(extra["clause"]),
            required=bool(extra["required"]),
            type=annotation,
        )


_SHOWN_WITH_GROUP = {
    "name", "id", "address", "role", "note", "title", "rule", "start", "end", "scope", "position", "notice", "services",
}  # fmt: skip
_LETTERS = {"id": "ID", "icd10": "ICD-10", "hcpcs": "HCPCS", "ndcs": "NDCs", "oop": "out-of-pocket", "edi": "EDI", "cob": "COB"}


def label_of(prefix: str, name: str) -> str:
    """`member.` and `id` as `member ID`; `prompt_pay.` and `due` as `due`."""
    words = " ".join(_LETTERS.get(word, word) for word in name.split("_"))
    group = prefix.rstrip(".").split(".")[-1].replace("_", " ")
    return f"{group} {words}" if name in _SHOWN_WITH_GROUP and group else words
