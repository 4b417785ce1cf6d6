"""Files on disk: names of what documents say, what may be read, and that nothing is lost by writing."""

from __future__ import annotations

import contextlib
import os
import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdraft import files
from resdraft.errors import Unreadable, Unwritable, WrongUsage
from resdraft.limits import MOST_DIGITS, MOST_FILE_BYTES, MOST_NAME_BYTES, MOST_STREAM_BYTES, count

PIECES = st.sampled_from(
    [
        "..",
        "/",
        "\\",
        "C:",
        "con",
        "COM1",
        "nul",
        "lpt¹",
        ".",
        " ",
        "-",
        "~",
        "\0",
        "\n",
        "\u202e",
        "é",
        "e\u0301",
        "決",
        "x" * 200,
        "62",
    ]
)
SAID = st.one_of(st.text(), st.lists(PIECES).map("".join))
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in "0123456789¹²³")}


@given(SAID)
def test_what_a_document_says_becomes_a_name_that_stays_in_its_folder(said: str) -> None:
    name = files.file_name(said)
    assert os.path.split(name) == ("", name)
    assert not set(name) & set('/\\:*?"<>|.\0 ')
    assert not any(unicodedata.category(c).startswith("C") for c in name)
    assert name.upper() not in DEVICES
    assert 0 < len(name.encode()) <= MOST_NAME_BYTES + 1
    assert not name.startswith("-")
    assert files.file_name(name).rstrip("-") == name.rstrip("-")


@given(st.lists(SAID, max_size=6))
def test_no_two_results_have_one_name(said: list[str]) -> None:
    folder = files.ResultFolder("out")
    places = [folder.place(one, ".docx") for one in said]
    assert len({str(place).casefold() for place in places}) == len(places)
    assert all(place.parent == Path("out") for place in places)


def test_names_as_itu_writes_them_stay() -> None:
    assert files.file_name("S26-PP-C-0062!A1!MSW-E") == "S26-PP-C-0062!A1!MSW-E"
    assert files.file_name("1332@2019") == "1332-2019"
    assert files.file_name("COM6/4") == "COM6-4"
    assert files.file_name("...", "part-1") == "part-1"


@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("9" * MOST_DIGITS, 10**MOST_DIGITS - 1),
        ("9" * 5000, 0),
        ("0" * 5000 + "7", 7),
        ("²", 0),
        ("-1", 0),
        ("", 0),
    ],
)
def test_digits_are_a_number_up_to_a_limit(digits: str, number: int) -> None:
    assert count(digits) == number


# reading


def test_what_is_larger_than_any_document_is_refused(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.touch()
    os.truncate(film, MOST_FILE_BYTES + 1)
    with pytest.raises(Unreadable, match="larger than 128 MiB"):
        files.read(film)
    with pytest.raises(Unreadable, match="larger than 64 MiB"):
        files.read("/dev/zero")


def test_a_pipe_is_read_to_its_end_or_to_the_limit(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def feed(content: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):
            pipe.write_bytes(content)

    threading.Thread(target=feed, args=(b"said",), daemon=True).start()
    assert files.read(pipe) == b"said"
    threading.Thread(target=feed, args=(b"x" * (MOST_STREAM_BYTES + 1),), daemon=True).start()
    with pytest.raises(Unreadable, match="larger"):
        files.read(pipe)


ELSEWHERE = [
    "../base.txt",
    "below/../../base.txt",
    "/etc/passwd",
    "~/base.txt",
    "C:base.txt",
    "\\\\host\\base.txt",
    "link.txt",
    "out/base.txt",
]


@pytest.mark.parametrize("said", [*ELSEWHERE, "", "none.txt", "pipe.txt", "a\0b.txt", "below", "x" * 400])
def test_a_document_names_only_files_beside_it(tmp_path: Path, said: str) -> None:
    here = tmp_path / "here"
    (here / "below").mkdir(parents=True)
    for path in (tmp_path / "base.txt", here / "base.txt", here / "below" / "base.txt"):
        path.write_text("text")
    (here / "link.txt").symlink_to(tmp_path / "base.txt")
    (here / "out").symlink_to(tmp_path)
    os.mkfifo(here / "pipe.txt")
    with pytest.raises(Unreadable, match="leads out" if said in ELSEWHERE else "leads out|no such file"):
        files.beside(here, said)
    assert files.beside(here, "base.txt") == here / "base.txt"
    assert files.beside(here, "below/base.txt") == here / "below" / "base.txt"


# writing


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    files.save(b"old", tmp_path / "file")
    os.chmod(tmp_path / "file", 0o600)
    files.save(b"new", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "none" / "file", tmp_path / "folder", tmp_path / ("x" * 400), tmp_path / "a\0b"):
        for new in (False, True):
            with pytest.raises(Unwritable):
                files.save(b"new", place, new=new)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "file"
    for name, to in (("link", target), ("again", tmp_path / "link")):
        (tmp_path / name).symlink_to(to)
        files.save(name.encode(), tmp_path / name)
        assert (tmp_path / name).is_symlink()
        assert target.read_bytes() == name.encode()
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    files.save(b"said", pipe, new=True)
    reader.join(10)
    assert got == [b"said"]
    assert pipe.is_fifo()
    # What a program is given as an open file has a name too, and is written to where it is.
    with open(target, "r+b") as file:
        files.save(b"open", f"/dev/fd/{file.fileno()}", new=True)
        assert os.fstat(file.fileno()).st_ino == target.stat().st_ino
    assert target.read_bytes() == b"open"


def test_what_nobody_named_takes_the_place_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "5.txt"
    path.write_bytes(b"mine")
    (tmp_path / "6.txt").symlink_to(path)
    (tmp_path / "7.txt").symlink_to(tmp_path / "nothing")
    for taken in (path, tmp_path / "6.txt", tmp_path / "7.txt"):
        with pytest.raises(Unwritable, match="there already"):
            files.save(b"theirs", taken, new=True)
    files.save(b"mine", path, new=True)
    folder = files.ResultFolder(tmp_path)
    with pytest.raises(Unwritable, match="there already"):
        folder.write([(folder.place("4", ".txt"), "new"), (folder.place("5", ".txt"), "theirs")])
    assert path.read_bytes() == b"mine"
    assert not (tmp_path / "4.txt").exists()
    assert not (tmp_path / "nothing").exists()


def test_an_input_of_the_run_is_not_written_over(tmp_path: Path) -> None:
    path, other = tmp_path / "in.txt", tmp_path / "other.txt"
    for file in (path, other):
        file.write_bytes(b"in")
    os.link(path, tmp_path / "hard")
    (tmp_path / "soft").symlink_to(path)
    with files.one_run():
        files.read(path)
        for name in ("in.txt", "hard", "soft", "./in.txt"):
            with pytest.raises(WrongUsage, match="the input itself"):
                files.save(b"out", tmp_path / name)
        files.save(b"out", other)
    assert path.read_bytes() == b"in"
    with files.one_run():
        files.read(path)
        files.save(b"settled", path, in_place=True)
    assert path.read_bytes() == b"settled"
    files.read(path)
    files.save(b"in a notebook", path)


def test_a_write_protected_file_stays(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(b"kept")
    kept.chmod(0o444)
    with pytest.raises(Unwritable, match="write-protected"):
        files.save(b"other", kept)
    assert kept.read_bytes() == b"kept"
    kept.chmod(0o644)
    files.save(b"other", kept)
    assert kept.read_bytes() == b"other"
