"""Fills a template and hands back a Word document, or says what is wrong; never something in between.

One template can be filled by many threads at once: nothing is kept between two calls. Equal input gives equal
bytes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

import jinja2
from jinja2.exceptions import SecurityError
from lxml import etree

from sca_toolkit.documents.context import Record, plain_data, text_problems
from sca_toolkit.documents.filters import CannotPrint
from sca_toolkit.documents.finish import finish
from sca_toolkit.documents.marks import BrokenMark, Marks, apply_marks
from sca_toolkit.documents.parts import parse, serialize, write_members
from sca_toolkit.documents.properties import Properties, property_parts, with_properties
from sca_toolkit.documents.references import STYLES_PART, settle_references
from sca_toolkit.documents.template import Part, Template
from sca_toolkit.documents.verification import left_over_tags, verify
from sca_toolkit.errors import DataError, Problem, TemplateError
from sca_toolkit.values.marks import gaps_in, plain

MAX_OUTPUT = 60_000_000
_PATH = re.compile(r"\w+(\.\w+|\[\d+\])*")
_POSITION = re.compile(r"\[\d+\]")


def render(
    template: Template, context: Mapping[str, object], *, properties: Properties, draft: bool
) -> bytes:
    """The filled document as the bytes of a .docx.

    `context` is plain data: dict, list, str, int and bool. Texts may hold marks (see
    `sca_toolkit.values.marks`). In a draft each gap shows as [MISSING: label]; a final refuses to be made
    while there is one.

    Raises DataError for data that cannot stand in a document and for gaps in a final, TemplateError for a
    template that is wrong or asks for a field that the data does not have. All problems are named at once
    where possible.
    """
    problems = [problem for problem in template.check() if problem.blocking]
    if problems:
        raise TemplateError(problems)
    data = plain_data(context)
    marks = Marks()
    texts = _property_texts(properties, marks)
    roots = {part.name: _filled(part, template, data, marks) for part in template.parts}
    _refuse_gaps(marks, draft)
    settle_references(roots.values(), template.members.get(STYLES_PART), marks, template.name)
    finish(roots.values())
    members = template.members | {name: serialize(root) for name, root in roots.items()}
    parts = property_parts(texts, status="draft" if draft else "final")
    document = write_members(with_properties(members, parts))
    problems = verify(document, template.name)
    if problems:
        raise TemplateError(problems)
    return document


def _property_texts(properties: Properties, marks: Marks) -> Properties:
    """The properties with marks shown as plain text. Gaps in them count like gaps in the text."""
    texts = properties.texts()
    problems = [problem for path, text in texts.items() for problem in text_problems(text, path)]
    if problems:
        raise DataError(problems)
    marks.gaps.extend((label, "document properties") for text in texts.values() for label in gaps_in(text))
    return properties.shown(lambda text: " ".join(plain(text).split()))


def _filled(part: Part, template: Template, data: Record, marks: Marks) -> etree._Element:
    try:
        root = parse(_text(part, template, data))
    except etree.XMLSyntaxError as error:
        _fail(template, part.label, f"does not fit together when it is filled ({error.msg}).")
    problems = list(left_over_tags(root, part.label))
    if problems:
        raise TemplateError(Problem(one.message, file=template.name, place=one.place) for one in problems)
    try:
        apply_marks(root, part.label, marks)
    except BrokenMark:
        _fail(
            template, part.label, "cuts a gap, term or reference in two; print such a field without a filter."
        )
    return root


def _text(part: Part, template: Template, data: Record) -> str:
    pieces, size = [], 0
    try:
        for piece in part.template.generate(data):
            size += len(piece)
            if size > MAX_OUTPUT:
                _fail(template, part.label, f"grows beyond {MAX_OUTPUT // 1_000_000} MB when it is filled.")
            pieces.append(piece)
    except jinja2.UndefinedError as error:
        raise TemplateError(_missing(template, data, error.message or "")) from error
    except CannotPrint as error:
        place = (part.prints if error.kind == "print" else part.loops)[error.number]
        _fail(template, place, f"{error.what}.")
    except SecurityError as error:
        _fail(template, part.label, f"asks for something templates may not do: {error}.")
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        _fail(template, part.label, f"cannot be filled: {error}.")
    return "".join(pieces)


def _fail(template: Template, place: str, message: str) -> NoReturn:
    raise TemplateError(Problem(message, file=template.name, place=place))


def _missing(template: Template, data: Record, path: str) -> Iterator[Problem]:
    """The field that was missing, with every place that asks for it and what it may have been meant to be."""
    if not _PATH.fullmatch(path):
        yield Problem(path, file=template.name)
        return
    general = _POSITION.sub("[]", path)
    places = [
        place
        for used, place in template.uses
        if used == general or used.startswith((f"{general}.", f"{general}[]"))
    ]
    known = sorted(set(_paths(data, "")))
    close = difflib.get_close_matches(general, known, n=1)
    remedy = f"Did you mean {close[0]}?" if close else "Give it a value, or take the tag out of the template."
    for place in dict.fromkeys(places) or (None,):
        yield Problem(
            f"asks for {path}, which the data does not have.", remedy, file=template.name, place=place
        )


def _paths(value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, f"{path}[]")
    if path:
        yield path


def _refuse_gaps(marks: Marks, draft: bool) -> None:
    if draft or not marks.gaps:
        return
    places: dict[str, list[str]] = {}
    for label, place in marks.gaps:
        places.setdefault(label, []).append(place)
    raise DataError(
        Problem(f"{label} is missing.", "Fill it in, or make a draft.", place=", ".join(dict.fromkeys(where)))
        for label, where in places.items()
    )
