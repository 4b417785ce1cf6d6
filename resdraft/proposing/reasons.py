"""Reasons of amendments, from comments in Word on the text that they change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resdraft.model.apply import applied
from resdraft.model.edit import Edit
from resdraft.model.proposal import Add, Transfer
from resdraft.model.resolution import Resolution
from resdraft.proposing.wording import PlacedAmendment

_HEAD = re.compile(r"reasons?\s*:\s*", re.IGNORECASE)


class PlacedComment(NamedTuple):
    """A comment: its text, the key of the provision of the base that it stands on or behind, and whether it is on new text."""

    text: str
    key: str
    new: bool


def origins(base: Resolution, edits: Iterable[Edit], target: Resolution) -> dict[str, tuple[str, bool]]:
    """For each key of the target, the key of the provision of the base that it was or stands behind, and whether it is new."""
    out: dict[str, tuple[str, bool]] = {}
    last = ""
    for old, new in zip(applied(base, edits), target.provisions, strict=False):
        last = old.key or last
        out[new.key] = (last, not old.key)
    return out


def with_reasons(
    amendments: Sequence[PlacedAmendment], comments: Iterable[PlacedComment], base: Resolution
) -> tuple[list[PlacedAmendment], list[str], list[PlacedComment]]:
    """The amendments with the reasons that comments give, the reasons that belong to no amendment, and the comments that give none.

    A comment that begins with "Reasons:" gives reasons wherever it stands. Any other may be a question to a colleague: it gives reasons
    only where its clause is changed.
    """
    out = list(amendments)
    left: list[str] = []
    unused: list[PlacedComment] = []
    for comment in comments:
        said = _HEAD.sub("", comment.text, count=1).strip()
        meant = bool(_HEAD.match(comment.text))
        at = _nearest(out, comment, base, far=meant)
        if at is not None and said:
            own = out[at].amendment
            out[at] = out[at]._replace(amendment=own._replace(reasons="\n".join(filter(None, (own.reasons, said)))))
        elif meant and said:
            left.append(said)
        else:
            unused.append(comment)
    return out, left, unused


def _nearest(amendments: Sequence[PlacedAmendment], comment: PlacedComment, base: Resolution, *, far: bool) -> int | None:
    """The position of the amendment that a comment is on; None where it is on none.

    It is one of the comment's own clause, or new text right beside it where the comment is on new text. With ``far`` it is the nearest one
    of the section.
    """
    ranked = []
    for n, one in enumerate(amendments):
        adds = any(isinstance(i, Add | Transfer) for i in one.amendment.instructions)
        for key in one.keys:
            distance = abs(base.by_key.get(key, -1) - base.by_key.get(comment.key, -1))
            if (
                distance == 0
                or (comment.new and adds and distance <= 1)
                or (far and key.split("/")[0] == comment.key.split("/")[0])
            ):
                ranked.append((distance, adds != comment.new, n))
    return min(ranked)[2] if ranked else None
