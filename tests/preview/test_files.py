"""Files as answers: types and ranges."""

from __future__ import annotations

import pytest

from newsgen.preview.app import SCRIPT, find_media_type, insert_script, make_file_response

RANGES = [
    ("bytes=0-2", 206, b"012", "bytes 0-2/10"),
    ("bytes=7-", 206, b"789", "bytes 7-9/10"),
    ("bytes=-3", 206, b"789", "bytes 7-9/10"),
    ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
    ("bytes=9-99", 206, b"9", "bytes 9-9/10"),
    ("bytes=" + "9" * 5_000 + "-", 200, b"0123456789", None),
    ("bytes=10-", 416, b"", "bytes */10"),
    ("bytes=-0", 416, b"", "bytes */10"),
    ("bytes=5-2", 200, b"0123456789", None),
    ("bytes=0-1,3-4", 200, b"0123456789", None),
    ("bytes=-", 200, b"0123456789", None),
    ("lines=0-1", 200, b"0123456789", None),
    (None, 200, b"0123456789", None),
]


@pytest.mark.parametrize(("wanted", "status", "body", "where"), RANGES)
def test_ranges(wanted: str | None, status: int, body: bytes, where: str | None) -> None:
    """Source: RFC 9110 §14."""
    response = make_file_response("film.mp4", b"0123456789", 200, wanted)
    assert (response.status_code, response.body) == (status, body)
    assert response.headers.get("content-range") == where
    assert response.headers["content-length"] == str(len(body))


KINDS = {
    "a.HTML": "text/html", "a.xml": "application/xml", "pagefind.wasm": "application/wasm", "a.svg": "image/svg+xml",
    "a.jpg": "image/jpeg", "a.mp4": "video/mp4", "a": "application/octet-stream", "a.pf_meta": "application/octet-stream",
}  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_types_do_not_depend_on_the_machine(name: str, kind: str) -> None:
    assert find_media_type(name) == kind


def test_the_script_stands_at_the_end_of_the_body() -> None:
    """Or of the page, where the body's end is left out, as HTML allows."""
    tag = f'<script src="{SCRIPT}" data-era="e" data-edition="3" defer></script>\n'.encode()
    assert (
        insert_script(b"<body></body> <p></body>\n</html>", "e", 3)
        == b"<body></body> <p>" + tag + b"</body>\n</html>"
    )
    assert insert_script(b"<p>Text", "e", 3) == b"<p>Text" + tag
