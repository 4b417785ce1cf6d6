"""A proposal from an edited copy of a resolution: a Word file with tracked changes, a clean copy, or both mixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from resdraft.errors import Problem, Unfit, WrongUsage
from resdraft.model.proposal import Proposal
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, Output, base_of, open_document, save
from resdraft.usecases.inputs import Given, Input, is_word, load

if TYPE_CHECKING:
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.proposing.reasons import PlacedComment
    from resdraft.read.docx import WordText


class Drafted(NamedTuple):
    """The proposals that were made of an edited copy, one a source, and what the user should know about them."""

    base: Document
    proposals: tuple[Proposal, ...]
    notices: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    """Those of the notices that are advice on drafting: nothing is wrong with the proposals."""

    def output(self, form: str = "yaml", *, elide: bool = False) -> Output:
        """All of them as one document: yaml, json, or docx (the contribution). ``elide`` leaves out sections without a change in Word."""
        return proposals_as(self.proposals, form, self.base.resolution, elide=elide)

    def save(self, path: str | PathLike[str]) -> None:
        """Write them to a file, in the form that its ending says.

        Raises:
            WrongUsage: where the ending says no form. Unwritable: where it cannot be written.
        """
        from resdraft.usecases.documents import form_of

        save(self.output(form_of(str(path), PROPOSAL_ENDINGS)).content, path)

    def _repr_html_(self) -> str:
        """The proposals as a notebook shows them."""
        from html import escape

        return f"<pre>{escape(str(self.output().content))}</pre>"


class _Version(NamedTuple):
    """The text as one source would have it, the remarks on it, and the date of its newest mark."""

    source: str
    text: Resolution
    remarks: list[PlacedComment]
    date: str = ""
    cosigners: tuple[str, ...] = ()
    counted: frozenset[str] = frozenset()
    """The keys of the clauses whose labels Word counts: nobody typed those."""


PROPOSAL_ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".docx": "docx"}
"""The form of a proposal by the ending of a file's name."""


def propose(
    base: Resolution | Given | None,
    edited: Given,
    sources: str | Mapping[str, str] = "",
    *,
    language: str | None = None,
    date: str = "",
    only_named: bool = False,
    together: bool = False,
    untracked: str = "",
    **head: str | tuple[str, ...],
) -> Drafted:
    """Make a proposal of an edited copy: for each source the amendments that turn the base into what it would have.

    Args:
        base: the official text; None where the copy is a draft that :func:`resdraft.new_draft` began, which knows it.
        edited: the copy. What is filled in on a draft's cover holds where nothing else is said here.
        sources: whose the proposal is, or whose each author's marks are: ``{"I. Ivanov": "RUS"}``.
        language: that of the copy, told from it where None.
        date: the proposal's, else that of the newest mark.
        only_named: leave out the marks of authors that ``sources`` does not name, and tell it.
        together: make one proposal of sources whose marks depend on each other, as where one changes what the other inserts.
        untracked: whose the changes are that are not tracked, where several sources share the copy.
        head: what stands around it: fields of :class:`~resdraft.model.proposal.Proposal`, such as ``document="62"``.

    Raises:
        Unreadable: where a file cannot be read. WrongUsage: where a mark's author has no source. Unfit: where the changes cannot be said,
            or one author's depend on what another inserts.

    Example:
        >>> text = resdraft.open("1332").output("text").content.replace("C2, C5, and C6", "C2, C5 and C6")
        >>> drafted = resdraft.propose("1332", text.encode(), "RUS", document="62")
        >>> drafted.proposals[0].number
        'RUS/62/1'
    """
    from resdraft.lexicon.sources import doubt
    from resdraft.usecases.proposal_head import codes, numbered

    found, given = load(edited), {"": sources} if isinstance(sources, str) else dict(sources)
    official, found, given, head, told = _with_cover(base, found, given, head, date)
    notices = list(told)
    date = str(head.pop("date", date))
    notices += filter(None, map(doubt, codes([*given.values(), *([untracked] if untracked else [])])))
    said = {**head, **numbered({name: value for name, value in head.items() if isinstance(value, str)})}
    proposals = []
    for version in _versions(official.resolution, found, given, language, notices, only_named, together, untracked):
        proposal = _proposal(official, version, found.name or "the copy", notices)
        if proposal is None:
            continue
        own = dict(said)
        if version.cosigners:
            own["cosigners"] = codes([*version.cosigners, *head.get("cosigners", ())])
        own["reasons"] = "\n".join(filter(None, (str(head.get("reasons", "")), proposal.reasons)))
        proposals.append(proposal._replace(date=date or version.date, **own))  # type: ignore[arg-type]
    advised = tuple(_advice(official.resolution, proposals))
    return Drafted(official, tuple(proposals), (*notices, *advised), advised)


def _with_cover(
    base: Resolution | Given | None, found: Input, given: dict[str, str], head: dict[str, str | tuple[str, ...]], date: str
) -> tuple[Document, Input, dict[str, str], dict[str, str | tuple[str, ...]], tuple[str, ...]]:
    """The official text, the copy, its sources and what stands around the proposal, with what the cover of a draft says of them.

    Raises:
        WrongUsage: where nobody says what the official text is, or whose the proposal is.
    """
    from resdraft.usecases.word_drafts import take_back

    official, told = None if base is None else base_of(base), list[str]()
    draft = take_back(found, official)
    said = {name: value for name, value in {**head, "date": date}.items() if value}
    whose = {author: code for author, code in given.items() if code}
    hint = "name it with --source CODE"
    if draft is not None:
        official, found, on_cover = draft.base, draft.edited, dict[str, str | tuple[str, ...]](draft.head)
        hint += ", or fill in the first line of the cover"
        if draft.sources and {*whose.values()} <= {draft.sources[0]}:
            whose, on_cover["cosigners"] = whose or {"": draft.sources[0]}, draft.sources[1:]
        elif draft.sources:
            told.append(f"{found.name}: the cover names {', '.join(draft.sources)}; the source that was given holds")
            # What the State is called in print is said of the one on the cover.
            on_cover.pop("name", None)
        said = {**on_cover, **said}
        if left := [called for name, called in draft.open.items() if name not in ("source", *said)]:
            told.append(f"the cover leaves open: {', '.join(left)}")
        told += draft.notices
    elif official is None:
        what = "name the official text first: `resdraft propose BASE FILE`; a draft that `resdraft new proposal` began knows it"
        raise WrongUsage(Problem("what is the official text?", what, file=found.name))
    if not whose:
        raise WrongUsage(Problem("whose proposal is it?", hint, file=found.name))
    return official, found, whose, said, tuple(told)


def _advice(base: Resolution, proposals: Sequence[Proposal]) -> Iterator[str]:
    """The advice on each proposal."""
    from resdraft.usecases.advice import advice
    from resdraft.usecases.fitting import fit_one

    for proposal in proposals:
        for note in advice(base, fit_one(base, proposal).edits, proposal.meeting):
            yield f"{proposal.source}: {note}"


def proposals_as(proposals: Sequence[Proposal], form: str, base: Resolution | None = None, *, elide: bool = False) -> Output:
    """Proposals of one document in a form: yaml, json, or docx (the contribution in Word)."""
    from resdraft.usecases.proposals import from_library
    from resdraft.usecases.submission import write_contribution
    from resdraft.write.proposal import as_json, as_yaml

    if form == "docx":
        notices: list[str] = []
        return Output(write_contribution(proposals, from_library(base), notices, elide=elide), tuple(notices))
    return Output(as_json(*proposals) if form == "json" else as_yaml(*proposals))


def numbered_on(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Proposals of several documents as one document's: where a number stands twice, they are numbered on."""
    from resdraft.model.proposal import due

    orders = [p.order for p in proposals if p.symbol != "NOC"]
    if len(set(orders)) == len(orders):
        return list(proposals)
    return [p._replace(order=due(proposals[:n])) for n, p in enumerate(proposals)]


def _versions(
    base: Resolution,
    edited: Input,
    given: dict[str, str],
    language: str | None,
    notices: list[str],
    only_named: bool,
    together: bool,
    untracked: str,
) -> Iterator[_Version]:
    """The text as each source would have it."""
    content, said, part = edited
    if not is_word(content):
        text = open_document(edited, language=language)
        notices += text.notices
        yield _Version(_one(given, said), text.resolution, [])
        return
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import everything, nothing, read_word
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
    plain = read_word(word, nothing, language, part)
    all_of_one = len(wanted) < 2 and len(set().union(*wanted.values())) == len(authors)
    if all_of_one and not {untracked} - {"", *wanted}:
        if authors and _differs(base, plain.resolution):
            notices.append(f"{said}: changes that are not tracked are taken too; `resdraft verify` lists them")
        source = next(iter(wanted), None) or _one(given, said)
        full = read_word(WordFile.open(content, said), everything, language, part)
        remarks = _remarks(base, plain, full)
        date = max(authors.values(), default="")
        yield _Version(source, full.resolution, remarks, date, cosigners.get(source, ()), _counted(full))
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
        target = full.resolution
        if differs and untracked != source and untracked not in cosigners.get(source, ()):
            target = on_official(base, plain.resolution, target, said)
        date = max((authors[name] for name in own), default="")
        yield _Version(source, target, _remarks(base, plain, full), date, cosigners.get(source, ()), _counted(full))


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


def _remarks(base: Resolution, plain: WordText, text: WordText) -> list[PlacedComment]:
    """The comments of the file, each with the provision of the base that it stands on or behind."""
    from resdraft.differences.edits import diff
    from resdraft.ooxml.comments import comments
    from resdraft.ooxml.names import P
    from resdraft.ooxml.places import holder
    from resdraft.proposing.reasons import PlacedComment, origins

    numbered: dict[int, tuple[str, bool]] = {}
    for read in (text, plain):
        order = {element: n for n, element in enumerate(read.file.story.root.iter(P))}
        known = origins(base, diff(base, read.resolution), read.resolution)
        for key, place in read.places.items():
            for stretch in place.stretches:
                if (n := order.get(holder(stretch.paragraph))) is not None and key in known:
                    numbered.setdefault(n, known[key])
    order = {element: n for n, element in enumerate(text.file.story.root.iter(P))}
    out = []
    for comment in comments(text.file):
        spots = [numbered[n] for p in comment.paragraphs if (n := order.get(p, -1)) in numbered]
        if spots:
            out.append(PlacedComment(comment.text, *spots[0]))
    return out


def _proposal(official: Document, version: _Version, said: str, notices: list[str]) -> Proposal | None:
    """The proposal of one source; None where its text reads as the base does."""
    from resdraft.amend.target import target_of
    from resdraft.lexicon import lexicon
    from resdraft.proposing.reasons import with_reasons
    from resdraft.proposing.statement import amendments_between
    from resdraft.read.text import read_fragment
    from resdraft.usecases.label_notices import (
        labels_that_come_or_go,
        references_in_own_numbers,
        renumbered_labels,
        typed_labels_told,
    )
    from resdraft.write.text import without_formatting

    base, target = official.resolution, version.text
    stated = amendments_between(without_formatting(base), without_formatting(target), lexicon(base.language), read_fragment)
    stated, left = with_reasons(stated, version.remarks, base)
    renumbered = renumbered_labels(base, target, version.counted)
    if renumbered:
        notices.append(f"{said}: renumbering is not proposed: ITU renumbers on adoption ({renumbered})")
    if not stated:
        notices.append(f"{said} proposes nothing: it reads as the base does{', but for labels' if renumbered else ''}")
        return None
    notices += _unlike(base, target, said)
    notices += [*labels_that_come_or_go(base, target), *typed_labels_told(base, target)]
    notices += references_in_own_numbers(base, target)
    number = base.designation.number
    if number and target.designation.number not in ("", number):
        notices.append(f"the base is {number}, and {said} is {target.designation.number}")
    return Proposal(
        version.source,
        target_of(base, Path(official.name).stem),
        tuple(one.amendment for one in stated),
        base=f"sha256:{base.fingerprint}",
        language=base.language,
        reasons="\n".join(left),
    )


def _unlike(base: Resolution, target: Resolution, said: str) -> Iterator[str]:
    """Few paragraphs of the official text stand in the copy: so it is with another text, and with a view whose lines are wrapped."""
    there = {p.text.plain for p in target.provisions}
    kept, all_of_it = sum(p.text.plain in there for p in base.provisions), len(base.provisions)
    if kept * 3 < all_of_it:
        yield (
            f"only {kept} of the {all_of_it} paragraphs of the official text stand in {said} as they were: is it a copy of that text? "
            "`resdraft show` is for reading; `resdraft convert BASE copy.txt` gives a text to edit"
        )
