"""References within one text: "resolves 5 above", "considering e), f) and g)", "resolves 1 to 3", "as shown in the Annex", "c) above".

Each label of a reference is found with its characters, and resolved to the keys of the clauses that it means. Where it means none, the
reference is broken, or is one to another text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from resdraft.citations.citation_patterns import alternatives
from resdraft.citations.reference import Reference, ReferenceTarget, as_written
from resdraft.citations.reference_patterns import by_last_word, reference_patterns
from resdraft.citations.word_order import begin_of_call, call_names, call_spots, names_other_text
from resdraft.model.address import Addresses
from resdraft.model.lexicon import fold
from resdraft.model.punctuation import BRACKETS, QUOTATION_MARKS
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.scripts import places_of_plain, plainly

_BARE = re.compile(r"[\d.]+")
_OPENING = "".join((*BRACKETS, *QUOTATION_MARKS, '"'))
_FAR = 40
"""No word of a call has more characters."""
_STEM = 5
"""So many letters of the noun of an annex are the same in all its forms: ``приложение``, ``приложению``."""
_NEAR = 16
"""How many characters before a call or label the word can begin that belongs to it, such as "its" or "under"."""


class InternalReferences:
    """Finds the references within one resolution."""

    def __init__(self, resolution: Resolution) -> None:
        """Prepare to search a resolution, with the words of its language."""
        self.resolution, self.patterns = resolution, reference_patterns(resolution.language)
        self.separator, self.spaced = self.patterns.citation_patterns.separator, self.patterns.citation_patterns.spaced
        self.addresses = Addresses(resolution, self.patterns.lexicon)
        self.annexes = [p.key for p in resolution.provisions if p.kind is Kind.ANNEX]

    def all(self) -> list[Reference]:
        """Every reference, in the order of the text. Titles, number lines and headings are not searched."""
        out: list[Reference] = []
        for p in self.resolution.provisions:
            if p.kind in (Kind.CLAUSE, Kind.CALL, Kind.NOTE, Kind.BLOCK):
                out += self.of(p)
        return out

    def of_annex(self, reference: Reference) -> bool:
        """Whether a reference means a whole annex."""
        return reference.call in self.patterns.annexes and not reference.within

    def of(self, p: Provision) -> list[Reference]:
        """The references of one provision, in order."""
        written = p.text.plain
        text = plainly(written)
        found = self._found(p, text)
        if text == written or not found:
            return found
        places = places_of_plain(written)
        return [as_written(reference, places) for reference in found]

    def _found(self, p: Provision, text: str) -> list[Reference]:
        """Those of its words in their plain form: western digits and brackets, no vowel marks."""
        found = list(self._calls(p.key, text)) if self.spaced else []
        found = self._within(text, [*found, *self._in_other_order(p.key, text)])
        if self.patterns.mentions_annex(text):
            found += self._annexes(p.key, text)
        if p.kind is not Kind.CALL:
            found += self._alone(p, text)
        if self._numbered:
            found += self._dotted(p, text)
        out: list[Reference] = []
        for reference in sorted(found, key=lambda r: (r.start, -r.end)):
            if not out or reference.start >= out[-1].end:
                out.append(reference)
        return out

    # calls and labels

    @cached_property
    def _own(self) -> dict[str, list[str]]:
        """The calls of this text, folded, by their last word."""
        return by_last_word(self._printed)

    def _begun(self, call: str) -> bool:
        """Whether a call of this text begins so: "instructs 3"."""
        at = bisect_left(self._all_own, f"{call} ")
        return at < len(self._all_own) and self._all_own[at].startswith(f"{call} ")

    @cached_property
    def _all_own(self) -> list[str]:
        return sorted(own for calls in self._own.values() for own in calls)

    def _calls(self, key: str, text: str) -> Iterator[Reference]:
        done = 0
        # Labels are rarer than words that end a call, so what can be a label is looked for first, then whether a call ends before it.
        for spot in self.patterns.before_label.finditer(text):
            end = spot.start()
            words = text[max(done, end - _FAR) : end].rsplit(None, 1)
            last = words[-1].lstrip(_OPENING).lower() if words else ""
            if not last.isascii():
                last = fold(last)
            own, known = self._own.get(last, ()), self.patterns.calls.get(last, ())
            for call in (*own, *known):
                start = begin_of_call(call, text, end)
                if start is not None:
                    if reference := self._called(key, text, start, end, own=call in own or self._begun(call)):
                        done = reference.end
                        yield reference
                    break

    def _called(self, key: str, text: str, start: int, end: int, *, own: bool) -> Reference | None:
        """The reference whose call stands from ``start`` to ``end``; None where there is none.

        Labels must follow the call, or "above" where the text has that call. Behind "its" or "their" it is a call of another text.
        """
        if self.patterns.possessive.search(text, max(0, start - _NEAR), start):
            return None
        if behind := self.patterns.before_labels.match(text, end):
            call = " ".join(text[start : behind.end()].split())
            if not self.patterns.cased:
                call = f"{self._printed.get(fold(text[start:end]), text[start:end])}{behind['ordinal'] or ''}"
            before = start
            while before and text[before - 1].isspace():
                before -= 1
            clean = not before or text[before - 1] in ",;:.)"
            targets = self._labels(text, behind.end(), call, clean=clean)
            if not targets or not (own or self.patterns.section_above.match(text, targets[-1].end)):
                return None
            above = self.patterns.section_above.match(text, targets[-1].end) is not None
            width = targets[0].start - start - 1
            return Reference(key, start, targets[-1].end, call, tuple(targets), call_at=(0, width), above=above)
        if own and self.patterns.section_above.match(text, end) and (start or self.resolution[key].kind is not Kind.CALL):
            call = " ".join(text[start:end].split())
            keys = self.addresses.matches(call)
            return Reference(key, start, end, call, (ReferenceTarget(start, end, call, tuple(keys), len(keys) > 1),))
        return None

    @cached_property
    def _printed(self) -> dict[str, str]:
        return call_names(self.resolution, right_to_left=self.patterns.lexicon.right_to_left)

    @cached_property
    def _can_be_meant(self) -> str:
        """A pattern for the calls of this text and all others that are known."""
        known = (call for calls in self.patterns.calls.values() for call in calls)
        return alternatives((*self._printed, *self._printed.values(), *known))

    def _in_other_order(self, key: str, text: str) -> Iterator[Reference]:
        for spot in call_spots(text, self.patterns, self._can_be_meant):
            form = fold(spot.call)
            if not (spot.above or form in self._printed or self._begun(form)):
                continue
            call = f"{self._printed.get(form, spot.call)} {spot.ordinal}".strip()
            targets = self._labels(text, spot.labels[0], call, end=spot.labels[1])
            if spot.labels[0] == spot.labels[1]:
                keys = self.addresses.matches(call)
                targets = [ReferenceTarget(spot.start, spot.end, call, tuple(keys), len(keys) > 1)]
            if not targets or (spot.labels[1] < len(text) and targets[-1].end < spot.labels[1]):
                continue
            # A clause that runs on behind its call, as text from PDF does: "，做出决议1 该基金…".
            end = max(spot.end, self._end_of_list(text, targets))
            begun = not spot.start or text[spot.start - 1] in ",;:.)。"
            if begun and not spot.above and end == targets[-1].end and not self.patterns.follows.match(text, end):
                continue
            yield Reference(
                key, spot.start, end, call, tuple(targets), call_at=spot.call_at, quotes=spot.quotes, above=spot.above
            )

    def _end_of_list(self, text: str, targets: Sequence[ReferenceTarget]) -> int:
        """Where a list of labels ends; in Chinese behind its noun where a sign begins it: ``第2段``."""
        end, signs = targets[-1].end, self.patterns.citation_patterns.citations.words.get("number_signs", ())
        noun = self.patterns.noun_behind.match(text, end) if text[: targets[0].start].rstrip().endswith(signs) else None
        return noun.end() if noun else end

    def _listed(self, text: str, at: int, end: int | None = None) -> Iterator[re.Match[str]]:
        """The labels of a list, from its first."""
        end = len(text) if end is None else end
        while label := self.patterns.label.match(text, at, end):
            yield label
            noun = None if self.spaced else self.patterns.noun_behind.match(text, label.end(), end)
            between = self.separator.match(text, noun.end() if noun else label.end(), end)
            if between is None:
                return
            at = between.end()

    def _within(self, text: str, found: list[Reference]) -> list[Reference]:
        """Without those of another text: in ``resolves 6 or resolves 7 of Resolution 35`` both are that resolution's."""
        out: list[Reference] = []
        elsewhere, begins = False, -1
        for reference in reversed(found):
            between = self.separator.match(text, reference.end)
            joined = between is not None and between.end() == begins
            # What names another text stands behind the last reference of a list, so the list is gone through from its end.
            elsewhere = (elsewhere and joined) or self.patterns.of_other_text.match(text, reference.end) is not None
            begins = reference.start
            if not elsewhere:
                out.append(reference)
        return out[::-1]

    def _labels(self, text: str, at: int, call: str, *, clean: bool = False, end: int | None = None) -> list[ReferenceTarget]:
        """The labels of a list. ``clean``: whether punctuation stands before the call.

        Then it may be a call whose line break was lost ("..., resolves 1 that ..."), and its label is no reference.
        """
        out: list[ReferenceTarget] = []
        for label in self._listed(text, at, end):
            target = self._target(label, call)
            if not out and not label["last"] and clean and self.patterns.clause_text.match(text, label.end()):
                break
            if not target.keys and not self.patterns.follows.match(text, label.end()):
                break
            out.append(target)
        return out

    def _target(self, label: re.Match[str], call: str) -> ReferenceTarget:
        start, end, said = label.start(), label.end(), f"{call} {' '.join(label[0].split())}"
        first = self.addresses.matches(f"{call} {label['label']}")
        if not label["last"]:
            return ReferenceTarget(start, end, said, tuple(first), len(first) > 1)
        last = self.addresses.matches(f"{call} {label['last']}")
        between = label.string[label.end("label") : label.start("last")]
        if len(first) == len(last) == 1:
            return ReferenceTarget(start, end, said, self._between(first[0], last[0]), between=between)
        return ReferenceTarget(start, end, said, tuple(first + last) if first and last else (), bool(first and last), between)

    def _between(self, first: str, last: str) -> tuple[str, ...]:
        """The keys from one clause to another beside it; none where they are not beside each other."""
        parent, _, low = first.rpartition("/")
        other, _, high = last.rpartition("/")
        if parent != other or not (low.isdigit() and high.isdigit()):
            return ()
        return tuple(f"{parent}/{n}" for n in range(int(low), int(high) + 1))

    # annexes

    def _annexes(self, key: str, text: str) -> Iterator[Reference]:
        for found in self.patterns.annex.finditer(text):
            if not self._own_annex(found, text, bool(self.annexes)):
                continue
            plural = found["more"] or not self.patterns.cased
            word, name = self.patterns.annexes[0] if plural else found["word"].lower(), found["name"]
            if self._inflected(word, name or ""):
                word = self.patterns.annexes[0]
            names = [(found.start("name"), found.end("name"), name)] if name else [(found.start("word"), found.end("word"), "")]
            for more in self.patterns.annex_number.finditer(found["more"] or ""):
                at = found.start("more")
                names.append((at + more.start(), at + more.end(), more[0]))
            targets = [self._annex_target(start, end, word, said) for start, end, said in names]
            yield Reference(key, found.start("word"), names[-1][1], word, tuple(targets))
            if len(targets) == len(targets[0].keys) == 1 and targets[0].keys[0] in self._labelled_annexes:
                yield from self._items(key, text, found.start(), names[-1][1], targets[0].keys[0])

    def _items(self, key: str, text: str, start: int, end: int, annex: str) -> Iterator[Reference]:
        """Labels of clauses in an annex, before it or in Chinese behind it: "items a) and b) of the Annex", ``附件1第2段``."""
        if self.spaced:
            found = self.patterns.items.search(text, max(0, start - _FAR), start)
            span = found.span("labels") if found else None
        else:
            found = self.patterns.items_behind.match(text, end)
            label = self.patterns.label.match(text, found.end()) if found else None
            span = (label.start(), len(text)) if label and found and (found["sign"] or label["label"].endswith(")")) else None
        call = self.addresses.of(annex)
        targets = [self._target(label, call) for label in self._listed(text, *span)] if span else []
        if targets:
            yield Reference(key, targets[0].start, targets[-1].end, call, tuple(targets), annex)

    @cached_property
    def _labelled_annexes(self) -> frozenset[str]:
        """The annexes in which something bears a label."""
        return frozenset(p.key.partition("/")[0] for p in self.resolution.provisions if p.label and "/" in p.key)

    def _own_annex(self, found: re.Match[str], text: str, there: bool) -> bool:
        """Whether an annex of this text is meant, not one of another text, and not a heading in capitals."""
        if found["word"].isupper():
            return False
        if found["this"]:
            return True
        if self.patterns.annex_of_other_text.match(text, found.end()):
            return False
        if not self.patterns.cased:
            said = text[max(0, found.start() - _NEAR) : found.start()].rstrip()
            article = self.patterns.citation_patterns.citations.words.get("definite_article")
            elsewhere = said.endswith(",") or (not self.spaced and names_other_text(text, found.start(), self.patterns))
            return there and not elsewhere and (not article or found["word"].startswith(article))
        capital = found["word"][:1].isupper()
        if found["word"].lower() != self.patterns.annexes[0] and not (found["name"] and there):
            return False
        return bool((found["the"] and (capital or there)) or (found["name"] and capital))

    def _inflected(self, word: str, name: str) -> bool:
        """Whether a noun is another form of the one by which the text's annexes are known: ``приложению``."""
        noun = self.patterns.annexes[0]
        return word != noun and word[:_STEM] == noun[:_STEM] and bool(self._annex_target(0, 0, noun, name).keys)

    def _annex_target(self, start: int, end: int, word: str, name: str) -> ReferenceTarget:
        said = f"{word} {name}".strip()
        keys = [key for key in self.addresses.matches(said) if key in self.annexes]
        # A text with one annex may still call it Annex 1.
        if not keys and len(self.annexes) == 1 and name in ("1", "A", "I"):
            keys = self.annexes
        return ReferenceTarget(start, end, said, tuple(keys), len(keys) > 1)

    # labels alone

    def _alone(self, p: Provision, text: str) -> Iterator[Reference]:
        """Labels without a call, and "above" behind them: "c) above", "1.13 above".

        They are those of the list that the clause stands in, of a list above it, or of clauses numbered through the whole text.
        """
        for found in self.patterns.labels_alone.finditer(text) if self.patterns.mentions_above(text) else ():
            # A list is gone through once, to its end; only then it is asked what stands behind.
            if not self.patterns.section_above.match(text, found.end()):
                continue
            if _BARE.fullmatch(found["label"]) and not self.patterns.before_number.search(
                text, max(0, found.start() - _NEAR), found.start()
            ):
                continue
            targets = [
                self._without_call(p.key, label["label"], label["last"], label) for label in self._listed(text, found.start())
            ]
            yield Reference(p.key, targets[0].start, targets[-1].end, "", tuple(targets), above=True)
        for found in () if self.spaced else self.patterns.alone_behind_above.finditer(text):
            labels = list(self._listed(text, found.end()))
            noun = self.patterns.noun_behind.match(text, labels[-1].end()) if labels else None
            # A bare number must have its sign and noun, as in "上文第3段".
            if not labels or (_BARE.fullmatch(labels[0]["label"]) and not (found["sign"] and noun)):
                continue
            targets = [self._without_call(p.key, label["label"], label["last"], label) for label in labels]
            start = found.start("sign") if found["sign"] else targets[0].start
            yield Reference(p.key, start, self._end_of_list(text, targets), "", tuple(targets), above=True)

    def _without_call(self, key: str, label: str, last: str | None, found: re.Match[str]) -> ReferenceTarget:
        """A label without a call, or a range of them."""
        keys, start, end = self._beside(key, label), found.start("label"), found.end()
        said = " ".join(found.string[start:end].split())
        if not last:
            return ReferenceTarget(start, end, said, keys, len(keys) > 1)
        ends = self._beside(key, last)
        between = found.string[found.end("label") : found.start("last")]
        whole = self._between(keys[0], ends[0]) if len(keys) == len(ends) == 1 else ()
        return ReferenceTarget(start, end, said, whole, between=between)

    @cached_property
    def _numbered(self) -> frozenset[str]:
        """The dotted labels of the text, and its numbered sections, which it can refer to by number alone."""
        labels = {p.label.rstrip(".") for p in self.resolution.provisions if p.label and "." in p.label.rstrip(".")}
        lexicon = self.patterns.lexicon
        calls = (p.text.plain.partition("\n")[0] for p in self.resolution.provisions if p.kind is Kind.CALL)
        return frozenset(labels | {fold(call) for call in calls if lexicon.starts(call, lexicon.sections)})

    def _dotted(self, p: Provision, text: str) -> Iterator[Reference]:
        """Numbers of the text's own numbered parts: "see 4.9", "1.2 to 1.7", "Section 7". A number that the text lacks is left out."""
        done = -1
        for found in self.patterns.dotted.finditer(text):
            if found.start() == 0 and p.kind is Kind.CALL:
                continue
            said = fold(found["section"] or found["label"])
            joined = (between := self.separator.match(text, done)) is not None and between.end() == found.start() and done >= 0
            led = (
                found["section"]
                or found["clause"]
                or joined
                or self.patterns.before_number.search(text, max(0, found.start() - _NEAR), found.start())
            )
            if said not in self._numbered or not led or self.patterns.of_other_text.match(text, found.end()):
                continue
            if found["section"] and self.patterns.annex_of_other_text.match(text, found.end()):
                continue
            if found["section"]:
                keys = tuple(self.addresses.matches(said))
                target = ReferenceTarget(*found.span(), said, keys, len(keys) > 1)
            else:
                target = self._without_call(p.key, found["label"], found["last"], found)
            if target.keys:
                done = found.end()
                yield Reference(p.key, *found.span(), "", (target,))

    def _beside(self, key: str, label: str) -> tuple[str, ...]:
        parent = key.rpartition("/")[0]
        while parent:
            if keys := self.addresses.below([parent], label):
                return tuple(keys)
            parent = parent.rpartition("/")[0]
        if "." in label:
            return tuple(self.addresses.below(self._sections, label))
        return ()

    @cached_property
    def _sections(self) -> list[str]:
        return [p.key for p in self.resolution.provisions if p.kind is Kind.CALL]
