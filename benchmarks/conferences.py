"""How long comparing two conferences takes against reading the same files one after another: processor time of all processes, and the clock.

    python benchmarks/conferences.py [FOLDER]

FOLDER has the texts; default: the gold texts of PP-18. The other conference is a copy with every fifth text under another number
and every third clause changed. Each line has twice as many texts (copies under other numbers): it is linear.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import resdraft
from resdraft.usecases.documents import open_all

ROOT = Path(__file__).parent.parent
FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/corpus/pp18/gold"


def spent(action: Callable[[], object]) -> tuple[float, float]:
    """The seconds of processor, those of other processes too, and the seconds on the clock: the least of three calls."""
    took = []
    for _ in range(3):
        before, began = os.times(), time.perf_counter()
        action()
        after = os.times()
        took.append((sum(after[:4]) - sum(before[:4]), time.perf_counter() - began))
    return min(took)


def conferences(place: Path, copies: int) -> tuple[Path, Path]:
    """Two folders with so many copies of each text."""
    old, new = place / f"old{copies}", place / f"new{copies}"
    old.mkdir()
    new.mkdir()
    for n, path in enumerate(sorted(FOLDER.glob("*.txt"))):
        for copy in range(copies):
            lines = path.read_text("utf-8").replace(" of ", f" of{copy} ").split("\n")
            lines[0] = re.sub(r"\d+", lambda found, copy=copy: str(int(found[0]) + 1000 * copy), lines[0], count=1)
            (old / f"{n}-{copy}.txt").write_text("\n".join(lines), "utf-8")
            lines = [
                f"{line[:-1]} indeed{line[-1:]}" if k > 3 and k % 3 == 0 and line else line for k, line in enumerate(lines)
            ]
            if n % 5 == 0:
                lines[0] = re.sub(r"\d+", lambda found: str(int(found[0]) + 500), lines[0], count=1)
            (new / f"{n}-{copy}.txt").write_text("\n".join(lines), "utf-8")
    return old, new


with tempfile.TemporaryDirectory() as made:
    resdraft.compare_conferences(*conferences(Path(made), 1))
    for size in (2, 4, 8):
        sides = conferences(Path(made), size)
        files = [path for side in sides for path in sorted(side.iterdir())]
        reading, alone = spent(lambda files=files: [open_all(path) for path in files])  # type: ignore[misc]
        comparing, together = spent(lambda sides=sides: resdraft.compare_conferences(*sides))  # type: ignore[misc]
        sys.stdout.write(
            f"{len(files)} texts: reading {reading:.2f} s of processor, comparing {comparing:.2f} s, {comparing / reading:.2f} times; "
            f"on the clock {alone:.2f} s and {together:.2f} s, {together / alone:.2f} times\n"
        )
