"""A Word template, read once: which fields it asks for, what is wrong with it, and its parts ready to fill.

The tags are docxtpl's (`{{ field }}`, `{% if %}`, `{%p if %}`, `{%tr for %}`, `{%tc for %}`) and docxtpl's
own cleaning makes the XML readable for Jinja. Nothing else of docxtpl is used: filling, checking and writing
are done here.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jinja2
from lxml import etree

from sca_toolkit.documents import language
from sca_toolkit.documents.package import check_package
from sca_toolkit.documents.parts import W_NS, is_xml, parse, read_members, text_parts
from sca_toolkit.documents.places import Places
from sca_toolkit.documents.scan import Scan, scan
from sca_toolkit.documents.tags import TAG, tags_of
from sca_toolkit.errors import Problem

_TAG_ELSEWHERE = re.compile(rb"\{\{|\{%[^%]|%7B%7B", re.IGNORECASE)
_PARAGRAPH_START = re.compile(r"<w:p([ >])")
_REPLACED = ("docProps/",)
_SPLIT = (
    "Type the tags of this part again, each in one go, and keep blocks within one paragraph, cell or table."
)
_RESAVE = "Open it in Word and save it as a Word Document (.docx)."


@dataclass(frozen=True)
class Part:
    """One part to fill. `prints` and `loops` name the places of its tags in the order of the text."""

    name: str
    label: str
    template: jinja2.Template
    prints: tuple[str, ...]
    loops: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """A .docx with tags. It never changes, so threads may share it."""

    name: str
    data: bytes = field(repr=False)

    @classmethod
    def open(cls, source: Path | str | bytes, name: str = "") -> Template:
        """Reads a template from a path or from bytes. `name` is what problems call it (else the file's name).

        Raises TemplateError if it is not a plain .docx of reasonable size, OSError if it cannot be read.
        """
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        name = name or ("template" if isinstance(source, bytes) else Path(source).name)
        check_package(data, name)
        return cls(name, data)

    @property
    def sha256(self) -> str:
        """The template's fingerprint, as 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    def fields(self) -> tuple[str, ...]:
        """The fields the template asks for, sorted, in every part: `payer.name`, `entities[].legal_name`.

        A group or list is left out where fields inside it are asked for.
        """
        paths = {path for path, _ in self.uses}
        groups = {path[: match.start()] for path in paths for match in re.finditer(r"\.|\[\]", path)}
        return tuple(sorted(paths - groups))

    def check(self) -> list[Problem]:
        """Everything that is wrong with the template, each problem with part, paragraph and nearby text."""
        return list(self._reading.problems)

    @cached_property
    def members(self) -> dict[str, bytes]:
        """The unpacked parts. Not to be changed."""
        return read_members(self.data)

    @property
    def uses(self) -> tuple[tuple[str, str], ...]:
        """(field path, place) for every use of a field, in the order of the text."""
        return self._reading.uses

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that hold text, ready to fill. Empty if `check` finds anything."""
        return self._reading.parts

    @cached_property
    def _reading(self) -> _Reading:
        uses: list[tuple[str, str]] = []
        problems: list[Problem] = []
        parts: list[Part] = []
        for name, label in text_parts(self.members).items():
            try:
                root = _root(self.members[name])
                found = _scanned(root, label)
                uses.extend(found.uses)
                problems.extend(found.problems)
                if not found.problems:
                    compiled = _compiled(root, label, found)
                    parts.append(Part(name, label, compiled, tuple(found.prints), tuple(found.loops)))
            except _Broken as broken:
                problems.append(Problem(str(broken), broken.remedy, place=label))
        problems.extend(_tags_elsewhere(self.members))
        named = tuple(Problem(one.message, one.remedy, file=self.name, place=one.place) for one in problems)
        return _Reading(tuple(uses), named, () if named else tuple(parts))


@dataclass(frozen=True)
class _Reading:
    uses: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    parts: tuple[Part, ...]


class _Broken(Exception):
    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def _root(data: bytes) -> etree._Element:
    try:
        root = parse(data)
    except etree.XMLSyntaxError as error:
        raise _Broken(f"is damaged: {error.msg}.", _RESAVE) from error
    if root.nsmap.get("w") != W_NS:
        raise _Broken("was not written by Word.", _RESAVE)
    return root


def _scanned(root: etree._Element, label: str) -> Scan:
    problems: list[Problem] = []
    found = scan(tags_of(root, Places.of(root, label), problems))
    found.problems[:0] = problems
    return found


def _tags_elsewhere(members: dict[str, bytes]) -> Iterator[Problem]:
    """Tags in parts that are never filled: comments, charts, hyperlink addresses."""
    filled = text_parts(members)
    for name, data in members.items():
        ignored = name in filled or name.startswith(_REPLACED) or not is_xml(name)
        if not ignored and _TAG_ELSEWHERE.search(data):
            message = "has a tag where it is not filled (a comment, a chart or the address of a link)."
            yield Problem(message, "Take it out.", place=name)


def _compiled(root: etree._Element, label: str, found: Scan) -> jinja2.Template:
    source = _readable(etree.tostring(root, encoding="unicode"))
    try:
        parse(TAG.sub("", source))
        tree = language.parse(source)
    except (etree.XMLSyntaxError, jinja2.TemplateError) as error:
        raise _Broken("has tags that do not fit into the text around them.", _SPLIT) from error
    if language.counted(tree) != (len(found.prints), len(found.loops)) or any(language.refusals(tree)):
        raise _Broken("has tags that read differently once they are put together.", _SPLIT)
    return language.compile_template(tree, label)


def _readable(xml: str) -> str:
    """The XML with each tag in one piece. The newline keeps docxtpl from joining braces of two paragraphs."""
    from docxtpl import DocxTemplate

    patched: str = DocxTemplate(io.BytesIO()).patch_xml(_PARAGRAPH_START.sub(r"\n<w:p\1", xml))
    return patched
