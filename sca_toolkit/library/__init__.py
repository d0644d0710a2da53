"""Reading the editable folders, strictly: every problem with file, line and plain words."""

from sca_toolkit.library.kinds import TEXT_ENDINGS, load_any
from sca_toolkit.library.loading import decoded, load, load_text
from sca_toolkit.library.tables import (
    CaseProposal,
    CaseRow,
    CaseTable,
    ColumnFound,
    EventProposal,
    EventRow,
    EventTable,
    case_table_template,
    case_targets,
    propose_case_mapping,
    propose_event_mapping,
    read_case_table,
    read_event_table,
    targets,
)
from sca_toolkit.library.workspace import Library, packaged

__all__ = [
    "TEXT_ENDINGS",
    "CaseProposal",
    "CaseRow",
    "CaseTable",
    "ColumnFound",
    "EventProposal",
    "EventRow",
    "EventTable",
    "Library",
    "case_table_template",
    "case_targets",
    "decoded",
    "load",
    "load_any",
    "load_text",
    "packaged",
    "propose_case_mapping",
    "propose_event_mapping",
    "read_case_table",
    "read_event_table",
    "targets",
]
