"""What is exported and loaded into a new archive gives the same records."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from newsgen.addresses import article_address
from newsgen.model import Record
from newsgen.pipeline.open import open_archive
from newsgen.pipeline.project import open_project
from newsgen.record.read import extract_body
from tests.support.archives import newsgen

ARCHIVE = Path(__file__).with_name("archive")
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
    shutil.copytree(ARCHIVE, old)
    new.mkdir()
    shutil.copy(ARCHIVE / "newsgen.toml", new)
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
