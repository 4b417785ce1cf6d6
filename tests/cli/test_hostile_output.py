"""What other people wrote reaches no terminal as a command, whatever it stands in; and no stream is a fault of ours."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import resdraft
from resdraft.cli import main
from resdraft.ooxml.manifest import NAMESPACE, Manifest
from resdraft.ooxml.package import open_package, pack
from resdraft.write.table import as_csv
from resdraft.write.terminal import Screen
from resdraft.write.visible import visible

HARM = (
    "\x1b]0;owned\x07",
    "\x1b[2J",
    "\x9b31m",
    "\x7f",
    "\r",
    "\x08",
    "\u202e",
    "\u2067",
    "\u2069",
    "\u202b",
    "\u202c",
    "\ud800",
    "x ",
)
linux = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")


def faults(text: str) -> list[str]:
    """What must not stand in output: controls, overrides, and what opens a direction on a line without closing it there."""
    out = [c for c in text if (ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) <= 0x9F or c in "\u202d\u202e"]
    for line in text.split("\n"):
        opened: list[str] = []
        for c in line:
            if c in "\u202a\u202b\u2066\u2067\u2068":
                opened.append("\u202c" if c in "\u202a\u202b" else "\u2069")
            elif c in "\u202c\u2069" and (not opened or opened.pop() != c):
                out.append(c)
        out += opened
    return out


def answer(*arguments: str) -> tuple[object, str]:
    """The exit code of a command, and all that it said, in this process."""
    said, code = io.StringIO(), None
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main(list(arguments))
        except SystemExit as end:
            code = end.code
    return code, said.getvalue()


harmful = st.lists(st.sampled_from(HARM), min_size=1, max_size=6).map("".join)


@given(harm=harmful, place=st.sampled_from(("title", "clause", "label", "call")), data=st.data())
def test_nothing_from_outside_commands_the_terminal(
    harm: str, place: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    text = json.loads(str(resdraft.open("1332").output("json").content))
    clause = text["sections"][0]["clauses"][0]
    if place == "title":
        text["title"] += harm
    elif place == "call":
        text["sections"][0]["call"] += harm
    else:
        clause["text" if place == "clause" else "label"] += harm
    (folder / "a.json").write_text(json.dumps(text), "utf-8")
    (folder / "a.yaml").write_text(f"source: {json.dumps(harm)}\n{json.dumps(harm)}: 1\n", "utf-8")
    a, y = str(folder / "a.json"), str(folder / "a.yaml")
    commands = [
        *(["show", a, "--format", form] for form in ("tree", "text", "json", "html")),
        ["convert", a, "-", "--format", "text"],
        *(["diff", "1332", a, "--format", form] for form in ("terminal", "json", "markdown")),
        *(["diff", str(folder), str(folder), "--format", form] for form in ("terminal", "json", "markdown", "html")),
        *(["cite", a, "--format", form] for form in ("terminal", "json", "csv")),
        ["propose", "1332", a, "--source", "SWE"],
        ["convert", a, str(folder / "a.docx")],
        ["apply", "1332", y],
        ["show", "1332", harm],
        ["show", harm.replace("\ud800", "")],
        ["--traceback", "apply", "1332", y],
        [harm],
    ]
    command = data.draw(st.sampled_from(commands))
    code, said = answer(*command)
    assert faults(said) == []
    assert code != 70


IN_XML = tuple(harm for harm in HARM if harm.isprintable() or not any(c < " " or c == "\ud800" for c in harm))
"""What XML 1.0 can hold: no control below U+0020."""
PLACES = {
    "author": ('w:author="RUS"', 'w:author="{}"'),
    "date": ('w:date="2024', 'w:date="{}2024'),
    "word": ("to act", "to act{}"),
    "comment": ("a remark", "a remark{}"),
    "comment's author": ('w:author="Chair"', 'w:author="{}"'),
    "style": ('w:val="Call"', 'w:val="Call{}"'),
    "bookmark": ('w:name="here"', 'w:name="{}"'),
    "field": (" PAGE ", ' HYPERLINK "{}" '),
}
DOCUMENT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>RESOLUTION 7 (Geneva, 2022)</w:t></w:r></w:p><w:p><w:r><w:t>A title</w:t></w:r></w:p>"
    '<w:p><w:r><w:t>The Council,</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Call"/></w:pPr><w:r><w:t>resolves</w:t></w:r></w:p>'
    '<w:p><w:bookmarkStart w:id="9" w:name="here"/><w:commentRangeStart w:id="0"/><w:r><w:t>1</w:t></w:r><w:r><w:tab/></w:r>'
    '<w:ins w:id="1" w:author="RUS" w:date="2024-01-01T00:00:00Z"><w:r><w:t>to act</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="RUS" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>to rest</w:delText></w:r></w:del>'
    '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:bookmarkEnd w:id="9"/></w:p>'
    '<w:p><w:r><w:t>2</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>to tell.</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
    '<w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    "</w:body></w:document>"
)
COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0" w:author="Chair">'
    "<w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment></w:comments>"
)


def word_file(place: str, harm: str) -> bytes:
    """A Word file with revision marks, a comment and properties, with something hostile in one place of it."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    name = f"word/{harm}x.xml" if place == "part" else "word/comments.xml"
    document, comments = DOCUMENT, COMMENTS
    if place in PLACES:
        old, new = PLACES[place]
        document, comments = (text.replace(old, new.format(escape(harm, {'"': "&quot;"}))) for text in (document, comments))
    part = escape(name, {'"': "&quot;"})
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="r2" Type="{package}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/comments" Target="/{part}"/></Relationships>',
        "word/document.xml": document,
        "docProps/core.xml": f'<c:coreProperties xmlns:c="{package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{escape(harm) if place == 'creator' else 'RUS'}</dc:creator></c:coreProperties>",
        name: comments,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for part, content in parts.items():
            file.writestr(part, content.encode("utf-8", "surrogatepass"))
        if place == "entry":
            file.writestr(f"word/{harm}.bin", b"x")
    return out.getvalue()


@given(
    harm=st.lists(st.sampled_from(IN_XML), min_size=1, max_size=4).map("".join),
    place=st.sampled_from((*PLACES, "creator", "part", "entry", "table", "file")),
    data=st.data(),
)
def test_nothing_in_a_word_file_commands_the_terminal(
    harm: str, place: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    f, b, docs = folder / ("a" + harm.replace("/", "") * (place == "file") + ".docx"), folder / "b.txt", folder / "docs"
    f.write_bytes(word_file(place, harm))
    b.write_text("RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto rest\n2\tto tell.\n", "utf-8")
    docs.mkdir()
    (docs / "copy.docx").write_bytes(word_file(place, harm))
    listed = harm if place == "table" else "RUS"
    (docs / "sources.csv").write_text(f"file,source,author\ncopy.docx,{listed},{listed}\n{listed}.docx,RUS,\n", "utf-8")
    out = str(folder / "out.docx")
    commands = [
        *(["marks", str(f), "--format", form] for form in ("terminal", "json", "csv")),
        *([action, str(f), "-o", out] for action in ("accept", "reject", "clean")),
        ["accept", str(f), "-o", out, "--author", harm],
        ["clean", str(f), "--check"],
        ["show", str(f), "--accept"],
        ["show", str(f)],
        ["cite", str(f), "--accept"],
        ["verify", str(b), str(f)],
        ["propose", str(b), str(f), "--source", "RUS"],
        ["propose", str(b), str(f), "--source", "A. Silva=B"],
        ["diff", str(b), str(f), "--accept"],
        ["diff", str(f), str(f), "--reject", "-o", out],
        ["convert", str(f), str(folder / "out.yaml"), "--base", str(b)],
        ["consolidate", str(b), str(docs), "--summary"],
        ["consolidate", "--library", str(docs), "-o", str(folder / "results"), "--docket", "-"],
        ["consolidate", str(b), "--edited", f"RUS={f}", "--summary"],
        ["add", str(f)],
    ]
    code, said = answer(*data.draw(st.sampled_from(commands)))
    assert faults(said) == []
    assert code != 70


def test_json_on_standard_output_stays_the_same_json(tmp_path: Path) -> None:
    text = json.loads(str(resdraft.open("1332").output("json").content))
    text["title"] += "\x9b\u202eX\x1b"
    (tmp_path / "a.json").write_text(json.dumps(text), "utf-8")
    assert json.loads(answer("show", str(tmp_path / "a.json"), "--format", "json")[1])["title"] == text["title"]
    answer("convert", str(tmp_path / "a.json"), str(tmp_path / "a.txt"))
    assert "\x9b\u202eX\x1b" in (tmp_path / "a.txt").read_text("utf-8")


@pytest.mark.parametrize("text", ["القرار \u2067١٣٣٢\u2069 (\u202aITU\u202c)", "\u200fالقرار\u200e"])
def test_arabic_text_stays(text: str) -> None:
    assert visible(text) == text


@given(st.lists(st.sampled_from((*HARM[6:11], "كلمة ", "word ", "\u2066")), max_size=30).map("".join))
def test_wrapped_lines_close_what_they_open(text: str) -> None:
    assert faults(visible(Screen(24).wrap([("", text)], 2))) == []


def test_a_pair_over_the_end_of_a_line_goes_on_in_the_next() -> None:
    shown = Screen(22).wrap([("", "\u2067" + "كلمة " * 12 + "\u2069")], 0)
    assert visible(shown) == shown
    assert all(line.startswith("\u2067") and line.endswith("\u2069") for line in shown.split("\n"))


def test_only_our_own_colours_stay() -> None:
    painted = Screen(80, colour=True, seal="123;").paint("word\x1b[31m", "bold")
    assert visible(painted, seal="123;") == "\x1b[1mword\u241b[31m\x1b[0m"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_no_cell_of_a_table_is_run(start: str) -> None:
    ((_,), (cell,)) = csv.reader(io.StringIO(as_csv(("a",), [(f"{start}1+1",)]), newline=""))
    assert cell == f"'{start}1+1"


def run(line: str, **environment: str) -> tuple[int, str]:
    """A command in a shell, with what it says on standard error."""
    done = subprocess.run(
        ["bash", "-c", line.replace("resdraft", f"{sys.executable} -m resdraft")],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stderr.decode()


@linux
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("resdraft show 1332 >&-", 5),
        ("resdraft show 1332 >/dev/full", 5),
        ("resdraft --help >/dev/full", 5),
        ("resdraft --help >&-", 5),
        ("resdraft convert 1332 - --format docx >&-", 5),
        ("resdraft show - <&-", 3),
        ("resdraft new proposal 1332 <&-", 2),
        ("resdraft show nothing 2>/dev/full", 3),
        ("resdraft show nothing 2>&-", 3),
        ("set -o pipefail; resdraft show 1332 | head -1", 0),
    ],
)
def test_a_stream_that_is_closed_or_full_is_told_of(line: str, code: int) -> None:
    got, said = run(line)
    assert got == code
    assert "fault of resdraft" not in said
    assert "Traceback" not in said


@linux
def test_letters_that_a_stream_has_not() -> None:
    for encoding in ("ascii", "latin-1"):
        assert run("resdraft show 1332", PYTHONIOENCODING=encoding) == (0, "")
        assert run("resdraft show 1332 --format json", PYTHONIOENCODING=encoding) == (0, "")
        assert run("resdraft convert 1332 - --format text", PYTHONIOENCODING=encoding)[0] == 5


@linux
def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    assert "\\xe9.txt: no such file" in run(f"resdraft show {tmp_path}/$'\\xe9'.txt")[1]


HUGE = "9" * 5000
YAML = """source: SWE
target: 1332@2019
document: 62
meeting: C20
amendments:
  - clause: resolves 3 a)
    from: "C2, C5, and C6"
    to: C3
"""
LIES: dict[str, object] = {
    "order": {"order": HUGE},
    "occurrence": {"amendments": [{"clause": "resolves 3 a)", "from": "C2", "to": "x", "occurrence": HUGE}]},
    "kinds": {"amendments": {"clause": []}, "source": ["SWE"], "reasons": 1},
    "many": {"amendments": [{"clause": "resolves 3 a)", "from": "x", "to": "y"}] * 200_000},
    "names": {f"k{n}": 1 for n in range(60_000)},
    "no text": {"title": "\ud800\x00"},
}


@pytest.fixture(scope="module")
def contribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contribution")
    (folder / "swe.yaml").write_text(YAML, "utf-8")
    assert answer("convert", str(folder / "swe.yaml"), str(folder / "swe.docx"))[0] == 0
    return folder / "swe.docx"


def lying(path: Path, target: Path, data: str | None = None, depth: str = "", language: str = "", sources: int = 0) -> str:
    parts = open_package(path.read_bytes())
    name = Manifest.part_name(parts)
    root = etree.fromstring(parts[name])
    if data is not None:
        held = root.find(f"{{{NAMESPACE}}}proposals")
        assert held is not None
        held.text = data
    if depth:
        etree.SubElement(root, f"{{{NAMESPACE}}}added", {"depth": depth, "kind": "clause", "words": "x"})
    if language:
        root.set("language", language)
    for _ in range(sources):
        etree.SubElement(root, f"{{{NAMESPACE}}}source", {"code": "SWE"})
    target.write_bytes(pack(parts | {name: etree.tostring(root)}))
    return str(target)


@pytest.mark.parametrize("lie", LIES)
def test_data_that_lie_count_as_none(lie: str, contribution: Path, tmp_path: Path) -> None:
    own = json.loads(manifest(contribution).proposals)
    proposal = own[0] if isinstance(own, list) else own
    file = lying(contribution, tmp_path / "l.docx", json.dumps(proposal | LIES[lie]))  # type: ignore[operator]
    assert answer("convert", file, str(tmp_path / "l.yaml"))[0] == 0
    assert "from: C2, C5, and C6" in (tmp_path / "l.yaml").read_text("utf-8")


@pytest.mark.parametrize("data", ["[" * 100_000, "[" + "{}," * 200_000 + "{}]", "5", "null", "no json"])
def test_data_that_are_none_count_as_none(data: str, contribution: Path, tmp_path: Path) -> None:
    file = lying(contribution, tmp_path / "l.docx", data)
    assert answer("convert", file, str(tmp_path / "l.yaml"))[0] == 0


@pytest.mark.parametrize("lie", [{"depth": HUGE}, {"depth": "x"}, {"language": "../x"}, {"sources": 200_000}])
def test_a_manifest_that_lies_is_none(lie: dict[str, object], contribution: Path, tmp_path: Path) -> None:
    file = lying(contribution, tmp_path / "l.docx", **lie)  # type: ignore[arg-type]
    assert Manifest.read(open_package(Path(file).read_bytes())) is None
    for command in (
        ["marks", file],
        ["convert", file, str(tmp_path / "l.yaml")],
        ["accept", file, "-o", str(tmp_path / "o.docx")],
    ):
        assert answer(*command)[0] == 0


def manifest(path: Path) -> Manifest:
    found = Manifest.read(open_package(path.read_bytes()))
    assert found is not None
    return found
