"""Footnote references in Word: which are Word's own, and which marks are typed because its numbers would differ."""

from __future__ import annotations

from resdraft.errors import Problem, Unfit
from resdraft.model.edit import Delete, Insert, Relabel, Replace
from resdraft.model.marked import Marked
from resdraft.model.resolution import Kind


class References:
    """The footnote references of a marked text."""

    def __init__(self, marked: Marked) -> None:
        order = list(dict.fromkeys(mark for p in marked.base.provisions for mark in p.text.notes))
        numbers = [mark for mark in order if mark.isdigit()]
        in_order = numbers == [str(n) for n in range(1, len(numbers) + 1)]
        self.typed = {mark for mark in order if not mark.isdigit() or not in_order}
        self._first: dict[str, tuple[str, int]] = {}
        for p in marked.base.provisions:
            for at, token in enumerate(p.text.tokens):
                if token.note is not None:
                    self._first.setdefault(token.note, (p.key, at))
        self._struck = {mark: self._strikers(marked, *place) for mark, place in self._first.items()}
        notes = [o.edit for o in marked.edits if isinstance(o.edit, Insert) and o.edit.provision.kind is Kind.NOTE]
        if notes and not in_order:
            what = "its footnotes are not numbered on from 1, so that a new footnote's number could clash with theirs"
            raise Unfit(Problem(what, "number the footnotes of the base on, or leave the new ones out"))
        self._numbers_change = bool(notes) or any(
            isinstance(o.edit, Delete) and o.edit.key.startswith("note/") for o in marked.edits
        )
        self._seen: set[tuple[str, tuple[str, ...]]] = set()

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

    def again(self, mark: str, sources: tuple[str, ...]) -> bool:
        """Whether the text of these sources (none: the base) already has a native reference to the footnote."""
        seen = (mark, sources) in self._seen
        self._seen.add((mark, sources))
        if sources and mark in self._first and not set(sources) <= self._struck[mark]:
            seen = True
        if seen and self._numbers_change and mark not in self.typed:
            what = f"footnote {mark} is referred to more than once, and other footnotes come or go"
            raise Unfit(Problem(what, "its typed number would be wrong: give the second reference a footnote of its own"))
        return seen
