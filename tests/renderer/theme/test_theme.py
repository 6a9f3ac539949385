"""Promises of themes: what a site overrides, what the fingerprint sees, and which overrides no reader will ever see."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from newsgen.errors import ContentError
from newsgen.renderer.theme.mistakes import find_unused_overrides
from newsgen.renderer.theme.theme import find_default_theme, open_theme
from tests.support.archives import write


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An archive's own templates/."""
    folder = tmp_path / "templates"
    (folder / "assets").mkdir(parents=True)
    return folder


def test_the_default_theme_is_found() -> None:
    """In a checkout it is templates/ beside src/."""
    theme = open_theme()
    assert {"base.html", "article.html", "feed.xml", "robots.txt"} <= theme.templates.keys()
    assert [blob.path for blob in theme.assets] == [
        f"assets/{name}"
        for name in (
            "icon.svg",
            "keys.js",
            "languages.css",
            "pictures.css",
            "search.css",
            "search.js",
            "site.css",
        )
    ]


@pytest.mark.parametrize("folder", [None, Path("nowhere/at/all"), find_default_theme()])
def test_no_overrides_means_the_default_theme(folder: Path | None) -> None:
    """Also where the archive's templates/ is the default theme itself, as in this project."""
    assert open_theme(folder) == open_theme()


def test_a_file_is_overridden_and_its_original_stays_in_reach(own: Path) -> None:
    """'default/' leads to what is replaced."""
    (own / "article.html").write_text("mine")
    theme = open_theme(own)
    assert theme.templates["article.html"] == "mine"
    assert theme.templates["default/article.html"] == open_theme().templates["article.html"]
    assert theme.places["article.html"] == "templates/article.html"


def test_assets_are_replaced_and_added(own: Path) -> None:
    """Their addresses carry a version that changes with the bytes."""
    (own / "assets" / "site.css").write_text("a { b: c }")
    (own / "assets" / "logo.svg").write_bytes(b"<svg/>")
    theme = open_theme(own)
    assert {blob.path: blob.data for blob in theme.assets}["assets/site.css"] == b"a{b:c}\n"
    assert set(theme.addresses) == open_theme().addresses.keys() | {"logo.svg"}
    assert theme.addresses["site.css"] != open_theme().addresses["site.css"]
    assert theme.addresses["icon.svg"] == open_theme().addresses["icon.svg"]


def test_any_change_of_a_file_changes_the_fingerprint(own: Path) -> None:
    """Bytes, names, new files: each is seen; what editors leave behind is not."""
    prints = [open_theme(own).fingerprint]
    (own / "article.html").write_text("one")
    prints.append(open_theme(own).fingerprint)
    (own / "article.html").write_text("two")
    prints.append(open_theme(own).fingerprint)
    (own / "article.html").rename(own / "other.html")
    prints.append(open_theme(own).fingerprint)
    assert len(set(prints)) == 4
    (own / "other.html~").write_text("backup")
    (own / ".DS_Store").write_bytes(b"\x00")
    assert open_theme(own).fingerprint == prints[-1]


FAULTS = {
    "not UTF-8": (
        {b"a.html": b"one\ntw\xf6\n", b"b.html": b"\xff"},
        "templates/a.html:2: the template is not UTF-8; save it as UTF-8\n"
        "templates/b.html:1: the template is not UTF-8; save it as UTF-8",
    ),
    "the reserved folder": (
        {b"default/article.html": b"x"},
        "templates/default/article.html: the folder default/ is reserved for the default theme; "
        "give the folder another name",
    ),
    "a name that is not UTF-8": (
        {b"caf\xe9.html": b"x", "朝日.html".encode(): b"x"},
        "templates/caf\\xe9.html: the file's name is not UTF-8; rename it",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_a_template_is_refused(own: Path, files: dict[bytes, bytes], message: str) -> None:
    """All at once."""
    for name, data in files.items():
        path = own / os.fsdecode(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    with pytest.raises(ContentError) as caught:
        open_theme(own)
    assert str(caught.value) == message


CASES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))["unused"]
"""By name, files of an archive's templates/ and what is reported of them."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_unused_is_reported(tmp_path: Path, case: dict[str, Any]) -> None:
    write(tmp_path, case["files"])
    assert [str(problem) for problem in find_unused_overrides(open_theme(tmp_path))] == case["messages"]


def test_nothing_of_the_default_theme_is_unused(tmp_path: Path) -> None:
    """Nor is a copy of it."""
    assert find_unused_overrides(open_theme()) == []
    for path in find_default_theme().rglob("*.html"):
        write(tmp_path, {path.relative_to(find_default_theme()).as_posix(): path.read_text(encoding="utf-8")})
    assert find_unused_overrides(open_theme(tmp_path)) == []
