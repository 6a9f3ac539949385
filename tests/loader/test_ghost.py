"""Posts that a Ghost export has only in the form of its editors: no word is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsgen.errors import Problem
from newsgen.loader.formats.ghost import read_ghost
from newsgen.loader.html import convert_html
from newsgen.model import ParsedArticle
from tests.support.cases import read_cases


def read_post(tmp_path: Path, **post: Any) -> ParsedArticle | Problem:
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"data": {"posts": [{"id": 1, "title": "A", **post}]}}]}), "utf-8")
    (found,) = read_ghost("seeds/ghost.json", path)
    return found


@pytest.mark.parametrize(("nodes", "markdown"), read_cases(Path(__file__).parent / "data" / "lexical.txt"))
def test_lexical(nodes: str, markdown: list[str], tmp_path: Path) -> None:
    found = read_post(tmp_path, lexical=f'{{"root": {{"children": {nodes}}}}}')
    assert isinstance(found, ParsedArticle)
    assert convert_html(found.text).strip().split("\n") == markdown


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
    assert isinstance(found, ParsedArticle)
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
    assert isinstance(found, ParsedArticle)
    assert found.text == "<p>One</p>"
