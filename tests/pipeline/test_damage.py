"""Whatever happens to the files of .newsgen/, the next build makes what a clean one makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from newsgen.errors import RefusedError
from newsgen.files import read_cached_value, take_damaged_files
from newsgen.pipeline.load import run_load
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.media.samples import picture
from tests.support.archives import AS_OF, UNSEARCHED, build, clean_build, four, newsgen, record, tree, write
from tests.support.waiting import eventually

SEED = "The fish talks end\n\nOSLO, Nov. 20, 2023 - The talks about fish ended here without a word.\n"
OPEN = "articles/2023/2023-11-22-talks-open.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with everything that a build keeps something of."""
    root = tmp_path_factory.mktemp("damage") / "archive"
    pictures = {"articles/2023/deck.png": picture("png", 700, 500), "static/a.txt": "a"}
    pages = {"pages/contact.md": record("Contact", "Write."), **UNSEARCHED}
    write(root, four() | pictures | pages | {"seeds/fish.txt": SEED})
    write(root, {OPEN: record("Talks open", "![A deck](deck.png)", date="2023-11-22", topics=["Trade"])})
    load_and_build(root)
    loaded = root / ".newsgen/cache/loaded"  # seeds must be settled
    eventually(lambda: load_and_build(root) or loaded.is_file())
    return root


def load_and_build(root: Path) -> None:
    run_load(open_project(root), RunOptions(AS_OF))
    build(root)


def state_of(root: Path) -> list[Path]:
    """All files of .newsgen/ but those of whole sites and the locks, of which only the name counts."""
    found = sorted(path for path in (root / ".newsgen").rglob("*") if path.is_file() and path.stat().st_size)
    return [path for path in found if not {"spare", "stage"} & set(path.parts)]


@pytest.mark.parametrize(
    ("how", "edit"),
    [("flipped", False), ("flipped", True), ("cut", True), ("empty", True), ("foreign", False)],
)
def test_damaged_state_is_made_again(built: Path, how: str, edit: bool, tmp_path: Path) -> None:
    """Each file in turn; a cached picture is used only where the site is lost."""
    names = [path.relative_to(built) for path in state_of(built)]
    assert {path.name for path in names} >= {"records", "pages", "loaded", "last", "manifest"}
    sites = []
    for name in names:
        root = tmp_path / name.name / "archive"
        shutil.copytree(built, root, symlinks=True)
        damage(root / name, how)
        if "pictures" in name.parts:
            shutil.rmtree(root / "site")
        if edit:
            page = root / OPEN
            page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        try:
            load_and_build(root)
        except RefusedError:  # it is not known any more that the site is ours
            shutil.rmtree(root / "site")
            load_and_build(root)
        sites = sites or [clean_build(root, tmp_path / "clean")]
        assert tree(root / "site") == sites[0], name


def damage(file: Path, how: str) -> None:
    data = bytearray(file.read_bytes())
    if how == "flipped":
        for place in (0, len(data) // 3, len(data) // 2, len(data) - 1):
            data[place] ^= 0x55
    new = {"flipped": data, "cut": data[: len(data) // 2], "empty": b"", "foreign": b"\x81\xa1a\x01"}
    file.write_bytes(bytes(new[how]))


def test_damage_is_told_in_one_line(built: Path, tmp_path: Path) -> None:
    """By the build that makes the files again, and by no other; an old format is no damage."""
    root = tmp_path / "archive"
    shutil.copytree(built, root, symlinks=True)
    for name in ("cache/records", "state/site/manifest"):
        damage(root / ".newsgen" / name, "flipped")
    run = newsgen(root, "build", "--as-of", AS_OF.isoformat())
    what = "2 damaged files are ignored, and made again if needed: cache/records, state/site/manifest"
    assert (run.returncode, run.stderr) == (0, f"warning: .newsgen: {what}\n")
    assert newsgen(root, "build", "--as-of", AS_OF.isoformat()).stderr == ""
    take_damaged_files()
    assert read_cached_value(root / ".newsgen/cache/records", bytes, "another version") is None
    assert take_damaged_files() == []
