"""How long a PDF takes, against pdfium's own text of the same pages, each in a process of its own: seconds, those of processor, and memory.

    python benchmarks/pdf.py

Bounds: at most 1.5 times, and 300 MiB for 600 pages. The pages are Resolution 1332, made a PDF by LibreOffice, as often as it takes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2 as pdfium

import resdraft

OWN = """import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
for page in document:
    text = page.get_textpage()
    sys.stdout.write(text.get_text_range())
    text.close()
    page.close()
"""
EXTRACT = "from resdraft.read.pdf.extract import main; main()"
WHOLE = """import sys
from resdraft.read.pdf.reader import pdf_text
sys.stdout.write(pdf_text(sys.stdin.buffer.read()))
"""
MEMORY = f"""{WHOLE}
import resource
own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
sys.stderr.write(str(own + 2 * others))
"""
"""What the reader takes at most, and as much as the larger of its two processes for each of them: in KiB."""


def spent(program: str, content: bytes) -> tuple[float, float]:
    """Seconds, and processor seconds, of a program that reads a PDF from its standard input, and of its children."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", program], input=content, stdout=subprocess.DEVNULL, check=True)
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def made(pages: int, once: bytes) -> bytes:
    """A PDF of so many pages."""
    source, out = pdfium.PdfDocument(once), pdfium.PdfDocument.new()
    while len(out) < pages:
        out.import_pages(source, list(range(min(len(source), pages - len(out)))))
    with tempfile.TemporaryDirectory() as folder:
        out.save(str(Path(folder) / "made.pdf"))
        return (Path(folder) / "made.pdf").read_bytes()


with tempfile.TemporaryDirectory() as folder:
    resdraft.open("1332").save(Path(folder) / "text.docx")
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
    ]
    subprocess.run([*command, f"{folder}/text.docx"], check=True, capture_output=True)
    once = (Path(folder) / "text.pdf").read_bytes()
for pages in (6, 60, 600):
    content = made(pages, once)
    times = {name: [] for name in ("pdfium", "lines", "text")}
    for _ in range(9 if pages < 600 else 5):
        for name, program in (("pdfium", OWN), ("lines", EXTRACT), ("text", WHOLE)):
            times[name].append(spent(program, content))
    own, lines, text = ([min(one) for one in zip(*found, strict=True)] for found in times.values())
    told = subprocess.run([sys.executable, "-c", MEMORY], input=content, capture_output=True, check=True).stderr
    memory = int(told) / 1024
    said = ", ".join(
        f"{name} {took[0]:.2f} s ({took[0] / own[0]:.2f} times; of processor {took[1] / own[1]:.2f})"
        for name, took in (("our lines", lines), ("our text", text))
    )
    sys.stdout.write(f"{pages} pages: pdfium {own[0]:.2f} s, {said}, at most {memory:.0f} MiB\n")
