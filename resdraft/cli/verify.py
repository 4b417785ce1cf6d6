"""resdraft verify."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    form_of,
    language_option,
    not_itself,
    output_option,
    read_base,
    read_bytes,
    screen,
    split_part,
    word_file,
    write_output,
)
from resdraft.errors import Exit, Problem, Unfit, WrongUsage

if TYPE_CHECKING:
    from resdraft.cli.contributions import BaseOf
    from resdraft.model.change import Change
    from resdraft.model.resolution import Resolution
    from resdraft.ooxml.listing import Mark
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.propose.symbols import Finding
    from resdraft.read.docx import WordText

_LOOKS = ("formatting", "paragraph formatting")


@click.command("verify", short_help="Check that a proposal's file is the official text with every change tracked.")
@click.argument("base")
@click.argument("proposal", metavar="PROPOSAL")
@click.option("--lenient", is_flag=True, help="Kinds of quote, hyphen and blank, and line breaks, are no change.")
@click.option("--repair", is_flag=True, help="Write the file with all changes tracked to -o FILE.docx.")
@click.option(
    "--source", metavar="CODE", default="", help="Whose the marks of --repair are. Default: the one author of the marks."
)
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), help="Default: what -o ends in, else terminal.")
@output_option
@language_option
def command(
    base: str,
    proposal: str,
    lenient: bool,
    repair: bool,
    source: str,
    form: str | None,
    output: str | None,
    language: str | None,
) -> None:
    """Check that PROPOSAL is the official text BASE with every change tracked: with all its marks rejected it must read as BASE does.

    Lists each silent edit by clause and word, labels as they are shown included, words struck or hidden by hand, and each mark that only
    changes formatting. Of a contribution, sections that are left out are taken from BASE, and the symbols (MOD, ADD, SUP, NOC) are held
    against the rules, each with its code; of a proposal in yaml or json only these. Exit code 1 where something is wrong.

    \b
    Examples:
      resdraft verify 1332 received.docx
      resdraft verify 1332 received.docx --repair -o tracked.docx
      resdraft verify 1332 rus.yaml
    """
    from resdraft.cli.contributions import from_library, is_proposal

    if repair and not (output or "").lower().endswith((".docx", ".docm")):
        raise WrongUsage(Problem("--repair writes a Word file", "name it with -o FILE.docx"))
    form = form_of(None if repair else output, form, "terminal", {".json": "json", ".txt": "terminal"})
    not_itself(output, base, proposal)
    official, text = read_base(base, language, accept=False, reject=True, keep=False)
    name, part = split_part(proposal)
    content, said = read_bytes(name)
    report = _Report(base, said)
    if is_proposal(content):
        if repair:
            raise WrongUsage(Problem("--repair is for Word files", "leave it out", file=said))
        report.symbols = _symbols(content, said, from_library(official))
    else:
        word_file(content, said)
        part = _word(report, content, official, part, language, lenient=lenient)
    if form == "json":
        report.json(None if repair else output)
    else:
        write_output(report.listing(), None if repair else output)
    if repair:
        _repair(official, text, (content, said, part), source, str(output), language)
    if report.found or report.by_hand or report.symbols:
        click.get_current_context().exit(Exit.DIFFERENT)


def _word(
    report: _Report, content: bytes, official: Resolution, part: int | None, language: str | None, *, lenient: bool
) -> int | None:
    """Verify a Word file; of a contribution the text that is the official one's, and its symbols. Gives which text of the file that is."""
    from resdraft.cli.contributions import from_library
    from resdraft.lexicon import lexicon
    from resdraft.model.apply import number_notes
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.propose.shown import with_left_out_sections
    from resdraft.propose.silent import silent_edits
    from resdraft.read.contribution import read_items
    from resdraft.read.docx import nothing, read_parts, read_word

    file, words = WordFile.open(content, report.said), lexicon(official.language)
    items = read_items(file, nothing, language)
    if items and part is None:
        texts = read_parts(file, nothing, language) if any(item.part for item in items) else []
        own = [n for n, text in enumerate(texts, 1) if text.resolution.designation.number == official.designation.number]
        part = own[0] if len(own) == 1 else None
    if not items or any(item.part for item in items):
        report.tracked = True
        read = read_word(file, nothing, language, part).resolution
        read = with_left_out_sections(read, official, words)
        # In a document with several texts Word numbers the footnotes of all of them on.
        report.found = silent_edits(official, number_notes(read) if len(items) > 1 else read, words, lenient=lenient)
        report.looks, report.by_hand = _looks(file), _by_hand(file)
    if items and not report.found:
        report.symbols = _symbols(content, report.said, from_library(official))
    return part


def _symbols(content: bytes, said: str, base_of: BaseOf) -> list[Finding]:
    from resdraft.cli.contributions import proposals_in, symbol_findings

    return symbol_findings(proposals_in(content, said, base_of), base_of, content)


@dataclass
class _Report:
    """What was found of a file."""

    base: str
    said: str
    found: list[Change] = field(default_factory=list)
    by_hand: list[tuple[str, str, str]] = field(default_factory=list)
    looks: list[Mark] = field(default_factory=list)
    symbols: list[Finding] = field(default_factory=list)
    tracked: bool = False
    """Whether a text was compared with the official one."""

    def listing(self) -> str:
        """For people."""
        from resdraft.write.comparison import comparison

        found, by_hand, looks, symbols = self.found, self.by_hand, self.looks, self.symbols
        out = []
        if by_hand:
            out.append(f"{len(by_hand)} change{'s' * (len(by_hand) != 1)} by formatting that no mark tracks:")
            out += [f"  {clause}  {how}: {words[:60]}" for clause, how, words in by_hand] + [""] * bool(found)
        if found:
            out += [f"{len(found)} silent edit{'s' * (len(found) != 1)}:", "", comparison(found, screen()).rstrip("\n")]
        elif self.tracked and not by_hand:
            out.append("every change is tracked: with all marks rejected it is the official text")
        elif not self.tracked and not symbols:
            out.append("the symbols are used as the rules say")
        if looks:
            out += ["", f"{len(looks)} mark{'s' * (len(looks) != 1)} that only change{'s' * (len(looks) == 1)} formatting:"]
            out += [
                f"  {mark.clause or f'paragraph {mark.paragraph}'}  {mark.author}: {mark.text[:60]}".rstrip(": ")
                for mark in looks
            ]
        if symbols:
            out += [""] * bool(out) + [f"{len(symbols)} rule{'s' * (len(symbols) != 1)} of symbols broken:"]
            for rule in symbols:
                out += [f"  {rule.code}  {rule.proposal}: {rule.what}", f"        {rule.hint}"]
        return "\n".join(out) + "\n"

    def json(self, output: str | None) -> None:
        """For programs."""
        from dataclasses import asdict

        from resdraft.write.comparison import as_json
        from resdraft.write.json import dumps

        silent = as_json(self.base, self.said, self.found)["changes"]
        hand = [{"clause": clause, "how": how, "text": words} for clause, how, words in self.by_hand]
        marks = [asdict(mark) for mark in self.looks]
        symbols = [rule._asdict() for rule in self.symbols]
        told = {"silent": silent, "by_hand": hand, "formatting": marks, "symbols": symbols}
        write_output(dumps({"file": self.said, "base": self.base, **told}), output)


def _looks(file: WordFile) -> list[Mark]:
    """The marks that only change formatting, each with its clause."""
    from dataclasses import replace

    from resdraft.ooxml.listing import list_marks
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.standing import clauses

    marks = [mark for mark in list_marks(file.parts, file.name) if mark.kind in _LOOKS]
    places = clauses(WordFile.of(file.parts, file.name)) if marks else {}
    return [replace(mark, clause=places.get((mark.part, mark.paragraph), "")) for mark in marks]


def _by_hand(file: WordFile) -> list[tuple[str, str, str]]:
    """Words that are struck through or hidden by formatting, without a mark: where, how, and the words."""
    from resdraft.ooxml.pieces import hand_marked
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.standing import clauses

    found = list(hand_marked(file.story.root))
    if not found:
        return []
    copy = WordFile.of(file.parts, file.name)
    places = clauses(copy)
    return [(places.get((copy.main, paragraph), f"paragraph {paragraph}"), how, words) for paragraph, how, words in found]


def _repair(
    official: Resolution,
    text: WordText | None,
    proposal: tuple[bytes, str, int | None],
    source: str,
    output: str,
    language: str | None,
) -> None:
    """The official text, in its own file where it is one, with all that the proposal changes as marks of one source."""
    from resdraft.amend.consolidate import consolidate
    from resdraft.amend.normalise import normal_diff
    from resdraft.lexicon import lexicon
    from resdraft.ooxml.listing import list_marks
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import everything, read_word
    from resdraft.write.docx import mark_docx, write_docx

    content, said, part = proposal
    file = WordFile.open(content, said)
    authors = sorted({mark.author for mark in list_marks(file.parts, said)})
    if not source and len(authors) != 1:
        what = (
            f"marks of {', '.join(authors)}: whose the silent edits are cannot be told"
            if authors
            else "no marks, and no source"
        )
        raise Unfit(Problem(what, "say whose all the changes are with --source", file=said))
    target = read_word(file, everything, language, part).resolution
    edits = normal_diff(official, target, lexicon(official.language))
    marked = consolidate(official, {source or authors[0]: edits})
    written = write_docx(marked) if text is None else mark_docx(marked, text.file, text.places).content
    write_output(written, output)
    click.echo(f"written: {output}", err=True)
