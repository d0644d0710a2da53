"""Cases and events from Excel and CSV files, and the template for cases."""

from sca_toolkit.library.tables.case_mapping import CaseProposal, case_targets, propose_case_mapping
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.events import EventRow, EventTable, by_case, read_event_table
from sca_toolkit.library.tables.events_fields import Target, target_of, targets
from sca_toolkit.library.tables.events_mapping import EventProposal, propose_event_mapping
from sca_toolkit.library.tables.guide import with_headings_table
from sca_toolkit.library.tables.mapped import ColumnFound
from sca_toolkit.library.tables.table import CaseRow, CaseTable, read_case_table
from sca_toolkit.library.tables.template import case_table_template

__all__ = [
    "CaseProposal",
    "CaseRow",
    "CaseTable",
    "ColumnFound",
    "EventProposal",
    "EventRow",
    "EventTable",
    "Target",
    "bare",
    "by_case",
    "case_table_template",
    "case_targets",
    "propose_case_mapping",
    "propose_event_mapping",
    "read_case_table",
    "read_event_table",
    "target_of",
    "targets",
    "with_headings_table",
]
