"""Front matter of seeds: read as its generator reads it; what is wrong is a warning with its place."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from newsgen.errors import ContentError
from newsgen.record.foreign import read_foreign_front_matter
from tests.support.cases import read_cases


@pytest.mark.parametrize(("front", "expected"), read_cases(Path(__file__).with_name("foreign.txt")))
def test_seeds_are_read_as_their_generators_do(front: str, expected: list[str]) -> None:
    stated, *warnings = expected
    found, _ = read_foreign_front_matter("seeds/x.md", f"---\n{front}\n---\nText.\n")
    assert found is not None
    assert json.loads(msgspec.json.encode(found.stated)) == json.loads(stated)
    wanted = [f"seeds/x.md:{warning}" for warning in warnings]
    assert len(found.warnings) == len(wanted)
    assert all(str(problem).startswith(line) for problem, line in zip(found.warnings, wanted, strict=True))
    assert found.body == "Text.\n"


@pytest.mark.parametrize("front", ["- a\n- b", "Some words\nand more"])
def test_what_only_begins_like_front_matter_is_text(front: str) -> None:
    found, warnings = read_foreign_front_matter("seeds/x.md", f"---\n{front}\n---\nText.\n")
    assert found is None
    assert [str(warning).partition(", but")[0] for warning in warnings] == [
        "seeds/x.md:2:1: the text begins like front matter"
    ]


@pytest.mark.parametrize(
    "text", ["---\ntitle: A\n  b: c\n---\n", "---\ntitle: A\n", "+++\ntitle\n+++\n", '{"a": }']
)
def test_what_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match=r"seeds/x.md:\d+:\d+: "):
        read_foreign_front_matter("seeds/x.md", text)
