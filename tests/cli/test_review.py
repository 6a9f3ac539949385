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


def infer(**names: str) -> dict[str, object]:
    """Evidence of one name for each field."""
    return {
        field: {"rule": "r", "evidence": {name: f'line 1: "{name}"' for name in some.split(", ")}}
        for field, some in names.items()
    }


def wide(number: int, **names: str) -> str:
    lists = {field: some.split(", ") for field, some in names.items()}
    return record(
        f"Text {number}",
        ", ".join(names.values()),
        date=f"2021-05-{number:02d}",
        inferred=infer(**names),
        **lists,
    )


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """Eight articles with names that are asked about alone, one with names that are on a screen."""
    often = {"people": "Firefox, Berlin, Ann Lee, Trade", "organizations": "Mei Lin"}
    files = {f"articles/{n}.md": wide(n, **often) for n in range(1, 9)}
    files["articles/9.md"] = wide(9, people="Anna Lund, Bo Ek, Cy Dahl, Ann B. Lee")
    write(tmp_path, files)
    return tmp_path


QUESTION, SCREEN = "[q]uit [?] ", "not; ? "


def inside(root: Path, path: str = "articles/1.md") -> str:
    return (root / path).read_text()


def test_a_walk_through_all_keys_of_names(names: Path) -> None:
    """Each answer is in all articles at once; names.toml keeps it for later texts."""
    with Terminal(names, "review") as terminal:
        assert "Ann Lee, Ann B. Lee: one person? (9 articles; Ann Lee is kept)" in terminal.until(QUESTION)
        terminal.press("z")  # no key of this question
        terminal.until(QUESTION)
        terminal.press("y")
        shown = terminal.until(QUESTION)
        assert "written: 1 record" in shown
        assert (
            "Ann Lee: person in 8 articles\n    Ann Lee: articles/1.md:8: Firefox, Berlin, Ann Lee" in shown
        )
        assert "[y]es [n]o for good [o]rganization p[l]ace [t]opic [e]dit [s]kip [u]ndo [b]ack" in shown
        terminal.press("s")
        assert "Berlin: person in 8 articles" in terminal.until(QUESTION)
        terminal.press("b")
        assert "Ann Lee: person in" in terminal.until(QUESTION)
        terminal.press("?")
        assert "takes back the last answer" in (shown := terminal.until(QUESTION))
        assert "\n  articles/5.md\n" in shown
        terminal.press("e")
        terminal.until("people: ")
        terminal.type("d")  # behind the name that is filled in
        assert "Berlin: person in" in terminal.until(QUESTION)
        terminal.press("l")
        assert "Firefox: person in" in terminal.until(QUESTION)
        terminal.press("o")
        assert "Mei Lin: organization in" in terminal.until(QUESTION)
        terminal.press("p")
        assert "Trade: person in" in terminal.until(QUESTION)
        terminal.press("t")
        shown = terminal.until(SCREEN)
        assert "3 people in 1 article\n  1  Anna Lund    2  Bo Ek        3  Cy Dahl\n" in shown
        terminal.type("4")
        assert "write numbers from 1 to 3" in terminal.until(SCREEN)
        terminal.type("?")
        assert "3 and 7 are asked about one by one" in terminal.until(SCREEN)
        terminal.type("s")
        code, rest = terminal.end()
    assert (code, "answered: 6 decisions" in rest) == (0, True)
    front = inside(names).partition('"2021-05-01"\n')[2].partition("---")[0]
    assert (
        front == "topics: [Trade]\npeople: [Ann Leed, Mei Lin]\nplaces: [Berlin]\norganizations: [Firefox]\n"
    )
    assert "inferred" not in inside(names)
    assert "Ann Leed" in inside(names, "articles/9.md")
    with Terminal(names, "review") as terminal:
        terminal.until(SCREEN)
        terminal.type("2")
        assert "Bo Ek: person in 1 article" in terminal.until(QUESTION)
        assert "Anna Lund: " not in inside(names, "articles/9.md")
        terminal.press("n")
        code, rest = terminal.end()
    assert (code, "answered: 3 decisions" in rest) == (0, True)
    assert "Bo Ek" not in inside(names, "articles/9.md").split("---\n")[1]
    assert '"Bo Ek" = ["people"]' in inside(names, "names.toml")
    assert newsgen(names, "review").stdout.startswith("\nremaining: 0 inferred fields")


def test_undo_goes_back_over_a_kill_and_over_several_answers(names: Path) -> None:
    """The journal is on disk before an answer is."""
    before = {path: path.read_bytes() for path in sorted(names.rglob("*.md"))}
    with Terminal(names, "review", "--field", "organizations") as terminal:
        terminal.until(QUESTION)
        terminal.press("n")
        terminal.end()
    with Terminal(names, "review", "--field", "people") as terminal:
        terminal.until(QUESTION)
        terminal.press("y")
        terminal.until(QUESTION)
        terminal.child.kill(9)
    with Terminal(names, "review", "--field", "people") as terminal:
        assert "Ann Lee: person in" in terminal.until(QUESTION)
        terminal.press("u")
        assert "undone: review: people Ann Lee: yes (2 files)" in (shown := terminal.until(QUESTION))
        assert "one person?" in shown
        terminal.press("u")
        assert "undone: review: organizations Mei Lin: no (9 files)" in terminal.until(QUESTION)
        assert {path: path.read_bytes() for path in sorted(names.rglob("*.md"))} == before
        assert not (names / "names.toml").exists()
        terminal.press("u")
        terminal.until(QUESTION)
        terminal.press("b")
        assert "nothing was left for later" in terminal.until(QUESTION)
        terminal.press("q")
        assert terminal.end()[0] == 0


def test_a_date_is_accepted_taken_from_others_edited_or_taken_out(archive: Path) -> None:
    """A bad value is reported and asked again; an edit that changes nothing is none."""
    with Terminal(archive, "review", "--field", "date") as terminal:
        shown = terminal.until(QUESTION)
        assert f"{PATH}\n  Ferry sails again\n  date: 2023-11-22 (0.40, provisional, weekday)\n" in shown
        assert "      | After two years the river line is back\n    seeds/ferry.txt:4: " in shown
        assert "[y]es [1-2] another [n]o date [e]dit" in shown
        terminal.press("e")
        terminal.until("date: ")
        terminal.type("")
        terminal.until(QUESTION)
        terminal.press("e")
        terminal.until("date: ")
        terminal.type("\x1531 Nov 2023")  # Ctrl-U empties the line
        assert "is not a day of the calendar" in terminal.until(QUESTION)
        terminal.press("2")
        code, rest = terminal.end()
    assert code == 0
    assert "set date to 2006-11-22" in rest
    assert "is 2006/11/22/ferry-sails-again.html" in rest
    assert text_of(archive) == swapped(FERRY, (DATE_LINES, ""), ("date:   2023", "date:   2006"))
    assert newsgen(archive, "undo").returncode == 0
    assert text_of(archive) == FERRY
    with Terminal(archive, "review", "--field", "date") as terminal:
        terminal.until(QUESTION)
        terminal.press("n")
        assert "its file name, would still set date" in terminal.until(QUESTION)
        terminal.press("q")
        assert terminal.end()[0] == 0
    assert text_of(archive) == FERRY
    write(archive, {"articles/new.md": FERRY})
    (archive / PATH).unlink()
    with Terminal(archive, "review", "--field", "date") as terminal:
        terminal.until(QUESTION)
        terminal.press("n")
        assert terminal.end()[0] == 0
    assert "date: " not in inside(archive, "articles/new.md")


def test_what_is_left_of_a_text_is_asked_at_once_with_lines_filled_in(archive: Path) -> None:
    (archive / OTHER).unlink()
    write(archive, {"articles/letter.md": record("A canal", language="en", dek="Long", inferred=infer() | {
        "language": {"rule": "stop-words", "evidence": "of"}, "dek": {"rule": "r", "evidence": "line 2"}
    })})  # fmt: skip
    with Terminal(archive, "review", "--field", "language") as terminal:
        assert "language: en (stop-words)" in terminal.until("[y]es, all of it [e]dit")
        terminal.press("q")
        terminal.end()
    with Terminal(archive, "review") as terminal:
        terminal.until(QUESTION)
        terminal.press("s")
        terminal.until(QUESTION)
        terminal.press("s")
        terminal.until(QUESTION)
        terminal.press("e")
        terminal.until("dek: ")
        terminal.type(" and wide")
        terminal.until("language: ")
        terminal.type("")
        terminal.until("date: ")
        terminal.type("2021-05-02")
        assert terminal.end()[0] == 0
    text = inside(archive, "articles/letter.md")
    assert "dek: Long and wide\n" in text
    assert "date: 2021-05-02\n" in text
    assert "inferred" not in text


def test_a_broken_off_pass_keeps_what_was_done(archive: Path) -> None:
    """Ctrl-C after the first answer: it is in the file, and the exit code is 130."""
    with Terminal(archive, "review") as terminal:
        terminal.until(QUESTION)
        terminal.press("y")
        terminal.until(QUESTION)
        terminal.press("\x03")
        code, rest = terminal.end()
    assert code == 130
    assert "answered: 1 decision;" in rest
    assert text_of(archive) == swapped(FERRY, (DATE_LINES, ""))


def test_a_pass_leaves_a_file_that_changed_meanwhile(archive: Path) -> None:
    """The answer is refused, and the other's text stays."""
    with Terminal(archive, "review") as terminal:
        terminal.until(QUESTION)
        write(archive, {PATH: FERRY + "More.\n"})
        terminal.press("y")
        assert "the file has changed meanwhile, so it was not written" in terminal.until(QUESTION)
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
