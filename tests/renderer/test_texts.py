"""Promises of bodies: read by path, trusted by content."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from newsgen.errors import ContentError, OutputError
from newsgen.model import BodyReference
from newsgen.record.read import extract_body, read_record
from newsgen.renderer.texts import BodyRenderer, make_body_reader

FILE = b"---\ntitle: A\n---\n\nFirst words.\n"


@pytest.mark.parametrize(
    "data",
    [
        FILE,
        FILE.replace(b"\n", b"\r\n"),
        FILE.replace(b"---\n\n", b"...\n"),
        FILE.replace(b"\n\n", b"\n \n\t\n"),
        b"\xef\xbb\xbf\n" + FILE,
        b"---\n---x: y\ntitle: A\n---\nFirst words.\n\n---\n\nLast words.\n",
        FILE.replace(b"First words.", "“Été” 😀".encode()),
        b"---\ntitle: A\n---\n \n",
        b"---\ntitle: A\n---",
    ],
)
def test_the_body_is_that_of_the_record_however_the_file_is_written(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.md").write_bytes(data)
    assert make_body_reader(tmp_path)(read_record("a.md", data).body) == extract_body(data)[0]


@pytest.mark.parametrize("data", [FILE.replace(b"First", b"Other"), b"no front matter", b"---\n\xff", None])
def test_a_text_that_changed_is_refused(tmp_path: Path, data: bytes | None) -> None:
    """A page never shows a text other than the one that was planned."""
    if data is not None:
        (tmp_path / "a.md").write_bytes(data)
    body = BodyReference("a.md", hashlib.sha256(b"First words.\n").hexdigest())
    with pytest.raises(ContentError, match=r"^a\.md: the text changed during the build; build again$"):
        make_body_reader(tmp_path)(body)


def test_a_text_that_cannot_be_read_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Not a text that somebody changed; here a folder has its name."""
    (tmp_path / "a.md").mkdir()
    with pytest.raises(OutputError, match=r"a\.md: cannot be read"):
        make_body_reader(tmp_path)(BodyReference("a.md", "0" * 64))


def test_aligned_cells_have_classes(tmp_path: Path) -> None:
    """A policy without inline styles would drop the attribute of Markdown's tables."""
    table = "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n"
    (tmp_path / "a.md").write_text(f"---\ntitle: A\n---\n{table}", encoding="utf-8")
    body = BodyReference("a.md", hashlib.sha256(table.encode()).hexdigest(), 4)
    html = BodyRenderer(make_body_reader(tmp_path)).render_html(body, "")
    assert '<td>1</td>\n<td class="center">2</td>\n<td class="end">3</td>' in html
