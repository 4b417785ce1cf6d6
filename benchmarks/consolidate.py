"""Consolidating: against docx-scalpel on the same edited copies, and how the cost grows with sources and resolutions.

    python benchmarks/consolidate.py [--peer PYTHON] [--rounds 3] [--resolutions 200]

Printed first: processor time and peak memory for 5, 10 and 20 sources on one resolution, and for resolutions of a conference with 10
proposals each. ``--peer`` names a Python that has docx-scalpel. Both get Resolution 1332 as a Word file and twenty edited copies of it,
each in a process of its own: processor time of the whole process (median, in turn), the ratio, and of the conflicts that the peer
reports how many are ours too. Bounds: the ratio at most 1.0; memory below 250 MiB a process; cost linear.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT = Path(__file__).parent.parent / "resolutions" / "1332" / "2019.en.txt"
CODES = [f"{a}{b}" for a in "ABCDE" for b in "WXYZ"]
WORDS = [
    "regional",
    "capacity",
    "building",
    "connectivity",
    "broadband",
    "affordable",
    "sustainable",
    "inclusive",
    "cooperation",
    "partners",
]

OURS = """
import sys
from pathlib import Path
from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.amend.options import lay_open
from resdraft.lexicon import lexicon
from resdraft.ooxml.wordfile import WordFile
from resdraft.read.docx import nothing, read_word
from resdraft.write.docx import mark_docx
base, *copies, out = map(Path, sys.argv[1:])
text = read_word(WordFile.open(base.read_bytes()), nothing)
words = lexicon("en")
edits = {
    copy.stem: normal_diff(text.resolution, read_word(WordFile.open(copy.read_bytes()), nothing).resolution, words) for copy in copies
}
laid = lay_open(consolidate(text.resolution, edits))
out.write_bytes(mark_docx(laid.marked, text.file, text.places, "", laid.conflicts).content)
out.with_suffix(".json").write_text(__import__("json").dumps([[s for o in c.options for s in o.sources] for c in laid.conflicts]))
"""
PEER = """
import sys
from pathlib import Path
import docx_scalpel as d
base, *copies, out = map(Path, sys.argv[1:])
reviewers = [d.DocxDiffReviewer(copy.read_bytes(), copy.stem) for copy in copies]
out.write_bytes(d.docx_diff_consolidate(base.read_bytes(), reviewers))
d.shutdown_host()
"""
CONFLICTS = """
import sys, json
from pathlib import Path
import docx_scalpel as d
base, *copies, out = map(Path, sys.argv[1:])
reviewers = [d.DocxDiffReviewer(copy.read_bytes(), copy.stem) for copy in copies]
found = d.docx_diff_get_conflicts(base.read_bytes(), reviewers)
out.write_text(json.dumps([[who.author for who in conflict.competitors] for conflict in found]))
d.shutdown_host()
"""


def edited(lines: list[str], chance: random.Random, changes: int) -> list[str]:
    """A copy of a text with words changed, clauses left out and new ones."""
    out = list(lines)
    for n in chance.sample(range(6, len(out)), changes):
        words = out[n].split(" ")
        at = chance.randrange(1, max(2, len(words) - 1))
        words[at : at + 1] = [chance.choice(WORDS), *words[at : at + 1]][: chance.randint(1, 2)]
        out[n] = " ".join(words)
    del out[chance.randrange(10, len(out) - 5)]
    new = f"x)\tthat {' '.join(chance.sample(WORDS, 5))};"
    out.insert(chance.randrange(10, len(out) - 5), new)
    return out


def measured(command: list[str], rounds: int) -> tuple[float, float]:
    """Processor time of a command with its children (median), in seconds, and the largest memory of a process, in MiB."""
    times = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def copies(folder: Path, count: int) -> list[str]:
    """The official text and edited copies of it as Word files."""
    from resdraft.model.marked import Marked
    from resdraft.read.text import read_text
    from resdraft.write.docx import write_docx

    lines = [line for line in TEXT.read_text("utf-8").splitlines() if line.strip() and not re.match(r"(---|\w+: |\[\^)", line)]
    texts = {"base": lines}
    for n, code in enumerate(CODES[:count]):
        texts[code] = edited(lines, random.Random(n), 8)  # noqa: S311
    for name, own in texts.items():
        (folder / f"{name}.docx").write_bytes(write_docx(Marked(read_text("\n".join(own)))))
    return [str(folder / f"{name}.docx") for name in texts]


def against(peer: str, rounds: int) -> None:
    """Twenty sources on one resolution, ours and the peer's in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = copies(folder, 20)
        out = str(folder / "out.docx")
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(measured([sys.executable, "-c", OURS, *files, out], 1)[0])
            theirs.append(measured([peer, "-c", PEER, *files, str(folder / "peer.docx")], 1)[0])
        cost, other = statistics.median(ours), statistics.median(theirs)
        print(f"20 sources: resdraft {cost:.2f} s, docx-scalpel {other:.2f} s, ratio {cost / other:.2f} (bound 1.0)")
        subprocess.run([peer, "-c", CONFLICTS, *files, str(folder / "conflicts.json")], check=True, capture_output=True)
        reported = json.loads((folder / "conflicts.json").read_text())
        own = [set(sources) for sources in json.loads((folder / "out.json").read_text())]
        shared = sum(any(len(set(theirs) & sources) > 1 for sources in own) for theirs in reported)
        print(
            f"conflicts: of {len(reported)} that docx-scalpel reports {shared} are ours too, {len(reported) - shared} are composed"
        )


def growth(resolutions: int) -> None:
    """How the cost grows with sources and with resolutions."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in (5, 10, 20):
            (folder / str(count)).mkdir()
            files = copies(folder / str(count), count)
            cost, memory = measured([sys.executable, "-c", OURS, *files, str(folder / "out.docx")], 3)
            print(f"{count:3} sources on one resolution: {cost:.2f} s, {1000 * cost / count:.0f} ms a source, {memory:.0f} MiB")
        before = 0.0
        for count in (resolutions // 4, resolutions // 2, resolutions):
            own = folder / f"all{count}"
            conference(own, count)
            command = [sys.executable, "-m", "resdraft", "consolidate", "--library", str(own / "in"), "-o", str(own / "out")]
            os.environ["RESDRAFT_LIBRARY"] = str(own / "library")
            cost, memory = measured(command, 1)
            grown = f", {cost / before:.2f} times the half" if before else ""
            print(
                f"{count:3} resolutions with 10 proposals each: {cost:.1f} s, {1000 * cost / count:.0f} ms each, {memory:.0f} MiB{grown}"
            )
            before = cost


def conference(folder: Path, count: int) -> None:
    """A library of resolutions, and ten proposals on each."""
    from resdraft.amend.target import target_of
    from resdraft.lexicon import lexicon
    from resdraft.model.proposal import Proposal
    from resdraft.proposing.statement import amendments_between
    from resdraft.read.text import read_fragment, read_text
    from resdraft.write.proposal import as_json

    (folder / "in").mkdir(parents=True)
    lines = [line for line in TEXT.read_text("utf-8").splitlines() if line.strip() and not re.match(r"(---|\w+: |\[\^)", line)]
    lines = [line.replace("[^1]", "") for line in lines]
    stated = {}
    for code in CODES[:10]:
        text = edited(lines, random.Random(code), 4)  # noqa: S311
        base = read_text("\n".join(lines))
        stated[code] = tuple(
            one.amendment for one in amendments_between(base, read_text("\n".join(text)), lexicon("en"), read_fragment)
        )
    for n in range(1, count + 1):
        number = f"RESOLUTION {5000 + n} (Modified 2019)"
        text = "\n".join([number, *lines[1:]])
        place = folder / "library" / str(5000 + n)
        place.mkdir(parents=True)
        (place / "2019.en.txt").write_text(text, "utf-8")
        target = target_of(read_text(text))
        for code, amendments in stated.items():
            (folder / "in" / f"{5000 + n}-{code}.json").write_text(as_json(Proposal(code, target, amendments)), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", metavar="PYTHON", help="a Python that has docx-scalpel")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--resolutions", type=int, default=200)
    given = parser.parse_args()
    growth(given.resolutions)
    if given.peer:
        against(given.peer, given.rounds)
    else:
        print("docx-scalpel is not compared: name a Python that has it with --peer")
