"""Front matter of seeds: read as its generator reads it; what is wrong is a warning with its place."""

from __future__ import annotations

from typing import Any

import pytest

from newsgen.errors import ContentError
from newsgen.record.foreign import read_foreign


@pytest.mark.parametrize(
    ("front", "stated", "warning"),
    [
        ("title: Foo: bar", {"title": "Foo: bar"}, "2:11: a second colon"),
        ('title: "Foo" and bar', {"title": '"Foo" and bar'}, "2:14: this follows the end"),
        ("title: Ferry #1 is back", {"title": "Ferry #1 is back"}, "2:14: "),
        ("title: [Video] Ferries", {"title": "[Video] Ferries"}, "2:16: "),
        ("title: [Video]", {"title": "[Video]"}, "2:8: title is a list, so it was left out"),
        ("title: @home", {"title": "@home"}, "2:8: "),
        ("title: *bold* move", {"title": "*bold* move"}, "2:8: "),
        ("title: {{ page.title }}", {"title": "{{ page.title }}"}, "2:9: "),
        ("title: 'It's here'", {"title": "It's here"}, "2:12: "),
        ('title: "C:\\path"', {"title": "C:\\path"}, "2:11: an unknown escape"),
        ("title: A\ndek: one two\nthree four", {"title": "A", "dek": "one two three four"}, "4:1: "),
        ("title: A\ntags:\n\t- x", {"title": "A", "topics": ("x",)}, "4:1: a tab indents this line"),
        ("title: A\nfoo: 1\nfoo: 2", {"title": "A", "foo": 2}, '4:1: "foo" occurs twice'),
        ("title: A\nfoo: 1\nfoo: 1", {"title": "A", "foo": 1}, ""),
        ("title: &x A\ndek: *x", {"title": "A", "dek": "A"}, ""),
        ("title: !!str 7\nmeta: !ruby/object:Foo\n  a: b", {"title": "7", "meta": {"a": "b"}}, ""),
        ("title: A\nslug: a b", {"title": "A"}, '3:7: slug "a b" contains a space, so it was left out'),
        ("title: A\naliases: [/?p=1, /b/]", {"title": "A", "redirect_from": ("b/",)}, "3:11: "),
        ("title: A\nstatus: secret", {"title": "A", "status": "draft"}, "3:9: "),
        ("title: A\npassword: x", {"title": "A", "status": "draft"}, ""),
        ("title: A\nhidden: [toc]", {"title": "A", "hidden": ["toc"]}, ""),
        ("title: A\nimage: false", {"title": "A", "image": False}, ""),
        ("title: A\ncategories:\n- [b, c]", {"title": "A", "topics": ("b", "c"), "categories": ("b", "c")}, ""),
        ("title: A\nbyline: By Ida Dahl", {"title": "A", "authors": ("Ida Dahl",)}, ""),
        ("title: A\nauthor: {display_name: Ida}", {"title": "A", "authors": ("Ida",)}, ""),
        ("title: A\nredirect_to: /b/", {"title": "A", "redirect_to": "/b/"}, ""),
        ("title: A\ntaxonomies: {tags: [b], series: [c]}", {"title": "A", "topics": ("b",), "taxonomies": {"series": ["c"]}}, ""),
    ],
)  # fmt: skip
def test_seeds_are_read_as_their_generators_do(front: str, stated: dict[str, Any], warning: str) -> None:
    found, _ = read_foreign("seeds/x.md", f"---\n{front}\n---\nText.\n")
    assert found is not None
    assert found.stated == stated
    assert [str(problem)[: len(f"seeds/x.md:{warning}")] for problem in found.warnings] == (
        [f"seeds/x.md:{warning}"] if warning else []
    )
    assert found.body == "Text.\n"


@pytest.mark.parametrize("front", ["- a\n- b", "Some words\nand more"])
def test_what_only_begins_like_front_matter_is_text(front: str) -> None:
    found, warnings = read_foreign("seeds/x.md", f"---\n{front}\n---\nText.\n")
    assert found is None
    assert [str(warning).partition(", but")[0] for warning in warnings] == [
        "seeds/x.md:2:1: the text begins like front matter"
    ]


@pytest.mark.parametrize(
    "text", ["---\ntitle: A\n  b: c\n---\n", "---\ntitle: A\n", "+++\ntitle\n+++\n", '{"a": }']
)
def test_what_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match=r"seeds/x.md:\d+:\d+: "):
        read_foreign("seeds/x.md", text)
