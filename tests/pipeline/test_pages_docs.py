"""docs/pages.md says what is so: its page and its settings make the site that it tells of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.record.read import PAGE_FIELDS
from tests.support.archives import build, record, write

DOC = (Path(__file__).parents[2] / "docs" / "pages.md").read_text(encoding="utf-8")
(PAGE,) = re.findall(r"```markdown\n(.*?)```", DOC, re.DOTALL)
NAVIGATION, SITE = re.findall(r"```toml\n(.*?)```", DOC, re.DOTALL)
(MISTAKE,) = re.findall(r"```text\n(.*?)\n```", DOC, re.DOTALL)


@pytest.fixture
def root(folder: Path) -> Path:
    write(folder / "archive", {
        "newsgen.toml": SITE + NAVIGATION,
        "static/mark.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "pages/contact.md": PAGE,
        "pages/desk/staff.md": record("Staff"),
        "pages/authors/ida-dahl.md": record("Ida Dahl", "She writes on ferries."),
        "articles/2023/2023-11-22-talks.md": record("Talks", date="2023-11-22", topics=["Harbour"], authors=["Ida Dahl"]),
    })  # fmt: skip
    return folder / "archive"


def test_the_page_and_the_settings_shown_make_a_site(root: Path) -> None:
    report = build(root, strict=True)
    assert report.warnings == ()
    text = (root / "site/contact.html").read_text()
    assert '<a href="desk/staff.html">on another page</a>' in text
    assert 'id="fn1"' in text
    assert 'alt="Harbour Record"></a>' in text
    assert re.findall(r'">([^<]*)</a></li>', text)[:3] == ["The harbour", "Contact", "The paper"]
    author = (root / "site/authors/ida-dahl/index.html").read_text()
    assert "She writes on ferries." in author
    assert "authors/ida-dahl/index.html" in (root / "site/2023/11/22/talks.html").read_text()


def test_the_keys_listed_are_those_of_a_page() -> None:
    table = DOC[DOC.index("| key |") : DOC.index("A page is in the sitemap")]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == {*PAGE_FIELDS, "navigation"}


def test_the_message_shown_is_the_one_that_is_told(root: Path) -> None:
    write(root, {"newsgen.toml": NAVIGATION.replace("contact.md", "contct.md")})
    with pytest.raises(ContentError) as caught:
        build(root)
    assert str(caught.value) == MISTAKE
