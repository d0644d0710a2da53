"""Cases from Excel and CSV files, and the template for them."""

from sca_toolkit.library.tables.guide import with_headings_table
from sca_toolkit.library.tables.table import CaseRow, CaseTable, read_case_table
from sca_toolkit.library.tables.template import case_table_template

__all__ = ["CaseRow", "CaseTable", "case_table_template", "read_case_table", "with_headings_table"]
