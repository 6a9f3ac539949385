"""A site without some kinds of pages: nothing leads to what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.checks.links import check_links
from newsgen.checks.run import open_archive_and_site
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from newsgen.renderer.theme.render import remove_links_to_omitted
from newsgen.settings.values import OMISSIBLE, is_omitted
from tests.support.archives import AS_OF, build, many, write

SETTINGS = (
    '[site]\nurl = "https://a.example/"\n[lists]\nlimit = 5\n[search]\nenabled = false\n'
    "[images]\ncards = false\n[pages]\nomit = [{}]\n"
)


def site_without(root: Path, *names: str) -> set[str]:
    """Build an archive with lists of all kinds; returns the site's files."""
    listed = ", ".join(f'"{name}"' for name in names)
    write(root, many(60) | {"newsgen.toml": SETTINGS.format(listed)})
    build(root)
    return {
        path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return site_without(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("name", [*OMISSIBLE, "all"])
def test_nothing_leads_to_what_is_left_out(folder: Path, whole: set[str], name: str) -> None:
    names = tuple(OMISSIBLE) if name == "all" else (name,)
    files = site_without(folder, *names)
    gone = {path for path in whole if is_omitted(path, names)}
    assert gone
    assert whole - files == gone | {path for path in whole - files if path.startswith("20")}
    assert not {path for path in files if is_omitted(path, names)}
    checked = open_archive_and_site(open_project(folder), RunOptions(as_of=AS_OF))
    assert checked is not None
    assert list(check_links(checked)) == []
    for path in sorted(files):
        text = (folder / "site" / path).read_bytes().decode()
        if path.endswith((".xml", ".txt", ".json")) and not path.startswith("sitemap"):
            assert not [old for old in gone if f"/{old}" in text or f'"{old}' in text], path


def test_a_link_goes_and_its_text_stays() -> None:
    text = (
        '<p><a class="t1" href="../on-this-day/11-22.html">22<b>!</b></a> <a href="../2023/index.html">2023</a> '
        '<a href="../data/x.jsonl#a">x</a></p>\n<link rel="alternate" href="../feed.json">\n<link href="../site.css">\n'
    )
    assert remove_links_to_omitted(text, "../", ("on-this-day", "data", "json-feeds")) == (
        '<p><span class="t1">22<b>!</b></span> <a href="../2023/index.html">2023</a> x</p>\n<link href="../site.css">\n'
    )
