"""What kind of file is this? Told by its bytes, because names lie; what cannot be read gets one clear sentence."""

from __future__ import annotations

import io
import zipfile
import zlib

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.loading import MAX_BYTES

MAX_UNPACKED = 50_000_000
MAX_PARTS = 2_000
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_XLSX = "Open it in Excel and save it as an Excel workbook (.xlsx)."


def is_workbook(data: bytes, file: str) -> bool:
    """True for an Excel workbook that may be unpacked, False for text.

    Raises DataError for an empty or too large file, for every other kind of file, and for a package that would unpack
    to more than `MAX_UNPACKED` bytes.
    """
    reason = _of_no_use(data)
    if reason:
        raise DataError(Problem(*reason, file=file))
    if not data.startswith(_ZIP):
        return False
    reason = _bad_package(data)
    if reason:
        raise DataError(Problem(*reason, file=file))
    return True


def _of_no_use(data: bytes) -> tuple[str, str] | None:
    if len(data) > MAX_BYTES:
        return (
            f"is larger than {MAX_BYTES // 1_000_000} MB.",
            "Split it, or delete sheets and pictures that are not cases.",
        )
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return "the file is empty.", "Start from the case template."
    if data.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return (
                "is protected by a password, so it cannot be read.",
                "In Excel choose File, Info, Protect Workbook, Encrypt with Password, and clear the password.",
            )
        return "is an old Excel workbook (.xls).", _AS_XLSX
    if data.startswith(b"%PDF"):
        return "is a PDF.", "Send the spreadsheet it was printed from."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return (
            "is UTF-16 text (Excel calls it Unicode Text).",
            "Save it as `CSV UTF-8` or as an Excel workbook (.xlsx).",
        )
    return _markup(data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower())


def _markup(start: bytes) -> tuple[str, str] | None:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b'progid="excel.sheet"' in start:
        return "is an old Excel XML workbook.", _AS_XLSX
    if (
        start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta"))
        or b"<html" in start
    ):
        return "is a web page, whatever its name says.", _AS_XLSX
    if start.startswith((b"<?xml", b"{\\rtf")):
        return "is not a spreadsheet.", "Send an Excel workbook (.xlsx) or a CSV file."
    return None


def _bad_package(data: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _bad_kind(package) or _bad_size(package) or _bad_xml(package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return "is damaged: it cannot be unpacked.", "Open it in Excel, save it again and send the new file."


def _bad_kind(package: zipfile.ZipFile) -> tuple[str, str] | None:
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        return None
    if "xl/workbook.bin" in names:
        return "is a binary Excel workbook (.xlsb).", _AS_XLSX
    if "mimetype" in names and "content.xml" in names:
        return (
            "is an OpenDocument file (.ods).",
            "Open it in LibreOffice or Excel and save it as an Excel workbook (.xlsx).",
        )
    if "word/document.xml" in names:
        return "is a Word document.", "Send the cases as an Excel workbook (.xlsx) or a CSV file."
    if any(name.endswith(".iwa") for name in names):
        return "is an Apple Numbers file.", "In Numbers choose File, Export To, Excel."
    return (
        "is a zip file, not a spreadsheet.",
        "Unpack it and send the Excel workbook (.xlsx) or the CSV file.",
    )


def _bad_size(package: zipfile.ZipFile) -> tuple[str, str] | None:
    # zipfile never unpacks more of a part than its header declares, so the declared sizes are a limit that holds.
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return (
            f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB.",
            "Copy the rows of the cases into a new workbook: formatted empty rows and pictures swell a file.",
        )
    return None


def _bad_xml(package: zipfile.ZipFile) -> tuple[str, str] | None:
    # Excel never writes a document type; entities declared in one can swell a few bytes into gigabytes.
    for part in package.infolist():
        if part.filename.endswith((".xml", ".rels", ".vml")):
            content = package.read(part)
            if any("<!DOCTYPE".encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be")):
                return (
                    "holds a document type, which no spreadsheet program writes.",
                    "Send a file saved by Excel.",
                )
    return None
