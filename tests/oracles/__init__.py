"""Independent readings of Word files: tools that know nothing of this project."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree


def faults(shared: Path, files: Sequence[Path]) -> str:
    """What schema and revision rules find in Word files; empty where nothing is wrong."""
    tool = shared / "tools" / "check_docx.py"
    return subprocess.run([sys.executable, tool, *files], capture_output=True, text=True, check=False).stdout


def new_faults(shared: Path, file: Path, base: Path, *others: Path) -> str:
    """What is wrong with a file, or several, that was not already wrong with its base."""
    tool = shared / "tools" / "check_docx.py"
    command = [sys.executable, tool, "--than", base, file, *others]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def reference(shared: Path, file: Path, action: str) -> list[str]:
    """The body's paragraphs after accepting or rejecting everything."""
    tool = shared / "tools" / "reference_text.py"
    return subprocess.run([sys.executable, tool, file, action], capture_output=True, text=True, check=True).stdout.splitlines()


def keep(shared: Path, file: Path, sources: Sequence[str] = ()) -> list[str]:
    """The body's paragraphs when only the marks of these sources count."""
    tool = shared / "tools" / "keep_sources.py"
    return subprocess.run(
        [sys.executable, tool, file, *sources], capture_output=True, text=True, check=True
    ).stdout.splitlines()


def office_comments(files: Sequence[Path], out: Path) -> dict[str, list[tuple[str, str]]]:
    """The author and the words of each comment that LibreOffice reads in Word files.

    Each file is left in ``out`` as an .odt without comments: LibreOffice without a screen cannot show comments, and dies where
    :func:`office` has it open a file that has some.
    """
    profile = f"-env:UserInstallation={(out / 'profile').resolve().as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", out, *files]
    subprocess.run(command, capture_output=True, check=True, timeout=600)
    found = {}
    for file in files:
        path = out / f"{file.stem}.odt"
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        root = etree.fromstring(parts["content.xml"])
        office, text = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "text"))
        found[file.stem] = [
            (
                a.findtext("{http://purl.org/dc/elements/1.1/}creator", ""),
                "\n".join("".join(p.itertext()) for p in a.iter(f"{text}p")),
            )
            for a in root.iter(f"{office}annotation")
        ]
        etree.strip_elements(root, f"{office}annotation", f"{office}annotation-end", with_tail=False)
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in (parts | {"content.xml": etree.tostring(root)}).items():
                archive.writestr(name, part)
    return found


def office_saved(files: Sequence[Path], out: Path) -> dict[str, Path]:
    """Word files as LibreOffice saves them, opened and saved once without an edit; those that it could read."""
    profile = f"-env:UserInstallation={(out / 'profile').resolve().as_uri()}"
    kind = "docx:MS Word 2007 XML"
    for _ in range(2):
        # It dies now and then.
        left = [file for file in files if not (out / file.name).exists()]
        if left:
            command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", out, *left]
            subprocess.run(command, capture_output=True, check=False, timeout=600)
    return {file.stem: out / file.name for file in files if (out / file.name).exists()}


def office(python: str, shared: Path, files: Sequence[Path], out: Path) -> dict[str, tuple[list[str], list[str]]]:
    """What LibreOffice reads in each file that it can read: accepted, rejected. Headers and footers are left out."""
    tool = shared / "tools" / "office_accept_reject.py"
    unread = list(files)
    for _ in range(2):
        subprocess.run([python, tool, "--fast", "--out", out, *unread], capture_output=True, check=True, timeout=600)
        # LibreOffice dies now and then: a file that it read one way it can read the other way too.
        unread = [f for f in unread if (out / f"{f.stem}.accepted.txt").exists() != (out / f"{f.stem}.rejected.txt").exists()]
        if not unread:
            break

    def text(name: str) -> list[str]:
        return (out / name).read_text("utf-8").partition("=== HEADERS/FOOTERS")[0].splitlines()

    read = [file.stem for file in files if (out / f"{file.stem}.rejected.txt").exists()]
    return {stem: (text(f"{stem}.accepted.txt"), text(f"{stem}.rejected.txt")) for stem in read}
