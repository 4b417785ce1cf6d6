"""Silent edits: where the file of a proposal differs from the official text, and no revision mark says so."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from resdraft.amend.wording import FOLDED
from resdraft.differences.changes import list_changes
from resdraft.differences.edits import compare
from resdraft.model.change import Change, MarkedWords
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Resolution
from resdraft.model.text import Text

TAB = "\u21e5"
"""Shows a tab that came or went."""


_LEGIBLE = " \t\n\u00a0\u202f\u00ad\u200b\u200d\u2011"
"""Blanks, and characters for which a comparison shows a sign."""


Styles = tuple[Mapping[str, str], Mapping[str, str]]


def silent_edits(
    base: Resolution, rejected: Resolution, words: Lexicon, *, lenient: bool = False, styles: Styles = ({}, {})
) -> list[Change]:
    """The changes from the official text to a file's text with all marks rejected.

    Args:
        base: the official text.
        rejected: the text of the file with all its marks rejected.
        words: the words of the text's language.
        lenient: take kinds of quote, hyphen and blank, line breaks and the number of blanks for no change.
        styles: by each paragraph's line, the name of its style in the official text and in the file.

    Returns:
        The changes, those of labels included. Formatting is never one.
    """
    old, new = (_plain(text, lenient=lenient) for text in (base, rejected))
    found = _with_tabs(list_changes(old, new, compare(old, new), (words, words)), old, new, styles)
    return [change._replace(words=_legible(change.words)) for change in found]


def _with_tabs(found: Sequence[Change], old: Resolution, new: Resolution, styles: Styles) -> list[Change]:
    """The changes, where a clause that only lost or gained the tab behind its label, or another style, is one change.

    Without its tab, a label is read as words, so that the clause seems to go and another to come; so it does with the style of a call.
    """
    came = {_without_blanks(new, change): change for change in found if change.kind == "added"}
    pairs = {
        id(change): came[text]
        for change in found
        if change.kind == "deleted" and (text := _without_blanks(old, change)) in came
    }
    paired = {id(change) for change in pairs.values()}
    out = []
    for change in found:
        if other := pairs.get(id(change)):
            before, after = (r[keys[0]].line for r, keys in ((old, change.keys[0]), (new, other.keys[1])))
            words = _split(before.replace("\t", TAB), after.replace("\t", TAB))
            if before == after:
                words = (*_difference(old, new, (change.keys[0][0], other.keys[1][0]), styles), *words)
            out.append(
                Change("modified", change.old_address, other.new_address, before, after, words, (change.keys[0], other.keys[1]))
            )
        elif id(change) not in paired:
            out.append(change)
    return out


def _difference(old: Resolution, new: Resolution, keys: tuple[str, str], styles: Styles) -> tuple[MarkedWords, ...]:
    """What differs between two paragraphs of the same words: their styles, or what they are, or how deep they stand."""
    one, other = old[keys[0]], new[keys[1]]
    for told in (
        [f"style {name}" if (name := known.get(p.line)) else "" for known, p in zip(styles, (one, other), strict=True)],
        [p.kind.value for p in (one, other)],
        [f"level {p.depth + 1}" for p in (one, other)],
    ):
        if told[0] != told[1] and all(told):
            return ("delete", f"\u2039{told[0]}\u203a"), ("insert", f"\u2039{told[1]}\u203a"), ("equal", " ")
    return ()


def _legible(words: Sequence[MarkedWords]) -> tuple[MarkedWords, ...]:
    """Words where old and new ones that look alike are told by the names of the characters that differ."""
    out = list(words)
    for n, (look, text) in enumerate(words):
        if look == "equal":
            continue
        shown = "".join(f"\u2039{_name(c)}\u203a" if _unseen(c) else c for c in text)
        at = n + 1 if look == "delete" else n - 1
        other = words[at][1] if 0 <= at < len(words) and {look, words[at][0]} == {"delete", "insert"} else ""
        alike = (
            [c for c in text if c not in other and c != " " and not _unseen(c)]
            if other and _looks(text) == _looks(other)
            else []
        )
        out[n] = (look, shown + (f"\u2039{', '.join(map(_name, dict.fromkeys(alike)))}\u203a" if alike else ""))
    return tuple(out)


def _unseen(character: str) -> bool:
    return character not in _LEGIBLE and unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cf")


def _looks(text: str) -> str:
    """A text as it looks: letters of Cyrillic and Greek that look as Latin ones do, and accents of their own, are those."""
    return unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKE)


def _name(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()


_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo")


def _without_blanks(resolution: Resolution, change: Change) -> str:
    keys = change.keys[0] or change.keys[1]
    return "".join("".join(resolution[key].line.split()) for key in keys)


def _split(old: str, new: str) -> tuple[MarkedWords, ...]:
    """What two lines share at their beginning and end, and what stands between."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    words = (
        ("equal", old[:start]),
        ("delete", old[start : len(old) - end]),
        ("insert", new[start : len(new) - end]),
        ("equal", old[len(old) - end :] if end else ""),
    )
    return tuple(word for word in words if word[1])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _plain(resolution: Resolution, *, lenient: bool) -> Resolution:
    """The text without formatting; with ``lenient``, with plain quotes, hyphens and single blanks as well."""
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
