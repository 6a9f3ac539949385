"""newsgen.toml is read strictly: all that is wrong is told at once, each with its place and what to write."""

from __future__ import annotations

from pathlib import Path

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
    TextLimitSettings,
)
from tests.support.cases import read_cases


@pytest.mark.parametrize(("text", "messages"), read_cases(Path(__file__).with_name("bad.txt")))
def test_what_is_wrong_is_told_with_place_and_expectation(text: str, messages: list[str]) -> None:
    """In a pyproject.toml the messages name the whole section."""
    file = messages[0].partition(":")[0]
    with pytest.raises(SettingsError) as caught:
        read_settings(text, file)
    assert [str(problem) for problem in caught.value.problems] == messages
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[lists]\nlimit = {'9' * 5000}\n", r"^newsgen\.toml:2:9: not TOML: a number is too long; "),
        ("x = " + "[" * 5000, r"^newsgen\.toml:1:5: not TOML: brackets are nested too deep; "),
    ],
)
def test_what_is_too_much_for_python_is_told(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read_settings(text, "newsgen.toml")


def test_every_setting_is_read() -> None:
    text = Path(__file__).with_name("every.toml").read_text(encoding="utf-8")
    urls = "https://example.org/a", "https://example.org/terms"
    site = SiteSettings(
        *("T", urls[0], "zh-Hans", "D", "A", "L", urls[1], "mark.svg", "Record", "*F*", "Asia/Tokyo", "hugo"),
        ("jekyll", "/:year/:slug/"),
        "https://example.net/",
    )
    assert read_settings(text, "newsgen.toml") == Settings(
        site,
        PathSettings("1", "2", "3", "3b", "4", "../5"),
        LoaderSettings("2004-05..2008"),
        ListSettings(6, 7, 1_000_000),
        TextLimitSettings(9, 10),
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


@given(st.text())
def test_any_text_is_settings_or_an_error_with_a_place(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        read_settings(text, "newsgen.toml")
    except SettingsError as error:
        problems = error.problems
    assert all(str(problem).startswith("newsgen.toml:") for problem in problems)
