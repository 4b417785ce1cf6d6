"""The command line as a process of its own: ``resdraft``, ``python -m resdraft``."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and end the process.

    A command lives for a second or two: looking for cycles all the time would cost a quarter of that, and when it is done the system
    takes the memory back faster than Python would.
    """
    gc.set_threshold(2_000_000, 50, 50)
    from resdraft.cli import main
    from resdraft.errors import Exit

    code: object = Exit.OUR_FAULT
    try:
        main()
    except SystemExit as end:
        code = end.code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or Exit.UNWRITABLE
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    run()
