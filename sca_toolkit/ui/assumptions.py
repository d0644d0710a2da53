"""Assumptions: which numbers do these results rest on, and what moves when one changes?"""

from __future__ import annotations

from sca_toolkit.ui.assumptions_page import assumptions_page

assumptions_page()
