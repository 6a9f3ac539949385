"""Promises of a page's bytes."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsgen.errors import ContentError, Problem
from newsgen.model import BodyReference
from newsgen.renderer.page import Page
from newsgen.renderer.pages import plan_archive_files
from newsgen.renderer.theme.render import clean_and_encode_page, render_bodies_ahead, render_page
from newsgen.renderer.theme.theme import open_theme
from tests.renderer.samples import read, record, sample_archive, sample_site


def test_bytes_are_utf_8_with_one_line_end_at_the_end() -> None:
    """No carriage return, no trailing white space; and no template of the default theme needs the fallback."""
    environment, site = open_theme().environment(read), sample_site()
    for page in plan_archive_files(sample_archive(), site):
        if not isinstance(page, Page):
            continue
        text = render_page(page, environment, site).decode("utf-8")
        assert text.endswith("\n")
        assert "\r" not in text
        assert not [line for line in text.splitlines() if line != line.rstrip()], page.path
    assert not environment.failing


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("a\x00b", b"ab\n"),
        ("a\x0bb\x0cc\rd", b"a b c d\n"),
        ("a\x1fb\x85c", b"a b c\n"),
        ("a\x7f\x80b", b"ab\n"),
        ("a\ufffe\uffff\ufdd0\U0001ffffb", b"ab\n"),
        ("a\ud800b", b"ab\n"),
        ("tab\tand\nline", b"tab\tand\nline\n"),
        ("\u00a0\u200b\ufeff\U0001f600é", "\u00a0\u200b\ufeff\U0001f600é\n".encode()),
    ],
)
def test_forbidden_characters_are_left_out(text: str, sent: bytes) -> None:
    """What parts words becomes a space, the rest goes; nothing else is touched."""
    assert clean_and_encode_page(text) == sent


@given(
    st.text(
        st.sampled_from(
            "a\n\t\x08\x0b\x1e\x7f\x80\x85\x9f\xa0é\u2028\ud800\ufdcf\ufdd0\ufdef\ufdf0\ufeff\uffff\U0001f600\U0001ffff\U0004fffe\U0010ffff"
        )
    )
)
def test_only_what_is_forbidden_is_left_out(text: str) -> None:
    """Judged character by character, where `clean_and_encode_page` looks at bytes."""
    spaced = re.sub("[\v\f\r\x1c-\x1f\x85]", " ", text)
    kept = [
        sign
        for sign in spaced
        if sign in "\n\t"
        or not (
            unicodedata.category(sign) in ("Cc", "Cs")
            or 0xFDD0 <= ord(sign) < 0xFDF0
            or ord(sign) & 0xFFFE == 0xFFFE
        )
    ]
    assert clean_and_encode_page(text).decode() == "".join(kept).removesuffix("\n") + "\n"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_title_and_dek_give_well_formed_feeds(title: str, dek: str) -> None:
    """Control characters, markup, lone signs: the feed stays XML, and the title is the same words."""
    site = sample_site()
    archive = sample_archive([record("a", "2023-01-01", title=title, dek=dek, topics=("T",))])
    environment = open_theme().environment(read)
    for page in plan_archive_files(archive, site):
        if isinstance(page, Page) and page.path == "feed.xml":
            root = etree.fromstring(render_page(page, environment, site))
            found = root.findtext("{*}entry/{*}title") or ""
            assert found.split() == clean_and_encode_page(title).decode().split()


def test_an_articles_error_is_passed_on() -> None:
    """A text that changed during the build is told as such, not as a template's error."""

    def changed(body: BodyReference) -> str:
        raise ContentError(Problem(body.path, 0, 0, "the text changed during the build"))

    site = sample_site()
    page = next(
        page for page in plan_archive_files(sample_archive(), site) if page.path.endswith("talks-open.html")
    )
    assert isinstance(page, Page)
    with pytest.raises(ContentError, match=r"^articles/talks-open\.md: the text changed"):
        render_page(page, open_theme().environment(changed), site)


def test_texts_are_read_once_before_their_pages_and_a_mistake_is_reported_with_its_page() -> None:
    """A page is the same whether its text was read before or not; a withdrawn one shows none."""
    asked: list[str] = []

    def counted(body: BodyReference) -> str:
        asked.append(body.path)
        if "guessed" in body.path:
            raise ContentError(Problem(body.path, 0, 0, "the text changed", "build again"))
        return read(body)

    site = sample_site()
    pages = [page for page in plan_archive_files(sample_archive(), site) if isinstance(page, Page)]
    pages = [page for page in pages if page.template == "article.html"]
    environment, plain = open_theme().environment(counted), open_theme().environment(read)
    render_bodies_ahead(pages, environment)
    assert sorted(asked) == sorted(page.view.body.path for page in pages if not page.view.withdrawn)
    asked.clear()
    for page in pages:
        if "guessed" in page.path:
            with pytest.raises(ContentError, match="the text changed"):
                render_page(page, environment, site)
        else:
            assert render_page(page, environment, site) == render_page(page, plain, site)
    assert all("guessed" in path for path in asked)


ARTICLE = "2023/11/22/talks-open.html"


def article_with(tmp_path: Path, **templates: str) -> str:
    """The page of an article under a theme with these overrides, named without '.html'."""
    for name, text in templates.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    theme = open_theme(tmp_path)
    site = msgspec.structs.replace(sample_site(), assets=theme.addresses)
    page = next(page for page in plan_archive_files(sample_archive(), site) if page.path == ARTICLE)
    assert isinstance(page, Page)
    return render_page(page, theme.environment(read), site).decode()


def test_templates_see_page_and_site_only(tmp_path: Path) -> None:
    """No global of Jinja's is left, and no filter that is not pure."""
    for name in ("range", "lipsum", "dict", "cycler", "joiner", "namespace"):
        with pytest.raises(ContentError, match=f'nothing is called "{name}" here'):
            article_with(tmp_path, article="{{ " + name + "() }}")
    with pytest.raises(ContentError, match='there is no filter "random"'):
        article_with(tmp_path, article="{{ [1] | random }}")
