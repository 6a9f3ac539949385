"""Which addresses count as published, and how they are forgotten."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from newsgen.pipeline.published_addresses import run_git
from tests.support.archives import UNSEARCHED, newsgen, record, write

ADDRESS = "2023/11/22/talks-open.html"
RECORD = "articles/2023/2023-11-22-talks-open.md"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of one article that has been built."""
    root = tmp_path / "archive"
    write(root, UNSEARCHED | {RECORD: record("Talks open", date="2023-11-22")})
    assert newsgen(root, "build").returncode == 0
    return root


def git(root: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "newsgen.toml", "newsgen.lock", "articles")
    git(root, "commit", "-q", "-m", "Begin")


def push(root: Path) -> None:
    git(root, "init", "-q", "--bare", "-b", "main", str(root.parent / "server"))
    git(root, "push", "-q", str(root.parent / "server"), "main:main")
    git(root, "remote", "add", "origin", str(root.parent / "server"))
    git(root, "fetch", "-q", "origin")


def warning(root: Path) -> str:
    """Delete the record and build."""
    (root / RECORD).unlink()
    run = newsgen(root, "build")
    assert run.returncode == 0
    assert (ADDRESS in (root / "newsgen.lock").read_text()) == bool(run.stderr)
    return run.stderr


def test_an_address_that_was_only_built_is_forgotten(archive: Path) -> None:
    commit(archive)
    assert warning(archive) == ""


def test_a_locked_build_publishes(archive: Path) -> None:
    assert newsgen(archive, "build", "--locked").returncode == 0
    assert f"newsgen forget {ADDRESS}" in warning(archive)


def test_a_push_publishes_and_a_clone_holds_only_what_was_published(archive: Path) -> None:
    commit(archive)
    push(archive)
    clone = archive.parent / "clone"
    git(archive, "clone", "-q", str(archive.parent / "server"), str(clone))
    assert f"newsgen forget {ADDRESS}" in warning(archive)
    assert f"newsgen forget {ADDRESS}" in warning(clone)
    assert newsgen(clone, "forget", ADDRESS).returncode == 0
    assert newsgen(clone, "build", "--strict").returncode == 0


def test_no_program_runs_that_the_configuration_in_an_archives_folder_names(archive: Path) -> None:
    """git fetches a file that is missing in a partial clone; plain git shows that it would."""
    commit(archive)
    push(archive)
    found = run_git(archive, "rev-parse", "main:newsgen.lock").strip()
    (archive / ".git/objects" / found[:2] / found[2:]).unlink()
    for setting in (
        "core.repositoryformatversion=1",
        "extensions.partialclone=origin",
        "remote.origin.promisor=true",
        f"remote.origin.uploadpack=touch {archive.parent}/ran; git-upload-pack",
    ):
        git(archive, "config", *setting.split("=", 1))
    (archive / RECORD).unlink()
    assert newsgen(archive, "build").returncode == 0
    assert not (archive.parent / "ran").exists()
    git(archive, "grep", "-q", "address", "origin/main", "--", "newsgen.lock")
    assert (archive.parent / "ran").exists()


@pytest.mark.parametrize("is_published", [False, True])
def test_a_pattern_moves_what_was_never_published(is_published: bool, archive: Path) -> None:
    if is_published:
        newsgen(archive, "build", "--locked")
    write(archive, {"newsgen.toml": '[site]\naddresses = "/:slug/"\n[search]\nenabled = false\n'})
    assert ("stays where it was" in newsgen(archive, "build").stdout) == is_published
    assert (archive / "site/talks-open/index.html").exists() != is_published


@pytest.mark.parametrize(
    "wanted",
    [ADDRESS, f"/{ADDRESS}", "2023/11/22/talks-open", "2023/*", f"https://example.org/news/{ADDRESS}"],
)
def test_an_address_is_named_as_people_copy_it(wanted: str, archive: Path) -> None:
    write(archive, {"newsgen.toml": '[site]\nurl = "https://example.org/news"\n[search]\nenabled = false\n'})
    shown = newsgen(archive, "forget", wanted, "--dry-run").stdout
    assert shown.startswith(f"{ADDRESS}\nwould forget 1 address\n")
    assert ADDRESS in (archive / "newsgen.lock").read_text()
    assert newsgen(archive, "forget", wanted).stdout.startswith("forgot 1 address\n")
    assert ADDRESS not in (archive / "newsgen.lock").read_text()


def test_nothing_is_forgotten_if_one_address_is_unknown(archive: Path) -> None:
    run = newsgen(archive, "forget", ADDRESS, "2023/11/22/talks-opens.html")
    expected = f'error: no published address is "2023/11/22/talks-opens.html"; did you mean {ADDRESS}?\n'
    assert (run.returncode, run.stderr) == (1, expected)
    assert ADDRESS in (archive / "newsgen.lock").read_text()
