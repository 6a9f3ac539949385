"""One build of an archive, from its files to its site."""

from __future__ import annotations

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
from newsgen.lockfile import parse_lockfile
from newsgen.pipeline.build import run_build
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.support.archives import AS_OF, UNSEARCHED, build, four, many, newsgen, record, tree, write

OPEN = "articles/2023/2023-11-22-talks-open.md"


@pytest.fixture
def root(folder: Path) -> Path:
    write(folder / "archive", four())
    return folder / "archive"


def addresses(root: Path) -> dict[str, str]:
    """What newsgen.lock remembers: address → record."""
    return parse_lockfile((root / "newsgen.lock").read_text()).addresses


def test_a_build_tells_what_it_did(root: Path) -> None:
    held = {"articles/d.md": record("D", status="draft"), "articles/f.md": record("F", date="2027-01-02")}
    write(root, held)
    report = build(root)
    files = [path for path in (root / "site").rglob("*") if path.is_file() and path.name != "build.json"]
    index = [path for path in files if "pagefind" in path.parts]
    assert report.articles == 4
    assert report.files == report.written == len(files) - len(index)
    assert report.bytes + report.search.bytes == sum(path.stat().st_size for path in files)
    assert (report.drafts, report.undated, report.unchanged) == (1, 1, False)
    assert report.future == (("articles/f.md", "2027-01-02"),)
    again = build(root)
    assert again.unchanged
    assert (again.written, again.rendered, again.removed) == (0, 0, 0)
    assert (again.articles, again.files, again.bytes) == (report.articles, report.files, report.bytes)


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
    late = {"yaml", "multiprocessing", "concurrent.futures", "ctypes", "difflib", "tempfile"}
    names = "loader.analyse record.read markdown.html builder.publish".split()
    code = "import sys, newsgen.cli.build, newsgen.pipeline.build, newsgen.pipeline.load; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(run.stdout.split())
    assert "newsgen.pipeline.load" in modules
    assert modules & (late | {f"newsgen.{name}" for name in names}) == set()


def test_an_edited_text_imports_nothing_that_only_a_mistake_needs(root: Path) -> None:
    """Nor YAML, nor what other processes are started with, nor a Markdown parser beside the quick one."""
    write(root, UNSEARCHED)
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


def test_edits_in_quick_succession_are_all_seen(root: Path) -> None:
    """Same size, and as near to each other as this machine can write: more than one falls into a tick of its clock."""
    write(root, UNSEARCHED)
    page = root / "site/2023/11/22/talks-open.html"
    for number in range(20):
        text = f"Text {number:02d}"
        write(root, {OPEN: (record("Talks", text, date="2023-11-22")), "static/s": text})
        build(root)
        assert text in page.read_text()
        assert (root / "site/s").read_text() == text


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
    write(root, UNSEARCHED | many(120) | {"static/a.txt": "1"})
    with pytest.raises(ContentError) as caught:
        run_build(open_project(root), RunOptions(as_of=AS_OF), executor=editing(lambda: write(root, files)))
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
    assert all(part.replace("-", "").isalnum() and part == part.lower() for part in names)
    assert max(map(len, names)) <= 80
