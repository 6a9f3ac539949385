"""Golden seeds: what the loader makes of short texts, each loaded alone.

Who changes on purpose what is inferred or said runs `python -m pytest tests/test_seeds.py --update-golden` and looks at
the diff before it is committed. A diff that nobody meant to make is a defect of the program.

`seeds/NAME.txt` or `.md` becomes the record `NAME.expected.md`, with what the loader says above it. `seeds/NAME.cases`
holds many texts of one subject; what is expected of each stands below it, one line a field. A file of cases begins with
options that hold for all of its texts, and a case with those of its own:

    fields: date, title       which fields are shown; body and path are fields too
    above: A headline         a line that is put before each text
    below: Some text.         a line that is put after it

    === period=2004..2008 language=de file=2023-11-22-x.txt encoding=koi8-r as-of=2023-11-21
    The text.
    ---
    date: 2023-11-22
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsgen.loader.report import LoadReport
from tests.support.golden import check_golden
from tests.support.loading import load_fresh

SEEDS = Path(__file__).parent / "seeds"
PAIRS = sorted(
    path for path in SEEDS.iterdir() if path.suffix in (".txt", ".md") and ".expected" not in path.name
)
CASES = sorted(SEEDS.glob("*.cases"))


def said(report: LoadReport) -> Iterator[str]:
    """What the loader says of a text, one line each."""
    yield from (f"error: {problem}\n" for problem in report.problems)
    yield from (f"warning: {problem}\n" for problem in report.warnings)
    yield from (f"skipped: {path}\n" for path in report.skipped)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_a_seed_becomes_the_record_that_it_was(path: Path, update_golden: bool) -> None:
    report = load_fresh({f"seeds/{path.name}": path.read_bytes()})
    records = [f"{article.path}\n{article.text}" for article in report.new]
    found = "".join([*said(report), *records]).encode()
    expected = path.with_suffix(".expected.md")
    if update_golden:
        expected.write_bytes(found)
    check_golden({expected.name: expected.read_bytes()}, {expected.name: found})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_short_texts_are_read_as_they_were(path: Path, update_golden: bool) -> None:
    before = path.read_text(encoding="utf-8")
    head, *cases = before.split("\n===")
    common = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    after = "\n===".join([head, *(answered(case, common) for case in cases)])
    if update_golden:
        path.write_text(after, encoding="utf-8")
        before = after
    check_golden({path.name: before.encode()}, {path.name: after.encode()})


def answered(case: str, common: dict[str, str]) -> str:
    """A case with what the loader makes of its text."""
    first, _, rest = case.partition("\n")
    text = rest.partition("\n---\n")[0].rstrip("\n")
    options = dict(word.split("=", 1) for word in shlex.split(first))
    file = f"seeds/{options.pop('file', common.get('file', 'x.txt'))}"
    encoding = options.pop("encoding", "utf-8")
    fields = options.pop("fields", common["fields"]).replace(",", " ").split()
    whole = "\n".join(filter(None, [common.get("above", ""), text, common.get("below", "")]))
    given: Any = {
        name.replace("-", "_"): value
        for name, value in ({"period": common.get("period", "")} | options).items()
    }
    report = load_fresh({file: f"{whole}\n".encode(encoding)}, **given)
    return f"{first}\n{text}\n---\n{''.join([*said(report), *shown(report, fields)])}"


def shown(report: LoadReport, fields: list[str]) -> Iterator[str]:
    """The fields of the one record that was made, each with how it was inferred."""
    for article in report.new:
        front = yaml.load(article.text.split("---\n")[1], yaml.BaseLoader)
        values = front | {"path": article.path, "encoding": front["seed"].get("encoding")}
        for field in fields:
            if value := values.get(field):
                yield f"{field}: {in_line(value)}\n"
            if how := front.get("inferred", {}).get(field):
                yield from reasons(how)
        if "body" in fields:
            yield f"body:\n{article.body}\n"


def reasons(how: dict[str, Any]) -> Iterator[str]:
    """How a field was inferred: rule, confidence, evidence and what else is said."""
    evidence = how.pop("evidence")
    yield f"  {how.pop('rule')} {how.pop('confidence', '')}".rstrip() + "\n"
    pieces = evidence.items() if isinstance(evidence, dict) else [("evidence", evidence)]
    yield from (f"  {name}: {in_line(value)}\n" for name, value in [*pieces, *how.items()])


def in_line(value: str | list[str]) -> str:
    return value if isinstance(value, str) else " | ".join(value)
