"""Reads a template's tags as sentences: which fields it asks for, and whether its blocks open and close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes

from sca_toolkit.documents.language import parse, refusals
from sca_toolkit.documents.tags import Tag
from sca_toolkit.errors import Problem

_KEYWORDS = ("if", "elif", "else", "endif", "for", "endfor", "set")
_FRAMES = {"if": "{{% {} %}}{{% endif %}}", "for": "{{% {} %}}{{% endfor %}}", "set": "{{% {} %}}"}


@dataclass
class Scan:
    """What the tags of one part say.

    `uses` are (field path, place) pairs; `prints` and `loops` are the places of the tags that print and that
    repeat, in the order of the text.
    """

    uses: list[tuple[str, str]] = field(default_factory=list)
    prints: list[str] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Block:
    keyword: str
    tag: Tag
    names: dict[str, str | None]
    has_else: bool = False


class _Wrong(Exception):
    pass


def scan(tags: list[Tag]) -> Scan:
    """Goes through the tags in order. All that is wrong is in `problems`, each with its place."""
    reader = _Reader()
    for tag in tags:
        try:
            reader.read(tag)
        except _Wrong as wrong:
            reader.found.problems.append(Problem(f"{_typed(tag)} {wrong}.", place=tag.place))
    for block in reader.blocks:
        message = f"{_typed(block.tag)} is never closed with {{% end{block.keyword} %}}."
        reader.found.problems.append(Problem(message, place=block.tag.place))
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found = Scan()
        self.blocks: list[_Block] = []
        self.names: dict[str, str | None] = {}

    def read(self, tag: Tag) -> None:
        if tag.kind == "{{":
            self.found.prints.append(tag.place)
            self._use(_tree(f"{{{{ {tag.words} }}}}"), tag)
        elif tag.kind == "{%":
            keyword = tag.words.split(None, 1)[0] if tag.words else ""
            if keyword not in _KEYWORDS:
                raise _Wrong(f"is unknown; known are {', '.join(_KEYWORDS)}")
            getattr(self, f"_{keyword}")(tag)

    def _if(self, tag: Tag) -> None:
        self.blocks.append(_Block("if", tag, {}))
        self._use(_tree(_FRAMES["if"].format(tag.words)), tag)

    def _elif(self, tag: Tag) -> None:
        self._middle(tag, "if")
        self._use(_tree(_FRAMES["if"].format(tag.words[2:])), tag)

    def _else(self, tag: Tag) -> None:
        self._bare(tag)
        self._middle(tag, "if", "for").has_else = True

    def _endif(self, tag: Tag) -> None:
        self._bare(tag)
        self._close(tag, "if")

    def _for(self, tag: Tag) -> None:
        block = _Block("for", tag, {"loop": None})
        self.blocks.append(block)
        self.found.loops.append(tag.place)
        tree = _tree(_FRAMES["for"].format(tag.words))
        loop = next(tree.find_all(nodes.For))
        if not isinstance(loop.target, nodes.Name):
            raise _Wrong("must name one thing: {% for row in rows %}")
        path = self._path(loop.iter)
        self._use(loop.iter, tag)
        block.names[loop.target.name] = f"{path}[]" if path else None
        if loop.test is not None:
            self._use(loop.test, tag)

    def _endfor(self, tag: Tag) -> None:
        self._bare(tag)
        self._close(tag, "for")

    def _set(self, tag: Tag) -> None:
        tree = _tree(_FRAMES["set"].format(tag.words))
        for assignment in tree.find_all(nodes.Assign):
            self._use(assignment.node, tag)
            if not isinstance(assignment.target, nodes.Name):
                raise _Wrong("must name one thing: {% set name = field %}")
            loops = [block.names for block in self.blocks if block.keyword == "for"]
            (loops[-1] if loops else self.names)[assignment.target.name] = self._path(assignment.node)

    def _bare(self, tag: Tag) -> None:
        if len(tag.words.split()) > 1:
            raise _Wrong("must have nothing after its first word")

    def _middle(self, tag: Tag, *keywords: str) -> _Block:
        block = self.blocks[-1] if self.blocks else None
        if block is None or block.keyword not in keywords or block.has_else:
            raise _Wrong("has no {% if %} that it could belong to")
        self._same_home(block, tag)
        return block

    def _close(self, tag: Tag, keyword: str) -> None:
        if not self.blocks or self.blocks[-1].keyword != keyword:
            opened = (
                f"the block open here is {_typed(self.blocks[-1].tag)}"
                if self.blocks
                else "no block is open here"
            )
            raise _Wrong(f"closes nothing: {opened}")
        self._same_home(self.blocks.pop(), tag)

    def _same_home(self, block: _Block, tag: Tag) -> None:
        if block.tag.home is not tag.home or block.tag.level != tag.level:
            where = {"": "paragraph or link", "p": "text or cell", "tr": "table", "tc": "row"}[
                block.tag.level
            ]
            start = f"{_typed(block.tag)} ({block.tag.place})"
            raise _Wrong(f"must begin with {{%{block.tag.level} and stand in the same {where} as {start}")

    def _use(self, tree: nodes.Node, tag: Tag) -> None:
        self.found.uses.extend((path, tag.place) for path in self._paths(tree))

    def _paths(self, node: nodes.Node) -> Iterator[str]:
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            path = self._path(node)
            if path and not (isinstance(node, nodes.Name) and node.ctx == "store"):
                yield path
            if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
                yield from self._paths(node.arg)
        else:
            for child in node.iter_child_nodes():
                yield from self._paths(child)

    def _path(self, node: nodes.Node) -> str | None:
        """The field an expression names, such as `entities[].legal_name`; None if it names none."""
        if isinstance(node, nodes.Name):
            scopes = [block.names for block in reversed(self.blocks)]
            for names in (*scopes, self.names):
                if node.name in names:
                    return names[node.name]
            return node.name
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            base = self._path(node.node)
            step = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", 0)
            return base and (f"{base}.{step}" if isinstance(step, str) else f"{base}[]")
        return None


def _tree(source: str) -> nodes.Template:
    try:
        tree = parse(source)
    except TemplateSyntaxError as error:
        raise _Wrong(f"cannot be understood ({(error.message or 'syntax').rstrip('.')})") from error
    for refusal in refusals(tree):
        raise _Wrong(refusal)
    return tree


def _typed(tag: Tag) -> str:
    closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[tag.kind]
    return f"{tag.kind}{tag.level} {tag.words} {closing}"
