"""Words as people quote them: found in the official text, and put into it with its own characters and formatting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from resdraft.differences.words import word_changes
from resdraft.model.edit import Edit, Replace
from resdraft.model.text import NOTE_MARK, Span, Text, Token, tokenise

FOLDED = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2011": "-", "\u202f": " ", "\u23ce": " "}
)
"""Characters that a delegate types otherwise than they are printed."""
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_WIDE = FOLDED | str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("`\u00b4\u201a\u201b\u2039\u203a\u2032", "'")
)
"""As ``FOLDED``, with every kind of dash and of quotation mark: words are looked for so where they are not found as they were typed."""


def find_words(text: Text, wanted: str) -> list[tuple[int, int]]:
    """Where words stand in a text, as token ranges.

    Kinds of quote, hyphen and space are alike, kinds of dash too where the words are not there with their own; footnote references may be
    quoted or not; words are never cut. Places may overlap, as those of ``a b a`` in ``a b a b a``.
    """
    return _places(text, wanted, FOLDED) or _places(text, wanted, _WIDE)


def _places(text: Text, wanted: str, alike: Mapping[int, str]) -> list[tuple[int, int]]:
    """Where words stand in a text, as token ranges. ``alike`` says which characters are the same."""
    # A backslash before what looks like a footnote reference makes it text: [\^1].
    pieces = NOTE_MARK.sub(lambda m: f"[{m[1][1:]}^{m[2]}]" if m[1] else "", wanted).translate(alike).split()
    if not pieces:
        return []
    # A reference at the end of a quotation belongs to it, so that it goes where the quoted words go.
    closing = bool(re.search(NOTE_MARK.pattern + r"\s*$", wanted))
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for n, token in enumerate(text.tokens):
        if token.note is None:
            starts[at] = n
            at += len(token.text)
            ends[at] = n + 1
        elif closing and at in ends:
            ends[at] = n + 1
    pattern = r"\s+".join(map(re.escape, pieces))
    printed = text.plain.translate(alike)
    spans = []
    for hit in re.finditer(f"(?={pattern})", printed):
        match = re.compile(pattern).match(printed, hit.start())
        if match and match.start() in starts and match.end() in ends:
            spans.append((starts[match.start()], ends[match.end()]))
    return spans


def with_printed_dashes(text: Text, start: int, end: int, old: str, new: str) -> str:
    """New words with the dashes and quotation marks of the official text where they stand as in ``old``, the words that were quoted.

    Who quotes "2018-2019" where the official text has an en dash, and changes one of the years, does not mean to change the dash. Where the
    words were quoted with the dashes that are there, the new ones are what is meant.
    """
    printed, quoted = (" ".join(words.split()) for words in (Text.join(text.tokens[start:end]).plain, old))
    typed = quoted.translate(FOLDED)
    if typed == printed.translate(FOLDED) or quoted.translate(_WIDE) != printed.translate(_WIDE):
        return new
    before, after = tokenise(quoted), tokenise(new)
    offsets = [0, *accumulate(map(len, before))]
    out = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        out.append(printed[offsets[a] : offsets[b]] if kind == "equal" else "".join(after[c:d]))
    return "".join(out)


def as_printed(key: str, text: Text, start: int, end: int, new: Text) -> list[Edit]:
    """The edits by which tokens of a text come to read ``new``.

    Words that stay keep their formatting and the characters of the official text: its no-break spaces and hyphens, its quotes. New words
    take the formatting of the words that they replace, where these have only one.
    """
    old, divided = text.tokens[start:end], _in_tokens_of(text.tokens[start:end], new)
    edits = _replacements(key, start, old, divided, [[_typed(token) for token in side] for side in (old, divided.tokens)])
    if edits or Text.join(old).marked() == divided.marked():
        return edits
    # The kinds of quote, hyphen or blank are all that changes: so they are what is meant.
    return exactly(key, text, start, end, new)


def exactly(key: str, text: Text, start: int, end: int, new: Text) -> list[Edit]:
    """The edits by which tokens of a text come to read ``new`` to the character; words that stay keep their formatting."""
    old, divided = text.tokens[start:end], _in_tokens_of(text.tokens[start:end], new)
    bare = [token._replace(emphasis="", link=None) for token in old]
    return _replacements(key, start, old, divided, [bare, divided.tokens])


def _replacements(key: str, start: int, old: Sequence[Token], new: Text, compared: Sequence[Sequence[Token]]) -> list[Edit]:
    """The edits of the provision ``key`` by which its tokens from ``start`` on, which are ``old``, become ``new``.

    Args:
        compared: the old tokens and the new ones in the form in which they are compared.
    """
    out: list[Edit] = []
    shift = 0
    for change in word_changes(*compared):
        at = change.start + shift
        words = Text.join(new.tokens[at : at + len(change.new)])
        shift += len(change.new) - (change.end - change.start)
        looks = {(t.emphasis, t.link) for t in old[change.start : change.end] or old if t.note is None}
        if len(looks) == 1:
            emphasis, link = next(iter(looks))
            spans = (s if s.note is not None else s._replace(emphasis=emphasis, link=link) for s in words.spans)
            words = Text(tuple(spans))
        out.append(Replace(key, start + change.start, start + change.end, words))
    return out


def _in_tokens_of(old: Sequence[Token], new: Text) -> Text:
    """New words in the tokens of the old: where formatting changes inside a word (group2), that word is two tokens there."""
    within: dict[str, tuple[str, str]] = {}
    for a, b in pairwise(old):
        if a.note is None and b.note is None and len(tokenise(a.text + b.text)) == 1:
            within[a.text + b.text] = a.text, b.text
    if not within:
        return new
    spans: list[Span] = []
    for token in new.tokens:
        halves = within.get(token.text) if token.note is None else None
        spans += [token] if halves is None else [token._replace(text=half) for half in halves]
    # Not joined: joined spans of one formatting would be one token again.
    return Text(tuple(spans))


def around_notes(key: str, text: Text, start: int, end: int, new: Text) -> list[Edit]:
    """As :func:`as_printed`, but the footnote references among the tokens stay where they are."""
    places = [n for n in range(start, end) if text.tokens[n].note is None]
    bare = Text.join(text.tokens[n] for n in places)
    if len(places) == end - start or len(bare.tokens) != len(places):
        return as_printed(key, text, start, end, new)
    places.append(end)
    out: list[Edit] = []
    for edit in as_printed(key, bare, 0, len(bare.tokens), new):
        if isinstance(edit, Replace):
            words = edit.new
            at = places[edit.start]
            for n in range(edit.start, edit.end):
                # Words between which a reference stands are replaced piece by piece, so that it stays.
                if n + 1 == edit.end or places[n + 1] != places[n] + 1:
                    out.append(Replace(key, at, places[n] + 1, words))
                    words, at = Text(), places[n + 1]
            if edit.start == edit.end:
                out.append(Replace(key, at, at, words))
    return out


def _typed(token: Token) -> Token:
    """A token as it would be typed: without formatting, with plain spaces, hyphens and quotes."""
    return Token(token.text.translate(FOLDED), note=token.note)
