"""Policy check: a criteria file looked at before it is filed, and tried on a case."""

from __future__ import annotations

from sca_toolkit.ui.policy_check_page import policy_check_page

policy_check_page()
