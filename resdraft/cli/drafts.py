"""Two drafts of one new resolution, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resdraft.cli.contributions import from_library, is_contribution, is_proposal, proposals_in
from resdraft.cli.inputs import form_of, is_word, parse_resolution, read_bytes, screen, split_part, write_output
from resdraft.errors import Problem, WrongUsage
from resdraft.model.resolution import Resolution

_TWO = 2


def side_by_side(names: Sequence[str], output: str | None, form: str | None, language: str | None) -> None:
    """Write two drafts side by side: a Word table, or two columns of text.

    Raises:
        WrongUsage: where there are not two.
    """
    if len(names) != _TWO:
        raise WrongUsage(Problem(f"{len(names)} drafts", "name two: proposals with symbol: ADD, or texts"))
    form = form_of(output, form, "terminal", {".docx": "docx", ".txt": "terminal"})
    (one, left), (other, right) = (_draft(name, language) for name in names)
    from resdraft.diff.drafts import align_drafts

    rows = align_drafts(left, right)
    if form == "docx":
        from resdraft.write.drafts import write_drafts

        write_output(write_drafts((one, other), rows, left), output)
        return
    from resdraft.write.comparison import draft_columns

    write_output(draft_columns((one, other), rows, screen()), output)


def _draft(name: str, language: str | None) -> tuple[str, Resolution]:
    """Whose a draft is, and its text."""
    from resdraft.read.text import read_text

    file, part = split_part(name)
    content, said = read_bytes(file)
    if is_proposal(content) or (is_word(content) and is_contribution(content)):
        found = [p for p in proposals_in(content, said, from_library(None)) if p.text and part in (None, p.order)]
        if len(found) != 1:
            raise WrongUsage(Problem(f"{len(found)} new texts in it", "name one with its number, such as FILE#2", file=said))
        return found[0].source, read_text(found[0].text, found[0].language, said)
    return Path(said).stem, parse_resolution(content, said, language, part=part)
