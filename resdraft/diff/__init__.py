"""Two resolutions compared: the edits that turn the first into the second."""

from resdraft.diff.clauses import Alignment, align
from resdraft.diff.edits import diff

__all__ = ["Alignment", "align", "diff"]
