"""Which addresses in newsgen.lock were published: all but those that only builds on this machine have made.

A build adds the addresses of its articles to newsgen.lock, and notes in .newsgen/ which of them are new. They are published
when a branch of a git server has them in its newsgen.lock, or when `build --locked` makes the site. Where .newsgen/ is
missing, as in a clone, all addresses are published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from newsgen.builder.paths import hold_lock
from newsgen.errors import ContentError, Problem, find_similar
from newsgen.files import read_cached_value, write_cached_value
from newsgen.lockfile import NAME
from newsgen.pipeline.project import Project, list_site_urls, read_archive_lock, write_archive_lock

_BUILT = "built"
"""File in .newsgen/ with the addresses that builds on this machine made, and that they did not publish."""


def find_unpublished(project: Project, addresses: Collection[str]) -> set[str]:
    """Return those of some addresses in newsgen.lock that were never published."""
    built = _read_built(project).intersection(addresses) if addresses else set()
    return built - _find_pushed(project, built) if built else set()


def update_lock_addresses(project: Project, addresses: dict[str, str], forgotten: Collection[str]) -> None:
    """Add the addresses of a build to newsgen.lock, and remove those that it has forgotten.

    The lock is read again, because a load may have changed it.

    `addresses` maps them to records; `forgotten` are unpublished addresses of deleted records.
    """
    lock = read_archive_lock(project)
    fresh = addresses.keys() - lock.addresses.keys()
    kept = {address: path for address, path in lock.addresses.items() if address not in forgotten}
    if fresh or not (project.root / NAME).is_file() or kept | addresses != lock.addresses:
        write_archive_lock(project, msgspec.structs.replace(lock, addresses=kept | addresses))
        _write_built(project, (_read_built(project) | fresh).difference(forgotten))


def mark_addresses_published(project: Project, forgotten: Collection[str]) -> None:
    """Note that all addresses are published now, except those of deleted records."""
    _write_built(project, _read_built(project).intersection(forgotten))


def forget_addresses(project: Project, wanted: Iterable[str], *, dry_run: bool = False) -> list[str]:
    """Remove addresses, URLs of the site, or patterns such as 2023/* from newsgen.lock; return the addresses, sorted.

    They then need not lead anywhere.

    Raises:
        ContentError: the lock has no such address; nothing is written.
    """
    with hold_lock(project.work / "lock", NAME):
        lock = read_archive_lock(project)
        found: set[str] = set()
        problems = []
        for text in wanted:
            pattern = _strip_url(project, text)
            names = (pattern, f"{pattern.rstrip('/')}/index.html", f"{pattern}.html")
            matches = {address for address in lock.addresses if address in names}
            matches = matches or {address for address in lock.addresses if fnmatchcase(address, pattern)}
            if not matches:
                near = find_similar(pattern, lock.addresses)
                remedy = f"did you mean {near}?" if near else "write e.g. 2023/11/22/slug.html"
                problems.append(Problem("", 0, 0, f'no published address is "{text}"', remedy))
            found |= matches
        if problems:
            raise ContentError(problems)
        if not dry_run:
            kept = {address: path for address, path in lock.addresses.items() if address not in found}
            write_archive_lock(project, msgspec.structs.replace(lock, addresses=kept))
    return sorted(found)


def _strip_url(project: Project, text: str) -> str:
    for url in list_site_urls(project):
        text = text.removeprefix(url)
    return re.sub(r"\A(?:\./|/)+", "", text)


def _read_built(project: Project) -> set[str]:
    return read_cached_value(project.work / _BUILT, set[str]) or set()


def _write_built(project: Project, addresses: set[str]) -> None:
    if addresses != _read_built(project):
        write_cached_value(project.work / _BUILT, sorted(addresses))


def _find_pushed(project: Project, addresses: Iterable[str]) -> set[str]:
    """Return those of some addresses that are in newsgen.lock of a git server, as of the last push or fetch."""
    branches = run_git(project.root, "for-each-ref", "--format=%(refname)", "refs/remotes").split()
    if not branches:
        return set()
    encode = msgspec.json.Encoder().encode
    quoted = b"".join(b'["address",%s,\n' % encode(address) for address in addresses)
    lines = run_git(project.root, "grep", "-hFf-", *branches, "--", NAME, given=quoted)
    decode = msgspec.json.Decoder(tuple[str, str, str]).decode
    return {decode(line)[1] for line in lines.splitlines()}


def run_git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    """Return what git prints; '' if it fails, or is not installed."""
    import subprocess  # most builds forget nothing

    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else ""
