"""Projects of one size, one for each generator: laid down, built, changed and timed."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from benchmarks.corpus import Article, articles
from benchmarks.equal import Shown, wanted
from benchmarks.measure import Run, run
from benchmarks.peers.model import Peer, filled, put
from benchmarks.results import COPY, PHASES, Memory, Timing

EDITED = 500
"""Number of the article that is edited: not the newest of any list."""
_FORGETFUL = 60
"""Seconds. ext4 without a journal passes over inodes that were freed in the last half minute, one by one, when files
are made: what is built right after much was deleted pays for it."""


class Bench(msgspec.Struct, frozen=True):
    """Where the projects are, and what happens to them."""

    peers: tuple[Peer, ...]
    work: Path
    """Where programs, projects and what was moved away are, on one file system."""
    folder: Path
    """Where the projects are."""
    size: int
    started: str
    """When the measurement began, for its results."""
    edited: Article
    added: Article
    """An article that is not yet in the projects."""

    def project(self, peer: Peer) -> Path:
        """Where a generator's project is."""
        return self.folder / peer.name

    def build(self, peer: Peer, *, memory: bool = False) -> Run:
        """Run the generator when all that was written before is on the disk."""
        os.sync()
        words = (*peer.program(self.work / "programs" / peer.name), *peer.build)
        return run(words, self.project(peer), memory=memory)

    def copy(self, peer: Peer) -> Run:
        """Copy the site, to where what was moved away is."""
        os.sync()
        site = self.project(peer) / peer.output
        return run(("cp", "-r", str(site), str(self.away())), self.work)

    def away(self) -> Path:
        """Make a folder for something that is moved away."""
        trash = self.work / "trash"
        trash.mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(dir=trash))

    def clear(self, peer: Peer) -> None:
        """Move what the generator has made away."""
        for name in (peer.output, *peer.scratch):
            path = self.project(peer) / name
            if path.exists():
                path.rename(self.away() / name)

    def restore(self, peer: Peer) -> None:
        """Have the articles as they were laid down."""
        put(peer, self.project(peer), self.edited)
        (self.project(peer) / peer.path(self.added)).unlink(missing_ok=True)


def open_bench(peers: tuple[Peer, ...], work: Path, size: int, started: str) -> Bench:
    """Name what is measured; nothing is written."""
    edited, added = (next(articles(1, first=number)) for number in (EDITED % size, size))
    return Bench(peers, work, work / f"{size}-{_stamp()}", size, started, edited, added)


def lay_down(bench: Bench) -> Shown:
    """Write the projects that are not there yet, all in one pass; return what their sites must show."""
    missing = {bench.project(peer): peer for peer in bench.peers if not bench.project(peer).exists()}
    right = wanted(filled(missing, articles(bench.size)))
    for peer in bench.peers:
        bench.restore(peer)
    return right


def _body(bench: Bench, peer: Peer) -> None:
    fresh = msgspec.structs.replace(bench.edited, body=bench.edited.body + "\nOne more line.\n")
    put(peer, bench.project(peer), fresh)


def _title(bench: Bench, peer: Peer) -> None:
    put(peer, bench.project(peer), msgspec.structs.replace(bench.edited, title="Another headline"))


def _add(bench: Bench, peer: Peer) -> None:
    put(peer, bench.project(peer), bench.added)


CHANGES: dict[str, Callable[[Bench, Peer], None]] = {
    "cold": Bench.clear,
    "unchanged": lambda *_: None,
    "one body": _body,
    "one title": _title,
    "one added": _add,
}
"""What happens to a project before each timed build."""


def measure(bench: Bench, rounds: int, room: int) -> Iterator[Timing]:
    """Time all phases, round by round; each round begins with the same articles.

    Args:
        bench: the projects, built.
        rounds: how many.
        room: bytes that all sites take on the disk.
    """
    for turn in range(1, rounds + 1):
        make_room(bench, room)
        for phase in PHASES:
            order = random.Random(f"{turn}{phase}").sample(bench.peers, len(bench.peers))
            for peer in order:
                if phase == COPY:
                    took = bench.copy(peer)
                else:
                    CHANGES[phase](bench, peer)
                    took = bench.build(peer)
                yield Timing(bench.started, bench.size, turn, phase, peer.name, took.wall, took.cpu)
        for peer in bench.peers:
            bench.restore(peer)


def watch(bench: Bench) -> Iterator[Memory]:
    """Watch the memory of a cold build and of one with one body edited; these are not timed."""
    for peer in bench.peers:
        for phase in ("cold", "one body"):
            CHANGES[phase](bench, peer)
            took = bench.build(peer, memory=True)
            yield Memory(bench.started, bench.size, phase, peer.name, took.memory)
        bench.restore(peer)


def make_room(bench: Bench, room: int) -> None:
    """Delete what was moved away, if the disk has no room for another round: its sites, and their copies.

    Raises:
        SystemExit: there is no room even so.
    """
    need = 3 * room
    trash = bench.work / "trash"
    if shutil.disk_usage(bench.work).free < need and trash.exists():
        shutil.rmtree(trash)
        os.sync()
        time.sleep(_FORGETFUL)
    if (free := shutil.disk_usage(bench.work).free) < need:
        raise SystemExit(
            f"a round needs {need / 1e9:.1f} GB of disk, {free / 1e9:.1f} GB are free in {bench.work}"
        )


def _stamp() -> str:
    """What the projects depend on, so that none of another corpus or of other templates is taken for one of these."""
    here = Path(__file__).parent
    sources = [here / "corpus.py", *sorted((here / "peers").glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
