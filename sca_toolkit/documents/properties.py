"""The properties a document carries: what it is, what it was made from and by what.

All of them are written here; the template's own are dropped, so no tag, name or date of the template's author
survives in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from sca_toolkit import __version__
from sca_toolkit.documents.parts import CONTENT_TYPES, RELATIONSHIPS, parse, serialize

CORE, APP, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
_TYPES = {
    CORE: "application/vnd.openxmlformats-package.core-properties+xml",
    APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    CUSTOM: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_RELATIONS = {
    CORE: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    APP: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
    CUSTOM: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
}
_MAIN_RELATION = "/relationships/officeDocument"
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_TEXTS = ("title", "template_id", "template_version", "terms_hash", "subject", "author", "made_by")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VARIANT_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


@dataclass(frozen=True)
class Properties:
    """What the document says about itself. `made_on` is its created and modified date; no clock is read.

    `terms_hash` is the fingerprint of the data the document was made from. Texts may hold marks; they are
    shown plain.
    """

    title: str
    made_on: date
    template_id: str
    template_version: str
    terms_hash: str
    subject: str = ""
    keywords: tuple[str, ...] = ()
    author: str = ""
    made_by: str = f"sca_toolkit {__version__}"

    def texts(self) -> dict[str, str]:
        """Every text by its field path, such as `properties.keywords[0]`."""
        texts = {f"properties.{name}": str(getattr(self, name)) for name in _TEXTS}
        return texts | {f"properties.keywords[{number}]": word for number, word in enumerate(self.keywords)}

    def shown(self, change: Callable[[str], str]) -> Properties:
        """The same properties with every text changed."""
        texts = {name: change(getattr(self, name)) for name in _TEXTS}
        return Properties(made_on=self.made_on, keywords=tuple(map(change, self.keywords)), **texts)


def property_parts(properties: Properties, *, status: str) -> dict[str, bytes]:
    """The three property parts of the package; `status` is `draft` or `final`."""
    custom = {
        "template_id": properties.template_id,
        "template_version": properties.template_version,
        "terms_hash": properties.terms_hash,
        "status": status,
        "made_by": properties.made_by,
    }
    return {CORE: _core(properties, status), APP: _app(), CUSTOM: _custom(custom)}


def _core(properties: Properties, status: str) -> bytes:
    day = f"{properties.made_on.isoformat()}T00:00:00Z"
    values = {
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "dc:creator": properties.author or properties.made_by,
        "cp:keywords": ", ".join(properties.keywords),
        "cp:lastModifiedBy": properties.made_by,
        "cp:contentStatus": status.capitalize(),
    }
    inner = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in values.items() if value)
    dates = "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{day}</dcterms:{tag}>' for tag in ("created", "modified")
    )
    return (
        f"{_HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{inner}{dates}</cp:coreProperties>"
    ).encode()


def _app() -> bytes:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return (
        f'{_HEAD}<Properties xmlns="{namespace}"><Application>sca_toolkit</Application></Properties>'.encode()
    )


def _custom(values: dict[str, str]) -> bytes:
    entries = "".join(
        f"<property fmtid={quoteattr(_CUSTOM_FORMAT)} pid={quoteattr(str(number))} name={quoteattr(name)}>"
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    return (
        f'{_HEAD}<Properties xmlns="{namespace}" xmlns:vt="{_VARIANT_TYPES}">{entries}</Properties>'.encode()
    )


def with_properties(members: dict[str, bytes], parts: dict[str, bytes]) -> dict[str, bytes]:
    """The package with these property parts in place of its own, content types and relations first."""
    kept = {name: data for name, data in members.items() if not name.startswith("docProps/")}
    types, relations = kept.pop("[Content_Types].xml"), kept.pop("_rels/.rels")
    return {
        "[Content_Types].xml": _content_types(types),
        "_rels/.rels": _relations(relations),
        **kept,
        **parts,
    }


def _content_types(data: bytes) -> bytes:
    root = parse(data)
    for entry in root.findall(f"{CONTENT_TYPES}Override"):
        if entry.get("PartName", "").startswith("/docProps/"):
            root.remove(entry)
    for name, kind in _TYPES.items():
        etree.SubElement(root, f"{CONTENT_TYPES}Override", {"PartName": f"/{name}", "ContentType": kind})
    return serialize(root)


def _relations(data: bytes) -> bytes:
    root = parse(data)
    for entry in root.findall(f"{RELATIONSHIPS}Relationship"):
        kind, target = entry.get("Type", ""), entry.get("Target", "")
        if not kind.endswith(_MAIN_RELATION) and target.lstrip("/").startswith("docProps/"):
            root.remove(entry)
    for number, (name, kind) in enumerate(_RELATIONS.items(), start=1):
        attributes = {"Id": f"rIdProperties{number}", "Type": kind, "Target": name}
        etree.SubElement(root, f"{RELATIONSHIPS}Relationship", attributes)
    return serialize(root)
