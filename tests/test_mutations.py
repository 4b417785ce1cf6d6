"""Inputs of every kind changed at random, through every command that reads files: each is done, or refused in words.

The seed is fixed, so that a run says the same each time. ``RESDRAFT_MUTATIONS=600 pytest tests/test_mutations.py`` runs for so many
seconds with a seed of its own, which stands in the message where something is found; ``RESDRAFT_SEED=7`` sets it.
"""

from __future__ import annotations

import contextlib
import io
import os
import pkgutil
import random
import re
import resource
import shutil
import signal
import struct
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

import resdraft
from resdraft.cli import main
from tests.conftest import ROOT

SECONDS = float(os.environ.get("RESDRAFT_MUTATIONS", "40"))
SEED = int(os.environ.get("RESDRAFT_SEED", time.time_ns() % 1_000_000 if "RESDRAFT_MUTATIONS" in os.environ else 1))
HANG = 20
"""Seconds of the processor that one command may take for so small an input."""
MEMORY = 1 << 30
CODES = range(6)
FILES = ROOT / "tests" / "cases" / "cli" / "files"
BASE = "short.txt"


class Seen(NamedTuple):
    """What one command did."""

    code: int
    said: str
    seconds: float


def run(arguments: list[str], folder: Path) -> Seen:
    """One command in a process of its own, forked: so a hang or too much memory stops it alone."""
    sys.stdout.flush()
    out = folder / "said"
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            resource.setrlimit(resource.RLIMIT_AS, (in_use() + MEMORY, in_use() + MEMORY))
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, HANG)
            said = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            for stream in (1, 2):
                os.dup2(said, stream)
            sys.stdout, sys.stderr = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False)), os.fdopen(2, "w", closefd=False)
            sys.stdin = open(os.devnull)  # noqa: SIM115 - the process ends with it
            os.chdir(folder)
            code = 99
            try:
                main(arguments)
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
            except BaseException as error:
                sys.stderr.write(f"not caught: {error!r}\n")
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        os._exit(98)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Seen(code, out.read_text("utf-8", errors="replace") if out.exists() else "", usage.ru_utime + usage.ru_stime)


def in_use() -> int:
    """The memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


# what is changed, and how

Change = Callable[[bytes, random.Random], bytes]
WORDS = (
    "",
    "0",
    "-1",
    "999999999999999999999",
    "\u0000",
    "\u202e",
    "NO",
    "true",
    "null",
    "[^1]",
    "\\clause99\t",
    "resolves",
    "../x",
    "a" * 5000,
)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return content[: chance.randrange(len(content) + 1)]


def swap_bytes(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    out = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if out:
            # A byte that is no character of a text is refused at once, so most are.
            out[chance.randrange(len(out))] = chance.randrange(256) if chance.random() < 0.2 else chance.randrange(32, 127)
    return bytes(out)


def lines(content: bytes, chance: random.Random) -> bytes:
    """Lines come twice, in another place, not at all, or with other words."""
    found = content.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        at, to = chance.randrange(len(found)), chance.randrange(len(found))
        match chance.randrange(5):
            case 0:
                found.insert(to, found[at])
            case 1:
                found.insert(to, found.pop(at))
            case 2 if len(found) > 1:
                found.pop(at)
            case 3:
                found[at] = re.sub(rb"\S+", lambda _: chance.choice(WORDS).encode(), found[at], count=chance.randint(1, 3))
            case _:
                found[at] = b"  " * chance.randint(0, 3) + found[at].lstrip() + chance.choice(WORDS).encode()
    return b"\n".join(found)


def values(content: bytes, chance: random.Random) -> bytes:
    """A value of JSON or YAML is one of another kind."""
    other = chance.choice(
        (b"null", b"[]", b"{}", b"5", b"-1.5e999", b'"x"', b"true", b"[[[[1]]]]", b"*a", b"&a x", b"!!python/x y")
    )
    found = list(re.finditer(rb'(?<=: )[^\n,\]}]+|"[^"\n]*"', content))
    if not found:
        return swap_bytes(content, chance)
    chosen = chance.choice(found)
    return content[: chosen.start()] + other + content[chosen.end() :]


def repack(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """A package of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    return out.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # it has been damaged already
        return {}


def package(content: bytes, chance: random.Random) -> bytes:
    """Parts are missing, renamed, exchanged, cut; or the archive itself is damaged."""
    parts = unpack(content)
    if not parts:
        return swap_bytes(content, chance)
    names = sorted(parts)
    one, other = chance.choice(names), chance.choice(names)
    match chance.randrange(6):
        case 0:
            parts.pop(one)
        case 1:
            parts[one], parts[other] = parts[other], parts[one]
        case 2:
            parts[chance.choice((one.upper(), "x/" + one, one + "x"))] = parts.pop(one)
        case 3:
            parts[one] = cut(parts[one], chance)
        case 4:
            parts[one] = swap_bytes(parts[one], chance)
        case _:
            out = bytearray(content)
            at = content.rfind(chance.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))) + chance.randrange(4, 30)
            out[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 8, 0xFFFF, 0xFFFFFFFF, chance.randrange(1 << 32))))
            return bytes(out)
    return repack(parts, chance)


def markup(content: bytes, chance: random.Random) -> bytes:
    """Elements and attributes of the XML of a package are doubled, moved, taken out, or say other things; two at a time."""
    parts = unpack(content)
    names = [name for name in sorted(parts) if name.endswith((".xml", ".rels"))]
    # The main part and the notes hold most of what is read.
    name = chance.choice([*names, *[n for n in names if n.startswith("word/")] * 3] or [""])
    try:
        root = etree.fromstring(parts[name])
    except (etree.XMLSyntaxError, ValueError, KeyError):
        return swap_bytes(content, chance)
    for _ in range(2):
        elements = [e for e in root.iter(etree.Element) if e is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(6):
            case 0:
                one.addnext(etree.fromstring(etree.tostring(one, with_tail=False)))
            case 1 if one is not other and one not in list(other.iterancestors()):
                other.append(one)
            case 2:
                one.getparent().remove(one)
            case 3 if one.attrib:
                one.set(chance.choice(sorted(map(str, one.attrib))), chance.choice(WORDS).replace("\u0000", "x"))
            case 4 if one.attrib:
                one.attrib.pop(chance.choice(sorted(map(str, one.attrib))))
            case _:
                one.tag = other.tag
                one.text = chance.choice(WORDS).replace("\u0000", "x")
    return repack(parts | {name: etree.tostring(root)}, chance)


CHANGES: dict[str, tuple[Change, ...]] = {
    ".docx": (package, markup, markup, markup, markup, cut),
    ".txt": (lines, lines, lines, swap_bytes, cut),
    ".yaml": (lines, lines, values, values, swap_bytes, cut),
    ".json": (values, values, values, lines, swap_bytes, cut),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "resolution": (
        *(
            "show IN",
            "show IN --accept --format html",
            "show IN --reject --format json",
            "show IN --format text",
            "cite IN --on 2019",
        ),
        *("convert IN OUT.txt --accept", "convert IN OUT.json --reject", "convert IN OUT.docx --accept", "cite IN", "add IN"),
        *("apply IN good.yaml -o OUT.docx --reject", "diff BASE IN --accept", "diff IN BASE --format json --reject"),
        *(
            "propose BASE IN --source RUS -o OUT.yaml",
            "propose IN BASE --source RUS -o OUT.docx",
            "new proposal IN --source RUS",
        ),
        *("consolidate IN good.yaml -o OUT.docx --reject", "log IN"),
    ),
    "proposal": (
        *("apply BASE IN -o OUT.docx", "apply BASE IN --format json", "consolidate BASE IN good.yaml -o OUT.docx --partial"),
        *("convert IN OUT.json --base BASE", "convert IN OUT.docx --base BASE", "verify BASE IN", "diff IN good.yaml"),
        *("consolidate BASE IN --summary", "consolidate BASE IN nor.yaml -o OUT.json"),
        *(
            "adopt BASE IN nor.yaml --decisions decided-short.yaml -o OUT.docx",
            "fate BASE short.json IN",
            "rebase IN --from BASE --onto short.json",
        ),
        "decide BASE IN --from memo.docx",
    ),
    "decisions": (
        "adopt BASE good.yaml nor.yaml --decisions IN -o OUT.docx",
        "adopt BASE good.yaml --decisions IN --final --format json",
        "fate BASE BASE good.yaml --decisions IN",
    ),
    "word": (
        *(
            "marks IN",
            "marks IN --format csv",
            "accept IN -o OUT.docx",
            "reject IN -o OUT.docx",
            "clean IN -o OUT.docx",
            "clean IN --check",
        ),
        *(
            "verify BASE IN",
            "verify BASE IN --repair --source RUS -o OUT.docx",
            "diff memo.docx IN -o OUT.docx",
            "diff IN memo.docx -o OUT.docx",
        ),
        *("apply BASE IN -o OUT.docx", "accept IN --source NO -o OUT.docx", "convert IN OUT.yaml --base BASE"),
        *("decide BASE good.yaml --from IN -o OUT.yaml", "fate BASE IN good.yaml"),
        *(
            "adopt IN good.yaml --decisions decided-short.yaml -o OUT.docx --reject",
            "rebase good.yaml --from BASE --onto IN -o OUT.yaml",
        ),
    ),
}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """Files of each kind, each with what it is."""
    for module in pkgutil.walk_packages(resdraft.__path__, "resdraft."):
        # Each command is forked, and would load all this itself.
        if not module.name.endswith("__main__"):
            import_module(module.name)
    folder = tmp_path_factory.mktemp("seeds")
    for name in (
        BASE,
        "good.yaml",
        "nor.yaml",
        "decided-short.yaml",
        "memo.docx",
        "foreign.docx",
        "memo-marked.docx",
        "two-authors.docx",
        "automatic.docx",
    ):
        shutil.copy(FILES / name, folder / name)
    for n, line in enumerate(
        ("apply short.txt good.yaml -o marked.docx", "convert short.txt short.json", "convert short.txt short.docx")
    ):
        assert run([*line.split()], folder).code == 0, n
    shutil.copy(ROOT / "proposals" / "chn.docx", folder / "contribution.docx")
    (folder / "good.json").write_text(
        '[{"source": "RUS", "target": "7@2022", "amendments": [{"clause": "resolves 1", "delete": true}]}]'
    )
    kinds = {".txt": "resolution", ".json": "resolution", ".yaml": "proposal", ".docx": "word"}
    found = [(path, kinds[path.suffix]) for path in sorted(folder.iterdir()) if path.suffix in kinds]
    found += [(path, "resolution") for path, kind in found if kind == "word"]
    own = {"good.json": "proposal", "decided-short.yaml": "decisions"}
    return [(path, own.get(path.name, kind)) for path, kind in found]


def cases(found: list[tuple[Path, str]], seed: int) -> Iterator[tuple[int, str, str, bytes]]:
    """For ever: the number of the case, a command, the ending of its input, and the input."""
    for n in range(10**9):
        chance = random.Random(f"{seed}/{n}")  # noqa: S311 - no secret is made of it
        path, kind = chance.choice(found)
        content = path.read_bytes()
        for _ in range(chance.choice((1, 1, 2))):
            content = chance.choice(CHANGES[path.suffix])(content, chance)
        yield n, chance.choice(COMMANDS[kind]), path.suffix, content


def wrong(seen: Seen, out: Path) -> str:
    """What is wrong with what a command did; "" where nothing is."""
    if seen.code not in CODES:
        return f"exit code {seen.code}"
    if "Traceback (most recent call last)" in seen.said:
        return "a traceback"
    if seen.code in (3, 4, 5) and "\n  " not in seen.said:
        return "no word of what to do"
    left = [path.name for path in out.parent.iterdir() if path.name.endswith(".part")]
    if left:
        return f"left behind: {left[0]}"
    if out.exists() and out.suffix == ".docx":
        parts = unpack(out.read_bytes())
        if "[Content_Types].xml" not in parts:
            return "half a Word file"
        for name, content in parts.items():
            if name.startswith("word/") and name.endswith(".xml"):
                with contextlib.suppress(etree.XMLSyntaxError):
                    etree.fromstring(content)
    return ""


def test_every_input_is_done_or_refused_in_words(seeds: list[tuple[Path, str]]) -> None:
    started, bad, done = time.monotonic(), list[str](), 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in (BASE, "good.yaml", "nor.yaml", "decided-short.yaml", "memo.docx"):
            shutil.copy(FILES / name, folder / name)
        shutil.copy(next(path for path, _ in seeds if path.name == "short.json"), folder)
        for n, command, ending, content in cases(seeds, SEED):
            if time.monotonic() - started > SECONDS:
                break
            done += 1
            (folder / f"in{ending}").write_bytes(content)
            line = command.replace("BASE", BASE).replace("IN", f"in{ending}").replace("OUT", "out")
            seen = run(line.split(), folder)
            written = next((folder / word for word in line.split() if word.startswith("out.")), folder / "out.none")
            if problem := wrong(seen, written):
                bad.append(
                    f"seed {SEED}, case {n}: resdraft {line}: {problem} after {seen.seconds:.1f} s\n    {seen.said.strip()[-300:]}"
                )
                if keep := os.environ.get("RESDRAFT_KEEP"):
                    Path(keep).mkdir(exist_ok=True)
                    shutil.copy(folder / f"in{ending}", Path(keep) / f"{SEED}-{n}{ending}")
            written.unlink(missing_ok=True)
            for part in folder.glob("*.part"):
                part.unlink()
    assert done
    assert not bad, f"{len(bad)} of {done}:\n" + "\n".join(bad)


def test_the_same_seed_gives_the_same_cases(seeds: list[tuple[Path, str]]) -> None:
    first, again = ([next(found) for _ in range(8)] for found in (cases(seeds, 3), cases(seeds, 3)))
    assert first == again
