"""Transcripts of the command line: what an archive holds, what is asked, what is said; bad inputs above all.

Who changes on purpose what is said runs `python -m pytest tests/test_transcripts.py --update-golden` and looks at the
diff before it is committed. A diff that nobody meant to make is a defect of the program.

A file of `transcripts` or `bad_inputs` is one archive, or several that begin with `##### what is wrong`. A line
`@@@ path` begins a file, written when the reading comes to it; with `bytes` behind it the text is that of a bytes literal
of Python, with `symlink` it is where a link leads, with `removed` the file is deleted. A line `$ newsgen …` runs a
command, and below it stands what it prints, the entries of a list of JSON one a line; `$ cat path` shows a file,
`$ ls path` what is below a folder, `$ changes path` which files below it were written since the last time, and
`$ compare-clean` builds a copy from nothing, with the options of the line, and compares site/ with it. Any other command
of TOOLS is run by the shell, where $PROJECTS is the folder of the golden archives. `$ NAME=value newsgen …` sets what
the environment says. `> path` behind a command of newsgen takes what it prints on stdout to a file.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from itertools import takewhile
from pathlib import Path

import pytest

from tests.support.archives import clean_copy, stamps, tree, write
from tests.support.command import newsgen
from tests.support.golden import check_golden, files_below, without_costs

HERE = Path(__file__).parent
TRANSCRIPTS = sorted([*HERE.glob("transcripts/*.txt"), *HERE.glob("bad_inputs/*.txt")])
TOOLS = "cmp cp find git grep head ln mv rm sh touch".split()
STEP = re.compile(
    rf"^(?=@@@ |\$ (?:[A-Z_]+=\S* )*(?:newsgen|cat|ls|changes|compare-clean|{'|'.join(TOOLS)})(?: |$))",
    re.MULTILINE,
)
Stamps = dict[str, tuple[int, int]]


def archives(path: Path) -> list[str]:
    """The parts of a file, each of them one archive."""
    return re.split(r"(?!\A)^(?=##### )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        pytest.param(path, number, id=f"{path.parent.name}/{path.stem}-{number + 1}")
        for path in TRANSCRIPTS
        for number in range(len(archives(path)))
    ],
)
def test_the_same_is_said(path: Path, number: int, tmp_path: Path, update_golden: bool) -> None:
    parts = archives(path)
    before = parts[number]
    after = parts[number] = replay(before, tmp_path / "archive")
    if update_golden:
        path.write_text("".join(parts), encoding="utf-8")
        before = after
    check_golden({path.name: before.encode()}, {path.name: after.encode()})


def replay(text: str, root: Path) -> str:
    """The text of an archive, with what its commands print."""
    root.mkdir(parents=True)
    head, *steps = STEP.split(text)
    before: dict[str, Stamps] = {}
    return head + "".join(
        write_step(step, root) if step.startswith("@") else run_step(step, root, before) for step in steps
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


def run_step(step: str, root: Path, before: dict[str, Stamps]) -> str:
    """A command with what it prints and its exit code."""
    command = step.partition("\n")[0]
    words = shlex.split(command)[1:]
    settings = dict(word.split("=", 1) for word in takewhile(re.compile("[A-Z_]+=").match, words))
    verb, *arguments = words[len(settings) :]
    code = 0
    if verb == "cat":
        said = (root / arguments[0]).read_text(encoding="utf-8")
    elif verb == "ls":
        said = "".join(f"{arguments[0]}/{path}\n" for path in files_below(root / arguments[0]))
    elif verb == "changes":
        said = changes(root, arguments[0], before)
    elif verb == "compare-clean":
        copy = clean_copy(root, root.parent / "clean")
        assert newsgen(copy, "build", *arguments).returncode == 0
        assert tree(root / "site") == tree(copy / "site")
        said = "site/ is what a clean build makes\n"
    elif verb == "newsgen":
        said, code = run_newsgen(root, arguments, settings)
    else:
        environment = os.environ | {"PROJECTS": str(HERE / "projects"), "LC_ALL": "C.UTF-8"}
        run = subprocess.run(
            command[2:], shell=True, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        said, code = run.stdout + run.stderr, run.returncode
    return f"{command}\n{said}" + (f"[exit code {code}]\n" if code else "")


def run_newsgen(root: Path, arguments: list[str], settings: dict[str, str]) -> tuple[str, int]:
    """What newsgen prints, without times and sizes, and its exit code."""
    target = arguments.pop() if ">" in arguments else ""
    done = newsgen(root, *(word for word in arguments if word != ">"), **{"TZ": "Pacific/Apia"} | settings)
    if target:
        (root / target).write_text(done.stdout, encoding="utf-8")
    said = (
        without_costs(("" if target else done.stdout) + done.stderr)
        .replace(str(root), "ROOT")
        .replace(str(root.parent), "ABOVE")
    )
    return re.sub(r"(?<=\[|,)(?=\{\"file\")", "\n  ", said) if said.startswith(
        "[{"
    ) else said, done.returncode


def changes(root: Path, folder: str, before: dict[str, Stamps]) -> str:
    """The files below a folder that are new, written anew or gone since the last call, one a line."""
    now = stamps(root / folder) if (root / folder).exists() else {}
    old, before[folder] = before.get(folder), now
    if old is None:
        return ""
    words = {
        path: "new" if path not in old else "gone" if path not in now else "written"
        for path in sorted(old.keys() | now.keys())
        if old.get(path) != now.get(path)
    }
    files = {path: word for path, word in words.items() if word == "gone" or (root / folder / path).is_file()}
    lines = "".join(f"{word}: {folder}/{path}\n" for path, word in files.items())
    return lines or ("folders alone were written\n" if words else "nothing was written\n")
