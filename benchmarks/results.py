"""What was measured, a line of JSON each, and the tables made of it: `python -m benchmarks.results FILE ...`.

Files of several runs may be joined: medians are those of all rounds, and a ratio is always one to the first generator's
time for the same thing in the same round.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

COPY = "cp -r"
"""The phase in which the built site is copied: what writing these files costs by itself."""
PHASES = ("cold", "unchanged", "one body", "one title", "one added", COPY)


class Timing(msgspec.Struct, frozen=True, tag_field="kind", tag="timing"):
    """One run of one generator."""

    run: str
    """When the whole measurement began, ISO 8601, UTC; with `articles`, `round` and `phase` it tells what belongs together."""
    articles: int
    round: int
    phase: str
    """One of `PHASES`."""
    peer: str
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processes, user and system."""


class Memory(msgspec.Struct, frozen=True, tag_field="kind", tag="memory"):
    """One run in which memory was watched; it is not timed."""

    run: str
    articles: int
    phase: str
    peer: str
    memory: int
    """Peak of all processes together, bytes."""


class Site(msgspec.Struct, frozen=True, tag_field="kind", tag="site"):
    """What a generator made."""

    run: str
    articles: int
    peer: str
    version: str
    files: dict[str, int]
    """Number of files by kind, `benchmarks.equal.KINDS`."""
    bytes: int
    unequal: int
    """In how many things it is not equal to what its articles say."""
    machine: str


Result = Timing | Memory | Site
DECODER = msgspec.json.Decoder(Result)


def read(paths: Iterable[Path]) -> list[Result]:
    """Read the results of one or several runs."""
    lines = (line for path in paths for line in path.read_bytes().splitlines())
    return [DECODER.decode(line) for line in lines if line.strip()]


def tables(results: Sequence[Result]) -> str:
    """Write what was measured as Markdown, size by size."""
    sizes = sorted({result.articles for result in results})
    return "\n".join(line for size in sizes for line in _size([r for r in results if r.articles == size]))


def _size(results: Sequence[Result]) -> Iterator[str]:
    timings = [result for result in results if isinstance(result, Timing)]
    sites = {result.peer: result for result in results if isinstance(result, Site)}
    peaks: dict[tuple[str, str], list[int]] = {}
    for result in results:
        if isinstance(result, Memory):
            peaks.setdefault((result.phase, result.peer), []).append(result.memory)
    if not timings or not sites:
        return
    peers = list(sites)
    machines = "; ".join(sorted({f"{site.machine}, {site.run[:10]}" for site in sites.values()}))
    rounds = len({(timing.run, timing.round) for timing in timings})
    yield f"\n{results[0].articles:,} articles, {rounds} rounds. {machines}. " + ", ".join(
        f"{peer} {site.version}" for peer, site in sites.items()
    )
    yield "\nSeconds: median (least–most)\n"
    yield from _grid(peers, _by_phase(timings, lambda timing: timing.wall), "{:.2f}")
    yield f"\nRatio to {peers[0]} in the same round: median (least–most)\n"
    first = {_round(timing): timing.wall for timing in timings if timing.peer == peers[0]}
    same = [timing for timing in timings if _round(timing) in first]
    yield from _grid(
        peers, _by_phase(same, lambda timing: timing.wall / first[_round(timing)]), "{:.2f}", skip=COPY
    )
    yield ""
    yield from _rest(sites, timings, peaks)


def _round(timing: Timing) -> tuple[str, int, str]:
    return timing.run, timing.round, timing.phase


def _by_phase(
    timings: Iterable[Timing], measure: Callable[[Timing], float]
) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = {}
    for timing in timings:
        found.setdefault((timing.phase, timing.peer), []).append(measure(timing))
    return found


def _grid(
    peers: Sequence[str], values: dict[tuple[str, str], list[float]], form: str, skip: str = ""
) -> Iterator[str]:
    phases = [phase for phase in PHASES if phase != skip]
    yield "| | " + " | ".join(f"`{phase}`" if phase == COPY else phase for phase in phases) + " |"
    yield "|---" * (len(phases) + 1) + "|"
    for peer in peers:
        cells = [_spread(values.get((phase, peer), []), form) for phase in phases]
        yield f"| {peer} | " + " | ".join(cells) + " |"


def _spread(values: Sequence[float], form: str) -> str:
    if not values:
        return "–"
    middle, least, most = (
        form.format(value) for value in (statistics.median(values), min(values), max(values))
    )
    return f"{middle} ({least}–{most})" if len(values) > 1 else middle


def _rest(
    sites: dict[str, Site], timings: Iterable[Timing], peaks: dict[tuple[str, str], list[int]]
) -> Iterator[str]:
    """Memory, processor time, what was made, and how much dearer a cold build is than a copy of its site."""
    cpu = _by_phase(timings, lambda timing: timing.cpu)
    wall = {(timing.peer, *_round(timing)): timing.wall for timing in timings}
    first = next(iter(sites))
    yield (
        "| | memory, cold | memory, one body | processor, cold, s | cold, to `cp -r` of its site | "
        "pages of articles | of lists | other | feeds | files in all | bytes |"
    )
    yield "|---" * 11 + "|"
    for peer, site in sites.items():
        memory = [_memory(peaks, phase, peer, first) for phase in ("cold", "one body")]
        copies = [
            wall[peer, run, turn, "cold"] / seconds
            for (name, run, turn, phase), seconds in wall.items()
            if (name, phase) == (peer, COPY) and (peer, run, turn, "cold") in wall
        ]
        processor = _spread(cpu.get(("cold", peer), []), "{:.1f}")
        files = site.files
        yield f"| {peer} | " + " | ".join([
            *memory, processor, _spread(copies, "{:.1f}"),
            *(f"{files.get(kind, 0):,}" for kind in ("pages of articles", "pages of lists", "other pages", "feeds")),
            f"{sum(files.values()):,}", f"{site.bytes / 1e6:.0f} MB",
        ]) + " |"  # fmt: skip


def _memory(peaks: dict[tuple[str, str], list[int]], phase: str, peer: str, first: str) -> str:
    own, other = peaks.get((phase, peer), []), peaks.get((phase, first), [])
    if not own:
        return "–"
    middle = statistics.median(own)
    ratio = f" ({middle / statistics.median(other):.2f})" if other else ""
    return f"{middle / 1e6:.0f} MB{ratio}"


if __name__ == "__main__":
    print(tables(read(map(Path, sys.argv[1:]))))
