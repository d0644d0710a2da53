"""What is looked at before a Word file is opened: size, shape and what it must not carry.

A .docx is a zip of XML, and both can be made to hurt: a few kilobytes that unpack to gigabytes or to a
million paragraphs, a member twice under one name, entities, macros, links to files elsewhere. Sizes are
judged from the zip's directory before anything is unpacked, and again while unpacking, because a directory
can lie.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from sca_toolkit.documents.parts import MAIN_PART, is_xml
from sca_toolkit.errors import Problem, TemplateError

MAX_FILE = 30_000_000
MAX_MEMBERS = 1_000
MAX_MEMBER = 40_000_000
MAX_TOTAL = 80_000_000
MAX_RATIO = 200
RATIO_MATTERS_ABOVE = 1_000_000
MAX_TAGS = 1_500_000
MAX_PARAGRAPHS = 50_000

_PARAGRAPH = re.compile(rb"<w:p[ />]")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")
_PLAIN_ENCODINGS = {b"utf-8", b"us-ascii", b"ascii"}
_DOCTYPES = (b"<!DOCTYPE", b"<!ENTITY")
_EXTERNAL = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>")
_MAIN_RELATION = re.compile(rb"""<[^<>]*Target\s*=\s*["']/?word/document\.xml["'][^<>]*>""")
_STRICT_FORMAT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_ACTIVE = ("vbaproject.bin", "vbadata.xml")
_ACTIVE_FOLDERS = ("word/activex/", "word/embeddings/", "word/afchunk")
_SAVE_AS = "Open it in Word and save it as a Word Document (.docx)."


def check_package(data: bytes, name: str) -> None:
    """Raises TemplateError if `data` is not a plain, reasonably sized .docx; `name` is what to call it."""
    problems = list(_directory_problems(data)) or list(_content_problems(data))
    if problems:
        raise TemplateError(
            Problem(message, remedy, file=name, place=place or None) for message, remedy, place in problems
        )


_Found = tuple[str, str, str]


def _directory_problems(data: bytes) -> Iterator[_Found]:
    if data[:4] == b"\xd0\xcf\x11\xe0":
        yield "is an old .doc file or is protected by a password.", f"Remove the password. {_SAVE_AS}", ""
        return
    if len(data) > MAX_FILE:
        yield f"is larger than {MAX_FILE // 1_000_000} MB.", "Make its pictures smaller.", ""
        return
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist() if data[:2] == b"PK" else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        infos = None
    if infos is None:
        yield "is not a Word document.", _SAVE_AS, ""
        return
    yield from _member_problems(infos)
    names = [info.filename for info in infos]
    if len({name.casefold() for name in names}) < len(names):
        yield "holds two parts of the same name.", _SAVE_AS, ""
    if not {MAIN_PART, "[Content_Types].xml", "_rels/.rels"} <= set(names):
        yield f"is not a Word document: it has no {MAIN_PART}.", _SAVE_AS, ""


def _member_problems(infos: list[zipfile.ZipInfo]) -> Iterator[_Found]:
    if len(infos) > MAX_MEMBERS:
        yield f"has {len(infos):,} parts; more than {MAX_MEMBERS:,} are not accepted.", _SAVE_AS, ""
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        yield f"unpacks to more than {MAX_TOTAL // 1_000_000} MB.", "Make it smaller.", ""
    for info in infos:
        where = info.filename
        if info.flag_bits & 0x1:
            yield "has an encrypted part.", "Remove the password.", where
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            yield "has a part packed in a way that Word does not know.", _SAVE_AS, where
        if info.file_size > MAX_MEMBER:
            yield f"has a part of more than {MAX_MEMBER // 1_000_000} MB.", "Make it smaller.", where
        elif info.file_size > RATIO_MATTERS_ABOVE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            yield "has a part that is packed suspiciously tight.", _SAVE_AS, where
        if where.startswith("/") or "\\" in where or ".." in where.split("/"):
            yield "has a part with an unsafe name.", _SAVE_AS, where
        if _is_active(where):
            yield "carries macros or embedded files.", "Remove them and save it as .docx.", where


def _is_active(name: str) -> bool:
    name = name.casefold()
    return name.endswith(_ACTIVE) or name.startswith(_ACTIVE_FOLDERS)


def _content_problems(data: bytes) -> Iterator[_Found]:
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            content = _unpack(package, info)
            if content is None:
                yield "is damaged.", _SAVE_AS, info.filename
            elif is_xml(info.filename):
                tags += content.count(b"<")
                yield from ((message, _SAVE_AS, info.filename) for message in _xml_problems(content))
                if info.filename.endswith(".rels"):
                    yield from _link_problems(content, info.filename)
                if info.filename == "_rels/.rels" and not _MAIN_RELATION.search(content):
                    yield f"does not name {MAIN_PART} as its text.", _SAVE_AS, info.filename
    if tags > MAX_TAGS:
        yield f"holds {tags:,} XML tags; more than {MAX_TAGS:,} are not accepted.", "Make it shorter.", ""


def _unpack(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """The member, or None if it is damaged or larger than the directory says."""
    try:
        with package.open(info) as member:
            content = member.read(info.file_size)
            return content if len(content) == info.file_size and not member.read(1) else None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return None


def _xml_problems(content: bytes) -> Iterator[str]:
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in content or (declared and declared.group(1).lower() not in _PLAIN_ENCODINGS):
        yield "has a part in an encoding other than UTF-8."
    if any(sign in content for sign in _DOCTYPES):
        yield "has a part with a DOCTYPE, which Word never writes."
    if _STRICT_FORMAT in content:
        yield "is in the rare Strict format."
    paragraphs = sum(1 for _ in _PARAGRAPH.finditer(content))
    if paragraphs > MAX_PARAGRAPHS:
        yield f"has {paragraphs:,} paragraphs; more than {MAX_PARAGRAPHS:,} are not accepted."


def _link_problems(content: bytes, where: str) -> Iterator[_Found]:
    for match in _EXTERNAL.finditer(content):
        if b"/hyperlink" not in match.group():
            yield (
                "is linked to a file outside of itself.",
                "Break the link (File > Info > Edit Links to Files), or attach the Normal template.",
                where,
            )
