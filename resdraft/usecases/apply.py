"""Proposals applied to a resolution: every change is the tracked change of its source, or is simply made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING

from resdraft.errors import Problem, Unfit, WrongUsage
from resdraft.files import save
from resdraft.model.edit import Delete, Edit, Insert, Move, Replace
from resdraft.model.marked import Clash, Marked
from resdraft.model.proposal import AMENDING, Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, Output, base_of, render
from resdraft.usecases.fitting import bring_together, doubts
from resdraft.usecases.forms import form_of
from resdraft.usecases.inputs import Given, Input, Opened
from resdraft.usecases.intake import Base, Proposals, read_proposals
from resdraft.usecases.marking import check_ending, in_word, running_head

if TYPE_CHECKING:
    from resdraft.model.address import Addresses
    from resdraft.model.change import Change
    from resdraft.write.terminal import Screen


@dataclass(frozen=True, repr=False)
class Applied:
    """A base with proposals on it, none of which clashes with another."""

    base: Document
    proposals: tuple[Proposal, ...]
    marked: Marked
    notices: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    """Those of the notices that are advice on drafting: nothing is wrong with what was written."""

    @property
    def text(self) -> Resolution:
        """The text with all changes made."""
        from resdraft.model.apply import apply, renumber_notes

        return renumber_notes(apply(self.marked.base, self.marked.kept(self.marked.sources)))

    @property
    def changes(self) -> dict[str, list[Change]]:
        """What each source changes, by its code; sources that change the same are joined: ``CHN, RUS``."""
        from resdraft.differences.changes import list_changes
        from resdraft.lexicon import lexicon
        from resdraft.model.apply import apply

        words = lexicon(self.marked.base.language)
        same: dict[tuple[Edit, ...], list[str]] = {}
        for source in self.marked.sources:
            same.setdefault(tuple(self.marked.kept([source])), []).append(source)
        base = self.marked.base
        return {
            ", ".join(sources): list_changes(base, apply(base, edits), edits, (words, words)) for edits, sources in same.items()
        }

    def summary(self, screen: Screen) -> str:
        """Who changes what, for a terminal."""
        from resdraft.write.terminal import summary

        return summary(self.marked, self.changes, screen)

    def output(self, form: str = "docx", *, document: str = "", date: str = "", new: bool = False, path: str = "") -> Output:
        """The text in a form: docx with the changes as revision marks; text, json and html with the changes made.

        Args:
            document: the number in the page header of a new Word file, else the proposals' own. ``date`` is that of marks whose proposal has
                none. ``new`` writes a new file also where the base stands in a Word file. ``path`` is where it is to go, if that is known.

        Raises:
            Unfit: where words cannot be changed without harm to what stands among them.
        """
        if form != "docx":
            return render(self.text, form)
        text = None if new else self.base.word_text()
        if path:
            check_ending(text, path)
        written = in_word(self.marked, text, head=document or running_head(self.proposals), date=date)
        if text is not None and document:
            kept = "the header of the file stays as it is; --document is for new files"
            written = written._replace(notices=(*written.notices, kept))
        return written

    def save(self, path: str | PathLike[str]) -> None:
        """Write the text to a file, in the form that its ending says.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        save(self.output(form_of(fspath(path)), path=fspath(path)).content, path)

    def __repr__(self) -> str:
        return f"<Applied: {', '.join(self.marked.sources) or 'nobody'} on {self.base.designation or self.base.name}>"

    def _repr_html_(self) -> str:
        """What each source changes, as a notebook shows it."""
        from html import escape

        from resdraft.write.comparison import as_html

        return "".join(f"<h4>{escape(source)}</h4>{as_html(changes)}" for source, changes in self.changes.items())


def apply(base: Base, proposals: Proposals | Iterable[Proposal | Given] | Given) -> Applied:
    """Apply proposals to a resolution.

    Args:
        base: the resolution: a name in the library, a path, bytes, or an opened document.
        proposals: proposals, or files with them in any form.

    Returns:
        The resolution with the proposals on it: ``text`` has the changes made, ``changes`` are those of each source, ``save("marked.docx")``
        writes them as revision marks.

    Raises:
        Unfit: where an amendment does not fit, or sources propose different things in one place: with all that is wrong.
        Unreadable: where a file cannot be read.

    Example:
        >>> done = resdraft.apply("1332", ["proposals/rus.yaml"])
        >>> done.marked.sources
        ('RUS',)
    """
    document = base_of(base)
    read = proposals_on(document, proposals)
    given = read.settled()
    standing = [entry for entry in given.entries if entry.proposal is not None and entry.outcome is None]
    told = {id(entry) for entry in read.entries}
    replaced = [e for e in given.entries if e.outcome is not None and e.error is None and id(e) not in told]
    notices = [*given.notices, *(f"{entry.file}: {entry.outcome}, {entry.why}" for entry in replaced)]
    errors = [problem for entry in given.entries if entry.error is not None for problem in entry.error.problems]
    if errors:
        raise Unfit(errors)
    own = _amending(document.resolution, [e.proposal for e in standing if e.proposal is not None], notices)
    together = bring_together(document.resolution, own)
    if together.problems:
        raise Unfit(together.problems)
    if together.marked.clashes:
        raise Unfit(list(_clashes(together.marked)))
    notices += [*together.notices, *doubts(together.marked)]
    advised = tuple(_advice(together.marked, own))
    return Applied(document, tuple(own), together.marked, (*notices, *advised), advised)


def proposals_on(
    base: Document, proposals: Proposals | Iterable[Proposal | Given] | Given, *, partial: bool = False
) -> Proposals:
    """Proposals in any form, read where they are files."""
    if isinstance(proposals, Proposals):
        return proposals
    # A name is a sequence too, of letters.
    given = [proposals] if isinstance(proposals, str | bytes | PathLike | Input | Opened | Proposal) else list(proposals)
    files = [one for one in given if not isinstance(one, Proposal)]
    made = Proposals.of(one for one in given if isinstance(one, Proposal))
    if not files:
        return Proposals(made.entries, base)
    read = read_proposals(files, base, partial=partial)
    return Proposals((*made.entries, *read.entries), base, read.notices)


def _advice(marked: Marked, proposals: Sequence[Proposal]) -> Iterator[str]:
    """The advice on what each source proposes; that on what several propose alike is given once."""
    from resdraft.usecases.advice import advice

    told: dict[str, list[str]] = {}
    for source in marked.sources:
        meeting = next((p.meeting for p in proposals if source in p.sources and p.meeting), "")
        for note in advice(marked.base, marked.kept([source]), meeting):
            told.setdefault(note, []).append(source)
    return (f"{', '.join(sources)}: {note}" for note, sources in told.items())


def alternatives(own: Sequence[Proposal]) -> None:
    """Refuse several proposals of one document on one text, where they are alternatives.

    Raises:
        WrongUsage: where there are such.
    """
    if len(own) > 1 and any(p.alternative for p in own):
        choices = ", ".join(f"{p.file}#{p.order}" for p in own)
        raise WrongUsage(Problem("its proposals on this text are alternatives", f"name one: {choices}", file=own[0].file))


def _amending(base: Resolution, proposals: Sequence[Proposal], notices: list[str]) -> list[Proposal]:
    """The proposals that amend a text; of a document with several those that are on other texts or amend nothing are left out."""
    from resdraft.amend.target import refused

    out: list[Proposal] = []
    for file in dict.fromkeys(p.file for p in proposals):
        own = [p for p in proposals if p.file == file]
        if not file or len(own) == 1:
            out += own
            continue
        fitting = [p for p in own if p.symbol in AMENDING and refused(base, p) is None]
        others = [f"{p.symbol.strip('_')} {p.number}" for p in own if p not in fitting]
        if others and fitting:
            what = "left out, as they are on other texts or amend nothing"
            notices.append(f"{file}: {what}: {', '.join(others)}")
        alternatives(fitting)
        out += fitting or own
    return out


def _clashes(marked: Marked) -> Iterable[Problem]:
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses

    addresses = Addresses(marked.base, lexicon(marked.base.language))
    return (_clash(marked.base, addresses, clash) for clash in marked.clashes)


def _clash(resolution: Resolution, addresses: Addresses, clash: Clash) -> Problem:
    """A clash with the text of each side."""
    from resdraft.model.source_order import in_order

    told = []
    sides = [(", ".join(in_order(sources, resolution.language)), edits) for sources, edits in clash.options]
    for sources, edits in sides:
        text = resolution[clash.key].text
        for edit in sorted((e for e in edits if isinstance(e, Replace)), key=lambda e: e.start, reverse=True):
            text = text.replace(edit.start, edit.end, edit.new)
        reading = f"“{text.marked()}”"
        if any(isinstance(edit, Delete) for edit in edits):
            reading = "delete"
        elif any(isinstance(edit, Move) for edit in edits):
            reading = "move"
        elif inserted := [edit.provision.line for edit in edits if isinstance(edit, Insert)]:
            reading = "insert " + "; ".join(f"“{line}”" for line in inserted)
        told.append(f"{sources}: {reading}")
    return Problem(
        f"{' and '.join(sources for sources, _ in sides)} propose different things",
        "\n  ".join(told) + "\n  `resdraft consolidate` shows both as options; or apply them one by one",
        clause=addresses.of(clash.key),
    )
