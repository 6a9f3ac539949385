"""Promises of a file's bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.record.store import contents


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_a_file_is_read_to_its_end(tmp_path: Path, size: int) -> None:
    """However many calls that takes, and with '\\r\\n' as it stands."""
    data = (b"a\r\nb\x1a" * size)[:size]
    (tmp_path / "a").write_bytes(data)
    assert contents(f"{tmp_path}/a") == data


def test_the_system_s_refusal_is_passed_on(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        contents(f"{tmp_path}/a")


@pytest.mark.skipif(
    not Path("/proc/self/smaps").exists(), reason="needs a file that gives less than is asked for"
)
def test_a_file_that_comes_in_pieces_is_read_to_its_end() -> None:
    """The kernel's own files come a page of memory at a time, those of some network file systems as they please."""
    assert len(contents("/proc/self/smaps")) > 3 * 4096
