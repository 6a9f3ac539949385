"""Dirty pages → files in the stage."""

from __future__ import annotations

import hashlib
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest

from newsgen.builder.output import stamp_of
from newsgen.builder.render import CHUNK, Done, Job, Planned, Task, printer, render_all, work
from newsgen.builder.workers import processes
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.renderer.page import Blob, File, Page, make_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import View
from tests.renderer.samples import sample_site


def job(root: Path) -> Job:
    stage = root / "stage"
    stage.mkdir(exist_ok=True)
    return Job(
        str(root), str(root / "templates"), str(stage), str(root / "cache"), "engine", "theme", sample_site()
    )


def new(*pages: Planned) -> list[Task]:
    """Files that do not stand yet."""
    return [(page, None) for page in pages]


def test_a_static_file_is_copied_only_as_it_was_planned(tmp_path: Path) -> None:
    """One that changed since is a mistake to be told, one that is gone is the system's refusal."""
    source = tmp_path / "source"
    source.write_bytes(b"data")
    digest = hashlib.sha256(b"data").hexdigest()
    (chunk,) = render_all(job(tmp_path), new(File("a", str(source), digest)), None)
    assert [file.path for file in chunk] == ["a"]
    assert (tmp_path / "stage/a").read_bytes() == b"data"
    with pytest.raises(ContentError) as caught:
        list(render_all(job(tmp_path), new(File("b", str(source), "0" * 64)), None))
    assert str(caught.value) == f"{source}: the file changed during the build; build again"
    with pytest.raises(OutputError, match="cannot be read: No such file"):
        list(render_all(job(tmp_path), new(File("c", str(tmp_path / "gone"), digest)), None))


@pytest.mark.parametrize("threads", [0, 3])
def test_files_come_in_chunks_and_in_order(threads: int, tmp_path: Path) -> None:
    """With an executor as without; any Executor will do."""
    pages: list[Planned] = [Blob(f"{n}", b"x") for n in range(2 * CHUNK + 1)]
    if threads:
        with ThreadPoolExecutor(threads) as pool:
            chunks = list(render_all(job(tmp_path), new(*pages), pool))
    else:
        chunks = list(render_all(job(tmp_path), new(*pages), None))
    assert [len(chunk) for chunk in chunks] == [CHUNK, CHUNK, 1]
    assert [file.path for chunk in chunks for file in chunk] == [page.path for page in pages]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_forked_processes_are_left_small_chunks_in_the_end(tmp_path: Path) -> None:
    """So that none waits long for another; what is dear comes first, and nothing is lost."""
    dear = [make_page("sitemap.xml", View(address="sitemap.xml", root="", title=""))]
    pages: list[Planned] = [*(Blob(f"{n}", b"x") for n in range(3000)), *dear]
    own = job(tmp_path)
    standing = printer(own.engine, own.theme, own.site)(dear[0])
    with processes(2, forked=True) as pool:
        chunks = list(render_all(own, [(page, standing if page in dear else None) for page in pages], pool))
    assert chunks[0] == [Done("sitemap.xml", standing, None)]
    assert [done.path for chunk in chunks[1:] for done in chunk] == [f"{n}" for n in range(3000)]
    sizes = [len(chunk) for chunk in chunks[1:]]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) > 4 * CHUNK - 1 > 30 * sizes[-2]
    for one in chunks[1]:
        assert one.written
        assert one.written.stamp == stamp_of(str(tmp_path / "stage" / one.path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
@pytest.mark.parametrize(("jobs", "most"), [(0, 1000), (1, 1000), (2, 30)])
def test_what_holds_the_texts_of_a_year_comes_right_after_their_pages(
    jobs: int, most: int, tmp_path: Path
) -> None:
    """In one chunk, so that each text is read once; but not if there would be too few chunks for the processes."""
    own = job(tmp_path)
    take = printer(own.engine, own.theme, own.site)

    def page(path: str, year: int | None) -> Task:
        template = "data.jsonl" if path.endswith("l") and path[0] == "d" else "article.html"
        made = Page(path, template, lambda: View(address=path, root="", title=""), texts=year)
        return made, take(made)

    years = {2023: 40, 2022: 15, 0: 1}
    tasks = [page(f"{year}/{n}.html", year) for year, count in years.items() for n in range(count)]
    tasks += [page("other.html", None), *(page(f"data/{year}.jsonl", year) for year in years)]
    tasks += [(Blob(f"{n}", b"x"), None) for n in range(62)]
    if jobs:
        with processes(jobs, forked=True) as pool:
            chunks = list(render_all(own, tasks, pool))
    else:
        chunks = list(render_all(own, tasks, None))
    paths = [[done.path for done in chunk] for chunk in chunks]
    for year, count in years.items():
        pages = [f"{year}/{n}.html" for n in range(count)]
        assert ([*pages, f"data/{year}.jsonl"] in paths) == (count < most)
    assert sorted(path for chunk in paths for path in chunk) == sorted(page.path for page, _ in tasks)


def test_what_became_of_tasks_is_told_in_their_order(tmp_path: Path) -> None:
    """Whatever was written, however much that was, stood already or went wrong."""
    own = job(tmp_path)
    page = make_page("missing.html", View(address="standing.html", root="", title=""))
    standing = printer(own.engine, own.theme, own.site)(page)
    large = [Blob(f"large{n}", bytes([n]) * 1_500_000) for n in range(5)]
    bad = File("bad", str(tmp_path / "bad"), "0" * 64)
    (tmp_path / "bad").write_bytes(b"")
    tasks: list[Task] = [(large[0], None), (page, standing), *new(Blob("empty", b""), bad, *large[1:])]
    done, problems = work(own, tasks)
    assert [one.path for one in done] == [
        "large0",
        "standing.html",
        "empty",
        *(f"large{n}" for n in range(1, 5)),
    ]
    assert [one.path for one in done if one.written is None] == ["standing.html"]
    assert len(problems) == 1
    for blob in large:
        assert (tmp_path / "stage" / blob.path).read_bytes() == blob.data
    assert (tmp_path / "stage/empty").read_bytes() == b""


def test_mistakes_are_gathered_over_chunks(tmp_path: Path) -> None:
    """One bad page does not keep the others from being tried; what is said twice is told once."""
    sources = [tmp_path / f"s{n}" for n in range(3)]
    for source in sources:
        source.write_bytes(b"")
    pages: list[Planned] = [File(f"{n}", str(sources[n // CHUNK]), "0" * 64) for n in range(3 * CHUNK)]
    with pytest.raises(ContentError) as caught:
        list(render_all(job(tmp_path), new(*pages), None))
    assert [problem.file for problem in caught.value.problems] == [str(source) for source in sources]


def test_errors_travel_between_processes() -> None:
    """As they were: message, problems, exit code."""
    error = OutputError([Problem("b", 1, 2, "bad", "mend", "code"), Problem("a", 0, 0, "worse")])
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.problems, copy.exit_code) == (str(error), error.problems, 74)


def test_a_slip_in_a_template_is_told_once(tmp_path: Path) -> None:
    """Not once for each of ten thousand articles."""
    pages: list[Planned] = [
        make_page("missing.html", View(address=f"{n}.html", root="", title="")) for n in range(3)
    ]
    own = msgspec.structs.replace(job(tmp_path), theme=open_theme().fingerprint)
    with pytest.raises(ContentError) as caught:
        list(render_all(own, new(*pages), None))
    assert str(caught.value) == (
        'missing.html: there is no template "missing.html" (while rendering 0.html), and 2 more; '
        "see docs/theming.md"
    )


def test_what_stands_as_it_would_be_is_not_rendered(tmp_path: Path) -> None:
    """Its view is gathered, and tells."""
    page = make_page("missing.html", View(address="a.html", root="", title=""))
    own = job(tmp_path)
    fingerprint = printer(own.engine, own.theme, own.site)(page)
    (chunk,) = render_all(own, [(page, fingerprint)], None)
    assert chunk == [Done("a.html", fingerprint, None)]
    with pytest.raises(ContentError):
        list(render_all(own, [(page, b"other")], None))


def test_pages_that_lead_to_the_archive_are_gathered_before_they_are_sent(tmp_path: Path) -> None:
    """Another machine gets a view and nothing else."""
    page = Page("a.html", "missing.html", lambda: View(address="a.html", root="", title=""))
    own = job(tmp_path)
    fingerprint = printer(own.engine, own.theme, own.site)(page)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        (chunk,) = render_all(own, [(page, fingerprint)], pool)
    assert chunk == [Done("a.html", fingerprint, None)]
