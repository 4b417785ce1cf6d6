"""resdraft diff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    check_date,
    form_of,
    is_word,
    language_option,
    mark_options,
    not_itself,
    output_option,
    parse_resolution,
    read_bytes,
    screen,
    split_part,
    write_output,
)
from resdraft.errors import Exit, Problem, Unreadable, WrongUsage

if TYPE_CHECKING:
    from resdraft.model.change import Change
    from resdraft.model.resolution import Resolution

FORMS = ("terminal", "markdown", "json", "docx")
_SUBSTANTIVE = "substantive"


@click.command("diff", short_help="Show what changed between two resolutions, or mark it in Word.")
@click.argument("old")
@click.argument("new")
@output_option
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: by the ending of -o, else terminal.")
@click.option("-y", "--side-by-side", "beside", is_flag=True, help="Old words on the left, new ones on the right.")
@click.option("--stat", is_flag=True, help="Only how many words came and went in each place.")
@click.option(
    "--only",
    metavar="KINDS",
    help="Only these kinds, such as added,deleted; or substantive: no renumbering, formatting, punctuation, case, spacing.",
)
@click.option("--section", "sections", metavar="ADDRESS", multiple=True, help="Only what changed there, such as resolves.")
@click.option("--no-renumbered", is_flag=True, help="Leave out clauses that only bear another label.")
@click.option("--author", metavar="NAME", default="resdraft", help="Whose the marks in Word are. Default: resdraft.")
@click.option("--date", metavar="DATE", default="", help="Date of the marks in Word, such as 2022-10-14. Default: none.")
@click.option("--keep", is_flag=True, help="Leave earlier marks that both Word files bear in them.")
@click.option("--pager/--no-pager", default=None, help="Default: a pager where the screen is too small.")
@language_option
@mark_options
def command(
    old: str,
    new: str,
    output: str | None,
    form: str | None,
    beside: bool,
    stat: bool,
    only: str | None,
    sections: tuple[str, ...],
    no_renumbered: bool,
    author: str,
    date: str,
    keep: bool,
    pager: bool | None,
    language: str | None,
    accept: bool,
    reject: bool,
) -> int:
    """Show what changed from OLD to NEW, clause by clause. Labels are not content: a clause is known by its words.

    Two proposals (YAML, json, or contributions in Word) are compared too: which amendments came, went or changed.

    With -o FILE.docx the changes are revision marks. Two Word files of any kind, resolutions or not, give OLD's own file with NEW's content
    as marks: paragraphs, tables, notes, headers, pictures, bold and italic. From text a new document in ITU's look is written.

    Exits with 0 where nothing differs, with 1 where something does.

    \b
    Examples:
      resdraft diff 1332@2016 1332@2019
      resdraft diff 1332 proposed.txt --only substantive --section resolves
      resdraft diff old.docx new.docx -o marked.docx --author "ITU secretariat"
      resdraft diff official.docx edited.docx --accept --format json
      resdraft diff rus.yaml rus-rev1.yaml
    """
    if old == new == "-":
        raise WrongUsage(Problem("standard input holds one text", "name a file for the other"))
    if accept + reject + keep > 1:
        raise WrongUsage(Problem("--accept, --reject and --keep exclude each other", "give one of them"))
    not_itself(output, old, new)
    form = form_of(output, form, "terminal", FORMS_BY_ENDING)
    _check(form, word=not (beside or stat or only or sections or no_renumbered), stat=stat, beside=beside)
    (old_file, old_part), (new_file, new_part) = split_part(old), split_part(new)
    before, after = read_bytes(old_file), read_bytes(new_file)
    word = form == "docx" and is_word(before[0])
    if not (accept or reject or word) and _are_proposals(before[0], after[0]):
        from resdraft.cli.revision import compare_proposals

        return compare_proposals(before, after, form, output)
    if form == "docx" and is_word(before[0]) and is_word(after[0]) and old_part is new_part is None:
        return _redline(before, after, output, author, check_date(date), accept=accept, reject=reject, keep=keep)
    if keep:
        raise WrongUsage(Problem("--keep is for two Word files and -o FILE.docx", "give --accept or --reject"))
    try:
        texts = [
            parse_resolution(content, said, language, accept=accept, reject=reject, part=part)
            for (content, said), part in ((before, old_part), (after, new_part))
        ]
    except Unreadable as error:
        if is_word(before[0]) and is_word(after[0]) and form != "docx":
            click.echo("resdraft: note: with -o FILE.docx any two Word files are compared, resolutions or not", err=True)
        raise error from None
    from resdraft.write.text import is_plain, without_formatting

    if is_plain(texts[0]) != is_plain(texts[1]):
        # One of them is of a kind that holds no italics: that is no difference.
        texts = [without_formatting(text) for text in texts]
    if form == "docx":
        fresh = [_fresh(text, name) for text, name in zip(texts, (old, new), strict=True)]
        return _redline(fresh[0], fresh[1], output, author, check_date(date))
    entries = _entries(texts[0], texts[1], only, sections, no_renumbered=no_renumbered)
    _show(entries, (old, new), form, output, beside=beside, stat=stat, pager=pager)
    return Exit.DIFFERENT if entries else Exit.DONE


def _check(form: str, *, word: bool, stat: bool, beside: bool) -> None:
    """Refuse options that do not go with a form; ``word`` says that none of those is given that are not for Word."""
    if form == "docx" and not word:
        what = "--side-by-side, --stat, --only, --section and --no-renumbered are not for Word"
        raise WrongUsage(Problem(what, "marks in Word show all that changed: leave them out"))
    if stat + beside > 1 or ((stat or beside) and form != "terminal"):
        raise WrongUsage(Problem("--stat, --side-by-side and another --format exclude each other", "give one of them"))


def _are_proposals(old: bytes, new: bytes) -> bool:
    """Whether both files are proposals, in whatever form."""
    from resdraft.cli.contributions import is_contribution, is_proposal

    return all(is_contribution(content) if is_word(content) else is_proposal(content) for content in (old, new))


FORMS_BY_ENDING = {
    ".txt": "terminal",
    ".text": "terminal",
    ".md": "markdown",
    ".json": "json",
    ".docx": "docx",
    ".docm": "docx",
}


def _redline(
    old: tuple[bytes, str],
    new: tuple[bytes, str],
    output: str | None,
    author: str,
    date: str,
    *,
    accept: bool = False,
    reject: bool = False,
    keep: bool = False,
) -> int:
    """Any two Word files: the old one with the new one's content as marks."""
    from resdraft.compare.docx import compare_files

    if accept or reject:
        from resdraft.ooxml.settle import Selection, settle

        action = "accept" if accept else "reject"
        old, new = ((settle(content, action, Selection(), name).content, name) for content, name in (old, new))
    compared = compare_files(old, new, author, date, keep=keep)
    write_output(compared.content, output)
    for notice in compared.notices:
        click.echo(f"resdraft: note: {notice}", err=True)
    if output and output != "-":
        click.echo(f"{compared.marks or 'no'} mark{'s' * (compared.marks != 1)}: {output}", err=True)
    return Exit.DIFFERENT if compared.marks else Exit.DONE


def _fresh(text: Resolution, name: str) -> tuple[bytes, str]:
    """A text as a new Word file in ITU's look."""
    from resdraft.model.marked import Marked
    from resdraft.write.docx import write_docx

    return write_docx(Marked(text)), name


def _entries(
    old: Resolution, new: Resolution, only: str | None, sections: Sequence[str], *, no_renumbered: bool
) -> list[Change]:
    """The changes that are asked for."""
    from resdraft.diff.changes import changes
    from resdraft.diff.edits import compare
    from resdraft.lexicon import lexicon

    kinds = _kinds(only)
    entries = changes(old, new, compare(old, new), (lexicon(old.language), lexicon(new.language)))
    if no_renumbered:
        entries = [entry for entry in entries if entry.kind != "renumbered"]
    if kinds:
        entries = [entry for entry in entries if entry.kind in kinds or (_SUBSTANTIVE in kinds and entry.substantive)]
    if sections:
        inside = _inside(old, new, sections)
        entries = [e for e in entries if any(key in inside[n] for n in (0, 1) for key in e.keys[n])]
    return entries


def _kinds(only: str | None) -> set[str]:
    from resdraft.model.change import CHANGE_KINDS

    kinds = {kind.strip() for kind in (only or "").split(",") if kind.strip()}
    unknown = sorted(kinds - {*CHANGE_KINDS, _SUBSTANTIVE})
    if unknown:
        raise WrongUsage(
            Problem(f'--only: no kind "{unknown[0]}"', f"the kinds are: {', '.join((*CHANGE_KINDS, _SUBSTANTIVE))}")
        )
    return kinds


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


def _show(
    entries: list[Change],
    names: tuple[str, str],
    form: str,
    output: str | None,
    *,
    beside: bool,
    stat: bool,
    pager: bool | None,
) -> None:
    if form == "json":
        from resdraft.write.comparison import as_json
        from resdraft.write.json import dumps

        write_output(dumps(as_json(*names, entries)), output)
        return
    from resdraft.write import comparison as forms

    if form == "markdown":
        text = forms.markdown(*names, entries)
    elif stat:
        text = forms.stat(entries, screen())
    else:
        text = (forms.side_by_side if beside else forms.comparison)(entries, screen())
    write_output(text, output, pager=pager if form == "terminal" else False)
