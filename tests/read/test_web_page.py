"""Web pages are read as the texts that they show: our own, those that LibreOffice saves, and those that people paste together."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given

import resdraft
from resdraft.errors import ResdraftError
from resdraft.model.resolution import Resolution
from resdraft.read.web_page import web_page_text
from resdraft.usecases.documents import render
from tests.conftest import ROOT
from tests.strategies import resolutions

TEXTS = [
    ROOT / "resolutions/1332/2019.en.txt",
    ROOT / "resolutions/140/2018.en.txt",
    *sorted((ROOT / "tests/delegates").glob("*.txt")),
]


def shown(resolution: Resolution) -> list[tuple[str, str | None, int, str]]:
    """What a page shows: it has one blank where a text has several."""
    return [
        (p.kind.value, p.label, p.depth, re.sub(r"[ \t]+", " ", p.text.plain).strip() + str(p.text.notes))
        for p in resolution.provisions
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_our_own_page_is_read_as_its_text(path: Path) -> None:
    text = resdraft.open(path)
    assert shown(resdraft.open(str(text.output("html").content).encode()).resolution) == shown(text.resolution)


def test_what_libreoffice_saves_is_read_as_its_text(office: str, tmp_path: Path) -> None:  # noqa: ARG001 - it has to be there
    head = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n"
    notes = f"{head}1\tto act[^1] with care;\n2\tto report[^2].\n[^1]: At once.\n[^2]: In time."
    for name, text in (("own", resdraft.open("1332")), ("notes", resdraft.open(notes.encode()))):
        text.save(tmp_path / f"{name}.docx")
        profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "html:HTML",
            "--outdir",
            tmp_path,
            tmp_path / f"{name}.docx",
        ]
        subprocess.run(command, capture_output=True, check=True, timeout=100)
        assert shown(resdraft.open(tmp_path / f"{name}.html").resolution) == shown(text.resolution)


PASTED = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ignored</title><style>p { }</style>
<script>document.write("resolves")</script></head><body><nav>Home</nav><div hidden>unseen</div><p style="display:none">unseen</p>
<p>RESOLUTION 7 (Geneva, 2022)<p>A title
 over two lines</p><p>The Council,</p><p><i>recalling</i></p>
<ol type="a"><li>that&nbsp;it is so<sup><a href="#_ftn1" name="_ftnref1">[1]</a></sup>;</li><li><p>that it was,</p></li></ol>
<p>resolves</p>
<ol><li>to act:<ol type="i"><li>at once;</li><li>in time;</li></ol></li><li value="3">to report;</li></ol>
<p>4 to begin;<br>5 to end,<br>and to rest.</p>
<table><tr><td>6</td><td>to go on.</td></tr></table>
<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> As it &lt;was&gt;.</p></div></body></html>"""


def test_lists_breaks_tables_and_footnotes() -> None:
    assert web_page_text(PASTED.encode()).splitlines() == [
        "RESOLUTION 7 (Geneva, 2022)",
        "A title over two lines",
        "The Council,",
        "recalling",
        "a)\tthat\xa0it is so[^1];",
        "b)\tthat it was,",
        "resolves",
        "1\tto act:",
        "i)\tat once;",
        "ii)\tin time;",
        "3\tto report;",
        "4 to begin;",
        "5 to end,",
        "and to rest.",
        "6\tto go on.",
        "[^1]: As it <was>.",
    ]
    read = resdraft.open(PASTED.encode())
    assert [p.label for p in read.find("resolves 1")] == ["1", "i)", "ii)"]
    assert read.resolution.notes[0].text.plain == "As it <was>."


@given(resolutions())
def test_any_resolution_comes_back_from_its_page(text: Resolution) -> None:
    page = resdraft.open(str(render(text, "html").content).encode()).resolution
    said = " ".join(" ".join(p.line for p in page.provisions).replace("\\", "").split())
    for p in text.provisions:
        assert " ".join(p.text.plain.replace("\\", "").split()) in said, "no word is lost"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><script>resolves</script></html>",
        "<html>" + "<div>" * 5000 + "x",
        "<!DOCTYPE html><!ENTITY x SYSTEM 'file:///etc/passwd'><p>&x; resolves",
        "<html><p>" + "<a href='#x'>1</a>" * 5000 + "<p id=x>",
        "<html><ol start='99999999999999999999'><li value='-7'>x</ol>",
        "<html><p>\ud800\x00\x01".encode("utf-8", "surrogatepass"),
    ],
)
def test_hostile_pages_are_read_or_refused(page: str | bytes) -> None:
    content = page if isinstance(page, bytes) else page.encode()
    try:
        read = resdraft.open(content)
    except ResdraftError:
        return
    assert "root:" not in str(read.output("text").content)
