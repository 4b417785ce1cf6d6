"""What the commands have in common: options, standard input, and where results go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from resdraft.errors import Problem, Unreadable, Unwritable, WrongUsage
from resdraft.printing import SEAL, say, say_problem, show, through_pager
from resdraft.write.visible import unsealed

if TYPE_CHECKING:
    from resdraft.usecases.documents import Document
    from resdraft.usecases.folders import Edited
    from resdraft.usecases.inputs import Given, Input, Marks, Progress
    from resdraft.usecases.intake import Proposals
    from resdraft.write.terminal import Screen

F = TypeVar("F", bound=Callable[..., Any])


def language_option(function: F) -> F:
    """The option --language."""
    text = "Language of the text: en, fr, es, ru, ar or zh. Default: what the file says, else seen from its words."
    return click.option("--language", metavar="CODE", help=text)(function)


def output_option(function: F) -> F:
    """The option -o."""
    return click.option("-o", "--output", metavar="FILE", help="Write to FILE; - is standard output.")(function)


def schema_option(name: str) -> Callable[[F], F]:
    """The option --schema, which prints the JSON Schema ``proposal`` or ``decisions`` and ends."""

    def print_it(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:  # noqa: ARG001
        if wanted and not context.resilient_parsing:
            from resdraft.library import schema

            show(schema(name), data=True)
            context.exit()

    text = f"Print the JSON Schema of {name.removesuffix('s')}s, and end."
    return click.option("--schema", is_flag=True, is_eager=True, expose_value=False, callback=print_it, help=text)


def mark_options(function: F) -> F:
    """The options --accept and --reject, for inputs with revision marks."""
    function = click.option("--accept", is_flag=True, help="Read a Word file as if all its marks were accepted.")(function)
    return click.option("--reject", is_flag=True, help="Read a Word file as if all its marks were rejected.")(function)


def marks_of(*, accept: bool, reject: bool, keep: bool | None = None) -> Marks | None:
    """What the options say of marks; ``keep`` is None where the command has no such option.

    Raises:
        WrongUsage: where they contradict each other.
    """
    if accept + reject + bool(keep) > 1:
        names = "--accept and --reject" if keep is None else "--accept, --reject and --keep"
        raise WrongUsage(Problem(f"{names} exclude each other", "give one of them"))
    return "accept" if accept else "reject" if reject else "keep" if keep else None


def given(name: str) -> Given:
    """An input by its name: - is standard input."""
    from resdraft.files import read_stream
    from resdraft.usecases.inputs import Input

    if name != "-":
        return name
    try:
        return Input(read_stream(sys.stdin.buffer, "standard input"), "standard input")
    except OSError as error:
        raise Unreadable(Problem(f"cannot be read ({error.strerror or error})", "name a file", file="standard input")) from None


def loaded(name: str) -> Input:
    """The content of an input by its name."""
    from resdraft.usecases.inputs import load

    return load(given(name))


flattened_option = click.option(
    "--flattened", is_flag=True, help="The text lost its lines, as where it was copied out of a PDF. Default: as it looks."
)


def opened(
    name: str, language: str | None = None, *, accept: bool = False, reject: bool = False, flattened: bool = False
) -> Document:
    """A resolution by the name of its file, in whatever form; what the user should know is said."""
    from resdraft.usecases.documents import open_document

    marks = marks_of(accept=accept, reject=reject)
    document = open_document(given(name), language=language, marks=marks, flattened=flattened)
    notes(document.notices)
    return document


def opened_base(
    name: str, language: str | None = None, *, accept: bool = False, reject: bool = False, keep: bool = False
) -> Document:
    """The base that marks are put into, by the name of its file."""
    from resdraft.usecases.documents import open_base

    document = open_base(given(name), language=language, marks=marks_of(accept=accept, reject=reject, keep=keep))
    notes(document.notices)
    return document


def proposals_on(
    base: str,
    proposals: Iterable[str],
    *,
    language: str | None = None,
    accept: bool = False,
    reject: bool = False,
    keep: bool = False,
    edited: Iterable[Edited] = (),
    partial: bool = False,
) -> tuple[Document, Proposals]:
    """The base, and the proposals on it, by the names of their files; the base is in their language where none is given."""
    from resdraft.usecases.intake import read_proposals

    def open_it(said: str | None) -> Document:
        return opened_base(base, language or said, accept=accept, reject=reject, keep=keep)

    read = read_proposals([given(name) for name in proposals], open_it, edited=edited, partial=partial)
    assert read.base is not None  # noqa: S101 - it was opened above
    return read.base, read


def one_standard_input(*names: str) -> None:
    """Refuse standard input for two inputs.

    Raises:
        WrongUsage: where - stands for two.
    """
    if names.count("-") > 1:
        raise WrongUsage(Problem("standard input holds one text", "name files for the others"))


def form_of(output: str | None, form: str | None, default: str, endings: Mapping[str, str] | None = None) -> str:
    """The form to write: --format, else the ending of the output's name, else the default."""
    if form:
        return form
    if output and output != "-":
        from resdraft.usecases.forms import ENDINGS
        from resdraft.usecases.forms import form_of as form_by_ending

        return form_by_ending(output, ENDINGS if endings is None else endings)
    return default


def write_output(
    content: str | bytes | Callable[[Screen], str],
    output: str | None,
    *,
    pager: bool | None = False,
    new: bool = False,
    in_place: bool = False,
) -> None:
    """Write to a file, whole or not at all, or to standard output. Word files do not go to a terminal.

    A function writes for the screen that it is given, and is for people; text may be for programs. It goes through a pager with ``pager``;
    where that is None, if the terminal is too small for it. ``new`` and ``in_place`` are as for :func:`resdraft.files.save`.
    """
    shown = content if isinstance(content, str | bytes) else content(screen(output))
    if output and output != "-":
        from resdraft.files import save

        save(shown if isinstance(shown, bytes) else unsealed(shown, SEAL), output, new=new, in_place=in_place)
    elif isinstance(shown, bytes):
        if sys.stdout.isatty():
            raise Unwritable(Problem("a Word file cannot be shown in a terminal", "name a file with -o FILE.docx"))
        show(shown)
    elif _paged(shown, pager):
        _through_pager(content if callable(content) else lambda _: shown)
    else:
        show(shown, data=not callable(content))


def write_json(value: object, output: str | None) -> None:
    """Write plain values as JSON."""
    from resdraft.write.json import dumps

    write_output(dumps(value), output)


def notes(notices: Iterable[str], without: Sequence[str] = ()) -> None:
    """Say what the user should know, on standard error."""
    for notice in (n for n in notices if n not in without):
        say_problem(Problem(notice), "note: ")


def told(problems: Iterable[Problem]) -> None:
    """Say what is wrong and what to do about it, on standard error."""
    for problem in problems:
        say_problem(problem)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on standard error for long work; it is told how much is done."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def update(done: int, total: int, _: str) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield update


def written(output: str | None, *, apart: bool = False) -> None:
    """Say which file was written."""
    if output and output != "-":
        say("\n" * apart + f"written: {output}")


def _paged(content: str, pager: bool | None) -> bool:
    if pager is False or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    import shutil

    return pager or content.count("\n") >= shutil.get_terminal_size((80, 24)).lines


def _through_pager(shown: Callable[[Screen], str]) -> None:
    """Show text in the user's pager: with colours where it is known to show them, else with marks that it cannot lose."""
    from resdraft.write.terminal import pager_options

    options = None if sys.platform == "win32" else pager_options(os.environ)
    own = screen()
    if options is not None:
        os.environ["LESS"] = options
    forced = click.get_current_context().find_root().color is True
    colour = own.colour and (options is not None or forced)
    through_pager(shown(own._replace(colour=colour, isolates=False)), colour=colour)


def screen(output: str | None = None, *, error: bool = False) -> Screen:
    """The screen of what is written to: its width, and colour where it is a terminal and NO_COLOR is not set.

    Args:
        output: a file or -. ``error`` means standard error; else standard output is meant.
    """
    import shutil

    from resdraft.write.terminal import Screen

    terminal = (sys.stderr if error else sys.stdout).isatty() and output in (None, "", "-")
    wanted = click.get_current_context().find_root().color
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    colour = wanted if wanted is not None else terminal and not plain
    width = shutil.get_terminal_size((80, 24)).columns if terminal else 80
    return Screen(width, bool(colour), SEAL, terminal and os.environ.get("TERM") != "dumb")
