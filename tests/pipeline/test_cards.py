"""Cards for social media: for which articles, and where they are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.media.samples import picture
from tests.support.archives import build, clean_build, four, many, record, tree, write

URL = '[site]\nurl = "https://example.org/r/"\ntitle = "Record"\n[search]\nenabled = false\n'
OPEN = "articles/2023/2023-11-22-talks-open.md"


def cards(root: Path) -> list[str]:
    return sorted(re.sub(r"-\w{12}\.png$", "", path.name) for path in root.glob("site/cards/*"))


def shared(root: Path, page: str) -> list[str]:
    text = (root / "site" / page).read_text(encoding="utf-8")
    return re.findall(r'<meta property="og:image(?::\w+)?" content="([^"]*)">', text)


def test_each_article_without_a_picture_has_a_card(tmp_path: Path) -> None:
    write(tmp_path, four() | {"newsgen.toml": URL})
    build(tmp_path)
    assert cards(tmp_path) == ["a-canal", "an-old-letter", "talks-close", "talks-open"]
    url, width, height, alt = shared(tmp_path, "2023/11/22/talks-open.html")
    assert (tmp_path / "site" / url.removeprefix("https://example.org/r/")).is_file()
    assert (width, height, alt) == ("1200", "630", "Talks open")
    assert tree(tmp_path / "site") == clean_build(tmp_path, tmp_path.parent / "clean-cards")


@pytest.mark.parametrize(
    ("fields", "files"),
    [
        ({"title": "Conversações abertas"}, {}),
        ({"title": "日中首脳会談"}, {}),
        ({"title": "محادثات"}, {}),
        ({"title": "T", "status": "withdrawn"}, {}),
        ({"title": "T", "image": {"src": "a.png", "alt": "A"}}, {"articles/2023/a.png": picture("png")}),
    ],
)
def test_no_card_is_better_than_one_that_cannot_be_read(
    fields: dict[str, object], files: dict[str, bytes], tmp_path: Path
) -> None:
    """Nor is one made beside a picture."""
    write(tmp_path, {"newsgen.toml": URL, OPEN: record(**fields, date="2023-11-22")} | files)  # type: ignore[arg-type]
    build(tmp_path)
    assert cards(tmp_path) == []


def test_without_the_sites_address_nobody_could_fetch_them(tmp_path: Path) -> None:
    write(tmp_path, four())
    assert build(tmp_path).warnings == ()
    assert cards(tmp_path) == []
    write(tmp_path, {"newsgen.toml": "[images]\ncards = true\n"})
    (warning,) = build(tmp_path).warnings
    assert str(warning) == "cards are left out, for the site's address is not known; set url under [site]"


def test_an_edit_makes_one_card_and_takes_the_old_one_away(tmp_path: Path) -> None:
    write(tmp_path, many(6) | {"newsgen.toml": URL})
    build(tmp_path)
    before = {path.name: path.stat().st_ino for path in tmp_path.glob("site/cards/*")}
    (path,) = tmp_path.glob("articles/*/*-text-3.md")
    path.write_text(path.read_text().replace("Text 3", "Text three"))
    build(tmp_path)
    after = {path.name: path.stat().st_ino for path in tmp_path.glob("site/cards/*")}
    assert len(before.items() & after.items()) == 5
    assert len(after) == 6
