"""All that the checks find in one archive, before and after `--fix`: findings/output.txt holds what is printed.

`python -m pytest tests/checks --update-golden` writes it anew; look at the diff.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from newsgen.checks.model import CODES
from tests.support.archives import newsgen
from tests.support.golden import check_golden

FINDINGS = Path(__file__).parent / "findings"
COMMANDS = [
    ["build"],
    ["check"],
    ["withdraw", "secret", "It rested on a forged letter.", "--date", "2024-02-03"],
    ["review", "articles/moved.md", "--set", "date=2024-02-04"],
    ["new", "Not built", "--date", "2024-02-05"],
    ["check"],
    ["check", "--fix"],
    ["build"],
    ["check"],
    ["check", "--fix"],
]
BEYOND = {"no-file", "bad-feed", "dead-link", "unsure-link", "site-size"}
"""Codes of damaged and large sites, and of other sites; see test_site.py and test_external.py."""


def test_findings_of_every_code_and_what_is_fixed(tmp_path: Path, update_golden: bool) -> None:
    root = Path(shutil.copytree(FINDINGS / "archive", tmp_path / "archive"))
    said = ""
    for command in COMMANDS:
        run = newsgen(root, *command)
        shown = run.stdout + run.stderr if command[0] == "check" else ""
        said += f"$ newsgen {' '.join(command)} [exit code {run.returncode}]\n{shown}"
    for name in ("names.toml", "articles/trade-3.md", "articles/2024-01-02-ferry.md"):
        said += f"\n{name}:\n{(root / name).read_text(encoding='utf-8')}"
    assert {code for code in CODES if f"[{code}]" in said} == CODES.keys() - BEYOND
    if update_golden:
        (FINDINGS / "output.txt").write_text(said, encoding="utf-8")
    check_golden({"output.txt": (FINDINGS / "output.txt").read_bytes()}, {"output.txt": said.encode()})
