"""Two Word files into one: the old file with all that the new one changes as revision marks."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import ParagraphIds
from resdraft.compare.carried_parts import CarriedParts, PartCopier
from resdraft.compare.containers import ContainerReviser
from resdraft.compare.content import mark_runs
from resdraft.compare.content_keys import ContentKeys
from resdraft.compare.headers_footers import match_headers_footers
from resdraft.compare.notes import KINDS, Notes
from resdraft.compare.notices import UnmarkedDifferences, comments, layout
from resdraft.compare.proof import Proof
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
    """The marked file, how many marks it was given, and what of the new file it does not show."""

    content: bytes
    marks: int
    notices: tuple[str, ...] = ()


def compare_files(
    old: tuple[bytes, str], new: tuple[bytes, str], author: str, date: str = "", *, keep: bool = False
) -> ComparedFile:
    """Compare two .docx.

    Args:
        old, new: their bytes and their names, for messages. ``author`` is whose the marks are; ``date`` (ISO 8601) is their date. With
            ``keep``, earlier marks that both files bear stay.

    Raises:
        Unreadable: for what is no Word file, or bears earlier marks.
        Unfit: where a change cannot be marked without harm to earlier marks.
        OurFault: where what was written does not read as it should.
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
        self.stories = tuple(self._main(n) for n in (0, 1))
        self.carried_parts = CarriedParts(self.old, self.new)
        sides = [(parts, main, story.root) for parts, main, story in zip(self._parts, self.mains, self.stories, strict=True)]
        self.notes = {kind: Notes(kind, sides[0], sides[1], old[1]) for kind in KINDS}
        self.problems: list[Problem] = []
        self.made: list[etree._Element] = []
        self.moves = free_move_names(self.old)
        # Every mark names its author: most files need no look at each of their elements.
        signs = (b"author" in parts[main] for parts, main in zip(self._parts, self.mains, strict=True))
        self.marked = [sign and has_marks(story.root) for sign, story in zip(signs, self.stories, strict=True)]
        roots = (self.stories[0].root, self.stories[1].root)
        self.running, notices, given = match_headers_footers(self._parts, self.mains, roots, self.names, self._make)
        self.notices = [*notices, *layout(roots, self.names), *comments(self._parts, self.mains, self.names)]
        self.unshown = UnmarkedDifferences()
        self.touched: dict[str, Story] = {self.mains[0]: self.stories[0]} if given else {}

    @property
    def _parts(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        return self.old, self.new

    def _main(self, n: int) -> Story:
        story = open_story(self._parts[n][self.mains[n]], self.mains[n], self.names[n])
        if story is None:
            raise Unreadable(Problem("its main part is no Word text", "open it in Word and save it again", file=self.names[n]))
        return story

    def refuse_marks(self) -> None:
        """Refuse files that bear marks already: what is compared must be said.

        Raises:
            Unreadable: for both files together.
        """
        problems = []
        for n, name in enumerate(self.names):
            own = [
                *(notes.stories[n] for notes in self.notes.values()),
                *(pair[2 + n] for pair in self.running),
            ]
            if self.marked[n] or any(has_marks(story.root) for story in own if isinstance(story, Story)):
                hint = "say what is meant with --accept, --reject, or --keep (marks that both bear stay)"
                problems.append(Problem("the file holds revision marks", hint, file=name))
        if problems:
            raise Unreadable(problems)

    def run(self) -> ComparedFile:
        """Compare all parts that hold text, prove the result, and pack it."""
        pairs = [(self.mains[0], self.mains[1], self.stories[0], self.stories[1])]
        for own, their, mine, theirs in [*pairs, *self.running]:
            bodies = (mine.root.find(w("body")), theirs.root.find(w("body")))
            left, right = (root if body is None else body for root, body in zip((mine.root, theirs.root), bodies, strict=True))
            self._compare((own, their), (mine, theirs), [(left, right)])
        for notes in self.notes.values():
            here, there = notes.stories
            notes.settle(self.stories[0].root, set(self.made))
            if here is not None and there is not None:
                self._compare((notes.parts[0], notes.parts[1]), (here, there), notes.revised())
            for body in notes.gone() if here is not None else ():
                for run in _words_of_note(body, notes.kind):
                    mark_runs([run], lambda: self._make("del"))
                    self.touched[notes.parts[0]] = here  # type: ignore[assignment]
        if self.problems:
            raise Unfit(self.problems)
        notices = (*self.notices, *self.unshown.notices(self.names))
        if not self.touched:
            return ComparedFile(pack(self.old), 0, notices)
        self._number()
        self.carried_parts.pack()
        for part, story in self.touched.items():
            self.old[part] = story.bytes()
        return ComparedFile(pack(self.old), len(self.made), notices)

    def _compare(
        self, parts: tuple[str, str], stories: tuple[Story, Story], containers: list[tuple[etree._Element, etree._Element]]
    ) -> None:
        """Compare containers of one part with their counterparts."""
        known = [{k: v for notes in self.notes.values() for k, v in notes.known(new=bool(n)).items()} for n in (0, 1)]
        looks = ContentKeys(self.old, parts[0], known[0])
        copier = PartCopier(self.carried_parts, parts[1], parts[0], known[1], stories[0].root, self._bring_note)
        slices = ParagraphIds(self.old.get(parts[0], b""), self.new.get(parts[1], b""))
        ids = slices.ids(0, stories[0].root, looks), slices.ids(1, stories[1].root, copier)
        flows = ContainerReviser((looks, copier), ids, self._make, self.moves, self.unshown, self.author, self.names[0])
        changed = False
        for left, right in containers:
            proof = Proof(self.carried_parts, self.names[0])
            if flows.revise(left, right, proof):
                changed = True
                if not flows.problems:
                    proof.hold()
        self.problems += flows.problems
        if changed:
            self.touched[parts[0]] = stories[0]

    # marks

    def _make(self, tag: str) -> etree._Element:
        """A mark of ours. One without a date bears none: an invented one would be wrong; the range of a move must have one."""
        mark = etree.Element(w(tag))
        mark.set(ID, "0")
        mark.set(w("author"), self.author)
        if self.date or tag.endswith("RangeStart"):
            mark.set(w("date"), f"{self.date[:10]}T00:00:00Z" if self.date else _NO_DATE)
        self.made.append(mark)
        return mark

    def _number(self) -> None:
        """Give our marks ids that no mark, bookmark or comment of their part has; the two ends of a range bear the same."""
        last = 0
        for story in self.touched.values():
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

    def _bring_note(self, kind: str, own: str) -> str:
        """Bring a note of the new file along with a new reference to it; its id in the old file."""
        notes = self.notes[kind]
        theirs = notes.bodies[1].get(own)
        if theirs is None:
            return own
        story = notes.stories[0]
        if story is None:
            story = self._found_notes(notes)
        fresh = notes.free_id()
        body = etree.SubElement(story.root, w(kind), {ID: fresh})
        copier = PartCopier(self.carried_parts, notes.parts[1], notes.parts[0], {}, story.root, lambda _, own: own)
        for p in theirs:
            body.append(copier.carried(p))
        for run in _words_of_note(body, kind):
            mark = self._make("ins")
            run.addprevious(mark)
            mark.append(run)
        notes.bodies[0][fresh] = body
        self.touched[notes.parts[0]] = story
        return fresh

    def _found_notes(self, notes: Notes) -> Story:
        """A part for notes in a file that has none, with Word's separators (17.11.1)."""
        folder = self.mains[0].rpartition("/")[0]
        name = free_name(self.old, f"{folder}/{notes.kind}s" if folder else f"{notes.kind}s")
        self.old[name] = b""
        relate(self.old, self.mains[0], f"{notes.kind}s", name.rpartition("/")[2])
        declare(self.old, name, f"{_TYPE}{notes.kind}s+xml")
        notes.parts[0] = name
        story = notes.stories[0] = Story(empty_notes(notes.kind))
        return story


def _words_of_note(body: etree._Element, kind: str) -> list[etree._Element]:
    """The runs of a note that hold its words: not the one with its number, nor those that bear a mark already."""
    runs = (run for run in body.iter(RUN) if run.find(w(f"{kind}Ref")) is None and any(child.tag != RPR for child in run))
    return [run for run in runs if next(run.iterancestors(*PLUS, *MINUS, w("txbxContent")), None) is None]
