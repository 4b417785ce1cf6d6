"""What ``import resdraft`` gives: every name has an example that runs and a type that a strict caller accepts."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import resdraft
from resdraft.usecases.documents import Document
from tests.conftest import ROOT

FUNCTIONS = [name for name in resdraft.__all__ if name[0].islower()]
CALLER = """
import resdraft
from resdraft import Consolidation, Unfit

def options(paths: list[str]) -> list[str]:
    base = resdraft.open("1332")
    text: Consolidation = resdraft.consolidate(base, resdraft.read_proposals(paths, base))
    own = text.as_source("RUS").title.plain
    change = resdraft.diff("old.docx", "new.docx")
    change.save("marked.docx")
    try:
        resdraft.apply(base, paths).save("applied.docx")
    except Unfit as error:
        return [problem.what for problem in error.problems]
    return [own, *(option.text for conflict in text.conflicts for option in conflict.options), *(c.kind for c in change.changes)]
"""


def test_every_public_name_is_there() -> None:
    assert set(resdraft.__all__) <= set(dir(resdraft))
    for name in resdraft.__all__:
        assert inspect.getdoc(getattr(resdraft, name)), name
    with pytest.raises(AttributeError):
        resdraft.no_such_name  # noqa: B018


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_an_example_that_runs(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    function = getattr(resdraft, name)
    tests = doctest.DocTestFinder(recurse=False).find(function, name, globs={"resdraft": resdraft, "folder": tmp_path})
    examples = [example for test in tests for example in test.examples]
    assert examples, f"{name} has no example"
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for test in tests:
        assert runner.run(test).failed == 0


def test_the_example_of_the_package_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(resdraft).failed == 0


def test_a_strict_caller_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "caller.py"
    file.write_text(CALLER, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "cache"), str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("form", ["text", "json", "docx", "marked", "made"])
def test_what_open_gives_is_taken_wherever_a_file_is(form: str, tmp_path: Path) -> None:
    text, path = resdraft.open("1332"), tmp_path / "text.docx"
    path = path.with_suffix({"text": ".txt", "json": ".json"}.get(form, ".docx"))
    applied = resdraft.apply(text, [str(ROOT / "proposals" / "rus.yaml")])
    applied.save(path) if form == "marked" else text.save(path)
    opened = resdraft.open(path, marks="reject" if form == "marked" else None)
    if form == "made":
        opened = Document(text.resolution, "made")
    assert len(resdraft.drafts(opened, text).rows) == len(text.provisions)
    cited, wanted = ([(f.address, f.citation) for f in resdraft.cite(each).findings] for each in (opened, text))
    assert cited == wanted
    assert not resdraft.diff(text, opened).changes
    assert not resdraft.propose(text, opened, "RUS").proposals
    assert not resdraft.propose(opened, opened, "RUS").proposals
    assert resdraft.open(opened).resolution == opened.resolution
    if form in ("docx", "marked"):
        assert resdraft.verify(text, opened).ok
        assert resdraft.accept(opened).left == 0


def test_help_works_without_a_warning_and_importing_loads_nothing() -> None:
    code = "import resdraft, sys; before = set(sys.modules); help(resdraft.consolidate); print(*before)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "Bring the proposals of all sources into one text" in done.stdout
    loaded = done.stdout.splitlines()[-1].split()
    assert [name for name in loaded if name.startswith("resdraft.")] == []
    assert not {"lxml", "click", "ruamel", "jinja2"} & set(loaded)


def test_the_section_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The code of "From Python", as it stands there, in a folder with the two proposals and two Word files."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = re.search(r"^## From Python\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert section is not None
    blocks = re.findall(r"^```python\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
    assert blocks
    monkeypatch.chdir(tmp_path)
    for name in ("rus.yaml", "eur.yaml", "chn.docx"):
        (tmp_path / name).write_bytes((ROOT / "proposals" / name).read_bytes())
    resdraft.open("1332").save("old.docx")
    applied = resdraft.apply("1332", ["rus.yaml"]).output("text").content
    resdraft.open(str(applied).encode()).save("new.docx")
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - it is our own README
    assert (tmp_path / "all.docx").is_file()
    assert (tmp_path / "marked.docx").is_file()
