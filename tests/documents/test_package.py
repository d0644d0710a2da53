"""Files that are no ordinary Word documents are refused before they are opened."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from sca_toolkit.documents import check_package
from sca_toolkit.errors import TemplateError
from tests.documents.building import members, replaced, saved, with_text, zipped

GOOD = saved(with_text("Fixed"))
PARTS = members(GOOD)
DOCUMENT = PARTS["word/document.xml"].decode()


def refusal(data: bytes) -> str:
    with pytest.raises(TemplateError) as error:
        check_package(data, "upload.docx")
    assert all(problem.file == "upload.docx" for problem in error.value.problems)
    return str(error.value)


def test_an_ordinary_document_passes() -> None:
    check_package(GOOD, "upload.docx")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is not a Word document"),
        (b"Dear payer", "is not a Word document"),
        (b"PK\x03\x04 and then nothing", "is not a Word document"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old .doc file or is protected by a password"),
        (zipped({"a.txt": b"x"}), "has no word/document.xml"),
        (GOOD[: len(GOOD) // 2], "is not a Word document"),
        (zipped(PARTS | {"word/vbaProject.bin": b"x"}), "macros"),
        (zipped(PARTS | {"word/embeddings/oleObject1.bin": b"x"}), "embedded files"),
        (zipped(PARTS | {"../evil.xml": b"<a/>"}), "unsafe name"),
        (zipped(PARTS | {"WORD/Document.xml": b"<a/>"}), "two parts of the same name"),
        (zipped(PARTS | {f"word/media/{n}.bin": b"" for n in range(1001)}), "more than 1,000"),
        (zipped(PARTS | {"word/media/zeros.bin": b"\0" * 5_000_000}), "suspiciously tight"),
        (zipped(PARTS | {"word/media/large.bin": b"\0" * 41_000_000}), "more than 40 MB"),
        (
            zipped(PARTS | {"word/document.xml": DOCUMENT.replace("?>", "?><!DOCTYPE d>", 1).encode()}),
            "DOCTYPE",
        ),
        (zipped(PARTS | {"word/document.xml": DOCUMENT.encode("utf-16")}), "encoding other than UTF-8"),
        (
            zipped(PARTS | {"word/footnotes.xml": b'<?xml version="1.0" encoding="UTF-7"?><a/>'}),
            "encoding other than UTF-8",
        ),
        (
            replaced(GOOD, "_rels/.rels", "word/document.xml", "word/other.xml"),
            "does not name word/document.xml",
        ),
    ],
)
def test_what_is_not_a_plain_document_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    assert says in refusal(data)


def test_a_million_paragraphs_in_forty_kilobytes_are_refused_at_once() -> None:
    bomb = zipped(
        PARTS | {"word/document.xml": DOCUMENT.replace("</w:body>", "<w:p/>" * 10**6 + "</w:body>").encode()}
    )
    assert len(bomb) < 100_000
    start = time.perf_counter()
    says = refusal(bomb)
    assert "suspiciously tight" in says or "paragraphs" in says
    assert time.perf_counter() - start < 2


def test_many_paragraphs_that_are_not_packed_tightly_are_refused_too() -> None:
    many = "".join(f"<w:p><w:r><w:t>{n * 7919}</w:t></w:r></w:p>" for n in range(60_000))
    assert "more than 50,000" in refusal(
        zipped(PARTS | {"word/document.xml": DOCUMENT.replace("</w:body>", many + "</w:body>").encode()})
    )


def test_an_entity_bomb_is_refused() -> None:
    entities = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    bomb = DOCUMENT.replace("?>", f"?>{entities}", 1).replace("Fixed", "&b;")
    assert "DOCTYPE" in refusal(zipped(PARTS | {"word/document.xml": bomb.encode()}))


def test_a_directory_that_lies_about_a_size_is_found_out() -> None:
    """The member holds ten times what its directory entry says."""
    data = bytearray(zipped(PARTS | {"word/media/a.bin": b"x" * 10_000}))
    honest, lie = (10_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert data.count(honest) == 2
    assert "is damaged" in refusal(bytes(data.replace(honest, lie)))


def test_a_member_twice_under_one_name_is_refused() -> None:
    buffer = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/document.xml", b"<other/>")
    assert "two parts of the same name" in refusal(buffer.getvalue())


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(data))


def test_a_link_to_another_file_is_refused_but_a_hyperlink_is_not() -> None:
    def with_relation(kind: str) -> bytes:
        relation = f'<Relationship Id="rX" Type="http://x/{kind}" Target="http://example.org/a" TargetMode="External"/>'
        return replaced(
            GOOD, "word/_rels/document.xml.rels", "</Relationships>", f"{relation}</Relationships>"
        )

    check_package(with_relation("hyperlink"), "upload.docx")
    assert "linked to a file outside" in refusal(with_relation("attachedTemplate"))
