"""resdraft convert."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    not_itself,
    notes,
    opened_base,
    write_output,
    written,
)
from resdraft.errors import Problem, WrongUsage
from resdraft.printing import say

if TYPE_CHECKING:
    from resdraft.usecases.inputs import Input


@click.command("convert", short_help="Convert between text, json, html, yaml and Word.")
@click.argument("names", nargs=-1, required=True, metavar="IN... OUT")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html", "docx", "yaml"]), help="Default: by the ending of OUT."
)
@click.option("--split", metavar="DIR", help="Write each resolution of IN to a file of its own in DIR, named by its number.")
@click.option("--base", metavar="BASE", help="The text that a proposal is on. Default: the library's, by its target.")
@click.option("--elide", is_flag=True, help="In a contribution: leave out sections without a change.")
@language_option
@mark_options
def command(
    names: tuple[str, ...],
    form: str | None,
    split: str | None,
    base: str | None,
    elide: bool,
    language: str | None,
    accept: bool,
    reject: bool,
) -> None:
    """Convert a resolution between text, json, html and Word. OUT may be - for standard output.

    Of a file with several resolutions, IN#2 is the second. What stands before a resolution in a Word file (a cover, a foreword) is left out.

    A proposal is converted between yaml, json and the contribution in Word, as ITU lays it out; several make one document. OUT may be a
    folder: then the file is named as ITU names its files.

    \b
    Examples:
      resdraft convert 1332 1332.docx
      resdraft convert 1332.docx - --format text
      resdraft convert "final acts.docx#2" second.txt
      resdraft convert "final acts.docx" --split texts --format text
      resdraft convert rus.yaml contribution.docx
      resdraft convert contribution.docx rus.yaml --base official.docx
    """
    sources, target = (names, "") if split is not None else (names[:-1], names[-1])
    if not sources:
        raise WrongUsage(Problem("where to?", "name a file to write, or a folder with --split"))
    if split is not None:
        if len(sources) > 1:
            raise WrongUsage(Problem("--split takes one file apart", "name one"))
        _split(sources[0], split, form or "text", language, accept=accept, reject=reject)
        return
    not_itself(target, *sources)
    if len(sources) > 1 or base is not None or _is_proposal(sources[0], form, target, settled=accept or reject):
        _proposals(sources, target, form, base, language, elide=elide)
        return
    if elide:
        raise WrongUsage(Problem("--elide is for contributions", "leave it out"))
    _resolution(sources[0], target, form, language, accept=accept, reject=reject)


def _resolution(source: str, target: str, form: str | None, language: str | None, *, accept: bool, reject: bool) -> None:
    from resdraft.usecases.documents import ENDINGS, open_document

    form = form_of(target, form, "text", ENDINGS | {".yaml": "yaml"})
    if form == "yaml":
        hint = "`resdraft propose BASE EDITED` makes one of an edited text"
        raise WrongUsage(Problem("a resolution is no proposal", hint, file=source))
    document = open_document(given(source), language=language, marks=marks_of(accept=accept, reject=reject))
    if document.outside:
        what = f"{document.outside} paragraphs before the resolution, such as a cover or a foreword, are left out"
        notes([f"{document.name}: {what}"])
    result = document.output(form)
    notes([*document.notices, *result.notices])
    write_output(result.content, target)


def _is_proposal(name: str, form: str | None, target: str, *, settled: bool) -> bool:
    """Whether a file holds proposals; a contribution in Word does where it is to become data, and nothing is said of its marks."""
    from resdraft.usecases.inputs import split_part
    from resdraft.usecases.proposals import is_contribution, is_proposal

    if name == "-" or split_part(name)[1] is not None:
        return False
    content = loaded(name).content
    if is_proposal(content):
        return True
    data = (form or Path(target).suffix.lower().lstrip(".")) in ("yaml", "yml", "json")
    return data and not settled and is_contribution(content)


def _proposals(
    sources: Sequence[str], target: str, form: str | None, base: str | None, language: str | None, *, elide: bool
) -> None:
    """Convert proposals: all of them into one document."""
    from resdraft.usecases.documents import ENDINGS, make_folder
    from resdraft.usecases.proposals import from_library, proposals_in
    from resdraft.usecases.propose import PROPOSAL_ENDINGS, numbered_on, proposals_as
    from resdraft.usecases.submission import name_of

    official = opened_base(base, language, reject=True).resolution if base is not None else None
    said: list[str] = []
    found = [p for name in sources for p in proposals_in(_proposal_file(name), from_library(official), said)]
    found = numbered_on(found) if len(sources) > 1 else found
    folder = target != "-" and (target.endswith("/") or Path(target).is_dir())
    form = form or ("docx" if folder else form_of(target, None, "yaml", ENDINGS | PROPOSAL_ENDINGS))
    if form not in ("yaml", "json", "docx"):
        raise WrongUsage(Problem(f"a proposal cannot be {form}", "use yaml, json or docx"))
    result = proposals_as(found, form, official, elide=elide)
    notes([*said, *result.notices])
    path = target
    if folder:
        path = str(make_folder(target) / (name_of(found[0]) if form == "docx" else f"{found[0].source.lower()}.{form}"))
    write_output(result.content, path)
    if path != target:
        written(path)


def _proposal_file(name: str) -> Input:
    from resdraft.usecases.inputs import load

    return load(given(name), library=False)


def _split(source: str, target: str, form: str, language: str | None, *, accept: bool, reject: bool) -> None:
    """Write each resolution of a file to one of its own; all are read before the first is written."""
    from resdraft.usecases.documents import make_folder, open_all

    if source == "-":
        raise WrongUsage(Problem("--split reads a file", "name it"))
    texts = open_all(source, language=language, marks=marks_of(accept=accept, reject=reject))
    ending = {"text": "txt"}.get(form, form)
    taken: dict[str, int] = {}
    folder = make_folder(target)
    for part, text in enumerate(texts, 1):
        stem = re.sub(r"[^\w-]+", "-", text.resolution.designation.number) or f"part-{part}"
        taken[stem] = taken.get(stem, 0) + 1
        name = folder / f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}.{ending}"
        result = text.output(form)
        write_output(result.content, str(name))
        notes(result.notices)
        say(f"{name}: {text.title}")
