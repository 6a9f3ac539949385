"""Language tags: primary subtags, and which two name one language."""

from __future__ import annotations

import pytest

from newsgen.loader.language import is_same, primary


@pytest.mark.parametrize(
    ("tag", "subtag"), [("en", "en"), ("EN-gb", "en"), ("zh-Hans", "zh"), ("pt_BR", "pt"), ("", "")]
)
def test_the_primary_subtag_of_a_tag(tag: str, subtag: str) -> None:
    assert primary(tag) == subtag


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("en", "en-GB", True),
        ("en", "de", False),
        ("zh-Hans", "zh", True),
        ("zh-Hans", "zh-CN", True),
        ("zh-Hans", "zh-TW", False),
        ("zh-Hant", "zh-Hans", False),
        ("zh-Hant", "zh-Hant-HK", True),
        ("pt", "pt-BR", True),
    ],
)
def test_which_tags_name_one_language(one: str, other: str, same: bool) -> None:
    assert is_same(one, other) is same
    assert is_same(other, one) is same
