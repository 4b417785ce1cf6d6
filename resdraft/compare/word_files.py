"""Two Word files compared: the old file, with all that the new one changes as revision marks."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from lxml import etree

from resdraft.compare.bookmarks import carry_bookmarks
from resdraft.compare.carried_parts import CarriedParts
from resdraft.compare.containers import ContainerReviser
from resdraft.compare.content_keys import ContentKeys
from resdraft.compare.definitions import definition_notices
from resdraft.compare.headers_footers import StoryPair, match_headers_footers
from resdraft.compare.notes import NOTE_KINDS, FileText, Notes
from resdraft.compare.notices import UnmarkedDifferences, comment_notices, comments_of, layout_notices
from resdraft.compare.paragraph_ids import ParagraphIds
from resdraft.compare.part_copier import PartCopier
from resdraft.compare.proof import PartMeanings, Proof
from resdraft.errors import Problem, Unfit, Unreadable
from resdraft.ooxml.misplaced import damage_refused
from resdraft.ooxml.names import ID, MINUS, PLUS, RPR, RUN, TEXT_BOX, w
from resdraft.ooxml.new_marks import NewMarks
from resdraft.ooxml.notes import empty_notes, number_in_order
from resdraft.ooxml.numbering import Numbering
from resdraft.ooxml.package import main_part, open_package, pack, related
from resdraft.ooxml.paragraph_editor import wrap
from resdraft.ooxml.projections import has_marks, paragraphs
from resdraft.ooxml.proving import Difference, When, judge, told_notices, whole_differences
from resdraft.ooxml.relationships import declare, free_name, relate
from resdraft.ooxml.revisions import MarkFilter, everything, nothing
from resdraft.ooxml.story import Story, free_move_names, open_main_story, shared_root
from resdraft.ooxml.whole_story import Signs, Whole, whole_story

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
    with damage_refused(old, new):
        comparison = _Comparison(old, new, author, date)
    if not keep:
        comparison.refuse_marks()
    try:
        with damage_refused(old, new):
            return comparison.run()
    except (Unfit, Unreadable):
        raise
    except Exception:
        # What other programs have marked otherwise than Word does is no fault of ours: it is refused with its reason.
        if any(comparison.marked):
            what = "the two files bear different revision marks, and they cannot be told from what is new"
            raise Unfit(Problem(what, "accept or reject them first: say --accept or --reject", file=old[1])) from None
        raise


class _Comparison:
    def __init__(self, old: tuple[bytes, str], new: tuple[bytes, str], author: str, date: str) -> None:
        self.names = (old[1], new[1])
        self.old, self.new = open_package(*old), open_package(*new)
        self.unchanged = dict(self.old)
        self.author, self.marks = author, NewMarks(date)
        self.mains = (main_part(self.old, old[1]), main_part(self.new, new[1]))
        self.stories = (self._main_story(0), self._main_story(1))
        self.carried_parts = CarriedParts(self.old, self.new)
        roots = (self.stories[0].root, self.stories[1].root)
        texts = (FileText(self.old, self.mains[0], roots[0]), FileText(self.new, self.mains[1], roots[1]))
        self.notes = {kind: Notes(kind, *texts, old[1]) for kind in NOTE_KINDS}
        self.comments = comments_of(self.old, self.mains[0]), comments_of(self.new, self.mains[1])
        self.problems: list[Problem] = []
        self.brought: dict[str, None] = {}
        """The kinds of notes of which the old file got new ones."""
        self.move_names = free_move_names(self.old)
        self.marked = [has_marks(text.root) for text in texts]
        self.headers_footers, notices, added = match_headers_footers(
            self._parts, self.mains, roots, self.names, self._make_mark
        )
        layout, comments = list(layout_notices(roots, self.names)), list(comment_notices(self.comments, self.names))
        stories = [texts[1].root, *(pair.new.root for pair in self.headers_footers)]
        defined = definition_notices(self._parts, self.mains, stories, self.names)
        self.notices = [*notices, *layout, *comments, *defined]
        # Layout in which nothing is told apart, such as a default that is said, is no difference either.
        self.said = ["sections", *(["section"] if notices or layout else []), *(["comments"] if comments else [])]
        self.unmarked = UnmarkedDifferences()
        self.wholes: dict[str, tuple[Whole, Whole]] = {}
        self.proofs: list[tuple[StoryPair, Proof]] = []
        self._signs: dict[str, Signs] = {}
        self._numberings: dict[tuple[etree._Element | None, etree._Element | None], Numbering] = {}
        # A header that was added is referred to by the main part, which so changed.
        self.changed: dict[str, Story] = {self.mains[0]: self.stories[0]} if added else {}

    @property
    def _parts(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        return self.old, self.new

    def _main_story(self, n: int) -> Story:
        return open_main_story(self._parts[n], self.mains[n], self.names[n])

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
        pairs = [StoryPair(*self.mains, *self.stories), *self.headers_footers]
        self.wholes = {pair.old_part: (self._whole(pair, 0, nothing), self._whole(pair, 1, everything)) for pair in pairs}
        bookmarks: dict[str, list[str]] = {}
        for pair in pairs:
            bodies = (pair.old.root.find(w("body")), pair.new.root.find(w("body")))
            left, right = (
                root if body is None else body for root, body in zip((pair.old.root, pair.new.root), bodies, strict=True)
            )
            self._revise_part(pair, [(left, right)])
            if pair.old_part in self.changed:
                bookmarks[pair.old_part] = carry_bookmarks(left, right, self.marks, self.author)
        for notes in self.notes.values():
            self._revise_notes(notes)
        if self.problems:
            raise Unfit(self.problems)
        for kind in self.brought:
            if (own := self.notes[kind].stories[0]) is not None:
                number_in_order(own.root, self.stories[0].root)
        self.carried_parts.write_back()
        told = self._prove(pairs, {part for part, said in bookmarks.items() if not said})
        said = [notice for own in bookmarks.values() for notice in own]
        if said:
            self.said += ["bookmarks", "bookmark_names"]
        notices = (*self.notices, *said, *self.unmarked.notices(self.names), *told_notices(told, self.names, self.said))
        if not self.marks.made:
            # What differs is only said otherwise, or laid out otherwise: the old file is as good.
            return ComparedFile(pack(self.unchanged), 0, notices)
        self.marks.number(story.root for story in self.changed.values())
        for part, story in self.changed.items():
            self.old[part] = story.bytes()
        return ComparedFile(pack(self.old), len(self.marks.made), notices)

    def _revise_part(self, pair: StoryPair, containers: list[tuple[etree._Element, etree._Element]]) -> None:
        """Revise containers of a part of the old file into their counterparts."""
        known = [{k: v for notes in self.notes.values() for k, v in notes.keys(new=bool(n)).items()} for n in (0, 1)]
        keys = ContentKeys(self.old, pair.old_part, known[0], self.carried_parts.formatting(new=False))
        copier = PartCopier(self.carried_parts, pair.new_part, pair.old_part, known[1], pair.old.root, self._bring_note)
        paragraph_ids = ParagraphIds(self.old.get(pair.old_part, b""), self.new.get(pair.new_part, b""))
        ids = paragraph_ids.of(0, pair.old.root, keys), paragraph_ids.of(1, pair.new.root, copier)
        reviser = ContainerReviser((keys, copier), ids, self.marks, self.move_names, self.unmarked, self.author, self.names[0])
        unseen = self._bookmark_names(pair.old_part)[1]
        meanings = self._meanings(keys, pair.old, 0, nothing, unseen), self._meanings(copier, pair.new, 1, everything)
        for left, right in containers:
            proof = Proof(meanings, self.names[0])
            made = len(self.marks.made)
            if reviser.revise(left, right, proof):
                if len(self.marks.made) > made:
                    self.changed[pair.old_part] = pair.old
                self.proofs.append((pair, proof))
        self.problems += reviser.problems

    # the proof

    def _prove(self, pairs: list[StoryPair], carried: Collection[str]) -> list[Difference]:
        """Prove that Word would show the old file with all marks rejected, and the new one with all accepted; what differs and is told.

        A bookmark bears no mark: those of the new file stand where it has them, also with all marks rejected.

        Args:
            pairs: the parts that were compared.
            carried: the parts that have all bookmarks of the new file.

        Raises:
            OurFault: where it would not.
        """
        told: list[Difference] = []
        for pair, proof in self.proofs:
            # What was brought along is known now.
            keys = ContentKeys(self.old, pair.old_part, {}, self.carried_parts.formatting(new=False))
            old, new = self._bookmark_names(pair.old_part)
            rejected = self._meanings(keys, pair.old, 0, nothing, new)
            accepted = self._meanings(keys, pair.old, 0, everything, old - new)
            told += proof.check(rejected, accepted, [] if pair.old_part in carried else ["bookmarks"])
        for pair in pairs:
            wanted = self.wholes[pair.old_part]
            excused = [] if pair.old_part in carried else ["bookmark_names"]
            for n, choice in enumerate((nothing, everything)):
                found = self._whole(pair, 0, choice)
                if found.labels != wanted[n].labels:
                    found = self._whole(pair, 0, choice, exact=True)
                old, new = self._bookmark_names(pair.old_part)
                if n:
                    told += [Difference("old_bookmarks", name) for name in sorted((found.bookmark_names & old) - new)]
                    found = found._replace(bookmark_names=found.bookmark_names - (old - new))
                else:
                    found = found._replace(bookmark_names=found.bookmark_names - (new - old) | (old & new))
                when = When.ACCEPTED if n else When.REJECTED
                told += judge(list(whole_differences(wanted[n], found)), when, self.names[0], excused)
        return told

    def _bookmark_names(self, part: str) -> tuple[frozenset[str], frozenset[str]]:
        """The names of the bookmarks in a part of the old file and in its counterpart, as they were."""
        old, new = self.wholes.get(part, (Whole(), Whole()))
        return old.bookmark_names, new.bookmark_names

    def _meanings(
        self, keys: ContentKeys, story: Story, side: int, choice: MarkFilter, unseen: Collection[str] = ()
    ) -> PartMeanings:
        """What the ids of a part of one file stand for, under a choice of marks; of some bookmarks nothing is said."""
        notes = {kind: own.root if (own := both.stories[side]) is not None else None for kind, both in self.notes.items()}
        return PartMeanings(keys, story.root, notes, self.comments[side], choice, unseen)

    def _whole(self, pair: StoryPair, side: int, choice: MarkFilter, *, exact: bool = False) -> Whole:
        """A part of one file as a whole."""
        root = (pair.new if side else pair.old).root
        lists = [self._lists(n) for n in (0, 1)]
        if pair.old_part not in self._signs:
            parts = self.old.get(pair.old_part, b""), self.new.get(pair.new_part, b"")
            self._signs[pair.old_part] = Signs.of(parts, lists)
        signs, found = self._signs[pair.old_part], paragraphs(root, choice) if exact else None
        return whole_story(root, choice, lists[side].anew(), signs=signs, found=found)

    def _lists(self, side: int) -> Numbering:
        """The lists of one file; those of two files with the same styles and lists are read once."""
        roots = self._part_root(side, "numbering"), self._part_root(side, "styles")
        if roots not in self._numberings:
            self._numberings[roots] = Numbering(*roots)
        return self._numberings[roots]

    def _part_root(self, side: int, kind: str) -> etree._Element | None:
        """The root of a part that the main part is related to, as its bytes are now."""
        part = next(iter(related(self._parts[side], self.mains[side], kind)), "")
        content = self._parts[side].get(part, b"")
        return shared_root(content) if content else None

    def _make_mark(self, tag: str) -> etree._Element:
        return self.marks.make(tag, self.author)

    # notes

    def _revise_notes(self, notes: Notes) -> None:
        """Revise the notes that stay, and mark the words of those that go as deleted.

        This comes after the text: only then is it known which references stay.
        """
        here, there = notes.stories
        notes.find_kept(self.stories[0].root, self.marks.made)
        if here is not None and there is not None:
            self._revise_part(StoryPair(notes.parts[0], notes.parts[1], here, there), notes.kept())
        for body in notes.deleted() if here is not None else ():
            for run in _runs_of_note(body, notes.kind):
                wrap([run], lambda: self._make_mark("del"))
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
        fresh, self.brought[kind] = notes.free_id(), None
        body = etree.SubElement(story.root, w(kind), {ID: fresh})
        # A note holds no references to notes, so this copier need not bring any along.
        copier = PartCopier(self.carried_parts, notes.parts[1], notes.parts[0], {}, story.root, lambda _, own: own)
        for p in theirs:
            body.append(copier.copied(p))
        for run in _runs_of_note(body, kind):
            wrap([run], lambda: self._make_mark("ins"))
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
