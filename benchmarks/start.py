"""What newsgen costs before it does anything: `python -m benchmarks.start [--rounds 21]`.

`newsgen --version` and `newsgen --help` beside `python -c pass`, whole processes, in shuffled rounds: the median of each,
and the median of its ratios to the bare interpreter in the same round.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from pathlib import Path

from benchmarks.measure import run

ROUNDS = 21
GOAL = 6
"""Times the bare interpreter that a start may take."""


def measure(rounds: int) -> dict[str, list[float]]:
    """Wall times in seconds by command, a time a round; a first round that fills caches is not counted."""
    here = Path(sys.executable).parent
    script = here / "newsgen"
    newsgen = (str(script),) if script.exists() else (sys.executable, "-m", "newsgen")
    commands = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "newsgen --version": (*newsgen, "--version"),
        "newsgen --help": (*newsgen, "--help"),
    }
    took: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name in random.Random(turn).sample(list(commands), len(commands)):
            seconds = run(commands[name], here).wall
            if turn:
                took[name].append(seconds)
    return took


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    took = measure(parser.parse_args().rounds)
    bare = next(iter(took.values()))
    print(f"| | ms, median (least–most) | to {next(iter(took))}, goal at most {GOAL} |\n|---|---|---|")
    for name, seconds in took.items():
        middle, least, most = (
            1000 * value for value in (statistics.median(seconds), min(seconds), max(seconds))
        )
        ratio = statistics.median(one / other for one, other in zip(seconds, bare, strict=True))
        print(f"| `{name}` | {middle:.0f} ({least:.0f}–{most:.0f}) | {ratio:.1f} |")


if __name__ == "__main__":
    main()
