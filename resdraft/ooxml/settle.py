"""Accept or reject the marks of a whole file: all, or a selection of them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from resdraft.errors import Problem, WrongUsage
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import AUTHOR, DATE, DOCUMENT, FOOTNOTES
from resdraft.ooxml.package import open_package, pack, parse, serialise
from resdraft.ooxml.revisions import Decision, drop_unreferenced_notes, marks, resolve


@dataclass(frozen=True)
class Selection:
    """Which marks are meant. What is empty means all; what is given must all be true of a mark."""

    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settled:
    """The file afterwards, how many marks were settled, how many are left, and what the user should know."""

    content: bytes
    count: int
    left: int
    warnings: tuple[str, ...] = ()


def settle(content: bytes, action: str, selection: Selection, name: str = "") -> Settled:
    """Accept or reject marks of a .docx.

    Args:
        content: the file. ``action`` is ``accept`` or ``reject``. ``selection`` says which marks.

    Raises:
        WrongUsage: where a source or an author that is asked for stands in no mark.
        Unreadable: for what is no Word file.
    """
    parts = open_package(content, name)
    roots = {part: parse(parts[part], name) for part in sorted(parts) if _is_story(part)}
    manifest = Manifest.read(parts) or Manifest()
    authors = sorted({mark.get(AUTHOR) or "" for root in roots.values() for mark in marks(root)})
    _known(manifest, authors, selection, name)
    shrunk = 0

    def decide(mark: etree._Element) -> Decision:
        nonlocal shrunk
        author = mark.get(AUTHOR)
        own = manifest.of(author)
        if selection.authors and author not in selection.authors:
            return Decision.LEAVE
        if selection.dates and not any((mark.get(DATE) or "").startswith(date) for date in selection.dates):
            return Decision.LEAVE
        if selection.sources:
            if not own & set(selection.sources):
                return Decision.LEAVE
            rest = own - set(selection.sources)
            if action == "reject" and rest:
                mark.set(AUTHOR, ", ".join(sorted(rest)))
                shrunk += 1
                return Decision.LEAVE
        return Decision.ACCEPT if action == "accept" else Decision.REJECT

    before = {part: etree.tostring(root) for part, root in roots.items()}
    count = sum(resolve(root, decide) for root in roots.values()) + shrunk
    left = sum(1 for root in roots.values() for _ in marks(root))
    if FOOTNOTES in roots:
        drop_unreferenced_notes(roots[FOOTNOTES], [root for part, root in roots.items() if part != FOOTNOTES])
    for part, root in roots.items():
        if etree.tostring(root) != before[part]:
            parts[part] = serialise(root)
    return Settled(pack(parts), count, left, tuple(_warnings(manifest, authors, selection)))


def _is_story(part: str) -> bool:
    """Whether a part holds text that marks can stand in."""
    kinds = ("footnotes", "endnotes", "header", "footer", "comments")
    return part == DOCUMENT or (part.startswith("word/") and part.endswith(".xml") and part[5:].startswith(kinds))


def _known(manifest: Manifest, authors: list[str], selection: Selection, name: str) -> None:
    sources = sorted({source for author in authors for source in manifest.of(author)})
    for asked, known, what in ((selection.sources, sources, "source"), (selection.authors, authors, "author")):
        for wanted in asked:
            if wanted not in known:
                there = f"its {what}s are: {', '.join(known)}" if known else "it has no marks"
                raise WrongUsage(Problem(f'no mark of {what} "{wanted}"', there, file=name))


def _warnings(manifest: Manifest, authors: list[str], selection: Selection) -> list[str]:
    out = []
    for author in selection.authors:
        joint = [other for other in authors if other != author and manifest.of(other) & manifest.of(author)]
        if joint:
            out.append(f'"{author}" also stands in the marks of {"; ".join(joint)}, which stay; --source takes them too')
    return out
