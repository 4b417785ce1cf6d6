"""Commands run one behind the other in a process of their own, with what each opened, made, replaced and removed on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_CHILD = """
import io, json, os, resource, sys, time
# Whatever goes wrong here does not take the memory of whoever runs the tests.
resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))
seen = []
def hook(event, args):
    if event == "open":
        path, mode, flags = args
        write = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else 0
        if isinstance(path, (str, bytes)):
            seen.append(("write" if write else "read", os.fsdecode(path)))
    elif event in ("os.rename", "os.link", "os.symlink"):
        seen.extend(("write", os.fsdecode(path)) for path in args[:2])
    elif event in ("os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.chown", "os.utime"):
        seen.append(("write", os.fsdecode(args[0]) if not isinstance(args[0], int) else str(args[0])))
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect", "socket.getaddrinfo"):
        seen.append(("run", repr(args)))
sys.addaudithook(hook)
from resdraft.cli import main
answers = []
for args in json.loads(sys.stdin.read()):
    seen.clear()
    streams = sys.stdin, sys.stdout, sys.stderr
    out = io.BytesIO()
    sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(out, "utf-8", errors="backslashreplace")
    sys.stderr = sys.stdout
    began = time.process_time()
    try:
        main(args)
    except SystemExit as end:
        code = end.code
    except BaseException as error:
        code, _ = 99, print(repr(error))
    spent = time.process_time() - began
    own, (sys.stdin, sys.stdout, sys.stderr) = sys.stdout, streams
    own.flush()
    said = out.getvalue().decode("utf-8", "replace")
    told = [[kind, os.path.join(os.getcwd(), path)] if kind != "run" else [kind, path] for kind, path in seen]
    answers.append([code, said, told, spent])
# What the system says of a process by getrusage counts the one that it was forked from, which is as large as all the tests.
status = open("/proc/self/status").read() if os.path.exists("/proc/self/status") else ""
print(json.dumps([answers, int(status.partition("VmHWM:")[2].split()[0]) // 1024 if "VmHWM:" in status else 0]))
"""


class Answer(NamedTuple):
    """What a command answered, and the seconds of the processor. ``touched`` has pairs of read, write or run, and the path."""

    code: int
    said: str
    touched: list[tuple[str, str]]
    seconds: float


class Session(NamedTuple):
    """The answers of all commands, and how much memory the process took at most, in MiB."""

    answers: list[Answer]
    memory: int


def run(commands: Sequence[Sequence[str]], folder: Path, library: Path) -> Session:
    """Run commands in a folder, with a library of the user's."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=json.dumps(commands).encode(),
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=False,
        env={**os.environ, "COLUMNS": "80", "RESDRAFT_LIBRARY": str(library)},
    )
    assert done.returncode == 0, (done.returncode, done.stderr.decode())
    answers, memory = json.loads(done.stdout)
    return Session(
        [Answer(code, said, [tuple(one) for one in touched], spent) for code, said, touched, spent in answers], memory
    )
