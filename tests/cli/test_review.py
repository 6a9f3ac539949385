"""`newsgen review`: list, look at one article, accept and set; on a terminal key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.archives import newsgen, record, write

pytest.importorskip("termios", reason="pseudo-terminals are POSIX")

from tests.support.terminal import Terminal

SEED = """Ferry sails again
After two years the river line is back

The ferry left on Wednesday, Nov. 22, with Mayor Mei Lin on board.
It came back in the evening.
"""

FERRY = """\
---
title:  "Ferry sails again"   # checked

date:   2023-11-22 # sure?
# whom
people: [Mei Lin]
layout: post
inferred:            # delete a line to confirm the field
  date:
    confidence: 0.4
    rule: weekday
    evidence: 'line 4: "on Wednesday, Nov. 22"'
    because: 22 November fell on a Wednesday in 2023, 2017
    alternatives: [2017-11-22, 2006-11-22]
  # a note
  people: {rule: name-patterns, evidence: {Mei Lin: 'line 4: "Mayor Mei Lin"'}}
seed: {file: seeds/ferry.txt, sha256: 0000000000000000000000000000000000000000000000000000000000000000}
---

The ferry left on Wednesday, Nov. 22, with Mayor Mei Lin on board.
It came back in the evening.
"""
PATH = "articles/2023/2023-11-22-ferry-sails-again.md"
OTHER = "articles/2021/2021-05-01-a-canal.md"
DATE_LINES = FERRY[FERRY.index("  date:\n") : FERRY.index("  # a note")]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles: one with a provisional date and a name, one with a language."""
    how = {"confidence": 0.7, "rule": "stop-words", "evidence": "of, the"}
    canal = record("A canal", date="2021-05-01", language="en", inferred={"language": how})
    write(tmp_path, {PATH: FERRY, OTHER: canal, "seeds/ferry.txt": SEED})
    return tmp_path


def text_of(root: Path) -> str:
    return (root / PATH).read_bytes().decode()


def swapped(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_accepting_keeps_the_line_ends_of_windows(archive: Path) -> None:
    """CRLF and a byte-order mark stay."""
    write(archive, {PATH: ("\ufeff" + FERRY.replace("\n", "\r\n")).encode()})
    assert newsgen(archive, "review", "ferry", "--accept", "date").returncode == 0
    assert text_of(archive) == "\ufeff" + swapped(FERRY, (DATE_LINES, "")).replace("\n", "\r\n")


def test_accepting_all_takes_inferred_away(archive: Path) -> None:
    """The last field takes the key `inferred` with it; a second time there is nothing to accept."""
    assert "accepted date, people" in newsgen(archive, "review", "ferry", "--accept", "all").stdout
    whole = FERRY[FERRY.index("inferred:") : FERRY.index("seed: {")]
    assert text_of(archive) == swapped(FERRY, (whole, ""))
    again = newsgen(archive, "review", "ferry", "--accept", "all")
    assert again.returncode == 0
    assert "nothing is left to accept" in again.stdout


def test_accepting_what_is_not_inferred_writes_nothing(archive: Path) -> None:
    """Exit 1, with the fields that could be accepted; also beside one that could."""
    done = newsgen(archive, "review", "ferry", "--accept", "date", "--accept", "places")
    assert done.returncode == 1
    assert "places is not under inferred; the record has: date, people" in done.stderr
    assert text_of(archive) == FERRY


def test_setting_corrects_and_confirms(archive: Path) -> None:
    """The value changes in its place, its line under `inferred` goes, and the record keeps its file."""
    done = newsgen(archive, "review", "ferry", "--set", "date=2017-11-22")
    assert done.returncode == 0, done.stderr
    assert (
        "address: it was 2023/11/22/ferry-sails-again.html and is 2017/11/22/ferry-sails-again.html\n"
        in done.stdout
    )
    assert text_of(archive) == swapped(
        FERRY, (DATE_LINES, ""), ("date:   2023-11-22 #", "date:   2017-11-22 #")
    )


def test_a_published_address_leads_to_the_new_one(archive: Path) -> None:
    """The output says so, and the build that follows makes the redirect."""
    assert newsgen(archive, "build", "--as-of", "2024-01-01").returncode == 0
    done = newsgen(archive, "review", "2023/11/22/ferry-sails-again.html", "--set", "date=2017-11-22")
    assert "2017/11/22/ferry-sails-again.html; the old address will redirect to it\n" in done.stdout
    assert newsgen(archive, "build", "--as-of", "2024-01-01").returncode == 0
    old = (archive / "site/2023/11/22/ferry-sails-again.html").read_text()
    assert "../../../2017/11/22/ferry-sails-again.html" in old
    assert newsgen(archive, "review", "2023/11/22/ferry-sails-again.html").returncode == 0


def test_lists_are_set_with_commas_or_by_repeating(archive: Path) -> None:
    """A comma inside a name is written \\, and an empty value takes the field out."""
    write(archive, {PATH: FERRY})
    values = [
        "--set",
        r"people=Mei Lin,  Ada Okafor\, Jr.",
        "--set",
        "people=Bo Berg",
        "--set",
        "topics=Ferries",
    ]
    assert newsgen(archive, "review", "ferry", *values).returncode == 0
    assert "people: [Mei Lin, 'Ada Okafor, Jr.', Bo Berg]\n" in text_of(archive)
    assert "topics: [Ferries]\n" in text_of(archive)
    assert "took people out" in newsgen(archive, "review", "ferry", "--set", "people=").stdout
    assert "people" not in text_of(archive)


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("date=31 Nov 2023", 1, 'date "31 Nov 2023" is not a day of the calendar; write YYYY-MM-DD'),
        ("language=English", 1, 'language "English" is not a language tag'),
        ("title=", 1, "title is empty"),
        ("date=", 1, "date would still be said by another key of the record, or by its file name"),
        ("dates=2023", 2, '--set "dates=2023" names no field that may be set'),
        ("date", 2, '--set "date" names no field that may be set'),
        ("date=2021-05-01", 1, "both stand at 2021/05/01/a-canal.html"),
    ],
)
def test_a_bad_value_writes_nothing(archive: Path, value: str, code: int, message: str) -> None:
    """The message says what is wrong; good values beside it are not written either."""
    canal = FERRY.replace("title:", "slug: a-canal\ntitle:") if "2021" in value else FERRY
    write(archive, {PATH: canal})
    done = newsgen(archive, "review", PATH, "--set", "dek=A new dek", "--set", value)
    assert done.returncode == code
    assert message in done.stderr
    assert text_of(archive) == canal


def test_an_answer_needs_its_article(archive: Path) -> None:
    """--accept alone is a mistake of usage."""
    assert newsgen(archive, "review", "--accept", "date").returncode == 2


def test_after_a_date_is_confirmed_refresh_is_named_where_it_helps(archive: Path) -> None:
    """Only with other articles whose date is not sure, and only after a date."""
    write(archive, {"articles/undated/x.md": FERRY.replace("date:   2023-11-22 # sure?\n", "")})
    named = newsgen(archive, "review", PATH, "--accept", "people").stdout
    assert "refresh" not in named
    dated = newsgen(archive, "review", PATH, "--accept", "date").stdout
    assert "next: newsgen load --refresh (1 article may now be dated), then newsgen build\n" in dated


def test_one_person_in_two_spellings_is_suggested(archive: Path) -> None:
    """The list says what to write into names.toml, and once that is written it is silent."""
    write(archive, {"articles/2020/2020-01-01-x.md": record("X", date="2020-01-01", people=["Lin Mei"])})
    shown = newsgen(archive, "review").stdout
    line = '"Lin Mei" = ["Mei Lin"]'
    assert (
        f"spelt two ways\n  Lin Mei (1 article), Mei Lin (1 article)\n    in names.toml, under [people]: {line}\n"
        in shown
    )
    write(archive, {"names.toml": f"[people]\n{line}\n"})
    assert "spelt" not in newsgen(archive, "review").stdout


def test_texts_that_are_alike_are_named_on_demand(archive: Path) -> None:
    """--duplicates compares the bodies of records from different runs of the loader."""
    words = " ".join(f"word{n}" for n in range(200))
    write(
        archive,
        {f"articles/2020/2020-01-0{n}-x.md": record("X", words, date=f"2020-01-0{n}") for n in (1, 2)},
    )
    shown = newsgen(archive, "review", "--duplicates").stdout
    assert "  articles/2020/2020-01-01-x.md and articles/2020/2020-01-02-x.md: 100 % alike\n" in shown
    assert "alike" not in newsgen(archive, "review").stdout


def test_a_pass_accepts_takes_another_and_goes_on(archive: Path) -> None:
    """1 takes the first alternative, an unknown key asks again, n leaves, a accepts."""
    with Terminal(archive, "review") as terminal:
        shown = terminal.until("q quit: ")
        assert f"[1/3] {PATH}\n  Ferry sails again\n" in shown
        assert "      | After two years the river line is back\n    seeds/ferry.txt:4: " in shown
        assert "a accept  s set  1-2 take another  n next  q quit: " in shown
        terminal.press("x")
        terminal.until("q quit: ")
        terminal.press("1")
        assert "set date to 2017-11-22" in terminal.until("q quit: ")
        terminal.press("n")
        assert "[3/3]" in terminal.until("q quit: ")
        terminal.press("a")
        code, rest = terminal.end()
    assert code == 0
    assert "answered: 2 fields\nremaining: 1 inferred field, 0 provisional dates" in rest
    whole = FERRY[FERRY.index("inferred:") : FERRY.index("seed: {")]
    assert text_of(archive) == swapped(FERRY, (whole, ""), ("date:   2023", "date:   2017"))


def test_a_pass_asks_for_a_value_until_it_is_good(archive: Path) -> None:
    """s asks; a bad value is said and asked again; an empty one changes nothing; q ends."""
    with Terminal(archive, "review", "--field", "date") as terminal:
        terminal.until("q quit: ")
        for value, answer in (("31 Nov 2023", "is not a day of the calendar"), ("", "date: ")):
            terminal.press("s")
            terminal.until("date: ")
            terminal.type(value)
            assert answer in terminal.until("q quit: ") or not value
        terminal.press("s")
        terminal.until("date: ")
        terminal.type("2006-11-22")
        code, rest = terminal.end()
    assert code == 0
    assert "is 2006/11/22/ferry-sails-again.html" in rest
    assert "date:   2006-11-22 # sure?" in text_of(archive)


def test_a_broken_off_pass_keeps_what_was_done(archive: Path) -> None:
    """Ctrl-C after the first answer: it stands in the file, and the exit code says 130."""
    with Terminal(archive, "review") as terminal:
        terminal.until("q quit: ")
        terminal.press("a")
        terminal.until("q quit: ")
        terminal.press("\x03")
        code, rest = terminal.end()
    assert code == 130
    assert "answered: 1 field\n" in rest
    assert text_of(archive) == swapped(FERRY, (DATE_LINES, ""))


def test_a_pass_leaves_a_file_that_changed_meanwhile(archive: Path) -> None:
    """The answer is refused, and the other's text stays."""
    with Terminal(archive, "review") as terminal:
        terminal.until("q quit: ")
        write(archive, {PATH: FERRY + "More.\n"})
        terminal.press("a")
        assert "the file has changed meanwhile; it was left as it is" in terminal.until("q quit: ")
        terminal.press("q")
        assert terminal.end()[0] == 0
    assert text_of(archive) == FERRY + "More.\n"


def test_no_colour_on_demand(archive: Path) -> None:
    """A terminal gets bold heads, one with NO_COLOR none; --list lists without asking."""
    with Terminal(archive, "review", "--list") as terminal:
        assert terminal.end()[0] == 0
        assert "\x1b[1m" in terminal.printed
    with Terminal(archive, "review", "--list", NO_COLOR="1") as terminal:
        assert terminal.end()[0] == 0
        assert "\x1b[" not in terminal.printed
