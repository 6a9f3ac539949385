"""Download the pictures that texts show from named hosts into the archive; a build then finds them by their URLs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from newsgen.errors import Problem, report_system_errors
from newsgen.files import Location, write_atomically
from newsgen.media.download import download_pictures
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.pictures import (
    find_remote_only_pictures,
    locate_fetched_picture,
    normalize_host,
    quote_url,
)
from newsgen.pipeline.project import Project, list_site_urls


class FetchReport(msgspec.Struct, frozen=True):
    """The result of a download of pictures."""

    fetched: list[str]
    """Paths of the new files, relative to the archive's root; in a dry run those that would be new."""
    failed: list[Problem]
    """Pictures that could not be had."""
    others: dict[str, int]
    """Number of pictures on hosts that were not named, most first."""


def fetch_pictures(
    project: Project,
    hosts: Iterable[str],
    *,
    dry_run: bool = False,
    pause: float = 1.0,
    progress: Callable[[int, int], None] | None = None,
) -> FetchReport:
    """Download the pictures of all texts, drafts too, that are on the archive's own host or a named one.

    Args:
        project: the archive.
        hosts: names of hosts, with a port where it is not the usual one; each covers `www.` too.
        dry_run: only say what would be downloaded.
        pause: seconds between two requests to one host.
        progress: called with the number of pictures done and of all.

    Raises:
        ContentError: mistakes in records.
        OutputError: a picture cannot be written.
    """
    opened = open_archive(project)
    absent = find_remote_only_pictures(project, opened.clock, opened.records, opened.pages)
    own = {urlsplit(home).netloc for home in (project.home, *list_site_urls(project)) if home}
    named = {normalize_host(host) for host in (*own, *hosts)}
    wanted = {
        find_written_url(project.root, url, place): url
        for url, place in absent.items()
        if normalize_host(urlsplit(url).netloc) in named
    }
    others = Counter(urlsplit(url).netloc.lower() for url in absent.keys() - wanted.values())
    paths = {url: locate_fetched_picture(written) for url, written in wanted.items()}

    def save(url: str, data: bytes) -> None:
        target = project.root / paths[url]
        with report_system_errors(paths[url]):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, data)

    failed: dict[str, str] = {}
    if not dry_run:
        trusted = {urlsplit(f"//{prefix}{host}").hostname or "" for host in named for prefix in ("", "www.")}
        failed = download_pictures(wanted, trusted, save, pause=pause, progress=progress)
    remedy = "put the picture into the archive by hand, or leave its words"
    problems = [
        Problem(*absent[wanted[url]], f"the picture {url} {why}", remedy, "unfetched-picture")
        for url, why in failed.items()
    ]
    new = sorted(path for url, path in paths.items() if url not in failed)
    return FetchReport(new, sorted(problems), dict(sorted(others.items(), key=lambda one: (-one[1], one[0]))))


_URL = re.compile(r"https?://[^\s\"'<>]+")


def find_written_url(root: Path, url: str, place: Location) -> str:
    """Return a decoded URL as its text writes it at a place; quoted again if the line does not have it.

    Where the path of a URL holds another URL, which marks are quoted makes a difference.
    """
    file, line, _ = place
    lines = (root / file).read_text(encoding="utf-8", errors="replace").split("\n") if line else []
    for written in _URL.findall(lines[line - 1]) if line <= len(lines) and line else ():
        for end in (len(written), *(mark.start() for mark in re.finditer(r"[)\]]", written))):
            if unquote(written[:end]) == url and written[:end].isascii():
                return quote_url(written[:end])
    return quote_url(url)
