"""How long checking takes against reading: processor time on Resolution 1332 and the gold set of the corpus, where it is there.

    python benchmarks/check.py

Bound: three times reading, and linear.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import resdraft

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "resolutions/1332/2019.en.txt", *sorted((ROOT.parent / "shared/corpus/pp18/gold").glob("*.txt"))]


def spent(action: object) -> float:
    """The least seconds of processor of five calls."""
    times = []
    for _ in range(5):
        began = time.process_time()
        action()  # type: ignore[operator]
        times.append(time.process_time() - began)
    return min(times)


resdraft.check(FILES[0])
for n in (1, 2, 4):
    files = FILES * n
    reading = spent(lambda files=files: [resdraft.open(file) for file in files])
    checking = spent(lambda files=files: resdraft.check(*files))
    sys.stdout.write(
        f"{len(files)} texts: reading {reading:.2f} s, checking {checking:.2f} s, {checking / reading:.2f} times\n"
    )
