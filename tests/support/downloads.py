"""Two articles in the forms in which press databases write them; the texts are ours."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "loader" / "data" / "downloads"


def read_download(name: str) -> list[str]:
    """The lines of an export."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
