"""What `cite` finds against answers made by hand, and what it costs against reading the same files.

    python benchmarks/citations.py [--shared FOLDER]

Bounds: precision and recall 0.98 each; 3 times the processor time of reading; twice the text, twice the time. The texts are in the folder of
shared texts (beside the project, or where --shared or $RESDRAFT_CORPUS says). Times are of whole processes, in turn; medians are printed.
"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
ANSWERS = ROOT / "tests" / "cases" / "citations" / "answers.csv"
ROUNDS = 7
READ = """
import sys
from pathlib import Path
from resdraft.read.text import read_texts
for path in sorted(Path(sys.argv[1]).rglob('*.txt')):
    read_texts(path.read_text('utf-8'))
"""
CITE = "import sys; sys.argv = ['resdraft', 'cite', sys.argv[1], '-o', sys.argv[2]]; from resdraft.__main__ import run; run()"


def texts(shared: Path) -> dict[str, Path]:
    """The texts that were answered, by name."""
    found = [*shared.glob("seeds/*.txt"), *shared.glob("corpus/pp18/gold/*.txt")]
    return {path.name: path for path in found}


def found_in(path: Path) -> list[tuple[str, ...]]:
    """What is found in one text, in the form of the answers."""
    from resdraft.citations.register import load_register
    from resdraft.citations.survey import survey, survey_report
    from resdraft.errors import Unreadable
    from resdraft.read.text import read_plain_lines, read_with_lines

    text = path.read_text("utf-8")
    try:
        surveyed = [survey(t.resolution, t.lines, path.name, load_register()) for t in read_with_lines(text)]
    except Unreadable:
        surveyed = [survey_report(read_plain_lines(text), path.name, load_register())]
    return [
        (f.file, str(f.line), c.text, str(c.kind), c.body, c.number, str(c.edition) if c.edition else "")
        for one in surveyed
        for f in one.findings
        for c in (f.citation,)
    ]


def scores(shared: Path) -> None:
    """Precision and recall over all answers, and by kind; then what differs."""
    with ANSWERS.open(newline="", encoding="utf-8") as file:
        wanted = [tuple(row.values()) for row in csv.DictReader(file)]
    paths = texts(shared)
    got = [row for name in dict.fromkeys(row[0] for row in wanted) for row in found_in(paths[name])]
    print(f"{'':16}{'answers':>9}{'found':>8}{'precision':>11}{'recall':>8}")
    for kind in ("", *sorted({row[3] for row in wanted})):
        want, have = (Counter(row for row in rows if kind in ("", row[3])) for rows in (wanted, got))
        right = (want & have).total()
        precision, recall = (right / total if (total := side.total()) else 1 for side in (have, want))
        print(f"{kind or 'all':16}{want.total():>9}{have.total():>8}{precision:>11.3f}{recall:>8.3f}")
    for sign, rows in (("-", Counter(wanted) - Counter(got)), ("+", Counter(got) - Counter(wanted))):
        for row in sorted(rows.elements()):
            print(sign, *row, sep="  ")


def cpu(code: str, *arguments: str) -> float:
    """Processor seconds of one process."""
    before = os.times()
    subprocess.run([sys.executable, "-c", code, *arguments], check=False, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def costs(shared: Path) -> None:
    """`cite` against reading, on all of pp18, and on it twice and four times over."""
    with tempfile.TemporaryDirectory() as scratch:
        out = str(Path(scratch) / "out.json")
        folders = []
        for times in (1, 2, 4):
            folder = Path(scratch) / str(times)
            for n in range(times):
                shutil.copytree(shared / "corpus" / "pp18", folder / str(n), ignore=shutil.ignore_patterns("*.json"))
            folders.append(str(folder))
        rows: list[tuple[list[float], list[float]]] = [([], []) for _ in folders]
        for _ in range(ROUNDS):
            for folder, (read, cite) in zip(folders, rows, strict=True):
                read.append(cpu(READ, folder))
                cite.append(cpu(CITE, folder, out))
        first = statistics.median(rows[0][1])
        print(f"\n{'texts':>8}{'cite / read':>13}{'cite / cite of pp18':>21}")
        for times, (read, cite) in zip((1, 2, 4), rows, strict=True):
            count = times * len(list((shared / "corpus" / "pp18").rglob("*.txt")))
            print(
                f"{count:>8}{statistics.median(cite) / statistics.median(read):>13.2f}{statistics.median(cite) / first:>21.2f}"
            )


def main() -> None:
    """Find the texts and print both tables."""
    given = sys.argv[sys.argv.index("--shared") + 1] if "--shared" in sys.argv else ""
    corpus = os.environ.get("RESDRAFT_CORPUS", "")
    shared = Path(given) if given else Path(corpus).parent if corpus else ROOT.parent / "shared"
    if not shared.is_dir():
        sys.exit(f"no shared texts in {shared}: name their folder with --shared")
    scores(shared)
    costs(shared)


if __name__ == "__main__":
    main()
