"""Comparing two Word files, against docx-trackdiff and docx-scalpel where they are installed, and against the least that must be done.

    python benchmarks/compare.py [--pairs FOLDER] [--peer NAME="COMMAND {old} {new} {out}"] [--rounds 5]

Without ``--pairs`` the pairs are made from Resolution 1332: ``a`` light edits, ``b`` many (clauses inserted, deleted, moved, all letters
behind them shifted), ``c`` 200 resolutions with three in a hundred clauses edited. A folder holds pairs as ``x_old.docx``, ``x_new.docx``.
Peers are found on the PATH as ``docx-trackdiff``, or named with ``--peer``.

Printed for each pair and tool: the processor time of the whole process (median, in turn), its ratio to the first peer's and to the floor's
(parse both, write one), peak memory, and the characters that are marked. Bounds: ``c`` below 3 times the floor and below 120 MiB.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TEXT = Path(__file__).parent.parent / "resolutions" / "1332" / "2019.en.txt"
FLOOR = """
import sys, zipfile
from lxml import etree
for name in sys.argv[1:3]:
    root = etree.fromstring(zipfile.ZipFile(name).read("word/document.xml"))
source = zipfile.ZipFile(sys.argv[2])
with zipfile.ZipFile(sys.argv[3], "w", zipfile.ZIP_DEFLATED) as out:
    for name in source.namelist():
        out.writestr(name, etree.tostring(root) if name == "word/document.xml" else source.read(name))
"""
OURS = (
    "import sys; sys.argv = ['resdraft', 'diff', *sys.argv[1:3], '-o', sys.argv[3]]; from resdraft.__main__ import run; run()"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def pairs(folder: Path) -> None:
    """Make the pairs."""
    lines = [line for line in TEXT.read_text("utf-8").splitlines() if line.strip() and not re.match(r"(---|\w+: |\[\^)", line)]
    rnd = random.Random(1332)  # noqa: S311
    light = list(lines)
    for n in rnd.sample(range(len(lines)), 12):
        light[n] = edited(light[n], rnd)
    heavy = [line.replace("Dubai, 2018", "Bucharest, 2022") for line in light]
    for n in sorted(rnd.sample(range(8, len(heavy) - 8), 5), reverse=True):
        heavy.insert(
            n, "x)\tthat the Union should strengthen its cooperation with the regional commissions of the United Nations;"
        )
    del heavy[30], heavy[12]
    heavy.insert(50, heavy.pop(20))
    many, more = [], []
    for r in range(200):
        own = [line.replace("WSIS", rnd.choice(("WSIS", "WCIT", "GSR"))).replace("2030", str(2000 + r)) for line in lines[:46]]
        many += own
        more += [edited(line, rnd) if rnd.random() < 0.03 else line for line in own if rnd.random() > 0.005]
    for name, old, new in (("a", lines, light), ("b", lines, relettered(heavy)), ("c", many, more)):
        document(folder / f"{name}_old.docx", old)
        document(folder / f"{name}_new.docx", new)


def edited(line: str, rnd: random.Random) -> str:
    """A line with a word or two changed."""
    words = line.split(" ")
    for _ in range(rnd.randint(1, 2)):
        words[rnd.randrange(len(words) // 2, len(words))] = rnd.choice(("appropriate", "regional", "inclusive", "annually"))
    return " ".join(words)


def relettered(lines: list[str]) -> list[str]:
    """Lines with their letters in order again, from each line without a label on."""
    out, n = [], 0
    for line in lines:
        found = re.match(r"[a-z]\)\t", line)
        n = n + 1 if found else 0
        out.append(f"{LETTERS[(n - 1) % 26]})\t{line[found.end() :]}" if found else line)
    return out


def document(path: Path, lines: list[str]) -> None:
    """A Word file of lines, a label in a run of its own."""
    out = []
    for line in lines:
        label, tab, words = line.rpartition("\t")
        head = f"<w:r><w:t>{escape(label)}</w:t><w:tab/></w:r>" if tab else ""
        out.append(f'<w:p>{head}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>')
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"><Default Extension="xml" ContentType="{kind}"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" Type="{OFFICE}" '
        'Target="word/document.xml"/></Relationships>',
        "word/settings.xml": f'<w:settings xmlns:w="{W}"/>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}relationships"/>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"".join(out)}<w:sectPr/></w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def measured(command: list[str]) -> tuple[float, float]:
    """Processor seconds and peak MiB of a command."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def marked(path: Path) -> int:
    """The characters of a file that stand in marks."""
    from lxml import etree

    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    inside = (f"{{{W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
    return sum(len("".join(e.itertext())) for e in root.iter(*inside))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=Path)
    options.add_argument("--peer", action="append", default=[])
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    tools = {"resdraft": [sys.executable, "-c", OURS, "{old}", "{new}", "{out}"]}
    if found := shutil.which("docx-trackdiff"):
        tools["docx-trackdiff"] = [found, "{old}", "{new}", "{out}"]
    tools |= {peer.partition("=")[0]: shlex.split(peer.partition("=")[2]) for peer in given.peer}
    peer = next((name for name in tools if name != "resdraft"), None)
    tools["floor"] = [sys.executable, "-c", FLOOR, "{old}", "{new}", "{out}"]
    with tempfile.TemporaryDirectory() as place:
        folder = given.pairs or Path(place)
        if not given.pairs:
            pairs(folder)
        print(f"{'pair':<5}{'tool':<17}{'cpu s':>7}{'x peer':>8}{'x floor':>9}{'MiB':>6}{'marked':>9}")
        for old in sorted(folder.glob("*_old.docx")):
            new = old.with_name(old.name.replace("_old", "_new"))
            if not new.exists():
                continue
            taken: dict[str, list[tuple[float, float]]] = {name: [] for name in tools}
            outs = {name: Path(place) / f"{old.stem}.{name}.docx" for name in tools}
            for turn in range(given.rounds + 1):
                for name, command in tools.items():
                    values = {"old": str(old), "new": str(new), "out": str(outs[name])}
                    figures = measured([part.format(**values) for part in command])
                    if turn:
                        taken[name].append(figures)
            cpu = {name: statistics.median(seconds for seconds, _ in each) for name, each in taken.items()}
            for name in tools:
                ratio = f"{cpu[name] / cpu[peer]:8.2f}" if peer else f"{'-':>8}"
                memory = max(size for _, size in taken[name])
                words = f"{marked(outs[name]):9}" if name != "floor" and outs[name].exists() else f"{'-':>9}"
                print(f"{old.stem[:-4]:<5}{name:<17}{cpu[name]:7.3f}{ratio}{cpu[name] / cpu['floor']:9.2f}{memory:6.0f}{words}")


if __name__ == "__main__":
    main()
