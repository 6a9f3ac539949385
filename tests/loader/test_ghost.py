"""Posts that a Ghost export has only in the form of its editors: no word is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsgen.errors import Problem
from newsgen.loader.formats.ghost import read_ghost
from newsgen.loader.html import convert_html
from newsgen.model import Draft


def read_post(tmp_path: Path, **post: Any) -> Draft | Problem:
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"data": {"posts": [{"id": 1, "title": "A", **post}]}}]}), "utf-8")
    (found,) = read_ghost("seeds/ghost.json", path)
    return found


def text(words: str, style: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": style}


def node(kind: str, *children: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"type": kind, **values, "children": list(children)}


@pytest.mark.parametrize(
    ("nodes", "markdown"),
    [
        ([node("paragraph", text("It is "), text("late", 3), text(" <b>", 16))], "It is ***late*** `<b>`"),
        ([node("paragraph", text("One"), {"type": "linebreak"}, text("two"))], "One\\\ntwo"),
        (
            [node("paragraph", node("link", text("here"), url="https://x.example"))],
            "[here](https://x.example)",
        ),
        ([node("extended-heading", text("Noon"), tag="h3"), node("quote", text("No"))], "### Noon\n\n> No"),
        (
            [node("list", node("listitem", text("a")), node("listitem", text("b")), tag="ol")],
            "1. a\n2. b",
        ),
        (
            [{"type": "image", "src": "a.png", "alt": "Pier", "caption": "The <i>pier</i>"}],
            "![Pier](a.png)\n\nThe *pier*",
        ),
        (
            [{"type": "gallery", "images": [{"src": "a.png"}, {"src": "b.png", "alt": "B"}]}],
            "![](a.png)\n\n![B](b.png)",
        ),
        ([{"type": "codeblock", "code": "a < b", "language": "c"}], "```c\na < b\n```"),
        ([{"type": "markdown", "markdown": "A *card*."}, {"type": "horizontalrule"}], "A *card*.\n\n---"),
        ([{"type": "html", "html": "<p>Raw</p>"}], "Raw"),
        ([{"type": "callout", "calloutText": "<p>Mind</p>", "backgroundColor": "blue"}], "Mind"),
        ([{"type": "toggle", "heading": "More", "content": "<p>Much</p>"}], "More\n\nMuch"),
        (
            [{"type": "bookmark", "url": "https://b.example/", "metadata": {"title": "Book", "icon": "x"}}],
            "Book\n\n<https://b.example/>",
        ),
        (
            [{"type": "embed", "url": "https://v.example/", "html": "<iframe src=y>", "caption": "A film"}],
            "A film\n\n<https://v.example/>",
        ),
        ([{"type": "of-tomorrow", "newText": "Words"}], "Words"),
    ],
)
def test_lexical(nodes: list[dict[str, Any]], markdown: str, tmp_path: Path) -> None:
    found = read_post(tmp_path, lexical=json.dumps({"root": {"children": nodes}}))
    assert isinstance(found, Draft)
    assert convert_html(found.text).strip() == markdown


def test_mobiledoc(tmp_path: Path) -> None:
    document = {
        "atoms": [["soft-return", "", {}], ["mention", "@mia", {}]],
        "cards": [["markdown", {"markdown": "*Card*"}], ["image", {"src": "a.png", "caption": "A pier"}]],
        "markups": [["strong"], ["a", ["href", "https://x.example/?a=1&b=2"]]],
        "sections": [
            [1, "p", [[0, [0], 0, "Bold "], [0, [1], 2, "link"], [1, [], 0, 0], [1, [], 0, 1]]],
            [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
            [10, 0],
            [10, 1],
            [2, "b.png"],
        ],
    }
    found = read_post(tmp_path, mobiledoc=json.dumps(document))
    assert isinstance(found, Draft)
    assert convert_html(found.text).strip() == (
        "**Bold [link](https://x.example/?a=1&b=2)**\\\n@mia\n\n- one\n- two\n\n*Card*\n\n![](a.png)\n\nA pier\n\n![](b.png)"
    )


@pytest.mark.parametrize("document", ["{", "[]", '{"root": 3}', '{"root": {"children": ["x"]}}'])
def test_a_damaged_document_is_named(document: str, tmp_path: Path) -> None:
    found = read_post(tmp_path, lexical=document)
    assert isinstance(found, Problem)
    assert found.message == "A: the text of this post is damaged, and the export has no HTML of it"


def test_html_comes_first(tmp_path: Path) -> None:
    found = read_post(tmp_path, html="<p>One</p>", lexical='{"root": {"children": []}}')
    assert isinstance(found, Draft)
    assert found.text == "<p>One</p>"
