"""Exposure table: what do all open cases together put at risk, and which of them?"""

from __future__ import annotations

from sca_toolkit.ui.exposure_table_page import exposure_table_page

exposure_table_page()
