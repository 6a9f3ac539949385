"""Pictures that cannot be shown are told at the place that names them, and the site stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import ContentError
from tests.media.samples import picture
from tests.support.archives import build, four, record, write
from tests.support.illustrated import ARTICLE


def test_one_whose_pixels_are_broken_is_told_too(tmp_path: Path) -> None:
    """No header tells; the build comes upon it when it makes the first copy."""
    data = bytearray(picture("webp", 900, 600))
    data[300:700] = b"\xff" * 400
    write(tmp_path, four() | {"articles/2023/a.webp": bytes(data)})
    write(tmp_path, {ARTICLE: record("Talks open", "![x](a.webp)", date="2023-11-22")})
    with pytest.raises(ContentError) as raised:
        build(tmp_path)
    assert str(raised.value).startswith(f"{ARTICLE}:5:6: a.webp is broken: ")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "src",
    [
        "../../../secret.png",
        "/../../secret.png",
        "x/../../../../secret.png",
        ".hidden/a.png",
        "%2e%2e/../../secret.png",
    ],
)
def test_no_path_leads_out_of_the_archive(src: str, tmp_path: Path) -> None:
    root = tmp_path / "archive"
    write(tmp_path, {"secret.png": picture("png"), "archive/articles/.hidden/a.png": picture("png")})
    write(root, four() | {ARTICLE: record("Talks open", f"![x]({src})", date="2023-11-22")})
    with pytest.raises(
        ContentError, match=rf"{ARTICLE}:\d+:\d+: (there is no picture|the picture \S+ is outside)"
    ):
        build(root)
    assert not (root / "site").exists()


def test_no_link_leads_out_of_the_archive(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    write(tmp_path, {"secret.png": picture("png")})
    write(root, four() | {ARTICLE: record("Talks open", "![x](a.png)", date="2023-11-22")})
    (root / "articles/2023/a.png").symlink_to("../../../secret.png")
    with pytest.raises(ContentError, match=r"a\.png is outside the archive; copy the file into the archive"):
        build(root)
