"""Every link leads somewhere, wherever the site stands; also in the site that the workflow of `newsgen init` publishes."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.support.archives import newsgen
from tests.support.kinds import PATTERNS, page_of
from tests.support.serving import served
from tests.support.walking import LOOK, Seen, Walk, defects, walk

pytestmark = pytest.mark.browser


def is_redirect(path: Path) -> bool:
    return b'http-equiv="refresh"' in path.read_bytes()


@pytest.fixture(params=["repo", *(pytest.param(place, marks=pytest.mark.long) for place in ("file", "root"))])
def base(request: pytest.FixtureRequest, sample_site: Path) -> str:
    """The site opened from disk, served at '/', and served under '/repo/', where one page of each kind is opened."""
    if request.param == "file":
        return f"file://{sample_site.as_posix()}/"
    address: str = request.getfixturevalue("at_root" if request.param == "root" else "under_repo")
    return address


def test_every_link_resolves(base: str, browser: Browser, sample_site: Path) -> None:
    """Each link and anchor leads somewhere; each page is three clicks from the front; no request leaves."""
    opened = {page_of(sample_site, kind) for kind in PATTERNS} if "/repo/" in base else None
    with closing(browser.new_context()) as context:
        found = walk(context, base, opened)
        assert found.broken == []
        assert list(defects(found, context)) == []
    assert found.foreign == []
    reached = {url.removeprefix(base) for url in found.pages}
    built = {path.relative_to(sample_site).as_posix() for path in sample_site.rglob("*.html")}
    unlinked = {path for path in built - reached if not is_redirect(sample_site / path)}
    assert unlinked == {"404.html", "search.html"}, "pages that no link leads to; a form leads to the search"
    assert [url for url, clicks in found.clicks.items() if clicks > 3] == []


@pytest.mark.parametrize("lost", ["nothing.html", "1999/01/nothing/here.html"])
def test_a_lost_address_shows_the_way_back(lost: str, window: Page, at_home: str, sample_url: str) -> None:
    """At any depth the 404 page answers, in a style of its own, with links that lead back into the site."""
    response = window.goto(at_home + lost)
    assert response
    assert response.status == 404
    found = Walk(at_home)
    seen = msgspec.convert(window.evaluate(LOOK), Seen)
    seen.links = [at_home + link.removeprefix(sample_url) for link in seen.links if link != "#main"]
    found.pages[window.url] = seen
    assert at_home + "index.html" in seen.links
    assert list(defects(found, window.context)) == []


ACTIONS = {
    "CI": "true",
    "GITHUB_ACTIONS": "true",
    "GITHUB_REPOSITORY": "Someone/repo",
    "GITHUB_REF": "refs/heads/main",
}


def steps_of(workflow: Path) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]["build"][
        "steps"
    ]
    return steps


def checked_out(archive: Path, at: Path) -> Path:
    """What a fresh checkout of an archive holds: all that its .gitignore lets into git."""
    for command in (
        ["git", "init", "-q"],
        ["git", "add", "--all"],
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "Begin"],
        ["git", "clone", "-q", ".", str(at)],
    ):
        subprocess.run(command, cwd=archive, check=True, capture_output=True)
    return at


def test_its_commands_publish_an_archive_under_its_repositorys_path(tmp_path: Path, browser: Browser) -> None:
    """All but the installation, in a fresh checkout; the result has no broken link under /repo/."""
    archive = tmp_path / "archive"
    assert newsgen(tmp_path, "init", "archive", "--sample").returncode == 0
    assert newsgen(archive, "build").returncode == 0
    clone = checked_out(archive, tmp_path / "clone")
    assert not (clone / "site").exists()
    runs = [step["run"] for step in steps_of(clone / ".github/workflows/pages.yml") if "run" in step]
    installing, *commands = runs
    assert installing == "python -m pip install --requirement requirements.txt"
    for command in commands:
        name, *arguments = command.split()
        assert name == "newsgen"
        run = newsgen(clone, *arguments, **ACTIONS)
        assert run.returncode == 0, run.stdout + run.stderr
    site = clone / "site"
    assert "https://someone.github.io/repo/" in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert 'href="https://someone.github.io/repo/' in (site / "404.html").read_text(encoding="utf-8")
    with served(site, "/repo/") as address, closing(browser.new_context()) as context:
        found = walk(context, address)
        assert (found.broken, list(defects(found, context)), found.foreign) == ([], [], [])
        assert len(found.pages) > 5


def test_an_article_without_its_record_stops_it(tmp_path: Path) -> None:
    """The workflow publishes what an editor committed, and says what is missing as an annotation."""
    archive = tmp_path / "archive"
    assert newsgen(tmp_path, "init", "archive", "--sample").returncode == 0
    command = next(
        s["run"] for s in steps_of(archive / ".github/workflows/pages.yml") if "build" in s.get("run", "")
    )
    run = newsgen(archive, *command.split()[1:], **ACTIONS)
    assert run.returncode == 1
    assert "::error file=seeds/" in run.stdout + run.stderr
