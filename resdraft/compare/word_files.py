"""Two Word files compared: the old file, with all that the new one changes as revision marks."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from resdraft.compare.carried_parts import CarriedParts
from resdraft.compare.containers import ContainerReviser
from resdraft.compare.content_keys import ContentKeys
from resdraft.compare.headers_footers import StoryPair, match_headers_footers
from resdraft.compare.notes import NOTE_KINDS, FileText, Notes
from resdraft.compare.notices import UnmarkedDifferences, comment_notices, layout_notices
from resdraft.compare.paragraph_ids import ParagraphIds
from resdraft.compare.part_copier import PartCopier
from resdraft.compare.proof import Proof
from resdraft.compare.run_marks import TEXT_BOX, mark_elements
from resdraft.errors import Problem, Unfit, Unreadable
from resdraft.ooxml.names import ID, MINUS, PLUS, RPR, RUN, w
from resdraft.ooxml.notes import empty_notes
from resdraft.ooxml.package import main_part, open_package, pack
from resdraft.ooxml.projections import has_marks
from resdraft.ooxml.relationships import declare, free_name, relate
from resdraft.ooxml.revisions import MARKS, end_tag
from resdraft.ooxml.story import Story, free_move_names, open_story

_NO_DATE = "1970-01-01T00:00:00Z"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


class ComparedFile(NamedTuple):
    """The result of a comparison."""

    content: bytes
    """The old file with marks."""
    marks: int
    """How many marks it was given."""
    notices: tuple[str, ...] = ()
    """What of the new file it does not show, in words."""


def compare_files(
    old: tuple[bytes, str], new: tuple[bytes, str], author: str, date: str = "", *, keep: bool = False
) -> ComparedFile:
    """Compare two .docx files.

    Args:
        old: the bytes of the old file, and its name for messages.
        new: the bytes of the new file, and its name.
        author: whose the marks are.
        date: the date of the marks, ISO 8601.
        keep: whether earlier marks that both files bear stay; else files with marks are refused.

    Raises:
        Unreadable: for what is no Word file, or bears earlier marks.
        Unfit: where a change cannot be marked without harm to earlier marks.
        OurFault: where the result does not read as it should.
    """
    comparison = _Comparison(old, new, author, date)
    if not keep:
        comparison.refuse_marks()
    return comparison.run()


class _Comparison:
    def __init__(self, old: tuple[bytes, str], new: tuple[bytes, str], author: str, date: str) -> None:
        self.names = (old[1], new[1])
        self.old, self.new = open_package(*old), open_package(*new)
        self.author, self.date = author, date
        self.mains = (main_part(self.old, old[1]), main_part(self.new, new[1]))
        self.stories = (self._main_story(0), self._main_story(1))
        self.carried_parts = CarriedParts(self.old, self.new)
        roots = (self.stories[0].root, self.stories[1].root)
        texts = (FileText(self.old, self.mains[0], roots[0]), FileText(self.new, self.mains[1], roots[1]))
        self.notes = {kind: Notes(kind, *texts, old[1]) for kind in NOTE_KINDS}
        self.problems: list[Problem] = []
        self.made: list[etree._Element] = []
        self.move_names = free_move_names(self.old)
        self.marked = [has_marks(text.root) for text in texts]
        self.headers_footers, notices, added = match_headers_footers(
            self._parts, self.mains, roots, self.names, self._make_mark
        )
        self.notices = [
            *notices,
            *layout_notices(roots, self.names),
            *comment_notices(self._parts, self.mains, self.names),
        ]
        self.unmarked = UnmarkedDifferences()
        # A header that was added is referred to by the main part, which so changed.
        self.changed: dict[str, Story] = {self.mains[0]: self.stories[0]} if added else {}

    @property
    def _parts(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        return self.old, self.new

    def _main_story(self, n: int) -> Story:
        story = open_story(self._parts[n][self.mains[n]], self.mains[n], self.names[n])
        if story is None:
            raise Unreadable(Problem("its main part is no Word text", "open it in Word and save it again", file=self.names[n]))
        return story

    def refuse_marks(self) -> None:
        """Refuse files that bear marks already: whether those count as accepted or rejected must be said.

        Raises:
            Unreadable: for both files together.
        """
        problems = []
        for n, name in enumerate(self.names):
            stories = [
                *(notes.stories[n] for notes in self.notes.values()),
                *(pair.new if n else pair.old for pair in self.headers_footers),
            ]
            if self.marked[n] or any(has_marks(story.root) for story in stories if story is not None):
                hint = "say what is meant with --accept, --reject, or --keep (marks that both bear stay)"
                problems.append(Problem("the file holds revision marks", hint, file=name))
        if problems:
            raise Unreadable(problems)

    def run(self) -> ComparedFile:
        """Compare all parts that hold text, prove the result, and pack it."""
        main = StoryPair(*self.mains, *self.stories)
        for pair in [main, *self.headers_footers]:
            bodies = (pair.old.root.find(w("body")), pair.new.root.find(w("body")))
            left, right = (
                root if body is None else body for root, body in zip((pair.old.root, pair.new.root), bodies, strict=True)
            )
            self._revise_part(pair, [(left, right)])
        for notes in self.notes.values():
            self._revise_notes(notes)
        if self.problems:
            raise Unfit(self.problems)
        notices = (*self.notices, *self.unmarked.notices(self.names))
        if not self.changed:
            return ComparedFile(pack(self.old), 0, notices)
        self._number_marks()
        self.carried_parts.write_back()
        for part, story in self.changed.items():
            self.old[part] = story.bytes()
        return ComparedFile(pack(self.old), len(self.made), notices)

    def _revise_part(self, pair: StoryPair, containers: list[tuple[etree._Element, etree._Element]]) -> None:
        """Revise containers of a part of the old file into their counterparts."""
        known = [{k: v for notes in self.notes.values() for k, v in notes.keys(new=bool(n)).items()} for n in (0, 1)]
        keys = ContentKeys(self.old, pair.old_part, known[0])
        copier = PartCopier(self.carried_parts, pair.new_part, pair.old_part, known[1], pair.old.root, self._bring_note)
        paragraph_ids = ParagraphIds(self.old.get(pair.old_part, b""), self.new.get(pair.new_part, b""))
        ids = paragraph_ids.of(0, pair.old.root, keys), paragraph_ids.of(1, pair.new.root, copier)
        reviser = ContainerReviser(
            (keys, copier), ids, self._make_mark, self.move_names, self.unmarked, self.author, self.names[0]
        )
        for left, right in containers:
            proof = Proof(self.carried_parts, self.names[0])
            if reviser.revise(left, right, proof):
                self.changed[pair.old_part] = pair.old
                if not reviser.problems:
                    # What could not be changed is refused as a whole, and would not read as it should.
                    proof.check()
        self.problems += reviser.problems

    # marks

    def _make_mark(self, tag: str) -> etree._Element:
        """A revision mark. Without a date it bears none, for an invented one would be wrong; only the range of a move must have one."""
        mark = etree.Element(w(tag))
        mark.set(ID, "0")
        mark.set(w("author"), self.author)
        if self.date or tag.endswith("RangeStart"):
            mark.set(w("date"), f"{self.date[:10]}T00:00:00Z" if self.date else _NO_DATE)
        self.made.append(mark)
        return mark

    def _number_marks(self) -> None:
        """Give the new marks ids that no mark, bookmark or comment of the file has; both ends of a range bear the same."""
        last = 0
        for story in self.changed.values():
            for element in story.root.iter(*MARKS, w("bookmarkStart"), w("commentRangeStart"), w("permStart")):
                own = element.get(ID, "")
                if own.isdigit():
                    last = max(last, int(own))
        for mark in self.made:
            last += 1
            mark.set(ID, str(last))
            p = mark.getparent()
            if str(mark.tag).endswith("RangeStart") and p is not None:
                for end in p.findall(end_tag(mark)):
                    end.set(ID, str(last))

    # notes

    def _revise_notes(self, notes: Notes) -> None:
        """Revise the notes that stay, and mark the words of those that go as deleted.

        This comes after the text: only then is it known which references stay.
        """
        here, there = notes.stories
        notes.find_kept(self.stories[0].root, set(self.made))
        if here is not None and there is not None:
            self._revise_part(StoryPair(notes.parts[0], notes.parts[1], here, there), notes.kept())
        for body in notes.deleted() if here is not None else ():
            for run in _runs_of_note(body, notes.kind):
                mark_elements([run], lambda: self._make_mark("del"))
                self.changed[notes.parts[0]] = here  # type: ignore[assignment]

    def _bring_note(self, kind: str, own: str) -> str:
        """Bring a note of the new file along with a new reference to it; its id in the old file."""
        notes = self.notes[kind]
        theirs = notes.bodies[1].get(own)
        if theirs is None:
            return own
        story = notes.stories[0]
        if story is None:
            story = self._add_notes_part(notes)
        fresh = notes.free_id()
        body = etree.SubElement(story.root, w(kind), {ID: fresh})
        # A note holds no references to notes, so this copier need not bring any along.
        copier = PartCopier(self.carried_parts, notes.parts[1], notes.parts[0], {}, story.root, lambda _, own: own)
        for p in theirs:
            body.append(copier.copied(p))
        for run in _runs_of_note(body, kind):
            mark = self._make_mark("ins")
            run.addprevious(mark)
            mark.append(run)
        notes.bodies[0][fresh] = body
        self.changed[notes.parts[0]] = story
        return fresh

    def _add_notes_part(self, notes: Notes) -> Story:
        """A part for notes in a file that has none, with the separators that Word expects (17.11.1)."""
        folder = self.mains[0].rpartition("/")[0]
        name = free_name(self.old, f"{folder}/{notes.kind}s" if folder else f"{notes.kind}s")
        self.old[name] = b""
        relate(self.old, self.mains[0], f"{notes.kind}s", name.rpartition("/")[2])
        declare(self.old, name, f"{_TYPE}{notes.kind}s+xml")
        notes.parts[0] = name
        story = notes.stories[0] = Story(empty_notes(notes.kind))
        return story


def _runs_of_note(body: etree._Element, kind: str) -> list[etree._Element]:
    """The runs of a note that hold its words: not the one with its number, nor those in a mark already."""
    runs = (run for run in body.iter(RUN) if run.find(w(f"{kind}Ref")) is None and any(child.tag != RPR for child in run))
    return [run for run in runs if next(run.iterancestors(*PLUS, *MINUS, TEXT_BOX), None) is None]
