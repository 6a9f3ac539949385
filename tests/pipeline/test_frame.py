"""What an archive puts around its articles: standalone pages, navigation, logo, footer, licence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.archives import build, clean_build, record, stamps, tree, write
from tests.support.own_site import SETTINGS, html, own_site


@pytest.fixture
def root(folder: Path) -> Path:
    write(folder / "archive", own_site())
    return folder / "archive"


def test_a_logo_that_says_the_title_stands_in_its_place(root: Path) -> None:
    write(root, {"newsgen.toml": SETTINGS.replace("footer =", 'logo_alt = "Record <1>"\nfooter =')})
    build(root)
    assert '<img class="logo" src="art/mark.svg" alt="Record &lt;1&gt;"></' in html(root, "index.html")


def test_a_draft_is_shown_on_demand_and_its_address_not_remembered(root: Path) -> None:
    build(root, drafts=True)
    assert (root / "site/draft.html").exists()
    lock = (root / "newsgen.lock").read_text()
    assert "pages/draft.md" not in lock
    assert "pages/contact.md" in lock


def test_an_edited_page_is_made_anew_alone(root: Path) -> None:
    """And the site is the one that a build from nothing makes."""
    build(root)
    for path, words, changed in (
        ("pages/contact.md", "Write to us.", {"contact.html"}),
        ("pages/topics/trade.md", "More of trade.", {"topics/trade/index.html"}),
        ("pages/about.md", "Other words.", {"about.html"}),
    ):
        before = stamps(root / "site")
        old = (root / path).read_text()
        write(root, {path: old.rpartition("---\n")[0] + f"---\n{words}\n"})
        build(root)
        after = stamps(root / "site")
        files = {
            name for name in after if after[name] != before.get(name) and (root / "site" / name).is_file()
        }
        assert files == changed | {"build.json"}
        assert tree(root / "site") == clean_build(root, root.parent / "clean")


def test_a_renamed_page_leaves_a_redirect(root: Path) -> None:
    build(root)
    (root / "pages/desk/staff.md").rename(root / "pages/desk/people.md")
    write(root, {"pages/desk/index.md": record("The desk", "See [people](people.md).")})
    build(root)
    assert "people.html" in html(root, "desk/staff.html")
