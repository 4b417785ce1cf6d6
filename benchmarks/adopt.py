"""Adopting: against consolidating the same proposals, and how the cost grows with the texts of a conference.

    python benchmarks/adopt.py [--rounds 5] [--resolutions 200]

Twenty sources propose on Resolution 1332; a third of their amendments is adopted, a third rejected, the rest is open. Processor time of the
library functions in one process each, in turn (median), and the ratio. Bounds: 2.0, with the consolidated Word file on the one side, the
clean and the marked one on the other; a conference linear in its texts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from consolidate import CODES, copies, measured

TEXT = """RESOLUTION {n} (DUBAI, 2018)
On thing {n}
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
noting
{clauses}
resolves
1\tto act on it;
2\tto report, as resolves 1 says.
"""
PREPARE = "import sys, resdraft; base, copy, code, out = sys.argv[1:]; resdraft.propose(base, copy, code).save(out)"
CONSOLIDATE = (
    "import sys, resdraft; base, out, *files = sys.argv[1:]; resdraft.consolidate(base, files, partial=True).save(out)"
)
ADOPT = """
import sys, resdraft
from resdraft.usecases.documents import save
base, out, decisions, *files = sys.argv[1:]
done = resdraft.adopt(base, files, decisions, partial=True)
done.save(out)
save(done.word().content, out + ".marked.docx")
"""
CONFERENCE = "import sys, resdraft; proposals, decisions, out = sys.argv[1:]; resdraft.adopt_all([proposals], [decisions], out)"


def decisions(base: str, files: list[str]) -> str:
    """Decisions on a third of what stands alone, and against another third."""
    import resdraft

    one = resdraft.consolidate(base, files, partial=True)
    contested = {number for conflict in one.conflicts for option in conflict.options for number in option.amendments}
    alike = {number for owned in one.marked.edits for number in owned.amendments[1:]}
    numbers = dict.fromkeys(o.amendments[0] for o in one.marked.edits if o.amendments[0] not in alike | contested)
    chosen = [(number, ("adopt", "reject", "")[n % 3]) for n, number in enumerate(numbers)]
    return "\n".join(["decisions:", *(f"- {{amendment: {number}, decision: {what}}}" for number, what in chosen if what)])


def twenty_sources(rounds: int) -> None:
    """Adopting what twenty sources propose on one text, against consolidating it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, *edited = copies(folder, 20)
        files = []
        for code, copy in zip(CODES, edited, strict=False):
            files.append(str(folder / f"{code}.yaml"))
            subprocess.run([sys.executable, "-c", PREPARE, base, copy, code, files[-1]], check=True)
        (folder / "decisions.yaml").write_text(decisions(base, files), "utf-8")
        ours, other = [], []
        out, said = str(folder / "out.docx"), str(folder / "decisions.yaml")
        for _ in range(rounds):
            other.append(measured([sys.executable, "-c", CONSOLIDATE, base, out, *files], 1)[0])
            ours.append(measured([sys.executable, "-c", ADOPT, base, out, said, *files], 1)[0])
        cost, less = statistics.median(ours), statistics.median(other)
        print(f"20 sources: adopt {cost:.2f} s, consolidate {less:.2f} s, ratio {cost / less:.2f} (bound 2.0)")


def conference(count: int) -> None:
    """Texts with five proposals each."""
    before = 0.0
    for n in (count // 4, count // 2, count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            clauses = "\n".join(f"{letter})\tthat networks of kind {letter} grow;" for letter in "abcdefghijklmnopqrst")
            (folder / "proposals").mkdir()
            for k in range(1, n + 1):
                (folder / "library" / str(900 + k)).mkdir(parents=True)
                text = TEXT.format(n=900 + k, clauses=clauses)
                (folder / "library" / str(900 + k) / "2018.en.txt").write_text(text, "utf-8")
                for j, code in enumerate(CODES[:5]):
                    change = (
                        "{before: resolves 1, insert: to begin;}"
                        if j == 4
                        else f"{{clause: noting {'bdfh'[j]}), from: grow, to: {code.lower()}}}"
                    )
                    own = f"source: {code}\ndocument: {k}\ntarget: {900 + k}@2018\namendments:\n- {change}\n"
                    (folder / "proposals" / f"{k}-{code}.yaml").write_text(own, "utf-8")
            (folder / "decisions.yaml").write_text("default: adopt-uncontested\n", "utf-8")
            os.environ["RESDRAFT_LIBRARY"] = str(folder / "library")
            names = [str(folder / name) for name in ("proposals", "decisions.yaml", "out")]
            cost, memory = measured([sys.executable, "-c", CONFERENCE, *names], 1)
            if len(list((folder / "out").iterdir())) != n + 1:
                raise SystemExit("not every text was written")
            more = f", {cost / before:.2f} times the half" if before else ""
            print(f"{n} texts with 5 proposals each: {cost:.1f} s, {memory:.0f} MiB{more}")
            before = cost


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--resolutions", type=int, default=200)
    asked = parser.parse_args()
    twenty_sources(asked.rounds)
    conference(asked.resolutions)
