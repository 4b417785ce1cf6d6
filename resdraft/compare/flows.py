"""The blocks of a body, a cell, a note or a header: revised in their order, down into tables."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from lxml import etree

from resdraft.compare.blocks import TABLE, Matcher, Row, blocks, words_of
from resdraft.compare.carry import Carrier
from resdraft.compare.content import Content, strike, strike_rest
from resdraft.compare.looks import Looks
from resdraft.compare.notices import Unshown
from resdraft.compare.revise import Make, Reviser
from resdraft.diff.clauses import align
from resdraft.errors import Problem
from resdraft.model.resolution import Kind, Provision
from resdraft.model.text import Text
from resdraft.ooxml.names import VAL, P, w
from resdraft.ooxml.paragraph_marks import set_marks
from resdraft.ooxml.words import Unchangeable

_ROW, _CELL, _ROW_STATE = w("tr"), w("tc"), w("trPr")
_TABLE_STATE, _CELL_STATE, _ROW_STATES = w("tblPr"), w("tcPr"), (w("tblPrEx"), _ROW_STATE)
_BOX = w("txbxContent")
_INLINE = tuple(w(name) for name in ("sdt", "smartTag", "customXml", "dir", "bdo"))
_SECTION = f"{w('pPr')}/{w('sectPr')}"


class Watch(Protocol):
    """Whoever wants to know what becomes of the blocks of a container."""

    def before(self, row: Row) -> None:
        """A row is about to be revised."""

    def after(self, now: Sequence[etree._Element]) -> None:
        """The row was revised into these blocks."""


class Flows:
    """Revises one part of a file.

    Args:
        sides: what each paragraph of old and new is known by. ``make`` makes marks, ``moves`` are names for moves. ``unshown`` takes
            note of what bears no mark. ``name`` is the old file's, for messages.
    """

    def __init__(
        self,
        looks: tuple[Looks, Carrier],
        sides: tuple[dict[etree._Element, int], dict[etree._Element, int]],
        make: Make,
        moves: Iterator[str],
        unshown: Unshown,
        owner: str,
        name: str,
    ) -> None:
        self.matcher = Matcher(sides, looks)
        self.reviser = Reviser(make, *looks, owner)
        self.looks, self.make, self.moves, self.unshown, self.name = looks, make, moves, unshown, name
        self.problems: list[Problem] = []

    def revise(self, old: etree._Element, new: etree._Element, watch: Watch | None = None) -> bool:
        """Revise a container; whether anything in it changed."""
        self.unshown.between((old, new), self.looks)
        left, right = list(blocks(old)), list(blocks(new))
        for own, other, container in ((left, right, old), (right, left, new)):
            if other and other[-1].tag == P and not (own and own[-1].tag == P):
                # Word itself gives such a text a last paragraph when it opens it.
                own.append(_last_paragraph(container))
        rows = self.matcher.rows(left, right)
        if all(row.same for row in rows):
            return False
        outer, self.reviser.standing = self.reviser.standing, {}
        rows = _closed(_never_joined_over_an_edge(rows))
        ends: dict[int, list[etree._Element]] = {}
        for row in rows:
            if row.move:
                ends.setdefault(row.move, []).insert(0 if row.old else 1, (row.old or row.new)[0])
        places: dict[int, etree._Element] = {}
        at: etree._Element | None = None
        for row in rows:
            if watch is not None:
                watch.before(row)
            made = [row.old[-1]] if row.same else self._row(row, places, ends)
            for element in made:
                if element.getparent() is None:
                    _put(old, at, element, left)
                at = element
            if watch is not None:
                watch.after(made)
        made_mark = lambda tag, _: self.make(tag)  # noqa: E731
        set_marks(old, self.reviser.standing, made_mark, self.name, self.problems, all_may_go=True)
        self.reviser.standing = outer
        return True

    def _row(self, row: Row, places: dict[int, etree._Element], ends: dict[int, list[etree._Element]]) -> list[etree._Element]:
        """Revise the blocks of a row; the blocks that it is now, those that are new without a place yet."""
        try:
            if row.move:
                return self._moved(row, places, ends)
            if not row.old:
                block = row.new[0]
                return [self._new_table(block) if block.tag == TABLE else self.reviser.insert(block)]
            if not row.new:
                if row.old[0].tag == TABLE:
                    self._strike_table(row.old[0])
                else:
                    self.reviser.delete(row.old[0])
                return [row.old[0]]
            if row.old[0].tag == TABLE:
                self._table(row.old[0], row.new[0])
                return [row.old[0]]
            if len(row.new) > 1 and next(row.old[0].iter(*_INLINE), None) is not None:
                return self._split_apart(row)
            return [*self.reviser.revise(row), row.old[-1]] if len(row.old) == 1 else [*row.old, *self.reviser.revise(row)]
        except Unchangeable as reason:
            words = words_of((row.old or row.new)[0])
            shown = words if len(words) <= 60 else f"{words[:60].rpartition(' ')[0]} ..."
            what = f'"{shown}": these words cannot be changed: {reason}'
            self.problems.append(Problem(what, "accept or reject the earlier marks first", file=self.name))
            return list(row.old)

    def _split_apart(self, row: Row) -> list[etree._Element]:
        """A paragraph with content controls or tags around words cannot be cut through those: its longest part stays, others come."""
        longest = max(row.new, key=lambda q: len(words_of(q)))
        out: list[etree._Element] = []
        for q in row.new:
            if q is longest:
                out += [*self.reviser.revise(Row(row.old, (q,))), row.old[0]]
            else:
                out.append(self.reviser.insert(q))
        return out

    def _moved(
        self, row: Row, places: dict[int, etree._Element], ends: dict[int, list[etree._Element]]
    ) -> list[etree._Element]:
        """Both ends of a move are written when the first is met; the other end is kept until its place comes."""
        if row.move not in places:
            p, q = ends[row.move]
            places[row.move] = self.reviser.move(p, q, next(self.moves))
        return [row.old[0]] if row.old else [places[row.move]]

    # tables

    def _table(self, old: etree._Element, new: etree._Element) -> None:
        """Rows that correspond are compared cell by cell where they have the same cells; else the row goes and another comes."""
        left, right = list(_within(old, _ROW)), list(_within(new, _ROW))
        kept = align([_as_provision(row) for row in left], [_as_provision(row) for row in right]).kept
        order: list[etree._Element] = []
        alike = self._formatted_alike(old, new, (_TABLE_STATE,))
        at = to = 0
        for i, j in [*kept, (len(left), len(right))]:
            gone, come = left[at:i], right[to:j]
            if i < len(left) and _shape(left[i]) != _shape(right[j]):
                gone, come = left[at : i + 1], right[to : j + 1]
            for row in gone:
                self._strike_row(row)
            order += [*gone, *(self._new_table(row) for row in come)]
            if i < len(left) and left[i] not in gone:
                alike &= self._formatted_alike(left[i], right[j], _ROW_STATES)
                for cell, other in zip(_within(left[i], _CELL), _within(right[j], _CELL), strict=True):
                    alike &= self._formatted_alike(cell, other, (_CELL_STATE,))
                    self.revise(cell, other)
                order.append(left[i])
            at, to = i + 1, j + 1
        before: etree._Element | None = None
        for row in order:
            if row.getparent() is None:
                _put(old, before, row, left)
            before = row
        if not alike:
            self.unshown.table(old)

    def _formatted_alike(self, old: etree._Element, new: etree._Element, states: Sequence[str]) -> bool:
        looks, carrier = self.looks
        return all(looks.table(old.find(tag)) == carrier.table(new.find(tag)) for tag in states)

    def _new_table(self, table: etree._Element) -> etree._Element:
        """A new table or row: all its rows bear a mark, and its paragraphs are written anew so that all words do."""
        theirs = [q for q in table.iter(P) if next(q.iterancestors(_BOX), None) is None]
        empty = copy.deepcopy(table)
        for p in [p for p in empty.iter(P) if next(p.iterancestors(_BOX), None) is None]:
            for child in list(p):
                p.remove(child)
        new = self.looks[1].carried(empty)
        for p, q in zip(list(new.iter(P)), theirs, strict=True):
            fresh = self.reviser.insert(q)
            self.reviser.standing.pop(fresh)
            parent = p.getparent()
            assert parent is not None  # noqa: S101 - it stands in a cell
            parent.replace(p, fresh)
        for row in _rows_of(new):
            self._mark_row(row, "ins")
        return new

    def _strike_table(self, table: etree._Element) -> None:
        for row in _within(table, _ROW):
            self._strike_row(row)

    def _strike_row(self, row: etree._Element) -> None:
        """A row goes with its words (17.13.5.12)."""
        for p in row.iter(P):
            if next(p.iterancestors(_BOX), None) is None:
                content = Content(p, self.looks[0])
                if any(portion.mark is not None for portion in content.portions):
                    raise Unchangeable("they already bear another's revision mark")
                if content.text:
                    strike(content.nodes(0, len(content.text)), lambda: self.make("del"))
                strike_rest(p, lambda: self.make("del"))
        for one in _rows_of(row):
            self._mark_row(one, "del")

    def _mark_row(self, row: etree._Element, tag: str) -> None:
        properties = row.find(_ROW_STATE)
        if properties is None:
            properties = etree.Element(_ROW_STATE)
            row.insert(sum(1 for child in row if child.tag == w("tblPrEx")), properties)
        change = properties.find(w("trPrChange"))
        properties.insert(len(properties) if change is None else properties.index(change), self.make(tag))


def _within(container: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, content controls looked through."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from _within(child, tag)


def _rows_of(element: etree._Element) -> list[etree._Element]:
    """All rows of a table or row, those of tables in it too, not those in text boxes."""
    return [row for row in element.iter(_ROW) if next(row.iterancestors(_BOX), None) is None]


def _last_paragraph(container: etree._Element) -> etree._Element:
    """A new, empty paragraph at the end of a body or cell."""
    p = etree.Element(P)
    section = container.find(w("sectPr"))
    if section is None:
        container.append(p)
    else:
        section.addprevious(p)
    return p


def _shape(row: etree._Element) -> list[tuple[str | None, str]]:
    """How a row is divided: for each cell, over how many columns it goes, and whether it goes on from the row above."""
    out = []
    for cell in _within(row, _CELL):
        span, joined = cell.find(f"{w('tcPr')}/{w('gridSpan')}"), cell.find(f"{w('tcPr')}/{w('vMerge')}")
        wide = span.get(VAL) if span is not None else None
        out.append((wide, "no" if joined is None else joined.get(VAL, "continue")))
    return out


def _as_provision(row: etree._Element) -> Provision:
    return Provision(Kind.BLOCK, Text.of("\t".join(words_of(p) for p in row.iter(P))))


def _put(container: etree._Element, at: etree._Element | None, new: etree._Element, old: Sequence[etree._Element]) -> None:
    """Put a new block behind another; before all old ones where there is none."""
    if at is not None:
        at.addnext(new)
    elif old:
        old[0].addprevious(new)
    else:
        first = (w("tcPr"), w("tblPr"), w("tblGrid"))
        container.insert(sum(1 for child in container if child.tag in first), new)


def _never_joined_over_an_edge(rows: Sequence[Row]) -> list[Row]:
    """Paragraphs in a content control do not become one with those beside it, as Word would not join them: the longest stays."""
    out: list[Row] = []
    for row in rows:
        if len({p.getparent() for p in row.old}) < 2:
            out.append(row)
            continue
        longest = max(row.old, key=lambda p: len(words_of(p)))
        out += [Row((p,), row.new if p is longest else ()) for p in row.old]
    return out


def _closed(rows: Sequence[Row]) -> list[Row]:
    """Let the last paragraph between two tables, and at the end, be one that stays: its mark is the one that is never changed."""
    out: list[Row] = []
    flow: list[Row] = []
    for row in rows:
        if (row.old or row.new)[0].tag == TABLE:
            out += [*_settled(flow), row]
            flow = []
        else:
            flow.append(row)
    last = _settled(flow)
    stays = next((row.old[-1] for row in reversed(last) if row.old and row.new), None)
    behind_section = stays is not None and last[-1].old != () and last[-1].new == () and stays.find(_SECTION) is not None
    if last and (stays is None or behind_section):
        return _ended([*out, *last])
    return _without_halves([*out, *last])


def _settled(flow: list[Row]) -> list[Row]:
    """Where nothing stays and paragraphs both go and come, the last of them become one that changes wholly."""
    gone = [row for row in flow if not row.new]
    come = [row for row in flow if not row.old]
    if not gone or not come or len(gone) + len(come) < len(flow):
        return flow
    return [row for row in flow if row is not gone[-1] and row is not come[-1]] + [Row(gone[-1].old, come[-1].new)]


def _ended(rows: list[Row]) -> list[Row]:
    """Where the last paragraph of the old or the new text became none, or another than the last: the two last ones are one."""
    before = next((n for n in range(len(rows) - 1, -1, -1) if rows[n].old), None)
    after = next((n for n in range(len(rows) - 1, -1, -1) if rows[n].new), None)
    if before is None or after is None or before == after:
        return _without_halves(rows)
    p, q = rows[before].old[-1], rows[after].new[-1]
    if TABLE in (p.tag, q.tag):
        return _without_halves(rows)
    out: list[Row] = []
    for n, row in enumerate(rows):
        if n == before:
            out += [Row((block,)) for block in row.old[:-1]] + [Row((), (block,)) for block in row.new]
        elif n == after:
            out += [Row((block,)) for block in row.old] + [Row((), (block,)) for block in row.new[:-1]]
        else:
            out.append(row)
    return _without_halves([*out, Row((p,), (q,))])


def _without_halves(rows: list[Row]) -> list[Row]:
    """Moves of which only one end is left, and moves of tables, are no moves."""
    ends = Counter(row.move for row in rows if (row.old or row.new)[0].tag == P)
    return [row._replace(move=row.move if ends[row.move] == 2 else 0) if row.move else row for row in rows]
