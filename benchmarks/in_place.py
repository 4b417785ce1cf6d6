"""Marks put into a real Word file, against parsing all its parts with lxml and writing them back: cpu of whole processes, as a ratio.

    python benchmarks/in_place.py FILE.docx PROPOSAL.yaml

The file is a resolution of about a megabyte, such as one of an assembly's; the proposal fits it. Bound: 2.5 times. Python's start and every
import are in both figures. Byte code is compiled first, as an installation does. Medians over rounds in turn are printed.
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

ROUNDS = 11
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


def main(file: str, proposal: str) -> None:
    """Print the table."""
    for name in ("resdraft", "lxml", "click", "ruamel.yaml", "rapidfuzz", "diff_match_patch"):
        module = __import__(name, fromlist=["*"])
        compileall.compile_dir(os.path.dirname(module.__file__ or ""), quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out.docx")
        commands = {
            "lxml: parse and write": [sys.executable, "-c", LXML, file, out],
            "resdraft apply": [sys.executable, "-m", "resdraft", "apply", file, proposal, "-o", out],
            "resdraft apply --quiet": [sys.executable, "-m", "resdraft", "apply", file, proposal, "-o", out, "--quiet"],
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
