"""newsgen build: what it says and how it ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsgen.cli.options import find_github_pages_url
from tests.support.archives import four, newsgen, stamps, write

SEED = "The talks end in Oslo\n\nOSLO, Nov. 22, 2023 - The talks ended on Wednesday, a spokesman said.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "archive", four())
    return tmp_path / "archive"


def lines(root: Path, *options: str, code: int = 0) -> list[str]:
    """What a build prints, with its seconds and the cost of the search index left out."""
    run = newsgen(root, "build", "--as-of", "2026-11-24", *options)
    assert run.returncode == code, run.stdout + run.stderr
    said = re.sub(r"\d+\.\d\d s", "N s", run.stdout).splitlines()
    return [line for line in said if not line.startswith("search: ")]


def test_the_address_comes_from_the_flag_the_settings_or_github(root: Path) -> None:
    """In this order."""
    actions = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Someone/News"}

    def address(*flags: str) -> str:
        run = newsgen(root, "build", *flags, **actions)
        assert run.returncode == 0, run.stderr
        found = re.search(r"Sitemap: (.*)sitemap.xml", (root / "site/robots.txt").read_text())
        return found[1] if found else ""

    assert address() == "https://someone.github.io/News/"
    write(root, {"newsgen.toml": '[site]\nurl = "https://example.org/a"\n'})
    assert address() == "https://example.org/a/"
    assert address("--site-url", "https://example.net") == "https://example.net/"


ON = {"GITHUB_ACTIONS": "true"}
PAGES = [
    (ON | {"GITHUB_REPOSITORY": "Someone/News"}, "https://someone.github.io/News/"),
    (ON | {"GITHUB_REPOSITORY": "Someone/someone.GitHub.io"}, "https://someone.github.io/"),
    (ON, ""),
    (ON | {"GITHUB_REPOSITORY": "x"}, ""),
    ({"GITHUB_ACTIONS": "", "GITHUB_REPOSITORY": "Someone/News"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("environment", "address"), PAGES)
def test_on_github_a_project_stands_under_its_name_and_a_user_s_site_at_the_root(
    environment: dict[str, str], address: str
) -> None:
    assert find_github_pages_url(environment) == address


def test_a_reference_text_alone_becomes_a_site(shared: Path, tmp_path: Path) -> None:
    """Every page that a reader would look for shows it; a second build has nothing to do."""
    (seed,) = (shared / "seeds").glob("000_*.txt")
    write(tmp_path, {f"seeds/{seed.name}": seed.read_bytes()})
    lines(tmp_path)
    site = tmp_path / "site"
    before = stamps(site)
    title = seed.read_text(encoding="utf-8").splitlines()[0].split()[0]
    pages = ["index.html", "2023/index.html", "2023/11/index.html", "2023/11/22/index.html"]
    for page in [*pages, "topics/china-japan-relations/index.html"]:
        assert title in (site / page).read_text(encoding="utf-8"), page
    assert "nothing changed" in lines(tmp_path)[0]
    assert stamps(site) == before


PICTURE = "---\ntitle: Number {0}\ndate: 2023-11-22\n---\n\nText ![A ferry](p{0}.png) and ![](q.png).\n"


def test_thousands_of_warnings_are_a_few_lines(root: Path) -> None:
    """Each kind is there once, with its number and three places; check lists them all, and -q none."""
    texts = {f"articles/n{number}.md": PICTURE.format(number) for number in range(30)}
    texts |= {f"articles/k{number}.md": f"---\ntitle: K\nkey{number}x: 1\n---\nx\n" for number in range(30)}
    write(root, texts | {"newsgen.toml": "[images]\ncards = false\n"})
    run = newsgen(root, "build", "--as-of", "2026-11-24", "--no-search")
    said = run.stderr.splitlines()
    assert len(said) + len(run.stdout.splitlines()) < 20
    (line,) = [line for line in said if "there is no picture" in line]
    first, *others = [f"articles/n{number}.md:6:{column}" for number, column in ((0, 17), (0, 33), (1, 17))]
    assert line.startswith(f"warning: {first}: there is no picture p0.png; ")
    assert line.endswith(f" (60 of this kind, also {', '.join(others)})")
    assert said[-1] == "90 warnings; newsgen check lists them"
    assert newsgen(root, "check", "--as-of", "2026-11-24").stderr.count("there is no picture") == 60
    write(root, {"articles/x.md": "---\ntitle: x\n---\nx\n"})
    assert newsgen(root, "build", "-q", "--no-search").stderr == ""


def test_a_seed_that_cannot_be_loaded_stops_nothing(root: Path) -> None:
    write(root, {f"seeds/{number}.txt": f"A headline {number}\n\nWords.\n" for number in range(9)})
    write(root, {"seeds/5.txt": "", "seeds/a.doc": "PK", "seeds/p.jpg": "x"})
    run = newsgen(root, "build", "--as-of", "2026-11-24", "--no-search")
    assert run.returncode == 1
    assert run.stdout.startswith(
        "made 8 records\nunread: 1 file in no known format: seeds/a.doc\nbuilt 12 articles"
    )
    assert run.stderr == (
        "error: seeds/5.txt: the text is empty; put a text into it, or delete the file\n"
        "1 error; 1 seed was not loaded\n"
    )


def test_all_that_is_wrong_is_told_in_one_run(root: Path) -> None:
    """Records, pages, tables, addresses, templates, seeds; a page that leads to what is wrong is not wrong."""
    write(root, {
        "newsgen.toml": '[[navigation]]\ntext = "Contact"\nhref = "contact.html"\n',
        "articles/one.md": "---\ntitle: One\ndate: 2023-11-31\n---\nx\n",
        "articles/two.md": "---\ntitle: Two\nslug: a\ndate: 2023-11-22\n---\nx\n",
        "articles/three.md": "---\ntitle: Three\nslug: a\ndate: 2023-11-22\n---\nx\n",
        "articles/four.md": "---\ntitle: Four\nredirect_from: [2023/11/22/a.html]\n---\nx\n",
        "pages/contact.md": "---\ntitel: Contact\n---\nx\n",
        "pages/search.md": "---\ntitle: Search\n---\nx\n",
        "names.toml": "[people\n",
        "seeds/empty.txt": "",
        "templates/article.html": "{% if %}",
    })  # fmt: skip
    run = newsgen(root, "build", "--as-of", "2026-11-24", "--no-search")
    assert run.returncode == 1
    assert re.findall(r"(?m)^error: ([\w/.]+)", run.stderr) == [
        "articles/four.md",
        "articles/one.md",
        "articles/two.md",
        "names.toml",
        "pages/contact.md",
        "pages/search.md",
        "seeds/empty.txt",
        "templates/article.html",
    ]
    assert run.stderr.splitlines()[-1] == "8 errors; nothing was built"
    assert not (root / "site").exists()


def test_many_errors_of_one_kind_are_one_line_and_json_has_all(root: Path) -> None:
    bad = "---\ntitle: x\ndate: 2023-11-3{}\n---\nx\n"
    write(root, {f"articles/n{number}.md": bad.format(number) for number in range(1, 6)})
    expected = (
        'error: articles/n1.md:3:7: date "2023-11-31" is not a day of the calendar; write YYYY-MM-DD '
        "(5 of this kind, also articles/n2.md:3:7, articles/n3.md:3:7)\n5 errors; nothing was built\n"
    )
    assert newsgen(root, "build").stderr == expected
    assert newsgen(root, "build", "--format", "json").stderr.count("is not a day of the calendar") == 5
