"""How much of newsgen a command runs: `python -m benchmarks.trace [--articles 24]`.

For a cold build, the same again and one after an edit, each a process of its own: how many different functions and files
of newsgen ran (sys.setprofile, forked processes counted too), and how many of its functions were open, one inside the
other, when a template began to make a page, with the deepest such chain.
"""

from __future__ import annotations

import argparse
import runpy
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import CodeType, FrameType

import msgspec
from benchmarks.corpus import articles
from benchmarks.peers.model import write_all
from benchmarks.peers.newsgen import FULL

OPTIMIZED = 0x1
"""Flag of the code of a function, not of a module or a class."""


class Note(msgspec.Struct, omit_defaults=True):
    """What one process saw for the first time: a function, or a deeper chain at the beginning of a template."""

    function: str = ""
    """File inside the package and name, e.g. cli/build.py:command."""
    chain: tuple[str, ...] = ()
    """Functions of newsgen that are open, the outermost first."""


def trace(out: Path, arguments: list[str]) -> None:
    """Run a command of newsgen in this process; append what it sees to a file, also from processes that it forks."""
    import newsgen

    package = str(Path(newsgen.__file__).parent)
    seen: set[CodeType] = set()
    deepest = 0
    notes = out.open("ab", buffering=0)

    def name(code: CodeType) -> str:
        return f"{code.co_filename.removeprefix(package).lstrip('/')}:{code.co_qualname}"

    def is_own(code: CodeType) -> bool:
        return (
            code.co_filename.startswith(package)
            and bool(code.co_flags & OPTIMIZED)
            and "<" not in code.co_name
        )

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal deepest
        code = frame.f_code
        if event != "call":
            return
        if code not in seen and is_own(code):
            seen.add(code)
            notes.write(msgspec.json.encode(Note(name(code))) + b"\n")
        if code.co_name == "root" and code.co_filename.endswith((".html", ".xml", "<template>")):
            chain, outer = [], frame.f_back
            while outer is not None:
                if is_own(outer.f_code):
                    chain.append(name(outer.f_code))
                outer = outer.f_back
            if len(chain) > deepest:
                deepest = len(chain)
                notes.write(msgspec.json.encode(Note(chain=tuple(reversed(chain)))) + b"\n")

    sys.argv = ["newsgen", *arguments]
    threading.setprofile(note)
    sys.setprofile(note)
    runpy.run_module("newsgen", run_name="__main__")


def traced(root: Path, phase: str) -> str:
    """The line of the table for one build, and the chain below it."""
    out = root.parent / f"{phase}.jsonl"
    command = [
        sys.executable,
        "-m",
        "benchmarks.trace",
        "--out",
        str(out),
        "build",
        "-q",
        "-c",
        str(root / "newsgen.toml"),
    ]
    subprocess.run(command, check=True)
    notes = [msgspec.json.decode(line, type=Note) for line in out.read_bytes().splitlines()]
    functions = {note.function for note in notes if note.function}
    files = {function.partition(":")[0] for function in functions}
    chain = max((note.chain for note in notes), key=len)
    steps = "\n".join(f"    {number} {function}" for number, function in enumerate(chain, 1))
    return f"{phase}: {len(functions)} functions in {len(files)} files, {len(chain)} deep\n{steps}".rstrip()


def main() -> None:
    """Print the figures of a small archive."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("command", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.out:
        trace(options.out, options.command)
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        FULL.prepare(root)
        made = list(articles(options.articles))
        write_all(root, {FULL.path(article): FULL.text(article) for article in made})
        print(traced(root, "cold"))
        print(traced(root, "unchanged"))
        with (root / FULL.path(made[0])).open("a", encoding="utf-8") as record:
            record.write("\nOne more paragraph.\n")
        print(traced(root, "edit"))


if __name__ == "__main__":
    main()
