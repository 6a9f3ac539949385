"""Transcripts of the command line: each session in tests/transcripts/NAME prints what output.txt says.

`before` is the archive at the start and `commands` the session, one command a line. A line is a newsgen command, or one of
`cat FILE`, `ls FOLDER`, `rm FILE` and `put NAME`, which copies the files of steps/NAME over the archive. To change what is
printed on purpose, run `python -m pytest tests/test_transcripts.py --update-golden` and read the diff.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.command import newsgen
from tests.support.golden import check_golden, without_costs

TRANSCRIPTS = Path(__file__).parent / "transcripts"


def run_line(session: Path, root: Path, line: str) -> str:
    """Run one line of a session; return what it prints."""
    verb, *arguments = shlex.split(line)
    if verb == "cat":
        return (root / arguments[0]).read_text(encoding="utf-8")
    if verb == "ls":
        found = (root / arguments[0]).rglob("*")
        return "".join(f"{path.relative_to(root)}\n" for path in sorted(found) if path.is_file())
    if verb == "rm":
        (root / arguments[0]).unlink()
        return ""
    if verb == "put":
        shutil.copytree(session / "steps" / arguments[0], root, dirs_exist_ok=True)
        return ""
    done = newsgen(root, verb, *arguments, TZ="Pacific/Apia")
    code = f"[exit code {done.returncode}]\n" if done.returncode else ""
    return f"{done.stdout}{done.stderr}{code}"


@pytest.mark.parametrize("name", sorted(path.name for path in TRANSCRIPTS.iterdir()))
def test_session(name: str, tmp_path: Path, update_golden: bool) -> None:
    """Each command prints what it printed before."""
    session, root = TRANSCRIPTS / name, tmp_path / "archive"
    shutil.copytree(session / "before", root)
    lines = (session / "commands").read_text(encoding="utf-8").splitlines()
    found = without_costs("".join(f"$ {line}\n{run_line(session, root, line)}" for line in lines)).encode()
    expected = session / "output.txt"
    if update_golden:
        expected.write_bytes(found)
    check_golden({"output.txt": expected.read_bytes()}, {"output.txt": found})
