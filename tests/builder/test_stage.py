"""Dirty pages → files in the stage."""

from __future__ import annotations

import hashlib
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from newsgen.builder.stage import CHUNK, Job, Planned, render_all
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.renderer.page import Blob, File, Page
from newsgen.renderer.theme import open_theme
from tests.renderer.samples import sample_site


def job(root: Path) -> Job:
    stage = root / "stage"
    stage.mkdir(exist_ok=True)
    return Job(str(root), str(root / "templates"), str(stage), str(root / "cache"), "theme", sample_site())


def test_a_static_file_is_copied_only_as_it_was_planned(tmp_path: Path) -> None:
    """One that changed since is a mistake to be told, one that is gone is the system's refusal."""
    source = tmp_path / "source"
    source.write_bytes(b"data")
    digest = hashlib.sha256(b"data").hexdigest()
    (chunk,) = render_all(job(tmp_path), [File("a", str(source), digest)], None)
    assert [file.path for file in chunk] == ["a"]
    assert (tmp_path / "stage/a").read_bytes() == b"data"
    with pytest.raises(ContentError) as caught:
        list(render_all(job(tmp_path), [File("b", str(source), "0" * 64)], None))
    assert str(caught.value) == f"{source}: the file changed during the build; build again"
    with pytest.raises(OutputError, match="cannot be read: No such file"):
        list(render_all(job(tmp_path), [File("c", str(tmp_path / "gone"), digest)], None))


@pytest.mark.parametrize("threads", [0, 3])
def test_files_come_in_chunks_and_in_order(threads: int, tmp_path: Path) -> None:
    """With an executor as without; any Executor will do."""
    pages: list[Planned] = [Blob(f"{n}", b"x") for n in range(2 * CHUNK + 1)]
    if threads:
        with ThreadPoolExecutor(threads) as pool:
            chunks = list(render_all(job(tmp_path), pages, pool))
    else:
        chunks = list(render_all(job(tmp_path), pages, None))
    assert [len(chunk) for chunk in chunks] == [CHUNK, CHUNK, 1]
    assert [file.path for chunk in chunks for file in chunk] == [page.path for page in pages]


def test_mistakes_are_gathered_over_chunks(tmp_path: Path) -> None:
    """One bad page does not keep the others from being tried; what is said twice is told once."""
    sources = [tmp_path / f"s{n}" for n in range(3)]
    for source in sources:
        source.write_bytes(b"")
    pages: list[Planned] = [File(f"{n}", str(sources[n // CHUNK]), "0" * 64) for n in range(3 * CHUNK)]
    with pytest.raises(ContentError) as caught:
        list(render_all(job(tmp_path), pages, None))
    assert [problem.file for problem in caught.value.problems] == [str(source) for source in sources]


def test_errors_travel_between_processes() -> None:
    """As they were: message, problems, exit code."""
    error = OutputError([Problem("b", 1, 2, "bad", "mend", "code"), Problem("a", 0, 0, "worse")])
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.problems, copy.exit_code) == (str(error), error.problems, 74)


def test_a_slip_in_a_template_is_told_once(tmp_path: Path) -> None:
    """Not once for each of ten thousand articles."""
    pages: list[Planned] = [Page(f"{n}.html", "missing.html", None) for n in range(3)]
    with pytest.raises(ContentError) as caught:
        list(render_all(msgspec.structs.replace(job(tmp_path), theme=open_theme().fingerprint), pages, None))
    assert str(caught.value) == (
        'missing.html: there is no template "missing.html" (while rendering 0.html), and 2 more; '
        "see docs/theming.md"
    )
