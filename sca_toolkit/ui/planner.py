"""Planner: what would parallel work gain, and what would it put at risk?"""

from __future__ import annotations

from sca_toolkit.ui.planner_page import planner_page

planner_page()
