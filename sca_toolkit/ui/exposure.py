"""Exposure: what can we lose on this offer, and which word should change?"""

from __future__ import annotations

from sca_toolkit.ui.exposure_page import exposure_page

exposure_page()
