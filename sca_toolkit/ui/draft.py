"""Draft: from a payer and a case to an agreement that can go out."""

from __future__ import annotations

from sca_toolkit.ui.draft_page import draft_page

draft_page()
