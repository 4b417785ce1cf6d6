"""resdraft convert."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from resdraft.cli.inputs import (
    ENDINGS,
    form_of,
    language_option,
    mark_options,
    not_itself,
    read_base,
    read_file,
    read_resolution,
    read_resolutions,
    render,
    write_output,
)
from resdraft.errors import Problem, Unwritable, WrongUsage

_FORMS = ENDINGS | {".yaml": "yaml", ".yml": "yaml"}


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
    sources, target = (names, None) if split is not None else (names[:-1], names[-1])
    if not sources:
        raise WrongUsage(Problem("where to?", "name a file to write, or a folder with --split"))
    if split is not None:
        if len(sources) > 1:
            raise WrongUsage(Problem("--split takes one file apart", "name one"))
        _split(sources[0], Path(split), form or "text", language, accept=accept, reject=reject)
        return
    assert target is not None  # noqa: S101 - one of the two is given
    not_itself(target, *sources)
    if len(sources) > 1 or base is not None or _is_proposal(sources[0], form, target, settled=accept or reject):
        _proposals(sources, target, form, base, language, elide=elide)
        return
    if elide:
        raise WrongUsage(Problem("--elide is for contributions", "leave it out"))
    if form_of(target, form, "text", ENDINGS | {".yaml": "yaml"}) == "yaml":
        raise WrongUsage(
            Problem(
                "a resolution is no proposal", "`resdraft propose BASE EDITED` makes one of an edited text", file=sources[0]
            )
        )
    resolution = read_resolution(sources[0], language, accept=accept, reject=reject, told=True)
    write_output(render(resolution, form_of(target, form, "text")), target)


def _is_proposal(name: str, form: str | None, target: str, *, settled: bool) -> bool:
    """Whether a file holds proposals; a contribution in Word does where it is to become data, and nothing is said of its marks."""
    from resdraft.cli.contributions import is_contribution, is_proposal
    from resdraft.cli.inputs import read_bytes, split_part

    if name == "-" or split_part(name)[1] is not None:
        return False
    content, _ = read_bytes(name)
    if is_proposal(content):
        return True
    data = (form or Path(target).suffix.lower().lstrip(".")) in ("yaml", "yml", "json")
    return data and not settled and is_contribution(content)


def _proposals(
    sources: Sequence[str], target: str, form: str | None, base: str | None, language: str | None, *, elide: bool
) -> None:
    """Convert proposals: all of them into one document."""
    from resdraft.cli.contributions import from_library, named, proposals_in, write_contribution
    from resdraft.model.proposal import due
    from resdraft.write.proposal import as_json, as_yaml

    given = read_base(base, language, accept=False, reject=True, keep=False)[0] if base is not None else None
    base_of = from_library(given)
    found = [p for name in sources for p in proposals_in(*read_file(name), base_of)]
    orders = [p.order for p in found if p.symbol != "NOC"]
    if len(sources) > 1 and len(set(orders)) < len(orders):
        found = [p._replace(order=due(found[:n])) for n, p in enumerate(found)]
    folder = target != "-" and (target.endswith("/") or Path(target).is_dir())
    form = form or ("docx" if folder else form_of(target, None, "yaml", _FORMS))
    if form not in ("yaml", "json", "docx"):
        raise WrongUsage(Problem(f"a proposal cannot be {form}", "use yaml, json or docx"))
    written = as_json(*found) if form == "json" else as_yaml(*found)
    content = write_contribution(found, base_of, elide=elide) if form == "docx" else written
    if target.endswith("/"):
        try:
            Path(target).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unwritable(Problem(f"cannot be made ({error.strerror})", "name another folder", file=target)) from None
    path = named(found[0], target) if form == "docx" else target
    write_output(content, path)
    if path != target:
        click.echo(f"written: {path}", err=True)


def _split(source: str, folder: Path, form: str, language: str | None, *, accept: bool, reject: bool) -> None:
    """Write each resolution of a file to one of its own; all are read before the first is written."""
    if source == "-":
        raise WrongUsage(Problem("--split reads a file", "name it"))
    texts = read_resolutions(source, language, accept=accept, reject=reject)
    ending = {"text": "txt"}.get(form, form)
    taken: dict[str, int] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(Problem(f"cannot be made ({error.strerror})", "name another folder", file=str(folder))) from None
    for part, text in enumerate(texts, 1):
        stem = re.sub(r"[^\w-]+", "-", text.designation.number) or f"part-{part}"
        taken[stem] = taken.get(stem, 0) + 1
        name = folder / f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}.{ending}"
        write_output(render(text, form), str(name))
        click.echo(f"{name}: {' '.join(text.title.plain.split())}", err=True)
