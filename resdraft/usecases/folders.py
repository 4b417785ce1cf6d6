"""What lies in a folder of documents: the documents, results of earlier runs, and the table that says whose edited copies are."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from resdraft import files
from resdraft.errors import Problem, ResdraftError, Unreadable, WrongUsage
from resdraft.lexicon.sources import how_to_write
from resdraft.model.document_number import in_parts
from resdraft.model.proposal import SOURCE
from resdraft.usecases.inputs import Given, InFolder, check_date, decode, is_folder, load, printable

DATA = (".yaml", ".yml", ".json")
"""What ends so claims to be a proposal."""
WORD = (".docx", ".docm")
SOURCES = "sources.csv"
"""Lies beside edited copies and says whose each is: columns file and source, and what else a proposal says of itself."""
_COLUMNS = ("file", "source", "author", "document", "addendum", "revision", "corrigendum", "meeting", "date")
_DOCKET = ("file,source,cosigners,", "| file | source | cosigners |", '"totals": {')
"""A docket that we wrote, in each of its forms, has one of these."""


class Edited(NamedTuple):
    """An edited copy, and whose proposal it is: all of it, or the marks of one ``author``.

    The rest is what a proposal says of itself, and a copy does not.
    """

    given: Given
    source: str
    author: str = ""
    document: str = ""
    addendum: str = ""
    revision: str = ""
    corrigendum: str = ""
    meeting: str = ""
    date: str = ""


class FolderFiles(NamedTuple):
    """The files of a folder, and which are passed over."""

    files: tuple[Path, ...]
    notices: tuple[str, ...] = ()


def files_of(folder: Path) -> FolderFiles:
    """All files in a folder and below it, in order, links and what is no ordinary file included; nothing is lost without a word.

    What programs leave behind, hidden files and Word's ``~$`` locks, is no document; it is told.
    """
    there = sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    hidden = [p for p in there if any(part.startswith((".", "~$")) for part in p.relative_to(folder).parts)]
    notices = [f"hidden or temporary, passed over: {', '.join(printable(str(p)) for p in hidden)}"] if hidden else []
    return FolderFiles(tuple(p for p in there if p not in set(hidden)), tuple(notices))


class Documents(NamedTuple):
    """The documents of a conference. ``copies`` are edited copies with their sources."""

    files: tuple[Given, ...]
    copies: tuple[Edited, ...]
    notices: tuple[str, ...] = ()


def documents_of(folder: Path) -> Documents:
    """The documents in a folder and below it: what a ``sources.csv`` names are edited copies, everything else is a file.

    Raises:
        Unreadable: where a ``sources.csv`` is wrong.
    """
    found = files_of(folder)
    copies: list[Edited] = []
    listed: set[Path] = set()
    for path in found.files:
        if path.name.casefold() == SOURCES:
            own = list(_listed(path, folder))
            copies += own
            listed |= {files.real(str(copy.given)) for copy in own} | {files.real(path)}
    empty = () if found.files else (f"{printable(str(folder))} is a folder without a document in it",)
    return Documents(
        tuple(InFolder(path, folder) for path in found.files if files.real(path) not in listed),
        tuple(copies),
        (*found.notices, *empty),
    )


def documents_in(given: Iterable[Given], results: Path, passed_over: Collection[str] = ()) -> Documents:
    """The documents that are handed in as files and folders.

    What an earlier run wrote into the folder of results is no document; it is told. Everything else that lies there is one.

    Args:
        given: the files and folders. ``results`` is the folder of results, ``passed_over`` are files that will be written, such as a docket.

    Raises:
        Unreadable: where a ``sources.csv`` is wrong. WrongUsage: where a document would be overwritten.
    """
    names: list[Given] = []
    copies: list[Edited] = []
    notices: list[str] = []
    written = {files.real(name) for name in passed_over}
    for one in given:
        if not is_folder(one):
            names.append(one)
            continue
        found = documents_of(Path(str(one)))
        notices += found.notices
        copies += found.copies
        for file in found.files:
            path = Path(str(file))
            if (files.real(path) in written or files.real(path).is_relative_to(files.real(results))) and is_result(path):
                notices.append(f"{printable(str(path))} is a result of an earlier run: passed over")
            else:
                names.append(file)
    for name in names:
        if isinstance(name, str | Path) and files.real(name) in written:
            raise WrongUsage(Problem("a document that was handed in would be overwritten", "name another file", file=str(name)))
    return Documents(tuple(names), tuple(copies), tuple(notices))


def is_result(path: Path) -> bool:
    """Whether a file is one that we write: a docket, or a Word file with our manifest that is no contribution."""
    docket, word = path.suffix.lower() in (".csv", ".md", ".json"), path.suffix.lower() in WORD
    if os.path.islink(path) or not (docket or word) or not files.is_file(path):
        return False
    from resdraft.ooxml.manifest import Manifest
    from resdraft.ooxml.package import open_package

    try:
        content = files.read(path, note=False)
        if docket:
            return any(head.encode() in content for head in _DOCKET)
        manifest = Manifest.read(open_package(content, str(path)))
    except ResdraftError:
        return False
    return manifest is not None and not manifest.proposals


def _listed(path: Path, folder: Path) -> Iterator[Edited]:
    """The edited copies that a ``sources.csv`` names.

    Raises:
        Unreadable: with every mistake in the table.
    """
    import csv
    import io

    text = decode(load(InFolder(path, folder)), [])
    # Where a comma is the decimal sign, spreadsheets write semicolons.
    head = text.splitlines()[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    columns = [name.strip().casefold() for name in next(rows)]
    problems: list[Problem] = []
    unknown = sorted({*columns} - {*_COLUMNS})
    if unknown or not {"file", "source"} <= {*columns}:
        what = f'no column "{unknown[0]}" is known' if unknown else "its first line has no columns file and source"
        raise Unreadable(Problem(what, f"the columns are: {', '.join(_COLUMNS)}", file=str(path), line=1))
    for row in rows:
        said = {name: value.strip() for name, value in zip(columns, row, strict=False)}
        if not any(said.values()):
            continue
        file = said.pop("file", "")
        said, misread = in_parts(said)
        problems += [Problem(what, hint, file=str(path), line=rows.line_num) for _, what, hint in misread]
        copy = Edited(InFolder(path.parent / file, folder), **said)
        if wrong := _wrong(path.parent, file, copy):
            problems.append(wrong._replace(file=str(path), line=rows.line_num))
        else:
            yield copy
    if problems:
        raise Unreadable(problems)


def _wrong(folder: Path, file: str, copy: Edited) -> Problem | None:
    """What is wrong with a line of a ``sources.csv``, if anything is."""
    try:
        files.beside(folder, file)
    except Unreadable as error:
        return Problem(f"{file[:100]}: {error.problems[0].what}", error.problems[0].hint)
    if not SOURCE.fullmatch(copy.source):
        return Problem(f'"{copy.source}" is no source', how_to_write(copy.source))
    try:
        check_date(copy.date, "date")
    except WrongUsage as error:
        return error.problems[0]
    return None
