"""Tables and event logs written for other programs: Excel, CSV and XES. The same input gives the same bytes."""

from sca_toolkit.library.exports.case_rows import case_sheet
from sca_toolkit.library.exports.csv_files import write_csv_zip
from sca_toolkit.library.exports.event_log import Trace, write_log_csv
from sca_toolkit.library.exports.event_rows import event_sheet
from sca_toolkit.library.exports.sheet import Sheet, Value
from sca_toolkit.library.exports.workbook import MOST_ROWS, write_workbook
from sca_toolkit.library.exports.xes import write_xes

__all__ = [
    "MOST_ROWS",
    "Sheet",
    "Trace",
    "Value",
    "case_sheet",
    "event_sheet",
    "write_csv_zip",
    "write_log_csv",
    "write_workbook",
    "write_xes",
]
