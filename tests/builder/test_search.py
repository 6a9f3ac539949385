"""The index is made when it must be; a failure costs readers nothing but the newest texts."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from newsgen.builder.build import Result, build
from newsgen.builder.search.index import SearchContent
from newsgen.builder.search.pagefind import make_index_reproducible
from newsgen.errors import OutputError
from newsgen.renderer.page import Blob
from tests.builder.indexes import index_of, packed, program, searched, write_pattern
from tests.builder.samples import build_blobs, order, places
from tests.support.archives import stamps, tree

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for Pagefind is a script")

FILES = {"a.html": "a", "x/b.html": "b"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program(tmp_path / "tools", monkeypatch)
    return tmp_path / "archive"


def built(root: Path, *texts: str, files: dict[str, str] = FILES) -> Result:
    return build_blobs(root, files, search=searched(root, *texts) if texts else None)


def test_an_index_is_made(root: Path) -> None:
    """It counts in no number of the site, and build.json does not list its files."""
    result = built(root, "One.", "Two.")
    assert index_of(root / "site") == ["One.", "Two."]
    assert result.search.fresh
    assert result.search.problem is None
    assert result.search.memory > 0
    sizes = [path.stat().st_size for path in (root / "site/pagefind").rglob("*") if path.is_file()]
    assert result.index_bytes == sum(sizes)
    assert not (root / "site/pagefind/pagefind-ui.css").exists()
    assert not (root / ".newsgen/state/site/search/documents").exists()
    assert (result.files, result.written, result.bytes) == (2, 2, 2)
    assert set(json.loads((root / "site/build.json").read_bytes())["files"]) == set(FILES)


def test_an_index_of_the_same_texts_stays_as_it_is(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind is not asked; pages come and go beside it."""
    built(root, "One.")
    before = stamps(root / "site/pagefind")
    program(tmp_path / "tools", monkeypatch, "sys.exit(9)")
    for files in (FILES | {"c.html": "c"}, FILES, {"d.html": "d"}):
        result = built(root, "One.", files=files)
        assert result.search.problem is None
        assert not result.search.fresh
        files = [path for path in before if (root / "site/pagefind" / path).is_file()]
        after = stamps(root / "site/pagefind")
        assert [after[path] for path in files] == [before[path] for path in files]


def test_the_same_bytes_made_again_are_not_published(root: Path) -> None:
    """Another version of newsgen, or a clone without state: the index is made, and no file is touched."""
    built(root, "One.")
    before = stamps(root / "site")
    build_blobs(root, FILES, search=searched(root, "One."), engine="2")
    assert stamps(root / "site") == before


@pytest.mark.parametrize("change", ["text", "number", "filter", "words", "tampered", "gone"])
def test_whatever_it_holds_makes_a_new_one(change: str, root: Path) -> None:
    built(root, "One.")
    wanted = searched(root, "One.")
    if change == "text":
        wanted = searched(root, "Two.")
    elif change == "number":
        wanted = searched(root, "One.", "Two.")
    elif change == "filter":
        other = msgspec.structs.replace(wanted.documents[0], filters=(("topic", "Water"),))
        wanted = SearchContent([other], 0)
    elif change == "words":
        wanted = SearchContent(wanted.documents, 300)
        assert wanted.digest("") != searched(root, "One.").digest("")
    else:
        file = root / "site/pagefind/fragment/und_1.pf_fragment"
        file.write_text("tampered") if change == "tampered" else file.unlink()
    build_blobs(root, FILES, search=wanted)
    first = "Two." if change == "text" else "One."
    assert index_of(root / "site") == [first, "Two."][: len(wanted.documents)]
    fragment = (root / "site/pagefind/fragment/und_1.pf_fragment").read_text()
    assert ("Water" in fragment) is (change == "filter")


def test_where_a_text_lies_does_not_count(root: Path) -> None:
    wanted = searched(root, "One.").documents[0]
    moved = msgspec.structs.replace(wanted, body=msgspec.structs.replace(wanted.body, path="x.md", line=9))
    assert SearchContent([wanted], 0).digest("1") == SearchContent([moved], 0).digest("1")
    assert SearchContent([wanted], 0).digest("1") != SearchContent([wanted], 0).digest("2")


UNUSABLE = "what pagefind wrote cannot be used"
FAILURES = {
    "ends with an error": ("sys.stderr.write('no space left\\n'); sys.exit(28)", "ended with 28: no space left"),
    "is killed": (
        "os.kill(os.getpid(), 9)", "killed by signal 9, which is what a system does that has no memory left",
    ),
    "crashes": ("os.kill(os.getpid(), 11)", "killed by signal 11 ("),
    "writes nothing": ("sys.exit()", UNUSABLE),
    "writes half": ("files = {p: d for p, d in files.items() if not p.startswith('pagefind.')}", UNUSABLE),
    "loses an article": (
        "files = {p: d.replace(b'_count\": 2', b'_count\": 1') for p, d in files.items()}", "it holds 1 of 2 articles",
    ),
    "says so": ("say({'type': 'Error', 'message': 'no index'}); sys.exit()", "pagefind reports: no index"),
    "talks nonsense": ("print('oops,')", UNUSABLE),
    "writes another form": ("files = {p: b'?' if 'meta' in p else d for p, d in files.items()}", "is broken"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "told"), FAILURES.values(), ids=FAILURES)
def test_a_failure_fails_the_build_and_leaves_the_site(
    edit: str, told: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a text that was withdrawn could still be found. The next build tries again."""
    built(root, "Old.")
    before = tree(root / "site")
    program(tmp_path / "tools", monkeypatch, edit)
    for _ in range(2):
        with pytest.raises(
            OutputError, match=r"the site is as it was\); build again, or use --no-search"
        ) as caught:
            built(root, "One.", "Two.", files={"new.html": "new"})
        assert told in str(caught.value)
        assert caught.value.exit_code == 74
        assert tree(root / "site") == before
    program(tmp_path / "tools", monkeypatch)
    assert built(root, "One.", "Two.").search.problem is None
    assert index_of(root / "site") == ["One.", "Two."]


def test_without_pagefind_there_is_no_index_and_it_is_told(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nothing"))
    problem = built(root, "One.").search.problem
    assert problem
    assert "readers cannot search" in problem.message
    assert "pagefind[bin]" in problem.expected
    assert not (root / "site/pagefind").exists()


def test_without_pagefind_an_old_index_goes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(root, "One.")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nothing"))
    assert built(root, "One.").search.problem is None
    problem = built(root, "Two.").search.problem
    assert problem
    assert "readers cannot search" in problem.message
    assert not (root / "site/pagefind").exists()


@pytest.mark.parametrize("wanted", [None, SearchContent([], 0)], ids=["no search", "no article"])
def test_an_index_that_nobody_wants_goes(wanted: SearchContent | None, root: Path) -> None:
    built(root, "One.")
    build_blobs(root, FILES, search=wanted)
    assert not (root / "site/pagefind").exists()
    built(root, "One.")
    assert index_of(root / "site") == ["One."]


def test_the_indexer_ends_with_a_build_that_fails(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error while rendering kills it, and the site stands."""
    built(root, "One.")
    mark = tmp_path / "alive"
    edit = f"open({str(mark)!r}, 'w').write(str(os.getpid())); signal.pause()"
    program(tmp_path / "tools", monkeypatch, edit)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(order(root, search=searched(root, "Two.")), places(root), [Blob("n.html", b"n")], progress=stop)
    if mark.exists() and mark.read_text().strip():
        assert not Path(f"/proc/{mark.read_text().strip()}").exists()
    assert index_of(root / "site") == ["One."]


def entry(folder: Path) -> None:
    about = {"hash": "und_meta", "wasm": None, "page_count": 1}
    (folder / "pagefind-entry.json").write_text(json.dumps({"languages": {"und": about}, "version": "1.5.2"}))


def in_order(folder: Path, seed: int) -> Path:
    entry(write_pattern(folder, seed))
    make_index_reproducible(folder)
    return folder


def test_the_order_of_chance_is_gone(tmp_path: Path) -> None:
    """What Pagefind wrote in two orders becomes the same files. `index_of` proves that their names lead to each other."""
    one, two = write_pattern(tmp_path / "1", 1), write_pattern(tmp_path / "2", 2)
    assert tree(one) != tree(two)
    assert tree(in_order(tmp_path / "a", 1)) == tree(in_order(tmp_path / "b", 2))


FORMS = [b"", b"\x1f\x8b\x08", b"pagefind_dcd\x80", packed(["1.5.2"]), packed(7), packed(["", [], [], [1]])]


@pytest.mark.parametrize("data", FORMS, ids=range(len(FORMS)))
def test_another_form_is_refused(data: bytes, tmp_path: Path) -> None:
    folder = write_pattern(tmp_path / "index", 1)
    entry(folder)
    (folder / "pagefind.und_meta.pf_meta").write_bytes(data)
    with pytest.raises(ValueError, match=r"form|broken"):
        make_index_reproducible(folder)
