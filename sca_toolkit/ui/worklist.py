"""Worklist: which cases need action today."""

from __future__ import annotations

from sca_toolkit.ui.worklist_page import worklist_page

worklist_page()
