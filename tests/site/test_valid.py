"""What the sample site publishes is valid by the standards it claims."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import feedparser
import jsonschema
import pytest
from lxml import etree

PROJECTS = Path(__file__).parents[1] / "projects"
GOLDEN = ("changes", "languages", "names", "pages", "pictures", "plain-seeds", "right-to-left")
Vnu = Callable[..., list[str]]

SHORT = ("people", "places", "organizations", "sources", "authors")
"""Feeds of these hold summaries, as those of years do."""
TEXTS = 5
"""Articles whose texts the feed of a topic holds."""
ATOM = "{http://www.w3.org/2005/Atom}"


def xml(path: Path) -> etree._ElementTree:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.parse(str(path), parser)


@pytest.fixture(params=["sample_site", "bare_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """The site with an address and without."""
    found: Path = request.getfixturevalue(request.param)
    return found


def test_every_page_is_valid_html(sample_site: Path, vnu: Vnu, tmp_path: Path) -> None:
    """The Nu HTML checker has no error and no warning, nor in the golden sites that show other things.

    The check can fail: the duplicate id of a page beside them is found.
    """
    text = "<!DOCTYPE html><html lang=en><title>x</title><p id=a>x<p id=a>y"
    (tmp_path / "defect.html").write_text(text, encoding="utf-8")
    said = vnu(sample_site, *(PROJECTS / name / "after" / "site" for name in GOLDEN), tmp_path)
    assert [message for message in said if "/defect.html:" not in message] == []
    assert any("Duplicate ID" in message for message in said)


def test_every_feed_follows_its_grammar_or_schema(site: Path, shared: Path) -> None:
    """Also those of the golden archives: of none and one article, of parts of years, of corrections.

    Source: RFC 4287, appendix B; the schema of JSON Feed 1.1.
    """
    standards = shared / "corpora" / "standards"
    grammar = etree.RelaxNG(xml(standards / "atom.rng"))
    schema = jsonschema.Draft7Validator(json.loads((standards / "schema-v1.1.json").read_text("utf-8")))
    feeds = sorted(site.rglob("*feed*.xml"))
    topics = [path.parent for path in site.glob("topics/*/index.html")]
    assert {site / "feed.xml", *(topic / "feed.xml" for topic in topics)} <= set(feeds)
    golden = [path for path in PROJECTS.glob("*/after/site/**/*feed*.*") if path.suffix in (".xml", ".json")]
    for feed in (*feeds, *site.rglob("feed.json"), *golden):
        if feed.suffix == ".json":
            schema.validate(json.loads(feed.read_text("utf-8")))
        else:
            assert grammar.validate(xml(feed)), f"{feed}: {grammar.error_log.last_error}"


def test_every_feed_is_read_back(site: Path) -> None:
    """A feed reader sees each entry with its title, a link, an id of its own and, of site and topics, the text."""
    for path in sorted(site.rglob("*feed*.xml")):
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo, f"{path.relative_to(site)}: {read.get('bozo_exception')}"
        written = [entry.findtext(f"{ATOM}title") for entry in xml(path).iter(f"{ATOM}entry")]
        assert [entry.title for entry in read.entries] == written
        assert len({entry.id for entry in read.entries}) == len(read.entries)
        assert read.entries or path.parent.name == "corrections", path
        full = path.name == "feed.xml" and path.parent.parent.name not in SHORT
        texts = 0 if not full else len(read.entries) if path.parent == site else TEXTS
        assert all(entry.link for entry in read.entries), path
        assert all(entry.content[0].value for entry in read.entries[:texts]), path


def test_the_sitemap_follows_its_schema(
    sample_site: Path, bare_site: Path, sample_url: str, shared: Path
) -> None:
    """A site with an address has a sitemap that its schema accepts; a site without has none."""
    schema = etree.XMLSchema(xml(shared / "corpora" / "standards" / "sitemap.xsd"))
    sitemap = xml(sample_site / "sitemap.xml")
    assert schema.validate(sitemap), schema.error_log.last_error
    listed = [str(loc.text) for loc in sitemap.iter("{*}loc")]
    assert {url.removesuffix("index.html") for url in listed} >= {sample_url}
    assert len(set(listed)) == len(listed)
    for url in listed:
        assert (sample_site / url.removeprefix(sample_url)).exists(), url
    assert not (bare_site / "sitemap.xml").exists()
