"""The lines around the texts of a contribution: symbol and number above each text, the reasons below.

They are known by the styles of ITU's templates (Proposal, Reasons) or by their form, as many documents do not use the templates. Forms seen:
``MOD RUS/62A1/1``, the number and below it the symbol, the number before the symbol, and ``EUR/XX/1`` while the document has no number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from resdraft.lexicon import heads_of_reasons

_SYMBOL = r"(?P<symbol>ADD\*?|\(MOD\)|MOD|SUP\*?|NOC)"
_NUMBER = (
    r"(?P<sources>[A-Z]{1,4}(?:/[A-Z]{1,4})*)/(?P<document>\d{1,5}|XX)"
    r"(?:A(?P<addendum>\d{1,3}))?(?:R(?P<revision>\d{1,2}))?(?:C(?P<corrigendum>\d{1,2}))?/(?P<order>\d{1,4})"
)
_FORMS = (
    re.compile(rf"{_SYMBOL}\s+{_NUMBER}(?:\s.*)?"),
    re.compile(rf"{_NUMBER}\s+{_SYMBOL}(?:\s.*)?"),
    re.compile(rf"{_NUMBER}"),
    re.compile(_SYMBOL),
)
# A line with more characters is taken for a sentence that cites a proposal.
_LONGEST = 80


def is_symbol(text: str) -> bool:
    """Whether a line is a symbol and nothing else. Its number then stands on the line above."""
    return _FORMS[3].fullmatch(text.strip()) is not None


class ProposalHead(NamedTuple):
    """What stands above a text. Each field is empty where it is not written."""

    symbol: str = ""
    sources: tuple[str, ...] = ()
    """The codes of the Member States or regions: more than one where States sign together, as in ``D/F/62/1``."""
    document: str = ""
    addendum: str = ""
    revision: str = ""
    corrigendum: str = ""
    order: int = 0
    """Which proposal of the document, from 1; 0 where it is not written."""

    def joined(self, other: ProposalHead) -> ProposalHead:
        """Two lines as one head: the number of one line and the symbol of the other."""
        return ProposalHead._make(own or theirs for own, theirs in zip(self, other, strict=True))


def proposal_head(text: str, *, styled: bool = False, beside: bool = False) -> ProposalHead | None:
    """Read a line that stands above a proposal; None for any other line.

    Args:
        text: the line.
        styled: whether the paragraph has ITU's style for such lines. Then a number or a symbol alone is one, and any other words are an
            empty head.
        beside: whether such a line stands right above or below. Then a number or a symbol alone is one.
    """
    text = text.strip()
    if not styled and len(text) > _LONGEST:
        return None
    for form in _FORMS if styled or beside else _FORMS[:2]:
        if found := form.fullmatch(text):
            said = found.groupdict()
            return ProposalHead(
                said.get("symbol") or "",
                tuple((said.get("sources") or "").split("/")) if said.get("sources") else (),
                said.get("document") or "",
                said.get("addendum") or "",
                said.get("revision") or "",
                said.get("corrigendum") or "",
                int(said.get("order") or 0),
            )
    return ProposalHead() if styled and text else None


def reasons_in(text: str, *, styled: bool = False) -> str | None:
    """The words behind ``Reasons:`` in a line; None for any other line. ``styled``: whether the paragraph has ITU's style Reasons."""
    # The colon of Chinese texts is a full-width one. A document in one language may have its reasons in another.
    head, colon, rest = re.match(r"([^:：]{0,24})([:：]?)(.*)", text.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
    if colon and head.strip().casefold() in heads_of_reasons():
        return str(rest).strip()
    return text.strip() if styled and text.strip() else None
