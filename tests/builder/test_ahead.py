"""A look at the output while something else is done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsgen.builder import ahead
from newsgen.builder.ahead import Ahead, Before, look_ahead
from newsgen.builder.build import build
from newsgen.builder.standing import examine, is_current, look
from newsgen.errors import RefusedError
from newsgen.renderer.page import Blob
from tests.builder.samples import build_blobs, order, places, texts
from tests.support.archives import stamps, write
from tests.support.waiting import eventually

A = {"a.html": "a", "x/b.html": "b", "x/y/c.html": "c"}
CHANGES: dict[str, Callable[[Path], object]] = {
    "a file changed": lambda site: write(site, {"x/b.html": "?"}),
    "a file gone": lambda site: (site / "x/b.html").unlink(),
    "a foreign file": lambda site: write(site, {"x/foreign": "?"}),
    "another list": lambda site: write(site, {"build.json": "{}"}),
    "a foreign index": lambda site: write(site, {"pagefind/x": "?"}),
    "no site": lambda site: site.rename(site.with_name("away")),
}


def children() -> set[str]:
    """Processes that this one has started."""
    return {
        child
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
    }


def looked() -> None:
    """Wait until all processes that this one has started have looked, and sleep until they are told something."""
    stats = [Path(f"/proc/{child}/stat") for child in children()]
    eventually(lambda: all(stat.read_text().rpartition(")")[2].split()[0] == "S" for stat in stats))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find every output worth a process."""
    monkeypatch.setattr(ahead, "_WORTH", 0)


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks ahead only on Linux")


@linux
@pytest.mark.usefixtures("at_once")
def test_a_process_finds_what_this_one_would_find(tmp_path: Path) -> None:
    """It does not outlive the block, whether it was asked or not."""
    build_blobs(tmp_path, A)
    before = children()
    with look_ahead(places(tmp_path)) as found:
        assert children() > before
        assert found.untouched() == found.untouched() == examine(places(tmp_path)) is not None
    assert children() == before
    with pytest.raises(ZeroDivisionError), look_ahead(places(tmp_path)):
        1 / 0  # noqa: B018
    assert children() == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.usefixtures("at_once")
def test_an_output_that_was_touched_is_not_told(change: Callable[[Path], object], tmp_path: Path) -> None:
    build_blobs(tmp_path, A)
    change(tmp_path / "site")
    with look_ahead(places(tmp_path)) as found:
        assert found.untouched() is None
    assert examine(places(tmp_path)) is None


@linux
@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("other", [A | {"a.html": "2"}, A | {"new": "n"}])
def test_what_was_found_before_another_build_does_not_count(other: dict[str, str], tmp_path: Path) -> None:
    build_blobs(tmp_path, A)
    with look_ahead(places(tmp_path)) as found:
        looked()
        build_blobs(tmp_path, other)
        found.follow(A)
        assert found.untouched() is None
        assert found.followed() is None
    with look_ahead(places(tmp_path)) as found:
        looked()
        (tmp_path / "site").rename(tmp_path / "away")
        (tmp_path / "site").mkdir()
        assert found.untouched() is None


def test_small_outputs_and_those_never_built_are_not_looked_at_ahead(tmp_path: Path) -> None:
    for _ in range(2):
        before = children()
        with look_ahead(places(tmp_path)) as found:
            assert children() == before
            assert found.untouched() is None
        build_blobs(tmp_path, A)


def test_a_build_may_be_told_that_nothing_was_touched(tmp_path: Path) -> None:
    """It finds what it would have found itself; and files that come later are not lost."""
    where = places(tmp_path)
    told = Before(Ahead(lambda: untouched))
    for number in range(4):
        build_blobs(tmp_path, A | {"a.html": str(number)})
        untouched = examine(where)
        assert untouched
        assert look(where, untouched) == look(where)
        assert is_current(where, b"inputs", untouched) == 3
        assert is_current(where, b"others", untouched) is None
        plan = [Blob(path, text.encode()) for path, text in (A | {"x/b.html": str(number)}).items()]
        assert build(order(tmp_path), where, plan, before=told).written == 2
        assert texts(where.output) == A | {"x/b.html": str(number)}
        before, untouched = stamps(where.output), examine(where)
        assert build(order(tmp_path), where, plan, before=told).written == 0
        assert stamps(where.output) == before
    untouched = examine(where)
    write(where.output, {"x/y/notes": "precious"})
    with pytest.raises(RefusedError):
        build(order(tmp_path), where, [Blob("a.html", b"new")], before=told)
    assert (where.output / "x/y/notes").read_text() == "precious"
