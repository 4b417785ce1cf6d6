"""Forms of calls that no text of the Union confirmed yet: a language section is given them as a table, and fills in where each stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from resdraft import files
from resdraft.errors import Problem, Unreadable
from resdraft.lexicon import LANGUAGES, Form, call_forms
from resdraft.library import user_library
from resdraft.limits import MOST_LINES
from resdraft.usecases.inputs import Given, decode, load

COLUMNS = ("language", "kind", "form", "seen", "source")
_FILE = "confirmed-forms.csv"


class Confirmed(NamedTuple):
    """A form, and the text of the Union in which somebody saw it."""

    form: Form
    source: str


def unconfirmed(languages: Iterable[str] = LANGUAGES) -> list[Form]:
    """The calls of languages that neither the package nor the user's library confirms in a text of the Union.

    Raises:
        WrongUsage: where a language is not one of the six. Unreadable: where the library's own table was damaged.
    """
    known = {(c.form.language, c.form.form) for c in confirmed()}
    return [form for code in languages for form in call_forms(code) if form.seen != "itu" and (code, form.form) not in known]


def confirmed() -> list[Confirmed]:
    """What the user's library confirms."""
    path = user_library() / _FILE
    return _rows(files.read(path, note=False).decode("utf-8", "replace"), str(path)) if files.is_file(path) else []


def confirm(file: Given) -> list[Confirmed]:
    """Take a table that was filled in into the user's library. Rows without a source are left: nobody has confirmed them.

    Args:
        file: a table as :func:`as_table` writes it, divided by commas, semicolons or tabs.

    Returns:
        What is newly confirmed, or has another source than before.

    Raises:
        Unreadable: where it is no such table, or names a form that is not in the lexicon; all such rows at once. Nothing is kept then.
    """
    given = load(file)
    found = _rows(decode(given, []), given.name)
    kept = {c.form: c for c in confirmed()}
    new = [c for c in found if kept.get(c.form) != c]
    if new:
        kept |= {c.form: c for c in new}
        rows = [(*c.form, c.source) for c in sorted(kept.values())]
        files.make_folder(user_library())
        files.save(_table(rows).encode(), user_library() / _FILE, in_place=True)
    return new


def as_table(forms: Iterable[Form]) -> str:
    """Forms as a table to be filled in: the last column, ``source``, is empty."""
    return _table((*form, "") for form in forms)


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


def _rows(table: str, name: str) -> list[Confirmed]:
    """The rows of a table that have a source."""
    head, _, _ = table.lstrip("\ufeff").partition("\n")
    divider = next((sign for sign in ",;\t" if head.count(sign) == len(COLUMNS) - 1), ",")
    if tuple(head.strip().split(divider)) != COLUMNS:
        raise Unreadable(
            Problem(f"its first line is not {','.join(COLUMNS)}", "fill in what resdraft lexicon writes", file=name, line=1)
        )
    known = {(form.language, form.form): form for code in LANGUAGES for form in call_forms(code)}
    out: dict[Form, Confirmed] = {}
    problems: list[Problem] = []
    rows = csv.reader(io.StringIO(table.lstrip("\ufeff")), delimiter=divider)
    try:
        for row in rows:
            if rows.line_num == 1 or not any(row):
                continue
            if rows.line_num > MOST_LINES:
                problems.append(Problem(f"more than {MOST_LINES} lines", "give a smaller table", file=name))
                break
            form = known.get((row[0], row[2])) if len(row) == len(COLUMNS) else None
            if form is None:
                said = (
                    "not five cells"
                    if len(row) != len(COLUMNS)
                    else f'no form "{row[2][:80]}" in the lexicon of "{row[0][:9]}"'
                )
                problems.append(Problem(said, "fill in the column source alone", file=name, line=rows.line_num))
            elif source := row[-1].strip():
                out[form] = Confirmed(form, source)
    except csv.Error as error:
        problems.append(Problem(f"no table: {error}", "fill in what resdraft lexicon writes", file=name, line=rows.line_num))
    if problems:
        raise Unreadable(problems)
    return list(out.values())
