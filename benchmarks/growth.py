"""How the processor time of each command grows with its input, for inputs that are made to be slow: at n, 2n, 4n and 8n.

    python benchmarks/growth.py [WORD ...]

With words, only the rows whose name holds all of them. Bound: at 8n at most 10 times the time at n, so that no command has a factor
that grows faster than its input. Each measurement is a process of its own, forked when all is loaded; the least of two is taken. What
is far over the bound is stopped. On a machine with other work a row may come out some way too high: run it again alone.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import resdraft

BOUND = 10
LEAST = 0.02
"""Below so many seconds at n a time says nothing of growth, but only of how time is measured."""
REFUSED: set[str] = set()
"""What was refused in the row that is measured: then its figures are those of the refusal."""
HEAD = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nconsidering\na)\tthat much is done;\nresolves\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/"


def clauses(n: int, words: str) -> str:
    """A text of ``n`` clauses in one section; ``{n}`` in the words is the number of each."""
    return HEAD + "".join(f"{k}\t{words.replace('{n}', str(k))};\n" for k in range(1, n + 1))


def alone(words: str) -> str:
    """A text with one long clause."""
    return f"{HEAD}1\tto act {words} at once;\n2\tto go on.\n"


def nested(n: int) -> str:
    """A text of ``n`` clauses, of which nine at a time stand each below the one before."""
    return HEAD + "".join(f"\\clause{k % 9}\tto act;\n" for k in range(n))


def footnotes(n: int) -> str:
    """A text of ``n`` clauses with a footnote each."""
    notes = "".join(f"[^{k}]: Of the clause {k}.\n" for k in range(1, n + 1))
    return clauses(n, "to act on {n}[^{n}] at once") + notes


def calls(n: int, call: str = "resolves") -> str:
    """A text of ``n`` sections with a clause each."""
    return HEAD + "".join(f"1\tto act on {k};\n{call}\n" for k in range(1, n + 1)) + "1\tto go on.\n"


TEXTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "blanks": (2_000, lambda n: alone(" " * n)),
    "no-break blanks": (2_000, lambda n: alone("\u00a0" * n)),
    "tabs": (2_000, lambda n: alone("\t" * n)),
    "asterisks": (2_000, lambda n: alone("*" * n)),
    "opening brackets": (2_000, lambda n: alone("(" * n)),
    "square brackets": (2_000, lambda n: alone("[^" * n)),
    "backslashes": (2_000, lambda n: alone("[" + "\\" * n)),
    "one long word": (2_000, lambda n: alone("a" * n)),
    "one long number": (2_000, lambda n: alone("1" * n)),
    "dotted number": (1_000, lambda n: alone("1." * n)),
    "hyphens": (1_000, lambda n: alone("A16-" * n)),
    "labels": (500, lambda n: alone("resolves " + "1, " * n)),
    "capitals": (1_000, lambda n: alone("A " * n)),
    "annexes": (250, lambda n: alone("Annex 1, " * n)),
    "references in one clause": (100, lambda n: alone("resolves 1 a) above, " * n)),
    "citations in one clause": (50, lambda n: alone("Resolution 140 (Rev. Dubai, 2018), § 5 of it, " * n)),
    "references in many clauses": (50, lambda n: clauses(n, "to act on resolves {n} above")),
    "citations in many clauses": (50, lambda n: clauses(n, "to recall Resolution {n} (Rev. Dubai, 2018)")),
    "clauses": (150, lambda n: clauses(n, "to act on {n}")),
    "equal clauses": (150, lambda n: clauses(n, "to act")),
    "clauses without label": (150, lambda n: HEAD + "to act;\n" * n),
    "dashes": (150, lambda n: HEAD + "–\tto act;\n" * n),
    "nested clauses": (150, nested),
    "calls": (60, calls),
    "annex headings": (60, lambda n: HEAD + "1\tto act.\n" + "".join(f"ANNEX {k}\na)\tto act;\n" for k in range(1, n + 1))),
    "footnotes": (60, footnotes),
}


def word_file(text: str, marks: int = 0) -> bytes:
    """A text as a Word file without styles. With ``marks``, so many runs of each third paragraph are insertions and deletions in turn."""
    body, notes, lines, number = [], [], [], 0
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("[^") and "]: " in line:
            mark, _, words = line.partition("]: ")
            notes.append(f'<w:footnote w:id="{mark[2:]}"><w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p></w:footnote>')
        else:
            lines.append(line)
    for k, line in enumerate(lines):
        line = line.partition("\t")[2] if line.startswith("\\clause") else line
        runs = escape(line).replace("\t", "</w:t><w:tab/><w:t>")
        for n in range(len(notes)):
            runs = runs.replace(f"[^{n + 1}]", f'</w:t><w:footnoteReference w:id="{n + 1}"/><w:t>') if "[^" in runs else runs
        out = f'<w:r><w:t xml:space="preserve">{runs}</w:t></w:r>'
        for _ in range(marks if k % 3 == 2 else 0):
            number += 1
            kind, tag = (("ins", "t"), ("del", "delText"))[number % 2]
            words = f"<w:{tag}>word {number} </w:{tag}>"
            out += f'<w:{kind} w:id="{number}" w:author="A{number % 5}"><w:r>{words}</w:r></w:{kind}>'
        body.append(f"<w:p>{out}</w:p>")
    main = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>'
    office, types = (
        f"{RELATIONS}officeDocument/2006/relationships",
        "application/vnd.openxmlformats-officedocument.wordprocessingml",
    )
    kinds = {"/word/document.xml": f"{types}.document.main+xml", "/word/footnotes.xml": f"{types}.footnotes+xml"}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{RELATIONS}package/2006/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/document.xml": main,
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{"".join(notes)}</w:footnotes>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def changed(text: str) -> str:
    """The text with a word more in each second clause."""
    lines = text.split("\n")
    return "\n".join(line.replace("to act", "to act well") if n % 2 else line for n, line in enumerate(lines))


def proposal(n: int, source: str = "RUS") -> bytes:
    """A proposal with ``n`` amendments of the text with that many clauses."""
    wanted = {"RUS": "acting", "NOR": "action", "SWE": "to act"}.get(source, source)
    items = "".join(f"  - {{clause: resolves {k}, from: to act on {k}, to: {wanted} upon {k}}}\n" for k in range(1, n + 1))
    return f"source: {source}\ntarget: 7@2022\namendments:\n{items}".encode()


def as_json(text: str) -> bytes:
    """A resolution of many clauses as JSON, made by hand: sections, clauses, text."""
    document = resdraft.open(text.encode())
    content = document.output("json").content
    return content if isinstance(content, bytes) else content.encode()


Made = tuple[object, ...]
Action = Callable[..., object]


def form(name: str) -> Action:
    """Reads a text and writes it in a form."""
    return lambda given: resdraft.open(given, marks="accept").output(name)


def tree(given: bytes) -> None:
    """What ``show`` prints."""
    from resdraft.write.terminal import Screen
    from resdraft.write.terminal import tree as shown

    shown(resdraft.open(given).provisions, Screen())


def listed(given: bytes) -> None:
    """What ``marks`` prints."""
    from resdraft.write.terminal import Screen

    resdraft.marks(given).text(Screen())


ACTIONS: dict[str, Action] = {
    "read text": resdraft.open,
    "read Word": resdraft.open,
    "read JSON": resdraft.open,
    "cite": resdraft.cite,
    "show tree": tree,
    "show text": form("text"),
    "show json": form("json"),
    "show html": form("html"),
    "convert to Word": form("docx"),
    "diff texts": lambda old, new: resdraft.diff(old, new).changes,
    "diff Word": lambda old, new: resdraft.diff(old, new).word(),
    "propose": lambda old, new: resdraft.propose(old, new, "RUS"),
    "verify": lambda old, new: resdraft.verify(old, new).ok,
    "clean": lambda given: resdraft.clean(given).content,
}
COSTLY = ("convert to Word", "diff Word", "diff texts", "propose", "verify")
"""What costs much more than reading: less of it is enough to see how it grows."""


def given_to(name: str, text: str) -> Made:
    """What a command is given, made from a text."""
    if name in ("read Word", "clean"):
        return (word_file(text),)
    if name == "read JSON":
        return (as_json(text),)
    if name in ("diff texts", "propose"):
        return (text.encode(), changed(text).encode())
    if name in ("diff Word", "verify"):
        return (word_file(text), word_file(changed(text)))
    return (text.encode(),)


def rows() -> dict[str, tuple[int, Callable[[int], Made], Action]]:
    """Every row of the table: its n, what is made for a size, and what is done with it."""
    out: dict[str, tuple[int, Callable[[int], Made], Action]] = {}
    for name, action in ACTIONS.items():
        for shape, (n, text) in TEXTS.items():
            size = n // 4 if name in COSTLY else n
            out[f"{name}: {shape}"] = (size, lambda k, name=name, text=text: given_to(name, text(k)), action)  # type: ignore[misc]
    for name, marking in {
        "marks": listed,
        "accept": resdraft.accept,
        "reject": resdraft.reject,
        "clean": ACTIONS["clean"],
    }.items():
        out[f"{name}: marks in many paragraphs"] = (300, lambda n: (word_file(clauses(n, "to act"), 2),), marking)
        out[f"{name}: marks in one paragraph"] = (
            500,
            lambda n: (word_file("RESOLUTION 7\nA title\nresolves to act", n),),
            marking,
        )
        out[f"{name}: equal calls"] = (100, lambda n: (word_file(calls(n), 2),), marking)
        out[f"{name}: footnotes"] = (100, lambda n: (word_file(footnotes(n), 2),), marking)
    base, other = (lambda n: clauses(n, "to act on {n}").encode()), (lambda n: word_file(clauses(n, "to act on {n}")))
    out["read proposal: many amendments"] = (
        100,
        lambda n: (base(n), [proposal(n)]),
        lambda b, p: resdraft.read_proposals(p, b),
    )
    out["apply: many amendments"] = (50, lambda n: (base(n), [proposal(n)]), lambda b, p: resdraft.apply(b, p).output("docx"))
    out["apply: many amendments in Word"] = (
        50,
        lambda n: (other(n), [proposal(n)]),
        lambda b, p: resdraft.apply(b, p).output("docx"),
    )
    # Text that lost its lines: what may begin a call or a clause stands in one long line, or labels stand alone.
    lost: dict[str, Callable[[int], str]] = {
        "calls in one line": lambda n: (
            "a) that, " + " ".join("resolves 1 to act; instructs the Director 2 to go," for _ in range(n))
        ),
        "commas and verbs": lambda n: "a) that " + ", resolves x" * n,
        "labels in one line": lambda n: " ".join(f"{chr(97 + k % 26)}) that much is done;" for k in range(n)),
        "labels alone": lambda n: "\n".join(f"{k}\nto act;" for k in range(1, n)),
    }
    for name, make in lost.items():
        flat = lambda n, make=make: ((HEAD.partition("a)")[0] + make(n)).encode(),)  # noqa: E731 - a size gives a text
        out[f"read text: {name}"] = (250, flat, resdraft.open)
    both = lambda n: (base(n), [proposal(n), proposal(n, "NOR")])  # noqa: E731 - a size gives two proposals
    out["consolidate: many conflicts"] = (25, both, lambda b, p: resdraft.consolidate(b, p).word())
    out["consolidate: many sources"] = (5, sources, lambda b, p: resdraft.consolidate(b, p).word())
    out["consolidate: many proposals of a source"] = (10, documents, lambda b, p: resdraft.consolidate(b, p).word())
    return out


def sources(n: int) -> Made:
    """Ten clauses, and ``n`` sources that each change one of them."""
    codes = [chr(65 + k // 26) + chr(65 + k % 26) for k in range(n)]
    change = "source: {}\ntarget: 7@2022\namendments:\n  - {{clause: resolves {}, from: to act, to: {}}}"
    made = [change.format(code, k % 10 + 1, code.lower()).encode() for k, code in enumerate(codes)]
    return clauses(10, "to act on {n}").encode(), made


def documents(n: int) -> Made:
    """A text of ``n`` clauses, and a document of one source for each."""
    head = "source: RUS\nmeeting: C20\ntarget: 7@2022"
    made = [
        f"{head}\ndocument: {k}\namendments:\n  - {{clause: resolves {k}, from: to act, to: acting}}".encode()
        for k in range(1, n + 1)
    ]
    return clauses(n, "to act on {n}").encode(), made


def seconds(action: Action, made: Made, limit: float) -> float:
    """Processor seconds of an action in a process of its own; infinite beyond ``limit``. What is refused in words is done."""
    best = float("inf")
    for _ in range(2):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, limit)
            started, said = time.process_time(), ""
            try:
                action(*made)
            except resdraft.ResdraftError as error:
                said = f"{type(error).__name__}: {str(error.problems[0])[:60]}"
            except Exception as error:
                said = f"FAULT {type(error).__name__}: {str(error)[:60]}"
            os.write(write, json.dumps([time.process_time() - started, said]).encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as answer:
            told = answer.read()
        os.waitpid(child, 0)
        if not told:
            return float("inf")
        took, said = json.loads(told)
        if said:
            REFUSED.add(said)
        best = min(best, took)
        if best > 1:
            break
    return best


def main(*words: str) -> int:
    """Print the table; 1 where a row is over the bound."""
    chosen = {name: row for name, row in rows().items() if all(word in name for word in words)}
    over = []
    print(f"{'cpu in milliseconds':50} {'n':>6} {'at n':>8} {'2n':>8} {'4n':>8} {'8n':>8} {'8n/n':>7}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RESDRAFT_LIBRARY"] = str(Path(folder) / "library")
        for name, (n, make, action) in chosen.items():
            try:
                warm, cells = make(8), []
                action(*warm)
            except resdraft.ResdraftError:
                pass
            for factor in (1, 2, 4, 8):
                limit = 4 * BOUND * max(cells[0], LEAST) if cells else 20
                cells.append(seconds(action, make(n * factor), limit))
                if cells[-1] == float("inf"):
                    break
            ratio = cells[-1] / max(cells[0], LEAST)
            over += [name] if ratio > BOUND else []
            refused = f"  {REFUSED.pop()}" if REFUSED else ""
            REFUSED.clear()
            shown = " ".join(f"{cell * 1000:8.0f}" for cell in cells)
            print(f"{name:50} {n:6} {shown} {ratio:7.1f}{'  over the bound' if ratio > BOUND else ''}{refused}", flush=True)
    print(f"{len(chosen)} rows, {len(over)} over {BOUND} times the time at n for 8n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
