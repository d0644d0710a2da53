"""Reading the editable folders, strictly: every problem with file, line and plain words."""

from sca_toolkit.library.kinds import TEXT_ENDINGS, load_any
from sca_toolkit.library.loading import load
from sca_toolkit.library.workspace import Library, packaged

__all__ = ["TEXT_ENDINGS", "Library", "load", "load_any", "packaged"]
