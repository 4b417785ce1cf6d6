"""Accept or reject the marks of a whole file: all, or a selection of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from resdraft.errors import Problem, Unfit, Unreadable, WrongUsage, shortened
from resdraft.limits import count
from resdraft.ooxml.amendments import drop_bookmarks, numbers_in, numbers_in_notes
from resdraft.ooxml.comments import drop_comments
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.moves import moves
from resdraft.ooxml.names import AUTHOR, DATE, ID, MOVE_TO, T, w
from resdraft.ooxml.notes import drop_notes, references
from resdraft.ooxml.package import main_part, open_package, pack
from resdraft.ooxml.resolve import Decide, Decision, resolve
from resdraft.ooxml.revisions import MARKS, MOVE_RANGES, marks
from resdraft.ooxml.story import Story, open_stories, open_xml, require_document

_NOTES = (w("footnotes"), w("endnotes"))
_LONGEST = 60
"""So many characters of moved words are named in a message."""


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


def settle(content: bytes, action: str, selection: Selection, name: str = "", codes: Collection[str] = ()) -> SettledFile:
    """Accept or reject marks of a .docx.

    Args:
        content: the file.
        action: ``accept`` or ``reject``.
        selection: which marks.
        name: the file's, for messages.
        codes: of sources that are known everywhere: an author of several of them is as many sources where the file has no manifest.

    Raises:
        WrongUsage: where a source or an author that is asked for stands in no mark.
        Unfit: where sources are to be accepted that propose different things in one place.
        Unreadable: for what is no Word file.
    """
    parts = open_package(content, name)
    warnings: list[str] = []
    stories = open_stories(parts, name, warnings)
    main = main_part(parts, name)
    require_document(stories.get(main), name)
    roots = [story.root for story in stories.values()]
    manifest = Manifest.read(parts) or _without_manifest(codes, action, roots, selection, name)
    authors: list[str] = []
    numbers: dict[etree._Element, set[str]] = {}
    if selection != Selection():
        authors = sorted({mark.get(AUTHOR) or "" for root in roots for mark in marks(root)})
        dates = sorted({(mark.get(DATE) or "")[:10] for root in roots for mark in marks(root)} - {""})
        ids = {mark.get(ID, "") for root in roots for mark in marks(root)} if selection.ids else set()
        if selection.amendments:
            numbers = _numbers(roots, manifest)
        _known(manifest, authors, ids, dates, selection, name)
        _numbered(numbers, roots, manifest, selection, name)
    if action == "accept" and (rivals := manifest.rivals(selection.sources)):
        what = f"{', '.join(rivals)} propose different things in one place: they have no common text"
        raise Unfit(Problem(what, "accept one of them", file=name))
    decider = _Decider(action, selection, manifest, numbers)
    before = {kind: set(references(roots, kind)) for kind in ("footnote", "endnote", "comment")}
    # A part without settled marks keeps its bytes.
    touched, done, left = set(), 0, 0
    for part, story in stories.items():
        shrunk, ranges = decider.shrunk, _ranges(story)
        settled, remaining = resolve(story.root, decider.whole_moves(story.root))
        done, left = done + settled + decider.shrunk - shrunk, left + remaining
        # The range of a move names an author too, and can stand alone.
        if settled or decider.shrunk > shrunk or ranges > _ranges(story):
            touched.add(part)
            drop_bookmarks(story.root, manifest.amendments)
    for part in touched | _drop_unreferenced(stories, before, parts, main):
        parts[part] = stories[part].bytes()
        if selection == Selection():
            _prove_settled(parts[part], part, name)
    return SettledFile(pack(parts), done, left, (*warnings, *_warnings(manifest, authors, selection), *decider.notices()))


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


def _without_manifest(
    codes: Collection[str], action: str, roots: Collection[etree._Element], selection: Selection, name: str
) -> Manifest:
    """What is known of sources in a file that has no manifest, or lost it when another program saved it.

    Raises:
        Unfit: where sources are asked for, and the marks do not say enough of them.
    """
    manifest = Manifest.by_names(codes)
    if not selection.sources:
        return manifest
    hint = "use --author, or the file as it was before another program saved it"
    authors = {mark.get(AUTHOR) for root in roots for mark in marks(root)}
    if unclear := [a for a in manifest.unclear(authors) if {*a.split(", ")} & {*selection.sources}]:
        raise Unfit(Problem(f'it cannot be told whether "{unclear[0]}" is one author or several', hint, file=name))
    if action == "accept" and len(selection.sources) > 1 and manifest.secretariat in authors:
        what = "it cannot be told which sources stand for different options of one choice"
        raise Unfit(Problem(what, "accept one of them, or use the file as it was before another program saved it", file=name))
    return manifest


def _drop_unreferenced(
    stories: Mapping[str, Story], before: Mapping[str, set[str]], parts: dict[str, bytes], main: str
) -> set[str]:
    """Remove the footnotes, endnotes and comments whose references went with the marks.

    Args:
        stories: by the names of their parts.
        before: the ids that were referred to before any mark was settled, by kind.
        parts: of the package; those beside the comments change.
        main: the name of the main part.

    Returns:
        The names of the stories that changed.
    """
    roots = [story.root for story in stories.values()]
    touched = set()
    for kind, known in before.items():
        gone = known - set(references(roots, kind))
        if gone and kind == "comment":
            touched |= drop_comments(gone, stories, parts, main)
        for part, story in stories.items() if gone else ():
            if story.root.tag == w(f"{kind}s") and kind != "comment":
                drop_notes(story.root, gone)
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
        self.completed: list[str] = []
        """The words of the moves that were settled whole where one half was meant."""

    def whole_moves(self, root: etree._Element) -> Decide:
        """The decisions on a part, one for both halves of a move: settled alone, one would double the words or lose them."""
        if self.selection == Selection():
            return self.decide
        known: dict[etree._Element, Decision] = {}
        for move in moves(root):
            decisions = [self.decide(mark) for mark in move.marks]
            settled = next((decision for decision in decisions if decision is not Decision.LEAVE), None)
            if settled is not None and Decision.LEAVE in decisions:
                here = (mark for mark in move.marks if mark.tag == MOVE_TO)
                self.completed.append("".join(t.text or "" for mark in here for t in mark.iter(T)))
            for mark in move.marks:
                known[mark] = settled or Decision.LEAVE
            for start in move.starts if move.marks else ():
                if settled is None:
                    self.decide(start)
                known[start] = settled or Decision.LEAVE
        return lambda mark: known[mark] if mark in known else self.decide(mark)

    def notices(self) -> Iterator[str]:
        """Which moves were settled whole."""
        for words in self.completed:
            yield f"both halves of a move were {self.action}ed, for they belong together: “{shortened(' '.join(words.split()), _LONGEST)}”"

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


def _numbers(roots: Sequence[etree._Element], manifest: Manifest) -> dict[etree._Element, set[str]]:
    """The numbers of the amendments of each mark of a file."""
    out: dict[etree._Element, set[str]] = {}
    for root in roots:
        out |= numbers_in(root, manifest.amendments)
    for root in roots:
        if root.tag in _NOTES:
            out |= numbers_in_notes(root, roots, out)
    return out


def _numbered(
    numbers: Mapping[etree._Element, set[str]],
    roots: Sequence[etree._Element],
    manifest: Manifest,
    selection: Selection,
    name: str,
) -> None:
    """Refuse amendments of which the file has no mark, or of which it cannot be told whether it has more than are known."""
    known = sorted(
        {n for own in numbers.values() for n in own},
        key=lambda n: [count(d) if at % 2 else d for at, d in enumerate(re.split(r"(\d+)", n))],
    )
    for wanted in selection.amendments:
        if not any(_is_of(number, (wanted,)) for number in known):
            there = f"its amendments are: {', '.join(known[:20])}{' ...' if len(known) > 20 else ''}"
            hint = there if known else "the file does not tell the numbers of amendments; --source and --id do without"
            raise WrongUsage(Problem(f'no mark of amendment "{wanted}"', hint, file=name))
    meant = [known for known in manifest.amendments if _is_of(known.number, selection.amendments)]
    names = {start.get(w("name")) for root in roots for start in root.iter(w("bookmarkStart"))} if meant else set()
    lost = {source for known in meant if not names.issuperset(known.bookmarks) for source in known.sources}
    # Programs keep bookmarks in the text, but not in notes.
    for mark in (mark for root in roots if root.tag in _NOTES for mark in marks(root)) if lost else ():
        if not numbers.get(mark) and manifest.sources_of(mark.get(AUTHOR)) & lost:
            what = f"another program has dropped the number of a mark of {mark.get(AUTHOR)}: it may be of that amendment"
            hint = "use --source or --id, or the file as it was before that program saved it"
            raise Unfit(Problem(what, hint, file=name))


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
