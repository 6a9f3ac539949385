"""Dirty files become bytes in the stage."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest

from newsgen.builder.build import make_worker_opener
from newsgen.builder.output import Stamp
from newsgen.builder.render import (
    CHUNK,
    Rendered,
    SiteFile,
    Task,
    WorkerContext,
    make_fingerprinter,
    render_chunk,
    render_files,
)
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.record.store import OpenExecutor
from newsgen.renderer.page import Blob, CopiedFile, Page, make_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import View
from tests.renderer.samples import sample_site

MISSING = make_page("missing.html", View(address="a.html", root="", title=""))
"""A page whose template does not exist: to render it is a mistake."""


def job(root: Path, theme: str = "theme") -> WorkerContext:
    folders = (str(root / name) for name in ("", "templates", "stage", "cache"))
    return WorkerContext(*folders, None, "engine", theme, sample_site())


def new(*files: SiteFile) -> list[Task]:
    """Files that are not in the output."""
    return [Task(file) for file in files]


def write_title(view: View, _site: object, _texts: object) -> bytes:
    return view.title.encode()


def test_a_static_file_is_copied_only_as_it_was_planned(tmp_path: Path) -> None:
    """A source that changed since is a mistake of the archive; one that is gone is a refusal of the system."""
    source = tmp_path / "source"
    source.write_bytes(b"data")
    digest = hashlib.sha256(b"data").hexdigest()
    (done,) = render_files(job(tmp_path), new(CopiedFile("a", str(source), digest)))
    assert done.path == "a"
    assert (tmp_path / "stage/a").read_bytes() == b"data"
    with pytest.raises(ContentError) as caught:
        render_files(job(tmp_path), new(CopiedFile("b", str(source), "0" * 64)))
    assert str(caught.value) == f"{source}: the file changed during the build; build again"
    with pytest.raises(OutputError, match="cannot be read: No such file"):
        render_files(job(tmp_path), new(CopiedFile("c", str(tmp_path / "gone"), digest)))


@contextmanager
def spawned() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


POOLS = {
    "none": None,
    "threads": lambda: ThreadPoolExecutor(3),
    "spawned": spawned,
    "forked": make_worker_opener(2),
}


@pytest.mark.parametrize("executor", POOLS.values(), ids=POOLS)
def test_files_come_in_chunks_whatever_renders(executor: OpenExecutor | None, tmp_path: Path) -> None:
    """In order, but large files first, so that no worker is left alone with them."""
    view = View(address="sitemap.xml", root="", title="x")
    large = msgspec.structs.replace(make_page("sitemap.xml", view), write=write_title)
    plain = [Blob(f"{n}", b"x") for n in range(2 * CHUNK + 1)]
    sha256 = hashlib.sha256(b"x\n").hexdigest()
    tasks = [*new(*plain), Task(large, sha256)]
    ticks: list[tuple[int, int]] = []
    own = job(tmp_path, open_theme().fingerprint)
    done = render_files(own, tasks, executor, lambda *tick: ticks.append(tick))
    assert ticks == [(count, 2 * CHUNK + 2) for count in (1, CHUNK + 1, 2 * CHUNK + 1, 2 * CHUNK + 2)]
    assert done[0] == Rendered("sitemap.xml", sha256, None, True)
    assert [file.path for file in done[1:]] == [blob.path for blob in plain]
    for file in done[1:]:
        assert file.sha256 == hashlib.sha256(b"x").hexdigest()
        assert file.stamp == Stamp.of((tmp_path / "stage" / file.path).stat())


def test_a_file_is_written_only_if_its_bytes_are_new(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"same").hexdigest()
    bad = CopiedFile("bad", str(tmp_path / "bad"), "0" * 64)
    (tmp_path / "bad").write_bytes(b"")
    tasks = [Task(Blob("same", b"same"), digest), *new(Blob("empty", b""), bad)]
    rendered, problems = render_chunk(job(tmp_path), tasks)
    found = {file.path: (file.sha256, file.stamp is not None) for file in rendered}
    empty = hashlib.sha256(b"").hexdigest()
    assert found == {"same": (digest, False), "empty": (empty, True)}
    assert len(problems) == 1
    assert [path.name for path in (tmp_path / "stage").iterdir()] == ["empty"]
    with pytest.raises(ContentError):
        render_files(job(tmp_path), new(MISSING))


def test_mistakes_of_all_chunks_are_reported_each_once(tmp_path: Path) -> None:
    """One bad file does not keep the others from being tried."""
    sources = [tmp_path / f"s{n}" for n in range(2)]
    for source in sources:
        source.write_bytes(b"")
    files = [CopiedFile(f"{n}", str(sources[n // CHUNK]), "0" * 64) for n in range(2 * CHUNK)]
    with pytest.raises(ContentError) as caught:
        render_files(job(tmp_path), new(*files))
    assert [problem.file for problem in caught.value.problems] == [str(source) for source in sources]


def test_a_mistake_in_a_template_is_reported_once(tmp_path: Path) -> None:
    """Not once for each of ten thousand articles."""
    pages = [make_page("missing.html", View(address=f"{n}.html", root="", title="")) for n in range(3)]
    own = job(tmp_path, open_theme().fingerprint)
    with pytest.raises(ContentError) as caught:
        render_files(own, new(*pages))
    assert str(caught.value) == (
        'missing.html: there is no template "missing.html" (while rendering 0.html), and 2 more; '
        "see docs/theming.md"
    )


def test_errors_travel_between_processes() -> None:
    """As they were: message, problems, exit code."""
    error = OutputError([Problem("b", 1, 2, "bad", "mend", "code"), Problem("a", 0, 0, "worse")])
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.problems, copy.exit_code) == (str(error), error.problems, 74)


def test_a_page_is_sent_with_its_view_alone(tmp_path: Path) -> None:
    """What makes a view leads to the whole archive, and could not be sent."""
    page = Page("", "x.html", lambda: View(address="", root="", title="x"), write=write_title)
    pages = [msgspec.structs.replace(page, path=f"{n}.html") for n in range(4 * CHUNK)]
    sha256 = hashlib.sha256(b"x\n").hexdigest()
    own = job(tmp_path, open_theme().fingerprint)
    done = render_files(own, [Task(page, sha256) for page in pages], spawned)
    assert done == [Rendered(page.path, sha256, None, True) for page in pages]


@pytest.mark.parametrize(
    "change", [{"engine": "2"}, {"theme": "2"}, {"site": sample_site(url="https://example.net/")}], ids=str
)
def test_a_fingerprint_depends_on_all_that_makes_a_page(change: dict[str, object], tmp_path: Path) -> None:
    plain = {"engine": "1", "theme": "1", "site": sample_site()}
    other = msgspec.structs.replace(MISSING, template="other.html")
    pages = [MISSING, other, Blob("a", b"x"), Blob("a", b"y")]
    found = {make_fingerprinter(**values)(page) for values in (plain, plain | change) for page in pages}
    assert len(found) == 2 * len(pages)
