"""Accepting 16,000 marks in a document of 7 MB, against parsing and writing its main part with lxml: cpu and memory, as ratios.

    python benchmarks/marks.py

Bounds: 2 times the processor time, 1.5 times the peak memory. Each measurement is a process of its own, in turn; medians are printed.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROUNDS = 5
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LXML = """
import io, sys, zipfile
from lxml import etree
parts = {}
with zipfile.ZipFile(sys.argv[1]) as archive:
    parts = {name: archive.read(name) for name in archive.namelist()}
root = etree.fromstring(parts['word/document.xml'])
parts['word/document.xml'] = etree.tostring(root, xml_declaration=True, encoding='UTF-8', standalone=True)
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as archive:
    for name, content in parts.items():
        archive.writestr(name, content)
"""
OURS = "import sys; sys.argv = ['resdraft', '{}', sys.argv[1], '-o', sys.argv[2]]; from resdraft.__main__ import run; run()"


def document(marks: int = 16_000, size: int = 7_000_000) -> bytes:
    """A Word file of about ``size`` bytes of XML with as many marks: insertions, deletions, paragraph marks."""
    filler = "that telecommunications and information and communication technologies contribute to development, " * 8
    out, count = [], 0
    while count < marks or sum(map(len, out[-1:])) == 0:
        n = len(out)
        ins = f'w:id="{count}" w:author="A{n % 7}" w:date="2019-05-20T00:00:00Z"'
        rest = f'w:id="{count + 1}" w:author="A{n % 5}" w:date="2019-05-20T00:00:00Z"'
        mark = f'<w:pPr><w:rPr><w:ins w:id="{count + 2}" w:author="A1"/></w:rPr></w:pPr>' if n % 4 == 0 else ""
        out.append(
            f'<w:p>{mark}<w:r><w:t xml:space="preserve">{filler[: max(100, size * 3 // marks - 420)]}</w:t></w:r><w:del {ins}><w:r>'
            f"<w:delText>old words</w:delText></w:r></w:del><w:ins {rest}><w:r><w:rPr><w:i/></w:rPr><w:t>new words</w:t></w:r></w:ins></w:p>"
        )
        count += 3 if mark else 2
    body = f'<w:document xmlns:w="{W}"><w:body>{"".join(out)}<w:p/><w:sectPr/></w:body></w:document>'
    relations = "http://schemas.openxmlformats.org/"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{relations}package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}package/2006/relationships"><Relationship Id="r1" '
        f'Type="{relations}officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": body,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    print(f"{len(body) / 1e6:.1f} MB of XML, {count} marks")
    return packed.getvalue()


def run(code: str, *arguments: str) -> tuple[float, float]:
    """Processor seconds and peak memory in MiB of a program."""
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {code[:60]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.docx", str(Path(folder) / "out.docx")
        source.write_bytes(document())
        programs = {"lxml": LXML, "accept": OURS.format("accept"), "reject": OURS.format("reject")}
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for n in range(ROUNDS + 1):
            for name, code in programs.items():
                measured = run(code, str(source), target)
                if n:
                    found[name].append(measured)
    base = [statistics.median(column) for column in zip(*found["lxml"], strict=True)]
    print(f"{'':8} {'cpu s':>7} {'ratio':>6} {'MiB':>7} {'ratio':>6}")
    for name, measured in found.items():
        cpu, memory = (statistics.median(column) for column in zip(*measured, strict=True))
        print(f"{name:8} {cpu:7.2f} {cpu / base[0]:6.2f} {memory:7.0f} {memory / base[1]:6.2f}")


if __name__ == "__main__":
    main()
