"""A marked text as a Word document: a new one in ITU's look, or the very file that the base was read from.

There is one writer of marked texts (``resdraft.write.marking``); what is written is read back first (``resdraft.write.proof``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resdraft.errors import Problem, Unfit
from resdraft.model.marked import SECRETARIAT, Conflict, Marked, Reason
from resdraft.model.resolution import Kind
from resdraft.ooxml.amendments import AmendmentBookmarks, put_bookmarks
from resdraft.ooxml.manifest import AddedParagraph, Manifest
from resdraft.ooxml.notes import number_in_order
from resdraft.ooxml.package import pack
from resdraft.ooxml.places import Place
from resdraft.ooxml.relationships import relate
from resdraft.ooxml.wordfile import WordFile
from resdraft.write.marking import Marker
from resdraft.write.parts import put_footnotes, put_manifest
from resdraft.write.proof import Proof
from resdraft.write.restating import left_behind


class Written(NamedTuple):
    """A Word file that was written."""

    content: bytes
    automatic: int = 0
    """How many of the added paragraphs bear a label that Word counts itself."""
    notices: tuple[str, ...] = ()
    """Paragraphs that look otherwise than they should."""


def write_docx(marked: Marked, running_head: str = "", date: str = "") -> bytes:
    """Write a marked text as a new .docx in ITU's look; see :func:`new_docx`."""
    return new_docx(marked, running_head, date).content


def new_docx(
    marked: Marked,
    running_head: str = "",
    date: str = "",
    conflicts: Sequence[Conflict] = (),
    *,
    reasons: Sequence[Reason] = (),
) -> Written:
    """Write a marked text as a new .docx in ITU's look.

    Args:
        marked: the base and its edits, without conflicts.
        running_head: the document number in the page header; the designation stands there where it is empty.
        date: ISO 8601; the date of marks whose proposal has none.
        conflicts: those that the text lays open.
        reasons: become comments at what their amendments mark.

    Raises:
        Unwritable: where clauses are nested deeper than Word has styles for.
        Unfit: where one Word file cannot hold what the sources propose.
        OurFault: where what was written does not read as it should.
    """
    from resdraft.write.clean import clean_file

    written = mark_docx(marked, *clean_file(marked.base, running_head), date, conflicts, reasons=reasons)
    if written.notices:
        # A paragraph mark keeps one old style only. Where several sources change all of the end, their marks need a paragraph behind them
        # that stays, so that each stands on its own paragraph.
        closed = clean_file(marked.base, running_head, closed=True)
        written = mark_docx(marked, *closed, date, conflicts, reasons=reasons)
    return written


def mark_docx(
    marked: Marked,
    file: WordFile,
    places: dict[str, Place],
    date: str = "",
    conflicts: Sequence[Conflict] = (),
    *,
    reasons: Sequence[Reason] = (),
) -> Written:
    """Put the edits of a marked text into the file that its base was read from; all else of it stays.

    Args:
        marked: the base and its edits, without conflicts.
        file: is changed.
        places: where each provision of the base stands in the file.
        date: ISO 8601; the date of marks whose proposal has none.
        conflicts: those that the text lays open.
        reasons: become comments at what their amendments mark.

    Raises:
        Unfit: where words cannot be changed without harm to what stands among them, or one file cannot hold what the sources propose.
        OurFault: where what was written does not read as it should.
    """
    parts = dict(file.parts)
    done = put_marks(marked, file, places, date, parts, reasons)
    parts[file.main] = file.story.bytes()
    if file.notes is not None and done.notes_changed:
        put_footnotes(parts, file.main, file.notes.bytes())
    known = file.manifest or Manifest()
    sources = tuple(sorted({*known.sources, *marked.sources}))
    base = marked.base
    added = tuple(sorted({*known.added, *(one for one in done.added if not file.ours or one.kind == Kind.BLOCK)}))
    amendments = (*known.amendments, *done.amendments)
    manifest = Manifest(
        base.language,
        base.fingerprint,
        sources,
        base.provenance,
        SECRETARIAT,
        ours=file.ours,
        added=added,
        amendments=amendments,
        conflicts=(*known.conflicts, *(tuple(option.sources for option in conflict.options) for conflict in conflicts)),
    )
    put_manifest(parts, file.main, manifest)
    return Written(pack(parts), done.automatic, done.notices)


class MarkingResult(NamedTuple):
    """What was put into a file."""

    amendments: tuple[AmendmentBookmarks, ...]
    added: tuple[AddedParagraph, ...]
    notes_changed: bool
    automatic: int
    notices: tuple[str, ...] = ()


def put_marks(
    marked: Marked,
    file: WordFile,
    places: dict[str, Place],
    date: str,
    parts: dict[str, bytes],
    reasons: Sequence[Reason] = (),
) -> MarkingResult:
    """Put the edits into the roots of an open file, and prove it; see :func:`mark_docx`.

    Args:
        parts: take in what else the marks need: relationships, and the part of comments.
    """
    there = {source for author in file.authors for source in author.split(", ")}
    if both := sorted(there & {*marked.sources}):
        what = f"the file already bears marks of {', '.join(both)}, and new ones could not be told from them"
        raise Unfit(Problem(what, "accept or reject them first", file=file.name))
    # What the file reads now, before any mark.
    proof = Proof(marked.base, file, places)
    behind = left_behind(marked, places, file.story.root)
    marker = Marker(marked, file, places, date, lambda target: relate(parts, file.main, "hyperlink", target, external=True))
    marker.mark()
    # Before the proof, so that it also proves that comments change nothing of the text.
    if reasons:
        from resdraft.write.comments import put_comments

        put_comments(reasons, marker, parts)
    notices = [*proof.check(marked, file), *behind]
    if file.notes is not None and (marker.unsaved or marker.footnotes.new_ids):
        number_in_order(file.notes.root, file.story.root)
    roots = [file.story.root, *([file.notes.root] if file.notes is not None else [])]
    whose = {number: owned.sources for owned in marked.edits for number in owned.amendments}
    numbered = put_bookmarks(roots, marker.marks.amendments, whose)
    return MarkingResult(tuple(numbered), tuple(marker.added), marker.notes_changed, marker.automatic, tuple(notices))
