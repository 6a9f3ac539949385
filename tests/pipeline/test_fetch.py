"""Pictures of named hosts are downloaded once, and found by their URLs."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.pipeline.fetch import FetchReport, fetch_pictures
from newsgen.pipeline.pictures import locate_fetched_picture
from newsgen.pipeline.project import open_project
from tests.support.archives import record, write
from tests.support.command import newsgen
from tests.support.hosting import PICTURE, hosting
from tests.support.illustrated import ARTICLE, images


def archive(root: Path, *srcs: str, url: str = "", **fields: object) -> None:
    body = "\n\n".join(f"![Picture {number}](<{src}>)" for number, src in enumerate(srcs))
    settings = f'[site]\nurl = "{url}"\n[search]\nenabled = false\n[images]\ncards = false\n'
    write(root, {"newsgen.toml": settings, ARTICLE: record("Talks open", body, date="2023-11-22", **fields)})


def fetch(root: Path, *hosts: str) -> FetchReport:
    return fetch_pictures(open_project(root), hosts, pause=0)


def found(root: Path) -> list[str]:
    files = [path for path in (root / "pictures").rglob("*") if path.is_file()]
    return sorted(path.relative_to(root).as_posix() for path in files)


def test_a_picture_of_a_named_host_is_in_the_next_build(tmp_path: Path) -> None:
    with hosting() as host:
        archive(tmp_path, f"http://{host.name}/2019/a.png", "https://example.com/far.png")
        text = (tmp_path / ARTICLE).read_bytes()
        run = newsgen(tmp_path, "load", "--fetch-pictures", host.name)
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.splitlines() == [
            "fetched 1 picture",
            "not fetched from example.com (1): name a host from which you may copy, --fetch-pictures=HOST",
            "made 0 records",
            "next: newsgen build",
        ]
        assert all(agent.startswith("newsgen/") for agent in host.agents)
        asked = host.asked.total()
        again = newsgen(tmp_path, "load", "--fetch-pictures", host.name)
        assert again.stdout.startswith("fetched 0 pictures\n")
        assert host.asked.total() == asked
    kept = f"pictures/127.0.0.1_{host.port}/2019/a.png"
    assert found(tmp_path) == [kept]
    assert (tmp_path / kept).read_bytes() == PICTURE
    assert (tmp_path / ARTICLE).read_bytes() == text
    built = newsgen(tmp_path, "build", "--as-of", "2026-11-24")
    assert "far.png is on another site" in built.stderr
    assert host.name not in built.stderr
    assert [values["width"] for _, values in images(tmp_path)] == ["90"]


def test_the_own_host_needs_no_name(tmp_path: Path) -> None:
    """Under its URL, a name from the top of the site, and above the text; what is in the archive is not fetched."""
    with hosting() as host:
        home = f"http://{host.name}"
        image = {"src": f"{home}/lead.png", "alt": "A pier"}
        archive(tmp_path, f"{home}/b.png?w=9", "/i/c.png", "/d.png", "e.png", url=home, image=image)
        draft = "---\ntitle: X\ndraft: true\n---\n![y](/f.png)\n"
        write(tmp_path, {"static/d.png": PICTURE, "articles/2022/x.md": draft})
        report = fetch(tmp_path)
        assert not report.failed
        assert host.asked.keys() == {"/robots.txt", "/lead.png", "/b.png?w=9", "/i/c.png", "/f.png"}
        assert report.fetched == found(tmp_path)
    built = newsgen(tmp_path, "build", "--as-of", "2026-11-24")
    assert "there is no picture e.png" in built.stderr
    assert built.stderr.count("warning") == 1
    assert len([page for page, _ in images(tmp_path) if page.startswith("2023/11/22")]) == 4


BAD = {
    "gone.png": "is gone (404)",
    "shut.png": "answers with 403",
    "down.png": "answers with 500",
    "page.png": "is of no use: the file is no picture that a browser shows",
    "cut.png": f"breaks off after {len(PICTURE)} bytes",
    "huge.png": "has more than 40 MB",
    "away.png": "is on 127.1, which is in a private network",
    "home.png": "redirects to http://localhost, which is not on the Web",
    "file.png": "answers with 302",
    "ftp.png": "redirects to ftp://example.com, which is not on the Web",
    "loop.png": "answers with 302",
}


def test_what_cannot_be_had_leaves_no_file(tmp_path: Path) -> None:
    with hosting() as host:
        archive(tmp_path, *(f"http://{host.name}/{name}" for name in BAD), f"http://{host.name}/near.png")
        report = fetch(tmp_path, host.name)
        assert host.asked["/down.png"] == host.asked["/cut.png"] == 3
        assert host.asked["/gone.png"] == 1
        assert [path[1:] for path in host.asked][1 : len(BAD) + 1] == list(BAD)
    told = [one.message.split(" ", 3)[2:] for one in report.failed]
    assert {url.rpartition("/")[2]: why for url, why in told} == BAD
    assert [one.place for one in report.failed[:2]] == [f"{ARTICLE}:5:15", f"{ARTICLE}:7:15"]
    assert found(tmp_path) == [f"pictures/127.0.0.1_{host.port}/near.png"]


def test_a_host_that_is_busy_is_asked_again(tmp_path: Path) -> None:
    with hosting() as host:
        archive(tmp_path, f"http://{host.name}/busy.png")
        assert not fetch(tmp_path, host.name).failed
        assert host.asked["/busy.png"] == 3


@pytest.mark.parametrize(
    ("robots", "left"),
    [
        ("User-agent: *\nDisallow: /i/\n", ["a.png"]),
        ("User-agent: *\nDisallow: /\n\nUser-agent: newsgen\nDisallow: /a\n", ["i/b.png"]),
        ("", ["a.png", "i/b.png"]),
    ],
)
def test_robots_txt_is_heeded(tmp_path: Path, robots: str, left: list[str]) -> None:
    with hosting(robots) as host:
        archive(tmp_path, f"http://{host.name}/a.png", f"http://{host.name}/i/b.png")
        report = fetch(tmp_path, host.name)
    assert [path.partition("/")[2].partition("/")[2] for path in report.fetched] == left
    for problem in report.failed:
        assert problem.message.endswith(f"is forbidden by http://{host.name}/robots.txt")


def test_a_host_that_is_silent_is_left_alone(tmp_path: Path) -> None:
    with hosting() as host:
        pass
    archive(tmp_path, *(f"http://{host.name}/{n}.png" for n in range(5)))
    report = fetch(tmp_path, host.name)
    assert len(report.failed) == 5
    assert all("robots.txt does not answer" in one.message for one in report.failed)
    with hosting() as host:
        archive(tmp_path, *(f"http://{host.name}/down-{n}.png" for n in range(5)))
        report = fetch(tmp_path, host.name)
        assert not host.asked["/down-3.png"]
    assert [one.message.split(" ", 3)[3] for one in report.failed[2:4]] == [
        "answers with 500",
        f"was not asked for, because {host.name} does not answer",
    ]


def test_a_url_is_asked_for_as_it_is_written(tmp_path: Path) -> None:
    """Hosts that scale pictures have the URL of the whole one in the path; another text quotes nothing."""
    with hosting() as host:
        names = "w_9/http%3A%2F%2Fb.example%2Fa.png", "é a (1).png"
        archive(tmp_path, *(f"http://{host.name}/{name}" for name in names))
        text = record("B", f"![x](http://{host.name}/%C3%BC_(2).png)", date="2023-11-22")
        write(tmp_path, {"articles/b.md": text})
        assert not fetch(tmp_path, host.name).failed
        wanted = {f"/{names[0]}", "/%C3%A9%20a%20(1).png", "/%C3%BC_(2).png"}
        assert host.asked.keys() == wanted | {"/robots.txt"}
    newsgen(tmp_path, "build", "--as-of", "2026-11-24")
    assert len([page for page, _ in images(tmp_path) if page.startswith("2023/11/22/")]) == 3


def test_a_dry_run_asks_nobody(tmp_path: Path) -> None:
    archive(tmp_path, "https://example.com/a.png")
    run = newsgen(tmp_path, "load", "--dry-run", "--fetch-pictures=example.com")
    assert run.stdout.startswith("would fetch 1 picture\n")
    assert not (tmp_path / "pictures").exists()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://www.Example.com/2019/a b.JPG#x", "pictures/example.com/2019/a b.JPG"),
        ("http://example.com:8080/a%20(1).png", "pictures/example.com_8080/a (1).png"),
        ("https://example.com/a.png?w=300", "pictures/example.com/a-"),
        ("https://example.com/../../etc/passwd", "pictures/example.com/passwd-"),
        ("https://example.com/%2e%2e/a%00.png", "pictures/example.com/a-"),
        ("https://example.com/.git/config", "pictures/example.com/config-"),
        ("https://example.com/a:b.png", "pictures/example.com/a-b-"),
        (f"https://example.com/{'a' * 300}.png", f"pictures/example.com/{'a' * 60}-"),
        ("https://user:secret@example.com/a.png", "pictures/example.com/a.png"),
        ("https://[::1]/a.png", "pictures/___1_/a.png"),
        ("https://example.com/", ""),
        ("https://../a.png", ""),
        ("https://[/a.png", ""),
        ("ftp://example.com/a.png", ""),
        ("data:image/png;base64,AA", ""),
    ],
)
def test_a_url_has_one_place_inside_the_folder(url: str, path: str) -> None:
    place = locate_fetched_picture(url)
    assert place.startswith(path) if path.endswith("-") else place == path


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fetch-pictures", "newsgen.toml"], "'newsgen.toml' is a file or a folder; write --fetch-pictures after the paths"),
        (["--fetch-pictures=https://example.com/"], "'https://example.com/' is not the name of a host"),
        (["--refresh", "--fetch-pictures"], "are three runs"),
    ],
)  # fmt: skip
def test_a_wrong_host_is_refused(tmp_path: Path, options: list[str], message: str) -> None:
    archive(tmp_path)
    run = newsgen(tmp_path, "load", *options)
    assert run.returncode == 2
    assert message in " ".join(run.stderr.split())
