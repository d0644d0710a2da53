"""The template language: a small part of Jinja, closed by construction.

Templates may print fields, choose with if, repeat with for, and name things with set. They may call nothing,
reach no attribute of any Python object, and use only the filters listed here. Each printed value is checked
to be text or a whole number and is escaped; a missing field is an error, never a blank. The sandbox is a
second lock behind this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from jinja2 import StrictUndefined, Template, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sca_toolkit.documents.context import Record
from sca_toolkit.documents.filters import FILTERS, rows, show

LOOP_FIELDS = frozenset({"index", "index0", "revindex", "first", "last", "length"})
TESTS = frozenset({"odd", "even"})
_ALLOWED_NODES = (
    *(
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.Const,
        nodes.Name,
        nodes.Getattr,
        nodes.Getitem,
    ),
    *(nodes.If, nodes.For, nodes.Assign, nodes.CondExpr, nodes.Filter, nodes.Test),
    *(
        nodes.Compare,
        nodes.Operand,
        nodes.And,
        nodes.Or,
        nodes.Not,
        nodes.Add,
        nodes.Sub,
        nodes.List,
        nodes.Tuple,
    ),
)


class Missing(StrictUndefined):
    """A field that the data does not have; its error message is the field's path and nothing else."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return self._undefined_hint or str(self._undefined_name)


class _Language(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a record or a counter of a loop; Python's own attributes are out of reach."""
        if isinstance(obj, Undefined):
            return str(obj)
        if type(obj) is Record:
            path = f"{obj.path}.{attribute}" if obj.path else attribute
            return obj[attribute] if attribute in obj else self.undefined(name=path)
        if isinstance(obj, LoopContext) and attribute in LOOP_FIELDS:
            return getattr(obj, attribute)
        return self.undefined(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A field by its name in quotes, or an entry of a list by its position from 0."""
        if type(obj) is list and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def _environment() -> _Language:
    language = _Language(undefined=Missing, autoescape=True, keep_trailing_newline=True)
    language.globals.clear()
    tests = {name: language.tests[name] for name in TESTS}
    language.filters.clear()
    language.tests.clear()
    language.filters.update(FILTERS | {"show": show, "rows": rows})
    language.tests.update(tests)
    return language


LANGUAGE = _environment()


def parse(source: str) -> nodes.Template:
    """The tree of a template. Raises jinja2.TemplateSyntaxError."""
    return LANGUAGE.parse(source)


def refusals(tree: nodes.Node) -> Iterator[str]:
    """What in this tree the language does not allow, each as a half sentence that follows the tag."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Call):
            yield "calls something; a template can only show fields"
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield f"uses the filter “{node.name}”; allowed are {', '.join(sorted(FILTERS))}"
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            yield f"uses “is {node.name}”; allowed are {', '.join(sorted(TESTS))}"
        elif isinstance(node, nodes.CondExpr) and node.expr2 is None:
            yield "has an “if” without an “else”, which would leave a blank"
        elif isinstance(node, nodes.For) and node.recursive:
            yield "is a recursive loop, which is not supported"
        elif not isinstance(node, _ALLOWED_NODES):
            yield f"uses {type(node).__name__}, which is not part of the template language"


def counted(tree: nodes.Template) -> tuple[int, int]:
    """How many tags print and how many repeat."""
    outputs = [child for output in tree.find_all(nodes.Output) for child in output.nodes]
    prints = sum(not isinstance(child, nodes.TemplateData) for child in outputs)
    return prints, sum(1 for _ in tree.find_all(nodes.For))


def compile_template(tree: nodes.Template, name: str) -> Template:
    """Ready to fill, with each print and each loop checked and numbered from 0 in the order of the text."""
    prints = 0
    for output in tree.find_all(nodes.Output):
        for position, child in enumerate(output.nodes):
            if not isinstance(child, nodes.TemplateData):
                output.nodes[position] = _checked(child, "show", prints)
                prints += 1
    for number, loop in enumerate(tree.find_all(nodes.For)):
        loop.iter = _checked(loop.iter, "rows", number)
    return Template.from_code(LANGUAGE, LANGUAGE.compile(tree, name=name, filename=name), {})


def _checked(expression: nodes.Node, name: str, number: int) -> nodes.Expr:
    counter = nodes.Const(number, lineno=expression.lineno)
    return nodes.Filter(
        cast(nodes.Expr, expression), name, [counter], [], None, None, lineno=expression.lineno
    )
