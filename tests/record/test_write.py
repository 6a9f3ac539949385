"""New records: what is written is read back, by newsgen and by any other reader of YAML."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from newsgen.model import ArticleImage, Correction, Inference, PartialDate, SeedRef, Source
from newsgen.record.read import extract_body, read_record
from newsgen.record.write import format_record, format_scalar

DIGEST = "af86e90db8e8e466" * 4
SIGNS = [
    *"-?:,[]{}#&*!|>'\"%@`~=<\\ 019.aeé字—“", ": ", " #", "no", "null", "0x", "1e", "true", "2023-11-22", "12:30",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",))),
    st.lists(st.sampled_from(SIGNS), max_size=6).map("".join),
    st.sampled_from(
        [
            "y", "NO", "On", "~", "", "Null", "-", "---", "...", "<<", "=", "+1", "1_0", "190:20:30", ".5", ".inf",
            "0o7",
        ]
    ),
)  # fmt: skip
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
LINES = TEXTS.map(lambda text: re.sub(r"\s+", " ", CONTROLS.sub("", text)).strip())
NAMES = st.lists(LINES.filter(bool), max_size=5, unique=True).map(tuple)
DATES = st.one_of(
    st.dates().map(PartialDate.of),
    st.integers(1, 9999).map(PartialDate),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
    st.just(PartialDate(2023, 11, 22, "09:30:00+09:00")),
)
NUMBERS = st.one_of(st.integers(-(10**12), 10**12), st.integers(-(10**9), 10**9).map(lambda n: n / 1000))
INFERENCES = st.builds(
    Inference,
    LINES,
    st.one_of(LINES, st.dictionaries(LINES.filter(bool), st.one_of(LINES, NUMBERS), min_size=1, max_size=4)),
    st.one_of(st.none(), st.integers(0, 1000).map(lambda n: n / 1000)),
    LINES,
    NAMES,
)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
FRONTS = st.fixed_dictionaries(
    {"title": LINES.filter(bool)},
    optional={
        "dek": LINES,
        "date": DATES,
        "updated": DATES,
        "slug": st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
        "topics": NAMES,
        "people": NAMES,
        "authors": NAMES,
        "source": st.one_of(st.builds(Source, LINES.filter(bool), st.sampled_from(["", "https://example.org/a?b=c#d"]))),
        "status": st.sampled_from(["published", "draft", "withdrawn"]),
        "corrections": st.lists(st.builds(Correction, DATES, LINES.filter(bool)), max_size=3).map(tuple),
        "image": st.builds(ArticleImage, st.sampled_from(["a.jpg", "b  c/d.png"]), LINES, LINES, LINES),
        "inferred": st.dictionaries(st.sampled_from(["date", "topics", "people", "x y"]), INFERENCES, max_size=4),
        "seed": st.builds(SeedRef, st.sampled_from(["seeds/x.txt", "seeds/a,  b: c.zip#d .txt"]), DIGESTS),
    },
)  # fmt: skip


@example(text="Lost? Sign up", flow=True)
@given(text=TEXTS, flow=st.booleans())
def test_a_scalar_is_one_line_and_comes_back(text: str, flow: bool) -> None:
    """YAML 1.1's resolver (PyYAML) and YAML 1.2's core schema both see a string, and the same one."""
    written = format_scalar(text, flow=flow)
    assert not re.search("[\n\r\x85\u2028\u2029]", written)
    document = f"{{key: [{written}, {written}]}}" if flow else f"key: {written}"
    value = yaml.load(document, yaml.CSafeLoader)["key"]
    assert value == ([text, text] if flow else text)
    core = r"null|Null|NULL|~|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    core += r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|"
    assert not re.fullmatch(core, written)


@given(TEXTS.filter(bool), TEXTS)
def test_a_key_comes_back(key: str, value: str) -> None:
    """Evidence has names as its keys."""
    if len(format_scalar(key, flow=True)) > 900:
        return
    loaded = yaml.load(
        f"a: {{{format_scalar(key, flow=True)}: {format_scalar(value, flow=True)}}}", yaml.CSafeLoader
    )
    assert loaded == {"a": {key: value}}


@given(FRONTS, st.sampled_from(["", "Text.\n", "    code\n\n---\n\ntitle: x\n", "---\n", "...\n\nEnd.\n"]))
def test_what_is_written_is_read(front: dict[str, Any], body: str) -> None:
    """Every value comes back as it was, and title, date and seed stand on one line each."""
    text = format_record(front, body)
    record = read_record("articles/x.md", text.encode())
    for key, value in front.items():
        assert getattr(record, key) == value, key
    assert extract_body(text.encode())[0] == body
    for key in {"title", "date", "seed"} & {key for key, value in front.items() if value}:
        assert len(re.findall(rf"(?m)^{key}: \S", text.partition("\n---\n")[0])) == 1


@given(FRONTS)
def test_other_readers_see_the_same_texts(front: dict[str, Any]) -> None:
    head = format_record(front, "").split("\n---\n")[0].removeprefix("---\n")
    loaded = yaml.load(head, yaml.CSafeLoader)
    assert loaded["title"] == front["title"]
    for key in ("dek", "topics", "people"):
        assert (
            loaded.get(key) == (list(front[key]) if isinstance(front.get(key), tuple) else front.get(key))
            or not front[key]
        )


def test_a_record_reads_well() -> None:
    front = {
        "seed": SeedRef("seeds/x.txt", DIGEST),
        "title": 'Xi, Kishida meet: "no" date',
        "dek": "It's the first summit in a year, and it ended without a date",
        "date": PartialDate(2023, 11, 22),
        "topics": ("China-Japan relations", "Nuclear wastewater"),
        "people": (
            "Xi Jinping", "Kishida Fumio", "Liu Jianchao", "Natsuo Yamaguchi", "Cai Qi", "A, B",
            "Yoko Kamikawa, minister",
        ),
        "places": [],
        "language": "",
        "source": {"name": "Daily", "url": "https://example.org/x"},
        "layout": "post",
        "inferred": {
            "date": Inference(
                "weekday",
                'line 4: "On Wednesday, Nov. 22"',
                0.4,
                "22 November fell on a Wednesday in 2023, 2017, 2006, 2000",
                ("2017-11-22",),
            ),
            "topics": Inference("vocabulary", {"China-Japan relations": 9, "Nuclear wastewater": 5}),
        },
    }  # fmt: skip
    expected = Path(__file__).with_name("written.md").read_text("utf-8")
    assert format_record(front, "\nThe text.\n\n") == expected


def test_other_values() -> None:
    """Keys of other generators keep their values' types."""
    front = {
        "title": "T",
        "a": True,
        "b": 1,
        "c": 0.5,
        "d": datetime.date(2023, 11, 22),
        "e": {"f": [1, "1"]},
    }
    text = format_record(front, "")
    assert yaml.safe_load(text.split("---\n")[1]) == {**front, "d": "2023-11-22"}
    with pytest.raises(TypeError, match="front matter cannot hold bytes"):
        format_record({"title": b"x"}, "")
