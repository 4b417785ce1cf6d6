"""What changed between two texts, two Word files of any kind, or two documents with proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from resdraft.errors import Problem, WrongUsage
from resdraft.files import save
from resdraft.model.change import CHANGE_KINDS, Change
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, open_document
from resdraft.usecases.forms import COMPARISON_ENDINGS, form_of
from resdraft.usecases.inputs import Given, Input, Marks, is_word, load
from resdraft.usecases.word_diff import WordDifference, mark_up

if TYPE_CHECKING:
    from resdraft.write.terminal import Screen

SUBSTANTIVE = "substantive"
"""Stands among kinds for every change that is more than renumbering, formatting, punctuation, case or spacing."""


@dataclass(frozen=True, repr=False)
class Difference:
    """What changed from one text to another.

    ``changes`` is empty where nothing differs. It needs two resolutions; the Word file with marks (:meth:`word`) needs only two Word files.
    """

    old: Document
    new: Document
    changes: tuple[Change, ...]
    notices: tuple[str, ...] = ()
    _files: tuple[Input, Input] | None = field(default=None, repr=False)
    _every: tuple[Change, ...] = field(default=(), repr=False)
    """All changes, those included that ``changes`` leaves out."""

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes)

    def text(self, screen: Screen | None = None, *, layout: str = "changes") -> str:
        """The changes for a terminal; ``layout`` is ``changes``, ``side-by-side`` or ``stat``."""
        from resdraft.write import comparison
        from resdraft.write.terminal import Screen

        shown = {"changes": comparison.comparison, "side-by-side": comparison.side_by_side, "stat": comparison.stat}[layout]
        return shown(self.changes, screen or Screen())

    def markdown(self, names: tuple[str, str] | None = None) -> str:
        """The changes as Markdown; ``names`` are what the texts are called in its head."""
        from resdraft.write.comparison import markdown

        return markdown(*(names or (self.old.name, self.new.name)), self.changes)

    def html(self, names: tuple[str, str] | None = None) -> str:
        """A page with both texts whole, in one or side by side; only these changes are listed. It loads nothing."""
        from resdraft.write.comparison_page import comparison_page

        texts = self.old.resolution, self.new.resolution
        return comparison_page(names or (self.old.name, self.new.name), *texts, self._every, self.changes)

    def as_json(self) -> dict[str, Any]:
        """The changes as plain values."""
        from resdraft.write.comparison import as_json

        return as_json(self.old.name, self.new.name, self.changes)

    def word(self, *, author: str = "resdraft", date: str = "") -> WordDifference:
        """The old file with the new one's content as revision marks; a new one in ITU's look where the texts do not stand in Word files.

        Args:
            author: whose the marks are. ``date`` is theirs, ISO 8601; they bear none where it is empty.

        Raises:
            Unfit: where one file bears earlier marks. OurFault: where the result would not be exact.
        """
        files = self._files or tuple(_fresh(side) for side in (self.old, self.new))
        return mark_up(files[0], files[1], author=author, date=date)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the comparison to a file: .docx (marks), .html (a page), .json, .md or .txt.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        from resdraft.write.json import dumps

        form = form_of(fspath(path), COMPARISON_ENDINGS)
        if form == "docx":
            self.word().save(path)
            return
        made = {"json": lambda: dumps(self.as_json()), "markdown": self.markdown, "html": self.html, "terminal": self.text}
        save(made[form](), path)

    def __repr__(self) -> str:
        kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(change.kind for change in self.changes).items())
        return f"<Difference {self.old.name} → {self.new.name}: {kinds or 'nothing'}>"

    def _repr_html_(self) -> str:
        """The changes as a notebook shows them."""
        from resdraft.write.comparison import as_html

        return as_html(self.changes)


def diff(
    old: Given,
    new: Given,
    *,
    language: str | None = None,
    marks: Marks | None = None,
    only: Collection[str] = (),
    sections: Sequence[str] = (),
) -> Difference:
    """Compare two texts clause by clause. Labels are not content: a clause is known by its words.

    Args:
        old, new: the texts, in any form.
        language, marks: as for :func:`resdraft.open`.
        only: keep these kinds of change (``added``, ``deleted``, ``moved``, ..., or ``substantive``).
        sections: keep what changed at these addresses.

    Returns:
        The difference: ``changes``, ``text()``, ``markdown()``, ``as_json()``; ``save("marked.docx")`` writes the old file with the new one's
        content as revision marks.

    Raises:
        Unreadable: where one cannot be read as a resolution. WrongUsage: for a kind that there is none of. Unfit: for an unknown address.

    Example:
        >>> change = resdraft.diff("1332", resdraft.open("1332").output("text").content.replace("C2, C5, and C6", "C2, C5 and C6").encode())
        >>> [entry.kind for entry in change.changes]
        ['modified']
    """
    wanted = _kinds(only)
    sides = [side if isinstance(side, Document) else load(side) for side in (old, new)]
    texts = [side if isinstance(side, Document) else open_document(side, language=language, marks=marks) for side in sides]
    files = [side for side in sides if isinstance(side, Input) and is_word(side.content) and side.part is None]
    pair = (files[0], files[1]) if len(files) == len(sides) and marks is None else None
    every = tuple(changes_between(*(text.resolution for text in texts)))
    found = [entry for entry in every if not wanted or entry.kind in wanted or (SUBSTANTIVE in wanted and entry.substantive)]
    if sections:
        inside = _inside(texts[0].resolution, texts[1].resolution, sections)
        found = [entry for entry in found if any(key in inside[n] for n in (0, 1) for key in entry.keys[n])]
    return Difference(texts[0], texts[1], tuple(found), (*texts[0].notices, *texts[1].notices), pair, every)


def _fresh(text: Document) -> Input:
    """A text as a new Word file in ITU's look."""
    from resdraft.model.marked import Marked
    from resdraft.write.docx import write_docx

    return Input(write_docx(Marked(text.resolution)), text.name)


def changes_between(old: Resolution, new: Resolution) -> list[Change]:
    """What changed from one text to another; where one is of a kind that holds no italics, they are no change."""
    from resdraft.differences.changes import list_changes
    from resdraft.differences.edits import compare
    from resdraft.lexicon import lexicon
    from resdraft.write.text import is_plain, without_formatting

    if is_plain(old) != is_plain(new):
        old, new = without_formatting(old), without_formatting(new)
    return list_changes(old, new, compare(old, new), (lexicon(old.language), lexicon(new.language)))


def _kinds(only: Collection[str]) -> set[str]:
    unknown = sorted({*only} - {*CHANGE_KINDS, SUBSTANTIVE})
    if unknown:
        raise WrongUsage(
            Problem(f'--only: no kind "{unknown[0]}"', f"the kinds are: {', '.join((*CHANGE_KINDS, SUBSTANTIVE))}")
        )
    return set(only)


def _inside(old: Resolution, new: Resolution, sections: Sequence[str]) -> tuple[set[str], set[str]]:
    """The keys below the addresses, in both texts; each address must be known in one of them."""
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses

    out: tuple[set[str], set[str]] = (set(), set())
    for address in sections:
        found = False
        for n, text in enumerate((old, new)):
            for key in (known := Addresses(text, lexicon(text.language))).matches(address):
                out[n].update(p.key for p in text.subtree(key))
                found = True
        if not found:
            known.find(address)
    return out


# proposals


@dataclass(frozen=True)
class ProposalDifference:
    """What changed from one document with proposals to another: of the heads name, old and new, and of each amendment an entry."""

    names: tuple[str, str]
    head: tuple[tuple[str, str, str], ...]
    amendments: tuple[dict[str, Any], ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.head or self.amendments)

    def text(self, screen: Screen) -> str:
        """For a terminal."""
        from resdraft.write.proposal import revised

        return revised(self.amendments, self.head, screen)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        head = [{"name": name, "old": before, "new": after} for name, before, after in self.head]
        return {"old": self.names[0], "new": self.names[1], "head": head, "amendments": list(self.amendments)}


def diff_proposals(old: Given, new: Given) -> ProposalDifference:
    """Compare two documents with proposals; those of one place in them are compared with each other.

    Raises:
        Unreadable: where one cannot be read.
    """
    from resdraft.proposing.revision import in_short, revision
    from resdraft.usecases.proposals import from_library, proposals_in

    files = (load(old), load(new))
    sides = [{(p.order, p.symbol != "NOC"): p for p in proposals_in(file, from_library(), [])} for file in files]
    head: list[tuple[str, str, str]] = []
    rows: list[dict[str, Any]] = []
    for order in sorted({*sides[0], *sides[1]}):
        before, after = (side.get(order) for side in sides)
        present = before or after
        assert present is not None  # noqa: S101 - it is on one side at least
        found = revision(before or present._replace(amendments=()), after or present._replace(amendments=()))
        name = f"{present.symbol.strip('_')} {present.number}"
        head += [("proposal", name if before else "", name if after else "")] * (before is None or after is None)
        head += found.head
        rows += [
            {
                "kind": one.kind,
                "old_number": one.old_number,
                "new_number": one.new_number,
                "old": [in_short(i) for i in one.old.instructions] if one.old else [],
                "new": [in_short(i) for i in one.new.instructions] if one.new else [],
                "reasons": [side.reasons if side else None for side in (one.old, one.new)],
            }
            for one in found.amendments
        ]
    return ProposalDifference((files[0].name, files[1].name), tuple(head), tuple(rows))


def are_proposals(old: Input, new: Input) -> bool:
    """Whether both files hold proposals, in whatever form."""
    from resdraft.usecases.proposals import holds_proposals

    return holds_proposals(old) and holds_proposals(new)
