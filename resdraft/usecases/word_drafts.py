"""Drafts in Word: a text with a cover to fill in, which people edit with tracking on, and which comes back as a proposal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from resdraft.errors import OurFault, Problem, Unfit, Unreadable, WrongUsage
from resdraft.model.resolution import Resolution
from resdraft.ooxml.manifest import bookmark_of
from resdraft.usecases.documents import Document, base_of, open_base, open_document
from resdraft.usecases.inputs import Given, Input, from_library, is_word

if TYPE_CHECKING:
    from resdraft.model.lexicon import Lexicon
    from resdraft.ooxml.wordfile import WordFile

_BOOKMARK = bookmark_of("")


def new_draft(
    base: Resolution | Given,
    *,
    source: str = "",
    meeting: str = "",
    document: str = "",
    date: str = "",
    title: str = "",
    language: str | None = None,
) -> bytes:
    """A Word file to draft a proposal in: the text with tracking on, and above it a cover to fill in.

    Where the text stands in a Word file, it is that file; where that has a cover of its own, as a contribution, or several texts, it is a new
    one in ITU's look. :func:`resdraft.propose` takes it back.

    Args:
        base: the resolution that it is on. The rest stands on the cover, as far as it is given.

    Raises:
        WrongUsage: where the source is no code or name, or the document's number none. Unreadable: where the resolution cannot be read.
        Unfit: where Word would not read as the text does.

    Example:
        >>> content = resdraft.new_draft("1332", source="NOR", meeting="PP-26")
        >>> resdraft.propose(None, content).notices[0]
        'the cover leaves open: Document, Date, Agenda item, Title, Summary, Reasons'
    """
    from resdraft.lexicon import lexicon
    from resdraft.usecases.proposal_head import numbered
    from resdraft.write.draft_cover import write_draft

    fields = {"source": source, "meeting": meeting, "document": document, "date": date, "title": title}
    if source:
        _sources(source, "--source")
    numbered({"meeting": meeting, "document": document})
    given = base_of(base, language=language, what="the text")
    text = given.resolution
    words = lexicon(text.language)
    file = _own_file(given)
    content = _written(text, file, words, fields) if file is not None else b""
    if not content:
        from resdraft.write.clean import clean_file

        clean, _ = clean_file(text)
        content = write_draft(text, clean, words, fields, new=True)
        if not _reads_as(text, content):
            hint = "name a file with -o FILE.yaml, and write it there"
            raise Unfit(Problem("this text would not read the same in Word", hint, file=given.name))
    return content


def _own_file(given: Document) -> WordFile | None:
    """The Word file of a text, where it holds that text alone and no proposals."""
    from resdraft.ooxml.revisions import nothing
    from resdraft.read.docx import reader_of
    from resdraft.read.draft_cover import draft_cover

    found = given.word_text()
    if found is None:
        return None
    reader = reader_of(found.file, nothing, given.language)
    if len(reader.starts) > 1 or reader.contribution_lines:
        return None
    # A draft that is given for the text: it gets a new cover.
    while (cover := draft_cover(found.file)) is not None:
        _take_off(cover.table)
    return found.file


def _written(text: Resolution, file: WordFile, words: Lexicon, fields: Mapping[str, str]) -> bytes:
    from resdraft.write.draft_cover import write_draft

    content = write_draft(text, file, words, fields, new=False)
    if not _reads_as(text, content):
        what = "the draft would not read as the text does"
        raise OurFault(Problem(what, "nothing was written; please report it with the file that led to it", file=file.name))
    return content


def _reads_as(text: Resolution, content: bytes) -> bool:
    return open_document(content, language=text.language).resolution.provisions == text.provisions


class TakenBack(NamedTuple):
    """A draft that came back: what was filled in on its cover, and the text."""

    edited: Input
    """The Word file without the cover."""
    base: Document
    """The text that it was begun on."""
    head: dict[str, str]
    """The fields of a proposal that the cover fills in."""
    sources: tuple[str, ...]
    open: dict[str, str]
    """The fields in which nothing is filled in, each with what the cover calls it."""
    notices: tuple[str, ...]


def take_back(given: Input, base: Document | None = None) -> TakenBack | None:
    """Read a draft that came back; None for what is no draft.

    Args:
        given: the file. ``base`` is the official text, where it was named; else the draft knows it.

    Raises:
        Unreadable: where what was filled in cannot be understood, with every such field.
    """
    from resdraft.lexicon import lexicon
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.draft_cover import draft_cover

    if not is_word(given.content):
        return None
    file = WordFile.open(given.content, given.name)
    cover = draft_cover(file)
    if cover is None:
        return None
    _take_off(cover.table)
    edited = given._replace(content=_packed(file))
    notices: list[str] = []
    begun = _begun_on(file, edited, cover.bookmarks)
    official = base or begun
    if official is None:
        official = open_base(edited, marks="reject")
        if any(mark.startswith(_BOOKMARK) for mark in cover.bookmarks):
            what = "something in it was changed without tracking, and the text that it was begun on is not at hand"
            raise Unfit(Problem(what, f"name that text: `resdraft propose BASE {given.name or 'FILE'}`", file=given.name))
        what = "nothing in it says which text it was begun on, so that changes without tracking cannot be told"
        notices.append(f"{given.name}: {what}; name that text: `resdraft propose BASE {given.name or 'FILE'}`")
    elif begun is not None and begun.resolution.fingerprint != official.resolution.fingerprint:
        notices.append(f"{given.name}: it was begun on another text than {official.name}")
    words = lexicon(official.language)
    called = {name: row[0] for name, row in words.contribution.draft.fields.items()}
    head, sources, problems = _head(cover.fields, words, called)
    if problems:
        raise Unreadable([p._replace(file=given.name) for p in problems])
    left = {name: called[name] for name, said in cover.fields.items() if not said}
    if cover.astray:
        where = ", ".join(called[name] for name in cover.astray)
        notices.append(f"{given.name}: the cover: what is typed in the left column is not read ({where})")
    return TakenBack(edited, official, head, sources, left, tuple(notices))


def _take_off(table: object) -> None:
    parent = table.getparent()  # type: ignore[attr-defined]
    parent.remove(table)


def _packed(file: WordFile) -> bytes:
    from resdraft.ooxml.package import pack

    return pack({**file.parts, file.main: file.story.bytes()})


def _begun_on(file: WordFile, edited: Input, bookmarks: frozenset[str]) -> Document | None:
    """The text that a draft was begun on: the one that travels in it, the draft without its marks, or the library's."""
    from resdraft.amend.target import target_of
    from resdraft.library import is_name
    from resdraft.read.json import read_json

    data = file.manifest.draft if file.manifest else ""
    try:
        if data:
            return Document(read_json(data, edited.name), edited.name)
        found = open_base(edited, marks="reject")
        if bookmark_of(found.resolution.fingerprint) in bookmarks:
            return found
        name = target_of(found.resolution)
        found = open_document(from_library(name, found.language)) if name and is_name(name) else found
    except Unreadable:
        return None
    return found if bookmark_of(found.resolution.fingerprint) in bookmarks else None


def _head(
    filled: Mapping[str, str], words: Lexicon, called: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...], list[Problem]]:
    """The fields of a proposal, its sources, and what cannot be understood."""
    from resdraft.lexicon.sources import meeting_as_written
    from resdraft.model.contribution import agenda_item
    from resdraft.model.document_number import in_parts

    head = {name: said for name, said in filled.items() if said and name != "source"}
    problems: list[Problem] = []
    sources: tuple[str, ...] = ()
    if filled["source"]:
        try:
            sources, head["name"] = _sources(filled["source"], f"the cover: {called['source']}")
        except WrongUsage as error:
            problems += error.problems
    if "date" in head:
        head["date"], said = _day(head["date"], words), head["date"]
        if not head["date"]:
            what = f'the cover: {called["date"]}: "{said}" is no date'
            problems.append(Problem(what, "write it such as 9 November 2026, or 2026-11-09"))
    if "agenda" in head:
        head["agenda"] = agenda_item(head["agenda"], words)
    for name in {"title", "document", "meeting"} & set(head):
        head[name] = " ".join(head[name].split())
    if "meeting" in head:
        head["meeting"] = meeting_as_written(head["meeting"])
    head, wrong = in_parts(head)
    problems += [Problem(f"the cover: {called[field]}: {what}", hint) for field, what, hint in wrong]
    return head, sources, problems


def _day(said: str, words: Lexicon) -> str:
    """A date in ISO 8601; empty where it is none."""
    from datetime import date

    from resdraft.lexicon import lexicon
    from resdraft.model.contribution import date_of

    said = " ".join(said.split()).rstrip(".")
    found = next(filter(None, (date_of(said, known) for known in (words, lexicon("en")))), "") or said
    numbers = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", found)
    try:
        return date.fromisoformat(f"{numbers[3]}-{numbers[2]:0>2}-{numbers[1]:0>2}" if numbers else found).isoformat()
    except ValueError:
        return ""


def _sources(said: str, where: str) -> tuple[tuple[str, ...], str]:
    """The codes of the sources, and what they are called in print where they were not given as codes.

    Raises:
        WrongUsage: where one is neither a code nor a known name.
    """
    from resdraft.lexicon.sources import code_of, how_to_write, several_sources

    pieces = several_sources(said)
    wrong = [piece for piece in pieces if not code_of(piece)]
    if wrong or not pieces:
        raise WrongUsage([Problem(f'{where}: "{piece}" is no source', how_to_write(piece)) for piece in wrong or [said]])
    named = any(piece != code_of(piece) for piece in pieces)
    return tuple(dict.fromkeys(code_of(piece) for piece in pieces)), " ".join(said.split()) if named else ""
