"""resdraft verify."""

from __future__ import annotations

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
    from resdraft.model.change import Change
    from resdraft.model.resolution import Resolution
    from resdraft.ooxml.listing import Mark
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import WordText

_LOOKS = ("formatting", "paragraph formatting")


@click.command("verify", short_help="Check that a proposal's file is the official text with every change tracked.")
@click.argument("base")
@click.argument("proposal", metavar="PROPOSAL.docx")
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
    """Check that PROPOSAL.docx is the official text BASE with every change tracked: with all its marks rejected it must read as BASE does.

    Lists each silent edit by clause and word, labels as they are shown included, words struck or hidden by hand, and each mark that only
    changes formatting. Exit code 1
    where there are silent edits.

    \b
    Examples:
      resdraft verify 1332 received.docx
      resdraft verify 1332 received.docx --repair -o tracked.docx
    """
    from resdraft.lexicon import lexicon
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.propose.silent import silent_edits
    from resdraft.read.docx import nothing, read_word

    if repair and not (output or "").lower().endswith((".docx", ".docm")):
        raise WrongUsage(Problem("--repair writes a Word file", "name it with -o FILE.docx"))
    form = form_of(None if repair else output, form, "terminal", {".json": "json", ".txt": "terminal"})
    not_itself(output, base, proposal)
    official, text = read_base(base, language, accept=False, reject=True, keep=False)
    name, part = split_part(proposal)
    content, said = read_bytes(name)
    word_file(content, said)
    file = WordFile.open(content, said)
    found = silent_edits(
        official, read_word(file, nothing, language, part).resolution, lexicon(official.language), lenient=lenient
    )
    looks = _looks(file)
    by_hand = _by_hand(file)
    if form == "json":
        _json(base, said, (found, by_hand), looks, None if repair else output)
    else:
        write_output(_listing(found, by_hand, looks), None if repair else output)
    if repair:
        _repair(official, text, (content, said, part), source, str(output), language)
    if found or by_hand:
        click.get_current_context().exit(Exit.DIFFERENT)


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


def _listing(found: list[Change], by_hand: list[tuple[str, str, str]], looks: list[Mark]) -> str:
    from resdraft.write.comparison import comparison

    out = []
    if by_hand:
        out.append(f"{len(by_hand)} change{'s' * (len(by_hand) != 1)} by formatting that no mark tracks:")
        out += [f"  {clause}  {how}: {words[:60]}" for clause, how, words in by_hand] + [""] * bool(found)
    if found:
        out += [f"{len(found)} silent edit{'s' * (len(found) != 1)}:", "", comparison(found, screen()).rstrip("\n")]
    elif not by_hand:
        out.append("every change is tracked: with all marks rejected it is the official text")
    if looks:
        out += ["", f"{len(looks)} mark{'s' * (len(looks) != 1)} that only change{'s' * (len(looks) == 1)} formatting:"]
        out += [
            f"  {mark.clause or f'paragraph {mark.paragraph}'}  {mark.author}: {mark.text[:60]}".rstrip(": ") for mark in looks
        ]
    return "\n".join(out) + "\n"


def _json(
    base: str, said: str, silent_ones: tuple[list[Change], list[tuple[str, str, str]]], looks: list[Mark], output: str | None
) -> None:
    from dataclasses import asdict

    from resdraft.write.comparison import as_json
    from resdraft.write.json import dumps

    found, by_hand = silent_ones
    silent = as_json(base, said, found)["changes"]
    hand = [{"clause": clause, "how": how, "text": words} for clause, how, words in by_hand]
    marks = [asdict(mark) for mark in looks]
    write_output(dumps({"file": said, "base": base, "silent": silent, "by_hand": hand, "formatting": marks}), output)


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
