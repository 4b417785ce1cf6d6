"""Word files that nobody here wrote: every mark accepted and rejected, nothing else touched, nothing bad let in."""

from __future__ import annotations

import gzip
import importlib.util
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from resdraft.errors import ResdraftError
from resdraft.ooxml.listing import list_marks
from resdraft.ooxml.names import AUTHOR
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.projections import paragraphs
from resdraft.ooxml.resolve import accept_all, reject_all, resolve
from resdraft.ooxml.revisions import everything, marks, nothing
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.story import open_stories


@pytest.fixture(scope="module")
def reference(shared: Path) -> ModuleType:
    """The independent reader of tracked documents."""
    spec = importlib.util.spec_from_file_location("reference_text", shared / "tools" / "reference_text.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tracked(shared: Path) -> list[Path]:
    return sorted((shared / "corpus/docx/tracked").glob("*.docx"))


def lines(found: list[str]) -> list[str]:
    """Paragraphs without what readers show differently: empty ones, breaks, kinds and runs of spaces."""
    out = [re.sub(r"\s+", " ", re.sub("[\u200b-\u200d\ufeff\u23ce]", "", line)).strip() for line in found]
    return [line for line in out if line]


def remaining(content: bytes) -> Iterator[tuple[str, str | None]]:
    for part, story in open_stories(open_package(content)).items():
        for mark in marks(story.root):
            yield part, mark.get(AUTHOR)


def test_accepting_and_rejecting_reads_as_the_independent_reader_says(
    shared: Path, reference: ModuleType, tmp_path: Path
) -> None:
    files = tracked(shared)
    assert len(files) == 177
    out = tmp_path / "out.docx"
    for path in files:
        for action in ("accept", "reject"):
            settled = settle(path.read_bytes(), action, Selection())
            assert settled.left == 0
            assert list(remaining(settled.content)) == [], path.name
            out.write_bytes(settled.content)
            assert lines(reference.body_lines(str(out), "accept")) == lines(reference.body_lines(str(path), action)), (
                path.name,
                action,
            )


def test_it_reads_as_another_engine_accepted_and_rejected_it(shared: Path, reference: ModuleType, tmp_path: Path) -> None:
    out, count = tmp_path / "out.docx", 0
    for path in tracked(shared):
        for action in ("accept", "reject"):
            wanted = path.with_suffix(f".oxpt_{action}ed.txt")
            if wanted.exists() or wanted.with_suffix(".txt.gz").exists():
                content = wanted.read_bytes() if wanted.exists() else gzip.decompress(Path(f"{wanted}.gz").read_bytes())
                text = content.decode()
                out.write_bytes(settle(path.read_bytes(), action, Selection()).content)
                body = text.partition("\n=== ")[0].split("\n")
                assert lines(reference.body_lines(str(out), "accept")) == lines(body), (path.name, action)
                count += 1
    assert count == 58


def test_a_projection_is_what_settling_gives(shared: Path) -> None:
    for path in tracked(shared):
        parts = open_package(path.read_bytes())
        for choice, decide in ((everything, accept_all), (nothing, reject_all)):
            opened, again = open_stories(parts), open_stories(parts)
            for part, story in opened.items():
                settled = again[part]
                resolve(settled.root, decide)
                wanted = [p.text for p in paragraphs(settled.root, nothing)]
                assert [p.text for p in paragraphs(story.root, choice)] == wanted, (path.name, part)


def test_one_author_s_marks_go_and_the_others_stay(shared: Path) -> None:
    several = 0
    for path in tracked(shared):
        before = Counter(author for _, author in remaining(path.read_bytes()))
        if len(before) < 2:
            continue
        several += 1
        author = min(str(a) for a in before if a)
        after = Counter(a for _, a in remaining(settle(path.read_bytes(), "accept", Selection(authors=(author,))).content))
        assert author not in after
        assert set(after) <= set(before) - {author}
    assert several > 15


def test_every_mark_is_listed(shared: Path) -> None:
    for path in tracked(shared):
        listed = list(list_marks(open_package(path.read_bytes()), path.name))
        assert len(listed) == sum(1 for _ in remaining(path.read_bytes())), path.name
        assert all(mark.kind for mark in listed)


def test_opened_and_saved_every_part_is_identical(shared: Path) -> None:
    paths = [p for folder in ("itu_un", "big", "tracked") for p in sorted((shared / "corpus/docx" / folder).glob("*.docx"))]
    assert len(paths) > 190
    for path in paths:
        parts = open_package(path.read_bytes(), path.name)
        assert open_package(pack(parts)) == parts, path.name
        if not list(remaining(path.read_bytes())):
            assert open_package(settle(path.read_bytes(), "accept", Selection()).content) == parts, path.name


def test_odd_files_are_read_or_refused(shared: Path) -> None:
    read = []
    for path in sorted((shared / "corpus/docx/odd").iterdir()):
        started = time.process_time()
        try:
            settle(path.read_bytes(), "accept", Selection(), path.name)
            read.append(path.name)
        except ResdraftError as error:
            assert all(problem.what and problem.hint for problem in error.problems)  # noqa: PT017
        assert time.process_time() - started < 5
    assert len(read) >= 9


def test_a_crash_in_the_middle_of_saving_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "file.docx"
    target.write_bytes(b"the old file")
    code = (
        "import os, pathlib; from resdraft import files\n"
        "def stop(fd):\n    print('writing', flush=True)\n    import time; time.sleep(60)\n"
        "os.fsync = stop\n"
        f"files.save(b'x' * 1000000, pathlib.Path({str(target)!r}))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert target.read_bytes() == b"the old file"
