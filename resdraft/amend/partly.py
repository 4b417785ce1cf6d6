"""An edit adopted in part: only some of its words."""

from __future__ import annotations

from resdraft.model.edit import Insert, Replace
from resdraft.model.marked import Owned
from resdraft.model.resolution import Resolution
from resdraft.model.text import Span, Text, tokenise


def only_words(base: Resolution, owned: Owned, words: str) -> Owned | None:
    """The edit with no more than these of its words; None where it does not have them.

    Of new words these are put in. Of words that are struck these alone go, where the edit puts none of them in. A new clause keeps its label.
    """
    wanted = tokenise(" ".join(words.split()))
    edit = owned.edit
    if isinstance(edit, Insert):
        found = _found(edit.provision.text, wanted)
        if found is None:
            return None
        return owned._replace(edit=edit._replace(provision=edit.provision._replace(text=_of(edit.provision.text, *found))))
    if not isinstance(edit, Replace):
        return None
    if (found := _found(edit.new, wanted)) is not None:
        new, struck = _of(edit.new, *found), base[edit.key].text.tokens[edit.start : edit.end]
        # Blanks at the ends of what was proposed keep words apart.
        first, last = edit.new.tokens[0], edit.new.tokens[-1]
        spans = [*([first] if first.text.isspace() and found[0] > 0 else ()), *new.tokens]
        spans += [last] if last.text.isspace() and found[1] < len(edit.new.tokens) else ()
        spans = _apart(base[edit.key].text, edit.start, edit.end, spans)
        return owned._replace(edit=edit._replace(new=Text.join(spans))) if new.spans or struck else None
    tokens = base[edit.key].text.tokens
    struck_text = Text.join(tokens[edit.start : edit.end])
    if (found := _found(struck_text, wanted)) is not None:
        start, end = edit.start + found[0], edit.start + found[1]
        if end < len(tokens) and tokens[end].text.isspace() and start and tokens[start - 1].text.isspace():
            end += 1
        return owned._replace(edit=Replace(edit.key, start, end, Text()))
    return None


def _apart(base: Text, start: int, end: int, spans: list[Span]) -> list[Span]:
    """New words with a blank where they would run into the words before or behind them: what stood between was not adopted."""
    before, behind = base.tokens[start - 1].text if start else "", base.tokens[end].text if end < len(base.tokens) else ""
    said = "".join(span.text for span in spans)
    if before[-1:].isalnum() and said[:1].isalnum():
        spans = [Span(" "), *spans]
    return [*spans, Span(" ")] if said[-1:].isalnum() and behind[:1].isalnum() else spans


def _found(text: Text, wanted: list[str]) -> tuple[int, int] | None:
    tokens = [token.text for token in text.tokens]
    for at in range(len(tokens) - len(wanted) + 1):
        if tokens[at : at + len(wanted)] == wanted:
            return at, at + len(wanted)
    return None


def _of(text: Text, start: int, end: int) -> Text:
    return Text.join(text.tokens[start:end])
