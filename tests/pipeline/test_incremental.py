"""The master test: after any sequence of edits, the incremental site equals a clean build byte for byte."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newsgen.errors import ContentError, RefusedError
from tests.support.archives import AS_OF, UNSEARCHED, build, clean_build, four, record, tree, write
from tests.support.faults import Killed, fault_at

OPEN = "articles/2023/2023-11-22-talks-open.md"
CLOSE = "articles/2023/2023-11-24-talks-close.md"


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def added(path: str, text: str) -> Callable[[Path], None]:
    return lambda root: write(root, {path: text})


def setting(text: str) -> Callable[[Path], None]:
    """Add a text to the settings."""
    return lambda root: write(root, {"newsgen.toml": settings_of(root) + text})


def settings_of(root: Path) -> str:
    path = root / "newsgen.toml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def gone(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def renamed(old: str, new: str) -> Callable[[Path], None]:
    return lambda root: (root / old).rename(root / new)


EDITS = {
    "body": replaced(OPEN, "Some text.", "Other *text*."),
    "title": replaced(OPEN, "Talks open", "Talks begin"),
    "dek": replaced(OPEN, "---\ntitle", "---\ndek: A standfirst\ntitle"),
    "date": replaced(OPEN, "2023-11-22", "2022-01-09"),
    "date-less-precise": replaced(OPEN, '"2023-11-22"', '"2023-11"'),
    "date-removed": replaced(OPEN, 'date: "2023-11-22"\n', ""),
    "date-in-the-future": replaced(OPEN, "2023-11-22", "2027-01-09"),
    "topic-added": replaced(OPEN, '["Trade"]', '["Trade", "Ships"]'),
    "topic-removed": replaced(OPEN, 'topics: ["Trade"]\n', ""),
    "person-no-longer-twice": replaced(OPEN, 'people: ["Mei Lin"]\n', ""),
    "source-with-address": replaced(OPEN, '"Harbour Wire"', '{"name": "Harbour Wire", "url": "https://example.org/"}'),
    "slug": replaced(OPEN, "---\ntitle", "---\nslug: another\ntitle"),
    "draft": replaced(OPEN, "---\ntitle", "---\nstatus: draft\ntitle"),
    "withdrawn": replaced(OPEN, "---\ntitle", "---\nstatus: withdrawn\ntitle"),
    "language": replaced(OPEN, "---\ntitle", "---\nlanguage: ar\ntitle"),
    "redirect": replaced(OPEN, "---\ntitle", "---\nredirect_from: [/old/place/, old.html]\ntitle"),
    "deleted": gone(OPEN),
    "all-deleted": lambda root: shutil.rmtree(root / "articles"),
    "renamed": renamed(OPEN, "articles/2023/2023-11-22-talks-begin.md"),
    "moved-to-another-folder": renamed(OPEN, "articles/talks-open.md"),
    "two-names-swapped": lambda root: (
        renamed(OPEN, "articles/x.md")(root),
        renamed(CLOSE, OPEN)(root),
        renamed("articles/x.md", CLOSE)(root),
    ),
    "by-hand": added("articles/2023/2023-12-01-new.md", record("New", date="2023-12-01", topics=["Trade"])),
    "template-added": added("templates/robots.txt", "User-agent: *\nDisallow: /\n"),
    "template-part-added": added(
        "templates/parts/provenance.html", "{% macro provenance() %}{{ varargs[0].title }}{% endmacro %}"
    ),
    "asset-changed": added("templates/assets/site.css", "body { color: red }\n"),
    "asset-added": added("templates/assets/more.svg", "<svg/>"),
    "setting-title": setting('[site]\ntitle = "Other"\n'),
    "setting-address": setting('[site]\nurl = "https://example.org/news"\n'),
    "setting-limit": setting("[lists]\nlimit = 1\nfeed = 1\nlatest = 1\n"),
    "setting-language": setting('[site]\nlanguage = "fr"\n'),
    "settings-elsewhere": added("pyproject.toml", '[tool.newsgen.site]\ntitle = "Other"\n'),
    "names-joined": added("names.toml", '[people]\n"Lin Mei" = ["Mei Lin"]\n'),
    "page-added": added("pages/contact.md", record("Contact", "Write.", navigation=True)),
    "about-added": added("pages/about.md", record("Who we are", "Our words.")),
    "introduction-added": added("pages/topics/trade.md", record("Trade", "What trade is.")),
    "navigation-set": setting('[[navigation]]\ntext = "Trade"\nhref = "topics/trade/"\n'),
    "footer-set": setting('[site]\nfooter = "See [dates](dates/index.html)."\n'),
    "static-added": added("static/pictures/a.txt", "a picture"),
    "articles-folder-renamed": lambda root: (
        (root / "articles").rename(root / "texts"),
        setting('[paths]\narticles = "texts"\n')(root),
    ),
}  # fmt: skip


NOT_INDEXED = {
    "redirect", "template-added", "template-part-added", "asset-changed", "asset-added", "setting-title",
    "setting-address", "setting-limit", "page-added", "about-added", "introduction-added", "navigation-set",
    "footer-set", "static-added", "articles-folder-renamed",
}  # fmt: skip
"""Edits that the search index is not made of: they are tried without it."""


@pytest.mark.parametrize("name", EDITS)
def test_one_edit_and_its_undoing(name: str, folder: Path) -> None:
    """After the edit, and again after it is undone, the site is what a clean build makes, and the next finds nothing."""
    root = folder / "archive"
    write(root, four() | (UNSEARCHED if name in NOT_INDEXED else {}))
    build(root)
    before = tree(root)
    EDITS[name](root)
    for undo in (False, True):
        if undo:
            for path in [p for p in root.iterdir() if p.name not in ("site", ".newsgen", "newsgen.lock")]:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            files = {path: data for path, (_, data) in before.items() if data != b"/"}
            own = [path for path in files if path.startswith(("articles/", "newsgen.toml"))]
            write(root, {path: files[path] for path in own})
        build(root)
        assert tree(root / "site") == clean_build(root, folder / "clean")
        assert build(root).unchanged


def test_static_file_becomes_a_folder_and_a_folder_a_file(folder: Path) -> None:
    """A name may change from file to folder and back between builds; two builds each, for the spare takes part."""
    root = folder / "archive"
    write(root, UNSEARCHED | four())
    for names in (["a"], ["a/b", "a/c/d"], ["a/c"], ["a"], [], ["a/b"], ["a"]):
        if (root / "static").exists():
            shutil.rmtree(root / "static")
        write(root, {f"static/{name}": name for name in names})
        build(root)
        assert tree(root / "site") == clean_build(root, folder / "clean"), names


DATES = "2021 2022-03 2022-03-04 2022-03-05 2022-04-01 2023-11-22 2026-11-25 2026-12-24".split()
NAMES = ["Ada Holm", "Mei Lin", "Per Sand"]
TOPICS = ["Trade", "Water", "C++", "C"]


class Edits(RuleBasedStateMachine):
    """An editor at work; every few edits the archive is built both ways."""

    more = ""
    """Settings beside those that are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.gettempdir()) / f"newsgen-edits-{os.getpid()}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.root = self.folder / "archive"
        self.number = 0
        self.as_of = AS_OF
        self.drafts = False
        self.lost = False

    def teardown(self) -> None:
        self.build_both_ways()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        write(self.root, four() | {"newsgen.toml": f"[lists]\nlimit = 2\n{self.more}"})

    def pick(self, data: st.DataObject) -> Path | None:
        found = sorted((self.root / "articles").rglob("*.md"))
        return data.draw(st.sampled_from(found)) if found else None

    @rule(
        data=st.data(),
        fields=st.fixed_dictionaries(
            {
                "topics": st.lists(st.sampled_from(TOPICS), max_size=2, unique=True).map(sorted),
                "people": st.lists(st.sampled_from(NAMES), unique=True).map(sorted),
                "status": st.sampled_from(["published", "published", "draft", "withdrawn"]),
            },
            optional={"date": st.sampled_from(DATES)},
        ),
        body=st.sampled_from(["One.", "Two.", "> quoted\n\nand more"]),
        fresh=st.booleans(),
    )
    def write_record(self, data: st.DataObject, fields: dict[str, Any], body: str, fresh: bool) -> None:
        """Write a new record, or all of an old one anew."""
        path = None if fresh else self.pick(data)
        if path is None:
            self.number += 1
            path = self.root / f"articles/text-{self.number}.md"
        write(self.root, {str(path): record(path.stem, body, **fields)})

    @precondition(lambda self: (self.root / "site").exists())
    @rule()
    def lose_the_site(self) -> None:
        """Someone made room."""
        shutil.rmtree(self.root / "site")

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if path := self.pick(data):
            path.unlink()

    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        if path := self.pick(data):
            self.number += 1
            path.rename(self.root / f"articles/text-{self.number}.md")

    @rule(data=st.data(), old=st.sampled_from(["old/a/", "old/a.html", "2019/", "x.html"]))
    def redirect(self, data: st.DataObject, old: str) -> None:
        if path := self.pick(data):
            text = path.read_text(encoding="utf-8")
            if "redirect_from" not in text:
                path.write_text(text.replace("---\n", f"---\nredirect_from: [{old}]\n", 1), encoding="utf-8")

    @rule(
        path=st.sampled_from(
            ["templates/robots.txt", "templates/assets/site.css", "static/a", "static/a/b", "static/c/d"]
        ),
        content=st.sampled_from(["", "a", "b", None]),
    )
    def change_file(self, path: str, content: str | None) -> None:
        """Write or remove a template, an asset or a static file."""
        target = self.root / path
        if content is None:
            if target.is_file():
                target.unlink()
        elif not target.is_dir() and not target.parent.is_file():
            write(self.root, {path: content})

    @rule(
        limit=st.integers(1, 4), address=st.sampled_from(["", "https://example.org/a/"]), joined=st.booleans()
    )
    def set_up(self, limit: int, address: str, joined: bool) -> None:
        names = '[people]\n"Mei Lin" = "Ada Holm"\n' if joined else ""
        settings = f'[site]\nurl = "{address}"\n[lists]\nlimit = {limit}\n{self.more}'
        write(self.root, {"newsgen.toml": settings, "names.toml": names})

    @precondition(lambda self: (self.root / "newsgen.lock").exists())
    @rule(
        old=st.sampled_from(["water", "commerce", "c"]),
        new=st.sampled_from(["trade", "water", "c-plus-plus"]),
    )
    def move(self, old: str, new: str) -> None:
        """A topic gets another name, by a command; or the other one its name."""
        lock = self.root / "newsgen.lock"
        text = lock.read_text(encoding="utf-8")
        if old != new and f'"topics/{old}"' not in text:
            lock.write_text(f'{text}["moved","topics/{old}","topics/{new}"]\n', encoding="utf-8")

    @rule(days=st.integers(0, 40), drafts=st.booleans())
    def wait(self, days: int, drafts: bool) -> None:
        """Days pass: embargoes fall due."""
        self.as_of += datetime.timedelta(days)
        self.drafts = drafts

    @precondition(lambda self: (self.root / "site").exists())
    @rule(number=st.integers(0, 99), how=st.sampled_from(["in place", "replaced", "removed"]))
    def tamper(self, number: int, how: str) -> None:
        """Other hands are in site/; an edit in place reaches the spare generation too, by its hard links."""
        files = sorted(path for path in (self.root / "site").rglob("*") if path.is_file())
        path = files[number % len(files)]
        if how != "in place":
            path.unlink()
        if how != "removed":
            with path.open("ab") as file:
                file.write(b"not ours")

    @precondition(lambda self: (self.root / "site").exists())
    @rule()
    def put_a_foreign_file(self) -> None:
        """It stops the build, and stays."""
        write(self.root, {"site/theirs.txt": "theirs"})
        with pytest.raises((RefusedError, ContentError)):
            build(self.root, as_of=self.as_of, drafts=self.drafts)
        assert (self.root / "site/theirs.txt").read_text() == "theirs"
        (self.root / "site/theirs.txt").unlink()

    @precondition(lambda self: (self.root / "site").exists())
    @rule(step=st.integers(1, 400))
    def interrupt(self, step: int) -> None:
        """A build is killed; whether it published depends on what lies in caches, so no draw may."""
        with fault_at(step, Killed()), suppress(Killed, ContentError, RefusedError):
            build(self.root, as_of=self.as_of, drafts=self.drafts)

    @precondition(lambda self: (self.root / ".newsgen").exists())
    @rule()
    def lose_the_state(self) -> None:
        """A clone has no .newsgen/."""
        shutil.rmtree(self.root / ".newsgen")
        self.lost = True

    def build(self, options: dict[str, Any]) -> None:
        """Build; an output of which nothing tells any more that it is ours is removed, as a user is told to do."""
        try:
            build(self.root, **options)
        except RefusedError:
            assert self.lost
            shutil.rmtree(self.root / "site")
            build(self.root, **options)
        self.lost = False

    @rule()
    def build_both_ways(self) -> None:
        before = tree(self.root / "site") if (self.root / "site").exists() else None
        options: dict[str, Any] = {"as_of": self.as_of, "drafts": self.drafts}
        try:
            self.build(options)
        except ContentError as error:
            refused = str(error)
            assert (tree(self.root / "site") if (self.root / "site").exists() else None) == before
            with pytest.raises(ContentError, match=re.escape(refused)):
                clean_build(self.root, self.folder / "clean", **options)
            return
        assert tree(self.root / "site") == clean_build(self.root, self.folder / "clean", **options)
        lock = (self.root / "newsgen.lock").read_bytes()
        assert (self.folder / "clean" / "archive" / "newsgen.lock").read_bytes() == lock
        assert build(self.root, **options).unchanged


class EditsUnsearched(Edits):
    """The same without search, whose index takes longer than all pages of so small an archive."""

    more = UNSEARCHED["newsgen.toml"]


@pytest.mark.parametrize(("edits", "runs"), [(Edits, 3), (EditsUnsearched, 10)])
def test_random_edits(edits: type[Edits], runs: int) -> None:
    """Short runs, for every day."""
    run_state_machine_as_test(edits, settings=settings(max_examples=runs, stateful_step_count=12))  # type: ignore[no-untyped-call]
