"""Addresses follow texts to other files, and a second build finds the same as the first."""

from __future__ import annotations

import pytest

from newsgen.pipeline.open import match_moved_files

FOLLOWED = {
    "the only one": ({"new"}, {"new"}, set(), "new"),
    "the only one, held back": ({"new"}, set(), set(), "new"),
    "the public one": ({"new", "draft"}, {"new"}, set(), "new"),
    "the one that was never published": ({"new", "old"}, {"new", "old"}, {"old"}, "new"),
    "two": ({"new", "other"}, {"new", "other"}, set(), ""),
    "two, published by the build before": ({"new", "other"}, {"new", "other"}, {"new", "other"}, ""),
    "two and a draft": ({"new", "other", "draft"}, {"new", "other"}, set(), ""),
    "two and a draft, a build later": ({"new", "other", "draft"}, {"new", "other"}, {"new", "other"}, ""),
    "two drafts": ({"draft", "another"}, set(), set(), ""),
    "none": (set(), set(), set(), ""),
}


@pytest.mark.parametrize(("present", "public", "known", "target"), FOLLOWED.values(), ids=FOLLOWED)
def test_a_text_is_known_by_its_body_if_one_alone_can_be_meant(
    present: set[str], public: set[str], known: set[str], target: str
) -> None:
    texts = [(path, "1") for path in sorted(present)] + [("different", "2")]
    assert match_moved_files([("gone", "1")], texts, public | {"different"}, known) == (
        {"gone": target} if target else {}
    )
