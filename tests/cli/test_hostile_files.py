"""Input that names places: no command reads, makes or replaces anything but what was named, whatever a document says."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import resdraft
from resdraft.library import data_folder
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import DOCUMENT
from resdraft.ooxml.package import open_package, pack
from tests.traced_commands import Answer, run

TEXT = "RESOLUTION 7 (Geneva, 2022)\nOn open networks\nThe Council,\nresolves\n1\tto act;\n2\tto report."
PROPOSAL = {
    "source": "SWE",
    "target": "1332@2019",
    "meeting": "C20",
    "document": "62",
    "amendments": [{"clause": "resolves 3 a)", "from": "C2, C5, and C6", "to": "C2, C5 and C6"}],
}
LEADING = [
    "../private.txt",
    "en/../../../private",
    "PRIVATE",
    "PRIVATE/secret.txt",
    "link.txt",
    "folder-link/secret.txt",
    "pipe.txt",
    "secret",
    "/dev/zero",
    "..",
    "C:\\private.txt",
    "con",
    "x" * 400,
    "1332@2019/../../private",
]
"""``PRIVATE`` stands for the absolute path of a folder that nobody named."""
DOCUMENTED = ("target", "language", "meeting", "document", "addendum", "revision", "date", "base", "name", "agenda")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with what was received, and beside it what is nobody's business."""
    here = tmp_path / "received"
    here.mkdir()
    private = tmp_path / "private"
    private.mkdir()
    for path in (private / "secret.txt", tmp_path / "private.txt", here / "secret"):
        path.write_text(TEXT)
    (here / "link.txt").symlink_to(private / "secret.txt")
    (here / "folder-link").symlink_to(private)
    os.mkfifo(here / "pipe.txt")
    return here


def commands(place: Path) -> Iterator[list[str]]:
    """Hostile files, each with the commands that would follow where it leads; results go to the folder ``out``."""
    for n, said in enumerate(said.replace("PRIVATE", str(place.parent / "private")) for said in LEADING):
        for field in DOCUMENTED:
            name = f"{field}-{n}.json"
            (place / name).write_text(json.dumps(PROPOSAL | {field: said}, indent=1))
            if field in ("target", "language", "base"):
                yield ["apply", "1332", name, "-o", "out/applied.docx"]
            yield ["convert", name, "out/", "--format", "docx"]
            if field == "target":
                yield ["consolidate", "--library", name, "-o", "out/all", "--partial"]
        text = {"title": "A", "sections": [{"call": "resolves", "clauses": [{"label": "1", "text": "to act;"}]}]}
        for field in ("language", "number_line", "number", "edition"):
            name = f"text-{field}-{n}.json"
            (place / name).write_text(json.dumps(text | {"number": "77", "edition": "Geneva, 2019"} | {field: said}))
            yield ["add", name, "--as", "77@2019"]
            yield ["add", name]
        (place / f"several-{n}.txt").write_text(TEXT.replace("RESOLUTION 7", f"RESOLUTION [{said}]"))
        yield ["convert", f"several-{n}.txt", "--split", "out/texts"]
        yield ["add", f"several-{n}.txt"]
        (place / f"copies-{n}").mkdir()
        (place / f"copies-{n}" / "sources.csv").write_text(f"file,source\n{said},SWE\n")
        yield ["consolidate", "--library", f"copies-{n}", "-o", "out/all"]
        yield ["propose", "1332", "copy.txt", "--source", "SWE", "--meeting", said, "-o", "out/", "--format", "docx"]
    for name in ("link.txt", "pipe.txt"):
        folder = place / f"only-{name}"
        folder.mkdir()
        os.rename(place / name, folder / name)
        yield ["cite", folder.name]
        yield ["consolidate", "--library", folder.name, "-o", "out/all"]
    # A draft whose text was changed without a mark asks for the text that it was begun on.
    (place / "1332@2019").write_text(TEXT)
    draft = open_package(resdraft.new_draft("1332", source="SWE"))
    draft[DOCUMENT] = draft[DOCUMENT].replace(b"C2, C5", b"C3, C5")
    manifest = Manifest.part_name(draft)
    draft[manifest] = re.sub(rb"<draft>.*</draft>", b"", draft[manifest], flags=re.DOTALL)
    (place / "draft.docx").write_bytes(pack(draft))
    yield ["propose", "draft.docx"]
    (place / "outside.docx").write_bytes(leading_out(place.parent / "private" / "secret.txt"))
    for command in (["show"], ["marks"], ["cite"], ["add"], ["diff", "1332"], ["propose", "--source", "SWE", "1332"]):
        yield [*command, "outside.docx"]
    yield ["accept", "outside.docx", "-o", "out/accepted.docx"]


def leading_out(secret: Path) -> bytes:
    """A Word file whose relationships, links and names of parts lead to a file elsewhere."""
    base = resdraft.open(data_folder("resolutions") / "1332" / "2019.en.txt").output("docx").content
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes(base))) as old, zipfile.ZipFile(out, "w") as new:  # type: ignore[arg-type]
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                more = "".join(
                    f'<Relationship Id="x{k}{mode}" Type="{kind}{k}" Target="{target}"{mode}/>'
                    for k in ("image", "footnotes", "attachedTemplate", "header")
                    for target in (secret.as_uri(), str(secret), "../../../private/secret.txt")
                    for mode in ("", ' TargetMode="External"')
                ).replace('Id="x', 'Id="r')
                content = content.replace(b"</Relationships>", unique_ids(more).encode() + b"</Relationships>")
            new.writestr(name, content)
    return out.getvalue()


def unique_ids(relationships: str) -> str:
    pieces = relationships.split('Id="')
    return "".join(piece if n == 0 else f'Id="own{n}" ' + piece.partition('"')[2] for n, piece in enumerate(pieces))


def installed() -> tuple[str, ...]:
    """Where Python, its packages and this one lie."""
    folders = {sys.prefix, sys.base_prefix, str(Path(resdraft.__file__).parent.parent), str(data_folder("resolutions"))}
    return (
        *sorted({os.path.realpath(folder) for folder in folders} | folders),
        "/dev/null",
        "/usr/share/zoneinfo",
        "/etc/mime.types",
    )


def test_only_what_was_named_is_read_and_made(place: Path) -> None:
    library = place.parent / "library"
    (place / "copy.txt").write_text(
        (data_folder("resolutions") / "1332" / "2019.en.txt").read_text("utf-8").replace("C2, C5, and C6", "C2, C5 and C6")
    )
    asked = list(commands(place))
    before = snapshot(place)
    session = run(asked, place, library)
    for args, answer in zip(asked, session.answers, strict=True):
        assert answer.code in range(6), (args, answer.said)
        for kind, path in answer.touched:
            told = (args, kind, path)
            assert kind != "run", told
            within = os.path.normpath(path)
            real = os.path.realpath(path)
            if kind == "write":
                for own in (within, real):
                    assert own.startswith((str(place / "out"), str(library))), told
            else:
                assert real.startswith((str(place), str(library), *installed())), told
                assert not real.endswith(("/secret", "/pipe.txt", "secret.txt", "1332@2019")), told
    after = {path: state for path, state in snapshot(place).items() if not path.startswith(("received/out/", "library"))}
    assert after == before
    results = [path for path in (place / "out").rglob("*") if path.is_file()]
    assert len(results) > 20
    assert all(path.resolve().is_relative_to(place / "out") for path in results)
    assert any(path.suffix == ".json" for path in library.rglob("*"))


def snapshot(place: Path) -> dict[str, tuple[bytes | str, int]]:
    """Every file around the received ones, with its content and time."""
    out: dict[str, tuple[bytes | str, int]] = {}
    for path in place.parent.rglob("*"):
        if not path.is_dir() or path.is_symlink():
            content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
            out[str(path.relative_to(place.parent))] = content, path.lstat().st_mtime_ns
    return out


def test_a_language_is_one_of_six() -> None:
    found = {"title": "A", "sections": [], "number_line": "RESOLUTION 77 (Geneva, 2019)"}
    for said in ("en/../../../private", "xx", ["en"], 5):
        with pytest.raises(resdraft.Unreadable, match="no language"):
            resdraft.open(json.dumps(found | {"language": said}).encode())


# overwriting


def one(answer: Answer, code: int, words: str) -> None:
    assert answer.code == code, answer.said
    assert words in answer.said


def test_no_command_writes_over_its_input(tmp_path: Path) -> None:
    base = data_folder("resolutions") / "1332" / "2019.en.txt"
    text = base.read_text("utf-8")
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.txt").write_text(text.replace("C2, C5, and C6", "C2, C5 and C6"))
    (tmp_path / "p.json").write_text(json.dumps(PROPOSAL, indent=1))
    resdraft.apply("1332", [str(tmp_path / "p.json")]).save(tmp_path / "m.docx")
    (tmp_path / "soft.docx").symlink_to("m.docx")
    (tmp_path / "soft.txt").symlink_to("a.txt")
    os.link(tmp_path / "p.json", tmp_path / "hard.json")
    asked = [
        ["show", "a.txt", "-o", "a.txt"],
        ["show", "a.txt", "resolves", "--format", "json", "-o", "./a.txt"],
        ["show", "a.txt", "--format", "html", "-o", "soft.txt"],
        ["marks", "m.docx", "-o", "m.docx"],
        ["marks", "m.docx", "--format", "csv", "-o", "soft.docx"],
        ["log", "a.txt", "-o", "a.txt"],
        ["cite", "a.txt", "b.txt", "-o", "b.txt"],
        ["convert", "a.txt", "a.txt"],
        ["convert", "p.json", "hard.json"],
        ["convert", "p.json", "p.json", "--base", "a.txt"],
        ["convert", "p.json", "a.txt", "--base", "a.txt", "--format", "yaml"],
        ["accept", "m.docx", "-o", "m.docx"],
        ["reject", "m.docx", "-o", "soft.docx"],
        ["diff", "a.txt", "b.txt", "-o", "b.txt", "--format", "json"],
        ["diff", "m.docx", "a.txt", "--accept", "-o", "m.docx"],
        ["apply", "a.txt", "p.json", "-o", "hard.json", "--format", "docx"],
        ["consolidate", "a.txt", "p.json", "-o", "p.json"],
        ["consolidate", "a.txt", "p.json", "--docket", "p.json"],
        ["consolidate", "a.txt", "p.json", "--edited", "NOR=b.txt", "-o", "b.txt", "--format", "docx"],
        ["consolidate", "a.txt", "p.json", "--since", "m.docx", "-o", "m.docx"],
        ["consolidate", "--drafts", "a.txt", "b.txt", "-o", "b.txt"],
        ["propose", "a.txt", "b.txt", "--source", "SWE", "-o", "b.txt", "--format", "yaml"],
        ["verify", "a.txt", "m.docx", "--format", "json", "-o", "m.docx"],
        ["verify", "a.txt", "m.docx", "--repair", "-o", "m.docx"],
        ["show", "1332", "-o", str(base)],
    ]
    before = {path: path.read_bytes() for path in (*tmp_path.iterdir(), base)}
    for args, answer in zip(asked, run(asked, tmp_path, tmp_path / "library").answers, strict=True):
        assert (answer.code, "that is the input itself" in answer.said) == (2, True), (args, answer.said)
    assert {path: path.read_bytes() for path in (*tmp_path.iterdir(), base)} == before
    assert (tmp_path / "soft.docx").is_symlink()


def test_a_pipe_is_an_input_and_an_output(tmp_path: Path) -> None:
    """A shell gives ``<(command)`` as the name of a pipe, and ``/dev/stdout`` stays what it is; what is redirected in is an input too."""
    (tmp_path / "a.txt").write_text(f"{TEXT}\n")
    resdraft = f"{sys.executable} -m resdraft"
    script = f"""
        {resdraft} convert <(cat a.txt) - | cmp - a.txt && {resdraft} show a.txt --format text -o /dev/stdout | cmp - a.txt &&
        {resdraft} convert a.txt >(cat > b.txt) --format text && sleep 1 && cmp a.txt b.txt && ! {resdraft} show - < a.txt -o a.txt
    """
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert b"a.txt: that is the input itself" in done.stderr
    assert (tmp_path / "a.txt").read_text() == f"{TEXT}\n"


def test_what_a_document_names_takes_the_place_of_nothing(tmp_path: Path) -> None:
    for name, number in (("first.txt", "5"), ("second.txt", "5"), ("both.txt", "5")):
        (tmp_path / name).write_text(TEXT.replace("RESOLUTION 7", f"RESOLUTION {number}").replace("act", name))
    (tmp_path / "both.txt").write_text("\n".join((tmp_path / name).read_text() for name in ("first.txt", "second.txt")))
    (tmp_path / "p.json").write_text(json.dumps(PROPOSAL, indent=1))
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "5.txt").write_text((tmp_path / "both.txt").read_text())
    for folder, name in (("p", "swe.yaml"), ("c", "S20-CL-C-0062!!MSW-E.docx"), ("l", "1332-2019.docx")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(b"mine")
    library = tmp_path / "library"
    answers = run(
        [
            ["convert", "first.txt", "--split", "out"],
            ["convert", "first.txt", "--split", "out"],
            ["convert", "second.txt", "--split", "out"],
            ["convert", "both.txt", "--split", "two"],
            ["convert", "here/5.txt", "--split", "here"],
            ["convert", "p.json", "p/", "--format", "yaml"],
            ["convert", "p.json", "c/", "--format", "docx"],
            ["consolidate", "--library", "p.json", "-o", "l"],
            ["consolidate", "--library", "p.json", "-o", "again"],
            ["consolidate", "--library", "p.json", "-o", "again"],
            ["consolidate", "--library", "p.json", "-o", "again", "--since", "again"],
            ["add", "first.txt", "--as", "5@2022"],
            ["add", "second.txt", "--as", "5@2022"],
            ["new", "resolution", "--title", "A", "--meeting", "PP-22", "-o", "first.txt"],
        ],
        tmp_path,
        library,
    ).answers
    there = "it is there already"
    for answer, (code, words) in zip(
        answers,
        [
            (0, "out/5.txt"),
            (0, "out/5.txt"),
            (5, f"out/5.txt: {there}"),
            (0, "two/5-2.txt"),
            (2, "the input itself"),
            (5, f"p/swe.yaml: {there}"),
            (5, f"!MSW-E.docx: {there}"),
            (5, f"1332-2019.docx: {there}, and is no result"),
            (0, "again/1332-2019.docx"),
            (0, "the result of an earlier run was replaced"),
            (2, "an earlier one is not written over"),
            (0, "added 5@2022"),
            (5, "5@2022 is there already"),
            (5, f"first.txt: {there}"),
        ],
        strict=True,
    ):
        one(answer, code, words)
    assert "first.txt" in (tmp_path / "out" / "5.txt").read_text()
    assert "second.txt" in (tmp_path / "two" / "5-2.txt").read_text()
    assert (tmp_path / "p" / "swe.yaml").read_bytes() == (tmp_path / "l" / "1332-2019.docx").read_bytes() == b"mine"
    assert "first.txt" in next(library.glob("5/*")).read_text()
