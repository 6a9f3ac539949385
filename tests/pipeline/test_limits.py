"""Texts that would make a site of gigabytes are refused; below the limits the time is linear."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.record.read import read_record
from tests.support.archives import UNSEARCHED, build, record, write


def test_an_article_with_too_many_names_is_refused_and_a_setting_allows_it(tmp_path: Path) -> None:
    names = [f"Person {number}" for number in range(1_001)]
    write(tmp_path, {"articles/a.md": record("A", date="2023-11-22", people=names), **UNSEARCHED})
    told = r"^articles/a.md:4:1: 1,001 people, and an article has at most 1,000; .* \[lists\] names = 1001$"
    with pytest.raises(ContentError, match=told):
        build(tmp_path)
    write(tmp_path, {"newsgen.toml": "[search]\nenabled = false\n[lists]\nnames = 2000\n"})
    assert build(tmp_path).articles == 1


TABLE = "|a|b|\n|-|-|\n" + "|1|2|\n" * 400


@pytest.mark.parametrize(
    ("limit", "lower", "told"),
    [
        ("cells", 1_000, r"articles/a.md:6:1: the tables have about 1,206 cells, and those of a text at most 1,000; "),
        ("size", 2, r"articles/a.md:1:1: the file has 2,\d\d\d bytes, and a text at most 2,000; "),
    ],
)  # fmt: skip
def test_a_large_text_is_refused_and_a_setting_allows_it(
    limit: str, lower: int, told: str, tmp_path: Path
) -> None:
    """With its place; a lower limit counts for a record in the cache too."""
    write(tmp_path, {"articles/a.md": record("A", f"Before.\n\n{TABLE}"), **UNSEARCHED})
    assert build(tmp_path).articles == 1
    write(tmp_path, {"newsgen.toml": f"[search]\nenabled = false\n[texts]\n{limit} = {lower}\n"})
    with pytest.raises(ContentError, match=rf"^{told}split .* \[texts\] {limit} = \d+$") as caught:
        build(tmp_path)
    higher = str(caught.value).rpartition(" ")[2]
    write(tmp_path, {"newsgen.toml": f"[search]\nenabled = false\n[texts]\n{limit} = {higher}\n"})
    assert build(tmp_path).articles == 1


def test_links_keep_their_lines() -> None:
    """Each is looked for after the one before it."""
    text = "[a](a.md) [b](b.md)\n[c](a.md#x)\n\n[d](/2023/d/) [e](/2023/e/)\n[f](c.md) [g](/2023/g/)\n"
    found = read_record("x.md", f"---\ntitle: A\n---\n{text}".encode())
    assert found.references == (
        *(("a.md", 4), ("b.md", 4), ("a.md#x", 5), ("c.md", 8)),
        *(("/2023/d/", 7), ("/2023/e/", 7), ("/2023/g/", 8)),
    )
