"""A container of blocks revised: the body, a cell, a note, a header or a footer, down into tables."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Protocol

from lxml import etree

from resdraft.compare.blocks import TABLE, BlockMatch, BlockMatcher, blocks, text_of
from resdraft.compare.content_keys import ContentKeys
from resdraft.compare.last_paragraphs import with_last_paragraph_kept
from resdraft.compare.notices import UnmarkedDifferences
from resdraft.compare.part_copier import PartCopier
from resdraft.compare.revise import ParagraphReviser
from resdraft.differences.alignment import align
from resdraft.differences.items import Item, Role
from resdraft.errors import Problem
from resdraft.ooxml.names import VAL, P, w
from resdraft.ooxml.new_marks import NewMarks
from resdraft.ooxml.paragraph_content import CONTAINERS
from resdraft.ooxml.paragraph_editor import Unchangeable, in_box, mark_row, rows_of, strike_rows
from resdraft.ooxml.paragraph_marks import set_marks

_ROW, _CELL = w("tr"), w("tc")
_TABLE_PROPERTIES, _ROW_PROPERTIES, _CELL_PROPERTIES = w("tblPr"), w("trPr"), w("tcPr")
_ROW_EXCEPTIONS = w("tblPrEx")
_BEFORE_BLOCKS = (_CELL_PROPERTIES, _TABLE_PROPERTIES, w("tblGrid"))
_SHOWN_LENGTH = 60


class MatchObserver(Protocol):
    """Is told what becomes of the blocks of a container."""

    def before(self, match: BlockMatch) -> None:
        """A match is about to be revised."""

    def after(self, now: Sequence[etree._Element]) -> None:
        """The match was revised into these blocks."""


class ContainerReviser:
    """Revises the containers of one part.

    Args:
        keys: the keys of the old and of the new part.
        ids: the ids of the paragraphs of the old and of the new part.
        marks: makes revision marks.
        move_names: names for moves that are free in the whole file.
        unmarked: takes note of differences that cannot bear a mark.
        owner: whose the marks are.
        name: the old file's name, for messages.
    """

    def __init__(
        self,
        keys: tuple[ContentKeys, PartCopier],
        ids: tuple[dict[etree._Element, int], dict[etree._Element, int]],
        marks: NewMarks,
        move_names: Iterator[str],
        unmarked: UnmarkedDifferences,
        owner: str,
        name: str,
    ) -> None:
        self.matcher = BlockMatcher(ids, keys)
        self.reviser = ParagraphReviser(marks, *keys, owner)
        self.keys, self.marks, self.move_names, self.unmarked, self.name = keys, marks, move_names, unmarked, name
        self.problems: list[Problem] = []

    def revise(self, old: etree._Element, new: etree._Element, observer: MatchObserver | None = None) -> bool:
        """Revise a container of the old file; whether anything in it changed."""
        self.unmarked.compare_other_blocks((old, new), self.keys)
        left, right = list(blocks(old)), list(blocks(new))
        for own, other, container in ((left, right, old), (right, left, new)):
            if other and other[-1].tag == P and not (own and own[-1].tag == P):
                # Word itself gives such a text a last paragraph when it opens it.
                own.append(_append_paragraph(container))
        matches = self.matcher.matches(left, right)
        if all(match.same for match in matches):
            return False
        # A cell is a container inside this one. The paragraph marks of each container are set apart from those of the others.
        outer, self.reviser.outcomes = self.reviser.outcomes, {}
        matches = with_last_paragraph_kept(_not_merged_across_controls(matches))
        moved: dict[int, list[etree._Element]] = {}
        for match in matches:
            if match.move:
                # The old paragraph is the first of the two, also where the new place comes first in the text.
                moved.setdefault(match.move, []).insert(0 if match.old else 1, (match.old or match.new)[0])
        places: dict[int, etree._Element] = {}
        at: etree._Element | None = None
        for match in matches:
            if observer is not None:
                observer.before(match)
            made = [match.old[-1]] if match.same else self._revise_match(match, places, moved)
            self._revise_boxes()
            for element in made:
                if element.getparent() is None:
                    _insert_behind(old, at, element, left)
                at = element
            if observer is not None:
                observer.after(made)
        set_marks(old, self.reviser.outcomes, self.marks.make, self.name, self.problems, all_may_go=True)
        self.reviser.outcomes = outer
        return True

    def _revise_boxes(self) -> None:
        """Revise the text boxes of the objects that were met."""
        boxes, self.reviser.boxes = self.reviser.boxes, []
        for mine, theirs in boxes:
            self.revise(mine, theirs)

    def _revise_match(
        self, match: BlockMatch, places: dict[int, etree._Element], moved: dict[int, list[etree._Element]]
    ) -> list[etree._Element]:
        """Revise the blocks of a match.

        Args:
            match: the match.
            places: the new paragraphs of moves that are written already, by their numbers.
            moved: the old and the new paragraph of each move.

        Returns:
            The blocks that it is now; the new ones have no place yet.
        """
        try:
            if match.move:
                return self._move(match, places, moved)
            if not match.old:
                block = match.new[0]
                return [self._new_table(block) if block.tag == TABLE else self.reviser.insert(block)]
            if not match.new:
                if match.old[0].tag == TABLE:
                    strike_rows(match.old[0], self.reviser.maker("del"))
                else:
                    self.reviser.delete(match.old[0])
                return [match.old[0]]
            if match.old[0].tag == TABLE:
                self._revise_table(match.old[0], match.new[0])
                return [match.old[0]]
            if len(match.new) > 1 and next(match.old[0].iter(*CONTAINERS), None) is not None:
                return self._split_whole(match)
            made = self.reviser.revise(match)
            return [*made, match.old[-1]] if len(match.old) == 1 else [*match.old, *made]
        except Unchangeable as reason:
            words = text_of((match.old or match.new)[0])
            shown = words if len(words) <= _SHOWN_LENGTH else f"{words[:_SHOWN_LENGTH].rpartition(' ')[0]} ..."
            what = f'"{shown}": these words cannot be changed: {reason}'
            self.problems.append(Problem(what, "accept or reject the earlier marks first", file=self.name))
            return list(match.old)

    def _split_whole(self, match: BlockMatch) -> list[etree._Element]:
        """Split a paragraph that holds content controls: its longest part keeps it, the others are inserted.

        A content control cannot be divided between two paragraphs.
        """
        longest = max(match.new, key=lambda q: len(text_of(q)))
        out: list[etree._Element] = []
        for q in match.new:
            if q is longest:
                out += [*self.reviser.revise(BlockMatch(match.old, (q,))), match.old[0]]
            else:
                out.append(self.reviser.insert(q))
        return out

    def _move(
        self, match: BlockMatch, places: dict[int, etree._Element], moved: dict[int, list[etree._Element]]
    ) -> list[etree._Element]:
        """Write both ends of a move when the first is met. The new paragraph waits for its place."""
        if match.move not in places:
            p, q = moved[match.move]
            places[match.move] = self.reviser.move(p, q, next(self.move_names))
        return [match.old[0]] if match.old else [places[match.move]]

    # tables

    def _revise_table(self, old: etree._Element, new: etree._Element) -> None:
        """Revise a table row by row.

        Rows that correspond are revised cell by cell where they are divided into cells in the same way. Else the old row is deleted and the
        new one inserted, for it is not known which cell became which.
        """
        left, right = list(_children(old, _ROW)), list(_children(new, _ROW))
        kept = align([_row_item(row) for row in left], [_row_item(row) for row in right]).kept
        order: list[etree._Element] = []
        alike = self._same_formatting(old, new, (_TABLE_PROPERTIES,))
        at = to = 0
        for i, j in [*kept, (len(left), len(right))]:
            deleted, inserted = left[at:i], right[to:j]
            if i < len(left) and _division(left[i]) != _division(right[j]):
                deleted, inserted = left[at : i + 1], right[to : j + 1]
            for row in deleted:
                strike_rows(row, self.reviser.maker("del"))
            order += [*deleted, *(self._new_table(row) for row in inserted)]
            if i < len(left) and left[i] not in deleted:
                # The rows correspond, and so do their cells.
                alike &= self._revise_row(left[i], right[j])
                order.append(left[i])
            at, to = i + 1, j + 1
        before: etree._Element | None = None
        for row in order:
            if row.getparent() is None:
                _insert_behind(old, before, row, left)
            before = row
        if not alike:
            self.unmarked.add_table(old)

    def _revise_row(self, old: etree._Element, new: etree._Element) -> bool:
        """Revise the cells of a row; whether the formatting of the row and its cells is the same."""
        alike = self._same_formatting(old, new, (_ROW_EXCEPTIONS, _ROW_PROPERTIES))
        for cell, other in zip(_children(old, _CELL), _children(new, _CELL), strict=True):
            alike &= self._same_formatting(cell, other, (_CELL_PROPERTIES,))
            self.revise(cell, other)
        return alike

    def _same_formatting(self, old: etree._Element, new: etree._Element, tags: Sequence[str]) -> bool:
        keys, copier = self.keys
        return all(keys.table_properties(old.find(tag)) == copier.table_properties(new.find(tag)) for tag in tags)

    def _new_table(self, table: etree._Element) -> etree._Element:
        """A copy of a table or row of the new file, all its rows and words marked as inserted."""
        theirs = [q for q in table.iter(P) if not in_box(q, table)]
        # The paragraphs are written anew by the reviser, for in a plain copy the words would bear no marks.
        empty = copy.deepcopy(table)
        for p in [p for p in empty.iter(P) if not in_box(p, empty)]:
            for child in list(p):
                p.remove(child)
        new = self.keys[1].copied(empty)
        for p, q in zip(list(new.iter(P)), theirs, strict=True):
            fresh = self.reviser.insert(q)
            # The row bears the mark, so the paragraph mark bears none.
            self.reviser.outcomes.pop(fresh)
            parent = p.getparent()
            assert parent is not None  # noqa: S101 - it stands in a cell
            parent.replace(p, fresh)
        for row in rows_of(new):
            mark_row(row, self.reviser.maker("ins"))
        return new


def _children(container: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from _children(child, tag)


def _append_paragraph(container: etree._Element) -> etree._Element:
    """A new, empty paragraph at the end of a container."""
    p = etree.Element(P)
    section = container.find(w("sectPr"))
    if section is None:
        container.append(p)
    else:
        section.addprevious(p)
    return p


def _division(row: etree._Element) -> list[tuple[str | None, str]]:
    """How a row is divided: for each cell, how many columns it spans, and whether it continues the cell above (``w:vMerge``)."""
    out = []
    for cell in _children(row, _CELL):
        span, merged = (cell.find(f"{_CELL_PROPERTIES}/{w(name)}") for name in ("gridSpan", "vMerge"))
        columns = span.get(VAL) if span is not None else None
        out.append((columns, "no" if merged is None else merged.get(VAL, "continue")))
    return out


def _row_item(row: etree._Element) -> Item:
    text = "\t".join(text_of(p) for p in row.iter(P))
    return Item("row", Role.BLOCK, text, text)


def _insert_behind(
    container: etree._Element, at: etree._Element | None, new: etree._Element, old: Sequence[etree._Element]
) -> None:
    """Insert a new block behind another; where there is none, before all old ones."""
    if at is not None:
        at.addnext(new)
    elif old:
        old[0].addprevious(new)
    else:
        container.insert(sum(1 for child in container if child.tag in _BEFORE_BLOCKS), new)


def _not_merged_across_controls(matches: Sequence[BlockMatch]) -> list[BlockMatch]:
    """Take merged paragraphs apart where one stands in a content control and another outside: Word would not join them.

    The longest of them stays.
    """
    out: list[BlockMatch] = []
    for match in matches:
        if len({p.getparent() for p in match.old}) < 2:
            out.append(match)
            continue
        longest = max(match.old, key=lambda p: len(text_of(p)))
        out += [BlockMatch((p,), match.new if p is longest else ()) for p in match.old]
    return out
