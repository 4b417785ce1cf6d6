"""Marks put into a real Word file, against parsing all its parts with lxml and writing them back: cpu of whole processes, as a ratio.

    python benchmarks/in_place.py [FILE.docx PROPOSAL.yaml]

Without arguments: WTSA Resolution 1 (a megabyte) of the corpus of real texts beside the project, or at $RESDRAFT_CORPUS, and a proposal that
fits it. Bound: 2.5 times. Python's start and every import are in both figures. Byte code is compiled first, as an installation does. Medians
over rounds in turn are printed.
"""

from __future__ import annotations

import compileall
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 21
PROPOSAL = """
source: RUS
target: 1@2016
date: 2026-05-20
amendments:
  - {clause: considering a), from: duties and organization, to: "duties, rights and organization"}
  - {clause: considering b)bis, delete: true}
  - {after: considering d), insert: that everything should be better;}
  - {after: section 3 3.2, insert: "Something new[^new] should be done.", footnotes: {new: A new footnote.}}
  - {clause: section 1 1.2, move: after section 1 1.4}
"""
LXML = """
import sys, zipfile
from lxml import etree
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as new:
    for name in old.namelist():
        content = old.read(name)
        if name.endswith(('.xml', '.rels')):
            content = etree.tostring(etree.fromstring(content), xml_declaration=True, encoding='UTF-8', standalone=True)
        new.writestr(name, content)
"""


def cpu(command: list[str]) -> float:
    """Processor seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(file: str = "", proposal: str = "") -> None:
    """Print the table."""
    if not file:
        corpus = Path(os.environ.get("RESDRAFT_CORPUS", Path(__file__).parent.parent.parent / "shared" / "corpus"))
        found = sorted(corpus.glob("itu-docx/*.docx"))
        if not found:
            print(f"no Word file in {corpus / 'itu-docx'}: give a file and a proposal")
            return
        file = str(found[0])
    for name in ("resdraft", "lxml", "click", "ruamel.yaml", "rapidfuzz", "diff_match_patch"):
        module = __import__(name, fromlist=["*"])
        compileall.compile_dir(os.path.dirname(module.__file__ or ""), quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out.docx")
        if not proposal:
            proposal = str(Path(folder) / "proposal.yaml")
            Path(proposal).write_text(PROPOSAL, "utf-8")
        installed = Path(sys.executable).with_name("resdraft")
        command = [str(installed)] if installed.exists() else [sys.executable, "-m", "resdraft"]
        commands = {
            "lxml: parse and write": [sys.executable, "-c", LXML, file, out],
            "resdraft apply": [*command, "apply", file, proposal, "-o", out],
            "resdraft apply --quiet": [*command, "apply", file, proposal, "-o", out, "--quiet"],
        }
        seen: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                seen[name].append(cpu(command))
        floor = statistics.median(seen["lxml: parse and write"])
        for name, times in seen.items():
            print(f"{name:26} {statistics.median(times):6.3f} s  {statistics.median(times) / floor:5.2f} x")


if __name__ == "__main__":
    main(*sys.argv[1:])
