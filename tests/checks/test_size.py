"""A build tells that a site is too large for GitHub Pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsgen.builder.weight import MOST
from newsgen.checks.site import check_size
from newsgen.errors import ContentError
from tests.checks.samples import subject_as_built
from tests.support.archives import build, four, write


@pytest.mark.long
def test_a_site_that_is_too_large_is_told_each_time_and_built_all_the_same(tmp_path: Path) -> None:
    """By `build`, also when nothing changed, and by `check`; with --strict the build fails."""
    write(tmp_path, {**four(), "static/film.mp4": b""})
    os.truncate(tmp_path / "static/film.mp4", MOST)
    first, second = build(tmp_path), build(tmp_path)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert first.warnings == second.warnings
    (warning,) = first.warnings
    assert warning.message.startswith("the site has 900 MB in ")
    assert [found.code for found in check_size(subject_as_built(tmp_path))] == [warning.code] == ["site-size"]
    assert (tmp_path / "site/film.mp4").stat().st_size == MOST
    with pytest.raises(ContentError, match="900 MB"):
        build(tmp_path, strict=True)


def test_a_small_site_is_well(tmp_path: Path) -> None:
    write(tmp_path, four())
    assert build(tmp_path).warnings == ()
    assert list(check_size(subject_as_built(tmp_path))) == []
