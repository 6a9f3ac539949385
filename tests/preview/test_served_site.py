"""What is shown, and since when it is another; problems with the lines around them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from newsgen.errors import Problem
from newsgen.preview.served_site import WIDTH, ServedSite, add_excerpt_to_problem
from tests.support.previewing import run_alone


@pytest.fixture
def shown(tmp_path: Path) -> ServedSite:
    found = ServedSite(tmp_path, tmp_path / "site", tmp_path / "index", "era")
    found.publish({"a": "1", "b": "1"}, 0)
    return found


def test_only_what_changed_is_news(shown: ServedSite) -> None:
    before = shown.edition
    shown.publish({"a": "2", "b": "1", "c": "1"}, 1)
    assert [shown.changed_since(before, [path]) for path in "abcd"] == [True, False, True, False]
    assert not shown.changed_since(shown.edition, "abc")
    before = shown.edition
    shown.publish({"a": "2", "b": "1"}, 2)
    assert [shown.changed_since(before, [path]) for path in "abc"] == [False, False, True]


def test_a_build_that_changes_nothing_is_no_news(shown: ServedSite) -> None:
    before = shown.edition
    shown.publish({"a": "1", "b": "1"}, 1)
    assert shown.edition == before


def test_a_saved_page_is_news_once_and_its_build_is_none(shown: ServedSite) -> None:
    """If the build makes the same bytes of it; if it makes others, they are news."""
    text = b"fresh"
    shown.overlay_pages({"a": text}, 1)
    sha256 = shown._latest["a"]
    before = shown.edition
    assert shown.changed_since(before - 1, "a")
    shown.publish({"a": sha256, "b": "1"}, 1)
    assert (shown.edition, shown.newer_page("a")) == (before, None)
    shown.publish({"a": "other", "b": "1"}, 2)
    assert shown.changed_since(before, "a")


def test_a_build_that_knows_less_does_not_take_a_saved_page_away(shown: ServedSite) -> None:
    shown.overlay_pages({"a": b"first"}, 1)
    shown.overlay_pages({"a": b"second"}, 2)
    before = shown.edition
    shown.publish({"a": "made of first", "b": "2"}, 1)
    assert shown.newer_page("a") == b"second"
    assert not shown.changed_since(before, "a")
    shown.publish({"a": "made of second", "b": "2"}, 2)
    assert shown.newer_page("a") is None


def test_pages_are_rendered_when_they_are_asked_for(shown: ServedSite) -> None:
    """Until a build knows of the template; those that come out the same are no news."""
    asked = []

    def render(path: str) -> bytes | None:
        asked.append(path)
        return b"new" if path == "a" else None

    shown.overlay_pages({"b": b"old"}, 1)
    before = shown.edition
    shown.overlay_pages({}, 2, render)
    assert shown.edition == before + 1
    assert [shown.newer_page("a"), shown.newer_page("a"), shown.newer_page("c")] == [b"new", b"new", None]
    assert asked == ["a", "c"]
    assert shown.changed_since(before, "a")
    assert not shown.changed_since(shown.edition, "a")
    assert "b" not in shown.fresh
    shown.publish({"a": "x"}, 1)
    assert shown.newer_page("a") == b"new"
    shown.publish({"a": "x"}, 2)
    assert shown.newer_page("a") is None


def test_problems_are_news_once_and_again_when_they_go(shown: ServedSite) -> None:
    problem = Problem("a.md", 1, 1, "wrong", "write it right")
    editions = []
    for problems in ([problem], [problem], []):
        shown.show_problems(problems)
        editions.append(shown.edition)
    assert editions == [2, 2, 3]


def test_those_who_wait_hear_of_news_and_of_the_end(shown: ServedSite) -> None:
    async def wait() -> list[int]:
        waiting = [asyncio.create_task(shown.wait_for_edition(shown.edition)) for _ in range(2)]
        await asyncio.sleep(0)
        shown.publish({}, 1)
        heard = await asyncio.gather(*waiting)
        last = asyncio.create_task(shown.wait_for_edition(shown.edition))
        await asyncio.sleep(0)
        shown.close()
        return [*heard, await asyncio.wait_for(last, 10)]

    assert run_alone(wait()) == [2, 2, 2]


TEXT = "one\ntwo\tx\nthree\r\nfour\nfive\nsix 北京 x\nseven"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/a.md").write_bytes(TEXT.encode())
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "archive"


EXCERPTS = [
    ("a.md", 1, 2, "> 1 | one\n    |  ^\n  2 | two x\n  3 | three"),
    ("a.md", 4, 0, "  2 | two x\n  3 | three\n> 4 | four\n  5 | five\n  6 | six 北京 x"),
    ("a.md", 6, 7, "  4 | four\n  5 | five\n> 6 | six 北京 x\n    |     \u3000\u3000^\n  7 | seven"),
    ("a.md", 7, 1, "  5 | five\n  6 | six 北京 x\n> 7 | seven\n    | ^"),
    ("a.md", 0, 0, ""),
    ("", 0, 0, ""),
    ("none.md", 1, 1, ""),
    ("../secret", 1, 1, ""),
    (".", 1, 1, ""),
]


@pytest.mark.parametrize(("file", "line", "column", "excerpt"), EXCERPTS)
def test_excerpts(file: str, line: int, column: int, excerpt: str, root: Path) -> None:
    """With a caret as far as the signs before it are wide; of nothing outside the archive."""
    assert add_excerpt_to_problem(Problem(file, line, column, "wrong", "right"), root).excerpt == excerpt


def test_place_message_and_expectation(root: Path) -> None:
    found = add_excerpt_to_problem(Problem("a.md", 4, 7, "no day", "write one"), root)
    assert (found.place, found.message, found.expected) == ("a.md:4:7", "no day", "write one")
    assert add_excerpt_to_problem(Problem("", 0, 0, "busy"), root).place == ""


def test_a_long_line_is_shown_around_its_column(root: Path) -> None:
    (root / "a.md").write_text("x" * 500 + "Y" + "x" * 500)
    line, caret = add_excerpt_to_problem(Problem("a.md", 1, 501, "wrong"), root).excerpt.splitlines()
    assert line[caret.index("^")] == "Y"
    assert len(line) <= WIDTH + 6


def test_signs_that_cannot_be_seen_do_no_harm(root: Path) -> None:
    (root / "a.md").write_bytes(b"a\x1b[31m\xe2\x80\xaeb\xff")
    assert (
        add_excerpt_to_problem(Problem("a.md", 1, 1, "wrong"), root).excerpt
        == "> 1 | a [31m b\ufffd\n    | ^"
    )
