"""Accept or reject the marks of a whole file: all, or a selection of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from resdraft.errors import Problem, Unfit, Unreadable, WrongUsage
from resdraft.ooxml.amendments import drop_bookmarks, numbers_in
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import AUTHOR, DATE, ID, w
from resdraft.ooxml.package import main_part, open_package, pack
from resdraft.ooxml.resolve import Decision, drop_comment_ranges, drop_unreferenced_notes, references, resolve
from resdraft.ooxml.revisions import MARKS, MOVE_RANGES, marks
from resdraft.ooxml.story import Story, open_stories, open_xml


class Selection(NamedTuple):
    """Which marks are meant. What is empty means all; what is given must all be true of a mark."""

    sources: tuple[str, ...] = ()
    """Sources among those of a mark: ``CHN`` is one of ``CHN, RUS``."""
    authors: tuple[str, ...] = ()
    """Authors to the letter: ``CHN`` is another author than ``CHN, RUS``."""
    dates: tuple[str, ...] = ()
    """Beginnings of dates, ISO 8601: a day, a month."""
    ids: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()
    """Numbers of proposals, or of single amendments of theirs: ``RUS/62A1/1``, ``RUS/62A1/1(3)``."""


@dataclass(frozen=True)
class SettledFile:
    """A file some of whose marks were accepted or rejected."""

    content: bytes
    count: int
    """How many marks were settled. A joint mark that lost a source counts too."""
    left: int
    """How many marks are left."""
    warnings: tuple[str, ...] = ()
    """What the user should know."""


def settle(content: bytes, action: str, selection: Selection, name: str = "") -> SettledFile:
    """Accept or reject marks of a .docx.

    Args:
        content: the file.
        action: ``accept`` or ``reject``.
        selection: which marks.
        name: the file's, for messages.

    Raises:
        WrongUsage: where a source or an author that is asked for stands in no mark.
        Unfit: where sources are to be accepted that propose different things in one place.
        Unreadable: for what is no Word file.
    """
    parts = open_package(content, name)
    warnings: list[str] = []
    stories = open_stories(parts, name, warnings)
    if main_part(parts, name) not in stories:
        raise Unreadable(Problem("its main part is no Word text", "open it in Word and save it again", file=name))
    roots = [story.root for story in stories.values()]
    manifest = Manifest.read(parts) or Manifest()
    authors: list[str] = []
    numbers: dict[etree._Element, set[str]] = {}
    if selection != Selection():
        authors = sorted({mark.get(AUTHOR) or "" for root in roots for mark in marks(root)})
        dates = sorted({(mark.get(DATE) or "")[:10] for root in roots for mark in marks(root)} - {""})
        ids = {mark.get(ID, "") for root in roots for mark in marks(root)} if selection.ids else set()
        for story in stories.values() if selection.amendments else ():
            numbers |= numbers_in(story.root, manifest.amendments)
        _known(manifest, authors, ids, dates, selection, name)
        _numbered(numbers, selection, name)
    if action == "accept" and (rivals := manifest.rivals(selection.sources)):
        what = f"{', '.join(rivals)} propose different things in one place: they have no common text"
        raise Unfit(Problem(what, "accept one of them", file=name))
    decider = _Decider(action, selection, manifest, numbers)
    before = {kind: set(references(roots, kind)) for kind in ("footnote", "endnote", "comment")}
    # A part without settled marks keeps its bytes.
    touched, done, left = set(), 0, 0
    for part, story in stories.items():
        shrunk, ranges = decider.shrunk, _ranges(story)
        settled, remaining = resolve(story.root, decider.decide)
        done, left = done + settled + decider.shrunk - shrunk, left + remaining
        # The range of a move names an author too, and can stand alone.
        if settled or decider.shrunk > shrunk or ranges > _ranges(story):
            touched.add(part)
            drop_bookmarks(story.root, manifest.amendments)
    for part in touched | _drop_unreferenced(stories, before):
        parts[part] = stories[part].bytes()
        if selection == Selection():
            _prove_settled(parts[part], part, name)
    return SettledFile(pack(parts), done, left, (*warnings, *_warnings(manifest, authors, selection)))


def _ranges(story: Story) -> int:
    return sum(1 for _ in story.root.iter(*MOVE_RANGES))


def _prove_settled(content: bytes, part: str, name: str) -> None:
    """Read a part again as it is saved: no mark, with an author and words that nobody wants seen, may be left in it.

    Raises:
        Unreadable: where a mark stands where none can be taken out, as at the root of a part.
    """
    left = next(open_xml(content, part, name).root.iter(*MARKS, *MOVE_RANGES), None)
    if left is not None:
        what = f"{part}: a mark ({etree.QName(left).localname}) stands where Word can have none, and cannot be settled"
        raise Unreadable(Problem(what, "do not pass the file on; ask its sender for another copy", file=name))


def _drop_unreferenced(stories: Mapping[str, Story], before: Mapping[str, set[str]]) -> set[str]:
    """Remove the footnotes, endnotes and comments whose references went with the marks, and the ranges of such comments.

    Args:
        stories: by the names of their parts.
        before: the ids that were referred to before any mark was settled, by kind.

    Returns:
        The names of the parts that changed.
    """
    roots = [story.root for story in stories.values()]
    touched = set()
    for kind, known in before.items():
        gone = known - set(references(roots, kind))
        for part, story in stories.items() if gone else ():
            if story.root.tag == w(f"{kind}s"):
                drop_unreferenced_notes(story.root, {note.get(ID, "") for note in story.root} - gone)
                touched.add(part)
            elif kind == "comment" and drop_comment_ranges(story.root, gone):
                touched.add(part)
    return touched


class _Decider:
    """Decides on marks. Where one of several sources of a mark is rejected, the mark stays as that of the others."""

    def __init__(
        self, action: str, selection: Selection, manifest: Manifest, numbers: Mapping[etree._Element, set[str]]
    ) -> None:
        self.action, self.selection, self.manifest, self.numbers = action, selection, manifest, numbers
        self.sources = {known.number: known.sources for known in manifest.amendments}
        self.shrunk = 0

    def decide(self, mark: etree._Element) -> Decision:
        author, selection = mark.get(AUTHOR), self.selection
        if selection.authors and author not in selection.authors:
            return Decision.LEAVE
        if selection.ids and mark.get(ID) not in selection.ids:
            return Decision.LEAVE
        if selection.dates and not any((mark.get(DATE) or "").startswith(date) for date in selection.dates):
            return Decision.LEAVE
        if selection.sources or selection.amendments:
            own = self.manifest.sources_of(author)
            meant = set(selection.sources) or set(own)
            if selection.amendments:
                numbers = (n for n in self.numbers.get(mark, ()) if _is_of(n, selection.amendments))
                meant &= {source for number in numbers for source in self.sources[number]}
            rest = own - meant
            if not own & meant:
                return Decision.LEAVE
            if self.action == "reject" and rest:
                mark.set(AUTHOR, ", ".join(sorted(rest)))
                # The ends of a move's range bear an author too, but people count the move once.
                self.shrunk += mark.tag not in MOVE_RANGES
                return Decision.LEAVE
        return Decision.ACCEPT if self.action == "accept" else Decision.REJECT


def _is_of(number: str, wanted: Collection[str]) -> bool:
    """Whether an amendment is one of those that are meant, or of a proposal that is."""
    return number in wanted or number.partition("(")[0] in wanted


def _numbered(numbers: Mapping[etree._Element, set[str]], selection: Selection, name: str) -> None:
    known = sorted(
        {n for own in numbers.values() for n in own},
        key=lambda n: [int(d) if d.isdigit() else d for d in re.split(r"(\d+)", n)],
    )
    for wanted in selection.amendments:
        if not any(_is_of(number, (wanted,)) for number in known):
            there = f"its amendments are: {', '.join(known[:20])}{' ...' if len(known) > 20 else ''}"
            hint = there if known else "the file does not tell the numbers of amendments; --source and --id do without"
            raise WrongUsage(Problem(f'no mark of amendment "{wanted}"', hint, file=name))


def _known(manifest: Manifest, authors: list[str], ids: set[str], dates: list[str], selection: Selection, name: str) -> None:
    sources = sorted({source for author in authors for source in manifest.sources_of(author)})
    for asked, known, what in (
        (selection.sources, sources, "source"),
        (selection.authors, authors, "author"),
        (selection.ids, sorted(ids, key=lambda i: (len(i), i)), "id"),
        (selection.dates, dates, "date"),
    ):
        for wanted in asked:
            if not any(value.startswith(wanted) if what == "date" else value == wanted for value in known):
                there = (
                    f"its {what}s are: {', '.join(known[:20])}{' ...' if len(known) > 20 else ''}"
                    if known
                    else "it has no marks"
                )
                raise WrongUsage(Problem(f'no mark of {what} "{wanted}"', there, file=name))


def _warnings(manifest: Manifest, authors: list[str], selection: Selection) -> list[str]:
    out = []
    for author in selection.authors:
        joint = [other for other in authors if other != author and manifest.sources_of(other) & manifest.sources_of(author)]
        if joint:
            out.append(f'"{author}" also stands in the marks of {"; ".join(joint)}, which stay; --source takes them too')
    return out
