"""Where everything is printed: what comes from outside is made visible, and a stream that is closed, full or of few letters is told of."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from typing import TextIO

import click

from resdraft.errors import Exit, Problem, Unwritable
from resdraft.write.visible import isolated, json_escape, unsealed, visible

SEAL = f"{int.from_bytes(os.urandom(8))};"
"""Made anew each time: no word from outside can bear it and pass for a colour of ours. It is of digits, as colours are."""
_lost: list[str] = []


class _Closed(io.TextIOBase):
    """Stands for a standard stream that was closed before we began; Python has none then."""

    encoding = "utf-8"

    def write(self, _: str, /) -> int:
        raise OSError("it is closed")


def prepare_streams() -> None:
    """Make the standard streams such that no letter and no closed stream is a fault of ours."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        # A file that is opened later would take the number of the closed stream, and so what is printed.
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(number)
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BytesIO())
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str, *, end: str = "\n") -> None:
    """Say something on standard error."""
    try:
        shown = visible(text, seal=SEAL) + end
        click.echo(_turned(shown) if sys.stderr.isatty() else shown, nl=False, err=True)
    except BrokenPipeError:
        abandon(sys.stderr)
    except OSError as error:
        # There is nowhere left to say it; the exit code does.
        _lost.append(str(error))
        abandon(sys.stderr)


def say_problem(problem: Problem, kind: str = "") -> None:
    """Say what is wrong and what to do about it."""
    named = problem._replace(file=problem.file.replace("\n", "\u240a"), clause=problem.clause.replace("\n", "\u240a"))
    for text in (f"resdraft: {kind}{named}", *([f"  {problem.hint}"] if problem.hint else [])):
        # What somebody else wrote must not begin a line as if it were another message of ours.
        say(re.sub(r"\n(?=\S)", "\n  ", text))


def show(text: str | bytes, *, data: bool = False) -> None:
    """Write to standard output.

    Args:
        text: what is written. Bytes go out as they are.
        data: whether another program may read it: then nothing is replaced without a word.

    Raises:
        Unwritable: where it cannot be written.
    """
    try:
        terminal = sys.stdout.isatty()
        shown = text if isinstance(text, bytes) else _shown(text, data=data and not terminal)
        # What another program may read stays as it is; so does what goes into a file or a pipe.
        click.echo(_turned(shown) if isinstance(shown, str) and terminal and not data else shown, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough, as `head` does.
        abandon(sys.stdout)
    except (OSError, TypeError, RuntimeError) as error:
        # click answers with the last two where a stream takes no bytes.
        abandon(sys.stdout)
        raise Unwritable(_full(error)) from None


def _turned(text: str) -> str:
    """Text for a terminal, with isolates where it can show them."""
    out = isolated(text)
    return text if os.environ.get("TERM") == "dumb" or _lacking(out, sys.stdout.encoding or "utf-8") else out


def _full(error: Exception) -> Problem:
    return Problem(
        f"standard output cannot be written ({getattr(error, 'strerror', None) or error})", "name a file with -o FILE"
    )


def _shown(text: str, *, data: bool) -> str:
    """Text as standard output may show it; JSON stays the same JSON."""
    out = visible(text, seal=SEAL)
    encoding = sys.stdout.encoding or "utf-8"
    if out == unsealed(text, SEAL) and not (data and _lacking(out, encoding)):
        return out
    if text[:1] in ("{", "[") and _is_json(text):
        out = visible(text, json_escape)
        return "".join(c if not _lacking(c, encoding) else json_escape(c) for c in out) if _lacking(out, encoding) else out
    if data and (missing := _lacking(out, encoding)):
        what = f"standard output has no sign for U+{ord(missing):04X} (its encoding is {encoding})"
        raise Unwritable(Problem(what, "name a file with -o FILE, or set PYTHONIOENCODING=utf-8"))
    if data and out != unsealed(text, SEAL):
        say("resdraft: note: control characters are shown by signs; with -o FILE the text stays as it is")
    return out


def _lacking(text: str, encoding: str) -> str:
    """The first character that an encoding has not; "" where it has all."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        return text[error.start]
    return ""


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def through_pager(text: str, *, colour: bool) -> None:
    """Show text in the user's pager."""
    # Pagers show isolates by signs, or lay out lines from the right themselves.
    click.echo_via_pager(visible(text, seal=SEAL), color=colour)


def abandon(stream: TextIO) -> None:
    """Write no more to a stream that cannot be written: what is left in it would fail again at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        sys.stdout = io.StringIO() if stream is sys.stdout else sys.stdout


def guarded(run: Callable[[], object]) -> object:
    """Run what prints by itself, as click does its help.

    Raises:
        Unwritable: where standard output cannot be written.
    """
    try:
        out = run()
        sys.stdout.flush()
    except BrokenPipeError:
        abandon(sys.stdout)
        return Exit.DONE
    except OSError as error:
        # Files have names, streams have none.
        if error.filename is not None:
            raise
        abandon(sys.stdout)
        raise Unwritable(_full(error)) from None
    return out


def exit_code(code: object) -> int:
    """The exit code, 5 where something that was said reached nobody."""
    number = code if isinstance(code, int) else 0
    return number or (Exit.UNWRITABLE if _lost else Exit.DONE)
