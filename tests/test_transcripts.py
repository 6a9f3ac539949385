"""Transcripts of the command line: what an archive holds, what is asked, what is said; bad inputs above all.

Who changes on purpose what is said runs `python -m pytest tests/test_transcripts.py --update-golden` and looks at the
diff before it is committed. A diff that nobody meant to make is a defect of the program.

A file of `transcripts` or `bad_inputs` is one archive, or several that begin with `##### what is wrong`. A line
`@@@ path` begins a file, written when the reading comes to it; with `bytes` behind it the text is that of a bytes literal
of Python, with `symlink` it is where a link leads, with `removed` the file is deleted. A line `$ newsgen …` runs a
command, and below it stands what it prints, the entries of a list of JSON one a line; `$ cat path` shows a file,
`$ ls path` what is below a folder.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.support.archives import write
from tests.support.command import newsgen
from tests.support.golden import check_golden, files_below, without_costs

HERE = Path(__file__).parent
TRANSCRIPTS = sorted([*HERE.glob("transcripts/*.txt"), *HERE.glob("bad_inputs/*.txt")])
STEP = re.compile(r"^(?=@@@ |\$ (?:newsgen|cat|ls) )", re.MULTILINE)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_same_is_said(path: Path, tmp_path: Path, update_golden: bool) -> None:
    before = path.read_text(encoding="utf-8")
    archives = re.split(r"^(?=##### )", before, flags=re.MULTILINE)
    after = "".join(replay(text, tmp_path / str(number) / "archive") for number, text in enumerate(archives))
    if update_golden:
        path.write_text(after, encoding="utf-8")
        before = after
    check_golden({path.name: before.encode()}, {path.name: after.encode()})


def replay(text: str, root: Path) -> str:
    """The text of an archive, with what its commands print."""
    root.mkdir(parents=True)
    head, *steps = STEP.split(text)
    return head + "".join(
        write_step(step, root) if step.startswith("@") else run_step(step, root) for step in steps
    )


def write_step(step: str, root: Path) -> str:
    """Write a file; its step stays as it is."""
    first, _, text = step.partition("\n")
    path, _, form = first.removeprefix("@@@ ").partition(" ")
    if form == "symlink":
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(text.strip())
    elif form == "removed":
        (root / path).unlink()
    elif form == "bytes":
        write(root, {path: text.strip("\n").encode("latin-1").decode("unicode_escape").encode("latin-1")})
    else:
        write(root, {path: text})
    return step


def run_step(step: str, root: Path) -> str:
    """A command with what it prints and its exit code."""
    command = step.partition("\n")[0]
    _, verb, *arguments = shlex.split(command)
    code = ""
    if verb == "cat":
        said = (root / arguments[0]).read_text(encoding="utf-8")
    elif verb == "ls":
        said = "".join(f"{arguments[0]}/{path}\n" for path in files_below(root / arguments[0]))
    else:
        done = newsgen(root, *arguments, TZ="Pacific/Apia")
        said = without_costs(done.stdout + done.stderr).replace(str(root), "ROOT")
        said = re.sub(r"(?<=\[|,)(?=\{\"file\")", "\n  ", said) if said.startswith("[{") else said
        code = f"[exit code {done.returncode}]\n" if done.returncode else ""
    return f"{command}\n{said}{code}"
