"""Criteria: what each payer asks, compared and flagged."""

from __future__ import annotations

from sca_toolkit.ui.criteria_page import criteria_page

criteria_page()
