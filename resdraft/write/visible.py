"""Text from outside as a terminal may show it: no character in it commands the terminal, or turns round what stands beside it.

Authors, words, file names and keys come from whoever sent a file. An escape sequence in them could clear the screen or change its title; a
bidirectional override shows words in another order than they are read in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from unicodedata import bidirectional

_OVERRIDES = "\u202d\u202e"
_CLOSED_BY = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
"""Embeddings and isolates, and what closes them (UAX #9, 2.1 to 2.5). Arabic text needs them; closed, they turn only what is theirs."""
_ISOLATE_END = "\u2069"
# Patterns as text: most of what is said is ASCII, and a command that says little need not wait for them to be compiled.
_BIDI = "[\u202a-\u202e\u2066-\u2069]"
_HARMFUL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
"""All controls but tab and line break, what turns directions, and halves of characters, as names of files that are no UTF-8 have."""


def sign_of(character: str) -> str:
    """The sign that stands for a character which must not be shown itself: ``␛``; ``\\xe9`` for a byte that is no UTF-8."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"‹U+{code:04X}›"


def json_escape(character: str) -> str:
    """A character as JSON can write it without the character itself."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4))


def visible(text: str, sign: Callable[[str], str] = sign_of, seal: str = "") -> str:
    """The text with a sign for each character that must not reach a terminal.

    Args:
        sign: what stands for such a character.
        seal: what our own colours bear behind their ``ESC [`` (see :class:`~resdraft.write.terminal.Screen`): they alone stay, without it.
    """
    if (text.isascii() and text.replace("\n", "").isprintable()) or not re.search(_HARMFUL, text):
        return text
    pattern = re.compile(f"\x1b\\[{seal}(?P<colour>[0-9;]+m)|{_HARMFUL}" if seal else f"(?P<colour>(?!))|{_HARMFUL}")
    # The end of a paragraph, which a line of ours is to a terminal, ends every direction (UAX #9, P1).
    return "\n".join(_line(line, sign, pattern) for line in text.split("\n"))


def unsealed(text: str, seal: str) -> str:
    """The text as it is, our own colours without their seal."""
    return text.replace(f"\x1b[{seal}", "\x1b[") if seal else text


def _line(line: str, sign: Callable[[str], str], pattern: re.Pattern[str]) -> str:
    paired = _pairs(line)

    def shown(found: re.Match[str]) -> str:
        if found["colour"]:
            return f"\x1b[{found['colour']}"
        return found[0] if found.start() in paired else sign(found[0])

    return pattern.sub(shown, line)


_APART = r"(\x1b\[[0-9;]*m|\s{2,}|[\n\t“”]|\{\+|\+\}|\[-|-\]|: (?=[A-Z“]))"
"""What stands between the parts of a line of ours: colours, columns, quotes, the signs of changes, the end of a name."""
_TAIL = r"[\d\s().,%؛،؟]*"


def isolated(text: str) -> str:
    """Text for a terminal, with each stretch in a script from right to left isolated (UAX #9, 2.4): it turns nothing that stands beside it.

    Our own lines begin at the left, and what is between two of their signs is one stretch: as a whole within quotes and the signs of changes,
    else from its first such letter on, for our own words may stand before it. Lines with directions of their own stay as they are.
    """
    if text.isascii() or not any(map(_turns, text)):
        return text
    return "\n".join(line if line.isascii() or re.search(_BIDI, line) else _with_isolates(line) for line in text.split("\n"))


def turned(lines: Sequence[str]) -> list[str]:
    """Lines of one text, each isolated as a whole from right to left where most letters of the text go so."""
    kinds = [] if all(map(str.isascii, lines)) else [bidirectional(character) for line in lines for character in line]
    right = sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")
    return [f"\u2067{line}{_ISOLATE_END}" for line in lines] if right else list(lines)


def _with_isolates(line: str) -> str:
    out = re.split(_APART, line)
    for n in range(0, len(out), 2):
        piece = out[n]
        at = [k for k, character in enumerate(piece) if _turns(character)]
        if at:
            whole = n > 0 and out[n - 1] in ("“", "{+", "[-")
            tail = re.compile(_TAIL).match(piece, at[-1] + 1)
            end = len(piece[: tail.end()].rstrip()) if tail else len(piece)
            start, end = (0, len(piece)) if whole else (at[0], end)
            out[n] = f"{piece[:start]}\u2067{piece[start:end]}{_ISOLATE_END}{piece[end:]}"
    return "".join(out)


def _turns(character: str) -> bool:
    return bidirectional(character) in ("R", "AL")


def _pairs(text: str) -> dict[int, int]:
    """Where embeddings and isolates that are closed begin and end; each place with its counterpart. Overrides have none."""
    out: dict[int, int] = {}
    opened: list[tuple[int, str]] = []
    isolates = 0
    for found in re.finditer(_BIDI, text):
        at, character = found.start(), found[0]
        if character in _CLOSED_BY or character in _OVERRIDES:
            opened.append((at, character))
            isolates += _CLOSED_BY.get(character) == _ISOLATE_END
            continue
        if character == _ISOLATE_END and isolates:
            isolates -= 1
            # The end of an isolate ends what was opened inside, too.
            while _CLOSED_BY.get(opened[-1][1]) != _ISOLATE_END:
                opened.pop()
        if opened and (
            character == _CLOSED_BY.get(opened[-1][1]) or (opened[-1][1] in _OVERRIDES and character != _ISOLATE_END)
        ):
            start, opener = opened.pop()
            if opener in _CLOSED_BY:
                out |= {start: at, at: start}
    return out


def carried_over(lines: Sequence[str]) -> list[str]:
    """Lines of one wrapped text: what goes on in the next line is closed at the end of the line and opened again."""
    text = "".join(lines)
    if not re.search(_BIDI, text):
        return list(lines)
    paired, out, at = _pairs(text), [], 0
    open_: list[str] = []
    for line in lines:
        before = "".join(open_)
        for found in re.finditer(_BIDI, line):
            here = at + found.start()
            if here in paired and paired[here] > here:
                open_.append(found[0])
            elif here in paired:
                open_.pop()
        at += len(line)
        out.append(before + line + "".join(_CLOSED_BY[opener] for opener in reversed(open_)))
    return out
