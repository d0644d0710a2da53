"""Checks a .docx with two independent validators: openxml-audit and, through npm, Microsoft's Open XML SDK."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from openxml_audit import OpenXmlValidator

from sca_toolkit.documents import verify

_SDK = Path(__file__).resolve().parents[2] / ".venv/ooxml/node_modules/.bin/ooxml-validator"


def assert_valid_docx(data: bytes) -> None:
    """Fails with every complaint. Without the SDK's validator the other checks still run, except where CI=true."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        path.write_bytes(data)
        complaints = [str(problem) for problem in verify(data)]
        complaints += [
            f"{error.part_uri}: {error.description}" for error in OpenXmlValidator().validate(path).errors
        ]
        if _SDK.exists() or os.environ.get("CI", "").lower() in {"1", "true"}:
            complaints += _sdk_complaints(path)
    assert complaints == []


def _sdk_complaints(path: Path) -> list[str]:
    # Invariant: its .NET would otherwise want ICU, which a bare system does not have.
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    run = subprocess.run(
        [_SDK, path], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    report = json.loads(run.stdout)
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in report["errors"]]
