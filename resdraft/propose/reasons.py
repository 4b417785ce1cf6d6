"""Reasons of amendments, from comments that stand in the text that they change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resdraft.model.apply import applied
from resdraft.model.edit import Edit
from resdraft.model.proposal import Add, Transfer
from resdraft.model.resolution import Resolution
from resdraft.propose.wording import Stated

_HEAD = re.compile(r"reasons?\s*:\s*", re.IGNORECASE)


class Remark(NamedTuple):
    """A comment: what it says, the provision of the base that it stands on or behind, and whether it is on new text."""

    text: str
    key: str
    new: bool


def origins(base: Resolution, edits: Iterable[Edit], target: Resolution) -> dict[str, tuple[str, bool]]:
    """For each provision of the target, by its key: the provision of the base that it was or stands behind, and whether it is new."""
    out: dict[str, tuple[str, bool]] = {}
    last = ""
    for old, new in zip(applied(base, edits), target.provisions, strict=False):
        last = old.key or last
        out[new.key] = (last, not old.key)
    return out


def with_reasons(stated: Sequence[Stated], remarks: Iterable[Remark], base: Resolution) -> tuple[list[Stated], list[str]]:
    """The amendments with the reasons that stand on what they change, and the reasons that stand on nothing that changes.

    A remark that does not begin with "Reasons:" is one only where its clause is changed.
    """
    out = list(stated)
    left: list[str] = []
    for remark in remarks:
        said = _HEAD.sub("", remark.text, count=1).strip()
        meant = bool(_HEAD.match(remark.text))
        at = _nearest(out, remark, base, far=meant)
        if at is not None and said:
            own = out[at].amendment
            out[at] = out[at]._replace(amendment=own._replace(reasons="\n".join(filter(None, (own.reasons, said)))))
        elif meant and said:
            left.append(said)
    return out, left


def _nearest(stated: Sequence[Stated], remark: Remark, base: Resolution, *, far: bool) -> int | None:
    """The amendment that a remark is on: of its own clause, new text where it is on new text; with ``far`` the nearest one of the section."""
    ranked = []
    for n, one in enumerate(stated):
        adds = any(isinstance(i, Add | Transfer) for i in one.amendment.instructions)
        for key in one.keys:
            distance = abs(base.by_key.get(key, -1) - base.by_key.get(remark.key, -1))
            if (
                distance == 0
                or (remark.new and adds and distance <= 1)
                or (far and key.split("/")[0] == remark.key.split("/")[0])
            ):
                ranked.append((distance, adds != remark.new, n))
    return min(ranked)[2] if ranked else None
