"""What an archive says of its own names and places reaches its pages."""

from __future__ import annotations

from pathlib import Path

from tests.support.archives import build, clean_build, record, tree, write

RECORDS = {
    f"articles/2023-01-0{day}-a.md": record("A", date=f"2023-01-0{day}", places=["New Port", "Oslo"])
    for day in (1, 2)
}


def test_an_archive_tells_where_its_places_are(tmp_path: Path) -> None:
    """The next build shows it, and takes it back when it is no longer told; every time as a clean build does."""
    root = tmp_path / "archive"
    write(root, RECORDS)
    build(root)
    before = tree(root / "site")
    assert "places/land.svg" in before
    assert b'<figure class="map spot">' not in before["places/new-port/index.html"][1]
    write(root, {"places.toml": '"New Port" = [35.1, 129.04]\n'})
    build(root)
    after = tree(root / "site")
    assert b"latitude 35.1, longitude 129.04" in after["places/new-port/index.html"][1]
    assert b"GeoNames" not in after["places/new-port/index.html"][1]
    assert after["places/land.svg"] != before["places/land.svg"]
    assert after == clean_build(root, tmp_path / "clean")
    (root / "places.toml").unlink()
    build(root)
    assert tree(root / "site") == before
