"""Is a proposal's file the official text with every change tracked, and are its symbols used as the rules say?"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from resdraft.errors import Problem, Unfit, WrongUsage
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, Output, base_of
from resdraft.usecases.inputs import Given, Input, is_proposal, is_word, load, word_file
from resdraft.usecases.proposals import BaseOf, from_library, proposals_in

if TYPE_CHECKING:
    from resdraft.model.change import Change
    from resdraft.ooxml.listing import Mark
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.proposing.symbol_rules import Finding
    from resdraft.read.docx import WordText
    from resdraft.write.terminal import Screen

_FORMATTING = ("formatting", "paragraph formatting")
"""The kinds of mark that change no words (ECMA-376 Part 1, 17.13.5.29 and 17.13.5.31)."""


class ByHand(NamedTuple):
    """Words that are struck through or hidden by formatting, without a mark."""

    clause: str
    how: str
    text: str


@dataclass(frozen=True)
class Verified:
    """What was found of a proposal's file.

    ``silent`` are the changes of the official text that no mark tracks, ``by_hand`` words struck or hidden by formatting, ``formatting`` the
    marks that only change formatting, ``symbols`` the rules of symbols that are broken. ``tracked`` says whether a text was compared with
    the official one: of data (YAML, JSON) only the symbols are checked.
    """

    base: Document
    file: Input
    silent: tuple[Change, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    formatting: tuple[Mark, ...] = ()
    symbols: tuple[Finding, ...] = ()
    tracked: bool = False
    notices: tuple[str, ...] = ()
    _language: str | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong. Marks that only change formatting are no fault."""
        return not (self.silent or self.by_hand or self.symbols)

    def listing(self, screen: Screen) -> str:
        """What was found, for people."""
        from resdraft.write.comparison import comparison

        found, symbols = self.silent, self.symbols
        out = []
        if self.by_hand:
            out.append(f"{_count(len(self.by_hand), 'change')} by formatting that no mark tracks:")
            out += [f"  {hand.clause}  {hand.how}: {hand.text[:60]}" for hand in self.by_hand] + [""] * bool(found)
        if found:
            out += [f"{_count(len(found), 'silent edit')}:", "", comparison(found, screen).rstrip("\n")]
        elif self.tracked and not self.by_hand:
            out.append("every change is tracked: with all marks rejected it is the official text")
        elif not self.tracked and not symbols:
            out.append("the symbols are used as the rules say")
        if self.formatting:
            out += [
                "",
                f"{_count(len(self.formatting), 'mark')} that only change{'s' * (len(self.formatting) == 1)} formatting:",
            ]
            out += [
                f"  {mark.clause or f'paragraph {mark.paragraph}'}  {mark.author}: {mark.text[:60]}".rstrip(": ")
                for mark in self.formatting
            ]
        if symbols:
            out += [""] * bool(out) + [f"{_count(len(symbols), 'rule')} of symbols broken:"]
            for rule in symbols:
                out += [f"  {rule.code}  {rule.proposal}: {rule.what}", f"        {rule.hint}"]
        return "\n".join(out) + "\n"

    def as_json(self) -> dict[str, Any]:
        """What was found, as plain values."""
        from resdraft.write.comparison import as_json

        return {
            "file": self.file.name,
            "base": self.base.name,
            "silent": as_json(self.base.name, self.file.name, self.silent)["changes"],
            "by_hand": [hand._asdict() for hand in self.by_hand],
            "formatting": [asdict(mark) for mark in self.formatting],
            "symbols": [rule._asdict() for rule in self.symbols],
        }

    def _repr_html_(self) -> str:
        """What was found, as a notebook shows it."""
        from html import escape

        from resdraft.write.terminal import Screen

        return f"<pre>{escape(self.listing(Screen()))}</pre>"

    def repaired(self, source: str = "") -> Output:
        """The official text, in its own Word file where it is one, with all that the file changes as marks of one source.

        Args:
            source: whose the marks are; the one author of the file's marks where it is empty.

        Raises:
            Unfit: where it cannot be told whose the silent edits are. WrongUsage: where the proposal is no Word file.
        """
        from resdraft.amend.consolidate import consolidate
        from resdraft.amend.normalise import normal_diff
        from resdraft.lexicon import lexicon
        from resdraft.ooxml.listing import list_marks
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import everything, read_word
        from resdraft.write.docx import mark_docx, write_docx

        content, said, part, _ = self.file
        if not is_word(content):
            raise WrongUsage(Problem("--repair is for Word files", "leave it out", file=said))
        file = WordFile.open(content, said)
        authors = sorted({mark.author for mark in list_marks(file.parts, said)})
        if not source and len(authors) != 1:
            what = (
                f"marks of {', '.join(authors)}: whose the silent edits are cannot be told"
                if authors
                else "no marks, and no source"
            )
            raise Unfit(Problem(what, "say whose all the changes are with --source", file=said))
        text = self.base.word_text()
        official = text.resolution if text is not None else self.base.resolution
        target = read_word(file, everything, self._language, part).resolution
        edits = normal_diff(official, target, lexicon(official.language))
        marked = consolidate(official, {source or authors[0]: edits})
        return Output(write_docx(marked) if text is None else mark_docx(marked, text.file, text.places).content)


def verify(base: Resolution | Given, proposal: Given, *, language: str | None = None, lenient: bool = False) -> Verified:
    """Check a proposal's file against the official text: with all its marks rejected it must read as the base does.

    Args:
        base: the official text.
        proposal: the file: an edited copy or a contribution in Word, or data (YAML, JSON).
        language: that of the text, told from it where None.
        lenient: take kinds of quote, hyphen and blank, and line breaks, for no change.

    Raises:
        Unreadable: where a file cannot be read. WrongUsage: where the proposal is neither Word nor data.

    Example:
        >>> resdraft.verify("1332", "proposals/chn.docx").ok
        True
    """
    official, given = base_of(base, language=language), load(proposal)
    if is_proposal(given.content):
        notices: list[str] = []
        symbols = _symbols(given, from_library(official.resolution), notices)
        return Verified(official, given, symbols=tuple(symbols), notices=tuple(notices), _language=language)
    return _word(official, word_file(given), language, lenient=lenient)


def _word(base: Document, given: Input, language: str | None, *, lenient: bool) -> Verified:
    """Verify a Word file; of a contribution the text that is the official one's, and its symbols."""
    from resdraft.lexicon import lexicon
    from resdraft.model.apply import renumber_notes
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.proposing.shown import with_left_out_sections
    from resdraft.proposing.silent import silent_edits
    from resdraft.read.contribution import read_items
    from resdraft.read.docx import nothing, read_parts, read_word

    official = base.resolution
    file, words, part = WordFile.open(given.content, given.name), lexicon(official.language), given.part
    items = read_items(file, nothing, language)
    if items and part is None:
        texts = read_parts(file, nothing, language) if any(item.part for item in items) else []
        own = [n for n, text in enumerate(texts, 1) if text.resolution.designation.number == official.designation.number]
        part = own[0] if len(own) == 1 else None
    done = Verified(base, given._replace(part=part), _language=language)
    if not items or any(item.part for item in items):
        text = read_word(file, nothing, language, part)
        read = with_left_out_sections(text.resolution, official, words)
        # In a document with several texts Word numbers the footnotes of all of them on.
        read = renumber_notes(read) if len(items) > 1 else read
        silent = silent_edits(official, read, words, lenient=lenient, styles=(_official_styles(base), _styles(text)))
        done = replace(done, silent=tuple(silent), formatting=_formatting(file), by_hand=_by_hand(file), tracked=True)
    if items and not done.silent:
        notices: list[str] = []
        symbols = _symbols(given, from_library(official), notices)
        done = replace(done, symbols=tuple(symbols), notices=tuple(notices))
    return done


def _official_styles(base: Document) -> dict[str, str]:
    """The names of the styles of the official text; as ITU calls them where it is no Word file."""
    from resdraft.model.resolution import Kind

    known = {Kind.CALL: "Call", Kind.ANNEX: "Annex_No", Kind.ANNEX_TITLE: "Annex_title", Kind.CLAUSE: "Normal"}
    itu = {p.line: known[p.kind] for p in base.resolution.provisions if p.kind in known}
    return itu | _styles(base.peek())


def _styles(text: WordText | None) -> dict[str, str]:
    """The name of each paragraph's style, by its line; without a Word file none is known."""
    out: dict[str, str] = {}
    for p in text.resolution.provisions if text is not None else ():
        if text is not None and text.places[p.key].stretches:
            style = text.places[p.key].stretches[0].paragraph.style
            out[p.line] = text.file.style_names.get(style, style) or "Normal"
    return out


def _symbols(given: Input, base_of: BaseOf, notices: list[str]) -> list[Finding]:
    from resdraft.usecases.symbols import symbol_findings

    return symbol_findings(proposals_in(given, base_of, notices), base_of, given.content)


def _formatting(file: WordFile) -> tuple[Mark, ...]:
    """The marks that only change formatting, each with its clause."""
    from resdraft.ooxml.listing import list_marks
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.paragraph_addresses import paragraph_addresses

    marks = [mark for mark in list_marks(file.parts, file.name) if mark.kind in _FORMATTING]
    places = paragraph_addresses(WordFile.of(file.parts, file.name)) if marks else {}
    return tuple(replace(mark, clause=places.get((mark.part, mark.paragraph), "")) for mark in marks)


def _by_hand(file: WordFile) -> tuple[ByHand, ...]:
    """Words that are struck through or hidden by formatting, without a mark."""
    from resdraft.ooxml.pieces import hand_marked
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.paragraph_addresses import paragraph_addresses

    found = list(hand_marked(file.story.root))
    if not found:
        return ()
    copy = WordFile.of(file.parts, file.name)
    places = paragraph_addresses(copy)
    return tuple(
        ByHand(places.get((copy.main, paragraph), f"paragraph {paragraph}"), how, words) for paragraph, how, words in found
    )


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' * (n != 1)}"
