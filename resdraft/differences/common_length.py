"""How much two sequences have in common, in order."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Sequence

_SMALL_WORK = 20_000
"""So many members are compared here before rapidfuzz is loaded, which is far faster and takes as long to load as they do."""
_done = 0


def common_length(old: Sequence[Hashable], new: Sequence[Hashable], least: float = 0.0) -> int:
    """The length of a longest common sequence; where it is below ``least``, it may be given as 0."""
    global _done
    if _done < _SMALL_WORK and "rapidfuzz" not in sys.modules:
        _done += len(new)
        return _by_bits(old, new)
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(old, new, score_cutoff=int(least))


def _by_bits(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """The same by the bits of one number, one for each member of ``old`` (H. Hyyrö, Bit-parallel LCS-length computation revisited, 2004)."""
    places: dict[Hashable, int] = {}
    for n, member in enumerate(old):
        places[member] = places.get(member, 0) | 1 << n
    row = (1 << len(old)) - 1
    for place in [places.get(member, 0) for member in new]:
        here = row & place
        row = row + here | row - here
    # What is carried over the last member stands above the bits that are counted.
    return len(old) - (row & (1 << len(old)) - 1).bit_count()
