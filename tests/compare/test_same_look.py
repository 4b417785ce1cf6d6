"""What is said otherwise and shown alike is no change; what is defined otherwise for the whole text is told."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest

from resdraft.compare.word_files import ComparedFile, compare_files
from resdraft.ooxml.package import open_package, pack
from resdraft.ooxml.relationships import declare, relate
from resdraft.ooxml.settle import Selection, settle
from resdraft.ooxml.wordfile import WordFile

from .notation import W, docx

_KIND = "application/vnd.openxmlformats-officedocument."
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="24"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading"><w:name w:val="heading"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Unused"><w:name w:val="unused"/><w:rPr><w:i/></w:rPr></w:style>'
)
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme><a:majorFont>'
    '<a:latin typeface="Cambria"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme>'
    "</a:themeElements></a:theme>"
)


def file(
    paragraph: str = "",
    run: str = "",
    *,
    styles: str = _STYLES,
    settings: str = "",
    lists: str = "",
    body: str = "",
    theme: str = _THEME,
) -> bytes:
    """A file with a paragraph of some properties, in which a run has some properties."""
    files = open_package(docx("X"))
    text = f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>to act now</w:t></w:r></w:p>"
    before, _, after = files["word/document.xml"].decode().partition("<w:p>")
    files["word/document.xml"] = f"{before}{body or text}{after.partition('</w:p>')[2]}".encode()
    for name, content in (("styles", styles), ("settings", settings), ("numbering", lists)):
        files[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'.encode()
        relate(files, "word/document.xml", name, f"{name}.xml")
        declare(files, f"word/{name}.xml", f"{_KIND}wordprocessingml.{name}+xml")
    files["word/theme/theme1.xml"] = theme.encode()
    relate(files, "word/document.xml", "theme", "theme/theme1.xml")
    declare(files, "word/theme/theme1.xml", f"{_KIND}theme+xml")
    return pack(files)


def compared(old: bytes, new: bytes) -> ComparedFile:
    return compare_files((old, "old"), (new, "new"), "X")


HEADING = '<w:pStyle w:val="Heading"/>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", '<w:pStyle w:val="Normal"/>'),
        ('<w:jc w:val="right"/>', '<w:jc w:val="end"/>'),
        ("", '<w:jc w:val="left"/>'),
        (HEADING, f'{HEADING}<w:jc w:val="center"/>'),
        ("", '<w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>'),
        ("", '<w:spacing w:after="6pt"/>'),
        ("", '<w:ind w:left="0" w:firstLine="0"/>'),
        ('<w:ind w:left="720"/>', '<w:ind w:start="720" w:right="0"/>'),
        ("", '<w:keepNext w:val="0"/><w:widowControl/><w:outlineLvl w:val="9"/>'),
        ("", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'),
        ("", '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>'),
        ("", '<w:pBdr><w:top w:val="nil"/></w:pBdr>'),
        ("", "<w:rPr><w:i/></w:rPr>"),
    ],
)
def test_paragraphs_that_look_alike(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        done = compared(file(before), file(after))
        assert (done.marks, done.notices) == (0, ())
        assert done.content == pack(open_package(file(before)))


@pytest.mark.parametrize(
    ("style", "old", "new"),
    [
        ("", "", '<w:b w:val="0"/><w:i w:val="false"/><w:caps w:val="off"/>'),
        ("", '<w:b w:val="1"/>', "<w:b/>"),
        ("", "", '<w:u w:val="none"/><w:color w:val="auto"/><w:vertAlign w:val="baseline"/><w:highlight w:val="none"/>'),
        ("", "", '<w:sz w:val="24"/>'),
        ("", "", '<w:sz w:val="12pt"/>'),
        (HEADING, "", '<w:b/><w:sz w:val="32"/>'),
        ("", "", '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'),
        ("", "", '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'),
        ("", '<w:color w:val="000000"/>', '<w:color w:val="000000" w:themeColor="text1"/>'),
        ("", '<w:i/><w:sz w:val="30"/>', '<w:sz w:val="30"/><w:i/>'),
        ("", '<w:rStyle w:val="Strong"/>', '<w:rStyle w:val="Strong"/><w:b/>'),
        ("", "", '<w:lang w:val="fr-CH"/><w:noProof/>'),
    ],
)
def test_words_that_look_alike(style: str, old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        done = compared(file(style, before), file(style, after))
        assert (done.marks, done.notices) == (0, ())


@pytest.mark.parametrize(
    ("style", "old", "new"),
    [
        ("", "", "<w:b/>"),
        (HEADING, "", '<w:b w:val="0"/>'),
        (HEADING, "", '<w:sz w:val="24"/>'),
        ("", "", '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/>'),
        ("", '<w:rStyle w:val="Strong"/>', '<w:rStyle w:val="Strong"/><w:b w:val="0"/>'),
        (HEADING, '<w:rStyle w:val="Strong"/>', '<w:rStyle w:val="Strong"/><w:b/>'),
        ("", "", '<w:color w:val="000000"/>'),
    ],
)
def test_words_that_look_otherwise_are_marked(style: str, old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        assert compared(file(style, before), file(style, after)).marks == 1


def test_what_is_said_counts_where_the_style_changes() -> None:
    # "Not bold" says nothing in the old style, and something in the new one.
    said, unsaid = file(run='<w:b w:val="0"/>'), file(HEADING)
    done = compared(said, unsaid)
    assert done.marks == 2
    accepted = open_package(settle(done.content, "accept", Selection()).content)["word/document.xml"]
    assert b'<w:b w:val="0"/>' not in accepted
    assert compared(said, file(HEADING, '<w:b w:val="0"/>')).marks == 1


def field(code: str, result: str, *, simple: bool = False) -> str:
    if simple:
        return f'<w:fldSimple w:instr=" {escape(code, {chr(34): "&quot;"})} "><w:r><w:t>{result}</w:t></w:r></w:fldSimple>'
    parts = ("begin", f"<w:instrText> {code} </w:instrText>", "separate", f"<w:t>{result}</w:t>", "end")
    runs = (own if own.startswith("<") else f'<w:fldChar w:fldCharType="{own}"/>' for own in parts)
    return "".join(f"<w:r>{own}</w:r>" for own in runs)


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize("code", ["PAGE", "NUMPAGES", "SECTIONPAGES", 'DATE \\@ "d MMMM"', "TIME", "PAGEREF _One \\h", "page"])
def test_what_word_lays_out_anew_is_no_change(code: str, simple: bool) -> None:
    old, new = (file(body=f"<w:p><w:r><w:t>see </w:t></w:r>{field(code, n, simple=simple)}</w:p>") for n in ("3", "14"))
    assert compared(old, new).marks == 0
    other = file(body=f"<w:p><w:r><w:t>see </w:t></w:r>{field('REF _One', '14', simple=simple)}</w:p>")
    assert compared(old, other).marks == 2


def test_a_page_number_beside_words_that_change_stays() -> None:
    old, new = (
        file(body=f"<w:p><w:r><w:t>{word} </w:t></w:r>{field('PAGE', n)}</w:p>") for word, n in (("see", "3"), ("on", "14"))
    )
    assert compared(old, new).marks == 2


_LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1."/></w:lvl>'


def lists(*nums: int, forms: tuple[str, ...] = ("decimal", "decimal")) -> str:
    """Lists, each an instance of the abstract list that is given for it."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{_LEVEL.format(form)}</w:abstractNum>' for n, form in enumerate(forms)
    )
    own = (f'<w:num w:numId="{n}"><w:abstractNumId w:val="{a}"/></w:num>' for n, a in enumerate(nums, 1))
    return abstract + "".join(own)


def numbered(numbers: str, words: str = "one two three four") -> str:
    each = zip(numbers, words.split(), strict=False)
    properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
    return "".join(f"<w:p>{properties.format(n)}<w:r><w:t>{word} clause of a list</w:t></w:r></w:p>" for n, word in each)


def labels(content: bytes) -> list[str]:
    opened = WordFile.open(content)
    known = opened.numbering()
    return [label[0] for p in opened.base if (label := known.label(p.properties)) is not None]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((lists(0), "11"), (lists(0, 0), "1122")),
        ((lists(0, 1), "12"), (lists(0, 0), "1122")),
        ((lists(0, 0), "1122"), (lists(0, 1), "1122")),
        ((lists(0), "11"), (lists(0, 1), "1122")),
        ((lists(1, 0), "1122"), (lists(0, 1), "1122")),
        ((lists(0), "11"), (lists(0, 1, forms=("decimal", "lowerLetter")), "1212")),
        (("", ""), (lists(0, 0), "1212")),
    ],
)
def test_lists_count_on_as_in_the_new_file(old: tuple[str, str], new: tuple[str, str]) -> None:
    before = file(lists=old[0], body=numbered(old[1]) or "<w:p/>")
    after = file(lists=new[0], body=numbered(new[1]))
    done = compared(before, after)
    assert labels(settle(done.content, "accept", Selection()).content) == labels(after)
    assert labels(settle(done.content, "reject", Selection()).content) == labels(before)


_CENTRED = _STYLES.replace('<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr>')


@pytest.mark.parametrize(
    ("new", "notice"),
    [
        (file(styles=_CENTRED), 'new defines the style "Normal" otherwise: the definition of old stays'),
        (
            file(
                styles=_STYLES.replace(
                    '"Unused"><w:name w:val="unused"/>', '"Unused"><w:name w:val="unused"/><w:basedOn w:val="Strong"/>'
                )
            ),
            "",
        ),
        (
            file(styles=_STYLES.replace('w:sz w:val="24"', 'w:sz w:val="22"')),
            "new has other document defaults: those of old stay",
        ),
        (file(theme=_THEME.replace("Cambria", "Arial")), ""),
        (file(settings='<w:defaultTabStop w:val="720"/><w:mirrorMargins w:val="0"/><w:zoom w:percent="90"/>'), ""),
        (
            file(settings='<w:defaultTabStop w:val="567"/><w:evenAndOddHeaders/>'),
            "new has other settings (default tab stops, headers of even pages): those of old stay",
        ),
        (
            file(settings='<w:footnotePr><w:numFmt w:val="lowerRoman"/><w:footnote w:id="-1"/></w:footnotePr>'),
            "new has other settings (numbering of footnotes): those of old stay",
        ),
        (file(settings='<w:footnotePr><w:footnote w:id="-1"/></w:footnotePr>'), ""),
    ],
)
def test_what_is_defined_otherwise_is_told(new: bytes, notice: str) -> None:
    done = compared(file(), new)
    assert done.marks == 0
    assert done.notices == ((notice,) if notice else ())


def test_the_styles_of_a_strict_file_are_known_by_their_names_too() -> None:
    def strict(content: bytes) -> bytes:
        spaces = (W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        return pack({name: part.replace(*spaces) for name, part in open_package(content).items()})

    heading = '<w:p><w:pPr><w:pStyle w:val="Heading"/></w:pPr><w:r><w:t>Chapter</w:t></w:r></w:p>'
    old = strict(file(body=heading))
    new = strict(file(body=heading + heading.replace("Chapter", "Section"), styles=f"{_STYLES}<!-- of another program -->"))
    result = compared(old, new)
    assert result.notices == ()
    assert open_package(result.content)["word/styles.xml"] == open_package(old)["word/styles.xml"]
    assert "defines the style" in compared(old, strict(file(body=heading, styles=_CENTRED))).notices[0]
