"""Edits Word files in LibreOffice as people do: with change tracking, by hand, one author after the other.

Run with the Python that has LibreOffice's bridge: ``/usr/bin/python3 office_edits.py JOBS.json``. One LibreOffice edits all files. A job is
``{"source": ..., "target": ..., "rounds": [{"author": ..., "tracked": true, "edits": [{"do": ..., ...}]}]}``; each round opens what the one
before it saved. Beside each target lies ``NAME.json`` with what LibreOffice shows when all changes are accepted (``body``, ``notes``), or the
error. Places are named by words that stand in the paragraph. Comments are no edits here: LibreOffice without a screen dies of them.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

_PARAGRAPH_BREAK = 0
_TIMEOUT = 90


def _value(name: str, value: Any) -> Any:
    out = PropertyValue()
    out.Name, out.Value = name, value
    return out


class Office:
    """A LibreOffice of its own, with a profile of its own."""

    def __init__(self) -> None:
        """Start it."""
        self.profile = tempfile.mkdtemp(prefix="edits-")
        pipe = f"edits{os.getpid()}x{time.monotonic_ns()}"
        command = ["soffice", f"-env:UserInstallation=file://{self.profile}", "--headless", "--norestore", "--nologo"]
        command.append(f"--accept=pipe,name={pipe};urp;")
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(300):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.2)
        else:
            raise SystemExit("LibreOffice does not start")
        create = context.ServiceManager.createInstanceWithContext
        self.desktop = create("com.sun.star.frame.Desktop", context)
        self.dispatcher = create("com.sun.star.frame.DispatchHelper", context)
        self.configuration = create("com.sun.star.configuration.ConfigurationProvider", context)

    def called(self, author: str) -> None:
        """Edit in the name of an author from now on."""
        given, _, last = author.partition(" ")
        path = _value("nodepath", "/org.openoffice.UserProfile/Data")
        access = self.configuration.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", (path,))
        access.givenname, access.sn = given, last
        access.commitChanges()

    def open(self, path: str) -> Any:
        """Open a copy of a file without a window: where LibreOffice died, its lock on the file is left."""
        copy = os.path.join(self.profile, f"{time.monotonic_ns()}.docx")
        shutil.copyfile(path, copy)
        return self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(copy), "_blank", 0, (_value("Hidden", True),))

    def do(self, document: Any, command: str) -> None:
        """Press a button."""
        self.dispatcher.executeDispatch(document.CurrentController.Frame, f".uno:{command}", "", 0, ())

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class Hand:
    """A person's hand in an open document."""

    def __init__(self, office: Office, document: Any) -> None:
        """Take an open document in hand."""
        self.office, self.document, self.text = office, document, document.Text

    def paragraph(self, words: str, *, last: bool = False) -> Any:
        """The first paragraph with some words, or the last one."""
        found = [p for p in _paragraphs(self.text) if words in p.String]
        if not found:
            raise LookupError(f"no paragraph with “{words}”")
        return found[-1 if last else 0]

    def words(self, place: str, words: str) -> Any:
        """Words in the paragraph with some words."""
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findNext(self.paragraph(place).Start, search)
        if found is None:
            raise LookupError(f"no words “{words}”")
        return found

    def typed(self, cursor: Any, text: str) -> None:
        """Type a text; ``[^words]`` is a new footnote."""
        for n, piece in enumerate(text.split("[^")):
            words, bracket, rest = piece.partition("]") if n else ("", "", piece)
            if bracket:
                note = self.document.createInstance("com.sun.star.text.Footnote")
                self.text.insertTextContent(cursor, note, False)
                note.Text.String = words
                cursor.gotoRange(note.Anchor.End, False)
            self.text.insertString(cursor, rest, False)

    def replace(self, place: str, old: str, new: str) -> None:
        """Write words over others."""
        self.words(place, old).String = new

    def insert(self, place: str, after: str, text: str) -> None:
        """Type words behind others."""
        self.typed(self.text.createTextCursorByRange(self.words(place, after).End), text)

    def strike(self, first: str, last: str) -> None:
        """Delete whole paragraphs, from the first to the last."""
        self._selected(first, last).String = ""

    def _selected(self, first: str, last: str) -> Any:
        cursor = self.text.createTextCursorByRange(self.paragraph(first).Start)
        cursor.gotoRange(self.paragraph(last).End, True)
        if not cursor.goRight(1, True):
            # Behind the last paragraph there is nothing: the break before the first one goes.
            cursor = self.text.createTextCursorByRange(self.paragraph(first).Start)
            cursor.goLeft(1, False)
            cursor.gotoRange(self.paragraph(last).End, True)
        return cursor

    def add(self, after: str, lines: list[str]) -> None:
        """Type new paragraphs behind one."""
        cursor = self.text.createTextCursorByRange(self.paragraph(after).End)
        for line in lines:
            self.text.insertControlCharacter(cursor, _PARAGRAPH_BREAK, False)
            self.typed(cursor, line)

    def add_before(self, before: str, lines: list[str]) -> None:
        """Type new paragraphs before one, with the cursor at its beginning."""
        cursor = self.text.createTextCursorByRange(self.paragraph(before).Start)
        for line in lines:
            self.typed(cursor, line)
            self.text.insertControlCharacter(cursor, _PARAGRAPH_BREAK, False)

    def styled(self, place: str, style: str, of: str) -> None:
        """Give the paragraph right before the one with some words a style, where the file has it."""
        before = None
        for paragraph in _paragraphs(self.text):
            if of in paragraph.String:
                break
            before = paragraph
        if before is None or place not in before.String:
            raise LookupError(f"no “{place}” before “{of}”")
        if self.document.StyleFamilies.getByName("ParagraphStyles").hasByName(style):
            before.ParaStyleName = style

    def note_words(self, old: str, new: str) -> None:
        """Write words over others in a footnote."""
        notes = self.document.Footnotes
        for n in range(notes.Count):
            note = notes.getByIndex(n)
            at = note.String.find(old)
            if at >= 0:
                cursor = note.createTextCursor()
                cursor.gotoStart(False)
                cursor.goRight(at, False)
                cursor.goRight(len(old), True)
                cursor.String = new
                return
        raise LookupError(f"no footnote with “{old}”")

    def relabel(self, place: str, old: str, new: str) -> None:
        """Type another label over one."""
        cursor = self.text.createTextCursorByRange(self.paragraph(place).Start)
        cursor.goRight(len(old), True)
        assert cursor.String == old, cursor.String
        cursor.String = new

    def rewrite(self, place: str, old: str, new: str) -> None:
        """Write other words over all words of a paragraph, not over its label."""
        paragraph = self.paragraph(place)
        cursor = self.text.createTextCursorByRange(paragraph.Start)
        cursor.goRight(paragraph.String.index(old), False)
        cursor.goRight(len(old), True)
        cursor.String = new

    def strike_reference(self, place: str) -> None:
        """Delete the reference to a footnote in a paragraph."""
        paragraph, notes = self.paragraph(place), self.document.Footnotes
        for n in range(notes.Count):
            anchor = notes.getByIndex(n).Anchor
            compare = self.text.compareRegionStarts
            if compare(paragraph.Start, anchor.Start) >= 0 >= compare(paragraph.End, anchor.End):
                cursor = self.text.createTextCursorByRange(anchor.Start)
                cursor.goRight(1, True)
                cursor.String = ""
                return
        raise LookupError(f"no footnote in “{place}”")

    def split(self, place: str, at: str, words: str, label: str) -> None:
        """Break a paragraph in two before words; the blank there goes, and a label may be typed."""
        cursor = self.text.createTextCursorByRange(self.words(place, at).End)
        cursor.goLeft(len(words), False)
        cursor.goLeft(1, True)
        cursor.String = ""
        cursor = self.text.createTextCursorByRange(self.words(place, words).Start)
        self.text.insertControlCharacter(cursor, _PARAGRAPH_BREAK, False)
        if label:
            self.text.insertString(cursor, f"{label}\t", False)

    def join(self, first: str, second: str, words: str, between: str) -> None:
        """Join a paragraph with the next: the break between them goes, and the label before the second one's words."""
        cursor = self.text.createTextCursorByRange(self.paragraph(first).End)
        cursor.gotoRange(self.words(second, words).Start, True)
        cursor.String = between

    def move(self, first: str, last: str, to: str, how: str) -> None:
        """Cut paragraphs out and paste them behind another, or before it."""
        view = self.document.CurrentController.ViewCursor
        selected = self._selected(first, last)
        view.gotoRange(selected.Start, False)
        view.gotoRange(selected.End, True)
        self.office.do(self.document, "Cut")
        place = self.paragraph(to, last=True)
        view.gotoRange(place.Start, False)
        if how == "after":
            cursor = self.text.createTextCursorByRange(place.End)
            cursor.goRight(1, False)
            view.gotoRange(cursor, False)
        self.office.do(self.document, "Paste")

    def bold(self, place: str, words: str) -> None:
        """Make words bold."""
        self.words(place, words).CharWeight = 150.0


def _elements(of: Any) -> Iterator[Any]:
    elements = of.createEnumeration()
    while elements.hasMoreElements():
        yield elements.nextElement()


def _paragraphs(text: Any) -> Iterator[Any]:
    return (element for element in _elements(text) if element.supportsService("com.sun.star.text.Paragraph"))


def _plain(paragraph: Any) -> str:
    return "".join(portion.String for portion in _elements(paragraph) if portion.TextPortionType == "Text")


def _seen(office: Office, path: str) -> dict[str, list[str]]:
    """What LibreOffice shows of a file when all changes are accepted."""
    document = office.open(path)
    office.do(document, "AcceptAllTrackedChanges")
    notes = document.Footnotes
    out = {
        "body": [_plain(p) for p in _paragraphs(document.Text)],
        "notes": [notes.getByIndex(n).String for n in range(notes.Count)],
    }
    document.close(True)
    return out


def _job(office: Office, job: dict[str, Any]) -> dict[str, Any]:
    source = job["source"]
    for edits in job["rounds"]:
        office.called(edits["author"])
        document = office.open(source)
        document.RecordChanges = edits["tracked"]
        known = sum(1 for _ in _elements(document.Redlines))
        hand = Hand(office, document)
        for edit in edits["edits"]:
            getattr(hand, edit["do"])(**{name: value for name, value in edit.items() if name != "do"})
        names = {mark.RedlineAuthor for mark in _elements(document.Redlines)}
        if edits["tracked"] and known == 0 and not names <= {edits["author"]}:
            # LibreOffice is told of its user's new name behind our back.
            raise RuntimeError(f"marks of {names}")
        document.storeToURL(
            uno.systemPathToFileUrl(os.path.abspath(job["target"])), (_value("FilterName", "MS Word 2007 XML"),)
        )
        document.close(True)
        source = job["target"]
    return _seen(office, job["target"]) if job["rounds"] else _seen(office, source)


def main(path: str) -> None:
    """Do all jobs. LibreOffice dies now and then: a job is tried twice."""
    office = Office()
    for job in json.loads(Path(path).read_text("utf-8")):
        for again in (True, False):
            stopper = threading.Timer(_TIMEOUT, office.stop)
            stopper.start()
            try:
                seen = _job(office, job)
            except LookupError as error:
                seen = {"error": str(error)}
            except Exception as error:
                seen = {"error": f"{type(error).__name__}: {error}"}
            stopper.cancel()
            if "error" in seen:
                office.stop()
                office = Office()
            if "error" not in seen or not again:
                break
        Path(job["target"]).with_suffix(".json").write_text(json.dumps(seen, ensure_ascii=False), "utf-8")
    office.stop()


if __name__ == "__main__":
    main(sys.argv[1])
