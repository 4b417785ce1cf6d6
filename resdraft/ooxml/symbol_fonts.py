"""What the characters of the fonts Symbol and Wingdings show, where labels use them. Word and PDF have them at U+F000 and above."""

from __future__ import annotations

SHOWN = {0xB7: "\u2022", 0x2D: "\u2013", 0xA7: "\u25aa", 0x6F: "\u25cb", 0xA8: "\u25cb", 0x6C: "\u25cf", 0x6E: "\u25aa"}
"""By the number of the character in the font."""
AS_SHOWN = {0xF000 + number: shown for number, shown in SHOWN.items()}
"""For :meth:`str.translate`."""
