"""Open a resolution, whatever its form, and write it in any form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from os import PathLike, fspath
from typing import TYPE_CHECKING, NamedTuple

from resdraft.errors import Problem, Unreadable, WrongUsage, shortened
from resdraft.files import save
from resdraft.model.resolution import Provision, Resolution
from resdraft.usecases.forms import form_of
from resdraft.usecases.inputs import Given, Input, Marks, Opened, decode, is_pdf, is_proposal, is_word, load_text

if TYPE_CHECKING:
    from resdraft.ooxml.revisions import MarkFilter
    from resdraft.read.docx import WordText
    from resdraft.read.flattened.repairs import Repair


class Output(NamedTuple):
    """What is to be written, and what the user should know about it."""

    content: str | bytes
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Document(Opened):
    """A resolution that was opened, and the file that it stands in.

    ``outside`` counts the paragraphs of a Word file that are no part of the resolution, such as a cover. Where it is a Word file, revision
    marks are put into that very file, as often as is wanted: each time into a copy.
    """

    resolution: Resolution
    name: str = ""
    notices: tuple[str, ...] = ()
    outside: int = 0
    _given: Input = field(default_factory=lambda: Input(b""))
    _language: str | None = None
    _marks: Marks | None = None
    _unused: list[WordText] = field(default_factory=list)
    """The Word file as it was parsed to read the text, until marks are put into it: marking changes it, and parsing costs the most."""
    repairs: tuple[Repair, ...] = ()
    """What was repaired in a text that lost its lines."""

    @property
    def title(self) -> str:
        """The title's words."""
        return " ".join(self.resolution.title.plain.split())

    @property
    def designation(self) -> str:
        """Number and edition as people cite them: ``1332 (Modified 2019)``."""
        return str(self.resolution.designation)

    @property
    def language(self) -> str:
        """The language of the text: en, fr, es, ru, ar or zh."""
        return self.resolution.language

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """The paragraphs of the text in order, each with its kind, label, depth and key."""
        return self.resolution.provisions

    def find(self, address: str) -> tuple[Provision, ...]:
        """The clause at an address such as ``resolves 3 a)``, and all below it.

        Raises:
            Unfit: where there is none, or the address means several.
        """
        from resdraft.lexicon import lexicon
        from resdraft.model.address import Addresses

        return tuple(self.resolution.subtree(Addresses(self.resolution, lexicon(self.language)).find(address)))

    def word_text(self) -> WordText | None:
        """The Word file for marks to be put into, settled as it was asked for; None where the text does not stand in one."""
        if not is_word(self._given.content):
            return None
        if self._unused:
            return self._unused.pop()
        return _markable(self._given, self._language, self._marks)

    def peek(self) -> WordText | None:
        """The Word file for looking at; see :meth:`word_text`. It must not be changed."""
        text = self.word_text()
        if text is not None:
            self._unused.append(text)
        return text

    def as_input(self) -> Input:
        """The file that it was opened from, its marks settled as they were then; the text as JSON where there is no file."""
        found = self._given
        if not found.content:
            return Input(str(render(self.resolution, "json").content).encode(), self.name)
        if self._marks in ("accept", "reject") and is_word(found.content):
            from resdraft.ooxml.settle import Selection, settle

            return found._replace(content=settle(found.content, self._marks, Selection(), found.name).content)
        return found

    def output(self, form: str) -> Output:
        """The text in a form: text, json, html or docx."""
        return render(self.resolution, form)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the text to a file; its form is that of the name's ending. The file is written whole or not at all.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        save(self.output(form_of(fspath(path))).content, path)

    def __repr__(self) -> str:
        return f"<Document {self.designation or self.name}: {self.title}>"

    def _repr_html_(self) -> str:
        """The text as a notebook shows it."""
        from resdraft.write.html import write_html

        return write_html(self.resolution, self.provisions)


def open_document(
    given: Given, *, language: str | None = None, marks: Marks | None = None, flattened: bool = False
) -> Document:
    """Open a resolution: text, Word or JSON, by path, by its name in the library, or from bytes.

    Args:
        given: such as ``"1332"``, ``"1332@2019"``, ``"official.docx"``, ``"acts.docx#2"`` or bytes.
        language: that of the text (en, fr, es, ru, ar, zh); told from the text where it is None.
        marks: what the revision marks of a Word file mean: ``"accept"``, ``"reject"``, or ``"keep"`` (the text is that without them).
        flattened: whether text lost its lines, as where it was copied out of a PDF; else that is seen by its signs.

    Returns:
        The document: its ``resolution``, ``title``, ``designation``, ``provisions``; ``find("resolves 3 a)")`` gives one clause.

    Raises:
        Unreadable: where it cannot be read as a resolution, or bears marks and ``marks`` is None.
        WrongUsage: where the file holds several resolutions and none is named.

    Example:
        >>> base = resdraft.open("1332")
        >>> base.designation
        '1332 (Modified 2019)'
        >>> base.find("resolves 3 a)")[0].label
        'a)'
    """
    if isinstance(given, Document) and marks is None and language in (None, given.language) and not flattened:
        return given
    notices: list[str] = []
    found = load_text(given, notices)
    if marks == "keep" or (marks is None and is_word(found.content)):
        return open_base(found, language=language, marks=marks, _what="the file", _notices=notices)
    repairs: list[Repair] = []
    read, outside = _read(found, language, marks, notices, repairs, flattened=flattened)
    return replace(_document(read, found, language, marks, notices, outside), repairs=tuple(repairs))


def open_base(
    given: Given,
    *,
    language: str | None = None,
    marks: Marks | None = None,
    _what: str = "the base",
    _notices: Sequence[str] = (),
) -> Document:
    """Open a resolution that marks are to be put into: as :func:`open_document`, but earlier marks are settled in the file itself first.

    With ``marks="keep"`` they stay, and the text is the one without them.

    Raises:
        As :func:`open_document`.
    """
    told = list(_notices)
    found = load_text(given, told)
    if not is_word(found.content):
        return open_document(found, language=language, marks=None if marks == "keep" else marks)
    from resdraft.ooxml.notes import without_reference

    text = _markable(found, language, marks, _what)
    notes = text.file.notes
    lost = without_reference(notes.root, text.file.story.root) if notes is not None else []
    told += [f'{found.name}: nothing refers to the footnote "{shortened(words, 60)}": it stays in the file' for words in lost]
    document = _document(text.resolution, found, language, marks, told, text.paragraphs_before)
    document._unused.append(text)
    return document


def base_of(given: Resolution | Given, *, language: str | None = None, what: str = "the base") -> Document:
    """A base in any form as a document; ``what`` it is called in messages."""
    if isinstance(given, Document):
        return given
    if isinstance(given, Resolution):
        return Document(given, str(given.designation) or "the text")
    return open_base(given, language=language, _what=what)


def open_all(given: Given, *, language: str | None = None, marks: Marks | None = None) -> list[Document]:
    """Open all resolutions of a file of text or of Word, in order.

    Raises:
        Unreadable: where it cannot be read, or holds none.
    """
    notices: list[str] = []
    found = load_text(given, notices)
    if is_word(found.content):
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import read_parts

        texts = [text.resolution for text in read_parts(WordFile.open(found.content, found.name), choice_of(marks), language)]
    else:
        text = decode(found, notices, shown=True)
        if text.lstrip().startswith("{"):
            return [open_document(found, language=language)]
        _refuse_proposal(found)
        from resdraft.read.text import read_texts

        repairs: list[Repair] = []
        texts = read_texts(text, language, found.name, repairs=repairs)
        notices += told_repairs(found.name, repairs)
    return [
        _document(text, found._replace(part=n), language, marks, notices if n == 1 else [], 0)
        for n, text in enumerate(texts, 1)
    ]


def choice_of(marks: Marks | None) -> MarkFilter | None:
    """Which marks count in a reading."""
    from resdraft.ooxml.revisions import everything, nothing

    return None if marks is None else everything if marks == "accept" else nothing


def _document(
    text: Resolution, given: Input, language: str | None, marks: Marks | None, notices: list[str], outside: int
) -> Document:
    if dict(text.provenance).get("extract") == "yes":
        notices.append(f"{given.name} is an extract, not the full text")
    if lost := _without_reference(text):
        notices.append(f"{given.name}: nothing in the text refers to footnote {', '.join(lost)}: it stands among the footnotes")
    return Document(text, given.name, tuple(notices), outside, given, language, marks)


def _without_reference(text: Resolution) -> list[str]:
    """The marks of the footnotes that nothing refers to: the reference was lost."""
    referred = {mark for p in text.provisions for mark in p.text.notes}
    return [note.mark for note in text.notes if note.mark not in referred]


def told_repairs(name: str, repairs: Sequence[Repair]) -> list[str]:
    """That a text lost its lines and was repaired, or that a cover was left out, in one line."""
    if not repairs:
        return []
    if all(repair.kind == "cover" for repair in repairs):
        above = f"{len(repairs)} lines stand above the resolution" if len(repairs) > 1 else "a line stands above the resolution"
        return [f"{name}: {above} and are left out: see them with `resdraft show FILE --repairs`"]
    count = f"{len(repairs)} place{'s were' if len(repairs) > 1 else ' was'} repaired"
    return [f"{name}: the text lost some of its lines, and {count}: see them with `resdraft show FILE --repairs`"]


def _read(
    given: Input,
    language: str | None,
    marks: Marks | None,
    notices: list[str],
    repairs: list[Repair],
    *,
    flattened: bool = False,
) -> tuple[Resolution, int]:
    """The text, and how many paragraphs stand outside of it."""
    if is_word(given.content):
        from resdraft.ooxml.wordfile import WordFile
        from resdraft.read.docx import read_word

        read = read_word(WordFile.open(given.content, given.name), choice_of(marks), language, given.part)
        return read.resolution, read.paragraphs_before
    text = decode(given, notices, shown=True)
    if text.lstrip().startswith("{"):
        from resdraft.read.json import read_json

        if given.part not in (None, 1):
            raise WrongUsage(Problem("json holds one resolution", "leave out the number", file=given.name))
        return read_json(text, given.name), 0
    from resdraft.read.text import pages_of, read_text

    _refuse_proposal(given)
    resolution = read_text(text, language, given.name, given.part, repairs=repairs, flattened=flattened)
    if is_pdf(given.content):
        pages = pages_of(text)
        repairs[:] = [repair._replace(page=pages[repair.line - 1]) for repair in repairs]
    notices += told_repairs(given.name, repairs)
    return resolution, 0


def _refuse_proposal(given: Input) -> None:
    """Refuse a proposal. Read as a text it could pass for one: what it inserts may have calls and clauses."""
    if is_proposal(given.content):
        hint = "name the text of a resolution here; a file to be written is named with -o"
        raise Unreadable(Problem("this is a proposal, not a resolution", hint, file=given.name))


def _markable(given: Input, language: str | None, marks: Marks | None, what: str = "the base") -> WordText:
    """A Word file parsed for marks to be put into; earlier ones are settled in it, or stay, as ``marks`` says."""
    from resdraft.ooxml.revisions import nothing
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import read_word

    word = WordFile.open(given.content, given.name)
    if word.marked and marks in ("accept", "reject"):
        from resdraft.ooxml.settle import Selection, settle

        word = WordFile.open(settle(given.content, marks, Selection(), given.name).content, given.name)
    if word.marked and marks != "keep":
        hint = "say what is meant with --accept, --reject, or --keep (they stay beside the new ones)"
        if what == "the file":
            hint = "say which text is meant with --accept or --reject"
        elif what == "the text":
            hint = f"settle them first: `resdraft accept {given.name or 'FILE'} -o BASE.docx`, or `resdraft reject`"
        raise Unreadable(Problem(f"{what} holds revision marks", hint, file=given.name))
    return read_word(word, nothing, language, given.part)


# forms


def render(resolution: Resolution, form: str) -> Output:
    """A whole resolution in a form: text, json, html or docx."""
    if form == "json":
        from resdraft.write.json import write_json

        return Output(write_json(resolution))
    if form == "html":
        from resdraft.write.html import write_html

        return Output(write_html(resolution, resolution.provisions))
    if form == "docx":
        from resdraft.model.marked import Marked
        from resdraft.write.docx import write_docx

        lost = _without_reference(resolution)
        said = f"Word holds no footnote that nothing refers to: {', '.join(lost)} is left out"
        return Output(write_docx(Marked(resolution)), (said,) if lost else ())
    from resdraft.read.text import read_text
    from resdraft.write.text import is_plain, write_text

    flat = () if is_plain(resolution) else ("plain text holds no italics, bold or links; json and docx do",)
    return Output(write_text(resolution, read_text), flat)
