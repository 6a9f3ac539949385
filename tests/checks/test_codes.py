"""Every finding has a code that docs/check.md explains."""

from __future__ import annotations

import re
from pathlib import Path

from newsgen.checks import CHECKS
from newsgen.checks.model import CODES

ROOT = Path(__file__).resolve().parents[2]
DOC = ROOT / "docs/check.md"
WHERE = ["checks/*.py", "archive/pages.py", "archive/references.py", "builder/weight.py"]
RAISED = {"same-address"}
"""Codes of errors that stop a build, and so are no findings."""


def test_the_document_lists_every_code_with_its_level_and_whether_it_is_mended() -> None:
    rows = re.findall(
        r"(?m)^\| `([a-z-]+)` \| (error|warning) \| (.+?) \| (.*?) \|$", DOC.read_text(encoding="utf-8")
    )
    assert [(code, level, fixed.startswith("`--fix`")) for code, level, _, fixed in rows] == [
        (code, one.level, one.fixed) for code, one in CODES.items()
    ]


def test_no_check_is_forgotten_in_the_table() -> None:
    """Each function `check_NAME` of the room runs; other sites are asked on demand alone."""
    defined = set()
    for path in (ROOT / "src/newsgen/checks").glob("*.py"):
        defined |= set(re.findall(r"(?m)^def (check_\w+)", path.read_text(encoding="utf-8")))
    assert defined - {"check_external"} == {check.__name__ for check in CHECKS.values()}


def test_no_check_uses_a_code_that_is_not_listed() -> None:
    """A new check brings a line of CODES, or its findings are errors that nobody can look up."""
    used = set()
    for pattern in WHERE:
        for path in (ROOT / "src/newsgen").glob(pattern):
            if path.name != "model.py":
                text = path.read_text(encoding="utf-8")
                used |= set(
                    re.findall(
                        r'(?:Problem|_finding)\((?:[^()]|\([^()]*\))*?"([a-z]+(?:-[a-z]+)*)"\s*\)', text
                    )
                )
    assert used - RAISED <= CODES.keys()
    assert len(used) > 8
