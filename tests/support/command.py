"""The command line in a process of its own, forked from one that has imported it already.

A new interpreter imports it anew for each command, which takes the processor longer than most commands do.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from newsgen.cli.main import COMMANDS

SECONDS = 120
AT_START = ("PYTHON", "LC_", "LANG")
"""What Python reads when it starts, so that it takes an interpreter of its own."""
IMPORTED_LATE = """
    rich.console newsgen.builder.search.index newsgen.builder.render newsgen.markdown.fast
    newsgen.loader.analyse newsgen.loader.load newsgen.markdown.render newsgen.pipeline.build
    newsgen.checks.run newsgen.pipeline.load newsgen.record.yaml newsgen.record.read
    newsgen.renderer.locale.dates newsgen.renderer.theme.render newsgen.renderer.pages
""".split()
"""What commands import when they need it, and most do."""


def newsgen(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in the archive at `root`, on no GitHub but that which `environment` tells of."""
    whole = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")} | environment
    if sys.platform.startswith("linux") and not any(key.startswith(AT_START) for key in environment):
        return _forked(root, arguments, whole)
    return subprocess.run(
        [sys.executable, "-m", "newsgen", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env=whole,
    )


def _forked(
    root: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [*(f"newsgen.cli.{place.partition(':')[0]}" for place, _ in COMMANDS.values()), *IMPORTED_LATE]
    )
    with tempfile.TemporaryDirectory() as kept:
        said = [Path(kept) / name for name in ("stdout", "stderr")]
        process = context.Process(target=_main, args=(root, arguments, environment, said))
        process.start()
        process.join(SECONDS)
        assert process.exitcode is not None, f"newsgen {' '.join(arguments)} does not end"
        out, err = (path.read_text(encoding="utf-8") for path in said)
    return subprocess.CompletedProcess(["newsgen", *arguments], process.exitcode, out, err)


def _main(root: Path, arguments: tuple[str, ...], environment: dict[str, str], said: list[Path]) -> None:
    """Be `python -m newsgen`, with this folder, these arguments and this environment; write to files."""
    for descriptor, path in enumerate(said, 1):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, descriptor)
        os.close(file)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv[1:] = arguments
    runpy.run_module("newsgen", run_name="__main__")
