"""Footnotes in Word: references in new words, and the bodies that they need, each with one of its own."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Collection, Sequence

from lxml import etree

from resdraft.errors import Problem, Unfit
from resdraft.limits import count
from resdraft.model.edit import Delete, Insert, Relabel, Replace
from resdraft.model.labels import inserted
from resdraft.model.marked import SECRETARIAT, Marked, Owned
from resdraft.model.resolution import Kind
from resdraft.model.text import Text
from resdraft.ooxml.names import ID, PPR, RPR, RUN, VAL, P, w
from resdraft.ooxml.paragraph_marks import MarkMaker
from resdraft.ooxml.places import Place
from resdraft.write.runs import characters, run_of


def in_order(marks: Sequence[str]) -> bool:
    """Whether footnotes bear the numbers that Word would give them: numbered on from 1."""
    numbers = [mark for mark in marks if mark.isdigit()]
    return numbers == [str(n) for n in range(1, len(numbers) + 1)]


class FootnoteReferences:
    """The footnote references of a marked text: which are Word's own, and which marks are typed.

    Args:
        marked: the text.
        typed: the marks that are typed in the file. None for a file of ours, where those are typed that Word's own numbers would not give.

    Raises:
        Unfit: where the number of a new footnote could not be told from the others'.
    """

    def __init__(self, marked: Marked, typed: Collection[str] | None = None) -> None:
        self.marked = marked
        order = list(dict.fromkeys(mark for p in marked.base.provisions for mark in p.text.notes))
        self.typed = {m for m in order if not m.isdigit() or not in_order(order)} if typed is None else set(typed)
        self.by_hand = typed is not None and any(mark[:1].isdigit() for mark in self.typed)
        self._order: list[tuple[int, int, str]] = []
        self._first: dict[str, tuple[str, int]] = {}
        for n, p in enumerate(marked.base.provisions):
            for at, token in enumerate(p.text.tokens) if p.text.notes else ():
                if token.note is not None:
                    self._first.setdefault(token.note, (p.key, at))
                    self._order.append((n, at, token.note))
        self._struck = {mark: self._strikers(marked, *place) for mark, place in self._first.items()}
        notes = [o.edit for o in marked.edits if isinstance(o.edit, Insert) and o.edit.provision.kind is Kind.NOTE]
        if notes and typed is None and not in_order(order):
            what = "its footnotes are not numbered on from 1, so that a new footnote's number could clash with theirs"
            raise Unfit(Problem(what, "number the footnotes of the base on, or leave the new ones out"))
        self._numbers_change = bool(notes) or any(
            isinstance(o.edit, Delete) and o.edit.key.startswith("note/") for o in marked.edits
        )
        twice = {mark for mark, n in Counter(mark for _, _, mark in self._order).items() if n > 1} - self.typed
        if self._numbers_change and twice and typed is None:
            self._refuse_second_reference(min(twice))
        self._seen: set[tuple[str, tuple[str, ...]]] = set()
        self._named: dict[tuple[str, tuple[str, ...]], str] = {}

    @staticmethod
    def _strikers(marked: Marked, key: str, at: int) -> set[str]:
        """The sources that strike or move the token."""
        out: set[str] = set()
        for owned in marked.edits:
            edit = owned.edit
            if (
                not isinstance(edit, Insert | Relabel)
                and edit.key == key
                and (not isinstance(edit, Replace) or edit.start <= at < edit.end)
            ):
                out.update(owned.sources)
        return out

    def is_repeated(self, mark: str, sources: tuple[str, ...]) -> bool:
        """Whether the text of these sources (none: the base) already has a reference to the footnote that Word numbers.

        Word gives each reference a footnote and a number of its own, so a second reference can only be typed.

        Raises:
            Unfit: where other footnotes come or go, as the typed number would become wrong.
        """
        seen = (mark, sources) in self._seen
        self._seen.add((mark, sources))
        # The secretariat restates what others strike: everything counts where its words do.
        struck = self._struck.get(mark, set())
        if sources and mark in self._first and not (set(sources) <= struck or (struck and sources == (SECRETARIAT,))):
            seen = True
        if seen and self._numbers_change and mark not in self.typed:
            self._refuse_second_reference(mark)
        return seen

    @staticmethod
    def _refuse_second_reference(mark: str) -> None:
        what = f"footnote {mark} is referred to more than once, and other footnotes come or go"
        raise Unfit(Problem(what, "its typed number would be wrong: give the second reference a footnote of its own"))

    def mark_for(self, mark: str, sources: tuple[str, ...], near: tuple[int, int]) -> str:
        """What is typed for a reference; "" where Word numbers it.

        Where the file's own numbers are typed, a new footnote is typed too, as bis of the one before: ``3bis``.

        Args:
            mark: of the footnote.
            sources: whose text the reference is in.
            near: the provision (by its place in the base) and token behind which it stands.

        Raises:
            Unfit: where the numbers are typed and no footnote comes before.
        """
        if mark in self.typed:
            return mark
        # The marks of new footnotes begin with a plus sign until they are numbered.
        if not self.by_hand or not mark.startswith("+"):
            return ""
        known = (mark, sources)
        if known not in self._named:
            before = [name for n, at, name in self._order if (n, at) < near]
            if not before:
                what = "its footnotes bear typed numbers, and a new one would stand before them all"
                raise Unfit(Problem(what, "leave the new footnote out, or number the footnotes of the base automatically"))
            taken = [name for (_, own), name in self._named.items() if own == sources]
            names = (inserted(before[-1], rank) for rank in range(9))
            base = {name for _, _, name in self._order} | self.typed
            self._named[known] = next(name for name in names if name not in taken and name not in base)
        return self._named[known]


class Footnotes:
    """The footnotes' part of a file that is being marked.

    Args:
        marked: the text.
        root: of the part.
        places: where the base's footnotes stand in it.
        references: those of the text.
        make: makes marks.
        styles: the ids of the file's styles for a footnote's text and for references, "" where it has none.
        ours: whether the file is of our own making.
    """

    def __init__(
        self,
        marked: Marked,
        root: etree._Element,
        places: dict[str, Place],
        references: FootnoteReferences,
        make: MarkMaker,
        styles: tuple[str, str],
        *,
        ours: bool = True,
    ) -> None:
        self.marked, self.root, self.references, self.make = marked, root, references, make
        self.text_style, self.reference_style = styles
        self.places, self.ours = places, ours
        self._last = max((count(n.get(ID, "")) for n in root), default=0)
        self.new_ids: set[str] = set()
        self._words: dict[str, list[Owned]] = {}
        self._texts = {p.label or "": p.text for p in marked.base.provisions if p.kind is Kind.NOTE}
        self._texts |= {
            o.edit.provision.label or "": o.edit.provision.text
            for o in marked.edits
            if isinstance(o.edit, Insert) and o.edit.provision.kind is Kind.NOTE
        }
        for owned in marked.edits:
            if isinstance(owned.edit, Replace) and owned.edit.key.startswith("note/"):
                self._words.setdefault(owned.edit.key.removeprefix("note/"), []).append(owned)

    def reference(self, mark: str, sources: tuple[str, ...], near: tuple[int, int]) -> etree._Element:
        """A run that refers to a footnote in new words of these sources; its body is put into the part.

        Each reference has a body of its own, even where it refers to a footnote of the base. So every reference that stays has one,
        whichever marks are accepted.
        """
        run = etree.Element(RUN)
        run.append(self._raised())
        if self.references.is_repeated(mark, sources):
            if not self.ours:
                what = f"footnote {mark} would be referred to twice, and its number in the file is Word's own"
                raise Unfit(Problem(what, "give the new words a footnote of their own"))
            characters(run, mark)
            return run
        typed = self.references.mark_for(mark, sources, near)
        self._last += 1
        self.new_ids.add(str(self._last))
        reference = etree.SubElement(run, w("footnoteReference"))
        if typed:
            reference.set(w("customMarkFollows"), "1")
        reference.set(w("id"), str(self._last))
        characters(run, typed)
        self._body(mark, typed, sources)
        return run

    def _raised(self) -> etree._Element:
        out = etree.Element(RPR)
        if self.reference_style:
            etree.SubElement(out, w("rStyle")).set(VAL, self.reference_style)
        else:
            etree.SubElement(out, w("vertAlign")).set(VAL, "superscript")
        return out

    def _body(self, mark: str, typed: str, sources: tuple[str, ...]) -> None:
        note = etree.SubElement(self.root, w("footnote"), {w("id"): str(self._last)})
        p = etree.SubElement(note, P)
        place = self.places.get(f"note/{mark}") or next((place for k, place in self.places.items() if k[:5] == "note/"), None)
        properties = place.stretches[0].paragraph.properties if place is not None and place.stretches else None
        if properties is not None:
            own = copy.deepcopy(properties)
            # Another paragraph's mark and old properties do not belong to this one.
            for change in (*own.findall(w("pPrChange")), *own.findall(RPR)):
                own.remove(change)
            p.append(own)
        elif self.text_style:
            etree.SubElement(etree.SubElement(p, PPR), w("pStyle")).set(VAL, self.text_style)
        run = etree.SubElement(p, RUN)
        run.append(self._raised())
        if typed:
            characters(run, typed)
        else:
            # Here Word shows the number that it gives to the reference (17.11.13).
            etree.SubElement(run, w("footnoteRef"))
        etree.SubElement(etree.SubElement(p, RUN), w("tab"))
        text = self._texts[mark]
        for owned in sorted(self._words.get(mark, ()), key=_start, reverse=True):
            if isinstance(owned.edit, Replace) and set(owned.sources) & set(sources):
                text = text.replace(owned.edit.start, owned.edit.end, owned.edit.new)
        if text.spans:
            holder = self.make("ins", sources) if sources else p
            if sources:
                p.append(holder)
            for span in Text.join(span for span in text.spans if span.note is None).spans:
                holder.append(run_of(span))


def _start(owned: Owned) -> tuple[int, int]:
    return (owned.edit.start, owned.edit.end) if isinstance(owned.edit, Replace) else (0, 0)
