"""Pictures without an alternative text are findings."""

from __future__ import annotations

from pathlib import Path

from newsgen.checks.model import Generation, Subject
from newsgen.checks.records import check_pictures
from newsgen.errors import Problem
from newsgen.record.read import read_page, read_record
from tests.renderer.samples import sample_archive
from tests.support.archives import record, write

RECORD = "articles/2023/2023-11-22-talks.md"
PAGE = "pages/masthead.md"


def found(root: Path, body: str, page: str = "", **fields: object) -> list[Problem]:
    text, own = record("Talks", body, **fields), record("Masthead", page)
    write(root, {RECORD: text, PAGE: own})
    archive = sample_archive([read_record(RECORD, text.encode())])
    archive.pages["masthead.html"] = read_page(PAGE, own.encode())
    return list(check_pictures(Subject(archive, Generation(root / "site", {}), root)))


def test_each_is_told_at_its_place_with_a_remedy(tmp_path: Path) -> None:
    lines = [
        str(problem) for problem in found(tmp_path, "Text ![](a.png)\n![b](b.png) ![ ](c.png)", "![](d.png)")
    ]
    remedy = (
        ' has no alternative text; write ![a description]({0}), or "decorative" for one that says nothing'
    )
    assert lines == [
        f"{RECORD}:4:10: the picture a.png" + remedy.format("a.png"),
        f"{RECORD}:5:18: the picture c.png" + remedy.format("c.png"),
        f"{PAGE}:4:5: the picture d.png" + remedy.format("d.png"),
    ]


def test_that_above_the_text_is_found_at_its_line(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "Text", image={"src": "lead.png"})
    assert (problem.line, problem.column, problem.code) == (3, 17, "no-alt")
    assert "alt: a description" in problem.expected


def test_pictures_that_are_described_or_said_to_say_nothing_are_none(tmp_path: Path) -> None:
    assert (
        found(tmp_path, "![decorative](a.png) ![A map](b.png)", image={"src": "l.png", "alt": "decorative"})
        == []
    )
