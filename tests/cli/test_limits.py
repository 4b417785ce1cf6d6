"""What is larger than any document, or longer than any name or number: refused in words, at once, and without filling the memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import resdraft
from resdraft import limits
from resdraft.errors import Unreadable
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.package import open_package, pack, parse
from tests.traced_commands import run

TEXT = "RESOLUTION 7 (Geneva, 2022)\nOn open networks\nThe Council,\nresolves\n1\tto act;\n"
HEAD = "source: SWE\ntarget: 1332@2019\namendments:\n"
AMENDMENT = "  - clause: resolves 3 a)\n    from: C2, C5, and C6\n    to: C2, C5 and C6\n"
NAMES = [f"&{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(8)]


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, limits.MOST_FILE_BYTES + 1)


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(content)


LARGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "film.docx": (sparse, "larger than 128 MiB"),
    "long.txt": (text(TEXT + "2\t" + "to act " * (limits.MOST_TEXT_BYTES // 7)), "larger than 8 MiB"),
    "lines.txt": (text(TEXT + "\n" * limits.MOST_LINES), "more than 100,000 lines"),
    "blank.yaml": (text("\n" * 500_000 + HEAD + AMENDMENT), "more than 100,000 lines"),
    "pages.txt": (text(TEXT + "\f" * limits.MOST_LINES), "more than 100,000 lines"),
    "digits.json": (text('{"title": ' + "9" * 5000 + ', "sections": []}'), "not valid JSON"),
    "deep.json": (text('{"title": "A", "sections": ' + "[" * 300 + "]" * 300 + "}"), "nested deeper"),
    "deeper.json": (text('{"title": "A", "sections": ' + "[" * 99_999 + "]" * 99_999 + "}"), "not valid JSON"),
    "long.yaml": (text(HEAD + "  - clause: resolves 1\n    text: " + "to act " * 500_000), "larger than 2 MiB"),
    "values.yaml": (text(HEAD + "  - {clause: a, from: b, to: c}\n" * 15_000), "too large"),
    "list.yaml": (text("source: SWE\ntarget: [" + "1," * 100_000 + "]\namendments: []\n"), "too large"),
    "deep.yaml": (text(HEAD + "  - " + "[" * 100_000), "nested without end"),
    "values-repeated.yaml": (
        text("amendments:\n  - &a [x, x, x]\n" + "".join(f"  - {one}\n" for one in NAMES) + HEAD.replace("amendments:\n", "")),
        "its aliases repeat without end",
    ),
    "names-repeated.yaml": (
        text("? &a [x, x, x]\n: 1\n" + "".join(f"? {one}\n: 1\n" for one in NAMES) + HEAD),
        "name of a value",
    ),
    "texts-repeated.yaml": (
        text("source: &s " + "x" * 500_000 + "\n" + HEAD[12:] + "  - {clause: *s, occurrence: *s, from: *s, to: *s}\n" * 500),
        "its aliases repeat without end",
    ),
}
"""Files, and what is said of each. A pipe or a device without end is beside them."""


@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_large_is_refused_at_once(tmp_path: Path, name: str) -> None:
    make, words = LARGE[name]
    make(tmp_path / name)
    command = ["apply", "1332", name, "-o", "out.docx"] if name.endswith(".yaml") else ["show", name]
    session = run([["show", "1332"], command], tmp_path, tmp_path / "library")
    answer = session.answers[1]
    assert answer.code == 3, answer.said
    assert words in answer.said
    assert len(answer.said) < 2000
    assert answer.seconds < 3
    assert session.memory < 300


def test_a_device_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "zero.yaml").write_text((HEAD + AMENDMENT).replace("1332@2019", "zero.txt"))
    asked = [["show", "/dev/zero"], ["show", "zero.txt"], ["marks", "/dev/zero"], ["apply", "1332", "zero.yaml"]]
    session = run(asked, tmp_path, tmp_path / "library")
    assert [answer.code for answer in session.answers] == [3, 3, 3, 3]
    assert "leads out of the document's folder" in session.answers[3].said
    assert session.memory < 300
    with open("/dev/zero", "rb") as zero:
        done = subprocess.run([sys.executable, "-m", "resdraft", "show", "-"], stdin=zero, capture_output=True, check=False)
    assert (done.returncode, b"larger than 64 MiB" in done.stderr) == (3, True)


def test_xml_of_too_many_tags_is_refused() -> None:
    with pytest.raises(Unreadable, match="tags"):
        parse(b"<a>" + b"<b/>" * limits.MOST_XML_TAGS + b"</a>")
    with pytest.raises(Unreadable, match="32 MiB"):
        parse(b"<a>" + b"x" * limits.MOST_XML_BYTES + b"</a>")


LONG, DIGITS = "n" * 400, "9" * 5000


def numbered(field: str, said: str) -> str:
    """A proposal that says something long in one place."""
    places = {"occurrence": HEAD + AMENDMENT + f"    occurrence: {said}\n", "clause": HEAD + AMENDMENT.replace("3 a)", said)}
    targets = HEAD.replace("1332@2019", f"{said}.txt") + AMENDMENT
    return places.get(field, targets if field == "target" else f"{field}: {said}\n{HEAD}{AMENDMENT}")


def long_commands(folder: Path) -> Iterator[list[str]]:
    (folder / "p.yaml").write_text(HEAD + AMENDMENT)
    (folder / "labels.txt").write_text(f"{TEXT}{DIGITS}\tto go;\n{DIGITS}.{DIGITS}\tto stay;\n²\tto come;\n²)\tto see.\n")
    # In a file that is not ours the manifest says how deep an added clause is.
    theirs = open_package(bytes(resdraft.open("1332").output("docx").content))
    manifest = Manifest.part_name(theirs)
    (folder / "theirs.docx").write_bytes(pack({name: content for name, content in theirs.items() if name != manifest}))
    (folder / "added.yaml").write_text(
        HEAD + AMENDMENT + "  - after: resolves 3 a)\n    insert: to report,\n    reasons: Why.\n"
    )
    resdraft.apply(folder / "theirs.docx", [folder / "added.yaml"]).save(folder / "marked.docx")
    parts = open_package((folder / "marked.docx").read_bytes())
    assert b'depth="' in parts[Manifest.part_name(parts)]
    for name, content in parts.items():
        for attribute in (b"id", b"numId", b"abstractNumId", b"depth"):
            content = re.sub(rb'\b((?:w:)?%s=")\d+"' % attribute, rb"\g<1>" + DIGITS.encode() + b'"', content)
        parts[name] = content
    (folder / "ids.docx").write_bytes(pack(parts))
    for said in (LONG, DIGITS, "²"):
        for field in ("occurrence", "order", "clause", "document", "revision", "meeting", "date", "language", "target"):
            name = f"{field}-{said[:1]}.yaml"
            (folder / name).write_text(numbered(field, said))
            yield ["apply", "1332", name, "-o", "out.docx"]
            yield ["convert", name, "out/", "--format", "docx"]
        for address in ("{}", "resolves ({})", "resolves 3 – {}", "resolves ¶{}", "annex {}"):
            yield ["show", "1332", address.format(said)]
        yield ["log", said]
        yield ["log", f"Council {said}"]
        yield ["show", f"1332#{said}"]
        yield ["cite", "1332", "--on", said]
        yield ["consolidate", "1332", "p.yaml", "--order", said, "--docket", f"{said}.csv"]
        yield ["consolidate", "1332", "p.yaml", "--docket", f"{said}/x.csv"]
        yield ["consolidate", "1332", "--edited", f"SWE={said}"]
        yield ["consolidate", "1332", "--edited", f"Author=SWE:{said}"]
        yield ["consolidate", "--library", "p.yaml", "-o", f"{said}/"]
        yield ["consolidate", "--library", "p.yaml", "-o", "all", "--since", said]
        yield ["add", "labels.txt", "--as", f"{said}@2019"]
        yield ["add", "labels.txt", "--as", f"7@{said}"]
        yield ["accept", "marked.docx", "-o", f"{said}.docx"]
        yield ["accept", "marked.docx", "--id", said, "-o", "out.docx"]
        yield ["convert", "1332", f"{said}.txt"]
        yield ["convert", "1332", "--split", said]
        yield ["new", "proposal", "1332", "--source", "SWE", "-o", f"{said}.yaml"]
        yield ["new", "resolution", "--title", "A", "--meeting", f"PP-{said}", "-o", "begun.txt"]
        yield ["propose", "1332", "labels.txt", "--source", "SWE", "--meeting", f"C{said}", "--document", said, "-o", "out/"]
    for file in ("labels.txt", "ids.docx"):
        for command in (
            ["show"],
            ["cite"],
            ["diff", "1332"],
            ["diff", "marked.docx"],
            ["propose", "--source", "SWE", "1332"],
            ["add"],
        ):
            yield [*command, file]
        yield ["convert", file, "out.json"]
        yield ["verify", "1332", file]
    yield ["marks", "ids.docx"]
    yield ["accept", "ids.docx", "-o", "out.docx"]
    yield ["diff", "ids.docx", "marked.docx", "--accept", "-o", "compared.docx"]
    yield ["diff", "marked.docx", "ids.docx", "--accept", "-o", "compared.docx"]
    yield ["apply", "ids.docx", "p.yaml", "--keep", "-o", "out.docx"]
    yield ["consolidate", "1332", "p.yaml", "--since", "ids.docx"]


def test_long_names_and_numbers_are_answered_in_words(tmp_path: Path) -> None:
    """Python takes no number of 5,000 digits, no file system a name of 400 characters, and ² is a digit but no number."""
    asked = list(long_commands(tmp_path))
    for args, answer in zip(asked, run(asked, tmp_path, tmp_path / "library").answers, strict=True):
        assert answer.code in range(6), (args, answer.said[:1000])
        assert answer.seconds < 10, args


def test_a_directory_of_too_many_parts_is_refused_before_it_is_read() -> None:
    with pytest.raises(Unreadable, match="more parts"):
        open_package(b"PK\x03\x04" + b"PK\x01\x02" * 1_000_000)


def test_there_is_room_above_what_is_real() -> None:
    """A proposal of 800 amendments is read: no document of ITU has so many."""
    from resdraft.read.proposal import read_proposal

    assert len(read_proposal(HEAD + AMENDMENT * 800).amendments) == 800
