"""Where a build works, and which paths it may write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.paths import choose_work_folders, refuse_bad_paths
from newsgen.errors import ContentError
from tests.support.cases import read_cases

MEND = "; rename the file in static/, or change slug or redirect_from"

REFUSED = [
    ([line.encode().decode("unicode_escape") for line in given.split("\n")], messages)
    for given, messages in read_cases(Path(__file__).with_name("paths.txt"))
]


@pytest.mark.parametrize(("paths", "messages"), REFUSED, ids=ascii)
def test_a_path_that_leaves_the_site_or_that_some_system_does_not_hold_is_refused(
    paths: list[str], messages: list[str]
) -> None:
    """In whatever order they come; the message shows the path so that no control sign reaches a terminal."""
    for order in (paths, paths[::-1]):
        with pytest.raises(ContentError) as caught:
            refuse_bad_paths(order)
        assert str(caught.value).splitlines() == [message + MEND for message in messages]


@pytest.mark.parametrize(
    "path",
    ["a", ".well-known/x.txt", "console.html", "com0", "2023/11/22/x.html", "a b", "é", "a" * 255, "x..y"],
)
def test_a_path_that_every_system_holds_passes(path: str) -> None:
    refuse_bad_paths(["index.html", path])


def test_all_bad_paths_are_told_at_once() -> None:
    bad = [paths[1] for paths, _ in REFUSED if paths[0] == "index.html"]
    with pytest.raises(ContentError) as caught:
        refuse_bad_paths([*bad, "a", "A"])
    assert len(caught.value.problems) == len(bad) + 1 == 20


@given(st.lists(st.text("ab./A\\", max_size=6), max_size=4))
def test_paths_that_pass_are_distinct_files_inside_the_site(paths: list[str]) -> None:
    """What passes never normalises to somewhere else."""
    try:
        refuse_bad_paths(paths)
    except ContentError:
        return
    inside = Path("/site")
    targets = [inside / path for path in paths]
    assert all(target.resolve().is_relative_to(inside) and target != inside for target in targets)
    assert len({str(target).lower() for target in targets}) == len(paths)


def test_the_state_of_an_output_lies_in_the_archive_or_beside_the_output(tmp_path: Path) -> None:
    """So that both are on one file system."""
    root = tmp_path / "archive"
    assert choose_work_folders(root, root / "site").state == root / ".newsgen/state/site"
    assert choose_work_folders(root, tmp_path / "www/news").state == tmp_path / "www/.newsgen-news"


def test_each_output_has_a_state_of_its_own(tmp_path: Path) -> None:
    names = ["a-b", "a/b", "a%2Fb", "a_b", "out", "out/out"]
    states = {choose_work_folders(tmp_path, tmp_path / name).state for name in names}
    assert len(states) == len(names)


def test_an_output_that_is_a_link_is_followed(tmp_path: Path) -> None:
    """The state stands beside the folder itself, where it can be exchanged."""
    (tmp_path / "elsewhere/www").mkdir(parents=True)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/site").symlink_to(tmp_path / "elsewhere/www")
    places = choose_work_folders(tmp_path / "archive", tmp_path / "archive/site")
    assert places.output == tmp_path / "elsewhere/www"
    assert places.state == tmp_path / "elsewhere/.newsgen-www"
