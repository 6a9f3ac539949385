"""newsgen build: what it says and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsgen.cli.options import github_pages_url
from tests.support.archives import Tree, four, newsgen, record, stamps, tree, write

SEED = "The talks end in Oslo\n\nOSLO, Nov. 22, 2023 - The talks ended on Wednesday, a spokesman said.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "archive", four())
    return tmp_path / "archive"


def lines(root: Path, *options: str, code: int = 0) -> list[str]:
    """What a build prints, with its seconds and the cost of the search index left out."""
    run = newsgen(root, "build", "--as-of", "2026-11-24", *options)
    assert run.returncode == code, run.stdout + run.stderr
    said = re.sub(r"\d+\.\d\d s", "N s", run.stdout).splitlines()
    return [line for line in said if not line.startswith("search: ")]


def test_a_first_and_a_second_build_say_what_they_did_and_what_comes_next(root: Path) -> None:
    write(root, {
        "articles/d.md": record("D", status="draft"),
        "articles/f.md": record("F", date="2027-01-01"),
        "articles/g.md": record("G", date="2026-12-31"),
    })  # fmt: skip
    first = lines(root)
    kept = [
        "kept back: 1 draft (--drafts shows it)",
        "kept back: 2 articles until their dates come (--future shows them)",
        "  appears 2026-12-31: articles/g.md",
        "  appears 2027-01-01: articles/f.md",
        "undated: 1 article, under undated/",
        "next: newsgen serve",
    ]
    assert re.fullmatch(
        r"built 4 articles into site/ \((\d+) files, \d+ KB\): \1 files written, N s", first[0]
    )
    assert first[1:] == kept
    before = stamps(root / "site")
    second = lines(root)
    assert re.fullmatch(r"nothing changed: 4 articles in site/ \(\d+ files, \d+ KB\), N s", second[0])
    assert second[1:] == kept
    assert stamps(root / "site") == before


def test_a_provisional_date_is_the_next_step(tmp_path: Path) -> None:
    """The archive is a folder with one text in seeds/, as in the README."""
    write(
        tmp_path,
        {
            "seeds/a.txt": "A headline of some words\n\nThe talks ended on Wednesday, Nov. 22, a spokesman said.\n"
        },
    )
    said = lines(tmp_path)
    assert said[0] == "made 1 record"
    assert said[-1] == "next: newsgen review (1 date is provisional)"


def test_quiet_says_nothing_and_verbose_names_the_records(root: Path) -> None:
    write(root, {"seeds/a.txt": SEED})
    assert "seeds/a.txt -> articles/2023/2023-11-22-the-talks-end-in-oslo.md" in lines(root, "-v")
    write(root, {"articles/new.md": record("New")})
    assert lines(root, "-q") == []


def test_json_is_one_object_and_nothing_else(root: Path) -> None:
    run = newsgen(root, "build", "--format", "json")
    report = json.loads(run.stdout)
    assert (report["articles"], report["unchanged"]) == (4, False)
    assert len(run.stdout.splitlines()) == 1


def test_a_dry_run_says_what_would_be_and_writes_nothing(root: Path) -> None:
    write(root, {"seeds/a.txt": SEED})
    before = tree(root)
    said = lines(root, "--dry-run")
    assert any(line.startswith("would build 4 articles into site/ (") for line in said)
    assert {path: kept for path, kept in tree(root).items() if not path.startswith(".newsgen")} == before


def test_a_dry_run_leaves_no_trace_where_nothing_was_built(root: Path) -> None:
    write(root, {"seeds/a.txt": SEED})
    before = tree(root)
    assert not (root / ".newsgen").exists()
    said = lines(root, "--dry-run")
    assert "would make 1 record" in said
    assert not any(line.startswith("made") for line in said)
    assert tree(root) == before
    assert not (root / ".newsgen").exists()


def test_another_output(root: Path, tmp_path: Path) -> None:
    """Relative to the working directory; its state lies beside it, the archive's own site is not touched."""
    lines(root)
    before = stamps(root / "site")
    write(root, {"articles/new.md": record("New")})
    for _ in range(2):
        lines(root, "-o", "../www/news")
        write(root, {"articles/new.md": (root / "articles/new.md").read_text() + "More.\n"})
    assert (tmp_path / "www/news/undated/new.html").exists()
    assert sorted(path.name for path in (tmp_path / "www").iterdir()) == [".newsgen-news", "news"]
    assert stamps(root / "site") == before


def test_an_output_that_is_somebody_s_folder_is_refused(root: Path, tmp_path: Path) -> None:
    write(tmp_path, {"documents/letter.txt": "precious"})
    run = newsgen(root, "build", "-o", "../documents")
    assert run.returncode == 3
    assert run.stderr.startswith("error: documents/letter.txt: newsgen did not write this file; ")
    assert (tmp_path / "documents/letter.txt").read_text() == "precious"
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["letter.txt"]


def test_the_address_comes_from_the_flag_the_settings_or_github(root: Path) -> None:
    """In this order."""
    actions = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Someone/News"}

    def address(*flags: str) -> str:
        run = newsgen(root, "build", *flags, **actions)
        assert run.returncode == 0, run.stderr
        found = re.search(r"Sitemap: (.*)sitemap.xml", (root / "site/robots.txt").read_text())
        return found[1] if found else ""

    assert address() == "https://someone.github.io/News/"
    write(root, {"newsgen.toml": '[site]\nurl = "https://example.org/a"\n'})
    assert address() == "https://example.org/a/"
    assert address("--site-url", "https://example.net") == "https://example.net/"


PAGES = [
    ({"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Someone/News"}, "https://someone.github.io/News/"),
    (
        {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Someone/someone.GitHub.io"},
        "https://someone.github.io/",
    ),
    ({"GITHUB_ACTIONS": "true"}, ""),
    ({"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "x"}, ""),
    ({"GITHUB_ACTIONS": "", "GITHUB_REPOSITORY": "Someone/News"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("environment", "address"), PAGES)
def test_on_github_a_project_stands_under_its_name_and_a_user_s_site_at_the_root(
    environment: dict[str, str], address: str
) -> None:
    assert github_pages_url(environment) == address


def test_locked_fails_if_a_seed_has_no_record_and_writes_neither_record_nor_lock(root: Path) -> None:
    lines(root)
    write(root, {"seeds/a.txt": SEED})
    before = tree(root)
    run = newsgen(root, "build", "--locked")
    assert run.returncode == 1
    assert run.stderr == (
        "error: seeds/a.txt: this seed has no record; run newsgen load and commit the record with newsgen.lock\n"
    )
    assert {p: kept for p, kept in tree(root).items() if ".newsgen" not in p} == {
        p: kept for p, kept in before.items() if ".newsgen" not in p
    }
    assert newsgen(root, "load").returncode == 0
    assert newsgen(root, "build", "--locked").returncode == 0


def test_strict_makes_warnings_errors(root: Path) -> None:
    write(root, {"articles/x.md": "---\ntitle: X\nauhtors: [A]\n---\nText.\n"})
    run = newsgen(root, "build")
    assert run.returncode == 0
    assert (
        run.stderr
        == 'warning: articles/x.md:3:1: front matter key "auhtors" is unknown; did you mean "authors"?\n'
    )
    for _ in range(2):
        run = newsgen(root, "build", "--strict")
        assert run.returncode == 1
        assert run.stderr.startswith("error: articles/x.md:3:1: ")


def test_settings_elsewhere_make_their_folder_the_archive(root: Path, tmp_path: Path) -> None:
    """Paths are relative to the file, never to the working directory."""
    write(root, {"newsgen.toml": ""})
    run = newsgen(tmp_path, "build", "-c", "archive/newsgen.toml")
    assert run.returncode == 0, run.stderr
    assert (root / "site/index.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_a_fresh_clone_makes_no_record_anew_and_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """Not even of a seed whose record a human deleted; also with the site committed, and without newsgen's folder."""
    write(root, {"seeds/a.txt": SEED, "seeds/b.txt": SEED.replace("Oslo", "Bergen").replace("end", "begin")})
    lines(root)
    (record_of_b,) = (root / "articles").rglob("*bergen*")
    record_of_b.unlink()
    lines(root)
    first = {p: kept for p, kept in tree(root).items() if not p.startswith(".newsgen")}
    for site in (True, False):
        clone = tmp_path / f"clone-{site}" / "archive"
        write(clone, {
            p: data for p, (_, data) in first.items() if data != b"/" and (site or not p.startswith("site/"))
        })  # fmt: skip
        lines(clone)
        assert _files(clone) == {p: data for p, (_, data) in first.items() if data != b"/"}


def _files(root: Path) -> dict[str, bytes]:
    found: Tree = tree(root)
    return {p: data for p, (_, data) in found.items() if data != b"/" and not p.startswith(".newsgen")}


def test_a_reference_text_alone_becomes_a_site(shared: Path, tmp_path: Path) -> None:
    """Every page that a reader would look for shows it; a second build has nothing to do."""
    (seed,) = (shared / "seeds").glob("000_*.txt")
    write(tmp_path, {f"seeds/{seed.name}": seed.read_bytes()})
    lines(tmp_path)
    site = tmp_path / "site"
    before = stamps(site)
    title = seed.read_text(encoding="utf-8").splitlines()[0].split()[0]
    pages = ["index.html", "2023/index.html", "2023/11/index.html", "2023/11/22/index.html"]
    for page in [*pages, "topics/china-japan-relations/index.html"]:
        assert title in (site / page).read_text(encoding="utf-8"), page
    assert "nothing changed" in lines(tmp_path)[0]
    assert stamps(site) == before


def test_a_cluster_s_address_has_a_form_and_few_pages_need_no_cluster(root: Path) -> None:
    run = newsgen(root, "build", "--executor", "tcp://a:1")
    assert run.returncode == 2
    assert "'tcp://a:1' is not the address of a cluster; write dask://HOST:PORT" in run.stderr.replace(
        "\n", " "
    )
    assert "built 4 articles" in lines(root, "--executor", "dask://127.0.0.1:9")[0]


def retitled(root: Path, old: str, new: str, most: int = 99) -> int:
    """Put one word in the place of another in records, as an editor would; in how many."""
    files = [path for path in sorted((root / "articles").rglob("*.md")) if old in path.read_text()][:most]
    for path in files:
        path.write_text(path.read_text().replace(old, new))
    return len(files)


def gone(root: Path) -> list[str]:
    return [line for line in lines(root) if line.startswith("gone: ")]


def test_a_topic_that_was_renamed_by_hand_is_told_with_the_command_that_leaves_a_redirect(root: Path) -> None:
    """Once; and what that command does is not told of."""
    assert gone(root) == []
    number = retitled(root, '"Trade"', '"Ships and trade"')
    assert gone(root) == [
        f'gone: the page of "Trade", whose {number} articles now have "Ships and trade"; '
        "to leave a redirect, undo that and run: newsgen topics rename Trade 'Ships and trade'"
    ]
    assert gone(root) == []
    retitled(root, '"Ships and trade"', '"Trade"')
    lines(root)
    assert newsgen(root, "topics", "rename", "Trade", "Ships and trade").returncode == 0
    assert gone(root) == []
    assert (root / "site/topics/trade/index.html").exists()


@pytest.mark.parametrize("change", ["some", "spelling", "into another", "and more"])
def test_what_may_mean_something_else_is_not_told_of(change: str, root: Path) -> None:
    write(root, {"articles/other.md": record("Other", date="2020-01-01", topics=["Water"])})
    assert gone(root) == []
    if change == "and more":
        write(root, {"articles/more.md": record("More", date="2020-01-02", topics=["Ships"])})
    new = {"spelling": '"TRADE"', "into another": '"Water"'}.get(change, '"Ships"')
    assert retitled(root, '"Trade"', new, 1 if change == "some" else 99)
    assert gone(root) == []
