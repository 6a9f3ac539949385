"""What is written at once is what its template shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from newsgen.archive.model import Archive
from newsgen.errors import ContentError
from newsgen.model import Record
from newsgen.renderer.environment import Environment
from newsgen.renderer.outputs.feeds import as_text
from newsgen.renderer.page import Page
from newsgen.renderer.pages.bundle import bundle_pages
from newsgen.renderer.pages.feeds import feed_pages
from newsgen.renderer.render import clean, render
from newsgen.renderer.theme import open_theme
from newsgen.renderer.whole_files import writers_by_template
from tests.renderer.samples import URL, read, record, sample_archive, sample_site

ODD = st.text(st.sampled_from("a <&>\"'\n\x00\x0b\x7f\x85é\u2028\u2029\ufffe\U0001f600"), max_size=12)


def pages(archive: Archive, url: str) -> Iterator[Page]:
    """The files that templates of one filter make."""
    site = sample_site(url)
    for page in (*feed_pages(archive, site), *bundle_pages(archive, site)):
        if page.template in {"feed.json", "data.jsonl"}:
            yield page


def by_template(page: Page, environment: Environment, url: str) -> bytes:
    """A file as Jinja's own code makes it."""
    site = sample_site(url)
    return clean(environment.careful.get_template(page.template).render(page=page.view, site=site))


def records(title: str, topic: str) -> list[Record]:
    """Records with odd signs, one of them without a date."""
    kept = {"title": title or "-", "dek": topic, "topics": (topic or "-",)}
    return [record("a", "2023-01-05", **kept), record("b", "2023-01-06", **kept), record("c", **kept)]


@pytest.fixture(scope="module")
def environment() -> Environment:
    """That of the default theme."""
    return open_theme().environment(read)


@pytest.mark.parametrize("url", [URL, ""])
@pytest.mark.parametrize("archive", [sample_archive(), sample_archive([])], ids=["sample", "empty"])
def test_no_byte_differs_from_what_the_template_makes(
    archive: Archive, url: str, environment: Environment
) -> None:
    """The template goes through all of Jinja."""
    for page in pages(archive, url):
        assert page.template in environment.direct
        assert render(page, environment, sample_site(url)) == by_template(page, environment, url)


@settings(max_examples=30)
@given(title=ODD, topic=ODD)
def test_no_odd_sign_makes_a_difference(title: str, topic: str, environment: Environment) -> None:
    """Whatever stands in a record."""
    for page in pages(sample_archive(records(title, topic)), URL):
        assert render(page, environment, sample_site()) == by_template(page, environment, URL)


def test_only_a_template_of_one_filter_is_passed_by() -> None:
    """Whatever else it says is shown."""
    writers = {"lines": lambda page: page.encode(), "feed": lambda page, site: f"{page}{site}".encode()}
    texts = {
        "a": "{{ page | lines }}\n",
        "b": "{{ page | feed(site) }}",
        "c": "x{{ page | lines }}",
        "d": "{{ page | lines }}\n\n",
        "e": "{{ page | feed(page) }}",
        "f": "{{ page | other }}",
        "g": "{{ page.x | lines }}",
    }
    found = writers_by_template(texts, writers)
    assert {name: write("p", "s") for name, write in found.items()} == {"a": b"p", "b": b"ps"}


def test_a_filter_that_is_given_another_page_is_told_as_ever() -> None:
    """With the template's place."""
    theme = open_theme()
    texts = theme.templates | {"feed.xml": "{{ page | json_lines }}"}
    environment = msgspec.structs.replace(theme, templates=texts).environment(read)
    page = next(feed_pages(sample_archive(), sample_site()))
    with pytest.raises(ContentError, match=re.escape("feed.xml:1:")):
        render(page, environment, sample_site())


@given(st.text(st.sampled_from("a<&>\"';é\u2028\ud800\U0001f600")))
def test_a_text_is_escaped_as_ever(text: str) -> None:
    """As markupsafe does."""
    assert as_text(text) == escape(text)
