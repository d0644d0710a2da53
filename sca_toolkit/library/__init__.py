"""Reading the editable folders, strictly: every problem with file, line and plain words."""

from sca_toolkit.library.kinds import TEXT_ENDINGS, load_any
from sca_toolkit.library.loading import decoded, load, load_text
from sca_toolkit.library.tables import CaseRow, CaseTable, case_table_template, read_case_table
from sca_toolkit.library.workspace import Library, packaged

__all__ = [
    "TEXT_ENDINGS",
    "CaseRow",
    "CaseTable",
    "Library",
    "case_table_template",
    "decoded",
    "load",
    "load_any",
    "load_text",
    "packaged",
    "read_case_table",
]
