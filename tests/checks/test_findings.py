"""All that the checks find in one archive, before and after `--fix`: findings/output.txt holds what is printed.

Each finding has a code of CODES, which docs/check.md explains.

`python -m pytest tests/checks --update-golden` writes it anew; look at the diff.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from newsgen.checks import CHECKS
from newsgen.checks.model import CODES
from tests.support.archives import four, newsgen, write
from tests.support.golden import check_golden

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = Path(__file__).parent / "findings"
COMMANDS = [
    ["build"],
    ["check"],
    ["withdraw", "secret", "It rested on a forged letter.", "--date", "2024-02-03"],
    ["review", "articles/moved.md", "--set", "date=2024-02-04"],
    ["new", "Not built", "--date", "2024-02-05", "--no-draft"],
    ["check"],
    ["check", "--fix"],
    ["build"],
    ["check"],
    ["check", "--fix"],
]
BEYOND = {
    "no-file",
    "damaged-file",
    "foreign-host",
    "bad-json-ld",
    "bad-feed",
    "dead-link",
    "unsure-link",
    "site-size",
}
"""Codes of damaged and large sites, and of other sites; see test_site.py and test_links.py."""
TEMPLATES = {
    "no-pillow",
    "no-cards",
    "unused-block",
    "unused-text",
    "unused-template",
    "unused-file",
    "catalogue",
}
"""Codes of templates and libraries; see below, and the tests of the rooms that find them."""


def test_findings_of_every_code_and_what_is_fixed(tmp_path: Path, update_golden: bool) -> None:
    root = Path(shutil.copytree(FINDINGS / "archive", tmp_path / "archive"))
    said = ""
    for command in COMMANDS:
        run = newsgen(root, *command)
        if command[0] == "new":
            with (root / "articles/2024/2024-02-05-not-built.md").open("a") as file:
                file.write("\nA text.\n")
        shown = run.stdout + run.stderr if command[0] == "check" else ""
        said += f"$ newsgen {' '.join(command)} [exit code {run.returncode}]\n{shown}"
    for name in ("names.toml", "articles/trade-3.md", "articles/2024-01-02-ferry.md"):
        said += f"\n{name}:\n{(root / name).read_text(encoding='utf-8')}"
    assert set(re.findall(r"\[([a-z-]+)\];", said)) == CODES.keys() - BEYOND - TEMPLATES
    if update_golden:
        (FINDINGS / "output.txt").write_text(said, encoding="utf-8")
    check_golden({"output.txt": (FINDINGS / "output.txt").read_bytes()}, {"output.txt": said.encode()})


def test_the_document_lists_every_code_with_its_level_and_whether_it_is_fixed() -> None:
    text = (ROOT / "docs/check.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| (error|warning) \| (.+?) \| (.*?) \|$", text)
    assert [(code, level, fixed.startswith("`--fix`")) for code, level, _, fixed in rows] == [
        (code, one.level, one.fixed) for code, one in CODES.items()
    ]


def test_what_a_build_warns_of_in_templates_is_found_too(tmp_path: Path) -> None:
    write(tmp_path, four() | {"templates/artcle.html": "x", "templates/own.txt": "y"})
    newsgen(tmp_path, "build", "--no-search", "--as-of", "2026-11-24")
    said = newsgen(tmp_path, "check", "--as-of", "2026-11-24").stderr
    assert "templates/artcle.html: no page uses this template [unused-template]" in said
    assert "templates/own.txt: no page uses this template [unused-template]" in said


def test_no_check_is_forgotten_in_the_table() -> None:
    """Each function `check_NAME` of the room runs; other sites are asked on demand alone."""
    defined = set()
    for path in (ROOT / "src/newsgen/checks").glob("*.py"):
        defined |= set(re.findall(r"(?m)^def (check_\w+)", path.read_text(encoding="utf-8")))
    assert defined - {"check_external_links"} == {check.__name__ for check in CHECKS.values()}
