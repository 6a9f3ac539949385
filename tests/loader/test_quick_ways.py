"""Where the loader takes a quick way, the plain one that it stands for finds the same."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.dates.lines import find_stated
from newsgen.loader.dates.mentions import find_mentions
from newsgen.loader.decode import decode
from newsgen.loader.duplicates import _shingles as shingles
from newsgen.loader.language import split_words as letters
from newsgen.loader.names.runs import _RUN, _find_all, is_heading
from newsgen.loader.text import Text
from newsgen.loader.topics.relations import Mention, find_countries, load_countries
from newsgen.loader.topics.vocabulary import acronym, split_words
from newsgen.markdown.escape import escape
from newsgen.record.write import scalar

SIGNS = st.text(st.sampled_from("\\`*<|_~&[]()^:#>+-=;.,'’“” \tab1À×éß中X"), max_size=40)
INLINE = re.compile(
    r"[\\`*<|]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=\#|[A-Za-z][A-Za-z0-9]*;)|\[(?!(?!\^)[^\[\]]*\](?![(\[:]))"
)
START = re.compile(
    r"^(?:(?P<number>\d{1,9})(?=[.)](?:[ \t]|$))|(?=\#{1,6}(?:[ \t]|$)|>|[-+](?:[ \t]|$)|-[-:| \t]*$|:-[-:| \t]*$|=+[ \t]*$))",
    re.MULTILINE,
)
FIRST_WORD = re.compile(r"\b[A-ZÀ-Þ]\w*")
SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
WORD = re.compile(rf"[{SINGLE}]|(?:\b[A-Za-z]\.){{2,}}|[^\W_{SINGLE}]+(?:['’][^\W_{SINGLE}]+)*")


def escaped(line: str) -> str:
    body = INLINE.sub(r"\\\g<0>", line)
    return body if body[:1] == "\\" else START.sub(lambda match: f"{match['number'] or ''}\\", body)


@given(SIGNS | st.text())
def test_escaping(text: str) -> None:
    assert escape(text) == "\n".join(escaped(line.strip()) for line in text.split("\n"))


@given(st.text(st.sampled_from("a\r\n\v\f\u2028\u2029é"), max_size=20))
def test_line_ends(text: str) -> None:
    found, _ = decode(f"x{text}".encode(), "x.txt")
    assert found == "x" + re.sub("\r\n?|[\v\f\u2028\u2029]", "\n", text)


@given(SIGNS | st.text(st.sampled_from("U.S. a'b1")))
def test_words(line: str) -> None:
    assert split_words(line) == [word.replace(".", "") for word in WORD.findall(line)]
    assert not any(word.islower() and acronym(word) for word in split_words(line))


@given(SIGNS | st.text(st.characters(max_codepoint=127)) | st.text())
def test_words_of_any_language(text: str) -> None:
    marked = re.search(r"[\u0591-\u05c7\u064b-\u065f\u0900-\u1dff\u2e80-\U0003ffff]", text)
    if not marked:
        assert letters(text) == re.findall(r"[^\W\d_]+", text)


@given(st.text(st.characters(max_codepoint=127), max_size=200))
def test_runs_of_words(text: str) -> None:
    """Runs of ASCII are as those of a text with a letter more; its last four are those that hold this letter."""
    words = re.findall(r"\w+", text.casefold())
    runs = (
        {zlib.crc32(" ".join(words[n : n + 5]).encode()) for n in range(max(1, len(words) - 4))}
        if words
        else set()
    )
    assert shingles(text) == runs
    assert shingles(f"{text} é") >= (runs if len(words) > 4 else set())


@given(SIGNS | st.text(max_size=3) | st.text(st.sampled_from(": #ab1-'"), max_size=3))
def test_scalars(end: str) -> None:
    """Of what begins as a sentence does: words and numbers that mean something else are not asked for here."""
    text = f"So it is{end}"
    marked = re.search(r": |:$| #|\s$|[\t\n\r]", text) or not text.isprintable()
    if text.isascii():
        assert (scalar(text) == text) == (not marked)


@given(
    st.lists(st.sampled_from(["Japan", "Chinese", "s", " ", "×", "À", "-", "US", "é", "United States"])).map(
        "".join
    )
)
def test_countries(line: str) -> None:
    assert list(find_countries(line, load_countries())) == list(named(line))


def named(line: str) -> Iterator[Mention]:
    after, index = 0, load_countries().index
    for match in FIRST_WORD.finditer(line):
        start = match.start()
        names = index.get(match[0]) or (index.get(match[0][:-1]) if match[0][-1] == "s" else None)
        for name, code, form in names if names and start >= after else ():
            end = start + len(name)
            end += line.startswith("s", end) and form == "demonym"
            if line.startswith(name, start) and not line[end : end + 1].isalnum():
                after = end
                yield Mention(start, end, code, form)
                break


@pytest.mark.parametrize(
    "month", "January February March April May June July August September October November December".split()
)
def test_every_month_is_looked_for(month: str) -> None:
    short = {month, month[:3], "Sept" if month[0] == "S" else month}
    for name in itertools.chain(short, map(str.upper, short)):
        assert [(m.month, m.day) for m in find_mentions([(1, f"on {name} 9, then")])], name
        assert [(m.month, m.day) for m in find_mentions([(1, f"on 9 {name}, then")])], name


def roles(lines: Sequence[str]) -> list[str]:
    return [stated.role for stated in find_stated(Text("x.txt", ("A headline", *lines), 1))]


@pytest.mark.parametrize("words", ["For Immediate Release", "PRESS RELEASE", "news release", "preſs releaſe"])
def test_releases_are_seen_in_any_case(words: str) -> None:
    """The long s is an s where case does not count."""
    assert roles([words, "November 22, 2023"]) == ["release"]


@given(st.text(st.sampled_from("ABCabcÉéßǅ1ªº中. "), max_size=300))
def test_capitals_are_counted(line: str) -> None:
    """Beyond ASCII too; a line of more capitals than small letters is a heading."""
    head = line[:200]
    if sum(map(str.isupper, head)) > sum(map(str.islower, head)):
        assert is_heading(line)
    elif line.rstrip().endswith("."):
        assert not is_heading(line)


@given(
    st.lists(
        st.sampled_from(
            [
                "al-Anna",
                " ash-Otto",
                "as-Karl",
                " el-",
                "Anna",
                " ",
                "Mr.",
                "x",
                "-",
                "É",
                "de la ",
                "’s",
                "U.S.",
                ".",
            ]
        )
    ).map("".join)
)
def test_runs_of_capitals(line: str) -> None:
    assert [match.span() for match in _find_all(line)] == [match.span() for match in _RUN.finditer(line)]
