"""The process that takes the lines out of a PDF, from outside: it is begun, heard and ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from typing import Any

from resdraft.errors import Problem, Unreadable
from resdraft.limits import MOST_PDF_SECONDS

_COMMAND = (sys.executable, "-m", "resdraft.read.pdf.extract")


@contextmanager
def answers_of(content: bytes, name: str) -> Iterator[Iterator[dict[str, Any]]]:
    """What :mod:`~resdraft.read.pdf.extract` says of a PDF: of the document, then of each page as soon as it is read.

    The process begins at once, and ends at the end of the block.

    Raises:
        Unreadable: where its time is over, or pypdfium2 is not installed. ``name`` is the file's, for messages.
    """
    late: list[bool] = []
    with subprocess.Popen(  # noqa: S603 - the program is our own, and the file is its standard input
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:

        def end() -> None:
            late.append(True)
            _end(process)

        timer = Timer(MOST_PDF_SECONDS, end)
        timer.start()
        giver = Thread(target=_give, args=(process, content))
        giver.start()
        try:
            yield _said(process, name, late)
        finally:
            timer.cancel()
            _end(process)
            giver.join()


def _give(process: subprocess.Popen[bytes], content: bytes) -> None:
    # It may end before it has read all.
    with suppress(BrokenPipeError), process.stdin as given:  # type: ignore[union-attr]
        given.write(content)


def _said(process: subprocess.Popen[bytes], name: str, late: Sequence[bool]) -> Iterator[dict[str, Any]]:
    for line in process.stdout:  # type: ignore[union-attr]
        # Where the process fails in the middle, the lines that it finished count.
        if not line.endswith(b"\n"):
            break
        answer: dict[str, Any] = json.loads(line)
        if answer.get("refused") == "no library":
            raise Unreadable(Problem("a PDF needs pypdfium2", "python -m pip install pypdfium2", file=name))
        yield answer
    if late:
        hint = "take the pages with the text out of it, or ask its sender for another copy"
        raise Unreadable(Problem(f"a PDF that takes more than {MOST_PDF_SECONDS} seconds", hint, file=name))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process, with the second one that it may have begun."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
