"""Pictures on the front page and in lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.model import DECORATIVE, ArticleImage, BodyPicture, BodyReference, Record, SitePicture
from newsgen.pipeline.thumbnails import choose_thumbnail
from tests.media.samples import picture
from tests.support.archives import UNSEARCHED, build, clean_build, record, tree, write
from tests.support.illustrated import images


def archive(root: Path, pictured: int, settings: str = "", **fields: object) -> None:
    """Twelve articles, of which the newest `pictured` have a picture."""
    write(root, {"newsgen.toml": UNSEARCHED["newsgen.toml"] + f"[images]\ncards = false\n{settings}"})
    write(root, {"articles/p.jpg": picture("jpeg", 900, 600)})
    for n in range(1, 13):
        body = "Words.\n\n![A pier](p.jpg)" if n > 12 - pictured else "Words."
        text = record(f"Text {n}", body, date=f"2023-11-{n:02d}", topics=["Trade"], **fields)
        write(root, {f"articles/t{n}.md": text})


def in_lists(root: Path) -> list[tuple[str, dict[str, str]]]:
    return [(page, values) for page, values in images(root) if not re.search(r"/t\d+\.html", page)]


def test_lists_show_copies_of_the_size_that_they_need(tmp_path: Path) -> None:
    archive(tmp_path, 4)
    build(tmp_path)
    front = [values for page, values in in_lists(tmp_path) if page == "index.html"]
    sizes = [(one.get("loading"), one["sizes"].rpartition(" ")[2]) for one in front]
    assert sizes == [(None, "92vw")] + 3 * [("lazy", "88px")]
    for values in front:
        assert (values["width"], values["height"], values["alt"]) == ("900", "600", "")
        assert "-480.webp 480w" in values["srcset"]
    folders = {page.removesuffix("/index.html") for page, _ in in_lists(tmp_path)}
    assert folders >= {"2023/11", "topics/trade", "2023/11/12"}
    page = (tmp_path / "site/index.html").read_text()
    assert page.count('<a class="thumb"') == page.count('tabindex="-1" aria-hidden="true"') == 4
    assert 'href="assets/pictures.css?v=' in page
    assert tree(tmp_path / "site") == clean_build(tmp_path, tmp_path.parent / "clean")


@pytest.mark.parametrize(
    ("pictured", "settings", "shown"),
    [
        (3, "", True),
        (2, "", False),
        (2, '[lists]\npictures = "auto"\n', False),
        (1, "[lists]\npictures = true\n", True),
        (9, "[lists]\npictures = false\n", False),
    ],
)
def test_lists_show_pictures_where_enough_articles_have_one(
    tmp_path: Path, pictured: int, settings: str, shown: bool
) -> None:
    archive(tmp_path, pictured, settings)
    build(tmp_path)
    assert bool(in_lists(tmp_path)) is shown
    assert (tmp_path / "site/assets/pictures.css").exists() is shown


def test_a_list_follows_a_picture_of_a_text(tmp_path: Path) -> None:
    """The picture changes, and the text that shows it does not."""
    archive(tmp_path, 4)
    build(tmp_path)
    write(tmp_path, {"articles/p.jpg": picture("jpeg", 800, 600)})
    build(tmp_path)
    assert {values["width"] for _, values in in_lists(tmp_path)} == {"800"}
    assert tree(tmp_path / "site") == clean_build(tmp_path, tmp_path.parent / "clean")


def test_the_lead_story_names_who_took_its_picture(tmp_path: Path) -> None:
    archive(tmp_path, 4, image={"src": "p.jpg", "alt": "x", "credit": "Photo: A & B"})
    build(tmp_path)
    assert '<p class="credit">Photo: A &amp; B</p>' in (tmp_path / "site/index.html").read_text()


def shown(width: int, height: int, suffix: str = "jpg", *, copies: bool = True) -> SitePicture:
    smaller = ((480, "images/a-480.webp"),) if copies else ()
    return SitePicture(f"images/a.{suffix}", width, height, smaller)


@pytest.mark.parametrize(
    ("found", "alt", "chosen"),
    [
        (shown(900, 600), "A pier", True),
        (shown(900, 600), "", True),
        (shown(900, 600), DECORATIVE, False),
        (shown(900, 140), "A rule", False),
        (shown(900, 160), "A banner", False),
        (shown(600, 400, copies=False), "A pier", True),
        (shown(900, 600, copies=False), "A pier", False),
        (shown(600, 400, "svg", copies=False), "A map", False),
        (shown(600, 400, "gif", copies=False), "A loop", False),
        (None, "A pier", False),
    ],
)
def test_not_every_picture_suits_a_list(found: SitePicture | None, alt: str, chosen: bool) -> None:
    body = BodyReference("a.md", "0", pictures=(("p", found),))
    text = Record("a.md", body, "A", pictures=(BodyPicture("p", 1, 1, alt),))
    assert choose_thumbnail(text) == (ArticleImage("p", alt, shown=found) if chosen else None)
