"""resdraft convert."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resdraft.cli.inputs import (
    flattened_option,
    form_of,
    given,
    language_option,
    loaded,
    mark_options,
    marks_of,
    notes,
    opened_base,
    write_output,
    written,
)
from resdraft.errors import Problem, WrongUsage
from resdraft.files import ResultFolder, is_folder
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
@flattened_option
@language_option
@mark_options
def command(
    names: tuple[str, ...],
    form: str | None,
    split: str | None,
    base: str | None,
    elide: bool,
    flattened: bool,
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
    # Whatever it is, it is read once: a pipe has its content only once.
    found = [loaded(sources[0])] if len(sources) == 1 and base is None else [_proposal_file(name) for name in sources]
    if len(sources) > 1 or base is not None or _is_proposal(found[0], form, target, settled=accept or reject):
        _proposals(found, target, form, base, language, elide=elide)
        return
    if elide:
        raise WrongUsage(Problem("--elide is for contributions", "leave it out"))
    _resolution(found[0], target, form, language, accept=accept, reject=reject, flattened=flattened)


def _resolution(
    source: Input, target: str, form: str | None, language: str | None, *, accept: bool, reject: bool, flattened: bool
) -> None:
    from resdraft.usecases.documents import open_document
    from resdraft.usecases.forms import ENDINGS

    form = form_of(target, form, "text", ENDINGS | {".yaml": "yaml"})
    if form == "yaml":
        hint = "`resdraft propose BASE EDITED` makes one of an edited text"
        raise WrongUsage(Problem("a resolution is no proposal", hint, file=source.name))
    marks = marks_of(accept=accept, reject=reject)
    document = open_document(source, language=language, marks=marks, flattened=flattened)
    if document.outside:
        what = f"{document.outside} paragraphs before the resolution, such as a cover or a foreword, are left out"
        notes([f"{document.name}: {what}"])
    result = document.output(form)
    notes([*document.notices, *result.notices])
    write_output(result.content, target)


def _is_proposal(given: Input, form: str | None, target: str, *, settled: bool) -> bool:
    """Whether a file holds proposals; a contribution in Word does where it is to become data, and nothing is said of its marks."""
    from resdraft.usecases.inputs import is_proposal
    from resdraft.usecases.proposals import is_contribution

    content = given.content
    if given.part is not None:
        return False
    if is_proposal(content):
        return True
    data = (form or Path(target).suffix.lower().lstrip(".")) in ("yaml", "yml", "json")
    return data and not settled and is_contribution(content)


def _proposals(
    sources: Sequence[Input], target: str, form: str | None, base: str | None, language: str | None, *, elide: bool
) -> None:
    """Convert proposals: all of them into one document."""
    from resdraft.usecases.forms import ENDINGS
    from resdraft.usecases.proposals import from_library, proposals_in
    from resdraft.usecases.propose import PROPOSAL_ENDINGS, numbered_on, proposals_as
    from resdraft.usecases.submission import name_of

    official = opened_base(base, language, reject=True).resolution if base is not None else None
    said: list[str] = []
    found = [p for file in sources for p in proposals_in(file, from_library(official), said)]
    found = numbered_on(found) if len(sources) > 1 else found
    folder = target != "-" and (target.endswith("/") or is_folder(target))
    form = form or ("docx" if folder else form_of(target, None, "yaml", ENDINGS | PROPOSAL_ENDINGS))
    if form not in ("yaml", "json", "docx"):
        raise WrongUsage(Problem(f"a proposal cannot be {form}", "use yaml, json or docx"))
    result = proposals_as(found, form, official, elide=elide)
    notes([*said, *result.notices])
    if not folder:
        write_output(result.content, target)
        return
    into = ResultFolder(target)
    path = into.place(name_of(found[0]).removesuffix(".docx") if form == "docx" else found[0].source.lower(), f".{form}")
    into.write([(path, result.content)])
    written(str(path))


def _proposal_file(name: str) -> Input:
    from resdraft.usecases.inputs import load

    return load(given(name), library=False)


def _split(source: str, target: str, form: str, language: str | None, *, accept: bool, reject: bool) -> None:
    """Write each resolution of a file to one of its own; all are read before the first is written."""
    from resdraft.usecases.documents import open_all

    if source == "-":
        raise WrongUsage(Problem("--split reads a file", "name it"))
    texts = open_all(source, language=language, marks=marks_of(accept=accept, reject=reject))
    ending = {"text": "txt"}.get(form, form)
    into = ResultFolder(target)
    paths = [into.place(text.resolution.designation.number, f".{ending}", f"part-{part}") for part, text in enumerate(texts, 1)]
    results = [text.output(form) for text in texts]
    into.write((path, result.content) for path, result in zip(paths, results, strict=True))
    for path, text, result in zip(paths, texts, results, strict=True):
        notes(result.notices)
        say(f"{path}: {text.title}")
