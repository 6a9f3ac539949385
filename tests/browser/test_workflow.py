"""The workflow that `newsgen init` writes, run as GitHub runs it for a project page."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from tests.support.archives import newsgen
from tests.support.serving import served
from tests.support.walking import defects, walk

pytestmark = pytest.mark.browser

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
