"""Find the dateline at the start of a paragraph: its place, its agency, its day."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from newsgen.loader.dates.forms import find_month
from newsgen.model import Guess, Inference

_DATELINE = re.compile(
    r"""(?P<place>[A-Z][A-Z'’.]*(?:[ -][A-Z'’.]+){0,4})
        (?:,\ [A-Z][\w.]*(?:\ [A-Z][\w.]*){0,2}?)?                   # the state or country
        (?:,?\ (?:[A-Z][a-z]{2,8}\.?\ \d{1,2}|\d{1,2}\ [A-Z][a-z]{2,8})(?:,?\ \d{4})?)?
        (?:\ ?(?:\((?P<source>[^()\d]{2,40})\)|\|))?
        \s?(?:--|—|–|-|:)\s?(?=\S)
    """,
    re.VERBOSE,
)
_AGENCIES = (
    "AFP|ANI|ANP|ANSA|AP|APA|ATS|Adnkronos|Agência Brasil|AGI|Anadolu|Belga|Bloomberg|CNA|CTK|EFE|Europa Press|IANS|IRNA"
    "|Interfax|Jiji|KNA|KUNA|Keystone-SDA|Kyodo|Lusa|MENA|MTI|NTB|Notimex|PAP|PTI|Prensa Latina|Reuters|Ritzau|SDA|SPA|STT"
    "|TASS|TT|Télam|UPI|WAM|Xinhua|Yonhap|askanews|dapd|dpa|dts|epd|sid"
)
_HAN_AGENCIES = (
    "新华社|新華社|中新社|中央社|路透社|法新社|美联社|美聯社|共同社|塔斯社|韩联社|俄新社|埃菲社|德新社|安莎社|人民网|新华网|中新网"
    "|中新網|央视网|环球网"
)
_LETTER = r"[^\W\d_]"
_OTHERS = tuple(
    re.compile(form, re.VERBOSE)
    for form in (
        # 新华社北京11月22日电（记者张三）  中新网11月22日电
        rf"(?P<source>{_HAN_AGENCIES})(?P<place>[\u4e00-\u9fff]{{2,8}}?)?(?P<day>(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)"
        r"(?:专|專|综合|綜合)?(?:电|電|讯|訊|消息)[ ]?(?:[（(][^（()）]{1,30}[）)])?\s*",
        # （中央社記者王小明台北22日電）
        rf"[（(【](?P<source>{_HAN_AGENCIES})(?P<place>(?!记者|記者)[\u4e00-\u9fff]{{2,4}})?[^）)】\d]{{0,16}}"
        r"(?P<day>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)(?:[专專综綜]?合?)(?:电|電|讯|訊)[）)】]\s*",
        # 【東京共同】  【ワシントン＝時事】  ［東京　２２日　ロイター］  【11月22日 AFP】
        r"[【［\[](?P<place>[\u3040-\u9fff・ー]{1,12}?)?[\s＝=]*(?P<day>(?:\d{1,2}月)?\d{1,2}日)?[\s＝=]*"
        r"(?P<source>共同通信|共同|時事|ロイター|新華社|聯合ニュース|AFP(?:＝時事)?|ＡＦＰ(?:＝時事)?|AP|ＡＰ|CNN)[】］\]]\s*[－-]?\s*",
        # (서울=연합뉴스) 홍길동 기자 =
        rf"[(\[](?P<place>[가-힣·]{{2,10}})=(?P<source>[가-힣A-Z][가-힣\w ]{{1,15}})(?:/[^)\]]{{2,15}})?[)\]]"
        rf"\s*(?:[가-힣]{{2,4}}(?:\s{_LETTER}{{2,4}})?\s?(?:특파원|기자)\s*=?|=)?\s*",
        # (ANSA) - ROMA, 22 NOV -
        rf"\((?P<source>{_AGENCIES})\)\s?[-–—]\s(?P<place>[A-ZÀ-Þ][\w'’ ]{{2,25}}?),?\s"
        rf"(?P<day>\d{{1,2}}\s{_LETTER}{{3,9}}\.?(?:\s\d{{4}})?)"
        r"\s?[-–—]\s",
        # Roma, 22 nov. - (Adnkronos) -   Madrid, 22 nov (EFE).-   Lisboa, 22 de novembro de 2023 (Lusa) –   Berlin (dpa) -
        rf"(?P<place>[A-ZÀ-Þ][\w.'’/-]*(?:[ ](?:de|del|la|di|do|am|[A-ZÀ-Þ])[\w.'’/-]*){{0,3}})"
        rf"(?:,\s(?:le\s|den\s|em\s|a\s)?(?P<day>\d{{1,2}}\.?\s(?:de\s)?{_LETTER}{{3,10}}\.?(?:\s(?:de\s)?\d{{4}})?))?"
        rf"\s?(?:[-–—]\s?)?\((?P<source>{_AGENCIES})\)\s?(?:\.?\s?[-–—]|--|\.)\s*",
        # МОСКВА, 22 ноября. /ТАСС/.   МОСКВА, 22 ноя — РИА Новости.   Москва. 22 ноября. INTERFAX.RU -
        r"(?P<place>[А-ЯЁ][\w-]+(?:[ ][А-ЯЁ][\w-]+){0,2})[,.]\s"
        r"(?P<day>\d{1,2}\s[а-я]{3,8}(?:\s\d{4}(?:\sг(?:ода|\.)?)?)?)"
        r"\.?,?\s?(?:/(?P<source>[А-ЯЁA-Z][^/]{1,25})/\.?(?:\s?[-–—])?|[-–—]\s?(?:РИА\sНовости|ТАСС|Прайм)\.|INTERFAX\.RU\s?[-–—]"
        r"|Интерфакс\s?[-–—]|[-–—])\s*",
        # القاهرة في 22 نوفمبر 2023 (رويترز) -   الرياض 22 نوفمبر 2023 م واس
        r"(?P<place>[\u0621-\u064a]{2,12}(?:[ ][\u0621-\u064a]{2,12}){0,2}?)(?:\s?[،,])?"
        r"(?:\s(?:في\s)?(?P<day>\d{1,2}\s[\u0621-\u064a]{3,8}(?:\s\d{4}(?:\sم)?)?))?\s?[-–—ـ]?\s?"
        r"(?:[(/](?P<source>رويترز|أ ?ف ?ب|د ?ب ?أ|أ ?ش ?أ|وام|واس|كونا|سانا|وكالات|الأناضول|شينخوا)[)/]|واس|شينخوا)"
        r"\s?[-–—ـ:.]*\s*",
    )
)
"""Datelines of agencies in other languages, with their place, day and agency."""
_NO_SOURCE = re.compile(
    r"(?:[RDI]-|(?:mon|tues|wednes|thurs|fri|satur|sun)day|updated|reporting|morning|evening|local)",
    re.IGNORECASE,
)
_WEAK = re.compile(r"(?<!-)[-:]\s?$")
_DATELINE_LINES = 5
_NO_PLACE = frozenset(
    ("UPDATE", "CORRECTION", "NOTE", "WATCH", "PHOTO", "VIDEO", "FACT", "ANALYSIS", "EXCLUSIVE", "OPINION")
)


class Dateline(msgspec.Struct, frozen=True):
    """A dateline and its parts."""

    place: str
    """Place as written, in capitals, e.g. 'SAN FRANCISCO'."""
    source: Guess[str] | None
    """Agency, e.g. 'Xinhua'; None if the dateline names none."""
    line: int
    """Number of the line, from 1."""
    quote: str
    """The dateline as written."""


def find_dateline(body: Iterable[tuple[int, str]]) -> Dateline | None:
    """Find the dateline at the start of one of the first lines of a body."""
    for seen, (number, line) in enumerate(body):
        if seen == _DATELINE_LINES:
            return None
        if found := _read_english(line) or _read_other(line):
            place, named, quote = found
            proof = Inference("dateline", f'line {number}: "{quote}"', 0.9)
            return Dateline(place, Guess(named, proof) if named else None, number, quote)
    return None


def _read_english(line: str) -> tuple[str, str, str] | None:
    """Return place, agency and words of a dateline with its place in capitals."""
    match = _DATELINE.match(line, 0, 160)
    if match is None or len(match["place"]) < 3 or match["place"] in _NO_PLACE:
        return None
    quote, source = match[0].strip(), (match["source"] or "").strip()
    if _WEAK.search(match[0]) and not source and not any(map(str.isdigit, quote)):
        return None
    named = source if source and not _NO_SOURCE.match(source) and source[0].isupper() else ""
    return match["place"], named, quote


def _match_other(line: str) -> re.Match[str] | None:
    """Match the dateline of an agency in another language, or with its place in small letters."""
    match = next(filter(None, (form.match(line, 0, 160) for form in _OTHERS)), None)
    return None if match is None or (match["place"] or "").upper() in _NO_PLACE else match


def _read_other(line: str) -> tuple[str, str, str] | None:
    """Return place, agency and words of a dateline of another language, if it names a place."""
    match = _match_other(line)
    return (match["place"], match["source"] or "", match[0].strip()) if match and match["place"] else None


def read_agency_day(line: str) -> tuple[str, str] | None:
    """Read the dateline of an agency at the start of a line: return it as written, and its day."""
    match = _match_other(line)
    return (match[0].strip(), match["day"]) if match and match["day"] else None


_HEAD = re.compile(
    r"\(?([^\n()]{3,60}(?:\([^()]{2,40}\)[^\n()]{0,30})?)\)?\s*(?:--|—|–|―|\.-|(?<=[\w).])\s?-\s)\s*"
)
_HEAD_IN_BRACKETS = re.compile(r"\([A-ZÀ-Þ][A-ZÀ-Þ .,’'-]{2,40}\)\s+(?=[A-Z])")
_SMALL_IN_HEADS = frozenset("de del der di do da la le el am an den em of the on in".split())


def cut_dateline(text: str) -> str:
    """Cut the dateline off a first paragraph: 'WASHINGTON, D.C. -- ', 'Berlin, 22. November 2023 (dpa) – ', '(SPRINGFIELD) '.

    Returns:
        The text after it; the same text if it begins without one.
    """
    if match := _match_other(text) or _HEAD_IN_BRACKETS.match(text):
        return text[match.end() :]
    match = _HEAD.match(text)
    if match is None:
        return text
    head = match[1]
    words = re.sub(r"\([^()]*\)?|/[^/]*/", " ", head).split()
    has_day = any(map(str.isdigit, head)) and any(find_month(word.strip(".,"), "en") for word in words)
    marked = has_day or "(" in head or "," in head or head.isupper()
    capital = all(not word[0].islower() or word in _SMALL_IN_HEADS for word in words)
    is_head = marked and ":" not in head and capital and 0 < len(words) <= 10 and words[0] not in _NO_PLACE
    return text[match.end() :] if is_head else text
