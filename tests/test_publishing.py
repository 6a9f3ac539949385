"""Publishing as written: the steps of workflows, action and Dockerfile run in clean clones, with newsgen as committed.

pip takes newsgen from the place that init was told, a commit of this repository, but no libraries: those of the tests are used.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(os.name == "nt", reason="the steps are written for a POSIX shell"),
]

ROOT = Path(__file__).resolve().parents[1]
GH = """#!/bin/sh
# The command of GitHub: it knows whether a pull request is open, and notes what it is asked to open.
case "$1 $2" in
"pr list") cat "$REQUESTS/open" 2>/dev/null ;;
"pr create")
  test ! -e "$REQUESTS/open" || exit 1
  echo 1 > "$REQUESTS/open" ;;
esac
test "$2" = list || for last; do test -f "$last" && cp "$last" "$REQUESTS/body.md"; done
exit 0
"""
SEEDS = {
    "ferry.txt": "Night ferry to Bergen returns\n\nThe ferry would sail again, Anna Lund said on Wednesday, Nov. 22.\n",
    "2021-03-29-canal.txt": "Container ship afloat again\n\nTugs freed it at high tide on Monday afternoon.\n",
}


def run(command: str, cwd: Path, **environment: str) -> str:
    """Run a step as a workflow does, and return what it prints."""
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
    done = subprocess.run(
        shell, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def make_machine(folder: Path) -> dict[str, str]:
    """Make a virtual environment with the libraries, without newsgen; return the environment of its steps."""
    run(f"{shlex.quote(sys.executable)} -m venv machine", folder)
    machine = folder / "machine"
    where = run("machine/bin/python -c 'import sysconfig; print(sysconfig.get_path(\"purelib\"))'", folder)
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(where.strip(), "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    (folder / "requests").mkdir()
    (machine / "bin/gh").write_text(GH, encoding="utf-8")
    (machine / "bin/gh").chmod(0o755)
    return {
        "PATH": f"{machine / 'bin'}:{os.environ['PATH']}",
        "VIRTUAL_ENV": str(machine),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "false",  # which means: no isolation
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "REQUESTS": str(folder / "requests"),
        "RUNNER_TEMP": str(folder),
        "GIT_AUTHOR_NAME": "x",
        "GIT_AUTHOR_EMAIL": "x@example.org",
        "GIT_COMMITTER_NAME": "x",
        "GIT_COMMITTER_EMAIL": "x@example.org",
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": "Someone/repo",
        "GITHUB_ACTION_PATH": str(ROOT),
    }


def run_steps(steps: list[dict[str, Any]], cwd: Path, environment: dict[str, str]) -> None:
    """Run the steps of a job that are commands; what they write to GITHUB_ENV is seen by later ones."""
    noted = cwd.parent / "environment"
    noted.write_text("", encoding="utf-8")
    for step in steps:
        if "run" in step:
            later = dict(line.split("=", 1) for line in noted.read_text(encoding="utf-8").splitlines())
            run(step["run"], cwd, **(environment | later), GITHUB_ENV=str(noted))


def steps_of(workflow: Path, job: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"][job]["steps"]
    return steps


def clone(server: Path, at: Path) -> Path:
    if at.exists():
        shutil.rmtree(at)
    run(f"git clone -q {shlex.quote(str(server))} {shlex.quote(str(at))}", server.parent)
    return at


def begin(folder: Path, *options: str) -> Path:
    """Make an archive that names this commit of newsgen, and push it to a server."""
    commit = run("git rev-parse HEAD", ROOT).strip()
    place = f"git+{ROOT.as_uri()}@{commit}"
    words = [sys.executable, "-m", "newsgen", "init", "archive", "--install", place, *options]
    run(shlex.join(words), folder)
    run("git init -q --bare -b main server", folder)
    push(folder / "archive", "git init -q -b main && git remote add origin ../server")
    return folder / "server"


def push(checkout: Path, first: str = "true") -> None:
    settings = "-c user.name=x -c user.email=x@example.org -c commit.gpgsign=false"
    run(
        f"{first} && git add --all && git {settings} commit -q -m Change && git push -q origin HEAD:main",
        checkout,
    )


def test_the_workflow_installs_and_publishes_what_was_pushed(tmp_path: Path) -> None:
    server = begin(tmp_path, "--sample")
    run(f"{shlex.quote(sys.executable)} -m newsgen build -q", tmp_path / "archive")
    push(tmp_path / "archive")
    work = clone(server, tmp_path / "work")
    run_steps(steps_of(work / ".github/workflows/pages.yml", "build"), work, make_machine(tmp_path))
    assert "https://someone.github.io/repo/" in (work / "site/sitemap.xml").read_text(encoding="utf-8")


def test_texts_put_into_seeds_become_a_pull_request_and_then_pages(tmp_path: Path) -> None:
    """A second upload goes on with the open request, and keeps what an editor corrected in it."""
    server = begin(tmp_path, "--web")
    machine = make_machine(tmp_path) | {"BRANCH": "newsgen/load", "FORCE": ""}
    editor = clone(server, tmp_path / "editor")
    for number, (name, text) in enumerate(SEEDS.items(), 1):
        (editor / "seeds" / name).write_text(text, encoding="utf-8")
        push(editor)
        work = clone(server, tmp_path / "work")
        run_steps(steps_of(work / ".github/workflows/seeds.yml", "load"), work, machine)
        assert (tmp_path / "requests/body.md").read_text(encoding="utf-8").count("### `articles/") == number
        run("git fetch -q && git checkout -q -B load origin/newsgen/load", editor)
        if number == 1:
            (ferry,) = editor.glob("articles/*/*ferry*.md")
            ferry.write_text(
                ferry.read_text(encoding="utf-8").replace("Night ferry", "Ferry"), encoding="utf-8"
            )
            run(
                "git -c commit.gpgsign=false commit -q -a -m Correct && git push -q origin HEAD:newsgen/load",
                editor,
                **machine,
            )
        run("git checkout -q main", editor)
    body = (tmp_path / "requests/body.md").read_text(encoding="utf-8")
    assert "seeds/ferry.txt:3: The ferry would sail again" in body

    waiting = clone(server, tmp_path / "work")
    run_steps(steps_of(waiting / ".github/workflows/pages.yml", "build"), waiting, machine)
    assert not list(waiting.glob("site/2*/*/*/*.html"))
    run("git merge -q origin/newsgen/load && git push -q origin HEAD:main", editor, **machine)
    merged = clone(server, tmp_path / "work")
    run_steps(steps_of(merged / ".github/workflows/pages.yml", "build"), merged, machine)
    pages = "\n".join(path.read_text(encoding="utf-8") for path in merged.glob("site/2*/*/*/[!i]*.html"))
    assert "<h1>Ferry to Bergen returns" in pages
    assert "Container ship afloat again" in pages
    assert (merged / "newsgen.lock").read_text(encoding="utf-8").count('["address"') >= 2


def test_the_action_publishes_this_repositorys_archive(tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    assert all(step["shell"] == "bash" for step in steps if "run" in step)
    work = clone(ROOT, tmp_path / "work")
    inputs = {name.upper(): str(given["default"]) for name, given in action["inputs"].items()}
    machine = make_machine(tmp_path) | {"EXTRAS": inputs["EXTRAS"], "STRICT": "true"}
    run_steps(steps, work, machine | {"GITHUB_ACTION_PATH": str(work)})
    assert (work / "site/index.html").is_file()


def test_the_steps_of_the_dockerfile(tmp_path: Path) -> None:
    """COPY and RUN with a folder in place of the image's root; .dockerignore lets in what is copied."""
    image, machine = tmp_path / "image", make_machine(tmp_path)
    work = clone(ROOT, tmp_path / "work")
    allowed = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line[0] == "!"
    ]
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines():
        instruction, _, rest = line.partition(" ")
        if instruction == "COPY":
            *sources, target = rest.split()
            assert set(sources) <= set(allowed)
            place = image / target.lstrip("/")
            for source in sources:
                to = place / source if target.endswith("/") else place
                to.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if (work / source).is_dir() else shutil.copy)(work / source, to)
        elif instruction == "RUN" and "--require-hashes" not in rest:  # the libraries are there
            run(re.sub(r"(?<= )/", f"{image}/", rest), tmp_path, **machine)
    where = run("python -c 'import newsgen; print(newsgen.__file__)'", tmp_path, **machine)
    assert Path(where.strip()).is_relative_to(tmp_path / "machine")
    run(
        "newsgen init archive --sample --install newsgen && cd archive && newsgen build && newsgen check",
        tmp_path,
        **machine,
    )
