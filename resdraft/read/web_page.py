"""Reads a web page, as a browser or a word processor saves it, as the text that it shows: its paragraphs, one a line, with its footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from resdraft.errors import Problem, Unreadable
from resdraft.limits import MIB, MOST_TEXT_BYTES
from resdraft.model.labels import numeral

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
        " header hr html legend li main menu ol p pre section summary table tbody tfoot thead tr ul",
    )
)
_UNSEEN = frozenset(
    re.findall(r"\w+", "script style head template noscript button select textarea nav svg iframe object audio video canvas")
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer)", re.IGNORECASE)
_MARK = re.compile(r"\[?(\d{1,3}|[*†‡§])\]?")
_NOTE = re.compile(r"(\[\^(\d{1,3}|[*†‡§])\]: )[\[↑^]*(?:\2)?\]?\s*")
"""The beginning of a footnote, whose mark may stand there again."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LABEL = re.compile(r"(\(?\w[\w.]{0,7} ?[.)]?\w{0,6}|[–—•-])[ \r\n]*\t[ \t\r\n]*(?=\S)")
_ALONE = re.compile(r"\s*(?:\[\^\S{1,3}\]: |\S{1,7}\t)\s*")
"""A label or the mark of a footnote, whose words stand in a block below it."""
_FEW = 10
"""A label comes in so few pieces."""
_LETTERS = 26
_BREAK = "\u2028"
"""A line break within a paragraph."""
_ENDS = (";", ":", ".", ",", "؛", "،", "；", "：", "。", "，")
_BEGINS = re.compile(r"(?:\(?(?:\w|[ivx]{2,5}|\d\d?)\)|\d{1,2}(?:\.\d{1,2})*|[–—•])\s")


def web_page_text(content: bytes, name: str = "") -> str:
    """The text that a web page shows. Nothing in it is run or loaded.

    Args:
        content: of the file. ``name`` is the file's, for messages.

    Raises:
        Unreadable: where it is too large, or shows no text.
    """
    if len(content) > MOST_TEXT_BYTES:
        raise Unreadable(Problem(f"a web page of more than {MOST_TEXT_BYTES // MIB} MiB", "save its text", file=name))
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding=_encoding(content))
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    lines = list(_Page(root).lines()) if root is not None else []
    if not lines:
        raise Unreadable(Problem("a web page without text", "open it in a browser, and copy the text from there", file=name))
    return "\n".join(lines) + "\n"


def _encoding(content: bytes) -> str | None:
    """UTF-8 where it is that, whatever the page says; None for what the page says."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return None
    return "utf-8"


class _Page:
    """The paragraphs of a page, made while its elements are gone through once."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.marks: dict[str, str] = {}
        """The marks of the footnotes by the ids that their references point at."""
        self.links: dict[etree._Element, str] = {}
        """The links of footnotes, with what they are in a text: a reference, or nothing where one leads back from a footnote."""
        self._find_notes()
        self.words: list[str] = []
        self.begun = False
        """Whether the paragraph has words yet: that is asked at each cell, and so not looked up in them."""
        self.lists: list[int] = []
        """The number that the next item has, of each list that is open."""

    def _find_notes(self) -> None:
        """A link with a mark for words belongs to a footnote: what points ahead is its reference, what points back stands at it."""
        every = list(self.root.iter())
        places = {name: n for n, element in enumerate(every) for name in _names(element)}
        for n, element in enumerate(every):
            target = (element.get("href") or "") if element.tag == "a" else ""
            found = _MARK.fullmatch("".join(map(str, element.itertext())).strip()) if target.startswith("#") else None
            if found is None or target[1:] not in places:
                continue
            ahead = places[target[1:]] > n
            self.links[element] = f"[^{self.marks.setdefault(target[1:], found[1])}]" if ahead else ""

    def lines(self) -> Iterator[str]:
        """The paragraphs in order."""
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            block = element.tag in _BLOCKS
            begins = [self.marks.pop(name) for name in _names(element) if name in self.marks] if event == "start" else []
            if begins or (block and not (event == "start" and self._is_alone())):
                yield from self._taken()
            for mark in begins:
                self._say(f"[^{mark}]: ")
            if event == "end":
                if element.tag in ("ol", "ul") and self.lists:
                    self.lists.pop()
                self._say(_literal(element.tail))
            elif element in self.links:
                self._say(self.links[element])
                walker.skip_subtree()
            elif element.tag == "sup" and not self.begun and (raised := _MARK.fullmatch((element.text or "").strip())):
                # A raised mark before the words of a paragraph makes it a footnote, though nothing refers to it.
                self._say(f"[^{raised[1]}]: ")
                walker.skip_subtree()
            elif _is_unseen(element):
                walker.skip_subtree()
            else:
                self._say(self._opening(element))
                self._say(_literal(element.text))
        yield from self._taken()

    def _say(self, words: str) -> None:
        self.words.append(words)
        self.begun = self.begun or words.strip() != ""

    def _is_alone(self) -> bool:
        """Whether the paragraph is a label or the mark of a footnote, whose words stand in a block below it."""
        return self.begun and len(self.words) < _FEW and _ALONE.fullmatch("".join(self.words)) is not None

    def _opening(self, element: etree._Element) -> str:
        """What an element shows before its words."""
        if element.tag in ("ol", "ul"):
            self.lists.append(_number(element.get("start"), 1))
        elif element.tag == "li":
            return self._label(element)
        elif element.tag in ("td", "th") and self.begun:
            return "\t"
        return _BREAK if element.tag == "br" else ""

    def _label(self, item: etree._Element) -> str:
        """The label of an item of a list, as a browser counts it."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or not self.lists:
            return "–\t"
        n = _number(item.get("value"), self.lists[-1])
        self.lists[-1] = n + 1
        said = f"{parent.get('type') or ''} {parent.get('style') or ''}"
        if n > 0 and re.match(r"a |.*lower-(?:alpha|latin)", said):
            return f"{chr(96 + n)})\t" if n <= _LETTERS else f"{n}\t"
        return f"{numeral(n)})\t" if n > 0 and re.match(r"i |.*lower-roman", said) else f"{n}\t"

    def _taken(self) -> list[str]:
        """The paragraphs of the block that ends, or of what of it stands before another one."""
        whole, self.words, self.begun = "".join(self.words), [], False
        return list(_paragraphs(whole)) if whole.strip() else []


def _names(element: etree._Element) -> list[str]:
    """What links call an element."""
    return [name for name in (element.get("id"), element.get("name") if element.tag == "a" else None) if name]


def _is_unseen(element: etree._Element) -> bool:
    # LibreOffice saves the running head of a page as a part of the text, with this for its title.
    furniture = element.tag == "div" and element.get("title") in ("header", "footer")
    return (
        element.tag in _UNSEEN
        or furniture
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _literal(words: str | None) -> str:
    """Words of a page for a text, where ``[^1]`` would be a reference to a footnote."""
    return (words or "").replace("[^", "[\\^")


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said and re.fullmatch(r"[0-9]{1,4}", said) else otherwise


def _paragraphs(whole: str) -> Iterator[str]:
    """The paragraphs of a block. A line break ends one where a label follows, or a clause ends before it; else it stands in it."""
    out = ""
    for line in whole.split(_BREAK):
        said = _blanks(line)
        if out and said and (_BEGINS.match(said) or out.endswith(_ENDS)):
            yield out
            out = said
        else:
            out = f"{out}{_BREAK}{said}" if out and said else out or said
    if out:
        yield out


def _blanks(line: str) -> str:
    """A line with its blanks as a browser shows them, and a tab behind its label."""
    found = _NOTE.match(line.strip())
    head, said = (found[1], line.strip()[found.end() :]) if found else ("", line.strip())
    label = _LABEL.match(said)
    if label is not None and not head:
        return f"{label[1]}\t{_BLANKS.sub(' ', said[label.end() :])}"
    return head + _BLANKS.sub(" ", said)
