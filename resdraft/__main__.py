"""``python -m resdraft``."""

from resdraft.cli import run

run()
