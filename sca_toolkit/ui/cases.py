"""Cases: what is on file, a form, and spreadsheets."""

from __future__ import annotations

from sca_toolkit.ui.cases_page import cases_page

cases_page()
