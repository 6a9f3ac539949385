"""Bad inputs, one table: what is wrong with them is told with place, problem and expectation, and the exit code.

Who changes on purpose what is said runs `python -m pytest tests/test_bad_inputs.py --update-golden` and looks at the
diff before it is committed. A diff that nobody meant to make is a defect of the program.

`bad_inputs/NAME.txt` is one archive, or several that begin with `##### what is wrong`. A line `@@@ path` begins a file,
written when the reading comes to it; with `bytes` behind it the text is that of a bytes literal of Python, with
`symlink` it is where a link leads, with `removed` the file is deleted. A line `$ newsgen …` runs a command, and below it
stands what it prints, the entries of a list of JSON one a line; `$ cat path` shows a file.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.support.archives import write
from tests.support.command import newsgen
from tests.support.golden import check_golden, without_costs

TABLES = sorted((Path(__file__).parent / "bad_inputs").glob("*.txt"))
STEP = re.compile(r"^(?=@@@ |\$ newsgen |\$ cat )", re.MULTILINE)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_what_is_wrong_is_told(path: Path, tmp_path: Path, update_golden: bool) -> None:
    before = path.read_text(encoding="utf-8")
    archives = re.split(r"^(?=##### )", before, flags=re.MULTILINE)
    after = "".join(told(text, tmp_path / f"archive-{number}") for number, text in enumerate(archives))
    if update_golden:
        path.write_text(after, encoding="utf-8")
        before = after
    check_golden({path.name: before.encode()}, {path.name: after.encode()})


def told(text: str, root: Path) -> str:
    """The text of an archive, with what its commands print."""
    root.mkdir()
    head, *steps = STEP.split(text)
    return head + "".join(
        answered(step, root) if step.startswith("$") else written(step, root) for step in steps
    )


def written(step: str, root: Path) -> str:
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


def answered(step: str, root: Path) -> str:
    """A command with what it prints and its exit code."""
    command = step.partition("\n")[0]
    if command.startswith("$ cat "):
        file = root / command.removeprefix("$ cat ")
        shown = file.read_text(encoding="utf-8") if file.is_file() else "there is none\n"
        return f"{command}\n{shown}"
    done = newsgen(root, *shlex.split(command)[2:])
    said = without_costs(done.stdout + done.stderr).replace(str(root), "ROOT")
    said = re.sub(r"(?<=\[|,)(?=\{\"file\")", "\n  ", said) if said.startswith("[{") else said
    code = f"[exit code {done.returncode}]\n" if done.returncode else ""
    return f"{command}\n{said}{code}"
