"""The reader of plain front matter gives the nodes that YAML gives, with the same places, or nothing."""

from __future__ import annotations

import subprocess
import sys
from itertools import chain
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.record import handler
from newsgen.record.front import front_entries
from newsgen.record.simple import simple_front
from newsgen.record.source import cut
from newsgen.record.tree import parse
from newsgen.record.write import format_record

KEYS = st.sampled_from(
    ["title", "date", "a", "c-d", "East Asia", "People’s R", "x_y", "1", "é", '"q"', "-a", "a,b", "k" * 130]
)
VALUES = st.sampled_from(
    ["word", "Two words", '"q, [x]: y"', "'it''s: ok'", "''", '""', "2023-11-22", "12:30:11", "x, y", "a#b",
     "https://a.example/c?d#e", '[a, "b"]', "[]", "{}", "{a: b, c: [d, e]}", "{a: {b: c}, d: {}}", "[[a], {b: c}]",
     "[a ,b]", "[a,b]", "{ a: b }", "[ a ]", "{'a': b}", "{a:  b}", "[it's, \"x\"y]", "", "", "null", "~", "- x",
     '"a\\n"', "a #b", "x: y", "[a,]", "{a: }", "{a}", "[a: b]", '"open', "# only", "|", "a  b", '"x" ', "_x", "*x",
     "[12:30]", "a ", "\u00a0", "{a: b, a: c}", "? a", "!t x"]
)  # fmt: skip
COMMENT = st.sampled_from(["", "", "", " # c", "            # delete a line", "#x", " "])
SIGNS = st.text(st.sampled_from(list("ab:-#[]{},'\"\\ \n1~&*!|>%@`?_é“”")), max_size=40)


def indented(lines: list[str], by: int) -> list[str]:
    return [" " * by + line for line in lines]


PLAIN = st.builds(lambda key, value: [f"{key}: {value}"], KEYS, VALUES)
LISTS = st.builds(
    lambda key, comment, by, items: [f"{key}:{comment}", *indented([f"- {item}" for item in items], by)],
    KEYS, COMMENT, st.sampled_from([2, 2, 0, 4, 1]), st.lists(VALUES, min_size=1, max_size=3),
)  # fmt: skip
BLOCKS = st.recursive(
    st.lists(PLAIN | LISTS, min_size=1, max_size=4).map(lambda blocks: [*chain.from_iterable(blocks)]),
    lambda inner: st.builds(
        lambda before, key, comment, by, lines: [*before, f"{key}:{comment}", *indented(lines, by)],
        inner, KEYS, COMMENT, st.sampled_from([2, 2, 4, 1, 0]), inner,
    ),
    max_leaves=5,
)  # fmt: skip


@given(BLOCKS.map("\n".join) | SIGNS)
@settings(max_examples=1500)
@example("a: [b] ")
@example("a:\n- b\n- c")
@example("inferred:            # delete\n  date:\n    rule: weekday")
def test_plain_front_matter_is_read_as_yaml_reads_it(text: str) -> None:
    found = simple_front(f"{text}\n", 2)
    if found is not None:
        assert (found, []) == parse(f"{text}\n", "x.md", 2)


def test_front_matter_of_newsgen_is_plain(root: Path) -> None:
    """What the loader writes needs no YAML."""
    for path in sorted(root.glob("articles/**/*.md")):
        source = cut(path.read_text(encoding="utf-8"))
        assert simple_front(source.text[source.front : source.close], 2) is not None, path


@given(st.dictionaries(st.sampled_from(["title", "dek", "source", "own"]), st.text(max_size=40), min_size=1))
def test_what_is_written_is_read_alike(front: dict[str, str]) -> None:
    source = cut(format_record(front, "x"))
    assert front_entries(source, "x.md") == handler.front_entries(source, "x.md")


def test_front_matter_of_others_is_read_alike(shared: Path) -> None:
    read = plain = 0
    for path in sorted(shared.glob("corpora/front-matter/**/*.md"))[::4]:
        try:
            source = cut(path.read_bytes().decode())
        except (ContentError, UnicodeDecodeError):
            continue
        read += 1
        plain += simple_front(source.text[source.front : source.close], 2) is not None
        assert front_entries(source, "x.md") == handler.front_entries(source, "x.md")
    assert plain > read / 2


def test_yaml_is_not_imported_for_plain_front_matter() -> None:
    code = (
        "import sys\nfrom newsgen.record.read import read_record\n"
        "read_record('articles/x.md', b'---\\ntitle: A\\ntopics: [B, C]\\n---\\n\\nBody.\\n')\n"
        "sys.exit(' '.join({'yaml', 'frontmatter', 'markdown_it'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "\n"
