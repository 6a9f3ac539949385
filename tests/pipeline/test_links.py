"""Links out of the archive: nothing behind them is read, published or deleted."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from newsgen.errors import NewsgenError
from tests.support.archives import UNSEARCHED, build, four, newsgen, write
from tests.support.faults import fault_at

SECRET = "TOKEN-3141592653"
OUT = "this link leads out of the archive; replace it by a copy of what it leads to"
FILES = (
    "articles/2023/x.md pages/x.md seeds/x.txt static/x templates/x.html templates/assets/x.css names.toml topics.toml "
    "places.toml newsgen.lock"
).split()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    write(root, four() | UNSEARCHED | {"seeds/.keep": "", "templates/.keep": ""})
    write(tmp_path, {"outside/x": SECRET, "outside/x.md": f"---\ntitle: {SECRET}\n---\n{SECRET}\n"})
    return root


def place_link(archive: Path, path: str, target: Path) -> None:
    link = archive / path
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)


@pytest.mark.parametrize("path", FILES)
def test_a_link_out_of_the_archive_is_an_error(archive: Path, path: str) -> None:
    place_link(archive, path, archive.parent / "outside/x")
    done = newsgen(archive, "build")
    assert done.returncode == 1
    assert f"error: {path}: {OUT}" in done.stderr
    assert not (archive / "site").exists()


@pytest.mark.parametrize("name", ["articles", "pages", "seeds", "static", "templates"])
def test_a_folder_that_is_a_link_out_of_the_archive_is_an_error(archive: Path, name: str) -> None:
    if (archive / name).exists():
        (archive / name).rename(archive / "old")
    place_link(archive, name, archive.parent / "outside")
    done = newsgen(archive, "build")
    assert (done.returncode, (archive / "site").exists()) == (1, False)
    assert f"error: {name}: {OUT}" in done.stderr


def test_links_within_the_archive_are_followed(archive: Path) -> None:
    write(archive, {"kept/x.txt": "here"})
    place_link(archive, "static/x.txt", Path("../kept/x.txt"))
    (archive / "articles").rename(archive / "texts")
    place_link(archive, "articles", Path("texts"))
    assert newsgen(archive, "build").returncode == 0
    assert (archive / "site/x.txt").read_text() == "here"
    assert (archive / "site/2023/11/22/talks-open.html").is_file()


def test_a_picture_out_of_the_archive_is_not_shown(archive: Path) -> None:
    write(archive, {"articles/p.md": "---\ntitle: P\n---\n![a picture](x.png)\n"})
    place_link(archive, "articles/x.png", archive.parent / "outside/x")
    done = newsgen(archive, "build")
    assert "articles/p.md:4:14: x.png is outside the archive" in done.stderr
    assert not any(SECRET.encode() in path.read_bytes() for path in (archive / "site").rglob("*.*"))


@pytest.mark.parametrize(
    "link", [".newsgen", ".newsgen/state", ".newsgen/state/site", ".newsgen/cache/pictures/ab"]
)
def test_no_link_in_the_working_folder_is_followed(archive: Path, link: str) -> None:
    outside = archive.parent / "outside"
    write(outside, {"stage/x": "kept", "spare/x": "kept", "search/x": "kept", "state/site/stage/x": "kept"})
    before = sorted(outside.rglob("*"))
    place_link(archive, link, outside)
    done = newsgen(archive, "build")
    assert (done.returncode, sorted(outside.rglob("*"))) == (3, before)
    assert f"error: {link}: newsgen follows no links here; delete it; newsgen makes it again" in done.stderr


def test_a_link_out_of_a_folder_that_is_loaded_is_refused(archive: Path) -> None:
    folder = archive.parent / "export"
    write(folder, {"a.txt": "The ferry is back\n\nThe ferry came back on Monday, and all were glad of it.\n"})
    place_link(folder, "b.txt", archive.parent / "outside/x")
    done = newsgen(archive, "load", str(folder))
    assert f"error: {folder}/b.txt: this link leads out of the folder" in done.stderr
    assert (archive / "seeds/a.txt").is_file()
    assert not (archive / "seeds/b.txt").exists()


def test_settings_name_no_output_outside_the_archive_but_the_command_line_may(archive: Path) -> None:
    write(archive, {"newsgen.toml": '[paths]\noutput = "../public"\n[search]\nenabled = false\n'})
    done = newsgen(archive, "build")
    assert done.returncode == 2
    told = "output '../public' is outside the archive; name a folder inside it, or use --output"
    assert told in done.stderr
    assert newsgen(archive, "build", "--output", "../public", "--no-search").returncode == 0
    assert (archive.parent / "public/index.html").is_file()


def test_templates_are_code_and_can_be_left_out(archive: Path) -> None:
    """A clone's template reaches Python; with --no-templates it is not even read."""
    code = "{{ page.make.__globals__ or page.__class__.__init__.__globals__['__builtins__'] }}"
    place_link(archive, "templates/base.html", archive.parent / "outside/x")
    write(archive, {"templates/article.html": code, "templates/assets/site.css": "p { color: red }"})
    assert newsgen(archive, "build").returncode == 1
    assert newsgen(archive, "build", "--no-templates").returncode == 0
    assert "color:red" not in (archive / "site/assets/site.css").read_text()
    assert "Talks open" in (archive / "site/2023/11/22/talks-open.html").read_text()


def test_temporary_files_of_killed_runs_go(archive: Path) -> None:
    killed = ".newsgen-999999999-1.tmp"
    names = [killed, f".newsgen/cache/{killed}", f".newsgen-{os.getpid()}-1.tmp"]
    write(archive, dict.fromkeys(names, "x"))
    assert newsgen(archive, "build").returncode == 0
    assert [(archive / name).exists() for name in names] == [False, False, True]


@pytest.mark.parametrize(
    ("number", "told"), [(errno.EBUSY, "--output site/public"), (errno.ENOSPC, "No space left")]
)
def test_a_site_that_cannot_be_exchanged_says_what_to_do(archive: Path, number: int, told: str) -> None:
    """The site may be a mount point, which no system renames."""
    build(archive)
    said = ""
    for step in range(1, 300):
        write(archive, {"static/new": str(step)})
        with fault_at(step, OSError(number, os.strerror(number))):
            try:
                build(archive)
            except (OSError, NewsgenError) as error:
                said = str(error)
        if "cannot be published" in said:
            break
    assert told in said
