"""Builds under other circumstances: hash seed, jobs, umask, locale, time zone, order of files, file system, Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.conftest import ROOT
from tests.support.archives import AS_OF, Tree, four, tree, write
from tests.torture.conftest import Size, Tally

SEEDS = {
    f"seeds/{name}.txt": f"{title}\n\nOSLO, Nov. {day}, 2023 - {title}, Minister Åse Ødegård said here on Monday.\n"
    for name, title, day in (
        ("a", "Fish talks end", 20),
        ("B", "A quay is built", 21),
        ("ç", "Ferries wait", 22),
    )
}
ENVIRONMENTS: dict[str, list[str]] = {
    "PYTHONHASHSEED": ["0", "1", "4711"],
    "TZ": ["UTC", "Pacific/Auckland", "America/Los_Angeles"],
    "LC_ALL": ["C", "C.UTF-8", "tr_TR.UTF-8"],
}


def made_by(python: str, folder: Path, random: Random) -> Tree:
    """Build the archive in a new folder; return all that a build makes."""
    root = folder / "archive"
    files = list((four() | SEEDS).items())
    random.shuffle(files)
    write(root, dict(files))
    environment = os.environ | {name: random.choice(values) for name, values in ENVIRONMENTS.items()}
    command = [python, "-m", "newsgen", "build", "--as-of", AS_OF.isoformat(), "-j", random.choice("123")]
    environment.setdefault("PYTHONPATH", str(ROOT / "src"))
    umask = random.choice([0, 0o022, 0o077])
    run = subprocess.run(
        command, cwd=root, env=environment, umask=umask, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    site = tree(root / "site")
    assert {mode for mode, _ in site.values()} == {0o644, 0o755}
    return site | {
        path: entry for path, entry in tree(root).items() if path.startswith(("articles/", "newsgen.lock"))
    }


def test_builds_make_the_same_bytes(size: Size, tally: Tally, tmp_path: Path) -> None:
    """Every second one on another file system, if there is one beside that of the tests."""
    first = made_by(sys.executable, tmp_path / "first", Random(0))
    builds, file_systems = size(2, 40), set()
    for number in range(1, builds):
        parent = "/var/tmp" if number % 2 and Path("/var/tmp").is_dir() else tmp_path
        with tempfile.TemporaryDirectory(dir=parent) as folder:
            file_systems.add(Path(folder).stat().st_dev)
            assert made_by(sys.executable, Path(folder), Random(number)) == first, number
    tally(builds, "builds", f"the same bytes and modes, on {len(file_systems)} file systems")
