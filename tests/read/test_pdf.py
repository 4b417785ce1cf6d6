"""PDFs made of our own Word files by LibreOffice are read as the texts they show; what is no text is refused in words."""

from __future__ import annotations

import contextlib
import io
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Cm

import resdraft
from resdraft.errors import ResdraftError
from resdraft.lexicon import LANGUAGES
from resdraft.model.resolution import Kind
from resdraft.read.pdf import process
from resdraft.read.pdf.pages import Cell, PageLine
from resdraft.read.pdf.paragraphs import paragraphs_of
from resdraft.read.pdf.reader import pdf_text
from resdraft.read.pdf.ruled_tables import Rule, tables_of
from resdraft.read.pdf.running_heads import without_furniture
from resdraft.usecases.documents import render
from tests.conftest import ROOT
from tests.read.drawn_tables import with_tables
from tests.read.pdf_layouts import LAYOUTS, book, laid_out
from tests.read.test_un_form import un_text

pypdfium2 = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed: python -m pip install pypdfium2")
LOOKS = ("itu", "times", "columns")
"""Each of the checked resolutions is read in these layouts, and those of :data:`SEEN` in all."""
SEEN = ("2", "64", "102", "140", "189")
LOCKED = 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
SIX = ROOT / "tests/write/six/en.txt"
OWN = ROOT / "resolutions/1332/2019.en.txt"


@pytest.fixture(scope="module")
def printed(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - LibreOffice has to be there
    """A folder of PDFs: 1332 and, where the corpus is there, the checked resolutions, each in three looks.

    Where tests run in several processes the first one that comes makes it, and the others wait.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _print(tmp_path_factory.mktemp("pdf"))
    folder = tmp_path_factory.getbasetemp().parent / "printed"
    try:
        folder.mkdir()
    except FileExistsError:
        while not (folder / "done").exists():
            time.sleep(0.2)
        return folder
    try:
        return _print(folder)
    finally:
        (folder / "done").touch()


def _print(folder: Path) -> Path:
    gold = sorted((ROOT.parent / "shared/corpus/pp18/gold").glob("*.txt"))
    for path in (OWN, *gold):
        content = content_of(path)
        for layout in LAYOUTS if path is OWN or path.stem in SEEN else LOOKS:
            (folder / f"{path.stem}.{layout}.docx").write_bytes(laid_out(content, layout))
    (folder / "2019.en.bound.docx").write_bytes(laid_out(content_of(OWN), "itu", book))
    for language in ("zh", "ar"):
        text = (SIX.parent / f"{language}.txt").read_text("utf-8").replace("（WSIS）文件", "（WSIS）文件和100份ITU-D文件" * 5)
        text = text.replace("每年", "按照“各国”2030年议程每年")
        made = render(resdraft.open(text.encode()).resolution, "docx").content
        layout = "itu" if language == "zh" else "arabic"
        (folder / f"six-{language}.{layout}.docx").write_bytes(bytes(made))
    for language in LANGUAGES:
        made = render(resdraft.open(un_text(language).encode(), language=language).resolution, "docx").content
        (folder / f"un-{language}.un.docx").write_bytes(bytes(made))
    for seed in range(8):
        layout = LOOKS[seed % 3]
        # In half the width of a page there is room for two columns.
        tabled = with_tables(content_of(SIX), seed, "publish a report", 2 if layout == "columns" else 4)
        (folder / f"tables-{seed}.{layout}.docx").write_bytes(laid_out(tabled, layout))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    locked = folder / "locked" / "locked.docx"
    locked.parent.mkdir()
    locked.write_bytes(content)
    for form, out, files in (("pdf", folder, sorted(folder.glob("*.docx"))), (LOCKED, locked.parent, [locked])):
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", out, *files]
        subprocess.run(command, capture_output=True, check=False, timeout=600)
    return folder


def content_of(path: Path) -> bytes:
    """A text as the Word file that we make of it."""
    return bytes(render(resdraft.open(path).resolution, "docx").content)


def shape(resolution: resdraft.Document) -> list[str]:  # type: ignore[name-defined]
    """Kind, label, depth and words of each paragraph; a hyphen that does not break is a hyphen."""
    return [
        f"{p.kind.value} {p.label} {p.depth} {' '.join(p.text.marked().replace(chr(0x2011), '-').split())}"
        for p in resolution.provisions
    ]


@pytest.mark.parametrize("layout", [*LAYOUTS, "arabic"])
def test_each_is_read_as_the_text_that_it_was_made_of(layout: str, printed: Path) -> None:
    files = sorted(printed.glob(f"*.{layout}.pdf"))
    assert files
    for path in files:
        word = resdraft.open(path.with_suffix(".docx"), marks="reject")
        assert shape(resdraft.open(path)) == shape(word), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_the_un_in_each_language(language: str, printed: Path) -> None:
    path = printed / f"un-{language}.un.pdf"
    word = resdraft.open(path.with_suffix(".docx"), marks="reject")
    read, wanted = ([one.casefold().replace(" ", "") for one in shape(said)] for said in (resdraft.open(path), word))
    # The head of an annex is in capitals by its style alone, and a blank before a number in Chinese is lost.
    assert read == wanted


def test_a_ruled_table_is_a_block_with_its_cells(printed: Path) -> None:
    [table] = [p.text.plain for p in resdraft.open(printed / "tables-0.itu.pdf").provisions if p.kind is Kind.BLOCK]
    assert table.count("\n") > 1
    assert table.count("\t") > 3


def test_arabic_is_read_in_order(printed: Path) -> None:
    read = resdraft.open(printed / "six-ar.arabic.pdf")
    assert "القرار 139 (المراجَع في بوخارست، 2022)" in " ".join(p.text.plain for p in read.provisions)
    assert not any("right to left" in said for said in read.notices)


def test_rules_make_cells() -> None:
    across = [Rule(y, 10, 110) for y in (100, 80, 60)]
    down = [Rule(10, 60, 100), Rule(60, 60, 100), Rule(110, 60, 100)]
    assert tables_of((across, down)) == [
        [[(10, 80, 60, 100), (60, 80, 110, 100)], [(10, 60, 60, 80), (60, 60, 110, 80)]],
    ]
    # One cell for both columns, then one for both rows; edges need no rules.
    assert [len(row) for row in tables_of((across, [*down[::2], Rule(60, 60, 80)]))[0]] == [1, 2]
    merged = tables_of(([across[0], Rule(80, 10, 60), across[2]], down))[0]
    assert merged == [[(10, 80, 60, 100), (60, 60, 110, 100)], [(10, 60, 60, 80), (60, 60, 110, 60)]]
    assert [len(row) for row in tables_of((across, down[1:2]))[0]] == [2, 2]
    # A frame around a paragraph, and lines that do not meet, are no table.
    assert tables_of((across[::2], down[::2])) == []
    assert tables_of((across, [Rule(300, 60, 100)])) == []


def test_what_is_found_in_it_is_named_with_its_page(printed: Path) -> None:
    path = printed / "2019.en.itu.pdf"
    findings = [one for one in resdraft.check(path).findings if one.words and "note" not in one.address]
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    assert {one.page for one in findings} > {1}
    for one in findings:
        words = max(filter(str.isalpha, one.words.split()), key=len)
        assert one.page is not None
        # A paragraph is named with the page on which it begins.
        assert any(words in page for page in pages[one.page - 1 : one.page + 1])
        assert one.line is None
        assert one.where == f"{path}, p. {one.page}"


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
    cut = """import subprocess, sys
done = subprocess.run([sys.executable, "-m", "resdraft.read.pdf.extract"], stdin=sys.stdin, capture_output=True)
sys.stdout.buffer.write(done.stdout[:-40])
"""
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", cut))
    with pytest.raises(resdraft.Unreadable, match=r"a damaged PDF: only \d of its \d pages can be read"):
        pdf_text(whole)


@pytest.mark.skipif(sys.platform != "linux", reason="a second process reads along on Linux alone")
def test_two_processes_say_what_one_does(printed: Path) -> None:
    whole = (printed / "2019.en.itu.pdf").read_bytes()
    said = []
    alone = "os.fork = lambda: os.kill(0, -1);"
    for begin, where in ((2, ""), (10_000, ""), (2, alone)):
        program = f"import os; from resdraft.read.pdf import extract; {where} extract._MANY = {begin}; extract.main()"
        said.append(subprocess.run([sys.executable, "-c", program], input=whole, capture_output=True, check=True).stdout)
    assert said[0].count(b"\n") > 3
    assert said[0] == said[1] == said[2]


@pytest.mark.skipif(sys.platform != "linux", reason="a second process reads along on Linux alone")
def test_where_the_second_process_ends_no_page_takes_the_place_of_another(printed: Path) -> None:
    whole = (printed / "2019.en.itu.pdf").read_bytes()
    program = """import os
from resdraft.read.pdf import extract
first, tell = os.getpid(), extract._tell
extract._MANY = 2
extract._tell = lambda *page: os._exit(1) if os.getpid() != first else tell(*page)
extract.main()
"""
    said = subprocess.run([sys.executable, "-c", program], input=whole, capture_output=True, check=True).stdout
    assert said.count(b"\n") == 2  # the document and its first page


@pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes where Linux shows them")
def test_a_pdf_without_end_is_refused_and_no_process_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = f"""import os, pathlib, time
if not os.fork():
    os.close(1)
pathlib.Path({str(tmp_path)!r}, str(os.getpid())).touch()
time.sleep(60)
"""
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", endless))
    monkeypatch.setattr(process, "MOST_PDF_SECONDS", 4.0)
    with pytest.raises(resdraft.Unreadable, match="takes more than"):
        pdf_text(b"%PDF-1.7")
    begun = [one.name for one in tmp_path.iterdir()]
    assert len(begun) == 2
    # They end when the system comes to it; what nobody waited for may be there for a while, ended.
    until = time.monotonic() + 20
    while any(lives(one) for one in begun):
        assert time.monotonic() < until
        time.sleep(0.1)


def lives(process: str) -> bool:
    try:
        return not Path("/proc", process, "stat").read_text().split(") ")[1].startswith("Z")
    except (FileNotFoundError, ProcessLookupError):
        return False


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
        line("1", 800, left=290.0, right=296.0, aside=True),
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


def test_a_short_line_ends_a_paragraph_over_a_page() -> None:
    pages = [
        [
            line("1 that the Member States of the Union report to the Council on", 700, tab=1, right=538.0),
            line("their work", 686, left=97.0),
        ],
        [
            line("requested Council:", 800, left=97.0, page=2),
            line("a) that all Member States of the Union are to report on their", 786, tab=2, right=538.0, page=2),
            line("work, and that it is short;", 772, page=2),
        ],
    ]
    assert [p.text for p in paragraphs_of(pages)[0]] == [
        "1\tthat the Member States of the Union report to the Council on their work",
        "requested Council:",
        "a)\tthat all Member States of the Union are to report on their work, and that it is short;",
    ]


def test_a_footnote_goes_on_in_the_next_column() -> None:
    page = [
        line("that all of it1;", 700, raised=(14,)),
        line("1 A footnote that goes on", 80, size=9.0, mark=True),
        line("1 to act in time and with care.", 700, column=1, tab=1),
        line("in the next column.", 80, size=9.0, column=1),
    ]
    paragraphs, notes = paragraphs_of([page])
    assert [p.text for p in paragraphs] == ["that all of it[^1];", "1\tto act in time and with care."]
    assert notes == {"1": "A footnote that goes on in the next column."}


def test_a_word_that_is_longer_than_a_line_is_whole() -> None:
    def read(*said: str, right: float = 250.0) -> list[str]:
        # The first line says how far lines reach: each is written as far as it is long.
        wide = line("1 to take part in all of its work on", 700, right=right, tab=1)
        return [p.text for p in paragraphs_of([[wide, *(line(one, 686 - 14 * n) for n, one in enumerate(said))]])[0]]

    assert read("telecommunications/informatio", "n on the Web,", right=208.0) == [
        "1\tto take part in all of its work on telecommunications/information on the Web,"
    ]
    assert read("https://www.itu.int/en/wsis/Docum", "ENTS.PDF", right=229.0) == [
        "1\tto take part in all of its work on https://www.itu.int/en/wsis/DocumENTS.PDF"
    ]
    # A blank or a stroke parts words that stand whole.
    assert read("telecommunications/informations", "and the", "telecommunications/informations", "and", right=218.0) == [
        "1\tto take part in all of its work on telecommunications/informations and the telecommunications/informations and"
    ]
    assert read("telecommunications/", "information", right=215.0) == [
        "1\tto take part in all of its work on telecommunications/information"
    ]


def test_centred_words_of_a_cell_are_two() -> None:
    lines = (line("Region", 700, left=90.0, right=121.0), line("Africa", 686, left=91.0, right=120.0))
    cells = (Cell(57.0, 154.0, lines), Cell(154.0, 251.0, (line("1", 700, left=160.0, right=165.0),)))
    table = line("", 700, table=(cells,))
    assert [p.text for p in paragraphs_of([[table]])[0]] == ["\\block\tRegion Africa\t1"]


def drawn(content: str) -> bytes:
    """A PDF of one page with these words drawn on it, without a table of its objects: pdfium makes one."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{n} 0 obj{one}endobj\n" for n, one in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode()


def test_a_narrow_tab_parts_a_number_and_text_on_its_side_is_told() -> None:
    notices: list[str] = []
    said = drawn(
        "BT /F 12 Tf 1 0 0 1 57 700 Tm (1.1.1) Tj 1 0 0 1 85.2 700 Tm (Definition of it) Tj ET "
        "BT /F 9 Tf 0 1 -1 0 30 400 Tm (Side head) Tj ET"
    )
    assert pdf_text(said, "a.pdf", notices) == "1.1.1\tDefinition of it\n"
    assert notices == ["a.pdf: text that stands on its side is left out: Side head (p. 1)"]


def test_notes_and_remarks() -> None:
    page = [
        line("1 to act1, 1bis, 2;", 700, raised=(8, 11, 17)),
        line("2 to report.", 684),
        line("NOTE 1 - Reports are short.", 668),
        line("NOTE 2 - They are yearly.", 654, size=10.0),
        line("1 One.", 80, mark=True, size=9.0),
        line("1 bis Another.", 70, mark=True, size=9.0),
        line("2 A third.", 60, size=9.0),
    ]
    paragraphs, notes = paragraphs_of([page])
    said = [p.text for p in paragraphs]
    assert said == ["1 to act[^1], [^1bis], [^2];", "2 to report.", "NOTE 1 - Reports are short.", "NOTE 2 - They are yearly."]
    assert notes == {"1": "One.", "1bis": "Another.", "2": "A third."}


def test_a_cover_on_pages_of_its_own_is_left_out_and_listed(printed: Path) -> None:
    document = resdraft.open(printed / "2019.en.bound.pdf")
    assert shape(document) == shape(resdraft.open(printed / "2019.en.itu.pdf"))
    assert [(repair.where, repair.was) for repair in document.repairs] == [
        ("p. 1", "International Union."),
        ("p. 1", "PROCEEDINGS."),
        ("p. 2", "FOREWORD."),
        ("p. 2", "The Union makes texts of this kind known."),
    ]
    assert any("4 lines stand above the resolution and are left out" in said for said in document.notices)


def final_acts(numbers: list[int]) -> bytes:
    """Resolutions one after another in a Word file, each on a page of its own, with what Final Acts have in their margins."""
    document = Document()
    # In wider letters the number would end where the text begins.
    document.styles["Normal"].font.name = "Carlito"

    def paragraph(text: str, left: float = 2.0, first: float = 0.0) -> None:
        layout = document.add_paragraph(text).paragraph_format
        layout.left_indent, layout.first_line_indent = Cm(left), Cm(first)
        for tab in (2, 3):
            layout.tab_stops.add_tab_stop(Cm(tab))

    for n in numbers:
        paragraph("MOD" if n % 2 else "ADD", 0)
        document.paragraphs[-1].paragraph_format.page_break_before = True
        paragraph(f"RESOLUTION {n} (Rev. Dubai, 2018)")
        paragraph(f"On thing {n}")
        paragraph("The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),")
        paragraph("resolves", 3)
        paragraph(
            f"{n + 7} PP-98\t1\tto act in time and with care, so that nothing of it is lost on the way to the next conference of the Union;",
            3,
            -3,
        )
        paragraph("2\tto report.", 3, -1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_several_resolutions_with_symbols_and_numbers_in_the_margin(office: str, tmp_path: Path) -> None:  # noqa: ARG001 - LibreOffice has to be there
    (tmp_path / "acts.docx").write_bytes(final_acts([140, 141, 1402]))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "acts.docx"]
    subprocess.run(command, capture_output=True, check=True, timeout=100)
    acts = str(tmp_path / "acts.pdf")
    with pytest.raises(resdraft.WrongUsage) as error:
        resdraft.open(acts)
    hint = str(error.value.problems[0].hint)
    assert "acts.pdf#2: RESOLUTION 141 (Rev. Dubai, 2018) (p. 2)" in hint
    one = resdraft.open(f"{acts}#resolution 140")
    assert shape(one) == shape(resdraft.open(f"{acts}#1"))
    assert [(p.label, p.text.plain.split()[1]) for p in one.provisions if p.kind.value == "clause"] == [
        ("1", "act"),
        ("2", "report."),
    ]
    assert any("left out: ADD (p. 1), 147 PP-98 (p. 1), MOD (p. 2)" in notice for notice in one.notices), one.notices
    # The same name finds it in Word and in text; one that none or several bear is told.
    words = tmp_path / "acts.txt"
    words.write_text(pdf_text(Path(acts).read_bytes()), "utf-8")
    for path in (str(tmp_path / "acts.docx"), str(words)):
        assert resdraft.open(f"{path}#Resolution 141").designation == "141 (Rev. Dubai, 2018)"
        for name in ("Resolution 14", "Resolution", "Resolution 9"):
            with pytest.raises(resdraft.WrongUsage, match=f'no one resolution is "{name}"'):
                resdraft.open(f"{path}#{name}")
