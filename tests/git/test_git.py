"""Word files in real git repositories: shown, compared and merged clause by clause, by git itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resdraft
from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.lexicon import lexicon
from resdraft.model.marked import Marked
from resdraft.ooxml.names import DOCUMENT
from resdraft.ooxml.package import open_package, pack
from resdraft.usecases.inputs import Input
from resdraft.write.docx import write_docx
from tests.looks import file_of
from tests.strategies import resolutions, targets

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed: its part of the tests needs it")
TEXT = """RESOLUTION 7 (Geneva, 2022)
On open networks
The Council,
considering
a)\tthat networks are open;
b)\tthat they are used by all,
resolves
1\tto act in 2022;
2\tto report every year;
3\tto close the matter.
"""


def _word(text: str) -> bytes:
    return bytes(resdraft.open(text.encode()).output("docx").content)  # type: ignore[arg-type]


def _tracked(text: str, source: str) -> bytes:
    """The base with what leads to a text as revision marks of a source."""
    base, target = resdraft.open(TEXT.encode()).resolution, resdraft.open(text.encode()).resolution
    return write_docx(consolidate(base, {source: normal_diff(base, target, lexicon("en"))}))


class _Repository:
    """A repository in which only its own settings count."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder / "a clone's folder", folder / "home"
        for made in (self.folder, self.home):
            made.mkdir()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "seat@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        self.git("init", "-q", "-b", "main")

    def git(self, *command: str, code: int = 0) -> str:
        """What git prints, its errors too."""
        done = subprocess.run(
            ["git", "--no-pager", *command], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def resdraft(self, *command: str, code: int = 0) -> str:
        """What the command prints."""
        run = [sys.executable, "-m", "resdraft", *command]
        done = subprocess.run(run, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def commit(self, content: bytes, message: str, name: str = "7.docx") -> None:
        """Write a file and commit it."""
        (self.folder / name).write_bytes(content)
        self.git("add", ".")
        self.git("commit", "-q", "-m", message)

    def merge(self, ours: bytes, theirs: bytes, *, code: int) -> str:
        """Merge two branches that change the file."""
        self.commit(_word(TEXT), "base")
        self.git("checkout", "-q", "-b", "their-branch")
        self.commit(theirs, "theirs")
        self.git("checkout", "-q", "main")
        self.commit(ours, "ours")
        return self.git("merge", "-q", "--no-edit", "their-branch", code=code)

    @property
    def file(self) -> bytes:
        """The file as it is now."""
        return (self.folder / "7.docx").read_bytes()


@pytest.fixture
def repository(tmp_path: Path) -> _Repository:
    """A repository that was set up."""
    made = _Repository(tmp_path)
    made.resdraft("git-setup")
    return made


def test_git_shows_what_changed_clause_by_clause(repository: _Repository) -> None:
    repository.commit(_word(TEXT), "base")
    repository.commit(_tracked(TEXT.replace("2022;", "2026;"), "RUS"), "with marks")
    repository.commit(b"PK\x03\x04 no Word file", "broken")
    repository.commit(b"PK\x03\x04 no other Word file", "broken again")
    (repository.folder / "7.docx").write_bytes(_word(TEXT.replace("to report every year", "to report")))
    log = repository.git("log", "-p", "--format=%s")
    assert "-1\tto act in 2022;\n+1\tto act in [-RUS: 2022-]{+RUS: 2026+};\n" in log
    assert " @@ considering\n" in log  # the call stands above the change
    assert "+cannot be read: a damaged Word file" in log
    assert log.count("sha256") == 3  # what cannot be read shows all the same that it changed
    assert "+3\tto close the matter." in log
    assert "-2\tto report every year;" in repository.git("diff", "HEAD~2")
    assert "+2\tto report;" in repository.git("diff", "HEAD~2")
    assert "Binary files" not in log
    shown = repository.git("difftool", "-y", "-t", "resdraft", "HEAD~3")
    assert "to report" in shown
    assert "every year" in shown
    assert "+RESOLUTION 7" in repository.git("difftool", "-y", "-t", "resdraft", "HEAD")


def test_a_merge_of_other_clauses_bears_both_as_marks(repository: _Repository) -> None:
    ours, theirs = (
        TEXT.replace("in 2022;", "in 2026;"),
        TEXT.replace("\tto report every year;", "\tto report;\n3\tto publish the report;"),
    )
    said = repository.merge(_word(ours), _tracked(theirs, "RUS"), code=0)
    assert "CONFLICT" not in said
    lines = resdraft.plain_lines(repository.file)
    assert "1\tto act in [-ours: 2022-]{+ours: 2026+};" in lines
    assert any("{+RUS: " in line and "publish" in line for line in lines)
    marks = {mark.author for mark in resdraft.marks(repository.file)}
    assert marks == {"ours", "RUS"}
    assert resdraft.open(repository.file, marks="reject").resolution == resdraft.open(TEXT.encode()).resolution


def test_a_merge_on_a_merge_keeps_the_marks_of_the_first(repository: _Repository) -> None:
    repository.merge(
        _word(TEXT.replace("in 2022;", "in 2026;")), _tracked(TEXT.replace("every year", "each year"), "RUS"), code=0
    )
    repository.git("checkout", "-q", "-b", "third", "HEAD~1")
    repository.commit(_word(TEXT.replace("in 2022;", "in 2026;").replace("by all", "by everybody")), "third")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-edit", "third", code=0)
    assert {mark.author for mark in resdraft.marks(repository.file)} == {"ours", "RUS", "theirs"}


def test_a_clash_is_a_conflict_with_both_as_options(repository: _Repository) -> None:
    said = repository.merge(_word(TEXT.replace("2022;", "2026;")), _tracked(TEXT.replace("2022;", "2030;"), "RUS"), code=1)
    assert "CONFLICT (content)" in said
    assert "resdraft: 7.docx: resolves 1: both change it, and not in the same way\n  open the file in Word" in said
    line = next(line for line in resdraft.plain_lines(repository.file) if "to act" in line)
    assert "2026" in line
    assert "2030" in line
    assert "[ours: " in line
    assert "[RUS: " in line
    assert repository.git("status", "--short") == "UU 7.docx\n"


def test_what_no_mark_can_bring_over_is_a_conflict_that_says_so(repository: _Repository) -> None:
    parts = open_package(_word(TEXT))
    row = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a new table</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr"
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:sectPr", row.encode(), 1)
    said = repository.merge(_word(TEXT.replace("2022;", "2026;")), pack(parts), code=1)
    assert "a new table" in said
    repository.git("cat-file", "-e", "their-branch:7.docx")  # nothing is lost: both stay in the repository


def test_what_is_lost_is_told_also_where_both_copies_have_marks_of_one_source() -> None:
    """The marks of RUS are those of both copies together, so neither copy's are compared alone; a page header is none of them."""
    parts = open_package(_tracked(TEXT.replace("every year", "each year"), "RUS"))
    name = next(name for name in parts if "header" in name and b"RESOLUTION 7" in parts[name])
    parts[name] = parts[name].replace(b"RESOLUTION 7", b"ANOTHER HEAD")
    merged = resdraft.merge(_word(TEXT), _tracked(TEXT.replace("2022;", "2026;"), "RUS"), pack(parts))
    assert merged.sources == ("RUS",)
    assert not merged.whole
    assert any("ANOTHER HEAD" in line for line in merged.lost)


def test_a_tracked_change_of_formatting_is_told() -> None:
    parts = open_package(_tracked(TEXT.replace("2022;", "2026;"), "RUS"))
    bold = b'<w:rPr><w:b/><w:rPrChange w:id="900" w:author="CHN"><w:rPr/></w:rPrChange></w:rPr>'
    at = parts[DOCUMENT].index(b"every year")
    start = parts[DOCUMENT].rindex(b"<w:r>", 0, at) + len(b"<w:r>")
    parts[DOCUMENT] = parts[DOCUMENT][:start] + bold + parts[DOCUMENT][start:]
    merged = resdraft.merge(_word(TEXT), pack(parts), _word(TEXT))
    assert merged.lost == ("ours: not in the file: the tracked change of formatting by CHN: to report every year;",)


@pytest.mark.parametrize("theirs", [b"PK\x03\x04 broken", b"", b"RESOLUTION 7", _word(TEXT)[:900]])
def test_a_merge_with_what_cannot_be_read_leaves_ours(repository: _Repository, theirs: bytes) -> None:
    ours = _word(TEXT.replace("2022;", "2026;"))
    said = repository.merge(ours, theirs, code=1)
    assert "CONFLICT (content)" in said
    assert "resdraft: 7.docx" in said
    assert repository.file == ours


def test_nothing_of_the_repository_runs(repository: _Repository) -> None:
    """git calls its helpers in the folder of the clone, which comes from somebody else."""
    for name in ("resdraft", "lxml", "click"):
        (repository.folder / name).mkdir()
        (repository.folder / name / "__init__.py").write_text("open('it-ran', 'w')\nraise SystemExit(0)\n")
    (repository.folder / "sitecustomize.py").write_text("open('it-ran', 'w')\n")
    content = _word(TEXT.replace("open networks", "\u202eopen\x9b2J networks"))
    name = "a'b $(touch it-ran) ;touch it-ran; é.docx"
    repository.commit(_word(TEXT), "base", name)
    repository.git("checkout", "-q", "-b", "x$(touch${IFS}it-ran)")
    repository.commit(content, "hostile", name)
    repository.git("checkout", "-q", "main")
    repository.commit(_word(TEXT.replace("2022;", "2026;")), "ours", name)
    repository.git("merge", "-q", "--no-edit", "x$(touch${IFS}it-ran)")
    shown = repository.git("log", "-p") + repository.git("difftool", "-y", "-t", "resdraft", "HEAD~1")
    assert "2026" in shown
    assert "‹U+009B›2J" in shown
    assert "\x9b" not in shown
    assert "\u202e" not in shown
    assert not (repository.folder / "it-ran").exists()


@pytest.mark.parametrize("before", [None, b"*.txt text\n", b"*.docx -diff\n\xff.png binary"])
@pytest.mark.parametrize("everywhere", [False, True])
def test_undo_leaves_what_was_there(tmp_path: Path, before: bytes | None, everywhere: bool) -> None:
    made = _Repository(tmp_path)
    options = ["--global"] if everywhere else []
    place = made.home / ".config/git/attributes" if everywhere else made.folder / ".git/info/attributes"
    scope = "--global" if everywhere else "--local"
    made.git("config", scope, "diff.other.textconv", "cat")
    made.git("config", scope, "diff.resdraft.cachetextconv", "true")
    settings_before = made.git("config", scope, "--list")
    if before is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(before)
    assert "merges them as proposals" in made.resdraft("git-setup", *options)
    assert "resdraft" in made.git("check-attr", "diff", "merge", "--", "x.docx")
    once = place.read_bytes(), made.git("config", scope, "--list")
    made.resdraft("git-setup", *options)
    assert (place.read_bytes(), made.git("config", scope, "--list")) == once
    made.resdraft("git-setup", *options, "--undo")
    assert (place.read_bytes() if place.exists() else b"") == (before or b"")
    assert made.git("config", scope, "--list") == settings_before
    assert "nothing to undo" in made.resdraft("git-setup", *options, "--undo")


def test_outside_of_a_repository_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(resdraft.WrongUsage, match="no git repository here"):
        resdraft.git_setup(tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(resdraft.Unwritable, match="git is not installed"):
        resdraft.git_setup(tmp_path)


@given(st.data(), st.sampled_from(["ours", "plain", "itu"]))
@settings(max_examples=15)
def test_each_side_reads_in_the_merged_file_as_its_copy(data: st.DataObject, look: str) -> None:
    """Whatever two people change: with the marks of one alone, the file says what that one's copy says; with none, what both began with."""
    drawn = data.draw(resolutions())
    file = Input(file_of(drawn, look) if look != "ours" else write_docx(Marked(drawn)), "base.docx")
    document = resdraft.open(file)
    base, words = document.resolution, lexicon(document.language)
    copies = [data.draw(targets(base)) for _ in range(2)]
    edited = []
    for copy in copies:
        from resdraft.usecases.marking import in_word

        edits = normal_diff(base, copy, words)
        whole = in_word(consolidate(base, {"X": edits}), document.word_text()).content
        edited.append(resdraft.accept(bytes(whole)).content)  # type: ignore[arg-type]
    merged = resdraft.merge(file, *(Input(one, f"{n}.docx") for n, one in enumerate(edited)), names=("A", "B"))
    assert not merged.lost
    assert resdraft.plain_lines(resdraft.reject(merged.content).content) == resdraft.plain_lines(file.content)
    for name, copy in zip("AB", edited, strict=True):
        # In another look it is read off the words what a paragraph is, and they may say another thing elsewhere.
        if name in merged.sources and look == "ours":
            alone = resdraft.reject(resdraft.accept(merged.content, sources=name).content).content
            assert _said(alone) == _said(copy)


def _said(content: bytes) -> list[str]:
    """The words of a file, labels aside."""
    text = resdraft.open(content).resolution
    return [" ".join(p.text.plain.split()) for p in text.provisions]
