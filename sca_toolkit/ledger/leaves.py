"""The places of a payment arrangement at which one value can be negotiated, such as `payment.base.parts[0].amount`.

A window, a price basis and a charge limit are one value each. What says which nodes there are is no such place: it is
the shape of the arrangement, and another shape is offered as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated, Any, get_args

from pydantic import TypeAdapter
from pydantic_core import PydanticUndefined, to_jsonable_python

from sca_toolkit.ledger.parts import part_of
from sca_toolkit.payment import STANDARD_ORDER, Arrangement, Part, PaymentNode, Rule
from sca_toolkit.payment.rules import Rules
from sca_toolkit.values import place_steps

_WHOLE_NODES = (PaymentNode, Rule, Rules)
_PARTS_OF_THEIR_OWN = {"window": "window", "charge_limit": "charge_limit"}
"""Fields of a node that belong to another topic than the node."""


@dataclass(frozen=True)
class Leaf:
    """One place of an arrangement."""

    place: str
    """From the top of the terms: `payment.rules.conversion.rule`."""
    part: str
    """The part of the payment it belongs to, as `topic_of` knows it: `stop_loss`, `window`."""
    label: str
    holder: type[Part]
    """The class of the piece it is a field of."""

    @property
    def name(self) -> str:
        """The field's own name."""
        return self.place.rpartition(".")[2]

    @property
    def can_be_blank(self) -> bool:
        """False for what names a row, such as a level of care."""
        return self.holder.model_fields[self.name].get_default() is not PydanticUndefined

    @property
    def blank(self) -> Any:
        """What stands there, as JSON, while nothing is agreed."""
        return to_jsonable_python(self.holder.model_fields[self.name].get_default())

    @property
    def money(self) -> bool:
        """Whether it holds an amount, a percentage or a price."""
        return mentions(self.holder.model_fields[self.name].annotation, Decimal)

    def typed(self, value: Any) -> Any:
        """`value` as its type. Raises pydantic's ValidationError."""
        if value is None:
            return () if _is_list(self.holder, self.name) else None
        standard = self.place == "payment.order" and value == "standard"
        return _adapter(self.holder, self.name).validate_python(STANDARD_ORDER if standard else value)

    def written(self, value: Any) -> Any:
        """`value` in the one JSON form in which it is kept. Raises pydantic's ValidationError."""
        typed = self.typed(value)
        return None if typed is None else _adapter(self.holder, self.name).dump_python(typed, mode="json")


@lru_cache(maxsize=128)
def leaves(arrangement: Arrangement) -> Mapping[str, Leaf]:
    """Every place of the arrangement, those without a value too."""
    return {leaf.place: leaf for leaf in _leaves(arrangement, "payment", "base", "")}


@lru_cache(maxsize=128)
def shape(arrangement: Arrangement) -> frozenset[tuple[str, type[Part]]]:
    """Which places there are and what they are part of: arrangements of one shape differ in values only."""
    return frozenset((leaf.place, leaf.holder) for leaf in leaves(arrangement).values())


def values_of(arrangement: Arrangement) -> dict[str, Any]:
    """The JSON value at every place; None or an empty list where nothing is said."""
    data = {"payment": arrangement.model_dump(mode="json")}
    return {place: at(data, place) for place in leaves(arrangement)}


def _leaves(part: Part, path: str, where: str, owner: str) -> Iterator[Leaf]:
    if isinstance(part, PaymentNode):
        where, owner = part_of(path.removeprefix("payment."), part), f" of the {part.term}"
    if isinstance(part, Rule):
        where, owner = path.rpartition(".")[2], f" ({part.heading.lower()})"
    open_terms = part.open_terms()
    for name in type(part).model_fields:
        place, value = f"{path}.{name}", getattr(part, name)
        if isinstance(value, _WHOLE_NODES):
            yield from _leaves(value, place, where, owner)
        elif isinstance(value, tuple) and any(isinstance(item, Part) for item in value):
            for index, item in enumerate(value):
                yield from _leaves(item, f"{place}[{index}]", where, owner)
        elif name not in _shapes(type(part)):
            own = "order" if place == "payment.order" else _PARTS_OF_THEIR_OWN.get(name, where)
            label = open_terms.get(name) or f"{name.replace('_', ' ')}{owner}"
            yield Leaf(place, own, label, type(part))


@cache
def _shapes(kind: type[Part]) -> frozenset[str]:
    """The fields of a piece that say which pieces there are."""
    fields = kind.model_fields.items()
    return frozenset(name for name, field in fields if name == "kind" or _is_shape(field.annotation))


def _is_shape(annotation: Any, inside_list: bool = False) -> bool:
    """Whether a field says which pieces there are: a node, a rule, a list of rows."""
    if isinstance(annotation, type):
        kinds: Any = Part if inside_list else _WHOLE_NODES
        return issubclass(annotation, kinds)
    listed = inside_list or getattr(annotation, "__origin__", None) is tuple
    return any(_is_shape(each, listed) for each in get_args(annotation))


def mentions(annotation: Any, wanted: type) -> bool:
    """Whether a type holds values of `wanted`, however deep."""
    if isinstance(annotation, type):
        fields = getattr(annotation, "model_fields", {}).values()
        return issubclass(annotation, wanted) or any(mentions(each.annotation, wanted) for each in fields)
    return any(mentions(each, wanted) for each in get_args(annotation))


def _is_list(holder: type[Part], name: str) -> bool:
    return bool(holder.model_fields[name].default == ())


@cache
def _adapter(holder: type[Part], name: str) -> TypeAdapter[Any]:
    field = holder.model_fields[name]
    annotation: Any = field.annotation
    return TypeAdapter(Annotated[(annotation, *field.metadata)] if field.metadata else annotation)


def at(data: Any, place: str) -> Any:
    """What lies at a place of JSON data; None where the way there ends."""
    for step in place_steps(place):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def put(data: Any, place: str, value: Any) -> None:
    """Put a value at a place of JSON data, in place. Raises LookupError or TypeError where nothing can lie."""
    *above, last = place_steps(place)
    for step in above:
        data = data[step]
    if isinstance(data, list) and last == len(data):
        data.append(value)
    else:
        data[last] = value
