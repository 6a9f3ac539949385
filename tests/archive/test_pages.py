"""Where standalone pages stand, and whom they introduce."""

from __future__ import annotations

import pytest

from newsgen.archive.build import map_pages_by_address
from newsgen.model import Body, StandalonePage


def page(path: str, title: str = "", **fields: object) -> StandalonePage:
    body = Body(path, "0" * 64, 5)
    return StandalonePage(path=path, body=body, title=title or path, **fields)  # type: ignore[arg-type]


def addresses(*pages: StandalonePage, folder: str = "pages") -> list[str]:
    return list(map_pages_by_address(pages, folder))


@pytest.mark.parametrize(
    "path",
    ["../../escape.md", "a\0b.md", "<script>.md", "CON.md", "a//b.md", "%2e%2e/x.md", "x" * 300 + ".md"],
)
def test_a_hostile_name_becomes_a_plain_one(path: str) -> None:
    for address in addresses(page(f"pages/{path}")):
        assert not address.startswith("/")
        for part in address.removesuffix(".html").split("/"):
            assert part.replace("-", "").isalnum()
            assert len(part) <= 80
