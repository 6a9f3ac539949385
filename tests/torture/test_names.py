"""Names and paths that lead elsewhere: nothing outside site/ is written, and each article has a file of its own.

Refused paths, old addresses, links: tests/builder/test_paths.py, tests/test_addresses.py, tests/pipeline/test_links.py.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from newsgen.addresses import slugify
from newsgen.builder.paths import refuse_bad_paths
from newsgen.errors import Problem, collect_problems
from tests.support.archives import UNSEARCHED, build, record, tree, write
from tests.torture.conftest import Size, Tally
from tests.torture.hostile import is_read

UP = [
    "..",
    "%2e%2e",
    "%252e%252e",
    "..%00",
    "．．",
    "․․",
    ".\u200b.",
    "..\\..",
    "....",
    "a/..",
    ". .",
    "%c0%ae%c0%ae",
]
ENDS = ["/outside", "\\outside", "%2foutside", "%5coutside", "∕outside"]
TRAVERSALS = [f"{up}{end}" for up in UP for end in ENDS]
NAMES = [
    "con",
    "AUX.txt",
    "nul.",
    "com1",
    "lpt9.a.b",
    "x" * 300,
    "é",
    "e\u0301",
    "ÅNGSTRÖM",
    "ångström",
    ".",
    " ",
    "-",
    "😀" * 200,
    "\u202egnp",
    "ﬁ",
    "a:b",
]


def test_titles_of_every_character(size: Size, tally: Tally) -> None:
    """The slug of any title is a file's name on every system."""
    number = size(4_000, sys.maxunicode + 1)
    points = range(0, sys.maxunicode + 1, (sys.maxunicode + 1) // number)
    slugs = {slugify(form) for point in points if not 0xD800 <= point < 0xE000
             for form in (chr(point), unicodedata.normalize("NFD", f"x{chr(point)}y"))}  # fmt: skip
    refuse_bad_paths(["index.html", *(f"a/{n}/{slug}.html" for n, slug in enumerate(sorted(slugs)))])
    tally(len(points), "characters in titles", "each a name on every system")


def test_paths_that_lead_elsewhere(tmp_path: Path, size: Size, tally: Tally) -> None:
    """In each field, link and file's name: built inside site/, or refused with the record's name."""
    root, built = tmp_path / "archive", 0
    write(tmp_path, {"outside.html": "secret", "outside/x": "secret"})
    forms = [*TRAVERSALS, *NAMES]
    chosen = forms[:: max(1, len(forms) // size(6, len(forms)))]
    for form in chosen:
        fields = {
            "slug": form,
            "redirect_from": [form],
            "image": form,
            "topics": [form],
            "seed": {"file": form},
        }
        kept = {name: value for name, value in fields.items() if is_read(record("x", **{name: value}))}
        texts = {
            f"articles/{name}.md": record(f"{form} {name}", f"![a]({form}) [b]({form})", **{name: value})
            for name, value in kept.items()
        }
        write(root, {**texts, "articles/title.md": record(form.strip() or "x"), **UNSEARCHED})
        problems: list[Problem] = []
        with collect_problems(problems):
            built += build(root).articles > 0
        assert all(problem.file.startswith("articles/") for problem in problems), form
        assert {path for path in tree(tmp_path) if "/" not in path} == {
            ".",
            "archive",
            "outside",
            "outside.html",
        }, form
        assert not any(
            b"secret" in data for path, (_, data) in tree(root).items() if path.startswith("site/")
        ), form
        for path in (root / "articles").iterdir():
            path.unlink()
    assert built
    tally(len(chosen), "paths and names in five fields", "nothing outside site/ written or shown")
