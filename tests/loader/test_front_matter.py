"""Seeds of other generators: what their paths say, pages that are no articles, ids of authors."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.loader.names.authors import read_author_names
from tests.support.command import newsgen
from tests.support.loading import load_fresh

TEXT = "---\ntitle: A title\n{}---\n\nSome words of an article.\n"


def load_one(path: str, text: str) -> tuple[str, dict[str, object]]:
    (record,) = load_fresh({path: text.encode()}).new
    return record.path, record.front


@pytest.mark.parametrize(
    ("path", "front", "record"),
    [
        ("seeds/_posts/2020-01-31-ferry.md", "", "articles/2020/2020-01-31-ferry.md"),
        ("seeds/2020-01-31-ferry/index.md", "", "articles/2020/2020-01-31-ferry.md"),
        ("seeds/ferry/index.md", "date: 2021-02-03\n", "articles/2021/2021-02-03-ferry.md"),
        ("seeds/ferry/index.fr.md", "date: 2021-02-03\n", "articles/2021/2021-02-03-ferry.md"),
        ("seeds/2020/01/31/index.md", "date: 2021-02-03\n", "articles/2021/2021-02-03-a-title.md"),
        ("seeds/x.md", "slug: own\ndate: 2021\n", "articles/2021/2021-own.md"),
        ("seeds/ferry.html", "date: 2021-02\n", "articles/2021/2021-02-a-title.md"),
        ("seeds/ferry.txt", "date: 2021-02\n", "articles/2021/2021-02-a-title.md"),
        ("seeds/ferry/index.md", "", "articles/undated/ferry.md"),
        ("seeds/_posts/2020-1-5-ferry.md", "", "articles/2020/2020-01-05-ferry.md"),
        ("seeds/ferry.mdx", "date: 2021-02\n", "articles/2021/2021-02-a-title.md"),
        ("seeds/ferry.njk", "date: 2021-02\n", "articles/2021/2021-02-a-title.md"),
        ("seeds/ferry.md", "date: 2021-02-03 09:05 EST\n", "articles/2021/2021-02-03-a-title.md"),
    ],
)
def test_a_record_is_named_as_its_seed(path: str, front: str, record: str) -> None:
    assert load_one(path, TEXT.format(front))[0] == record


@pytest.mark.parametrize(
    ("path", "front", "key", "value"),
    [
        ("seeds/ferry.fr.md", "", "language", "fr"),
        ("seeds/_drafts/ferry.md", "", "status", "draft"),
        ("seeds/ferry.md", "status: done\nexcerpt: About {{ site.title }} now\n", "dek", "About now"),
        ("seeds/_posts/2020-01-31-x.md", "tags: sea ships\n", "topics", ("sea", "ships")),
        ("seeds/source/_posts/2020-01-31-x.md", "tags: sea ships\n", "topics", ("sea ships",)),
        ("seeds/_posts/2020-01-31-x.md", "tags: open sea, ships\n", "topics", ("open sea", "ships")),
        ("seeds/source/_posts/2020-01-31-x.markdown", "tags: 'a \"b c\"'\n", "topics", ("a", "b c")),
    ],
)
def test_a_path_says_more_than_a_name(path: str, front: str, key: str, value: object) -> None:
    assert load_one(path, TEXT.format(front))[1][key] == value


def test_a_title_comes_from_a_heading_or_from_the_name() -> None:
    dated = "---\ndate: 2020\n---\n"
    assert load_one("seeds/a-ferry.md", f"{dated}# Its heading\n\nWords.\n")[1]["title"] == "Its heading"
    path, front = load_one("seeds/a-ferry.md", f"{dated}Words without a heading.\n")
    assert (path, front["title"]) == ("articles/2020/2020-a-ferry.md", "A ferry")
    assert "title" in front["inferred"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("seeds/news/_index.md", TEXT.format("")),
        ("seeds/news/index.md", TEXT.format("")),
        ("seeds/index.md", "---\nlayout: home\n---\n"),
        ("seeds/about.md", TEXT.format("layout: page\n")),
        ("seeds/tags/index.md", TEXT.format("type: tags\ndate: 2020-01-31\n")),
        ("seeds/parts/index.md", TEXT.format("headless: true\n")),
        ("seeds/all.md", TEXT.format("eleventyExcludeFromCollections: true\n")),
        ("seeds/archetypes/default.md", TEXT.format("date: 2020-01-31\n")),
        ("seeds/README.md", "# My blog\n\nRun it.\n"),
    ],
)
def test_pages_of_sections_are_no_articles(path: str, text: str) -> None:
    article = {"seeds/news/ferry.md": TEXT.format("date: 2020\n").encode()}
    report = load_fresh(article | {path: text.encode()})
    assert [record.seed for record in report.new] == ["seeds/news/ferry.md"]
    assert report.sections == (path,)


def test_the_text_of_a_section_introduces_its_topic(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    for name in ("a", "b"):
        write(seeds / f"post/{name}.md", TEXT.format(f"date: 2020\ntags: [Sea ferries]\nslug: {name}\n"))
    write(seeds / "tags/sea-ferries/_index.md", "+++\ntitle = 'Sea ferries'\n+++\nAll about ferries.\n")
    assert newsgen(tmp_path, "load").returncode == 0
    page = tmp_path / "pages/topics/sea-ferries.md"
    assert "All about ferries." in page.read_text(encoding="utf-8")
    page.unlink()
    again = newsgen(tmp_path, "load")
    assert "made 0 records" in again.stdout
    assert not page.exists()


def test_seeds_with_one_slug_and_day_have_addresses_of_their_own() -> None:
    texts = {
        f"seeds/{name}.md": TEXT.format(f"slug: own\ndate: 2020-01-31\nkey: {name}\n").encode()
        for name in "ab"
    }
    report = load_fresh(texts)
    assert len({record.path for record in report.new}) == 2
    assert not any("slug" in record.front or "slug:" in record.text for record in report.new)


def test_header_lines_of_plain_text_need_known_keys() -> None:
    known = load_one("seeds/x.txt", "Title: A ferry\nDate: 2020-01-31\n\nWords of the text.\n")
    assert known[0] == "articles/2020/2020-01-31-a-ferry.md"
    _, other = load_one("seeds/x.txt", "Title: A ferry\nContact: Ida\n\nWords of the text.\n")
    assert other["title"] == "A ferry"
    assert "contact" not in other


def test_templates_are_no_articles(tmp_path: Path) -> None:
    """Layouts and includes of a repository that was copied as a whole are skipped, and no error."""
    write(tmp_path / "seeds/_posts/2020-01-31-x.md", TEXT.format("image: x.png\n"))
    write(tmp_path / "seeds/_includes/a.html", "<figure>{% if include.src %}<img>{% endif %}</figure>\n")
    write(tmp_path / "seeds/_includes/base.njk", "<html><body>{{ content | safe }}</body></html>\n")
    write(tmp_path / "seeds/layouts/index.html", '{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}\n')
    result = newsgen(tmp_path, "load")
    assert (result.returncode, "made 1 record" in result.stdout) == (0, True)
    assert "image: {src: x.png}" in next((tmp_path / "articles").rglob("*.md")).read_text(encoding="utf-8")


def test_javascript_front_matter_is_read() -> None:
    text = "---js\n{\n  title: 'A ferry',\n  date: '2020-01-31',\n}\n---\nWords of the text.\n"
    assert load_one("seeds/x.md", text)[0] == "articles/2020/2020-01-31-a-ferry.md"


def test_html_without_front_matter_is_skipped() -> None:
    assert load_fresh({"seeds/x.html": b"<p>Words</p>"}).skipped == ("seeds/x.html",)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_data/authors.yml", "ida:\n  name: Ida Dahl\n  url: /ida\n"),
        ("_data/authors.yml", "- id: ida\n  name: Ida Dahl\n"),
        ("data/authors.json", '{"ida": {"full_name": "Ida Dahl"}}'),
        ("data/authors/ida.toml", 'display_name = "Ida Dahl"'),
        ("data/authors/ida.yml", "first_name: Ida\nlast_name: Dahl\n"),
        ("authors/ida/_index.md", "---\ntitle: Ida Dahl\n---\n"),
        ("_authors/some.md", "---\nshort_name: ida\nname: Ida Dahl\n---\n"),
        ("authors.yml", "ida: Ida Dahl\n"),
    ],
)
def test_ids_of_authors_become_names(path: str, text: str, tmp_path: Path) -> None:
    assert read_author_names([(path, text.encode())])["ida"] == "Ida Dahl"
    write(tmp_path / "seeds/post/x.md", TEXT.format("date: 2020-01-31\nauthors: [ida, Bo]\n"))
    write(tmp_path / "seeds" / path, text)
    newsgen(tmp_path, "load")
    record = (tmp_path / "articles/2020/2020-01-31-a-title.md").read_text(encoding="utf-8")
    assert "authors: [Ida Dahl, Bo]" in record


def test_names_toml_overrides_a_data_file(tmp_path: Path) -> None:
    write(tmp_path / "articles/x.md", TEXT.format("date: 2020-01-31\nauthors: [ida, bo]\n"))
    write(tmp_path / "_data/authors.yml", "ida: Ida Dahl\nbo: Bo Ek\n")
    write(tmp_path / "names.toml", '[authors]\n"I. Dahl" = "ida"\n')
    assert newsgen(tmp_path, "build", "--no-search").returncode == 0
    page = next((tmp_path / "site/2020/01/31").glob("x*")).read_text(encoding="utf-8")
    assert "I. Dahl" in page
    assert "Bo Ek" in page


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
