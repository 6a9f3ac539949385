"""When a second output is linked beside a build: as soon as it is known that most pages will stand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newsgen.builder import ahead
from newsgen.builder.places import places_for
from newsgen.pipeline.ahead import look_ahead
from newsgen.pipeline.build import run_build
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import Options
from tests.support.archives import AS_OF, build, clean_build, four, tree, write

OPEN = "articles/2023/2023-11-22-talks-open.md"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks ahead only on Linux")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that was built; every output is worth a process."""
    monkeypatch.setattr(ahead, "_WORTH", 0)
    write(tmp_path / "a", four() | {"newsgen.toml": "[search]\nenabled = false\n"})
    build(tmp_path / "a")
    return tmp_path / "a"


def links(root: Path, *, dry_run: bool = False) -> bool:
    """Build; tell whether something beside it linked the output."""
    project, asked = open_project(root), Options(as_of=AS_OF, dry_run=dry_run)
    with look_ahead(project) as beside:
        run_build(project, asked, ahead=beside)
        return beside.followed() is not None


def edit(root: Path, old: str, new: str) -> None:
    text = (root / OPEN).read_text(encoding="utf-8")
    assert old in text
    (root / OPEN).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [("Some text.", "Other."), ("Talks open", "Talks begin"), ("topics: [", "topics: [Rivers, ")],
)
def test_an_edit_links(old: str, new: str, root: Path, tmp_path: Path) -> None:
    """And the site is that of a clean build."""
    edit(root, old, new)
    assert links(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "clean")
    edit(root, new, old)
    assert links(root)
    assert tree(root / "site") == clean_build(root, tmp_path / "again")


def test_an_unchanged_build_links_nothing(root: Path) -> None:
    for _ in range(2):
        assert not links(root)
        assert not places_for(root, root / "site").spare.exists()


def test_a_dry_run_links_nothing(root: Path) -> None:
    edit(root, "Some text.", "Other.")
    assert not links(root, dry_run=True)
    assert not places_for(root, root / "site").spare.exists()


@pytest.mark.parametrize(
    "files",
    [{"newsgen.toml": "[site]\ntitle = 'Other'\n"}, {"templates/blocks/x.html": "x"}],
    ids=["settings", "templates"],
)
def test_a_change_that_concerns_all_pages_links_nothing(files: dict[str, str], root: Path) -> None:
    """All will be rendered anew, and then to link them is in vain."""
    write(root, files)
    assert not links(root)
