"""The house: which part may import which, how large a module may be, and that public names say what they do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "resdraft"
ALLOWED = {
    "errors": (set(), set()),
    "model": ({"errors"}, set()),
    "lexicon": ({"errors", "model"}, set()),
    "library": ({"errors"}, {"platformdirs"}),
    "ooxml": ({"errors"}, {"lxml"}),
    "differences": ({"model"}, {"diff_match_patch", "rapidfuzz"}),
    "read": ({"errors", "model", "lexicon", "ooxml"}, {"lxml", "ruamel"}),
    "amend": ({"errors", "model", "differences"}, set()),
    "compare": ({"errors", "model", "differences", "ooxml"}, {"lxml"}),
    "proposing": ({"errors", "model", "differences", "amend"}, set()),
    "citations": ({"errors", "model", "lexicon", "library"}, set()),
    "write": ({"errors", "model", "lexicon", "ooxml", "library"}, {"lxml", "jinja2", "markupsafe", "ruamel"}),
    "usecases": (
        {
            "errors",
            "model",
            "lexicon",
            "library",
            "ooxml",
            "differences",
            "read",
            "amend",
            "compare",
            "citations",
            "proposing",
            "write",
        },
        set(),
    ),
    # What a command does is a use case: it reads no file, fits no proposal and compares no texts itself.
    "cli": ({"usecases", "errors", "model", "lexicon", "library", "write", "__init__"}, {"click"}),
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
            out.append(node.module)
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
            assert target == room or target in rooms, f"{room} must not import {name}"
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


def test_no_import_goes_in_a_circle() -> None:
    """Between modules, imports inside functions included; what only the type checker imports is left out."""
    graph = {module_of(path): {m for m in needed(path) if m != module_of(path)} for path in MODULES}
    left = dict(graph)
    while ready := [name for name, names in left.items() if not names & set(left)]:
        for name in ready:
            del left[name]
    assert left == {}, f"a circle among: {sorted(left)}"


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
