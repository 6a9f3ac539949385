"""One build: what is dirty, what is written, what is left alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsgen.builder.build import Result, build
from newsgen.builder.output import is_output_current, read_build_json, read_manifest
from newsgen.builder.paths import choose_work_folders
from newsgen.builder.publish import remove_tree
from newsgen.errors import ContentError, RefusedError
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import View
from tests.builder.samples import build_blobs, order, places, texts
from tests.renderer.samples import sample_site
from tests.support.archives import stamps, write

A = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c"}


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """If nothing changed no file and no folder is touched, although everything was planned."""
    assert build_blobs(tmp_path, A) == Result(files=3, bytes=3, rendered=0, written=3, removed=0)
    before = stamps(tmp_path / "site")
    assert build_blobs(tmp_path, A) == Result(3, 3, 0, 0, 0)
    for engine in ("2", "2", "3"):  # all is rendered anew, to the same bytes
        assert build_blobs(tmp_path, A, engine=engine).written == 0
    assert stamps(tmp_path / "site") == before
    assert build_blobs(tmp_path, {"a.html": "a", "x/b.html": "2"}) == Result(2, 2, 0, 1, 1)
    assert texts(tmp_path / "site") == {"a.html": "a", "x/b.html": "2"}


def _in_place(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"!")


def _replace(path: Path) -> None:
    path.with_suffix(".new").write_bytes(path.read_bytes() + b"!")
    path.with_suffix(".new").replace(path)


def _link(path: Path) -> None:
    path.rename(path.parents[3 if path.parent.name == "x" else 2] / "moved")
    path.symlink_to("/etc/hostname")


TAMPERED: dict[str, Callable[[Path], None]] = {
    "in place": _in_place,
    "replaced": _replace,
    "removed": Path.unlink,
    "same size": lambda path: path.write_bytes(b"?" * path.stat().st_size) and None,
    "touched": lambda path: os.utime(path, (1, 1)),
    "a link": _link,
}


@pytest.mark.parametrize("name", ["x/b.html", "build.json"])
@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_file_that_other_hands_changed_is_mended(
    tamper: Callable[[Path], None], name: str, tmp_path: Path
) -> None:
    """By the next build, and also two builds later, when the generation that held it has come back as the spare."""
    for text in ("1", "2", "3"):
        build_blobs(tmp_path, A | {"a.html": text})
    good = (tmp_path / "site" / name).read_bytes()
    tamper(tmp_path / "site" / name)
    assert not is_output_current(places(tmp_path), b"inputs")
    build_blobs(tmp_path, A | {"a.html": "3"})
    assert (tmp_path / "site" / name).read_bytes() == good
    assert (tmp_path / "site" / name).is_symlink() is False
    for text in ("4", "5", "6"):
        build_blobs(tmp_path, A | {"a.html": text})
        assert texts(tmp_path / "site") == A | {"a.html": text}


def test_a_list_of_another_time_misleads_nobody(tmp_path: Path) -> None:
    """As when someone checks out an older build.json: hashes in it are not those of the files beside it."""
    build_blobs(tmp_path, A)
    old = (tmp_path / "site/build.json").read_bytes()
    build_blobs(tmp_path, A | {"x/b.html": "2"})
    (tmp_path / "site/build.json").write_bytes(old)
    build_blobs(tmp_path, A | {"new": "n"})  # what the list says of x/b.html is true of this one alone
    for text in ("1", "2"):
        build_blobs(tmp_path, A | {"a.html": text})
        assert texts(tmp_path / "site") == A | {"a.html": text}


def test_foreign_files_are_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    """Whatever they are: a file, a hidden one, a link to a file or a folder."""
    build_blobs(tmp_path, A)
    (tmp_path / "site/x/notes.txt").write_text("precious")
    (tmp_path / "site/.nojekyll").write_text("")
    (tmp_path / "site/link").symlink_to("a.html")
    (tmp_path / "site/folder").symlink_to(tmp_path)
    before = stamps(tmp_path / "site")
    with pytest.raises(RefusedError) as caught:
        build_blobs(tmp_path, A | {"a.html": "2"})
    assert [p.file for p in caught.value.problems] == [
        "site/.nojekyll", "site/folder", "site/link", "site/x/notes.txt",
    ]  # fmt: skip
    assert stamps(tmp_path / "site") == before


def test_what_systems_leave_in_a_folder_is_swept_out(tmp_path: Path) -> None:
    """A look at the site with a file manager must not stop the next build."""
    build_blobs(tmp_path, A)
    for name in (".DS_Store", "x/Thumbs.db"):
        (tmp_path / "site" / name).write_text("")
        for text in ("1", "2", "3"):
            build_blobs(tmp_path, A | {"a.html": text})
            assert texts(tmp_path / "site") == A | {"a.html": text}


@pytest.mark.parametrize(("path", "message"), [
    ("site/index.html", "site/index.html: newsgen did not write this file; put it in static/"),
    ("site", "site: is a file; name a folder, or move the file away"),
])  # fmt: skip
def test_what_newsgen_never_wrote_is_refused(path: str, message: str, tmp_path: Path) -> None:
    """As with `newsgen build -o ~/Documents`."""
    write(tmp_path, {path: "precious"})
    with pytest.raises(RefusedError) as caught:
        build_blobs(tmp_path, A)
    assert str(caught.value).startswith(message)
    assert (tmp_path / path).read_text() == "precious"


def test_a_clone_s_site_is_known_by_its_list(tmp_path: Path) -> None:
    """There is no state: all is rendered, what the list names and the plan does not is removed."""
    build_blobs(tmp_path, A)
    clone = tmp_path / "clone"
    shutil.copytree(tmp_path / "site", clone / "site")
    assert build_blobs(clone, {"a.html": "a", "x/b.html": "2"}) == Result(2, 2, 0, 2, 1)
    assert texts(clone / "site") == {"a.html": "a", "x/b.html": "2"}
    (clone / "site/foreign").write_text("")
    shutil.rmtree(clone / ".newsgen")
    with pytest.raises(RefusedError):
        build_blobs(clone, A)


def test_an_output_elsewhere_has_its_state_beside_it(tmp_path: Path) -> None:
    target = choose_work_folders(tmp_path / "archive", tmp_path / "www/news")
    for text in ("1", "2", "3"):
        build(order(tmp_path / "archive"), target, [Blob("a", text.encode())])
        assert texts(tmp_path / "www/news") == {"a": text}
    assert sorted(path.name for path in (tmp_path / "www").iterdir()) == [".newsgen-news", "news"]


def test_a_link_in_the_place_of_the_output_stays_a_link(tmp_path: Path) -> None:
    """The folder behind it is exchanged."""
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to("www")
    for text in ("1", "2", "3"):
        build_blobs(tmp_path, A | {"a.html": text})
        assert texts(tmp_path / "www") == A | {"a.html": text}
    assert (tmp_path / "site").is_symlink()


def test_a_bad_plan_leaves_the_output_alone(tmp_path: Path) -> None:
    """The next build works. That it is so if the system refuses is seen in `test_crashes`."""
    build_blobs(tmp_path, A)
    before = stamps(tmp_path / "site")
    with pytest.raises(ContentError):
        build_blobs(tmp_path, A | {"../b": ""})
    assert stamps(tmp_path / "site") == before
    build_blobs(tmp_path, A | {"new": ""})
    assert texts(tmp_path / "site") == A | {"new": ""}


def test_current_is_only_what_was_built_from_these_inputs_and_stands_untouched(tmp_path: Path) -> None:
    where = places(tmp_path)
    assert not is_output_current(where, b"inputs")
    build_blobs(tmp_path, A)
    assert is_output_current(where, b"inputs")
    assert not is_output_current(where, b"others")
    assert not is_output_current(where, b"")
    (tmp_path / "site/foreign").write_text("")
    assert not is_output_current(where, b"inputs")
    (tmp_path / "site/foreign").unlink()
    where.intent.write_text("")
    assert not is_output_current(where, b"inputs")


@pytest.mark.parametrize("damage", ["changed", "cut off", "empty", "gone"])
@pytest.mark.parametrize("file", ["manifest", "spare/build.json", "lock", "spare", "stage", "search"])
def test_damaged_state_is_made_again(file: str, damage: str, tmp_path: Path) -> None:
    """It costs a whole build at most, and nothing else."""
    build_blobs(tmp_path, A)
    build_blobs(tmp_path, A | {"a.html": "2"})
    path = places(tmp_path).state / file
    data = path.read_bytes() if path.is_file() else b""
    remove_tree(path)
    if damage != "gone":
        path.write_bytes({"changed": data[:9] + b"?" + data[10:], "cut off": data[:-9], "empty": b""}[damage])
    for text in ("3", "4", "5"):
        build_blobs(tmp_path, A | {"a.html": text})
        assert texts(tmp_path / "site") == A | {"a.html": text}


@pytest.mark.parametrize("shows", [b"", b"1"])
def test_a_page_that_shows_the_same_is_not_gathered(shows: bytes, tmp_path: Path) -> None:
    """If it is not known what a page may show, it is rendered each time, but written only if its bytes are new."""
    gathered: list[str] = []

    def gather() -> View:
        gathered.append("")
        return View(address="a.html", root="", title="")

    def built(shows: bytes, template: str, **changes: object) -> tuple[int, int]:
        gathered.clear()
        page = Page("a.html", template, gather, shows=shows)
        result = build(order(tmp_path, **changes), places(tmp_path), [page])
        assert result.rendered == len(gathered)
        return len(gathered) > 0, result.written

    write(tmp_path, {"templates/a.txt": "{{ page.title }}", "templates/b.txt": "{{ page.title }}"})
    theme = open_theme(tmp_path / "templates", tmp_path).fingerprint
    changes = {"theme": theme}
    assert built(shows, "a.txt", **changes) == (True, 1)
    assert built(shows, "a.txt", **changes) == (not shows, 0)
    assert built(b"2", "a.txt", **changes) == (True, 0)
    assert built(b"2", "a.txt", **changes) == (False, 0)
    for change in ({"engine": "2"}, {"site": sample_site(url="https://example.net/")}):
        assert built(b"2", "a.txt", **(changes := changes | change)) == (True, 0)
        assert built(b"2", "a.txt", **changes) == (False, 0)
    assert built(b"2", "b.txt", **changes) == (True, 0)
    (tmp_path / "site/a.html").write_text("by other hands")
    assert built(b"2", "b.txt", **changes) == (True, 1)


def test_files_are_listed_in_order_of_path_whatever_is_planned_when(tmp_path: Path) -> None:
    """Also where the paths stay, and where as many go as come."""
    for plan in ("ba", "ab", "bca", "cab", "xab", "yx", "x"):
        build_blobs(tmp_path, dict.fromkeys(plan, plan))
        listing = read_build_json(tmp_path / "site")
        assert listing
        assert list(listing.files) == list(read_manifest(places(tmp_path).manifest).entries) == sorted(plan)
