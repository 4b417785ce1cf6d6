"""Silent edits: what of a proposal's file is not the official text although no mark says so."""

from __future__ import annotations

from resdraft.amend.wording import FOLDED
from resdraft.diff.changes import changes
from resdraft.diff.edits import compare
from resdraft.model.change import Change
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Resolution
from resdraft.model.text import Text


def silent_edits(base: Resolution, rejected: Resolution, words: Lexicon, *, lenient: bool = False) -> list[Change]:
    """The changes from the official text to a file's text with all marks rejected, labels as they are shown included.

    Args:
        base: the official text. ``rejected`` is what the file reads with its marks rejected. With ``lenient``, kinds of quote, hyphen and
            blank, line breaks and the number of blanks are no change. Formatting never is.
    """
    sides = [_plain(text, lenient=lenient) for text in (base, rejected)]
    return changes(sides[0], sides[1], compare(*sides), (words, words))


def _plain(resolution: Resolution, *, lenient: bool) -> Resolution:
    """The text without formatting; with ``lenient``, without what a lenient eye does not see."""
    return Resolution.assemble(
        (p._replace(text=_bare(p.text, lenient=lenient)) for p in resolution.provisions),
        resolution.language,
        resolution.provenance,
    )


def _bare(text: Text, *, lenient: bool) -> Text:
    spans = [span._replace(emphasis="", link=None) for span in text.spans]
    if not lenient:
        return Text.join(spans)
    out = []
    blank = True
    for span in Text.join(spans).spans:
        if span.note is None:
            words = " ".join(span.text.translate(FOLDED).replace("\n", " ").split(" "))
            kept = "".join(c for n, c in enumerate(words) if c != " " or (words[n - 1] != " " if n else not blank))
            blank = kept.endswith(" ") if kept else blank
            out.append(span._replace(text=kept))
        else:
            out.append(span)
    return Text.join(out)
