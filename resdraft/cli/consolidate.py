"""resdraft consolidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from resdraft.cli.contributions import read_several
from resdraft.cli.inputs import (
    check_date,
    form_of,
    language_option,
    mark_options,
    not_itself,
    output_option,
    read_base,
    screen,
    write_output,
)
from resdraft.cli.together import doubt, fitted, joined, word
from resdraft.errors import Exit, Problem, Unfit, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from resdraft.model.marked import Laid, Proposed
    from resdraft.model.proposal import Proposal
    from resdraft.model.resolution import Resolution
    from resdraft.read.docx import WordText

_ENDINGS = {".docx": "docx", ".docm": "docx", ".json": "json", ".md": "markdown", ".txt": "terminal"}


@click.command("consolidate", short_help="Bring the proposals of all sources into one Word file.")
@click.argument("base")
@click.argument("proposals", nargs=-1, metavar="PROPOSAL...")
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["docx", "terminal", "json", "markdown"]),
    help="Default: by the ending of -o; without -o the summary.",
)
@click.option(
    "--tags",
    type=click.Choice(["all", "conflicts", "none"]),
    default="conflicts",
    help="Name the source behind every change, only where several stand in one place (the default), or at options alone.",
)
@click.option(
    "--order", metavar="CODES", default="", help="Sources whose options come first, such as RUS,CHN. Default: by code."
)
@click.option("--summary", is_flag=True, help="Only who proposes what on which clause, where they agree and where they clash.")
@click.option("--partial", is_flag=True, help="Leave out amendments that do not fit, and list them.")
@click.option("--since", metavar="EARLIER.docx", help="Also list what is new since an earlier consolidated file.")
@click.option(
    "--library", is_flag=True, help="All arguments are proposals or folders of them; one file a resolution in -o FOLDER."
)
@click.option("--drafts", is_flag=True, help="Two drafts of one new resolution: side by side, in bold what the other has not.")
@click.option(
    "--group", "groups", metavar="EUR=D,F", multiple=True, help="Who belongs to a regional group: counted once with it."
)
@click.option("--date", metavar="DATE", default="", help="Date of marks whose proposal has none, such as 2019-05-20.")
@click.option("--document", metavar="TEXT", default="", help="Document number in the page header of a new file.")
@click.option("--new", is_flag=True, help="Write a new document in ITU's look, also where BASE is a Word file.")
@click.option("--quiet", is_flag=True, help="No summary.")
@language_option
@mark_options
def command(
    base: str,
    proposals: tuple[str, ...],
    output: str | None,
    form: str | None,
    tags: str,
    order: str,
    summary: bool,
    partial: bool,
    since: str | None,
    library: bool,
    drafts: bool,
    groups: tuple[str, ...],
    date: str,
    document: str,
    new: bool,
    quiet: bool,
    language: str | None,
    accept: bool,
    reject: bool,
) -> None:
    """Bring the proposals of all sources into one text: a Word file that keeps every owner and lays the clashes open.

    Equal changes become one mark with joint authors (CHN, RUS), changes apart from each other stand side by side, also in one clause. Where
    sources clash, each option stands in brackets as the tracked change of its own source; brackets and tags are the secretariat's. With the
    marks of one source alone (`accept --source RUS`, then `reject`) the file reads as that source proposed. Where BASE is a Word file, the
    marks go into it. A proposal is YAML, JSON or a contribution in Word.

    \b
    Examples:
      resdraft consolidate 1332 rus.yaml chn.docx eur.json -o consolidated.docx
      resdraft consolidate 1332 rus.yaml chn.docx eur.json --summary
      resdraft consolidate official.docx proposals/*.yaml -o new.docx --since old.docx
      resdraft consolidate --library proposals/ -o consolidated/
      resdraft consolidate --drafts eur-draft.yaml rcc-draft.docx -o drafts.docx
    """
    check_date(date)
    if library:
        from resdraft.cli.conference import consolidate_all

        consolidate_all((base, *proposals), output, tags, _codes(order), date)
        return
    if drafts:
        from resdraft.cli.drafts import side_by_side

        side_by_side((base, *proposals), output, form, language)
        return
    if not proposals:
        raise WrongUsage(Problem("no proposals", "name their files behind the base"))
    if [base, *proposals].count("-") > 1:
        raise WrongUsage(Problem("standard input holds one text", "name files for the others"))
    not_itself(output, base, *proposals, *([since] if since else []))
    form = "terminal" if summary and not output else form_of(output, form, "terminal", _ENDINGS)
    bases: list[tuple[Resolution, WordText | None]] = []

    def base_in(said: str | None) -> Resolution:
        bases.append(read_base(base, language or said, accept=accept, reject=reject, keep=False))
        return bases[0][0]

    read = read_several(proposals, base_in)
    text = None if new else bases[0][1]
    one = Consolidated(bases[0][0], read, text, tags=tags, order=_codes(order), partial=partial, groups=_groups(groups))
    if since:
        one.compare(since)
    content = one.content(form, document, date, output)
    write_output(content, output)
    if form == "docx":
        doubt(one.laid.marked)
        if not quiet:
            click.echo(one.told("terminal"), nl=False, err=True)
        if output and output != "-":
            click.echo(f"\nwritten: {output}", err=True)
    if one.problems:
        click.get_current_context().exit(Exit.UNFIT)


def _codes(order: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in order.split(",") if code.strip())


def _groups(said: Sequence[str]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for group in said:
        code, equals, members = group.partition("=")
        if not equals or not code or not members:
            raise WrongUsage(Problem(f'--group: "{group}" names no members', "write the group and who belongs to it: EUR=D,F"))
        out[code] = frozenset(_codes(members))
    return out


def folded(sources: tuple[str, ...], groups: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The sources, those that propose the same as their group counted with it: ``EUR (with D, F)``."""
    out = []
    for source in sources:
        if any(source in members and group in sources for group, members in groups.items()):
            continue
        own = [member for member in sources if member in groups.get(source, ())]
        out.append(f"{source} (with {', '.join(own)})" if own else source)
    return tuple(out)


class Consolidated:
    """All proposals on one text.

    Args:
        base: the text, and ``text`` where it stands in a Word file. ``tags`` and ``order`` are as for the command. ``partial`` leaves out
            what does not fit.

    Raises:
        Unfit: with all that does not fit.
    """

    def __init__(
        self,
        base: Resolution,
        proposals: Sequence[Proposal],
        text: WordText | None = None,
        *,
        tags: str = "conflicts",
        order: tuple[str, ...] = (),
        partial: bool = False,
        groups: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        from resdraft.amend.options import lay_open
        from resdraft.amend.overview import overview
        from resdraft.lexicon import lexicon
        from resdraft.model.proposal import AMENDING
        from resdraft.write.restating import restatable

        self.base, self.text, self.proposals = base, text, proposals
        self.problems = self._misplaced(partial=partial)
        amending = [p for p in self.here if p.symbol in AMENDING]
        fits = fitted(base, amending, partial=partial)
        self.problems += [p for fit in dict.fromkeys(fits.values()) for p in fit.problems]
        marked = joined(base, fits, amending)
        can = restatable(base, text.places) if text is not None else lambda *_: True
        whole = {symbol: [p.source for p in self.here if p.symbol == symbol] for symbol in ("NOC", "_NOC_", "SUP", "SUP*")}
        unknown = [code for code in order if not any(code in p.sources for p in self.here)]
        if unknown:
            raise WrongUsage(Problem(f"--order: nothing is of {', '.join(unknown)}", "name sources of the proposals"))
        if whole["NOC"]:
            click.echo(f"resdraft: note: NOC without a number proposes nothing: {', '.join(whole['NOC'])}", err=True)
        self.laid: Laid = lay_open(
            marked,
            order=order,
            tags=tags,
            keepers=whole["_NOC_"],
            suppressors=[*whole["SUP"], *whole["SUP*"]],
            restatable=can,
        )
        self.rows: list[Proposed] = overview(marked, self.laid, lexicon(base.language))
        self.groups = groups or {}
        self.news: list[str] = []

    def _misplaced(self, *, partial: bool) -> list[Problem]:
        """Proposals on other texts."""
        from resdraft.amend.target import refused

        wrong = {id(p): q for p in self.proposals if (q := refused(self.base, p._replace(symbol="MOD")))}
        for p in self.proposals:
            if p.symbol in ("ADD", "ADD*"):
                what, hint = (
                    f"{p.symbol} {p.number} is a new text, not on this one",
                    "leave it out; --drafts shows two side by side",
                )
                wrong[id(p)] = Problem(what, hint, file=p.file)
        self.here = [p for p in self.proposals if id(p) not in wrong]
        if wrong and not partial:
            raise Unfit(list(wrong.values()))
        return list(wrong.values())

    def content(self, form: str, document: str, date: str, output: str | None) -> str | bytes:
        """The consolidated text or what is to be told of it, in a form."""
        if form != "docx":
            return self.told(form)
        from resdraft.lexicon import language_letter

        heads = dict.fromkeys(p.running_head(language_letter(p.language)) for p in self.here)
        head = document or " + ".join(filter(None, heads))
        return word(self.laid.marked, self.text, head, date, output, self.laid.choices)

    def told(self, form: str) -> str:
        """The summary."""
        from resdraft.write.consolidation import as_plain, markdown, summary
        from resdraft.write.json import dumps

        problems = [f"{p.clause}: {p.what}" if p.clause else f"{p.file}: {p.what}" for p in self.problems]
        if form == "json":
            return dumps(as_plain(self.rows, self.laid, problems) | ({"new": self.news} if self.news else {}))
        rows = [row._replace(sources=folded(row.sources, self.groups)) for row in self.rows]
        if form == "markdown":
            return markdown(rows, self.laid, problems)
        told = summary(rows, self.laid, problems, screen(), self._brackets())
        return told + ("\nnew since then:\n" + "".join(f"  {line}\n" for line in self.news) if self.news else "")

    def _brackets(self) -> list[str]:
        """Where the official text has square brackets of its own: they are no marks."""
        from resdraft.lexicon import lexicon
        from resdraft.model.address import Addresses

        addresses = Addresses(self.base, lexicon(self.base.language))
        return [addresses.of(p.key) for p in self.base.provisions if "[" in p.text.plain]

    def compare(self, earlier: str) -> None:
        """List what is new since an earlier consolidated file."""
        from resdraft.amend.normalise import normal_diff
        from resdraft.cli.inputs import read_bytes, word_file
        from resdraft.diff.changes import changes
        from resdraft.lexicon import lexicon
        from resdraft.model.apply import apply
        from resdraft.read.docx import read_sources

        content, said = read_bytes(earlier)
        word_file(content, said)
        old, texts = read_sources(content, said)
        if old.fingerprint != self.base.fingerprint:
            raise Unfit(Problem("it is on another text", "name a consolidated file of this base", file=said))
        words = lexicon(self.base.language)
        before = {source: set(normal_diff(old, text, words)) for source, text in texts.items()}
        marked = self.laid.marked
        now = {source: normal_diff(old, apply(old, list(marked.kept([source]))), words) for source in marked.sources}
        for source in sorted({*before, *now}):
            for what, edits in (
                ("new", [e for e in now.get(source, ()) if e not in before.get(source, ())]),
                ("gone", [e for e in before.get(source, ()) if e not in now.get(source, ())]),
            ):
                for change in changes(old, apply(old, edits), edits, (words, words)):
                    place = change.old_address or change.new_address
                    self.news.append(f"{source}: {what}: {place}, {change.kind}")
        self.news = self.news or ["nothing"]
