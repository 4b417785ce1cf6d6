"""What a Word file says beside its text: found, and taken out. People know such checks as document inspectors.

The text stays, and so do revision marks with their words. This is about data of the file; a *clean* document of a resolution, one without
marks, is another thing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from resdraft.errors import OurFault, Problem, Unreadable
from resdraft.ooxml.hidden_text import take_out_hidden_text
from resdraft.ooxml.package import main_part, open_package, pack, related
from resdraft.ooxml.private_markup import clean_markup
from resdraft.ooxml.private_parts import Findings, OpenParts, PrivateData, drop_orphans, drop_parts
from resdraft.ooxml.projections import has_marks, paragraphs
from resdraft.ooxml.revisions import everything, nothing
from resdraft.ooxml.story import open_story

KINDS = {
    "comments": "comments, with the places they are on",
    "authors": "names and dates of whoever made the marks; people who may edit",
    "properties": "properties of the document: author, company, title, times, labels, own ones",
    "thumbnails": "the picture of the first page",
    "manifest": "what resdraft keeps in a file: sources, proposals, numbers of amendments",
    "custom-xml": "data that other programs keep in the file",
    "hidden-text": "text that is formatted as hidden",
    "revision-ids": "numbers of editing sessions (rsid), of the document and its paragraphs",
    "session": "place of the cursor, marks of the spelling checker",
    "paths": "files and folders of the machine: template, mail merge, linked files",
    "printer": "settings of a printer",
    "variables": "variables of macros",
    "add-ins": "programs that were used beside Word",
    "signatures": "digital signatures, which hold no longer when anything is taken out",
    "orphans": "parts that nothing in the file refers to",
}
"""What is taken out, each kind with what it is in words."""
_EXIF = b"Exif\x00\x00"
_FIELDS = re.compile(
    r"\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|TEMPLATE|DOCPROPERTY|DOCVARIABLE)\b", re.IGNORECASE
)


def take_out(
    content: bytes, keep: Collection[str] = (), name: str = ""
) -> tuple[bytes, tuple[PrivateData, ...], tuple[str, ...]]:
    """Take out of a Word file what does not belong to its text.

    Args:
        content: the file.
        keep: kinds of :data:`KINDS` that stay.
        name: the file's, for messages.

    Returns:
        The file without them, what was taken out, and what may be private and stays.

    Raises:
        Unreadable: where it is no Word file. OurFault: where something would be left, or the text would change.
    """
    parts = open_package(content, name)
    cleaned, found = _without(parts, frozenset(keep), name)
    _prove(cleaned, frozenset(keep), name)
    return pack(cleaned) if found else content, found, tuple(_stays(cleaned, name))


def _without(
    parts: Mapping[str, bytes], keep: frozenset[str], name: str, *, proved: bool = True
) -> tuple[dict[str, bytes], tuple[PrivateData, ...]]:
    """The parts without what is private. ``proved``: that nothing but hidden text goes from the text is held against a reading of it."""
    found = Findings(keep)
    opened = OpenParts(dict(parts), name)
    main = main_part(parts, name)
    styles = next(iter(related(parts, main, "styles")), "")
    if "hidden-text" not in keep:
        take_out_hidden_text(opened, opened.root(styles) if styles else None, found)
    before = _read(opened.written()) if proved else {}
    drop_parts(opened, found)
    clean_markup(opened, found)
    drop_orphans(opened, found)
    cleaned = opened.written()
    if proved and {part: text for part, text in before.items() if part in cleaned} != _read(cleaned):
        raise OurFault(
            Problem("the text would not be the same", "nothing was written; please report it with the file", file=name)
        )
    return cleaned, found.all()


def _prove(parts: Mapping[str, bytes], keep: frozenset[str], name: str) -> None:
    """Look again: nothing may be left."""
    left = _without(parts, keep, name, proved=False)[1]
    if left:
        what = f"{left[0].kind} in {left[0].part} would be left"
        raise OurFault(Problem(what, "nothing was written; please report it with the file", file=name))


def _read(parts: Mapping[str, bytes]) -> dict[str, list[list[str]]]:
    """The text of each part that holds any, under no marks and under all."""
    out = {}
    for part, content in parts.items():
        try:
            story = None if part.startswith(("customXml/", "docProps/")) else open_story(content, part)
        except Unreadable:
            continue
        if story is not None and not part.rpartition("/")[2].startswith("comments"):
            choices = (nothing, everything) if has_marks(story.root) else (nothing,)
            out[part] = [[p.text for p in paragraphs(story.root, choice)] for choice in choices]
    return out


def _stays(parts: Mapping[str, bytes], name: str) -> list[str]:
    """What may say more than is meant, and is part of the text or of something in it: told, and left."""
    out = []
    if macros := [part for part in parts if part.lower().endswith("vbaproject.bin")]:
        out.append(f"{macros[0]}: macros stay, with what they say")
    inside = [part for part in parts if "/embeddings/" in part or "/afchunk" in part.lower()]
    if inside:
        out.append(f"{len(inside)} embedded file{'s' * (len(inside) != 1)} ({inside[0]} ...): not looked into")
    photographs = [part for part, content in parts.items() if "/media/" in part and _EXIF in content[:4096]]
    if photographs:
        out.append(
            f"{len(photographs)} picture{'s' * (len(photographs) != 1)} with data of a camera ({photographs[0]} ...): they stay"
        )
    opened = OpenParts(dict(parts), name)
    for part in opened.xml():
        root = opened.root(part)
        codes = [e.text or "" for e in root.iter("{*}instrText")] + [
            e.get(a, "") for e in root.iter("{*}fldSimple") for a in e.attrib
        ]
        shown = sorted({found[1].upper() for code in codes if (found := _FIELDS.match(code))})
        if shown:
            out.append(f"{part}: fields show what Word knows of the file ({', '.join(shown)}): look at what they say")
    return out + [f"{part}: no XML, so not looked into" for part in opened.unreadable]
