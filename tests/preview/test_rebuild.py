"""An archive that is worked on while it is shown: the real command, real files, every change found."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsgen.pipeline.project import open_project
from newsgen.preview.rebuild import EVERYTHING, find_watched_paths, watch
from tests.support.archives import UNSEARCHED, four, newsgen, record, write
from tests.support.previewing import Preview, previewing, run_alone
from tests.support.waiting import eventually

TALKS = "articles/2023/2023-11-22-talks-open.md"
PAGE = "2023/11/22/talks-open.html"
BEFORE = UNSEARCHED | four()


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Preview]]:
    """An archive and its preview: to start one takes longer than most tests."""
    root = tmp_path_factory.mktemp("shown")
    write(root, BEFORE)
    with previewing(root) as preview:
        yield root, preview


@pytest.fixture
def root(shown: tuple[Path, Preview]) -> Iterator[Path]:
    """That archive; what a test changes is taken back."""
    root, preview = shown
    preview.complained.clear()
    yield root
    tops = [
        top for top in root.iterdir() if top.name not in (".newsgen", "newsgen.lock")
    ]  # the preview writes there
    for path in [path for top in tops for path in (top, *top.rglob("*")) if path.is_file()]:
        if path.relative_to(root).as_posix() not in BEFORE:
            path.unlink()
    write(root, BEFORE)
    preview.is_content()
    preview.shows(PAGE, "Some text.")


@pytest.fixture
def preview(shown: tuple[Path, Preview]) -> Preview:
    return shown[1]


def talks(body: str, title: str = "Talks open", **fields: object) -> str:
    return record(title, body, date="2023-11-22", topics=["Trade"], **fields)


def test_a_hundred_quick_saves_end_with_the_last(root: Path, preview: Preview) -> None:
    """On its page and in the lists, and with a preview that still follows."""
    for number in range(100):
        write(root, {TALKS: talks(f"Word{number}.", f"Title {number}")})
    preview.shows(PAGE, "Word99.")
    for page in ("index.html", "2023/11/22/index.html", "topics/trade/index.html"):
        preview.shows(page, "Title 99")
    write(root, {TALKS: talks("One more.")})
    preview.shows(PAGE, "One more.")
    assert preview.problems() == []


def test_new_renamed_and_deleted_texts(root: Path, preview: Preview) -> None:
    write(root, {"articles/2022/2022-02-03-new.md": record("A new text", date="2022-02-03")})
    preview.shows("2022/02/03/new.html", "A new text")
    preview.shows("2022/index.html", "A new text")
    (root / "articles/2022/2022-02-03-new.md").rename(root / "articles/2022/2022-02-03-other.md")
    preview.shows("2022/02/03/other.html", "A new text")
    (root / "articles/2022/2022-02-03-other.md").unlink()
    preview.lacks("2022/02/03/other.html")


def test_a_seed_becomes_an_article(root: Path, preview: Preview) -> None:
    write(root, {"seeds/2020-01-02-ferry.txt": "A ferry sails again\n\nThe ferry sails again from today.\n"})
    preview.shows("2020/index.html", "A ferry sails again")
    assert list((root / "articles").rglob("*ferry*.md"))


def test_editors_that_replace_files_and_leave_others_beside_them(root: Path, preview: Preview) -> None:
    path = root / TALKS
    for number, litter in enumerate((".talks.md.swp", "4913", "talks-open.md~", "#talks#", "x.tmp")):
        (path.parent / litter).write_text("---\nnonsense")
        fresh = path.with_name("fresh.tmp")
        fresh.write_text(talks(f"Edition{number}."))
        fresh.replace(path)
        preview.shows(PAGE, f"Edition{number}.")
    assert preview.problems() == []


def test_a_folder_that_is_deleted_and_made_again(root: Path, preview: Preview) -> None:
    kept = {path: (root / path).read_text() for path in four()}
    shutil.rmtree(root / "articles")
    preview.lacks(PAGE)
    write(root, kept)
    preview.shows(PAGE, "Talks open")
    write(root, {TALKS: talks("Followed again.")})
    preview.shows(PAGE, "Followed again.")


def test_templates_and_static_files_that_come_later(root: Path, preview: Preview) -> None:
    footer = '{% extends "default/base.html" %}{% block footer %}<p>WORDS</p>{% endblock %}'
    write(root, {"templates/base.html": footer, "static/note.txt": "first"})
    preview.shows(PAGE, "<p>WORDS</p>")
    preview.shows("about.html", "<p>WORDS</p>")
    preview.shows("note.txt", "first")
    write(root, {"templates/base.html": footer.replace("WORDS", "OTHERS"), "static/note.txt": "second"})
    preview.shows(PAGE, "<p>OTHERS</p>")
    preview.shows("note.txt", "second")
    (root / "templates/base.html").unlink()
    eventually(lambda: "OTHERS" not in preview.page(PAGE))


def test_a_broken_text_is_told_with_its_excerpt_until_it_is_mended(root: Path, preview: Preview) -> None:
    """Meanwhile the last good page stands, and other texts are followed."""
    write(root, {TALKS: talks("x").replace('"2023-11-22"', "31 Nov 2023")})
    problem = preview.complains(f"{TALKS}:3")
    assert "31 Nov 2023" in problem["message"]
    assert "> 3 | date: 31 Nov 2023\n    |       ^" in problem["excerpt"]
    assert "Talks open" in preview.page(PAGE)
    write(root, {TALKS: talks("Mended.")})
    preview.is_content()
    preview.shows(PAGE, "Mended.")


def test_a_broken_template_and_broken_settings(root: Path, preview: Preview) -> None:
    write(root, {"templates/article.html": "{% block %}\n"})
    assert preview.complains("templates/article.html:1")["excerpt"].startswith("> 1 | {% block %}")
    (root / "templates/article.html").unlink()
    preview.is_content()
    write(root, {"newsgen.toml": '[site]\ntitel = "x"\n'})
    assert 'did you mean "title"' in preview.complains("newsgen.toml:2")["expected"]
    write(root, {"newsgen.toml": '[site]\ntitle = "The Harbour Wire Archive"\n'})
    preview.is_content()
    preview.shows("index.html", "The Harbour Wire Archive")


def test_settings_that_name_other_folders(root: Path, preview: Preview) -> None:
    write(root, {"texts/2019/2019-01-02-x.md": record("Elsewhere", date="2019-01-02")})
    write(root, {"newsgen.toml": '[paths]\narticles = "texts"\n'})
    preview.shows("2019/01/02/x.html", "Elsewhere")

    def followed() -> bool:
        write(root, {"texts/2019/2019-01-02-x.md": record("Elsewhere", "Followed.", date="2019-01-02")})
        return "Followed." in preview.page("2019/01/02/x.html")

    eventually(followed)


def test_a_build_beside_it_and_drafts(tmp_path: Path) -> None:
    root = tmp_path
    draft = record("A draft", "One.", date="2023-01-02", status="draft")
    write(root, BEFORE | {"articles/d.md": draft})
    with previewing(root, "--drafts") as preview:
        for number in range(3):
            write(
                root,
                {"articles/d.md": record("A draft", f"Words{number}", date="2023-01-02", status="draft")},
            )
            # While the preview reads the change, a build is told to wait.
            eventually(lambda: newsgen(root, "build").returncode == 0)
            preview.shows("2023/01/02/d.html", f"Words{number}")
        assert preview.problems() == []
    assert not (root / "site/2023/01/02/d.html").exists()
    assert (root / "site" / PAGE).exists()


def test_the_archive_can_be_searched_in_the_preview(tmp_path: Path) -> None:
    """The index is made beside the builds; a second preview has it from the start."""
    write(tmp_path, four())
    with previewing(tmp_path) as one:
        eventually(lambda: one.status("pagefind/pagefind-entry.json") == 200, 60)
        with previewing(tmp_path) as other:
            assert other.status("pagefind/pagefind-entry.json") == 200


SECONDS = 60
Step = Callable[[], object]


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    write(tmp_path, {**four(), "newsgen.toml": "", "static/a.txt": "a"})
    return tmp_path.resolve()


def heard(watched: Path, *steps: tuple[Step, set[str]]) -> list[set[str]]:
    """Take each step once the one before was heard of; return what was heard after each."""

    async def follow() -> list[set[str]]:
        queue: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        watching = asyncio.create_task(watch(find_watched_paths(open_project(watched)), queue.put_nowait))
        assert await asyncio.wait_for(queue.get(), SECONDS) == EVERYTHING
        found = []
        for act, wanted in steps:
            act()
            said: set[str] = set()
            while not wanted <= said:
                said |= await asyncio.wait_for(queue.get(), SECONDS)
            found.append(said)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        return found

    return run_alone(follow())


def test_files_of_every_folder_and_every_table(watched: Path) -> None:
    one = next(iter(four()))
    names = [one, "static/a.txt", "newsgen.toml", "names.toml", "places.toml"]
    steps = [(lambda name=name: write(watched, {name: "new"}), {name}) for name in names]  # type: ignore[misc]
    assert heard(watched, *steps) == [{name} for name in names]


def test_what_is_no_part_of_the_site_is_not_heard_of(watched: Path) -> None:
    """Nor what newsgen and editors write for themselves: only the last file of these is told."""
    litter = [".x.md.swp", "x.md~", "4913", "#x.md#", ".#x.md", "x.tmp", "x.md___jb_tmp___", ".DS_Store"]
    files = [f"articles/{name}" for name in litter]
    files += ["newsgen.lock", "notes.txt", ".newsgen/preview/index.html", "site/index.html", "elsewhere/x.md"]

    def act() -> None:
        write(watched, dict.fromkeys(files, "x"))
        write(watched, {"articles/last.md": "x"})

    assert heard(watched, (act, {"articles/last.md"})) == [{"articles/last.md"}]


def test_a_folder_that_goes_comes_or_is_replaced_is_watched_anew(watched: Path) -> None:
    def replace() -> None:
        (watched / "articles").rename(watched / "old")
        write(watched, {"articles/b.md": "x"})

    steps: list[tuple[Step, set[str]]] = [
        (lambda: shutil.rmtree(watched / "articles"), {""}),
        (lambda: write(watched, {"articles/a.md": "x"}), {""}),
        (lambda: write(watched, {"articles/a.md": "y"}), {"articles/a.md"}),
        (replace, {""}),
        (lambda: write(watched, {"articles/b.md": "y"}), {"articles/b.md"}),
        (lambda: write(watched, {"pages/about.md": "x"}), {""}),
        (lambda: write(watched, {"pages/about.md": "y"}), {"pages/about.md"}),
    ]
    assert len(heard(watched, *steps)) == len(steps)


def test_folders_within_folders(tmp_path: Path) -> None:
    """Also one that is not there yet, in a folder that is."""
    watched = tmp_path.resolve()
    write(watched, {"newsgen.toml": '[paths]\narticles = "content/texts"\n', "content/x": ""})
    found = find_watched_paths(open_project(watched))
    assert {path.relative_to(watched).as_posix() for path in found.parents} == {".", "content"}
    steps: list[tuple[Step, set[str]]] = [
        (lambda: write(watched, {"content/texts/a.md": "x"}), {""}),
        (lambda: write(watched, {"content/texts/a.md": "y"}), {"content/texts/a.md"}),
    ]
    heard(watched, *steps)


def test_settings_of_another_name_and_place(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.newsgen]\n"})
    found = find_watched_paths(open_project(tmp_path))
    assert found.settings == "pyproject.toml"
    assert [found.is_table(path) for path in ("pyproject.toml", "topics.toml", "x/topics.toml", "x.md")] == [
        True, True, False, False,
    ]  # fmt: skip
