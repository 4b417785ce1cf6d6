"""The order in which sources are shown, drawn in six languages, and that every place that shows them keeps it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resdraft.amend.compilation import by_source, compile_rows
from resdraft.amend.consolidate import consolidate
from resdraft.amend.normalise import normal_diff
from resdraft.amend.options import Wishes, lay_open
from resdraft.amend.overview import overview
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.compilation import NO_CHANGE
from resdraft.model.edit import Replace
from resdraft.model.groups import Groups
from resdraft.model.source_order import in_order
from resdraft.model.text import Text
from resdraft.read.docx import read_sources
from resdraft.read.text import read_text
from resdraft.write.consolidation import Report, summary
from resdraft.write.docx import new_docx
from resdraft.write.terminal import Screen
from tests.write.six_languages import proposed, text_of

ALPHABETS = {
    "ru": "а б в г д е,ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "ar": "ا,أ,إ,آ ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي",
    "es": "a,á b c d e,é f g h i,í j k l m n ñ o,ó p q r s t u,ú,ü v w x y z",
    "fr": "a,à,â b c,ç d e,é,è,ê,ë f g h i,î,ï j k l m n o,ô p q r s t u,ù,û,ü v w x y z",
    "en": "a b c d e f g h i j k l m n,ñ o p q r s t u v w x y z",
    "zh": "阿 巴 丹 俄 法 古 韩 加 肯 老 美 尼 葡 日 沙 泰 乌 西 英 中",
}
"""The letters of each language in order; those between commas are one letter. The Chinese ones begin names of States, by pinyin."""
RANKS = {
    name: {form: n for n, letter in enumerate(letters.split()) for form in letter.split(",")}
    for name, letters in ALPHABETS.items()
}
CODES = st.from_regex(r"[A-Z][A-Z0-9/-]{0,6}", fullmatch=True)
LANGUAGE = st.sampled_from(sorted(ALPHABETS))
SHOWN = {
    "ru": "RUS Дания Ёж Елка Ёлка Елы Ель Иран Йемен Россия СНГ",
    "ar": "MEX الأردن إسبانيا المكسيك اليابان",
    "zh": "CHN 埃及 德国 俄罗斯 法国 美国 日本 中国 蠡",
    "es": "ESP Cuba Niger Níger Nueva Ñandú Omán",
    "fr": "F Ecuador Égypte Espagne États-Unis Zambie",
    "en": "RUS Chair Nandu Ñandú Norway Мали Россия المكسيك 中国",
}


def words(language: str) -> st.SearchStrategy[str]:
    forms = st.sampled_from(list(RANKS[language]))
    return st.lists(forms, min_size=2, max_size=4).map(lambda found: "".join(found).capitalize())


def sources(language: str) -> st.SearchStrategy[list[str]]:
    """Codes, and names in the letters of several languages."""
    names = st.one_of(CODES, words(language), words("ru"), words("ar"), words("zh"))
    return st.lists(names, min_size=2, max_size=6, unique=True)


@given(st.lists(CODES), LANGUAGE)
def test_codes_keep_their_order(codes: list[str], language: str) -> None:
    assert in_order(codes, language) == tuple(sorted(set(codes)))


@given(st.data(), LANGUAGE)
def test_names_are_ordered_by_the_letters_of_the_language(data: st.DataObject, language: str) -> None:
    shown = in_order(data.draw(st.lists(words(language), min_size=2, max_size=6)), language)
    ranks = [[RANKS[language][letter] for letter in re.sub("^ال(?=..)", "", name.lower())] for name in shown]
    assert ranks == sorted(ranks)


@given(st.data(), LANGUAGE)
def test_the_order_is_of_sources_not_of_how_they_come(data: st.DataObject, language: str) -> None:
    names = data.draw(sources(language))
    names = list(dict.fromkeys([*names, *map(str.upper, names)]))
    shown = in_order(names, language)
    assert in_order(names[::-1], language) == shown
    assert sorted(shown) == sorted(names)
    latin = [name[0] < "\u0300" for name in shown]
    assert latin == sorted(latin, reverse=True)


@pytest.mark.parametrize("language", SHOWN)
def test_examples(language: str) -> None:
    shown = SHOWN[language].split()
    assert in_order(sorted(shown), language) == tuple(shown)
    assert Groups(language=language).name(sorted(shown)) == ", ".join(shown)


@settings(max_examples=12)
@given(st.data(), LANGUAGE)
def test_all_that_is_shown_is_in_this_order_and_is_read_back(data: st.DataObject, language: str) -> None:
    """Some want the one thing and some another; all are named in order, and each has its own text in the Word file."""
    base, lex = text_of(language), lexicon(language)
    names = data.draw(st.permutations(SHOWN[language].split()))[:5]
    wanted = [proposed(base, who) for who in ("RUS", "CHN")]
    year = next(p for p in base.provisions if "2030" in p.text.plain)
    at = next(n for n, token in enumerate(year.text.tokens) if "2030" in token.text)
    wanted.append(apply(base, [Replace(year.key, at, at + 1, Text.of("2028"))]))
    own = {name: normal_diff(base, wanted[n % 3], lex) for n, name in enumerate(names)}
    marked, groups = consolidate(base, own), Groups(language=language)
    assert marked.sources == in_order(names, language)
    assert all(list(owned.sources) == sorted(owned.sources) for owned in marked.edits), (
        "the author of a mark is the same in all languages"
    )
    laid = lay_open(marked, wishes=Wishes(tuple(names[:2]), tuple(names[:2]), tuple(names[2:])))
    first = [in_order(option.sources, language)[0] for option in laid.conflicts[0].options if option.does != "keep"]
    assert first == list(in_order(first, language))
    keepers = [option.sources[0] for option in laid.conflicts[0].options if option.does == "keep"]
    assert keepers[-2:] == list(in_order(names[:2], language))
    rows = overview(marked, laid, lex)
    shown = summary(Report(laid, rows, marked.sources, groups=groups), Screen(10_000))
    assert f"({', '.join(in_order(names, language))})" in shown.splitlines()[0]
    joint = [option.sources for conflict in laid.conflicts for option in conflict.options]
    tags = "".join(f"{o.before}{o.behind}{o.edit.new.plain if isinstance(o.edit, Replace) else ''}" for o in laid.marked.edits)
    for who in joint:
        assert f"{', '.join(in_order(who, language))}: " in shown
        assert f"[{', '.join(in_order(who, language))}: " in tags
    table = list(compile_rows(marked, Addresses(base, lex), groups, {}, (), names[:2], everything=False))
    for row in table:
        assert [option.name for option in row.options] == [
            ", ".join(in_order(option.sources, language)) for option in row.options
        ]
        first = [in_order(option.sources, language)[0] for option in row.options if option.does != NO_CHANGE]
        assert first == list(in_order(first, language))
    assert tuple(dict.fromkeys(row.section for row in by_source(table, groups))) == in_order(names, language)
    _, texts = read_sources(new_docx(laid.marked).content)
    assert {name: normal_diff(base, text, lex) for name, text in texts.items()} == own


def test_changes_of_one_place_are_listed_in_this_order() -> None:
    base = read_text("решает\n1\tпродолжать программу в школах до 2030 года;", "ru")
    (clause,) = [p for p in base.provisions if p.label]
    edits = {"Ёж": (Replace(clause.key, 0, 1, Text.of("начать")),), "Дания": (Replace(clause.key, 8, 9, Text.of("2028")),)}
    marked = consolidate(base, edits)
    assert [row.sources for row in overview(marked, lay_open(marked), lexicon("ru"))] == [("Дания",), ("Ёж",)]
