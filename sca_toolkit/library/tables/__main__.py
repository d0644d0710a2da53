"""Writes the table of headings into the guide named on the command line."""

import sys
from pathlib import Path

from sca_toolkit.library.tables.guide import with_headings_table

guide = Path(sys.argv[1])
guide.write_text(with_headings_table(guide.read_text(encoding="utf-8")), encoding="utf-8")
