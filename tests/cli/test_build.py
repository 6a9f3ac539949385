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


PAGES = [
    ({"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Someone/News"}, "https://someone.github.io/News/"),
    (
        {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Someone/someone.GitHub.io"},
        "https://someone.github.io/",
    ),
    ({"GITHUB_ACTIONS": "true"}, ""),
    ({"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "x"}, ""),
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
