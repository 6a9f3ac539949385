"""Where a build works, and which paths it may write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.paths import check_paths, places_for
from newsgen.errors import ContentError

MEND = "; rename the file in static/, or change slug or redirect_from"

REFUSED = {
    "../outside.html": "'../outside.html' is not a file name on every system",
    "a/../../b": "'a/../../b' is not a file name on every system",
    "/etc/passwd": "'/etc/passwd' is not a file name on every system",
    "": "'' is not a file name on every system",
    "a//b": "'a//b' is not a file name on every system",
    "a/": "'a/' is not a file name on every system",
    "./a": "'./a' is not a file name on every system",
    "a\0b": r"'a\x00b' is not a file name on every system",
    "a\nb": r"'a\nb' is not a file name on every system",
    "a\\b": r"'a\\b' is not a file name on every system",
    "c:/a": "'c:/a' is not a file name on every system",
    "a?b": "'a?b' is not a file name on every system",
    "a /b": "'a /b' is not a file name on every system",
    "a./b": "'a./b' is not a file name on every system",
    "CON": "'CON' is not a file name on every system",
    "a/con.html": "'a/con.html' is not a file name on every system",
    "Lpt1.tar.gz/a": "'Lpt1.tar.gz/a' is not a file name on every system",
    "é" * 128: f"'{'é' * 99}…' is not a file name on every system",
    "build.json": "two files have the path 'build.json'",
}


@pytest.mark.parametrize(("path", "message"), REFUSED.items(), ids=ascii)
def test_a_path_that_leaves_the_site_or_breaks_some_system_is_refused(path: str, message: str) -> None:
    """The message shows the path so that no control sign reaches a terminal."""
    with pytest.raises(ContentError) as caught:
        check_paths(["index.html", path])
    assert str(caught.value) == message + MEND


@pytest.mark.parametrize(
    "path",
    ["a", ".well-known/x.txt", "console.html", "com0", "2023/11/22/x.html", "a b", "é", "a" * 255, "x..y"],
)
def test_a_path_that_every_system_holds_passes(path: str) -> None:
    check_paths(["index.html", path])


COLLISIONS = [
    (["a.html", "a.html"], "two files have the path 'a.html'"),
    (["a.html", "A.html"], "'A.html' and 'a.html' are the same name on systems that ignore case"),
    (["a/b", "A/c"], "'A' and 'a' are the same name on systems that ignore case"),
    (["x/a/b", "x/a/c", "x/A/b/d"], "'x/A' and 'x/a' are the same name on systems that ignore case"),
    (["e\u0301", "\u00e9"], "'e\u0301' and '\u00e9' are the same name on systems that ignore case"),
    (["straße", "STRASSE"], "'STRASSE' and 'straße' are the same name on systems that ignore case"),
    (["a", "a/b"], "'a' is a file, and 'a' is a folder"),
    (["a/b/c/d", "A/b"], "'A' and 'a' are the same name on systems that ignore case"),
]


@pytest.mark.parametrize(("paths", "message"), COLLISIONS, ids=str)
def test_two_files_that_some_system_takes_for_one_are_refused(paths: list[str], message: str) -> None:
    """In whatever order they come, with the same words."""
    for order in (paths, paths[::-1]):
        with pytest.raises(ContentError) as caught:
            check_paths(order)
        assert message + MEND in str(caught.value).splitlines()


def test_all_bad_paths_are_told_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        check_paths([*REFUSED, "a", "A"])
    assert len(caught.value.problems) == len(REFUSED) + 1


@given(st.lists(st.text("ab./A\\", max_size=6), max_size=4))
def test_paths_that_pass_are_distinct_files_inside_the_site(paths: list[str]) -> None:
    """What passes never normalises to somewhere else."""
    try:
        check_paths(paths)
    except ContentError:
        return
    inside = Path("/site")
    targets = [inside / path for path in paths]
    assert all(target.resolve().is_relative_to(inside) and target != inside for target in targets)
    assert len({str(target).lower() for target in targets}) == len(paths)


def test_the_state_of_an_output_lies_in_the_archive_or_beside_the_output(tmp_path: Path) -> None:
    """So that both are on one file system."""
    root = tmp_path / "archive"
    assert places_for(root, root / "site").state == root / ".newsgen/state/site"
    assert places_for(root, tmp_path / "www/news").state == tmp_path / "www/.newsgen-news"


def test_each_output_has_a_state_of_its_own(tmp_path: Path) -> None:
    names = ["a-b", "a/b", "a%2Fb", "a_b", "out", "out/out"]
    states = {places_for(tmp_path, tmp_path / name).state for name in names}
    assert len(states) == len(names)


def test_an_output_that_is_a_link_is_followed(tmp_path: Path) -> None:
    """The state stands beside the folder itself, where it can be exchanged."""
    (tmp_path / "elsewhere/www").mkdir(parents=True)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/site").symlink_to(tmp_path / "elsewhere/www")
    places = places_for(tmp_path / "archive", tmp_path / "archive/site")
    assert places.output == tmp_path / "elsewhere/www"
    assert places.state == tmp_path / "elsewhere/.newsgen-www"
