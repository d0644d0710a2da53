"""Timelines: how long each payer really takes."""

from __future__ import annotations

from sca_toolkit.ui.timelines_page import timelines_page

timelines_page()
