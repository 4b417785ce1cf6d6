"""How well text that lost its lines is read: the paths of calls and labels against trees that were checked by hand, and the time.

    python benchmarks/flattened.py RAW_FOLDER GOLD_FOLDER

``RAW_FOLDER`` has texts as a PDF's text left them, ``resolution-140-….txt``; ``GOLD_FOLDER`` the same resolutions checked by hand,
``140.json`` and ``140.txt``. Printed for each: F1 of the paths, letters that were lost, the time. Bounds: mean F1 0.97, each 0.90, no letter
lost; reading a flattened text at most 2 times as long as the same text laid out.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from resdraft.model.lexicon import fold
from resdraft.read.text import read_text
from resdraft.write.json import as_json


def paths(tree: dict[str, Any]) -> Iterator[str]:
    """The path of each call and of each clause, in the body and in annexes."""
    for section in [*tree["sections"], *(section for annex in tree["annexes"] for section in annex["sections"])]:
        call = fold(section["call"] or "")
        yield call
        yield from _below(call, section["clauses"])


def _below(path: str, clauses: list[dict[str, Any]]) -> Iterator[str]:
    for clause in clauses:
        own = f"{path}/{clause['label']}"
        yield own
        yield from _below(own, clause.get("children", []))


def f1(read: Counter[str], wanted: Counter[str]) -> float:
    """The harmonic mean of precision and recall."""
    hits = (read & wanted).total()
    return 2 * hits / (read.total() + wanted.total())


def main(raw: Path, gold: Path) -> None:
    """Print a row for each text, and the sums."""
    scores, ratios = [], []
    for path in sorted(raw.glob("*.txt")):
        found = re.search(r"-(\d+)-", path.name)
        tree = gold / f"{found[1] if found else ''}.json"
        if not path.name.startswith("resolution") or not tree.exists():
            continue
        source, laid_out = path.read_text("utf-8"), tree.with_suffix(".txt").read_text("utf-8")
        times = {}
        for name, text in (("flattened", source), ("laid out", laid_out)):
            times[name] = min(_timed(text) for _ in range(3))
        resolution = read_text(source)
        read = as_json(resolution)
        score = f1(Counter(paths(read)), Counter(paths(json.loads(tree.read_text("utf-8")))))
        words = Counter(re.findall(r"[^\W\d_]", source)) - Counter(re.findall(r"[^\W\d_]", str(resolution)))
        scores.append(score)
        ratios.append(times["flattened"] / times["laid out"])
        sys.stdout.write(f"{path.stem[:40]:<40} F1 {score:.3f}  letters lost {words.total():>3}  time {ratios[-1]:.2f}\n")
    mean, least, time_taken = statistics.mean(scores), min(scores), statistics.median(ratios)
    sys.stdout.write(f"{len(scores)} texts: mean F1 {mean:.3f}, least {least:.3f}, time {time_taken:.2f} of laid out\n")


def _timed(text: str) -> float:
    began = time.process_time()
    read_text(text)
    return time.process_time() - began


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
