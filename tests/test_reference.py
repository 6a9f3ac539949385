"""The pages that `python -m tools.reference` writes are those of the code."""

from __future__ import annotations

import pytest
from tools.reference import DOCS, TEMPLATES, page_views, reference_pages

from newsgen.cli.main import COMMANDS
from newsgen.renderer.theme.theme import read_default_files

PAGES = reference_pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "run python -m tools.reference"


def test_every_command_and_every_view_is_on_a_page() -> None:
    """Each template of a page is named with its view."""
    assert [name for name in COMMANDS if f"## newsgen {name}\n" not in PAGES["commands.md"]] == []
    assert page_views().keys() == TEMPLATES.keys()
    assert set(", ".join(TEMPLATES.values()).split(", ")) <= read_default_files().keys()
    assert "| `title` | `str` |" in PAGES["values.md"]
    assert "| `period` | a text in quotes |" in PAGES["settings.md"]
