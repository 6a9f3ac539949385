"""The schema of ninjs accepts what is exported; tests/projects/exports holds whole files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.export.samples import batch, exported
from tests.renderer.samples import URL


def items(data: bytes) -> dict[str, dict[str, Any]]:
    """Each news item by its headline."""
    return {item["headlines"][0]["value"]: item for item in json.loads(data)}


@pytest.fixture
def schema(shared: Path) -> dict[str, Any]:
    """IPTC's own."""
    path = shared / "corpora" / "exports" / "ninjs" / "specification" / "ninjs-schema_3.0.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("url", [URL, ""])
def test_the_schema_of_iptc_accepts_every_item(schema: dict[str, Any], tmp_path: Path, url: str) -> None:
    """With and without the site's address. Source: IPTC ninjs 3.0."""
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    found = items(exported("ninjs", batch(tmp_path, url=url, future=frozenset({"articles/talks-close.md"}))))
    assert len(found) == 10
    for item in found.values():
        checker.validate(item)
    with pytest.raises(jsonschema.ValidationError):
        checker.validate(next(iter(found.values())) | {"topics": ["Trade"]})
