"""Monthly pack: what does the meeting need to see?"""

from __future__ import annotations

from sca_toolkit.ui.pack_page import pack_page

pack_page()
