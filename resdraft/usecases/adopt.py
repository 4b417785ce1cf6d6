"""What a meeting decided, made: the adopted text, clean and marked, and what became of each clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from resdraft.amend.decided import Decided, decide
from resdraft.amend.left_open import leave_open
from resdraft.errors import Exit, Problem, Unfit, WrongUsage
from resdraft.files import save
from resdraft.lexicon import lexicon, parse_edition
from resdraft.model.address import Addresses
from resdraft.model.decision import ADOPT, ADOPT_UNCONTESTED, OPEN, WITHDRAW, Decision, Decisions, is_of
from resdraft.model.edit import Edit, Replace
from resdraft.model.marked import Conflict
from resdraft.model.proposal import AMENDING, Add, Amendment, Proposal, Reword
from resdraft.model.resolution import Resolution
from resdraft.model.source_order import in_order
from resdraft.usecases.adopted_text import AdoptedText, adopted_text
from resdraft.usecases.consolidate import Consolidation, consolidate
from resdraft.usecases.documents import Output, render
from resdraft.usecases.fitting import fit_one
from resdraft.usecases.forms import form_of
from resdraft.usecases.inputs import Given, Input, decode, load
from resdraft.usecases.intake import Base, Proposals
from resdraft.usecases.marking import check_ending, in_word, running_head

if TYPE_CHECKING:
    from resdraft.read.docx import WordText
    from resdraft.usecases.documents import Document
    from resdraft.usecases.library import Added

_READINGS = {"blue": "first reading", "pink": "second reading"}
"""The coloured documents in which texts come before a plenary meeting (general knowledge; the white one is the proposal)."""
_MOST_NAMED = 8
"""A notice names so many amendments, and counts the others."""
_BY_DEFAULT = {OPEN: "left open", ADOPT_UNCONTESTED: "adopted where nothing stands against it"}


@dataclass(frozen=True, repr=False)
class Adoption:
    """A text as it was adopted.

    ``consolidated`` is all that was proposed, ``decided`` what became of each edit, ``adopted`` the text and its map, ``conflicts`` what
    stays in square brackets, ``suppressed`` whether the text as a whole goes.
    """

    consolidated: Consolidation
    decisions: Decisions
    decided: Decided
    adopted: AdoptedText
    conflicts: tuple[Conflict, ...] = ()
    suppressed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def base(self) -> Document:
        """The text before."""
        return self.consolidated.base

    @property
    def text(self) -> Resolution:
        """The adopted text, clean; what is open stands in square brackets."""
        return self.adopted.text

    @property
    def code(self) -> Exit:
        """What the command line exits with: 1 where something is left to look at."""
        return Exit.DIFFERENT if self.conflicts or self.adopted.references or self.adopted.kept_labels else Exit.DONE

    @property
    def left(self) -> tuple[Problem, ...]:
        """What is left to be done: places in brackets, references and labels to look at."""
        out = [Problem("left open in square brackets", clause=place) for place in self.open_places]
        out += [
            Problem(f"the reference “{r.words}” is to be looked at: {r.why}", clause=r.clause) for r in self.adopted.references
        ]
        out += [Problem("its list has labels that cannot be counted on", clause=place) for place in self.adopted.kept_labels]
        return tuple(out)

    @property
    def open_places(self) -> tuple[str, ...]:
        """The places of the base that are left open, by their addresses."""
        addresses = Addresses(self.base.resolution, lexicon(self.base.language))
        told = dict.fromkeys((c.key, len(c.options) == 1 and c.options[0].does == "insert") for c in self.conflicts)
        at = self.base.resolution.by_key
        order = sorted(told, key=lambda one: (at.get(one[0], -1), one[1]))
        return tuple(f"{'after ' * new}{addresses.of(key)}" if key else "before all else" for key, new in order)

    def word(self, *, date: str = "", document: str = "", new: bool = False, path: str = "") -> Output:
        """The Word file with every change as a revision mark of its source against the base; accepted, it is the clean text."""
        text = None if new else self.base.word_text()
        if path:
            check_ending(text, path)
        head = document or running_head(self.consolidated.proposals)
        made = in_word(self.adopted.marked, text, head=head, date=date)
        return made if text is None else Output(made.content, (*made.notices, *self._heads_left(text)))

    def _heads_left(self, text: WordText) -> list[str]:
        """That a page header or footer of the base names its edition, where the text names another now: those stay as they are."""
        from resdraft.ooxml.names import T
        from resdraft.ooxml.package import parse, related

        old, parts, main = self.base.resolution.designation.edition, text.file.parts, text.file.main
        if not old or self.text.designation.edition == old:
            return []
        named = {part for kind in ("header", "footer") for part in related(parts, main, kind)}
        said = ("".join(t.text or "" for t in parse(parts[part], text.file.name, part).iter(T)) for part in sorted(named))
        found = any(old.casefold() in " ".join(words.split()).casefold() for words in said)
        return [f"a page header or footer still says {old}: change it in Word"] * found

    def clean(self, form: str, *, date: str = "", path: str = "") -> Output:
        """The clean text in a form: docx, text, json or html. Where the base is a Word file, docx is that file with the changes made."""
        text = self.base.peek()
        if form != "docx" or text is None:
            return render(self.text, form)
        from resdraft.ooxml.settle import Selection, settle

        marked = self.word(date=date, path=path)
        content = marked.content if isinstance(marked.content, bytes) else marked.content.encode()
        return Output(settle(content, "accept", Selection()).content, marked.notices)

    def coloured(self, series: str, *, date: str = "") -> Output:
        """The text as a document of the Editorial Committee, a new Word file: its head says which reading it is for, and what is in brackets.

        Args:
            series: ``blue`` for the first reading, ``pink`` for the second. The words of the head are not confirmed by any printed document.
        """
        from resdraft.model.marked import Marked

        count = len(self.open_places)
        brackets = f"{count or 'no'} place{'s' * (count != 1)} in square brackets"
        head = ", ".join(filter(None, (f"{series.upper()}: {_READINGS[series]}", self.decisions.meeting, brackets)))
        return in_word(Marked(self.text), None, head=head, date=date)

    def add(self, *, replace: bool = False) -> Added:
        """Put the text into the user's library, and its edition into the user's register.

        Raises:
            Unfit: where something is open: an official text has no square brackets. As for :func:`resdraft.add` otherwise.
        """
        from resdraft.usecases.library import add

        if self.conflicts:
            hint = "decide on what is open, or leave out --add"
            raise Unfit(
                [Problem("it is left open, and an official text has no brackets", hint, clause=p) for p in self.open_places]
            )
        form = "docx" if self.base.peek() is not None else "text"
        content = self.clean(form).content
        named = Input(content if isinstance(content, bytes) else content.encode(), str(self.text.designation) or self.base.name)
        return add(named, replace=replace)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the clean text to a file, in the form that its ending says."""
        save(self.clean(form_of(fspath(path)), path=fspath(path)).content, path)

    def as_json(self) -> dict[str, Any]:
        """The map from old labels to new ones, and what is left, as plain values."""
        return {
            "base": self.base.designation,
            "meeting": self.decisions.meeting,
            "clauses": [row._asdict() | {"by": list(row.by)} for row in self.adopted.rows],
            "references": [r._asdict() for r in self.adopted.references],
            "open": list(self.open_places),
        }

    def __repr__(self) -> str:
        return f"<Adoption of {self.base.designation or self.base.name}, {len(self.conflicts)} places open>"


def read_decisions(given: Given | Decisions) -> tuple[Decisions, list[str]]:
    """Decisions from a file, and what is doubtful about it.

    Raises:
        Unreadable: where it cannot be read, with every mistake.
    """
    if isinstance(given, Decisions):
        return given, []
    from resdraft.read.decisions import read_decisions as read

    notices: list[str] = []
    found = load(given, library=False)
    return read(decode(found, notices), found.name, notices), notices


def adopt(
    base: Base,
    proposals: Proposals | Iterable[Proposal | Given] | Given,
    decisions: Decisions | Given,
    *,
    edition: str = "",
    keep_labels: bool = False,
    final: bool = False,
    partial: bool = False,
) -> Adoption:
    """Adopt what a meeting decided.

    Args:
        base: the text: a name in the library, a path, bytes, or an opened document. ``proposals`` are proposals, or files with them.
        decisions: decisions, or the file with them.
        edition: the one that the text becomes, such as ``Rev. Doha, 2026``.
        keep_labels: leave labels as they are in the base's numbering. ``final`` refuses what is left open. ``partial`` leaves out what does
            not fit, and tells it.

    Raises:
        Unfit: where a decision does not fit, with all of them; where something is open and the text must be final.
        Unreadable: where a file cannot be read. WrongUsage: where ``edition`` is none.

    Example:
        >>> done = resdraft.adopt("1332", ["proposals/rus.yaml"], b"default: adopt-uncontested")
        >>> done.conflicts
        ()
    """
    if edition and parse_edition(edition) is None:
        hint = "write it as it stands in brackets: Rev. Doha, 2026, or last amended C27"
        raise WrongUsage(Problem(f'--as: "{edition}" is no edition', hint))
    one = consolidate(base, proposals, partial=partial)
    said, notices = read_decisions(decisions)
    resolution = one.base.resolution
    _check_base(resolution, said)
    addresses = Addresses(resolution, lexicon(resolution.language))
    whose = _whose(one.proposals)
    whole, said_inside = _on_the_whole(one, said)
    decided = decide(one.marked, said_inside, addresses, whose, lambda decision: _chair(resolution, decision))
    left = leave_open(one.marked, decided.adopted, decided.open, one.restatable)
    made = adopted_text(one.marked, left.edits, keep_labels=keep_labels, edition=edition)
    notices += [
        f"{addresses.of(o.edit.key)}: open, and not shown in brackets, as what stands there cannot be written twice"
        for o in left.unshown
        if isinstance(o.edit, Replace)
    ]
    notices += _undecided(one, said_inside)
    done = Adoption(one, said, decided, made, left.conflicts, whole, (*one.notices, *notices, *decided.notices))
    if final and (left.conflicts or left.unshown):
        hint = "decide on it, or leave out --final"
        raise Unfit([Problem("it is left open", hint, clause=place, file=said.file) for place in done.open_places])
    return done


def _whose(proposals: Sequence[Proposal]) -> dict[str, tuple[str, ...]]:
    """By the number of each proposal and amendment, its sources."""
    out: dict[str, tuple[str, ...]] = {}
    for p in proposals:
        out[p.number] = p.sources
        out |= {p.amendment(n): p.sources for n in range(1, len(p.amendments) + 1)}
    return out


def _undecided(one: Consolidation, said: Decisions) -> list[str]:
    """That some amendments have no decision, where others do: they may have been handed in since."""
    inside = [d for d in said.decisions if d.amendment]
    if not inside or len(inside) < len(said.decisions):
        # Decisions on places settle amendments without naming them.
        return []
    numbers = dict.fromkeys(number for o in one.marked.edits for number in o.amendments)
    left = [number for number in numbers if not any(is_of(number, d.amendment) for d in inside)]
    more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
    return [f"no decision on {', '.join(left[:_MOST_NAMED])}{more}: {_BY_DEFAULT[said.default]}"] if left else []


def _check_base(base: Resolution, said: Decisions) -> None:
    """Refuse decisions on another text.

    Raises:
        Unfit: where they name one.
    """
    from resdraft.amend.target import refused

    if not said.base or said.base == base.fingerprint:
        return
    as_proposal = Proposal("XX", said.base, (), file=said.file)
    if (problem := refused(base, as_proposal)) is not None:
        raise Unfit(problem._replace(hint="name the text that was decided on, or correct base:", file=said.file))


def _on_the_whole(one: Consolidation, said: Decisions) -> tuple[tuple[str, ...], Decisions]:
    """Who suppresses the text, where that was adopted; and the decisions without those on proposals for the text as a whole."""
    whole = {p.number: p for p in one.proposals if p.symbol not in AMENDING}
    inside = tuple(d for d in said.decisions if d.amendment not in whole)
    suppressed = [
        whole[d.amendment].sources
        for d in said.decisions
        if d.decision == ADOPT and d.amendment in whole and whole[d.amendment].symbol.startswith("SUP")
    ]
    if suppressed and any(d.decision not in ("reject", WITHDRAW) for d in inside):
        raise Unfit(
            Problem("the text is suppressed, and something of it is adopted", "reject the one or the other", file=said.file)
        )
    return in_order((s for sources in suppressed for s in sources), one.base.language), said._replace(decisions=inside)


def _chair(base: Resolution, decision: Decision) -> Sequence[Edit]:
    """The edits that make a place read as the Chair wrote it, or that put new text behind, before or into it.

    Raises:
        Unfit: where that cannot be.
    """
    where, address = decision.gap
    said = Add(where, address, decision.text) if where else Reword(address, decision.text)
    amendment = Amendment((said,), line=decision.line)
    fitted = fit_one(base, Proposal(decision.by, "", (amendment,)))
    if fitted.problems:
        raise Unfit(list(fitted.problems))
    return fitted.edits
