"""resdraft propose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from resdraft.cli.inputs import (
    check_date,
    form_of,
    is_word,
    language_option,
    not_itself,
    output_option,
    parse_resolution,
    read_base,
    read_bytes,
    split_part,
    write_output,
)
from resdraft.errors import Exit, Problem, Unfit, Unwritable, WrongUsage
from resdraft.model.proposal import AMENDING

if TYPE_CHECKING:
    from resdraft.model.proposal import Proposal
    from resdraft.model.resolution import Resolution
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.propose.reasons import Comment
    from resdraft.read.docx import WordText

F = TypeVar("F", bound=Callable[..., Any])


def _schema(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:  # noqa: ARG001
    """Print the JSON Schema of proposals, and end."""
    if wanted and not context.resilient_parsing:
        from resdraft.library import data

        click.echo((data("templates") / "proposal.schema.json").read_text("utf-8"), nl=False)
        context.exit()


_ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".docx": "docx"}
_HEAD = {
    "meeting": ("NAME", "The conference or session, such as PP26 or C20."),
    "document": ("NUMBER", "Number of the document."),
    "addendum": ("NUMBER", "Number of the addendum."),
    "revision": ("NUMBER", "Number of the revision."),
    "corrigendum": ("NUMBER", "Number of the corrigendum."),
    "original": ("CODE", "Language in which it was written, where that is another one."),
    "name": ("TEXT", "What the source is called in print, such as Russian Federation."),
    "agenda": ("ITEM", "Item of the agenda."),
    "title": ("TEXT", "Title of the proposal."),
    "summary": ("TEXT", "A short summary of views."),
    "introduction": ("TEXT", "What stands before the proposal."),
    "reasons": ("TEXT", "Reasons for the proposal as a whole."),
}
"""What stands around a proposal, each an option."""


def _head_options(function: F) -> F:
    for name, (metavar, text) in reversed(_HEAD.items()):
        function = click.option(f"--{name}", metavar=metavar, default="", help=text)(function)
    return function


@click.command("propose", short_help="Make a proposal from an edited copy of a resolution.")
@click.argument("base")
@click.argument("edited")
@click.option(
    "--source",
    "sources",
    metavar="CODE",
    multiple=True,
    required=True,
    help='Whose proposal it is, such as RUS; "I. Ivanov=RUS" for one author\'s marks. May be repeated.',
)
@click.option("--cosigner", "cosigners", metavar="CODE", multiple=True, help="Who signs it too. May be repeated.")
@_head_options
@click.option("--symbol", type=click.Choice(AMENDING), default="MOD", help="The symbol; (MOD) is an editorial amendment.")
@click.option("--date", metavar="DATE", default="", help="Date of the proposal. Default: that of the newest mark.")
@click.option("--elide", is_flag=True, help="In Word: leave out sections without a change, each for a line that names it.")
@click.option("--format", "form", type=click.Choice(["yaml", "json", "docx"]), help="Default: by the ending of -o, else yaml.")
@output_option
@language_option
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_schema,
    help="Print the JSON Schema of proposals, and end.",
)
def command(
    base: str,
    edited: str,
    sources: tuple[str, ...],
    cosigners: tuple[str, ...],
    symbol: str,
    date: str,
    elide: bool,
    form: str | None,
    output: str | None,
    language: str | None,
    **head: str,
) -> None:
    """Make a proposal from an edited copy: a Word file with tracked changes, a clean copy (Word or text), or both mixed.

    The result names clauses and quotes words, as one would write it by hand; apply gives the edited text again. Relabelled clauses are
    consequence, and no part of it. Comments on what is changed become its reasons. Several sources in one file give one proposal each:
    name a folder with -o.

    With -o FILE.docx it is the contribution in Word: header block, number and symbol, the text with revision marks, reasons. In a folder
    (-o FOLDER/ --format docx) it is named as ITU names its files.

    \b
    Examples:
      resdraft propose 1332 my-1332.docx --source RUS --document 62 -o rus.yaml
      resdraft propose 1332 my-1332.docx --source RUS --meeting C20 --document 62 -o contribution.docx
      resdraft propose 140.docx edited.docx --source "I. Ivanov=RUS" --source "A. Silva=B" -o proposals/
      resdraft propose --schema > proposal.schema.json
    """
    check_date(date)
    not_itself(output, base, edited)
    given = _given(sources)
    several = len(set(given.values())) > 1
    folder = bool(output) and (str(output).endswith("/") or Path(str(output)).is_dir())
    form = form or ("yaml" if several or folder else form_of(output, form, "yaml", _ENDINGS))
    resolution, _ = read_base(base, language, accept=False, reject=True, keep=False)
    if several and output and Path(output).suffix.lower() in _ENDINGS:
        raise WrongUsage(Problem("several sources give a file each", "name a folder for them with -o", file=output))
    if several and cosigners:
        raise WrongUsage(Problem("several sources, and a co-signer of one of them", "make a proposal of each on its own"))
    proposals = []
    for source, target, remarks, dated in _targets(resolution, edited, given, language):
        named = Path(split_part(base)[0]).stem
        proposal = _proposal((resolution, named), target, remarks, source, date or dated, edited)
        more = "\n".join(filter(None, (head["reasons"], proposal.reasons)))
        own = {**head, "reasons": more, "cosigners": _codes(cosigners), "symbol": symbol}
        proposals.append(proposal._replace(**own))  # type: ignore[arg-type]
    _write(resolution, proposals, form, output, several=several, elide=elide)


def _codes(codes: Sequence[str]) -> tuple[str, ...]:
    from resdraft.model.proposal import SOURCE

    for code in codes:
        if not SOURCE.fullmatch(code):
            raise WrongUsage(
                Problem(f'"{code}" is no source', "give the code of the Member State or region, such as RUS or AFCP")
            )
    return tuple(dict.fromkeys(codes))


def _given(sources: Sequence[str]) -> dict[str, str]:
    """The source of each author; "" is any author that is not named.

    Raises:
        WrongUsage: where a code is none, or two stand for everybody.
    """
    out: dict[str, str] = {}
    for said in sources:
        author, equals, code = said.rpartition("=")
        _codes([code])
        if author in out:
            what = f"--source: two sources for {author}" if equals else "--source: two sources, and no authors"
            raise WrongUsage(Problem(what, 'say whose marks are whose: --source "I. Ivanov=RUS"'))
        out[author] = code
    return out


def _targets(
    base: Resolution, edited: str, given: dict[str, str], language: str | None
) -> list[tuple[str, Resolution, list[Comment], str]]:
    """The text as each source would have it, with the remarks on it and the date of its newest mark."""
    file, part = split_part(edited)
    content, said = read_bytes(file)
    if not is_word(content):
        return [(_one(given, said), parse_resolution(content, said, language, part=part), [], "")]
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import everything, nothing, read_word

    word = WordFile.open(content, said)
    authors = _authors(word)
    wanted = _by_source(authors, given, said)
    plain = read_word(word, nothing, language, part)
    if len(wanted) < 2:
        source = next(iter(wanted), None) or _one(given, said)
        text = read_word(WordFile.open(content, said), everything, language, part)
        _say_silent(base, plain.resolution, said, marked=bool(authors))
        remarks = _remarks(base, plain, text)
        return [(source, text.resolution, remarks, max(authors.values(), default=""))]
    if _differs(base, plain.resolution):
        what = "several sources, and changes that are not tracked: whose they are cannot be told"
        raise Unfit(Problem(what, "see them with `resdraft verify`, and track them in Word", file=said))
    out = []
    for source, own in sorted(wanted.items()):
        text = read_word(WordFile.open(content, said), lambda author, own=own: (author or "") in own, language, part)  # type: ignore[misc]
        out.append((source, text.resolution, _remarks(base, plain, text), max(authors[name] for name in own)))
    return out


def _authors(word: WordFile) -> dict[str, str]:
    """The authors of marks, each with the day of the newest one."""
    from resdraft.ooxml.listing import list_marks

    out: dict[str, str] = {}
    for mark in list_marks(word.parts, word.name):
        out[mark.author] = max(out.get(mark.author, ""), mark.date[:10])
    return out


def _by_source(authors: dict[str, str], given: dict[str, str], said: str) -> dict[str, set[str]]:
    """The authors behind each source.

    Raises:
        WrongUsage: where an author has no source, or a named author no mark.
    """
    problems = []
    for author in given:
        if author and author not in authors:
            names = ", ".join(sorted(authors)) or "nobody"
            problems.append(Problem(f'no mark of "{author}"', f"it has marks of: {names}", file=said))
    out: dict[str, set[str]] = {}
    for author in authors:
        code = given.get(author, given.get(""))
        if code is None:
            problems.append(Problem(f'marks of "{author}", who has no source', f'add --source "{author}=CODE"', file=said))
        else:
            out.setdefault(code, set()).add(author)
    if problems:
        raise WrongUsage(problems)
    if len(authors) > 1 and set(given) == {""}:
        click.echo(f"resdraft: note: marks of {', '.join(sorted(authors))} are all taken as {given['']}'s", err=True)
    return out


def _one(given: dict[str, str], said: str) -> str:
    """The only source.

    Raises:
        WrongUsage: where there are several.
    """
    if len(set(given.values())) > 1:
        raise WrongUsage(Problem("no tracked changes, and several sources", "name one source", file=said))
    return next(iter(given.values()))


def _differs(base: Resolution, plain: Resolution) -> bool:
    from resdraft.amend.normalise import normal_diff
    from resdraft.lexicon import lexicon
    from resdraft.write.text import without_formatting

    sides = (without_formatting(base), without_formatting(plain))
    return bool(normal_diff(*sides, lexicon(base.language)))


def _say_silent(base: Resolution, plain: Resolution, said: str, *, marked: bool) -> None:
    if marked and _differs(base, plain):
        click.echo(
            f"resdraft: note: {said}: changes that are not tracked are taken too; `resdraft verify` lists them", err=True
        )


def _remarks(base: Resolution, plain: WordText, text: WordText) -> list[Comment]:
    """The comments of the file, each with the provision of the base that it stands on or behind."""
    from resdraft.diff.edits import diff
    from resdraft.ooxml.comments import comments
    from resdraft.ooxml.names import P
    from resdraft.ooxml.places import holder
    from resdraft.propose.reasons import Comment, origins

    numbered: dict[int, tuple[str, bool]] = {}
    for read in (text, plain):
        order = {element: n for n, element in enumerate(read.file.story.root.iter(P))}
        known = origins(base, diff(base, read.resolution), read.resolution)
        for key, place in read.places.items():
            for stretch in place.stretches:
                if (n := order.get(holder(stretch.paragraph))) is not None and key in known:
                    numbered.setdefault(n, known[key])
    order = {element: n for n, element in enumerate(text.file.story.root.iter(P))}
    out = []
    for comment in comments(text.file):
        spots = [numbered[n] for p in comment.paragraphs if (n := order.get(p, -1)) in numbered]
        if spots:
            out.append(Comment(comment.text, *spots[0]))
    return out


def _proposal(
    official: tuple[Resolution, str],
    target: Resolution,
    remarks: list[Comment],
    source: str,
    date: str,
    said: str,
) -> Proposal:
    """The proposal; ``official`` is the base and what its file is called, for a base that bears no number."""
    from resdraft.amend.target import target_of
    from resdraft.lexicon import lexicon
    from resdraft.model.proposal import Proposal
    from resdraft.propose.reasons import with_reasons
    from resdraft.propose.statement import amendments_between
    from resdraft.read.text import read_fragment
    from resdraft.write.text import without_formatting

    base, named = official
    words = lexicon(base.language)
    stated = amendments_between(without_formatting(base), without_formatting(target), words, read_fragment)
    stated, left = with_reasons(stated, remarks, base)
    if not stated:
        raise click.exceptions.Exit(_same(said))
    _say_labels(base, target)
    _say_references(base, target)
    number = base.designation.number
    if number and target.designation.number not in ("", number):
        click.echo(f"resdraft: note: the base is {number}, and {said} is {target.designation.number}", err=True)
    return Proposal(
        source,
        target_of(base, named),
        tuple(one.amendment for one in stated),
        date=date,
        base=f"sha256:{base.fingerprint}",
        language=base.language,
        reasons="\n".join(left),
    )


def _say_labels(base: Resolution, target: Resolution) -> None:
    """Say which clauses get a label or lose theirs: relabelling is no part of a proposal."""
    from resdraft.diff.edits import diff
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses
    from resdraft.model.edit import Relabel
    from resdraft.model.resolution import Kind

    addresses = Addresses(base, lexicon(base.language))
    for edit in diff(base, target):
        if (
            isinstance(edit, Relabel)
            and base[edit.key].kind is Kind.CLAUSE
            and (edit.label is None) != (base[edit.key].label is None)
        ):
            what = f"gets the label {edit.label}" if edit.label else "loses its label"
            click.echo(f"resdraft: note: {addresses.of(edit.key)} {what}: labels are no part of a proposal", err=True)


def _say_references(base: Resolution, target: Resolution) -> None:
    """Say which new words mean clauses by the edited copy's own numbers: in a proposal clauses have those of the base."""
    from resdraft.cite.repair import in_base_numbering
    from resdraft.diff.edits import diff
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses

    texts, _ = in_base_numbering(base, diff(base, target))
    known = {p.text.plain for p in base.provisions}
    for key, text in texts.items():
        if target[key].text.plain not in known:
            place = Addresses(target, lexicon(target.language)).of(key)
            what = (
                f"{place} refers to clauses by the copy's own numbers; in the official numbering it reads “{text.plain[:90]}”"
            )
            click.echo(f"resdraft: note: {what}", err=True)


def _same(said: str) -> int:
    click.echo(f"resdraft: note: {said} proposes nothing: it reads as the base does", err=True)
    return int(Exit.DIFFERENT)


def _write(
    base: Resolution, proposals: Sequence[Proposal], form: str, output: str | None, *, several: bool, elide: bool
) -> None:
    from resdraft.cli.contributions import from_library, named, write_contribution
    from resdraft.write.proposal import as_json, as_yaml

    def shown(proposal: Proposal) -> str | bytes:
        if form == "docx":
            return write_contribution([proposal], from_library(base), elide=elide)
        return as_json(proposal) if form == "json" else as_yaml(proposal)

    if several and (not output or output == "-"):
        raise WrongUsage(Problem("several sources give a file each", "name a folder for them with -o"))
    if several or (output and output.endswith("/")):
        try:
            Path(str(output)).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unwritable(Problem(f"no folder ({error.strerror})", "name another", file=str(output))) from None
    for proposal in proposals:
        path = output
        if output and output != "-" and Path(output).is_dir():
            own = f"{proposal.source.lower()}.{form}"
            path = named(proposal, output) if form == "docx" and not several else str(Path(output) / own)
        write_output(shown(proposal), path)
        if path and path != "-":
            click.echo(f"written: {path}", err=True)
