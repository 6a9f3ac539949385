"""newsgen.toml is read strictly: all that is wrong is told at once, each with its place and what to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import Problem, SettingsError
from newsgen.settings.file import read_settings
from newsgen.settings.values import (
    ImageSettings,
    ListSettings,
    LoaderSettings,
    NavigationEntry,
    PageSettings,
    PathSettings,
    SearchSettings,
    Settings,
    SiteSettings,
)

FOLDER = 'write a folder\'s name, e.g. "site"'
COUNT = "write a whole number from 1 to 1,000,000"
URL = "write e.g. https://example.org/news/"

BAD = {
    "[site\n": "newsgen.toml:1:6: not TOML: the [ of this section is not closed; close it with ]",
    "[site]\ntitle = \n": "newsgen.toml:2:9: not TOML: no value begins here; write a text in quotes, a number, true or false",
    '[site]\ntitle = "a': "newsgen.toml:2: not TOML: a quote is not closed; close it on the same line",
    '[site]\ntitle = "a\nurl = 1': "newsgen.toml:2:11: not TOML: a quote is not closed; close it on the same line",
    '[site]\ntitle = "a"\ntitle = "b"\n': "newsgen.toml:3:12: not TOML: this stands twice; keep one",
    '[site]\ntitle = "a\\d"': (
        "newsgen.toml:2:13: not TOML: a backslash stands in double quotes; write it twice, or take single quotes"
    ),
    "[site]\ntitle": 'newsgen.toml:2: not TOML: this line is no key = value; write e.g. title = "Harbour Record"',
    "x = " + "[" * 5000: "newsgen.toml: not TOML: nested too deeply; see https://toml.io",
    '[images]\nwidths = ["a"]\n': "newsgen.toml:2:1: widths is a list; write whole numbers in brackets, e.g. [480, 960]",
    "[images]\nwidths = []\n": (
        "newsgen.toml:2:1: widths holds no widths of pictures; write e.g. [480, 960, 1440]: one to eight numbers from 16 to 8192"
    ),
    "[pages]\nomit = 1\n": 'newsgen.toml:2:1: omit is 1; write texts in brackets, e.g. ["days", "data"]',
    '[pages]\nomit = ["day"]\n': (
        'newsgen.toml:2:1: omit holds "day", which cannot be left out; did you mean "days"?'
    ),
    "[images]\nquality = 0\n": "newsgen.toml:2:1: quality is 0; write a whole number from 1 to 100",
    "[images]\ncards = 1\n": 'newsgen.toml:2:1: cards is 1; write true, false or "auto"',
    '[images]\ncards = "no"\n': 'newsgen.toml:2:1: cards is "no"; write true, false or "auto"',
    "[sites]\n": 'newsgen.toml:1:1: no section is called "sites"; did you mean "site"?',
    "[zebra]\n": (
        'newsgen.toml:1:1: no section is called "zebra"; '
        "known are: site, paths, loader, lists, search, images, pages, navigation"
    ),
    'title = "x"\n': 'newsgen.toml:1:1: "title" stands in no section; write it below [site]',
    "\nsite = 1\n": 'newsgen.toml:2:1: "site" is not a section; write [site] on a line of its own',
    "[[site]]\n": 'newsgen.toml:1:1: "site" is not a section; write [site] on a line of its own',
    '[site]\ntitel = "x"\n': 'newsgen.toml:2:1: no setting is called "titel" in [site]; did you mean "title"?',
    '[site]\nzebra = "x"\n': (
        'newsgen.toml:2:1: no setting is called "zebra" in [site]; '
        "known are: title, url, language, description, author, licence, licence_url, logo, logo_alt, footer, timezone"
    ),
    'site = {titel = "x"}\n': 'newsgen.toml:1:1: no setting is called "titel" in [site]; did you mean "title"?',
    'site.titel = "x"\n': 'newsgen.toml:1:1: no setting is called "titel" in [site]; did you mean "title"?',
    "[site]\n  title = 5\n": "newsgen.toml:2:3: title is 5; write a text in quotes",
    "[site]\ntitle = true\n": "newsgen.toml:2:1: title is true; write a text in quotes",
    "[site]\ntitle = []\n": "newsgen.toml:2:1: title is a list; write a text in quotes",
    "[site.title]\n": "newsgen.toml:1:1: title is a table; write a text in quotes",
    "[site]\ntitle = 2023-11-22\n": "newsgen.toml:2:1: title is a date; write a text in quotes",
    '[lists]\nlimit = "5"\n': 'newsgen.toml:2:1: limit is "5"; write a whole number',
    "[lists]\nlimit = 5.0\n": "newsgen.toml:2:1: limit is 5.0; write a whole number",
    "[lists]\nlimit = true\n": "newsgen.toml:2:1: limit is true; write a whole number",
    "[lists]\nlimit = 0\n": f"newsgen.toml:2:1: limit is 0; {COUNT}",
    "[lists]\nfeed = -1\n": f"newsgen.toml:2:1: feed is -1; {COUNT}",
    "[lists]\nlatest = 99999999999999999999\n": f"newsgen.toml:2:1: latest is 99999999999999999999; {COUNT}",
    '[site]\nurl = "example.org"\n': f"newsgen.toml:2:1: url 'example.org' is no address of a site; {URL}",
    '[site]\nurl = "ftp://example.org/"\n': f"newsgen.toml:2:1: url 'ftp://example.org/' is no address of a site; {URL}",
    '[site]\nurl = "https://"\n': f"newsgen.toml:2:1: url 'https://' is no address of a site; {URL}",
    '[site]\nurl = "http://[x"\n': f"newsgen.toml:2:1: url 'http://[x' is no address of a site; {URL}",
    '[site]\nurl = "https://a.b/?c"\n': f"newsgen.toml:2:1: url 'https://a.b/?c' is no address of a site; {URL}",
    '[site]\nurl = "https://a.b/ c"\n': f"newsgen.toml:2:1: url 'https://a.b/ c' is no address of a site; {URL}",
    '[site]\nurl = "https://a.b/<"\n': f"newsgen.toml:2:1: url 'https://a.b/<' is no address of a site; {URL}",
    '[site]\nlanguage = "english"\n': (
        "newsgen.toml:2:1: language 'english' is no language tag; write a BCP 47 tag, e.g. \"en\" or \"zh-Hans\""
    ),
    '[site]\nlanguage = ""\n': (
        "newsgen.toml:2:1: language '' is no language tag; write a BCP 47 tag, e.g. \"en\" or \"zh-Hans\""
    ),
    '[loader]\nperiod = "2008..2004"\n': (
        "newsgen.toml:2:1: period '2008..2004' is no period: '2008..2004' ends before it begins; "
        'write e.g. "2004..2008"'
    ),
    '[loader]\nperiod = "2023-11-31"\n': (
        "newsgen.toml:2:1: period '2023-11-31' is no period: '2023-11-31' names no day of the calendar; "
        'write e.g. "2004..2008"'
    ),
    '[paths]\noutput = "."\n': f"newsgen.toml:2:1: output '.' is no folder of its own; {FOLDER}",
    '[paths]\narticles = ""\n': f"newsgen.toml:2:1: articles '' is no folder of its own; {FOLDER}",
    '[paths]\nseeds = "../seeds"\n': (
        "newsgen.toml:2:1: seeds '../seeds' leads out of the archive; name a folder inside it"
    ),
    '[paths]\nstatic = "/etc"\n': "newsgen.toml:2:1: static '/etc' leads out of the archive; name a folder inside it",
    '[paths]\ntemplates = "a/../.."\n': (
        "newsgen.toml:2:1: templates 'a/../..' leads out of the archive; name a folder inside it"
    ),
    '[site]\nlogo = "a.gif"\n': (
        "newsgen.toml:2:1: logo 'a.gif' is no picture for a masthead; name an SVG or PNG file in static/"
    ),
    '[site]\nlogo = "../a.svg"\n': (
        "newsgen.toml:2:1: logo '../a.svg' leads out of the archive; name a folder inside it"
    ),
    '[site]\nlicence_url = "javascript:x"\n': (
        "newsgen.toml:2:1: licence_url 'javascript:x' is no web address; write e.g. https://example.org/terms"
    ),
    'navigation = 5\n': (
        "newsgen.toml:1:1: navigation is 5; write [[navigation]] and below it text and href"
    ),
    '[navigation]\ntext = "T"\n': (
        "newsgen.toml:1:1: navigation is a table; write [[navigation]] and below it text and href"
    ),
    '[[navigation]]\n': (
        'newsgen.toml:1:1: this entry of the navigation has no href; write e.g. href = "pages/contact.md"\n'
        'newsgen.toml:1:1: this entry of the navigation has no text; write e.g. text = "Contact"'
    ),
    '[[navigation]]\ntext = "T"\nhref = "a.html"\n[[navigation]]\ntext = " "\n  href = 5\nhreff = ""\n': (
        'newsgen.toml:5:1: text is empty; write e.g. text = "Contact"\n'
        'newsgen.toml:6:3: href is 5; write a text in quotes\n'
        'newsgen.toml:7:1: no key of the navigation is called "hreff"; did you mean "href"?'
    ),
    '[[navigation]]\ntext = "T"\nhref = "javascript:alert(1)"\n': (
        "newsgen.toml:3:1: href 'javascript:alert(1)' is no address that a reader can follow; "
        "begin it with http, https, mailto"
    ),
    '[[navigation]]\ntext = "T"\nhref = "//example.org"\n': (
        "newsgen.toml:3:1: href '//example.org' is no address; write e.g. topics/index.html or https://example.org/"
    ),
    'navigation = [{text = "T", href = ""}]\n': (
        'newsgen.toml:1:1: href is empty; write e.g. href = "pages/contact.md"'
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BAD.items(), ids=[text[:40] for text in BAD])
def test_what_is_wrong_is_told_with_place_and_expectation(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(text, "newsgen.toml")
    assert str(caught.value) == message
    assert caught.value.exit_code == 2


def test_a_number_too_long_for_python_is_told() -> None:
    with pytest.raises(SettingsError, match=r"^newsgen\.toml:\d+: not TOML: Exceeds the limit"):
        read_settings(f"[lists]\nlimit = {'9' * 5000}\n", "newsgen.toml")


def test_all_that_is_wrong_is_told_at_once_in_order_of_place() -> None:
    text = """
[site]
titel = "x"
url = "nowhere"
language = 5

[lists]
limit = 0
feed = "many"

[list]
limit = 1
"""
    with pytest.raises(SettingsError) as caught:
        read_settings(text, "newsgen.toml")
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [
        (3, "unknown-key"),
        (4, "bad-value"),
        (5, "wrong-type"),
        (8, "bad-value"),
        (9, "wrong-type"),
        (11, "unknown-key"),
    ]


def test_every_setting_is_read() -> None:
    text = """
[site]
title = "T"
url = "https://example.org/a"
language = "zh-Hans"
description = "D"
author = "A"
licence = "L"
licence_url = "https://example.org/terms"
logo = "mark.svg"
logo_alt = "Record"
footer = "*F*"
timezone = "Asia/Tokyo"
[paths]
seeds = "1"
articles = "2"
templates = "3"
pages = "3b"
static = "4"
output = "../5"
[loader]
period = "2004-05..2008"
[lists]
limit = 6
feed = 7
latest = 1_000_000
[search]
enabled = false
full_text = 8
[images]
widths = [320, 640]
quality = 70
cards = true
[pages]
omit = ["days", "data"]
[[navigation]]
text = " Contact "
href = "pages/contact.md"
[[navigation]]
text = "Elsewhere"
href = "https://example.org/"
"""
    site = SiteSettings(
        *(
            "T",
            "https://example.org/a",
            "zh-Hans",
            "D",
            "A",
            "L",
            "https://example.org/terms",
            "mark.svg",
            "Record",
        ),
        *("*F*", "Asia/Tokyo"),
    )
    assert read_settings(text, "newsgen.toml") == Settings(
        site,
        PathSettings("1", "2", "3", "3b", "4", "../5"),
        LoaderSettings("2004-05..2008"),
        ListSettings(6, 7, 1_000_000),
        SearchSettings(False, 8),
        ImageSettings((320, 640), 70, True),
        PageSettings(("days", "data")),
        (
            NavigationEntry("Contact", "pages/contact.md"),
            NavigationEntry("Elsewhere", "https://example.org/"),
        ),
    )


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "[site]\n[paths]\n"])
def test_nothing_need_be_set(text: str) -> None:
    assert read_settings(text, "newsgen.toml") == Settings()


def test_pyproject_toml_holds_them_under_tool_newsgen() -> None:
    """What other tools keep there is none of our business."""
    text = '[project]\nname = 5\n[tool.other]\nsite = 1\n[tool.newsgen.site]\ntitle = "T"\n[tool.newsgen]\nlists = {limit = 3}\n'
    assert read_settings(text, "pyproject.toml") == Settings(SiteSettings("T"), lists=ListSettings(3))


PYPROJECT = {
    "[tool.newsgen.sites]\n": 'pyproject.toml:1:1: no section is called "sites"; did you mean "site"?',
    '[tool.newsgen]\nsites.title = "x"\n': 'pyproject.toml:2:1: no section is called "sites"; did you mean "site"?',
    "[tool.newsgen.site]\ntitle = 5\n": "pyproject.toml:2:1: title is 5; write a text in quotes",
    '[tool.newsgen.site]\nx = ""\n': (
        'pyproject.toml:2:1: no setting is called "x" in [tool.newsgen.site]; '
        "known are: title, url, language, description, author, licence, licence_url, logo, logo_alt, footer, timezone"
    ),
    "[tool.newsgen]\nsite = 5\n": (
        'pyproject.toml:2:1: "site" is not a section; write [tool.newsgen.site] on a line of its own'
    ),
    "[tool]\nnewsgen = 5\n": (
        'pyproject.toml:2:1: "tool.newsgen" is not a section; write e.g. [tool.newsgen.site] on a line of its own'
    ),
}


@pytest.mark.parametrize(("text", "message"), PYPROJECT.items())
def test_in_pyproject_toml_messages_name_the_whole_section(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(text, "pyproject.toml")
    assert str(caught.value) == message


@given(st.text())
def test_any_text_is_settings_or_an_error_with_a_place(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        read_settings(text, "newsgen.toml")
    except SettingsError as error:
        problems = error.problems
    assert all(str(problem).startswith("newsgen.toml:") for problem in problems)
