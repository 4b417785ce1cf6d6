"""What is larger than any document, or longer than any name or number: refused in words, at once, and without filling the memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from resdraft import limits
from resdraft.errors import Unreadable
from resdraft.ooxml.package import parse
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


def test_there_is_room_above_what_is_real() -> None:
    """A proposal of 800 amendments is read: no document of ITU has so many."""
    from resdraft.read.proposal import read_proposal

    assert len(read_proposal(HEAD + AMENDMENT * 800).amendments) == 800
