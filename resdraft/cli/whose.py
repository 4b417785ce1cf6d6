"""Options that say whose something is: sources in an order, members of groups, authors, edited copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resdraft.errors import Problem, WrongUsage
from resdraft.files import exists

if TYPE_CHECKING:
    from resdraft.usecases.folders import Edited


def said_codes(order: str) -> tuple[str, ...]:
    """The codes of ``RUS,CHN``."""
    return tuple(code.strip() for code in order.split(",") if code.strip())


def _pair(option: str, said: str, hint: str) -> tuple[str, str]:
    """What stands before and behind the sign of equality.

    Raises:
        WrongUsage: where one of them is missing.
    """
    name, _, value = said.partition("=")
    if not name or not value:
        raise WrongUsage(Problem(f'{option}: "{said}" does not say whose', hint))
    return name, value


def said_groups(said: Sequence[str]) -> dict[str, frozenset[str]]:
    """The members of each group of ``EUR=D,F``."""
    from resdraft.usecases.proposal_head import codes

    out: dict[str, frozenset[str]] = {}
    for group in said:
        code, equals, members = group.partition("=")
        if not equals or not code or not members:
            raise WrongUsage(Problem(f'--group: "{group}" names no members', "write the group and who belongs to it: EUR=D,F"))
        out[codes([code])[0]] = out.get(code, frozenset()) | frozenset(codes(said_codes(members)))
    return out


def said_authors(carry: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Whose words are carried over, and as whose."""
    hint = 'write the author and the source: "Committee Chair=CHAIR"'
    pairs = tuple(_pair("--carry", said, hint) for said in carry)
    if len(dict(pairs)) < len(pairs):
        raise WrongUsage(Problem("--carry: two sources for one author", "name each author once"))
    return pairs


def said_edited(said: str) -> Edited:
    """An edited copy and whose it is: ``EUR=clean.docx``, or ``I. Ivanov=RUS:tracked.docx``."""
    from resdraft.usecases.folders import Edited
    from resdraft.usecases.proposal_head import codes

    name, value = _pair("--edited", said, 'write the source and the file: EUR=clean.docx, or "I. Ivanov=RUS:tracked.docx"')
    code, colon, file = value.partition(":")
    # A drive's letter is no source: EUR=C:\\copy.docx.
    by_author = bool(colon) and not exists(value) and not file.startswith(("\\", "/"))
    if by_author:
        return Edited(file, codes([code])[0], name)
    return Edited(value, codes([name])[0])
