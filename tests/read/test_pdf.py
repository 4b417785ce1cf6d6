"""PDFs made of our own Word files by LibreOffice are read as the texts they show; what is no text is refused in words."""

from __future__ import annotations

import contextlib
import io
import random
import subprocess
from pathlib import Path

import pytest

import resdraft
from resdraft.errors import ResdraftError
from resdraft.read.pdf.pages import PageLine, without_furniture
from resdraft.read.pdf.paragraphs import paragraphs_of
from resdraft.read.pdf.reader import pdf_text
from resdraft.usecases.documents import render
from tests.conftest import ROOT
from tests.read.pdf_layouts import LAYOUTS, laid_out

pypdfium2 = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed: python -m pip install pypdfium2")
LOOKS = ("itu", "times", "columns")
"""Each of the checked resolutions is read in these layouts, and those of :data:`SEEN` in all."""
SEEN = ("2", "64", "102", "140", "189")
LOCKED = 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
OWN = ROOT / "resolutions/1332/2019.en.txt"


@pytest.fixture(scope="module")
def printed(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - LibreOffice has to be there
    """A folder of PDFs: 1332 and, where the corpus is there, the checked resolutions, each in three looks."""
    folder = tmp_path_factory.mktemp("pdf")
    gold = sorted((ROOT.parent / "shared/corpus/pp18/gold").glob("*.txt"))
    for path in (OWN, *gold):
        content = bytes(render(resdraft.open(path).resolution, "docx").content)
        for layout in LAYOUTS if path is OWN or path.stem in SEEN else LOOKS:
            (folder / f"{path.stem}.{layout}.docx").write_bytes(laid_out(content, layout))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    locked = folder / "locked" / "locked.docx"
    locked.parent.mkdir()
    locked.write_bytes(content)
    for form, out, files in (("pdf", folder, sorted(folder.glob("*.docx"))), (LOCKED, locked.parent, [locked])):
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", out, *files]
        subprocess.run(command, capture_output=True, check=False, timeout=600)
    return folder


def shape(resolution: resdraft.Document) -> list[str]:  # type: ignore[name-defined]
    """Kind, label, depth and words of each paragraph; a hyphen that does not break is a hyphen."""
    return [
        f"{p.kind.value} {p.label} {p.depth} {' '.join(p.text.marked().replace(chr(0x2011), '-').split())}"
        for p in resolution.provisions
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_is_read_as_the_text_that_it_was_made_of(layout: str, printed: Path) -> None:
    files = sorted(printed.glob(f"*.{layout}.pdf"))
    assert files
    for path in files:
        word = resdraft.open(path.with_suffix(".docx"), marks="reject")
        assert shape(resdraft.open(path)) == shape(word), path.name


def test_every_command_takes_it(printed: Path) -> None:
    path = printed / "2019.en.itu.pdf"
    assert "page headers and footers are left out (12 lines)" in resdraft.open(path).notices[0]
    # A PDF does not tell a space that does not break from one that does.
    changes = resdraft.diff("1332", path).changes
    assert {c.kind for c in changes} <= {"modified"}
    assert resdraft.cite(path).findings
    assert resdraft.apply(path, [ROOT / "proposals/rus.yaml"]).output("text").content
    assert resdraft.add(path, name="1332@2019", replace=True).name == "1332@2019"


def test_what_is_no_text_is_refused_in_words(printed: Path) -> None:
    whole = (printed / "2019.en.itu.pdf").read_bytes()
    blank = pypdfium2.PdfDocument.new()
    blank.new_page(595, 842)
    empty = io.BytesIO()
    blank.save(empty)
    for content, said in (
        (empty.getvalue(), "a PDF without text"),
        (b"%PDF-1.7\nnothing of it", "a damaged PDF"),
        (whole[:2000], "a damaged PDF"),
        ((printed / "locked" / "locked.pdf").read_bytes(), "a PDF that asks for a password"),
    ):
        with pytest.raises(resdraft.Unreadable) as error:
            resdraft.open(content)
        assert said in error.value.problems[0].what
    with pytest.raises(resdraft.Unreadable, match="a PDF file, where a Word file or a proposal is wanted"):
        resdraft.accept(whole)


def test_a_process_that_ends_in_the_middle_of_a_line_is_told(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (printed / "2019.en.itu.pdf").read_bytes()
    run = subprocess.run

    def cut(*args: object, **more: object) -> subprocess.CompletedProcess[bytes]:
        done = run(*args, **more)  # type: ignore[call-overload]
        return subprocess.CompletedProcess(done.args, -9, done.stdout[:-40], done.stderr)

    monkeypatch.setattr(subprocess, "run", cut)
    with pytest.raises(resdraft.Unreadable, match=r"a damaged PDF: only \d of its \d pages can be read"):
        pdf_text(whole)


def test_changed_bytes_are_read_or_refused(printed: Path) -> None:
    whole = (printed / "2019.en.itu.pdf").read_bytes()
    rng = random.Random(7)  # noqa: S311 - no secret is made of it
    for _ in range(25):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 40)):
            at = rng.randrange(8, len(content))
            content[at : at + rng.choice((1, 1, 4, 200))] = rng.randbytes(rng.choice((0, 1, 4)))
        # What is read is text; what is not is refused with a hint, and nothing else comes out of it.
        with contextlib.suppress(ResdraftError):
            assert pdf_text(bytes(content)).strip()


def line(text: str, bottom: float, **more: object) -> PageLine:
    return PageLine(text, 57.0, 57.0 + 5.2 * len(text), bottom, 12.0, 1)._replace(**more)  # type: ignore[arg-type]


def test_lines_become_paragraphs() -> None:
    page = [
        line("1", 800, left=290.0, right=296.0),
        line("resolves", 700, left=97.0, right=140.0),
        line("1 that the Member States of the Union and all of its non-", 680, tab=1, right=538.0),
        line("governmental bodies act,", 666),
        line("2 to report1.", 646, tab=1, raised=(11,)),
        line("1 A footnote.", 80, mark=True, size=9.0),
    ]
    kept, furniture = without_furniture([page])
    assert [one.text for one in furniture] == ["1"]
    paragraphs, notes = paragraphs_of(kept)
    assert [p.text for p in paragraphs] == [
        "resolves",
        "1\tthat the Member States of the Union and all of its non-governmental bodies act,",
        "2\tto report[^1].",
    ]
    assert notes == {"1": "A footnote."}
