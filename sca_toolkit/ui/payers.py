"""Payers: how to reach each, what it wants, what we do not know."""

from __future__ import annotations

from sca_toolkit.ui.payers_page import payers_page

payers_page()
