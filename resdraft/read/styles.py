"""ITU's paragraph styles: what each says of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resdraft.errors import Problem, Unreadable
from resdraft.model.resolution import Kind, Provision

# Ids and names of ITU's paragraph styles, in small letters and digits alone. In ITU's files an id differs from the style's name, and both
# differ from file to file by case and underscores: ResNo and Res_No, Restitle and Res_title.
STYLES = {
    "resno": Kind.NUMBER,
    "decno": Kind.NUMBER,
    "recno": Kind.NUMBER,
    "opno": Kind.NUMBER,
    "restitle": Kind.TITLE,
    "dectitle": Kind.TITLE,
    "rectitle": Kind.TITLE,
    "optitle": Kind.TITLE,
    "resref": Kind.REFERENCE,
    "recref": Kind.REFERENCE,
    "call": Kind.CALL,
    "sectionno": Kind.CALL,
    "sectiontitle": Kind.CALL,
    "annexno": Kind.ANNEX,
    "appendixno": Kind.ANNEX,
    "annextitle": Kind.ANNEX_TITLE,
    "appendixtitle": Kind.ANNEX_TITLE,
}
OUR_STYLES = STYLES | {"normalaftertitle": Kind.FORMULA, "normalaftertitle0": Kind.FORMULA}
"""In our own files the style behind the title always is the enacting formula's; in others it may be any paragraph's."""


def folded_style(name: str) -> str:
    """The id or name of a style in small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def require_head_styles(found: Sequence[Provision], name: str) -> None:
    """Refuse a file of ours in which a line of the head lost its style: read by styles, it would come to stand behind the head.

    Raises:
        Unreadable: where a clause or a call stands before the number line, the title or the formula.
    """
    at = next((n for n, p in enumerate(found) if p.kind in (Kind.CLAUSE, Kind.CALL)), len(found))
    if any(p.kind in (Kind.NUMBER, Kind.TITLE, Kind.FORMULA) for p in found[at:]):
        what = f"“{found[at].text.plain[:40]}” stands in the head of the text and has not the style that it was given"
        raise Unreadable(Problem(what, "open the file in Word and save it again", file=name))
