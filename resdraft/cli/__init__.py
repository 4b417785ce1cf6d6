"""The command line: one file a command. The only place that prints (in ``printing``) and turns errors into exit codes."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import NoReturn

import click

from resdraft import __version__
from resdraft.errors import Exit, Problem, ResdraftError
from resdraft.files import one_run

COMMANDS = {
    "accept": "Accept revision marks of a Word file, all or one source's.",
    "add": "Put an official document into your library.",
    "adopt": "Make the text that a meeting adopted, from the proposals and its decisions.",
    "align": "Say where versions of a text in several languages differ.",
    "apply": "Apply proposals to a resolution: the Word file with revision marks.",
    "blame": "Say which edition brought each clause of a text.",
    "check": "Check texts by the rules of drafting.",
    "cite": "List what texts cite, and whether it is in force.",
    "clean": "Take out of a Word file what it says beside its text.",
    "consolidate": "Bring the proposals of all sources into one Word file.",
    "convert": "Convert between text, json, html, yaml and Word.",
    "decide": "Read decisions off a Word file with accepted and rejected marks.",
    "diff": "Show what changed between two resolutions, or mark it in Word.",
    "fate": "Say what became of each amendment in an adopted text.",
    "git-setup": "Make git show and merge Word files clause by clause.",
    "lexicon": "List call forms that no ITU text confirms yet.",
    "library": "List the resolutions at hand.",
    "log": "List the editions of a resolution that are known.",
    "marks": "List the revision marks of a Word file.",
    "new": "Begin a proposal or a resolution.",
    "propose": "Make a proposal from an edited copy of a resolution.",
    "rebase": "Carry a proposal over to a newer text.",
    "reject": "Reject revision marks of a Word file, all or one source's.",
    "review": "Write a page on which a meeting reads all proposals, and decides.",
    "show": "Show a resolution's clause tree, or one clause of it.",
    "transfer": "Carry a proposal over to another language version of its text.",
    "verify": "Check that a proposal's file is the official text with every change tracked.",
}
"""Every command and its first line of help: so that ``resdraft --help`` loads none of them."""
HIDDEN = ("git-driver",)
"""What other programs call."""


class Lazy(click.Group):
    """A group that loads a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command."""
        if cmd_name not in (*COMMANDS, *HIDDEN):
            return None
        command: click.Command = import_module(f"resdraft.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; a mistyped one is answered with the nearest."""
        if args and args[0] not in (*COMMANDS, *HIDDEN) and not args[0].startswith("-"):
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(f"no command '{args[0]}'" + (f"; did you mean '{close[0]}'?" if close else ""))
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="resdraft %(version)s")
@click.option("--traceback", is_flag=True, help="Show where in resdraft an error arose.")
@click.option("--colour/--no-colour", "--color/--no-color", default=None, help="Colours, whatever the terminal says.")
@click.pass_context
def group(ctx: click.Context, traceback: bool, colour: bool | None) -> None:
    """Draft, compare and consolidate ITU resolutions.

    A FILE may be text, Word, json, - for standard input, or the name of a resolution in the library, such as 1332 or 1332@2019.

    \b
    Example:
      resdraft apply 1332 proposals/rus.yaml proposals/chn.yaml -o 1332.docx
    """
    ctx.obj = {"traceback": traceback}
    ctx.color = colour


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit. Errors become one line that says what is wrong and one that says what to do."""
    from resdraft.printing import exit_code, guarded, prepare_streams, say, say_problem

    traceback = "--traceback" in (sys.argv if args is None else args)
    prepare_streams()
    code: object
    try:
        with one_run():
            code = guarded(lambda: group.main(args, prog_name="resdraft", standalone_mode=False))
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "resdraft"
        say_problem(Problem(error.format_message().rstrip("."), f"see `{path} --help`"))
        code = Exit.USAGE if isinstance(error, click.UsageError) else Exit.UNREADABLE
    except click.exceptions.Abort:
        say("stopped")
        code = 130
    except Exception as error:
        if traceback:
            from traceback import format_exc

            say(format_exc(), end="")
        elif not isinstance(error, ResdraftError):
            what = " ".join(str(error).split())[:200]
            hint = "please report it with the files that led to it; --traceback shows where it arose"
            say_problem(Problem(f"a fault of resdraft itself: {type(error).__name__}: {what}", hint))
        for problem in error.problems if isinstance(error, ResdraftError) and not traceback else ():
            say_problem(problem)
        code = error.code if isinstance(error, ResdraftError) else Exit.OUR_FAULT
    sys.exit(exit_code(code))
