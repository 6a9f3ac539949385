"""CONTRIBUTING.md: what it shows how to add works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsgen.checks.model import CheckedArchive, FindingKind
from newsgen.errors import ContentError
from newsgen.loader import formats
from newsgen.model import PartialDate
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import open_project
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import read, record, sample_archive, sample_site
from tests.support.archives import record as record_text
from tests.support.archives import write
from tests.support.documents import BLOCK, ROOT


def shown(kind: str) -> list[str]:
    """The blocks of one kind, in order."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return [block for found, block in BLOCK.findall(text) if found == kind]


def run(block: str, **names: Any) -> dict[str, Any]:
    # A module of that name must not exist: its annotations stay texts that msgspec looks up in these very names.
    exec(compile(block, "CONTRIBUTING.md", "exec", dont_inherit=True), names)
    return names


@pytest.fixture
def form() -> formats.Format:
    """The format that the document adds."""
    module, line = [block for block in shown("python") if "headline" in block or "saved_json" in block][:2]
    saved_json = SimpleNamespace(**run(module, __name__="tests.test_contributing"))
    found: formats.Format = eval(
        line.strip().rstrip(","), {"Format": formats.Format, "saved_json": saved_json}
    )
    return found


def test_a_format(form: formats.Format) -> None:
    """It states headline and date."""
    assert "seeds/a.json".endswith(form.suffixes)
    data = b'{"headline": "Talks open", "published": "2023-11-22", "text": "They met.", "id": 7}'
    (draft,) = form.parse("seeds/a.json", data)
    assert (draft.text, draft.stated, draft.line) == (
        "They met.", {"title": "Talks open", "date": PartialDate(2023, 11, 22)}, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"[]", b'{"headline": "x"}', b'{"headline": "x", "text": "", "published": "31"}']
)
def test_an_error_in_a_seed_of_the_format(data: bytes, form: formats.Format) -> None:
    with pytest.raises(
        ContentError, match=r"^seeds/a\.json:1:1: .*; write an object with headline and text$"
    ):
        list(form.parse("seeds/a.json", data))


def test_a_kind_of_page(tmp_path: Path) -> None:
    """Its template renders its view."""
    module = next(block for block in shown("python") if "longest_page" in block)
    (template,) = shown("jinja")
    (tmp_path / "longest.html").write_text(template, encoding="utf-8")
    archive = sample_archive(
        [record("short", "2023-01-01", words=5), record("long", "2023-01-02", words=900)]
    )
    site = sample_site()
    (page,) = run(module, __name__="tests.test_contributing")["longest_page"](archive, site)
    html = render_page(page, open_theme(tmp_path).environment(read), site).decode()
    assert re.findall(r'<li><a href="([^"]+)">(\w+)</a>, (\d+) words', html) == [
        ("2023/01/02/long.html", "Long", "900"),
        ("2023/01/01/short.html", "Short", "5"),
    ]


def test_a_check(tmp_path: Path) -> None:
    """It reports the one headline in capitals, as a warning of its own code."""
    (module,) = [block for block in shown("python") if "capitals" in block]
    names = {**run(module, __name__="tests.test_contributing"), "FindingKind": FindingKind}
    lines = re.findall(r'`("capitals": .*,)`', (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    check, code = (eval(f"{{{line}}}", names)["capitals"] for line in lines)
    title = "FERRY SAILS AGAIN"
    write(tmp_path, {"articles/a.md": record_text(title), "articles/b.md": record_text("Ferry sails again")})
    subject = CheckedArchive(open_archive(open_project(tmp_path)), {})
    (problem,) = check(subject)
    expected = f'articles/a.md:1: the headline "{title}" is all capitals; write it as a sentence'
    assert (str(problem), problem.code, code.level) == (expected, "capitals", "warning")
