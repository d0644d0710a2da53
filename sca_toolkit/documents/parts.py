"""The parts of a Word package: their names, their namespaces and how they are read and written.

XML is read strictly: a part that is not well-formed is an error and never mended. Names end in no slash and
start without one, as in the zip (`word/document.xml`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_NS}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

MAIN_PART = "word/document.xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEXT_PARTS = re.compile(r"word/(document|header|footer|footnotes|endnotes)(\d*)\.xml")
_READING_ORDER = ("document", "header", "footer", "footnotes", "endnotes")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def parse(data: bytes | str) -> etree._Element:
    """The root of an XML part. Raises etree.XMLSyntaxError where it is not well-formed.

    Comments and processing instructions are left out: Word never shows them, and a tag could hide in one.
    """
    parser = etree.XMLParser(
        recover=False,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)


def serialize(root: etree._Element) -> bytes:
    """The part as Word writes it: UTF-8 with a declaration."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def is_xml(name: str) -> bool:
    """Whether the member is an XML part, by its name."""
    return name.endswith((".xml", ".rels"))


def read_members(data: bytes) -> dict[str, bytes]:
    """All members in the order of the zip. For packages that `check_package` has passed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist() if not info.is_dir()}


def write_members(members: Mapping[str, bytes]) -> bytes:
    """A zip in the given order, with no clock and no machine in it: equal members give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0
            info.external_attr = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data, compresslevel=6)
    return buffer.getvalue()


def text_parts(names: Mapping[str, bytes]) -> dict[str, str]:
    """The parts that hold what a reader sees, body first, each with its name in Word's words."""
    found = []
    for name in names:
        match = _TEXT_PARTS.fullmatch(name)
        if match:
            kind, number = match.groups()
            found.append((_READING_ORDER.index(kind), int(number or 0), name, _label(kind, number)))
    return {name: label for _, _, name, label in sorted(found)}


def _label(kind: str, number: str) -> str:
    return "body" if kind == "document" else f"{kind} {number}".strip()
