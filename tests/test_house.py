"""The house: which part may import which, how large a module may be, and that public names say what they do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "resdraft"
ALLOWED = {
    "errors": (set(), set()),
    "limits": (set(), set()),
    "files": ({"errors"}, set()),
    "model": ({"errors"}, set()),
    "lexicon": ({"errors", "model"}, set()),
    "library": ({"errors", "files"}, {"platformdirs"}),
    "ooxml": ({"errors"}, {"lxml"}),
    "differences": ({"model"}, {"diff_match_patch", "rapidfuzz"}),
    "read": ({"errors", "model", "lexicon", "ooxml"}, {"lxml", "pypdfium2_raw", "ruamel"}),
    "amend": ({"errors", "model", "differences"}, set()),
    "compare": ({"errors", "model", "differences", "ooxml"}, {"lxml"}),
    "proposing": ({"errors", "model", "differences", "amend"}, set()),
    "citations": ({"errors", "model", "lexicon", "library"}, set()),
    "rules": ({"errors", "model", "lexicon", "citations"}, set()),
    "concordance": ({"errors", "model", "lexicon", "differences", "citations"}, set()),
    "write": (
        {"errors", "model", "lexicon", "ooxml", "library"},
        {"docx", "jinja2", "lxml", "markupsafe", "openpyxl", "ruamel"},
    ),
    "usecases": (
        {
            "errors",
            "files",
            "model",
            "lexicon",
            "library",
            "ooxml",
            "differences",
            "read",
            "amend",
            "compare",
            "citations",
            "concordance",
            "proposing",
            "rules",
            "write",
        },
        set(),
    ),
    # What a command does is a use case: it reads no file, fits no proposal and compares no texts itself.
    "printing": ({"errors", "write"}, {"click"}),
    "cli": ({"usecases", "errors", "files", "model", "lexicon", "library", "write", "printing", "__init__"}, {"click"}),
}
MODULES = sorted(PACKAGE.rglob("*.py"))
STANDARD = set(__import__("sys").stdlib_module_names)


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path: Path) -> list[str]:
    out = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            out += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # "from resdraft import files" imports that module.
            modules = [f"resdraft.{a.name}" for a in node.names if (PACKAGE / f"{a.name}.py").exists()]
            out += (node.module == "resdraft" and modules) or [node.module]
    return out


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_arrows_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    rooms, packages = ALLOWED[room]
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "resdraft":
            target = rest.split(".")[0] or "__init__"
            # The table of limits imports nothing, and every part may look into it.
            assert target in (room, "limits") or target in rooms, f"{room} must not import {name}"
        elif top not in STANDARD:
            assert top in packages, f"{room} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small_and_documented(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 400
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "a module says what it is for"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} says what it does"


ON_DISK = {
    "mkdir",
    "unlink",
    "rename",
    "touch",
    "write_bytes",
    "write_text",
    "exists",
    "is_file",
    "resolve",
    "samefile",
    "stat",
}
READING = {"read_bytes", "read_text"}
OWN_DATA = {"lexicon/__init__.py", "lexicon/sources.py", "library.py", "write/parts.py", "write/cover.py", "write/pages.py"}
"""These read what is shipped with the package."""


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_one_module_opens_and_replaces_files(path: Path) -> None:
    """What a document says reaches the disk in files.py alone, which knows limits, links, pipes, and what may be written over."""
    if path.name == "files.py":
        return
    forbidden = ON_DISK | (READING if path.relative_to(PACKAGE).as_posix() not in OWN_DATA else set())
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in forbidden:
            of_files = isinstance(node.func.value, ast.Name) and node.func.value.id == "files"
            assert of_files, f"line {node.lineno}: {ast.unparse(node)} belongs to files.py"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open", f"line {node.lineno}: open belongs to files.py"


def test_no_import_goes_in_a_circle() -> None:
    """Between modules, imports inside functions included; what only the type checker imports is left out."""
    graph = {module_of(path): {m for m in needed(path) if m != module_of(path)} for path in MODULES}
    left = dict(graph)
    while ready := [name for name, names in left.items() if not names & set(left)]:
        for name in ready:
            del left[name]
    assert left == {}, f"a circle among: {sorted(left)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_is_printed_but_in_one_place(path: Path) -> None:
    """What comes from outside must not reach a terminal as it is."""
    called = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)}
    printing = {"print", "click.echo", "click.secho", "click.echo_via_pager", "sys.stdout.write", "sys.stderr.write"}
    assert room_of(path) == "printing" or not called & printing


def test_the_command_line_stays_small() -> None:
    """It parses options, prints and exits: what else grows there belongs to the use cases. With each command it may grow by a module."""
    sizes = [len(path.read_text("utf-8").splitlines()) for path in MODULES if room_of(path) == "cli"]
    assert sum(sizes) <= 106 * len(sizes)


def module_of(path: Path) -> str:
    name = ".".join(("resdraft", *path.relative_to(PACKAGE).with_suffix("").parts))
    return name.removesuffix(".__init__")


def needed(path: Path) -> set[str]:
    """The modules of the package that one needs to run."""
    known = {module_of(other) for other in MODULES}
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    out = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in typing_only:
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & known
            out |= inside or ({node.module} & known)
    return out


def test_every_room_is_in_the_table() -> None:
    assert {room_of(path) for path in MODULES} - {"__init__", "__main__"} == set(ALLOWED)


def test_no_drawers() -> None:
    assert not [p for p in MODULES if p.stem in ("utils", "helpers", "common", "misc", "manager", "handler")]
