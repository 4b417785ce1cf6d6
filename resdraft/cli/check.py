"""resdraft check."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    form_of,
    given,
    language_option,
    loaded,
    mark_options,
    marks_of,
    notes,
    output_option,
    write_output,
    written,
)
from resdraft.errors import Exit, Problem, Unreadable, WrongUsage
from resdraft.printing import say, show

if TYPE_CHECKING:
    from resdraft.usecases.check import Checks, CheckSettings
    from resdraft.usecases.inputs import Given, Input

_ENDINGS = {".json": "json", ".sarif": "sarif", ".md": "markdown", ".txt": "terminal"}
_FORMS = ["terminal", "json", "sarif", "github", "markdown"]


@click.command("check", short_help="Check texts by the rules of drafting.")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--select", metavar="RULES", default="", help="Only these rules: codes, beginnings of codes, or names.")
@click.option("--ignore", metavar="RULES", default="", help="Not these rules.")
@click.option("--isolated", is_flag=True, help="Pass over resdraft.toml and pyproject.toml.")
@click.option("--adopted", is_flag=True, help="The texts were adopted: square brackets are errors.")
@click.option("--on", metavar="DATE", default="", help="Judge designations as of a day, month or year.")
@click.option("--baseline", metavar="FILE", help="Only what is new since FILE: an earlier run's --format json.")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, in FILE or with -o.")
@click.option("--tracked", is_flag=True, help="With --fix -o OUT.docx: as revision marks of `resdraft check`.")
@click.option("--diff", "difference", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--rules", is_flag=True, help="List the rules, and end; with --format markdown the page on them.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="Default: what -o ends in, else terminal.")
@output_option
@mark_options
@language_option
def command(files: tuple[str, ...], **options: str | bool | None) -> None:
    """Check texts by the rules of drafting: labels, parts, calls, annexes, footnotes, references, designations, brackets and more.

    FILE may be a resolution in any form, a proposal, a contribution, or a report. Of a proposal only what it brings in is told. A line
    `# resdraft: ignore RD101` in a text, or a comment in Word that says so, keeps a rule quiet; docs/rules.md has them all. Exit code 1
    where something is found.

    \b
    Examples:
      resdraft check draft.docx
      resdraft check *.txt --ignore RD401,abbreviation --format markdown
      resdraft check draft.docx --fix --tracked -o mended.docx
    """
    from resdraft.usecases.check import check
    from resdraft.usecases.check_settings import settings_near
    from resdraft.usecases.inputs import load

    if options["rules"]:
        show(_rules(page=options["form"] == "markdown"), data=True)
        return
    if not files:
        raise WrongUsage(Problem("which text?", "name one, such as `resdraft check draft.docx`"))
    mending = options["fix"] or options["difference"]
    if mending and len(files) > 1:
        raise WrongUsage(Problem("--fix and --diff take one file", "name one"))
    settings = _settings(options, settings_near(Path.cwd()) if not options["isolated"] else None)
    marks = marks_of(accept=bool(options["accept"]), reject=bool(options["reject"]))
    # What is mended is read twice, and a pipe has its content only once.
    inputs: list[Given] = [loaded(files[0])] if mending else [given(name) for name in files]
    on, language = str(options["on"] or ""), options["language"]
    found = check(
        *inputs,
        settings=settings,
        adopted=bool(options["adopted"]),
        on=on,
        language=str(language) if language else None,
        marks=marks,
    )
    notes(found.notices)
    output = str(options["output"]) if options["output"] else None
    if options["baseline"]:
        baseline = loaded(str(options["baseline"]))
        found = found.since(baseline.content, baseline.name)
    if mending and not found.problems:
        _mend(files[0], load(inputs[0]), found, options, output)
    elif found.findings or not found.problems:
        form = form_of(output, str(options["form"]) if options["form"] else None, "terminal", _ENDINGS)
        write_output(partial(found.output, form) if form == "terminal" else found.output(form), output)
    if found.problems:
        raise Unreadable(found.problems)
    if found.findings and not options["fix"]:
        click.get_current_context().exit(Exit.DIFFERENT)


def _rules(*, page: bool) -> str:
    """The rules, a line each, or the page of documentation on them."""
    from resdraft.usecases.check import rule_notes
    from resdraft.write.rules_page import rules_page

    notes = rule_notes()
    return rules_page(notes) if page else "".join(f"{rule.code}  {rule.level:<7}  {rule.name}\n" for rule in notes)


def _settings(options: dict[str, str | bool | None], near: CheckSettings | None) -> CheckSettings:
    from resdraft.usecases.check import CheckSettings

    near = near or CheckSettings()
    select, ignore = (
        tuple(one.strip() for one in str(options[name] or "").split(",") if one.strip()) for name in ("select", "ignore")
    )
    return near._replace(select=select or near.select, ignore=(*near.ignore, *ignore))


def _mend(name: str, file: Input, found: Checks, options: dict[str, str | bool | None], output: str | None) -> None:
    """Write the mended text, or show what would be changed."""
    from resdraft.usecases.check_fixes import comparison, fixed_source, fixed_text, tracked
    from resdraft.usecases.documents import open_document
    from resdraft.usecases.inputs import decode

    document = open_document(file, marks="reject" if options["reject"] else "accept")
    if options["difference"]:
        show(comparison(document, found), data=True)
        return
    mended, left = sum(one.mended is not None for one in found.findings), 0
    if output is None:
        if not name.endswith((".txt", ".text", ".md")):
            raise WrongUsage(Problem("--fix mends a text in its place, and nothing else", "name a file with -o", file=name))
        content, left = fixed_source(decode(file, []), found)
        write_output(content, name, in_place=True)
    elif options["tracked"]:
        if not output.endswith((".docx", ".docm")):
            raise WrongUsage(Problem("--tracked makes a Word file", "name it with -o FILE.docx"))
        result = tracked(document, found)
        notes(result.notices)
        write_output(result.content, output)
    else:
        result = fixed_text(document, found, form_of(output, None, "text"))
        notes(result.notices)
        write_output(result.content, output)
    written(output or name)
    say(f"{mended - left} mended, {len(found.findings) - mended + left} left")
