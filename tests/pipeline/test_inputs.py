"""One digest over everything that a build depends on."""

from __future__ import annotations

from pathlib import Path

from newsgen.archive.model import digest_of
from newsgen.pipeline.project import clock_of, engine_version


def test_values_count_in_their_order_whatever_the_order_of_keys() -> None:
    assert digest_of({"a": 1, "b": 2}, "x") == digest_of({"b": 2, "a": 1}, "x")
    distinct = [
        digest_of(),
        digest_of("x"),
        digest_of("x", "y"),
        digest_of("y", "x"),
        digest_of(["x", "y"]),
        digest_of(None),
    ]
    assert len(set(distinct)) == len(distinct)


def test_the_engine_is_the_same_all_the_time() -> None:
    assert engine_version() == engine_version()
    assert len(engine_version()) == 32


def test_the_clock_is_the_file_system_s(tmp_path: Path) -> None:
    """A file written after it was asked is not older."""
    now = clock_of(tmp_path / "made/on/demand")
    (tmp_path / "later").write_text("")
    assert (tmp_path / "later").stat().st_mtime_ns >= now
    assert clock_of(tmp_path / "made/on/demand") >= now
