"""What is exported and loaded into a new archive gives the same records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsgen.addresses import article_address
from newsgen.model import Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import open_project
from newsgen.record.read import extract_body
from tests.support.archives import newsgen, record, write

RICH = r"""The *ministers* met, **twice**, at 3\*4 o'clock & left < early.[^1]

## A heading {#here}

> They said: "No."
> And went.

1. One
2. Two

   - inner

| a | b |
|---|---|
| 1 | `x|y` |

A [link](https://example.org/a_(b) "title"), a line\
break, 1\. no list, "straight" and “curly” — dash…

```python
print("<b>")
```

[^1]: A note with *stress*.
"""
FIELDS = {
    "dek": "A first round; of talks, it says",
    "topics": ["Trade; tariffs", "A\\B", "AT&T"],
    "people": ["Mei Lin", "李梅 & Co"],
    "places": ["Oslo"],
    "organizations": ["Harbour, Sons & Co."],
    "authors": ["Ida Dahl", "Smith, Jr."],
    "source": {"name": "Harbour Wire", "url": "https://example.org/a?b=1&c=2"},
    "canonical": "https://example.org/b",
    "updated": "2023-12-01T10:00:00+09:00",
    "language": "fr",
    "corrections": [{"date": "2023-12", "text": "One: two; three."}],
    "redirect_from": ["old/place.html"],
    "desk": {"name": "City", "rooms": [1, "two"]},
}
GUESS = {"rule": "weekday", "evidence": "line 1", "confidence": 0.4}
ARCHIVE = {
    "newsgen.toml": '[site]\ntitle = "T"\ntimezone = "Asia/Tokyo"\n',
    "articles/2023/2023-11-22-rich.md": record(
        "=Rich: a 'title' #1 SMILE", RICH, date="2023-11-22", **FIELDS
    ),
    "articles/2023/2023-11-24-time.md": record(
        "Timed", "Half past nine.", date="2023-11-24T09:30:00+09:00", topics=["Oslo"]
    ),
    "articles/2023/2023-11-month.md": record(
        "On Wednesday, Nov. 22", "On Wednesday, Nov. 22, it rained.", date="2023-11"
    ),
    "articles/year.md": record(
        "Year &amp;amp; <b>", "First line\n\nSecond line", date="1972", slug="own-slug"
    ),
    "articles/undated/none.md": record(
        "BEIJING, Nov. 22, 2023", "BEIJING, Nov. 22, 2023 — Xi Jinping of China met the United Nations."
    ),
    "articles/2022/2022-11-23-guess.md": record(
        "Guessed",
        date="2022-11-23",
        topics=["X"],
        inferred={"date": GUESS, "topics": GUESS | {"confidence": 0.9}},
    ),
    "articles/draft.md": record("Unready", "Not yet.", date="2023-01-01", status="draft"),
    "articles/gone.md": record(
        "Gone", "A secret.", date="2023-06-01", status="withdrawn", dek="Hidden", topics=["Trade; tariffs"]
    ),
}
SAME = "title dek date status topics people places organizations authors source canonical updated corrections".split()


def records_of(root: Path) -> dict[str, Record]:
    """Each record by its address."""
    return {article_address(one): one for one in open_archive(open_project(root), pages=False).records}


def facts(root: Path, one: Record) -> dict[str, Any]:
    """What must be the same; a withdrawn article is exported without dek and text."""
    text = extract_body((root / one.path).read_bytes())[0].strip()
    found = {field: getattr(one, field) for field in SAME} | {"inferred": sorted(one.inferred), "text": text}
    found["provisional"] = one.provisional
    return found | ({"dek": "", "text": ""} if one.status == "withdrawn" else {})


@pytest.mark.parametrize(
    ("form", "generator"),
    [("jsonl", ""), ("csv", ""), ("ninjs", ""), ("wxr", ""), ("markdown", "hugo"), ("markdown", "jekyll")],
)
def test_an_export_gives_the_same_records_in_a_new_archive(form: str, generator: str, tmp_path: Path) -> None:
    """Nothing is lost, nothing is inferred anew, and a second load finds nothing new."""
    old, new = tmp_path / "old", tmp_path / "new"
    write(old, ARCHIVE)
    write(new, {"newsgen.toml": ARCHIVE["newsgen.toml"]})
    target = tmp_path / f"export.{form}"
    how = ["--for", generator] if generator else []
    done = newsgen(old, "export", form, "--drafts", "-o", str(target), *how)
    assert done.returncode == 0, done.stderr
    done = newsgen(new, "load", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    before, after = records_of(old), records_of(new)
    assert after.keys() == before.keys()
    for address, one in before.items():
        assert facts(new, after[address]) == facts(old, one)
        old_addresses = () if form == "csv" else one.redirect_from
        assert {*old_addresses, address} == {*after[address].redirect_from}
        assert {*after[address].unknown} - {"layout"} == (
            {"desk"} if form == "markdown" and one.unknown else set()
        )
    assert "made 0 records" in newsgen(new, "load").stdout
    assert newsgen(new, "build", "-q").returncode == 0
