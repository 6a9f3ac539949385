"""Archives in other languages, from settings and records to pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree, html

from tests.support.archives import build
from tests.support.tongues import archive

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.mark.parametrize(
    ("language", "way", "people", "day"),
    [
        ("ar", "rtl", "الأشخاص", "22 نوفمبر 2023"),
        ("ar-SY", "rtl", "الأشخاص", "22 تشرين الثاني 2023"),
        ("zh-CN", "ltr", "人物", "2023年11月22日"),
        ("en-GB", "ltr", "People", "22 November 2023"),
        ("de", "ltr", "People", "22. November 2023"),
        ("he", "rtl", "People", "22 בנובמבר 2023"),
    ],
)
def test_words_dates_and_direction_are_the_languages(
    tmp_path: Path, language: str, way: str, people: str, day: str
) -> None:
    """Without a catalogue the words are English, and the dates are not."""
    build(archive(tmp_path, language))
    text = (tmp_path / "site/2023/11/22/a.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}" dir="{way}">' in text
    assert f"<h2>{people}</h2>" in text
    assert day in text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(data)["inLanguage"] == language
    feed = etree.parse(tmp_path / "site/feed.xml").getroot()
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert json.loads((tmp_path / "site/feed.json").read_bytes())["language"] == language


def test_an_archives_own_catalogue_adds_a_language(tmp_path: Path) -> None:
    """And a message that it lacks stays English."""
    po = PO + '\nmsgid "People"\nmsgstr "Personnes"\n'
    report = build(archive(tmp_path, "fr", **{"templates/locales/fr.po": po}))
    text = (tmp_path / "site/2023/11/22/a.html").read_text(encoding="utf-8")
    assert "<h2>Personnes</h2>" in text
    assert "<h2>Places</h2>" in text
    assert report.untranslated == ""
    assert report.warnings == ()


def test_a_text_keeps_its_own_language_and_direction(tmp_path: Path) -> None:
    """An Arabic text in a Chinese archive: the page is Chinese, the text Arabic; so in lists and feeds."""
    build(archive(tmp_path, "zh-CN"))
    page = html.parse(tmp_path / "site/2023/11/23/f.html").getroot()
    assert page.get("lang") == "zh-CN"
    assert page.xpath("//article/@dir") == ["rtl"]
    assert page.xpath("//h1/@lang") == page.xpath("//div[@class='text']/@lang") == ["ar"]
    assert page.xpath("//ul[@class='byline']/@dir") == ["ltr"]
    front = html.parse(tmp_path / "site/index.html").getroot()
    assert front.xpath("//*[@lang='ar' and @dir='rtl']/a/text()") == ["القمة"]
    feed = etree.parse(tmp_path / "site/feed.xml").getroot()
    entry = next(entry for entry in feed.iter("{*}entry") if entry.findtext("{*}title") == "القمة")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert '<div lang="ar" dir="rtl">' in (entry.findtext("{*}content") or "")


def test_type_for_other_scripts_is_loaded_where_it_is_wanted(tmp_path: Path) -> None:
    """On every page of a Chinese archive; in a German one with the Arabic text alone."""
    for language, pages in (
        ("zh-CN", {"index.html", "2023/11/22/a.html", "2023/11/23/f.html"}),
        ("de", {"2023/11/23/f.html"}),
    ):
        root = archive(tmp_path / language, language)
        build(root)
        shown = {"index.html", "2023/11/22/a.html", "2023/11/23/f.html"}
        assert {
            path for path in shown if "assets/languages.css" in (root / "site" / path).read_text("utf-8")
        } == pages
