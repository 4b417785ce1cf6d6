"""resdraft git-setup."""

from __future__ import annotations

import click

from resdraft.printing import say


@click.command("git-setup", short_help="Make git show and merge Word files clause by clause.")
@click.option("--global", "everywhere", is_flag=True, help="In all your repositories; else in the one of this folder.")
@click.option("--undo", is_flag=True, help="Take out what it wrote; all else stays as it is.")
def command(everywhere: bool, undo: bool) -> None:
    """Make git show and merge Word files clause by clause.

    `git diff`, `git log -p` and `git show` then have a line for each clause, with the revision marks in their places: {+RUS: new words+},
    [-RUS: old words-]. What cannot be read is told, and never stops them. `git merge` brings two edits of one file together by clause: both
    stand in it as revision marks, and where they clash as options in brackets, which git calls a conflict.

    \b
    Examples:
      resdraft git-setup
      git log -p --word-diff 1332.docx
      git difftool -t resdraft HEAD~1
      resdraft git-setup --undo
    """
    from resdraft.usecases.git_setup import git_setup

    for line in git_setup(everywhere=everywhere, undo=undo).said:
        say(line)
