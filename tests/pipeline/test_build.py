"""One build of an archive, from its files to its site."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from newsgen.errors import ContentError
from newsgen.lockfile import read_lock
from newsgen.pipeline.build import run_build
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import Options
from tests.support.archives import AS_OF, build, four, many, newsgen, record, stamps, tree, write

OPEN = "articles/2023/2023-11-22-talks-open.md"


@pytest.fixture
def root(folder: Path) -> Path:
    write(folder / "archive", four())
    return folder / "archive"


def addresses(root: Path) -> dict[str, str]:
    """What newsgen.lock remembers: address → record."""
    return read_lock((root / "newsgen.lock").read_text()).addresses


def test_a_build_tells_what_it_did(root: Path) -> None:
    write(
        root, {"articles/d.md": record("D", status="draft"), "articles/f.md": record("F", date="2027-01-02")}
    )
    report = build(root)
    files = [path for path in (root / "site").rglob("*") if path.is_file() and path.name != "build.json"]
    index = [path for path in files if "pagefind" in path.parts]
    assert report.articles == 4
    assert report.files == report.written == len(files) - len(index)
    assert report.bytes + report.search.bytes == sum(path.stat().st_size for path in files)
    assert (report.drafts, report.undated, report.unchanged) == (1, 1, False)
    assert report.future == (("articles/f.md", "2027-01-02"),)


def test_a_second_build_finds_nothing_changed_and_touches_nothing(root: Path) -> None:
    first = build(root)
    before = stamps(root / "site")
    again = build(root)
    assert again.unchanged
    assert (again.written, again.rendered, again.removed) == (0, 0, 0)
    assert (again.articles, again.files, again.bytes) == (first.articles, first.files, first.bytes)
    assert stamps(root / "site") == before


def test_a_second_build_imports_neither_jinja_nor_markdown_it(root: Path) -> None:
    """Nor babel: what is not needed must cost no time. The first one does, or this would prove nothing."""
    write(root, {"seeds/2023-01-02-a.txt": "A headline\n\nA text of some words.\n"})
    write(root, {"newsgen.toml": '[site]\nlanguage = "de"\n'})
    for imported in (True, False):
        run = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "newsgen", "build", "--as-of", "2026-11-24"],
            cwd=root, capture_output=True, text=True, check=True,
        )  # fmt: skip
        modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
        markdown = bool(modules & {"markdown_it", "comrak"})  # the fast engine where it is enough
        assert ("jinja2" in modules, markdown, "babel" in modules) == (imported,) * 3
    assert run.stdout.startswith("nothing changed")


def test_a_build_imports_the_rules_of_inference_and_yaml_only_when_a_text_is_new() -> None:
    """Nor the workers' libraries and what publishes: none of it is needed to find that nothing has changed."""
    late = {"yaml", "multiprocessing", "newsgen.loader.analyse"}
    late |= {"concurrent.futures", "ctypes", "difflib", "tempfile", "newsgen.builder.publish"}
    code = "import sys, newsgen.cli.build, newsgen.pipeline.build, newsgen.pipeline.load; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(run.stdout.split())
    assert "newsgen.pipeline.load" in modules
    assert modules & late == set()


def test_an_edited_text_imports_nothing_that_only_a_mistake_needs(root: Path) -> None:
    """Nor YAML, nor what other processes are started with, nor a Markdown parser beside the quick one."""
    write(root, {"newsgen.toml": "[search]\nenabled = false\n"})
    build(root)
    write(root, {OPEN: (root / OPEN).read_text().replace("Some text.", "Some texts.")})
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "newsgen", "build", "--as-of", "2026-11-24"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    modules = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "newsgen.record.read" in modules
    late = {"difflib", "yaml", "markdown_it", "multiprocessing", "logging", "subprocess"}
    assert modules & late == set()


def test_only_what_a_new_text_changes_is_written(root: Path) -> None:
    """Its own page, feeds and lists with its first words; not the pages of other articles and of other topics."""
    build(root)
    before = stamps(root / "site")
    write(root, {OPEN: (root / OPEN).read_text().replace("Some text.", "Some texts.")})
    build(root)
    after = stamps(root / "site")
    changed = {path for path in after if after[path] != before.get(path) and (root / "site" / path).is_file()}
    assert changed >= {"2023/11/22/talks-open.html", "feed.xml", "topics/trade/index.html", "build.json"}
    assert not [path for path in changed if path.startswith(("2021", "topics/water", "undated/an", "assets"))]
    assert changed.isdisjoint({"2023/11/24/talks-close.html", "404.html", "about.html", "dates/index.html"})


def test_edits_in_quick_succession_are_all_seen(root: Path) -> None:
    """Same size, and as near to each other as this machine can write: more than one falls into a tick of its clock."""
    page = root / "site/2023/11/22/talks-open.html"
    for number in range(20):
        text = f"Text {number:02d}"
        write(root, {OPEN: (record("Talks", text, date="2023-11-22")), "static/s": text})
        build(root)
        assert text in page.read_text()
        assert (root / "site/s").read_text() == text


def test_an_embargo_falls_due(root: Path) -> None:
    """Without any change in the archive, on its day, and not a day earlier."""
    write(root, {"articles/f.md": record("F", date="2026-11-26")})
    page = root / "site/2026/11/26/f.html"
    assert not build(root, as_of=datetime.date(2026, 11, 25)).unchanged
    assert build(root, as_of=datetime.date(2026, 11, 25)).unchanged
    assert not page.exists()
    assert not build(root, as_of=datetime.date(2026, 11, 26)).unchanged
    assert page.exists()
    assert build(root, as_of=datetime.date(2026, 11, 27)).unchanged


def test_drafts_come_and_go(root: Path) -> None:
    write(root, {"articles/d.md": record("D", date="2023-01-01", status="draft")})
    page = root / "site/2023/01/01/d.html"
    for drafts in (False, True, False):
        build(root, drafts=drafts)
        assert page.exists() is drafts


def test_addresses_are_remembered_and_a_moved_record_leaves_a_redirect(root: Path) -> None:
    build(root)
    assert addresses(root)["2023/11/22/talks-open.html"] == OPEN
    write(root, {OPEN: (root / OPEN).read_text().replace("2023-11-22", "2022-01-02")})
    assert build(root).redirects == 1
    assert addresses(root)["2023/11/22/talks-open.html"] == OPEN
    assert "../../../2022/01/02/talks-open.html" in (root / "site/2023/11/22/talks-open.html").read_text()


def _dry_run(root: Path) -> None:
    build(root, dry_run=True)


def _failed_build(root: Path) -> None:
    write(root, {"articles/bad.md": "---\n"})
    with pytest.raises(ContentError):
        build(root)
    (root / "articles/bad.md").unlink()


def _locked_build(root: Path) -> None:
    build(root, locked=True)


def _command(*arguments: str, code: int = 0) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        assert newsgen(root, *arguments).returncode == code

    return run


BETWEEN: dict[str, Callable[[Path], None]] = {
    "nothing": lambda root: None,
    "a dry run": _dry_run,
    "a build that fails": _failed_build,
    "a locked build": _locked_build,
    "newsgen load": _command("load"),
    "newsgen check": _command("check", code=1),  # the site shows it no more
}


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
def test_a_renamed_record_keeps_its_old_address_as_a_redirect(
    between: Callable[[Path], None], root: Path
) -> None:
    """Whatever runs first after the renaming."""
    write(root, {OPEN: (root / OPEN).read_text().replace("Some text.", "A text of its own.")})
    build(root)
    (root / OPEN).rename(root / "articles/talks-begin.md")
    between(root)
    report = build(root)
    assert report.redirects == 1
    assert not report.warnings
    assert "talks-begin.html" in (root / "site/2023/11/22/talks-open.html").read_text()
    assert addresses(root)["2023/11/22/talks-open.html"] == "articles/talks-begin.md"
    assert build(root).unchanged


def test_strict_stops_at_warnings_also_when_nothing_changed(root: Path) -> None:
    build(root)
    (root / OPEN).unlink()
    before = stamps(root / "site")
    with pytest.raises(ContentError, match="leads nowhere"):
        build(root, strict=True)
    assert stamps(root / "site") == before
    build(root)
    assert build(root).unchanged
    with pytest.raises(ContentError, match="leads nowhere"):
        build(root, strict=True)


def test_what_was_never_published_has_no_address_to_lose(root: Path) -> None:
    """A draft or an embargoed article that was looked at may still move."""
    write(root, {
        "articles/d.md": record("D", date="2023-01-01", status="draft"),
        "articles/f.md": record("F", date="2027-01-01"),
    })  # fmt: skip
    build(root, drafts=True, future=True)
    assert (root / "site/2023/01/01/d.html").exists()
    assert {"articles/d.md", "articles/f.md"}.isdisjoint(addresses(root).values())
    (root / "articles/d.md").unlink()
    (root / "articles/f.md").unlink()
    assert not build(root).warnings


def test_a_locked_build_writes_no_lock(root: Path) -> None:
    """Neither a new one nor a changed one."""
    build(root, locked=True)
    assert not (root / "newsgen.lock").exists()
    build(root)
    lock = (root / "newsgen.lock").read_bytes()
    write(root, {"articles/new.md": record("New", date="2023-01-01")})
    build(root, locked=True)
    assert (root / "newsgen.lock").read_bytes() == lock
    assert (root / "site/2023/01/01/new.html").exists()
    assert build(root, locked=True).unchanged


def test_a_dry_run_writes_nothing_that_anyone_sees(root: Path) -> None:
    report = build(root, dry_run=True)
    assert (report.articles, report.written) == (4, 0)
    assert sorted(path.name for path in root.iterdir()) == [".newsgen", "articles"]
    build(root)
    before = stamps(root / "site"), (root / "newsgen.lock").read_bytes()
    write(root, {OPEN: record("Other", date="2020-01-01")})
    assert build(root, dry_run=True).files
    assert (stamps(root / "site"), (root / "newsgen.lock").read_bytes()) == before
    write(root, {"articles/again/2020-01-01-talks-open.md": record("Other", date="2020-01-01")})
    with pytest.raises(ContentError, match="both have the address"):
        build(root, dry_run=True)


ELSEWHERE = {"newsgen.toml": '[paths]\ntemplates = "look/theirs"\n'}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("article.html", "{{ page.nonsense }}"),
        ("article.html", "{% if %}"),
        ("article.html", b"\xff"),
        ("default/x.html", "x"),
        ("article.html", '{% extends "default/article.html" %}{% block mian %}x{% endblock %}'),
        ("lost.html", "x"),
        ("logo.png", b"x"),
        ("assets/lost.css", "x"),
        ("locales/en.po", "nonsense"),
    ],
)
def test_a_folder_of_templates_is_told_by_the_name_that_it_has(
    root: Path, file: str, text: str | bytes
) -> None:
    write(root, {**ELSEWHERE, f"look/theirs/{file}": text})
    try:
        (told,) = build(root, strict=False).warnings
    except ContentError as error:
        told = error.problems[0]
    assert told.file == f"look/theirs/{file}"
    assert " templates/" not in str(told)


def test_all_that_is_wrong_with_a_template_is_told_with_the_article(root: Path) -> None:
    build(root)
    before = stamps(root / "site")
    write(root, {"templates/article.html": "{{ page.title }}\n{{ page.nonsense }}\n"})
    with pytest.raises(ContentError) as caught:
        build(root)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("templates/article.html", 2)
    assert "from articles/" in str(problem)
    assert "and 3 more" in str(problem)
    assert stamps(root / "site") == before


def editing(edit: Callable[[], object]) -> Callable[[], AbstractContextManager[Executor]]:
    """An executor that begins with an edit: the plan is made, nothing is rendered yet."""

    @contextmanager
    def opened() -> Iterator[Executor]:
        edit()
        with ThreadPoolExecutor(2) as pool:
            yield pool

    return opened


RACES: dict[str, tuple[dict[str, str], str]] = {
    "a text": (
        {"articles/2003/2003-04-04-text-3.md": record("Text 3", "Another text.", date="2003-04-04")},
        "articles/2003/2003-04-04-text-3.md: the text changed during the build; build again",
    ),
    "a template": ({"templates/robots.txt": "x"}, "the templates changed during the build; build again"),
    "a static file": ({"static/a.txt": "2"}, "static/a.txt: the file changed during the build; build again"),
}


@pytest.mark.parametrize(("files", "message"), RACES.values(), ids=RACES)
def test_a_change_during_the_build_is_told_and_the_site_stands(
    files: dict[str, str], message: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A page must not be made of two states of the archive. The next build is a whole one."""
    root = tmp_path_factory.mktemp("race") / "archive"  # where no theme was opened by this process
    write(root, many(120) | {"static/a.txt": "1"})
    with pytest.raises(ContentError) as caught:
        run_build(open_project(root), Options(as_of=AS_OF), executor=editing(lambda: write(root, files)))
    assert str(caught.value).endswith(message)
    assert not (root / "site").exists()
    build(root)
    assert (root / "site/index.html").exists()


VARIANTS: dict[str, tuple[dict[str, str], int, int]] = {
    "hash seed": ({"PYTHONHASHSEED": "1"}, 1, 0o022),
    "two jobs": ({"PYTHONHASHSEED": "2"}, 2, 0o022),
    "four jobs, far away, private": ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, 4, 0o077),
    "other locale": ({"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}, 2, 0o002),
}


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed, the jobs, the locale, the time zone, the umask, the order in which files were made."""
    files = many(120) | four()
    sites: dict[str, Any] = {}
    for name, (environment, jobs, umask) in VARIANTS.items():
        root = tmp_path / name / "archive"
        write(root, files)
        files = dict(reversed(files.items()))
        before = os.umask(umask)
        try:
            run = newsgen(root, "build", "--as-of", "2026-11-24", "--jobs", str(jobs), **environment)
        finally:
            os.umask(before)
        assert run.returncode == 0, run.stderr
        sites[name] = tree(root / "site")
    first = sites["hash seed"]
    assert len(first) > 300
    assert {mode for mode, data in first.values() if data == b"/"} == {0o755}
    assert {mode for mode, data in first.values() if data != b"/"} == {0o644}
    for name, site in sites.items():
        assert site == first, name


HOSTILE = [
    "../../escape", "..", "/etc/cron.d/x", "a\0b", "a\\..\\b", "CON", "nul.html", "index", "feed", "x" * 500,
    "a/../../b", "%2e%2e/%2e%2e", "~root", "$(touch x)", "<script>", "C:\\x", ".hidden", "\u202egnp.exe", "a\nb", "🙂",
]  # fmt: skip


def test_no_slug_and_no_name_writes_outside_the_site(folder: Path) -> None:
    """Whatever stands in slug, topics and names becomes a plain name inside it, or is refused as a mistake."""
    root = folder / "archive"
    kept = 0
    for number, name in enumerate(HOSTILE):
        path = f"articles/{number}.md"
        write(root, {path: record("T", date=f"2023-01-{number + 1:02d}", topics=[name], people=[name, "P"])})
        try:
            build(root, dry_run=True)
            kept += 1
        except ContentError:
            (root / path).unlink()
    assert kept >= 15
    build(root)
    assert sorted(path.name for path in folder.iterdir()) == ["archive"]
    assert sorted(path.name for path in root.iterdir()) == [".newsgen", "articles", "newsgen.lock", "site"]
    own = [path for path in tree(root / "site") if path != "_redirects" and not path.startswith("pagefind")]
    names = {part for path in own for part in path.rpartition("/")[2].split(".") if part}
    odd = {
        part
        for part in names
        if not part.replace("-", "").isalnum() or part != part.lower() or len(part) > 80
    }
    assert odd == set()


def test_one_bad_static_name_stops_the_build(root: Path) -> None:
    """With a message that says which, and no matter which other files there are."""
    write(
        root,
        {"static/CON": "", "static/a:b": "", "static/a\\b": "", "static/index.html": "", "static/fine": ""},
    )
    with pytest.raises(ContentError) as caught:
        build(root)
    assert [problem.message for problem in caught.value.problems] == [
        "'CON' is no file name that every system holds",
        "'a:b' is no file name that every system holds",
        r"'a\\b' is no file name that every system holds",
        "two files stand at 'index.html'",
    ]
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("index.html", "two files stand at 'index.html'"),
        ("2023", "two files stand at '2023/index.html'"),
        ("Topics/x.html", "'Topics' and 'topics' are one name where case does not count"),
        ("x" * 300 + ".html", f"'{'x' * 99}…' is no file name that every system holds"),
        ("about.html/x.html", "'about.html' is a file, and 'about.html' is a folder"),
    ],
)
def test_an_old_address_cannot_take_the_place_of_a_page(old: str, message: str, root: Path) -> None:
    write(root, {"articles/r.md": record("R", redirect_from=[old])})
    with pytest.raises(ContentError) as caught:
        build(root)
    assert caught.value.problems[0].message == message


def test_an_empty_archive_builds(folder: Path) -> None:
    """Every page of the navigation is there."""
    root = folder / "archive"
    root.mkdir()
    assert build(root).articles == 0
    for page in ("index.html", "about.html", "404.html", "topics/index.html", "dates/index.html", "feed.xml"):
        assert (root / "site" / page).is_file(), page
    assert build(root).unchanged
