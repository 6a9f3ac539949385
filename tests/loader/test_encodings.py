"""Which legacy encoding a text is in."""

from __future__ import annotations

import pytest

from newsgen.loader.decode import detect

TEXTS = {
    "Le président a reçu les délégués; l'été n'était pas loin, et déjà très chaud.": ["windows-1252"],
    "Die Bundesregierung hat über die künftige Förderung für größere Städte beraten.": ["windows-1252"],
    "El presidente señaló que la situación económica del país mejorará el próximo año.": ["windows-1252"],
    "“Both sides,” Liu said – for 10 €.": ["windows-1252"],
    "Prezydent spotkał się w środę z premierem; rozmawiali o przyszłości sądów, żołnierzach i źródłach energii.": [
        "windows-1250",
        "iso8859-2",
    ],
    "Президент России встретился с премьер-министром Японии и обсудил вопросы двусторонних отношений.": [
        "windows-1251",
        "koi8-r",
    ],
    "日本の首相は水曜日に北京で中国の外相と会談し、両国の関係改善について話し合いました。": [
        "cp932",
        "euc-jp",
    ],
    "中国外交部发言人星期三在北京举行的例行记者会上表示,中日关系正处于改善的关键时期。": ["gb18030"],
    "일본 총리는 수요일에 베이징에서 중국 외교부장과 회담하고 양국 관계 개선에 대해 논의했다.": ["cp949"],
}


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, name) for text, names in TEXTS.items() for name in names]
)
def test_known_encodings_are_found(text: str, encoding: str) -> None:
    """A sentence is enough; what is found decodes it to the letters that were written."""
    data = text.encode(encoding)
    assert data.decode(detect(data)) == text
    assert detect(data) == encoding
