"""Proposals that come back in Word: what travels in a contribution, as far as the file still shows the same, else what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resdraft.errors import NoProposal, Problem, Unfit, Unreadable

if TYPE_CHECKING:
    from resdraft.model.lexicon import Lexicon
    from resdraft.model.proposal import Proposal
    from resdraft.model.resolution import Resolution
    from resdraft.ooxml.revisions import MarkFilter
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.contribution import ContributionItem
    from resdraft.read.contribution_lines import ProposalHead
    from resdraft.usecases.proposals import BaseOf


def from_word(content: bytes, said: str, base_of: BaseOf, notices: list[str]) -> list[Proposal]:
    """The proposals of a contribution.

    What travels in the file counts where the file still shows the same; where it was changed since, what is shown counts.

    Args:
        content: the file, ``said`` its name for messages. ``base_of`` gives the text that a proposal is on. ``notices`` takes in what the
            user should be told.

    Raises:
        NoProposal: where it is no contribution. Unfit: where something was changed without a mark.
    """
    from resdraft.lexicon import lexicon
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.contribution import read_items
    from resdraft.read.docx import everything, nothing, reader_of

    file = WordFile.open(content, said)
    pairs = list(zip(read_items(file, nothing), read_items(file, everything), strict=False))
    if not pairs:
        hint = "`resdraft propose BASE FILE` makes a proposal of an edited text, `resdraft propose FILE` of a draft that has a cover"
        raise NoProposal(Problem("no proposals in it: there is no line such as MOD RUS/62/1", hint, file=said))
    words = lexicon(reader_of(file, nothing).words.language)
    travelling = _data_in(file)
    out: list[Proposal] = []
    problems: list[Problem] = []
    for n, (rejected, accepted) in enumerate(pairs, 1):
        own = _travelling(travelling, accepted.head, n)
        try:
            sources = next((new.head.sources for _, new in pairs if new.head.sources), ())
            reader = _Returned(file, words, base_of, sources, notices)
            out.append(reader.proposal(rejected, accepted, own, n))
        except Unfit as unfit:
            problems += [p._replace(file=said) for p in unfit.problems]
    if problems:
        raise Unfit(problems)
    return out


def _data_in(file: WordFile) -> list[Proposal]:
    """The proposals that travel in a file as data; none where another program has damaged them: then only what is shown counts."""
    from resdraft.read.proposal import read_travelling_proposals

    data = file.manifest.proposals if file.manifest else ""
    try:
        return read_travelling_proposals(data, file.name) if data else []
    except Unreadable:
        return []


def _travelling(known: Sequence[Proposal], headed: ProposalHead, n: int) -> Proposal | None:
    """Which of the proposals that travel in a file is the ``n``-th that it shows: by number and symbol, by number, or by place."""
    numbered = [p for p in known if headed.order and p.order == headed.order]
    alike = [p for p in numbered if p.symbol.strip("_") == headed.symbol and p.symbol != "NOC"]
    here = [p for p in known[n - 1 : n] if p.symbol.strip("_") == headed.symbol] if not headed.order else []
    return next(iter((*alike, *numbered, *here)), None)


class _Returned:
    """Reads the proposals of one contribution."""

    def __init__(self, file: WordFile, words: Lexicon, base_of: BaseOf, sources: tuple[str, ...], notices: list[str]) -> None:
        self.file, self.words, self.base_of, self.sources, self.notices = file, words, base_of, sources, notices

    def _text(self, choice: MarkFilter, part: int | None) -> Resolution:
        """One text of the file: where Word numbers the footnotes of all on, with its own from 1."""
        from resdraft.model.apply import renumber_notes
        from resdraft.read.docx import read_word

        text = read_word(self.file, choice, self.words.language, part, signs=True).resolution
        return renumber_notes(text) if part is not None and part > 1 else text

    def proposal(self, rejected: ContributionItem, accepted: ContributionItem, own: Proposal | None, n: int) -> Proposal:
        """One proposal: that which travels in the file (``own``) as far as it is what is shown."""
        from resdraft.model.proposal import AMENDING

        symbol = accepted.head.symbol or (own.symbol if own else "MOD")
        symbol = "_NOC_" if symbol == "NOC" and (accepted.underlined or (own and own.symbol == "_NOC_")) else symbol
        found = self._headed(accepted, own, symbol, n)
        if symbol in AMENDING and accepted.part is not None:
            found = self._amending(found, rejected, accepted, own)
        elif symbol in ("ADD", "ADD*") and accepted.part is not None:
            found = self._new(found, accepted, own)
        elif own is None:
            found = found._replace(target=self._target(rejected))
        return self._headings(self._below(found, accepted)) if n == 1 else self._below(found, accepted)

    def _headed(self, item: ContributionItem, own: Proposal | None, symbol: str, n: int) -> Proposal:
        """The proposal with what its number says."""
        from resdraft.model.proposal import Proposal

        said = item.head
        start = own or Proposal("", "", (), language=self.words.language)
        found = start._replace(symbol=symbol, order=said.order or start.order if own else said.order or n, file=self.file.name)
        if said.sources:
            known = said.sources == (found.source, *found.cosigners)
            found = found if known else found._replace(source=said.sources[0], cosigners=said.sources[1:])
            found = found._replace(document=found.document if own and not found.document else said.document)
            found = found._replace(addendum=said.addendum)
        elif not found.source and self.sources:
            found = found._replace(source=self.sources[0], cosigners=self.sources[1:])
        elif not found.source:
            raise Unfit(Problem("a proposal without number: whose is it?", "write its number, such as MOD RUS/62/1, above it"))
        return found

    def _target(self, item: ContributionItem) -> str:
        from resdraft.model.designation import Designation, named_target

        return named_target(Designation.parse(item.shown.lines[0] if item.shown.lines else ""))

    def _amending(
        self, found: Proposal, rejected: ContributionItem, accepted: ContributionItem, own: Proposal | None
    ) -> Proposal:
        from resdraft.amend.target import target_of
        from resdraft.model.contribution import elided
        from resdraft.proposing.shown import Views, shows_proposal, with_left_out_sections
        from resdraft.proposing.silent import silent_edits
        from resdraft.proposing.statement import amendments_between
        from resdraft.read.docx import everything, nothing
        from resdraft.read.text import read_fragment
        from resdraft.write.text import without_formatting

        part = accepted.part
        under = self._text(nothing, part)
        target = found.target or target_of(under)
        try:
            base = self.base_of(found._replace(target=target))
        except Unreadable:
            if any(elided(line) is not None for line in rejected.shown.lines):
                raise
            base = under
        if own is not None and shows_proposal(base, own, Views(rejected.shown, accepted.shown), self.words, read_fragment):
            # The lines of the data that travels are no lines of the document.
            return found._replace(amendments=tuple(amendment._replace(line=None) for amendment in own.amendments))
        under = with_left_out_sections(under, base, self.words)
        if silent := silent_edits(base, under, self.words):
            lenient = silent_edits(base, under, self.words, lenient=True)
            what = f"{len(silent)} change{'s' * (len(silent) != 1)} of the official text that no mark tracks"
            if lenient:
                raise Unfit(Problem(what, "see them with `resdraft verify`, and track them in Word, or with --repair"))
            self.notices.append(f"{self.file.name}: {what}, in kinds of quote, hyphen and blank only")
        text = with_left_out_sections(self._text(everything, part), base, self.words)
        stated = amendments_between(without_formatting(base), without_formatting(text), self.words, read_fragment)
        amendments = tuple(one.amendment for one in stated)
        return found._replace(target=target_of(base), base=f"sha256:{base.fingerprint}", amendments=amendments)

    def _new(self, found: Proposal, accepted: ContributionItem, own: Proposal | None) -> Proposal:
        from resdraft.proposing.shown import shown
        from resdraft.read.docx import everything
        from resdraft.read.text import read_text
        from resdraft.write.text import write_text

        if own is not None and own.text and shown(read_text(own.text, own.language)) == accepted.shown:
            return found
        text = self._text(everything, accepted.part)
        return found._replace(text=write_text(text, read_text))

    def _below(self, found: Proposal, item: ContributionItem) -> Proposal:
        """The proposal with the reasons below it, where they were changed."""
        from resdraft.model.contribution import reasons_of
        from resdraft.proposing.shown import with_reasons_below

        printed = [line for head, text in reasons_of(found, self.words) for line in f"{head}{text}".split("\n")]
        if _lines(printed) != _lines(item.below):
            bare = [amendment._replace(reasons="") for amendment in found.amendments]
            amendments, whole = with_reasons_below(bare, item.below, self.words)
            found = found._replace(amendments=amendments, reasons=whole)
        return found

    def _headings(self, found: Proposal) -> Proposal:
        """The document's first proposal with what its head says, where that was changed."""
        from resdraft.model.contribution import agenda_item, cover_of
        from resdraft.read.contribution import read_cover

        names = {self.words.contribution.phrases[name].casefold(): name for name in ("summary", "introduction")}
        printed_cover, seen = cover_of(found, self.words), read_cover(self.file, names, self.words)
        changed = {
            name: seen.get(name, "")
            for name, said in printed_cover.items()
            if _lines(seen.get(name, "").splitlines()) != _lines(said.splitlines())
        }
        if "agenda" in changed:
            changed["agenda"] = agenda_item(changed["agenda"], self.words)
        for name in ("meeting", "date"):
            if seen.get(name) and not getattr(found, name):
                changed[name] = seen[name]
        return found._replace(**changed)  # type: ignore[arg-type]


def _lines(said: Sequence[str]) -> list[str]:
    """Lines as they compare: none that are empty, blanks alike."""
    return [" ".join(line.split()) for line in said if line.strip()]
