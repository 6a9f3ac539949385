"""What all rows share: how much is done, the table that `make torture` prints, and an archive with two editions.

TORTURE=1 does all that docs/reliability.md names, TORTURE=0.1 a tenth of it; without it each row does a little.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Require
from tests.support.archives import UNSEARCHED, Tree, many, record, tree, write
from tests.torture.faulty import Builder, started_builder

SCALE = float(os.environ.get("TORTURE") or 0)
collect_ignore = [] if SCALE else ["test_other_python.py"]
_lines: list[str] = []

Size = Callable[[int, int], int]
"""`size(little, all)`: how many are to be done in this run."""
Tally = Callable[[int, str, str], None]
"""`tally(number, what, result)` adds a line to the table; it is a failure if nothing was done."""


@pytest.fixture(scope="session")
def size() -> Size:
    return lambda little, everything: max(little, round(everything * SCALE))


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    began = time.monotonic()

    def add(number: int, what: str, result: str) -> None:
        assert number, f"no {what} at all"
        row = request.path.stem.removeprefix("test_").replace("_", " ")
        _lines.append(f"| {row} | {number:,} {what} | {result} | {time.monotonic() - began:,.0f} s |")

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table that docs/reliability.md shows."""
    if _lines and SCALE:
        terminalreporter.write_line(
            "\n".join(["| row | what | result | time |", "|---|---|---|---|", *_lines])
        )


def edition(number: int) -> dict[str, str]:
    """Six articles; in each edition texts, topics, names of articles and the kind of a static file differ."""
    files = {
        f"articles/{2020 + n}/{2020 + n}-03-0{n + 1}-text-{n}.md": record(
            f"Text {n}",
            f"The {n}th text.",
            date=f"{2020 + n}-03-0{n + 1}",
            topics=["Trade"],
            people=["Mei Lin"],
        )
        for n in range(4)
    }
    changed = {"articles/changed.md": record("Changed", f"In edition {number}.", topics=[f"Topic {number}"])}
    other = {
        f"articles/only-{number}.md": record(
            f"Only {number}", f"Text {number}.", date=f"2021-05-0{number + 1}"
        )
    }
    static = {"static/a": "a file"} if number else {"static/a/b": "in a folder", "static/c": "gone later"}
    return files | changed | other | static | UNSEARCHED


class Editions:
    """An archive that is in one of two editions, and the site of each."""

    def __init__(self, root: Path, build: Callable[[Path], object], more: int = 0) -> None:
        self.root, self.more, self.sites = root, many(more), [Tree(), Tree()]
        for number in (0, 1, 0, 1):  # the second time newsgen.lock holds the addresses of both
            self.lay_out(number)
            build(root)
            self.sites[number] = tree(root / "site")
        self.number = 1

    def lay_out(self, number: int) -> None:
        """Make the archive's inputs those of an edition."""
        for name in ("articles", "static"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        self.number, files = number, edition(number)
        changed = {
            path: text.replace("two paragraphs", f"edition {number}") for path, text in self.more.items()
        }
        write(self.root, changed | files)

    def turn(self) -> tuple[Tree, Tree]:
        """Lay out the other edition; return the site as it is and as the next build makes it."""
        self.lay_out(1 - self.number)
        return self.sites[1 - self.number], self.sites[self.number]

    def assert_inputs_are_untouched(self) -> None:
        for path, text in edition(self.number).items():
            assert (self.root / path).read_text(encoding="utf-8") == text


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory, require: Require) -> Iterator[Builder]:
    require(shutil.which("cc") and Path("/proc/self/fd").exists(), "calls.c needs Linux and a C compiler")
    with started_builder(tmp_path_factory.mktemp("calls") / "calls.so") as found:
        yield found


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, builder: Builder) -> Editions:
    """The archive for all tests of a row: each leaves it built."""
    return Editions(tmp_path_factory.mktemp("editions") / "archive", builder.run)
