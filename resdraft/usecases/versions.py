"""The text as each source of an edited copy would have it: a clean copy has one, a file with marks of several authors has several."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, NamedTuple

from resdraft.errors import Problem, Unfit, WrongUsage
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, open_document
from resdraft.usecases.inputs import Input, is_word

if TYPE_CHECKING:
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.proposing.reasons import PlacedComment
    from resdraft.read.docx import WordText


class Version(NamedTuple):
    """The text as one source would have it, the remarks on it, and the date of its newest mark."""

    source: str
    text: Resolution
    remarks: list[PlacedComment]
    date: str = ""
    cosigners: tuple[str, ...] = ()
    counted: frozenset[str] = frozenset()
    """The keys of the clauses whose labels Word counts: nobody typed those."""
    before: Resolution | None = None
    """The copy without the source's marks; None where nothing tells how its formatting was."""


def versions(
    official: Document,
    edited: Input,
    given: dict[str, str],
    language: str | None,
    notices: list[str],
    only_named: bool,
    together: bool,
    untracked: str,
) -> Iterator[Version]:
    """The text as each source would have it."""
    base, (content, said, part, _) = official.resolution, edited
    if not is_word(content):
        text = open_document(edited, language=language)
        notices += text.notices
        yield Version(_one(given, said), text.resolution, [])
        return
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import everything, nothing, read_word
    from resdraft.read.new_tables import with_new_tables
    from resdraft.usecases.several_authors import joined, on_official

    word = WordFile.open(content, said)
    authors = _authors(word)
    wanted = _by_source(authors, given, said, notices, only_named=only_named)
    cosigners: dict[str, tuple[str, ...]] = {}
    if len(authors) > 1 and (len(wanted) > 1 or only_named):
        order = [*given.values(), *wanted]
        wanted, cosigners = joined(
            edited, {code: wanted[code] for code in order if code in wanted}, language, together=together
        )
    plain, _ = with_new_tables(base, read_word(word, nothing, language, part))
    all_of_one = len(wanted) < 2 and len(set().union(*wanted.values())) == len(authors)
    if all_of_one and not {untracked} - {"", *wanted}:
        if authors and _differs(base, plain.resolution):
            notices.append(f"{said}: changes that are not tracked are taken too; `resdraft verify` lists them")
        source = next(iter(wanted), None) or _one(given, said)
        full, lost = with_new_tables(base, read_word(WordFile.open(content, said), everything, language, part), said)
        date = max(authors.values(), default="")
        notices += lost
        before = plain.resolution if authors else base if official.peek() else None
        yield Version(
            source, full.resolution, _remarks(base, plain, full), date, cosigners.get(source, ()), _counted(full), before
        )
        return
    differs = _differs(base, plain.resolution)
    if differs and not untracked:
        what = "several sources, and changes that are not tracked: whose they are cannot be told"
        hint = "`resdraft propose --untracked CODE` gives them to one source; `resdraft verify` shows them"
        raise Unfit(Problem(what, hint, file=said))
    if differs:
        wanted.setdefault(untracked, set())
    for source, own in sorted(wanted.items()):
        full = read_word(WordFile.open(content, said), lambda author, own=own: (author or "") in own, language, part)  # type: ignore[misc]
        full, lost = with_new_tables(base, full, said)
        notices += lost
        target = full.resolution
        if differs and untracked != source and untracked not in cosigners.get(source, ()):
            target = on_official(base, plain.resolution, target, said)
        date = max((authors[name] for name in own), default="")
        remarks = _remarks(base, plain, full, authors.keys() - own)
        yield Version(source, target, remarks, date, cosigners.get(source, ()), _counted(full), plain.resolution)


def _counted(text: WordText) -> frozenset[str]:
    return frozenset(key for key, place in text.places.items() if place.automatic)


def _authors(word: WordFile) -> dict[str, str]:
    """The authors of marks, each with the day of the newest one."""
    from resdraft.ooxml.listing import list_marks

    out: dict[str, str] = {}
    for mark in list_marks(word.parts, word.name):
        out[mark.author] = max(out.get(mark.author, ""), mark.date[:10])
    return out


def _by_source(
    authors: dict[str, str], given: dict[str, str], said: str, notices: list[str], *, only_named: bool
) -> dict[str, set[str]]:
    """The authors behind each source.

    Raises:
        WrongUsage: where an author has no source, or a named author no mark.
    """
    problems = []
    for author in given:
        if author and author not in authors:
            names = ", ".join(sorted(authors)) or "nobody"
            problems.append(Problem(f'no mark of "{author}"', f"it has marks of: {names}", file=said))
    out: dict[str, set[str]] = {}
    for author in authors:
        code = given.get(author, given.get(""))
        if code is None and only_named:
            notices.append(f"{said}: the marks of {author} are left out: nobody says whose they are")
        elif code is None:
            problems.append(Problem(f'marks of "{author}", who has no source', f'add --source "{author}=CODE"', file=said))
        else:
            out.setdefault(code, set()).add(author)
    if problems:
        raise WrongUsage(problems)
    if len(authors) > 1 and set(given) == {""}:
        notices.append(f"marks of {', '.join(sorted(authors))} are all taken as {given['']}'s")
    return out


def _one(given: dict[str, str], said: str) -> str:
    """The only source.

    Raises:
        WrongUsage: where there are several.
    """
    if len(set(given.values())) > 1:
        raise WrongUsage(Problem("no tracked changes, and several sources", "name one source", file=said))
    return next(iter(given.values()))


def _differs(base: Resolution, plain: Resolution) -> bool:
    from resdraft.amend.normalise import normal_diff
    from resdraft.lexicon import lexicon
    from resdraft.write.text import without_formatting

    sides = (without_formatting(base), without_formatting(plain))
    return bool(normal_diff(*sides, lexicon(base.language)))


def _remarks(base: Resolution, plain: WordText, text: WordText, others: Set[str] = frozenset()) -> list[PlacedComment]:
    """The comments of the file, each with the provision of the base that it stands on or behind; ``others`` give reasons of their own."""
    from resdraft.differences.edits import diff
    from resdraft.ooxml.comments import comments
    from resdraft.ooxml.names import P
    from resdraft.ooxml.places import holder
    from resdraft.proposing.reasons import PlacedComment, origins

    said = [comment for comment in comments(text.file) if comment.author not in others]
    if not said:
        return []
    numbered: dict[int, tuple[str, bool]] = {}
    for read in (text, plain):
        order = {element: n for n, element in enumerate(read.file.story.root.iter(P))}
        known = origins(base, diff(base, read.resolution), read.resolution)
        for key, place in read.places.items():
            for stretch in place.stretches:
                if (n := order.get(holder(stretch.paragraph))) is not None and key in known:
                    numbered.setdefault(n, known[key])
    order = {element: n for n, element in enumerate(text.file.story.root.iter(P))}
    places = ([numbered[n] for p in comment.paragraphs if (n := order.get(p, -1)) in numbered] for comment in said)
    return [PlacedComment(one.text, *(spots[0] if spots else ("", False))) for one, spots in zip(said, places, strict=True)]
