"""The units of a paragraph of a file, for putting marks on some of them: its characters and footnote references, as readers count them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.ooxml.fields import Field
from resdraft.ooxml.names import HYPERLINK, P
from resdraft.ooxml.paragraph_content import CONTAINERS, Portion
from resdraft.ooxml.paragraph_editor import Make, NewWords, ParagraphEditor, Unchangeable
from resdraft.ooxml.places import shown
from resdraft.ooxml.projections import Paragraph


class _Unit(NamedTuple):
    """A character, a footnote reference with the mark that is typed for it, or an element such as a tab that shows one character."""

    editor: ParagraphEditor
    start: int
    end: int
    is_text: bool


class ParagraphUnits:
    """The units of a paragraph, which can be struck and written between.

    Units are counted from 0 in the order in which they are read. Make changes from the last to the first: a change divides runs behind it.

    Args:
        paragraph: as it reads with all marks rejected. It may be joined of several paragraphs of the file.
        fields: by their runs; see :func:`resdraft.ooxml.fields.fields_of`.
        exact: whether every character is a unit; see :func:`resdraft.ooxml.places.shown`.
    """

    def __init__(self, paragraph: Paragraph, fields: dict[etree._Element, Field], *, exact: bool) -> None:
        self.units: list[_Unit] = []
        self.editors = {element: ParagraphEditor(element, fields) for element in paragraph.elements}
        found = {
            element: (editor, portion)
            for editor in self.editors.values()
            for portion in editor.portions
            for element in ([portion.child, *portion.typed] if portion.child is not None else portion.elements)
        }
        for piece in paragraph.pieces:
            if piece.child is None:
                continue
            editor, portion = found.get(piece.child) or next(found[e] for e in piece.child.iterancestors() if e in found)
            if piece.note is None and piece.mark:
                # A typed mark goes where its reference goes.
                self.units[-1] = self.units[-1]._replace(end=portion.end)
            elif piece.note:
                self.units.append(_Unit(editor, portion.start, portion.end, is_text=False))
            # In a file of ours a raised mark is one unit: it refers again to a footnote.
            elif piece.note is None and portion.is_text and not (exact and piece.raised):
                kept = set(shown(piece, exact=exact))
                self.units += [
                    _Unit(editor, at, at + 1, is_text=True)
                    for at, character in enumerate(piece.text, portion.start)
                    if character in kept
                ]
            elif piece.note is None:
                count = len(shown(piece, exact=exact))
                self.units += [_Unit(editor, portion.start, portion.end, is_text=portion.is_text)] * count

    def portion_of(self, n: int) -> Portion | None:
        """The portion of the file that the ``n``-th unit is in."""
        if not 0 <= n < len(self.units):
            return None
        return self.units[n].editor.portion_at(self.units[n].start)

    def link_at(self, n: int) -> etree._Element | None:
        """The hyperlink that the ``n``-th unit stands in."""
        portion = self.portion_of(n)
        return None if portion is None else next(portion.run.iterancestors(HYPERLINK), None)

    def _stretches(self, start: int, end: int) -> list[tuple[ParagraphEditor, int, int]]:
        """Units as stretches of the paragraphs of the file."""
        out: list[tuple[ParagraphEditor, int, int]] = []
        for editor, low, high, _ in self.units[start:end]:
            if out and out[-1][0] is editor:
                out[-1] = (editor, out[-1][1], high)
            else:
                out.append((editor, low, high))
        return out

    def check(self, start: int, end: int, *, apart: bool) -> None:
        """Refuse to strike units ``start`` to ``end``, or to write there, where that would harm what they stand in.

        Args:
            apart: whether a change that stands beside another's mark is refused too: nobody could tell in what order two changes at one
                place are to be read.

        Raises:
            Unchangeable: with the reason.
        """
        for editor, low, high in self._stretches(start, end):
            editor.check(low, high)
            # Several units may be in one object, such as a field: it can only go as a whole.
            outside = [*self.units[:start], *self.units[end:]]
            if any(unit.editor is editor and unit.start < high and low < unit.end for unit in outside):
                raise Unchangeable("they stand in a field whose words Word computes")
        if start == end:
            editor, at = self._place(start)
            editor.check_between(at)
            one = self.units[start - 1 : start + 1] if start else []
            if len(one) == 2 and one[0].editor is one[1].editor and one[0].end > one[1].start:
                raise Unchangeable("they stand in a field whose words Word computes")
        if apart:
            self._check_apart(start, end)

    def _check_apart(self, start: int, end: int) -> None:
        before = self.units[start - 1] if start else None
        behind = self.units[end] if end < len(self.units) else None
        inside = before is None
        for editor in self.editors.values():
            for portion in editor.portions:
                if behind is not None and editor is behind.editor and portion.start > behind.start:
                    return
                if inside and portion.around.mark is not None:
                    raise Unchangeable("they stand beside another's revision mark")
                inside = inside or (before is not None and editor is before.editor and portion.end >= before.end)

    def _place(self, at: int) -> tuple[ParagraphEditor, int]:
        """The place before the ``at``-th unit: directly behind the one before it."""
        if at > 0:
            before = self.units[at - 1]
            return before.editor, before.end
        if self.units:
            return self.units[0].editor, self.units[0].start
        # An empty paragraph has no unit to stand beside.
        editor = list(self.editors.values())[-1]
        return editor, len(editor.text)

    def change(self, start: int, end: int, new: Sequence[etree._Element], make: Make, *, linked: bool) -> None:
        """Strike units ``start`` to ``end``, and put marks with new words behind them.

        Args:
            start: the first unit.
            end: the unit behind the last.
            new: the marks.
            make: makes marks for what is struck.
            linked: whether the new words belong to the hyperlink of the unit before them.
        """
        last: etree._Element | None = None
        editor, at = self._place(end)
        into = self.link_at(end - 1) if linked else None
        for one, low, high in reversed(self._stretches(start, end)):
            mark = one.strike(low, high, make)
            last = mark if last is None else last
        if new:
            if into is None and last is not None:
                # What replaces words stands in the content control in which they stand.
                holder = next(last.iterancestors(P, *CONTAINERS))
                into = holder if holder.tag != P else None
            editor.write(at, [NewWords(new, into)], last)
