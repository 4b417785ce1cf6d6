"""What a paragraph cites outside its text: every form in which ITU texts write it, made up here."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.register import load_register
from resdraft.model.citation import Citation


def cited(text: str, own_body: str = "") -> list[Citation]:
    return external_citations(text, citation_patterns("en"), own_body, load_register().body_of)


def shown(text: str, own_body: str = "") -> list[str]:
    """Each citation in short: words, kind if no resolution, body, number, edition."""
    out = []
    for c in cited(text, own_body):
        kind = "" if c.kind == "resolution" else f"{c.kind} "
        edition = f" ({c.edition})" if c.edition else ""
        out.append(f"{c.text} = {kind}{c.body or '?'} {c.number}{edition}")
    return out


CASES = {
    # bodies in front and behind, editions, lists
    "see Resolution 140 (Rev. Dubai, 2018) of this conference": ["Resolution 140 (Rev. Dubai, 2018) = PP 140 (Rev. Dubai, 2018)"],
    "the PP-18 Resolution 9 (Rev. Dubai, 2018)": ["PP-18 Resolution 9 (Rev. Dubai, 2018) = PP 9 (Rev. Dubai, 2018)"],
    "in WTDC 2017 Resolution 3": ["WTDC 2017 Resolution 3 = WTDC 3"],
    "in PP- Resolution 9 (2018) and": ["PP- Resolution 9 (2018) = PP 9 (2018)"],
    "Resolutions 50 and 52 (Rev. Hammamet, 2016)": [
        "Resolutions 50 = WTSA 50 (Rev. Hammamet, 2016)",
        "52 (Rev. Hammamet, 2016) = WTSA 52 (Rev. Hammamet, 2016)",
    ],
    "Resolutions 45 (Rev. Dubai, 2014) and 69 (Rev. Buenos Aires, 2017)": [
        "Resolutions 45 (Rev. Dubai, 2014) = WTDC 45 (Rev. Dubai, 2014)",
        "69 (Rev. Buenos Aires, 2017) = WTDC 69 (Rev. Buenos Aires, 2017)",
    ],
    "Resolutions 1, 2 and 3 adopted by the ITU Council": ["Resolutions 1 = Council 1", "2 = Council 2", "3 = Council 3"],
    "Resolution 7 of the World Telecommunication Development Conference": ["Resolution 7 = WTDC 7"],
    "ITU Council Resolution 1001 (Modified 2016)": ["Council Resolution 1001 (Modified 2016) = Council 1001 (last amended C16)"],
    "Resolution 1001 (C11, last amended C19)": ["Resolution 1001 (C11, last amended C19) = Council 1001 (last amended C19)"],
    "Resolution 1001 (Revised 2019)": ["Resolution 1001 (Revised 2019) = Council 1001 (last amended C19)"],
    "Council Resolution 1001 (2009)": ["Council Resolution 1001 (2009) = Council 1001 (C09)"],
    "Resolution 808 (WRC-12)": ["Resolution 808 (WRC-12) = WRC 808 (WRC-12)"],
    "Resolution 49 (REV.WRC-15)": ["Resolution 49 (REV.WRC-15) = WRC 49 (Rev. WRC-15)"],
    "Resolution ITU-R 1-7 on methods": ["Resolution ITU-R 1-7 = RA 1-7"],
    "in Resolution COM6/4 now": ["Resolution COM6/4 = ? COM6/4"],
    "Resolution 5 (on something)": ["Resolution 5 = ? 5"],
    "Resolution 70 and 30 countries": ["Resolution 70 = ? 70"],
    # provisions by their initials, or by that noun
    "see CV 89 and 90, CS No. 196 and (CV/No. 89A)": [
        "CV 89 = number Convention 89",
        "90 = number Convention 90",
        "CS No. 196 = number Constitution 196",
        "CV/No. 89A = number Convention 89A",
    ],
    "provision 33A of the General Rules": ["provision 33A = number General Rules 33A"],
    "the number 5 of members, provision 3 of this resolution": [],
    "ICV 89 and the GR8 group": [],
    # documents of study groups
    "Documents 2/345 and C18/3": ["2/345 = document ? 2/345", "C18/3 = document Council C18/3"],
    "Document 1/57(Rev.1)": ["1/57(Rev.1) = document ? 1/57 Rev.1"],
    "the ratio 1/57": [],
    # the other instruments
    "Decision 5 (Rev. Dubai, 2018)": ["Decision 5 (Rev. Dubai, 2018) = decision PP 5 (Rev. Dubai, 2018)"],
    "Council Decision 482": ["Council Decision 482 = decision Council 482"],
    "Opinion 4 (Lisbon, 2009)": ["Opinion 4 (Lisbon, 2009) = opinion WTPF 4 (Lisbon, 2009)"],
    "Recommendation ITU-T E.164 and": ["Recommendation ITU-T E.164 = recommendation ITU-T E.164"],
    "Recommendation ITU‑R M.1036-6;": ["Recommendation ITU‑R M.1036-6 = recommendation ITU-R M.1036-6"],
    "ITU-T Recommendation X.1255": ["ITU-T Recommendation X.1255 = recommendation ITU-T X.1255"],
    "ITU-T A.4, A.5 and A.6 qualified; ITU-T A.4/A.5": [
        "ITU-T A.4 = recommendation ITU-T A.4",
        "A.5 = recommendation ITU-T A.5",
        "A.6 = recommendation ITU-T A.6",
        "ITU-T A.4 = recommendation ITU-T A.4",
        "A.5 = recommendation ITU-T A.5",
    ],
    "of ITU-T recommendations T.1-a: more": [],
    "ANNEX 1 TO RESOLUTION 208 (DUBAI, 2018)": [],
    "Resolution 1386 of the Council (2017)": ["Resolution 1386 of the Council (2017) = Council 1386 (C17)"],
    "Resolution 35 (Rev. (Hammamet, 2016) of WTSA": ["Resolution 35 (Rev. (Hammamet, 2016) = WTSA 35 (Rev. Hammamet, 2016)"],
    "Resolutions 32 (Rev. Geneva, 2022) of WTSA and 167 (Rev. Bucharest, 2022) of the Plenipotentiary Conference": [
        "Resolutions 32 (Rev. Geneva, 2022) = WTSA 32 (Rev. Geneva, 2022)",
        "167 (Rev. Bucharest, 2022) = PP 167 (Rev. Bucharest, 2022)",
    ],
    "Resolution 247 (WRC\u201119)": ["Resolution 247 (WRC\u201119) = WRC 247 (WRC-19)"],
    "PP-18 Res. 151 and Rec. ITU-T A.5": ["PP-18 Res. 151 = PP 151", "Rec. ITU-T A.5 = recommendation ITU-T A.5"],
    "ITU-T Recs A.23 and A.25": ["ITU-T Recs A.23 = recommendation ITU-T A.23", "A.25 = recommendation ITU-T A.25"],
    "Recommendations ITU-T Q.731.3 to Q.731.6": [
        "Recommendations ITU-T Q.731.3 to Q.731.6 = recommendation ITU-T Q.731.3 to Q.731.6"
    ],
    "Council Decision 584; Decision 586": ["Council Decision 584 = decision Council 584", "Decision 586 = decision Council 586"],
    "In A/HRC/RES/56/8, HRC Resolution 47/23 and S/RES/2686": [
        "A/HRC/RES/56/8 = HRC 56/8",
        "HRC Resolution 47/23 = HRC 47/23",
        "S/RES/2686 = UNSC 2686",
    ],
    "Council resolution 2006/46": ["Council resolution 2006/46 = ECOSOC 2006/46"],
    "CWG\u2011Internet\u201117/12, EG-ITRs-6/8 Rev.2, TSAG-TD216R1 and TD200": [
        "CWG\u2011Internet\u201117/12 = document CWG-Internet CWG-Internet-17/12",
        "EG-ITRs-6/8 Rev.2 = document EG-ITRs EG-ITRs-6/8 Rev.2",
        "TSAG-TD216R1 = document TSAG TSAG-TD216 Rev.1",
        "TD200 = document ? TD200",
    ],
    "its General Recommendation No. 37": [],
    # the United Nations
    "UNGA Resolution A/70/125": ["UNGA Resolution A/70/125 = UNGA 70/125"],
    "UNGA Resolution A/RES/70/125": ["UNGA Resolution A/RES/70/125 = UNGA 70/125"],
    "United Nations General Assembly (UNGA) Resolution 68/198": ["Resolution 68/198 = UNGA 68/198"],
    "UNGA Resolutions 70/1 and 70/125": ["UNGA Resolutions 70/1 = UNGA 70/1", "70/125 = UNGA 70/125"],
    "(UNGA A/RES/76/189)": ["UNGA A/RES/76/189 = UNGA 76/189"],
    "UN ECOSOC Resolution E/RES/2019/24": ["ECOSOC Resolution E/RES/2019/24 = ECOSOC 2019/24"],
    "ECOSOC resolution 2019/24": ["ECOSOC resolution 2019/24 = ECOSOC 2019/24"],
    # provisions
    "No. 47 in Article 8 of the ITU Constitution": ["No. 47 = number Constitution 47", "Article 8 = article Constitution 8"],
    "Nos. 90 and 91 of the Convention": ["Nos. 90 = number Convention 90", "91 = number Convention 91"],
    "the General Rules, Nos. 69-74": ["Nos. 69-74 = number General Rules 69-74"],
    "Article 6, on security, and Article 7, on mail, of the International Telecommunication Regulations": [
        "Article 6 = article ITR 6",
        "Article 7 = article ITR 7",
    ],
    "Articles 25 and 26 of the Financial Regulations": [
        "Articles 25 = article Financial Regulations 25",
        "26 = article Financial Regulations 26",
    ],
    "Article 27 of the Staff Rules and in the spirit of the Constitution": [],
    "CS/Art. 28 (Nos. 159 and 165); CV/Art. 33 (No. 474)": [
        "Art. 28 = article Constitution 28",
        "Nos. 159 = number Constitution 159",
        "165 = number Constitution 165",
        "Art. 33 = article Convention 33",
        "No. 474 = number Convention 474",
    ],
    "Article 1 of the ITU Constitution, and in particular Nos. 14 and 17 thereof": [
        "Article 1 = article Constitution 1",
        "Nos. 14 = number Constitution 14",
        "17 = number Constitution 17",
    ],
    "Article 7 of the 2012 ITRs": ["Article 7 = article ITR 7"],
    "the Tunis Agenda and paragraph 3": [],
    "Article 5 of the Convention on the Rights of Persons": [],
    "under No. 11.43B": ["No. 11.43B = number RR 11.43B"],
    "Operational Bulletin No. 1158 dated": [],
    # paragraphs
    "paragraphs 29-82 of the Tunis Agenda": ["paragraphs 29-82 = paragraph Tunis Agenda 29-82"],
    "§§ 71 and 78 a) of the Tunis Agenda": ["§§ 71 = paragraph Tunis Agenda 71", "78 a) = paragraph Tunis Agenda 78 a)"],
    "§35 d) of the Tunis Agenda": ["§35 d) = paragraph Tunis Agenda 35 d)"],
    "the Tunis Agenda stated this (§ 102b)": ["§ 102b = paragraph Tunis Agenda 102 b)"],
    "the process (§ 78 a) of the Tunis Agenda);": ["§ 78 a) = paragraph Tunis Agenda 78 a)"],
    "the Geneva Declaration of Principles (para. 35) and the Geneva Plan of Action (paras. 12 and 13 e))": [
        "para. 35 = paragraph Geneva Declaration of Principles 35",
        "paras. 12 = paragraph Geneva Plan of Action 12",
        "13 e) = paragraph Geneva Plan of Action 13 e)",
    ],
    "the Geneva Plan of Action, paragraph 29": ["paragraph 29 = paragraph Geneva Plan of Action 29"],
    "§ 109 and § 110 of the Tunis Agenda": ["§ 109 = paragraph Tunis Agenda 109", "§ 110 = paragraph Tunis Agenda 110"],
    "§§ 18 and 23 to 27 of the Tunis Agenda": ["§§ 18 = paragraph Tunis Agenda 18", "23 to 27 = paragraph Tunis Agenda 23 to 27"],
    "§§ 5-6 of UNGA Resolution 70/125": [
        "§§ 5-6 = paragraph UNGA Resolution 70/125 5-6",
        "UNGA Resolution 70/125 = UNGA 70/125",
    ],
    "paragraph 3 of this report": [],
    # documents
    "(WG-WSIS-32/13; WG-WSIS-31/5)": ["WG-WSIS-32/13 = document WG-WSIS WG-WSIS-32/13", "WG-WSIS-31/5 = document WG-WSIS WG-WSIS-31/5"],
    "CWG-WSIS&SDG-38/3": ["CWG-WSIS&SDG-38/3 = document CWG-WSIS&SDG CWG-WSIS&SDG-38/3"],
    "CWG-WSIS&SDG-36/ INF/2": ["CWG-WSIS&SDG-36/ INF/2 = document CWG-WSIS&SDG CWG-WSIS&SDG-36/INF/2"],
    "(S19-CWGWSIS34-C-0014 Rev.1)": ["S19-CWGWSIS34-C-0014 Rev.1 = document CWGWSIS S19-CWGWSIS34-C-0014 Rev.1"],
    "Document C18/24": ["C18/24 = document Council C18/24"],
    "C14/24(Rev.1)": ["C14/24(Rev.1) = document Council C14/24 Rev.1"],
    "Document PP-14/174": ["PP-14/174 = document PP PP-14/174"],
    "UNGA A/76/L.8": ["UNGA A/76/L.8 = document UNGA A/76/L.8"],
    "UNESCO 41 C/27": ["UNESCO 41 C/27 = document UNESCO 41 C/27"],
    "at https://www.itu.int/md/S14-PP-C-0174/en and C5/C6, 24/7, 2018/2019, and/or": [],
}  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_forms(text: str) -> None:
    assert shown(text) == CASES[text]


LANGUAGES = {
    "fr": {
        "la Résolution 140 (Rév. Dubaï, 2018) de la Conférence de plénipotentiaires": "PP 140 (Rev. Dubaï, 2018)",
        "les Résolutions 50 et 52 (Rév. Hammamet, 2016)": "WTSA 50 (Rev. Hammamet, 2016) | WTSA 52 (Rev. Hammamet, 2016)",
        "le numéro 47 de l’article 8 de la Constitution": "Constitution 47 | Constitution 8",
        "les § 29 à 82 de l'Agenda de Tunis": "Tunis Agenda 29 to 82",
        "la Résolution 70/1 de l'Assemblée générale des Nations Unies": "UNGA 70/1",
        "la Résolution 1001 du Conseil (C11, dern. mod. C19)": "Council 1001 (last amended C19)",
    },
    "es": {
        "la Resolución 140 (Rev. Dubái, 2018) de la Conferencia de Plenipotenciarios": "PP 140 (Rev. Dubái, 2018)",
        "las Resoluciones 50 y 52 (Rev. Hammamet, 2016)": "WTSA 50 (Rev. Hammamet, 2016) | WTSA 52 (Rev. Hammamet, 2016)",
        "el Artículo 8 de la Constitución": "Constitution 8",
        "el § 109 de la Agenda de Túnez": "Tunis Agenda 109",
    },
    "ru": {
        "Резолюцию 140 (Пересм. Дубай, 2018 г.) Полномочной конференции": "PP 140 (Rev. Дубай, 2018)",
        "Резолюции 50 и 52 (Пересм. Хаммамет, 2016 г.)": "WTSA 50 (Rev. Хаммамет, 2016) | WTSA 52 (Rev. Хаммамет, 2016)",
        "в Статье 8 Устава": "Constitution 8",
        "в § 109 Тунисской программы": "Tunis Agenda 109",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages(language: str) -> None:
    """The same grammar with other words."""
    for text, wanted in LANGUAGES[language].items():
        found = external_citations(text, citation_patterns(language), "", load_register().body_of)
        assert " | ".join(f"{c.body} {c.number}" + (f" ({c.edition})" if c.edition else "") for c in found) == wanted, text


def test_this_conference_is_the_body_of_the_text() -> None:
    assert shown("Resolution 7 of this conference", "WTDC") == ["Resolution 7 = WTDC 7"]


PIECES = (
    *CASES,
    "Resolutions", "Resolution", "No.", "§§", "(Rev.", "Dubai,", "2018)", "140", "70/125", "and", ",", "A/", "of the", "-", "ITU-T",
    "Constitution", "(", ")", "\u00a0", "C18/", "a)", "№", "決議", "the Tunis Agenda", "Council",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_a_citation_is_the_words_where_it_stands(text: str) -> None:
    """Whatever the text: citations are in order, apart, and each is the characters that it says it is."""
    found = cited(text)
    assert all(text[c.start : c.end] == c.text and c.text for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_one_letter_that_may_be_a_word_is_no_initial() -> None:
    assert external_citations("К 2030 году, в ст. 12", citation_patterns("ru"), "", load_register().body_of) == []
    assert [c.body for c in external_citations("voir CV 89", citation_patterns("fr"), "", load_register().body_of)] == [
        "Convention"
    ]
