"""What starting costs, as ratios to importing click alone: processor time of whole processes, side by side in one run.

    python benchmarks/startup.py

Bounds: ``import resdraft`` under 1.2 times, ``resdraft --help`` under 1.5 times,
``resdraft show 1332`` under 3 times. The script prints; it judges nothing.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys

ROUNDS = 15
COMMANDS = {
    "import click": [sys.executable, "-c", "import click"],
    "import resdraft": [sys.executable, "-c", "import resdraft"],
    "resdraft --help": [sys.executable, "-m", "resdraft", "--help"],
    "resdraft show 1332": [sys.executable, "-m", "resdraft", "show", "1332"],
    "resdraft show 1332 (installed command)": [os.path.join(os.path.dirname(sys.executable), "resdraft"), "show", "1332"],
    "resdraft diff 1332 140": [sys.executable, "-m", "resdraft", "diff", "1332", "140"],
    "resdraft apply 1332 rus chn": [
        *[
            sys.executable,
            "-m",
            "resdraft",
            "apply",
            "1332",
            "proposals/rus.yaml",
            "proposals/chn.yaml",
            "--quiet",
            "-o",
            os.devnull,
        ],
        *["--format", "json"],
    ],
}


def cpu(command: list[str]) -> float:
    """User and system seconds of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Time all commands in turn and print the medians and their ratios to the first."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for n in range(ROUNDS + 1):
        for name, command in COMMANDS.items():
            seconds = cpu(command)
            if n:
                times[name].append(seconds)
    first = statistics.median(times["import click"])
    print(f"{'command':40} {'cpu ms':>8} {'ratio':>6}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:40} {median * 1000:8.0f} {median / first:6.2f}")


if __name__ == "__main__":
    main()
