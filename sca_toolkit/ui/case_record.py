"""Case: everything the record holds of one case, on one page."""

from __future__ import annotations

from sca_toolkit.ui.case_record_page import case_page

case_page()
