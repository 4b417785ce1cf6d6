"""What is said of a proposal as a whole by options and fields: the number of its document, the codes of its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resdraft.errors import Problem, WrongUsage


def numbered(head: Mapping[str, str]) -> dict[str, str]:
    """What is said of a proposal, with the number of its document in parts: ``62A1`` is document 62, addendum 1.

    Raises:
        WrongUsage: where it is no number, or says otherwise than a field of its own does.
    """
    from resdraft.lexicon.sources import meeting_as_written
    from resdraft.model.document_number import in_parts

    fields, wrong = in_parts({**head, "meeting": meeting_as_written(head.get("meeting", ""))})
    if wrong:
        raise WrongUsage([Problem(f"--{field}: {what}", hint) for field, what, hint in wrong])
    return fields


def codes(said: Sequence[str]) -> tuple[str, ...]:
    """Codes of sources, each once.

    Raises:
        WrongUsage: where one is no code.
    """
    from resdraft.lexicon.sources import how_to_write
    from resdraft.model.proposal import SOURCE

    for code in said:
        if not SOURCE.fullmatch(code):
            raise WrongUsage(Problem(f'"{code}" is no source', how_to_write(code)))
    return tuple(dict.fromkeys(said))


def sources_of(sources: Sequence[str]) -> dict[str, str]:
    """The source of each author; "" is any author that is not named.

    Raises:
        WrongUsage: where a code is none, or two stand for everybody.
    """
    out: dict[str, str] = {}
    for said in sources:
        author, equals, code = said.rpartition("=")
        codes([code])
        if author in out:
            what = f"--source: two sources for {author}" if equals else "--source: two sources, and no authors"
            raise WrongUsage(Problem(what, 'say whose marks are whose: --source "I. Ivanov=RUS"'))
        out[author] = code
    return out
