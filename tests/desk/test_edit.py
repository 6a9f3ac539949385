"""What an editor types, and what newsgen load --infer finds, gets into a record: nothing else in the file changes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsgen.desk.edit import (
    Edit,
    FieldValue,
    confirm_fields,
    parse_field_assignments,
    parse_field_value,
    write_edit,
)
from newsgen.errors import ContentError, RefusedError
from newsgen.model import PartialDate
from newsgen.record.read import read_record
from tests.support.archives import newsgen, tree, write

TEXT = """\
---
inferred: { date: {rule: weekday, evidence: x,  confidence: 0.4}, people: {rule: r, evidence: y} } # two

tags: [Rain,   Snow]
source: {name: Wire, url: https://wire.example/}   # kept
title: 'One'
date: "2023-11-22"
people:
  - Ada Okafor   # spelt so
  - Mei Lin
---

Body:  two  spaces\t
"""
DATE = ("date: {rule: weekday, evidence: x,  confidence: 0.4}, ", "")
PEOPLE = (", people: {rule: r, evidence: y}", "")


def edit(accept: list[str], answers: dict[str, FieldValue], text: str = TEXT, path: str = "x.md") -> str:
    data = text.encode()
    return confirm_fields(read_record(path, data), data, accept, answers).after.decode()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("accept", "answers", "swaps"),
    [
        (["date"], {}, [DATE]),
        (["people"], {}, [PEOPLE]),
        ([], {"date": PartialDate(2023, 11, 22)}, [DATE]),
        ([], {"people": ("Ada Okafor",)}, [PEOPLE, ("  - Mei Lin\n", "")]),
        ([], {"source": "Wire", "topics": ("Rain", "Snow"), "dek": None}, []),
        (["people"], {"title": "Two"}, [PEOPLE, ("'One'", "Two")]),
    ],
)
def test_nothing_else_changes(
    accept: list[str], answers: dict[str, FieldValue], swaps: list[tuple[str, str]], newline: str
) -> None:
    """Byte for byte; a value that the record has already, in whatever form, is only confirmed."""
    expected = TEXT
    for old, new in swaps:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    found = edit(accept, answers, TEXT.replace("\n", newline))
    assert found == expected.replace("\n", newline)


def test_our_key_is_written_beside_theirs() -> None:
    """Topics under another generator's key stay there, and ours is taken before them."""
    text = edit([], {"topics": ("Hail",)})
    assert read_record("x.md", text.encode()).topics == ("Hail",)
    assert "tags: [Rain,   Snow]\n" in text


@pytest.mark.parametrize(("field", "path"), [("topics", "x.md"), ("date", "2023-11-22-x.md")])
def test_what_something_else_states_cannot_be_taken_out(field: str, path: str) -> None:
    """Another key or the file's name would still say it."""
    with pytest.raises(ContentError, match=f"would still set {field}"):
        edit([], {field: None}, path=path)


def test_a_file_is_replaced_with_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    """Nothing is left behind."""
    write(tmp_path, {"real/x.md": "old"})
    (tmp_path / "real/x.md").chmod(0o640)
    (tmp_path / "x.md").symlink_to("real/x.md")
    write_edit(tmp_path, Edit("x.md", b"old", b"new"))
    assert (tmp_path / "x.md").is_symlink()
    assert {path: entry for path, entry in tree(tmp_path / "real").items() if path != "."} == {
        "x.md": (0o640, b"new")
    }


@pytest.mark.parametrize("content", ["theirs", None])
def test_a_file_that_changed_or_went_is_left(tmp_path: Path, content: str | None) -> None:
    """Whoever changed it wins; no temporary file stays."""
    write(tmp_path, {"x.md": content} if content else {})
    with pytest.raises(RefusedError, match="changed meanwhile"):
        write_edit(tmp_path, Edit("x.md", b"old", b"new"))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == (
        [("x.md", content)] if content else []
    )


def test_lines_are_joined_and_what_is_no_text_is_refused() -> None:
    """tests/transcripts/review-answers.txt holds all other values."""
    assert parse_field_value("dek", "two\n  lines") == "two lines"
    for value, message in (
        ("\udcff", "dek is not UTF-8"),
        ("a\x07b", "dek contains the control character U+0007"),
    ):
        with pytest.raises(ContentError, match=re.escape(message)):
            parse_field_assignments([f"dek={value}"])


BODY = (
    "*A port that closed for a winter opens again with two ships.*\n\n"
    "Prime Minister Kishida Fumio met Transport Secretary Mary Holt in Osaka on Monday. The World Health Organization "
    "(WHO) watched the port, and the WHO praised it.\n\n"
    "```js\nconst Berlin = new City('Prime Minister Johann Keller');\n```\n\n"
    '<img src="x.png" alt="Prime Minister Anna Lund in Oslo">\n'
)
YAML = "---\n# by hand\ntitle:   'Ferries'   # short\ndate: 2024-05-06\n"
PATH = "articles/ferries.md"


def infer(root: Path, *words: str) -> str:
    done = newsgen(root, "load", "--infer", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_missing_fields_are_filled_and_nothing_else_changes(tmp_path: Path) -> None:
    """Each new line is one of an inferred field; a second run finds nothing, and comments stay where they were."""
    write(tmp_path, {PATH: f"{YAML}---\n{BODY}"})
    said = infer(tmp_path)
    assert said.startswith(
        "inferred fields of 1 of 1 record without a seed: dek 1, people 1, places 1, organizations 1\n"
    )
    text = (tmp_path / PATH).read_text()
    assert text.startswith(YAML.partition("date")[0])
    assert text.endswith(f"---\n{BODY}")
    record = read_record(PATH, text.encode())
    assert record.dek == "A port that closed for a winter opens again with two ships."
    assert record.people == ("Kishida Fumio", "Mary Holt")
    assert record.places == ("Osaka",)
    assert record.organizations == ("World Health Organization",)
    assert set(record.inferred) == {"dek", "people", "places", "organizations"}
    assert record.inferred["places"].evidence == {"Osaka": 'line 3: "in Osaka"'}
    assert infer(tmp_path).startswith("inferred fields of 0 of 1 record")
    assert (tmp_path / PATH).read_text() == text


def test_names_are_joined_with_those_of_other_records(tmp_path: Path) -> None:
    """As for new seeds; the second run changes nothing, and what a record states stays."""
    bodies = ["President Ana Holt opened the bridge.", "He met President Holt.", "It was President Holt."]
    heads = [YAML, YAML, f"{YAML}people: [Holt]\n"]
    write(tmp_path, {f"articles/{n}.md": f"{head}---\n{bodies[n]}\n" for n, head in enumerate(heads)})
    infer(tmp_path)
    texts = [(tmp_path / f"articles/{n}.md").read_bytes() for n in range(3)]
    records = [read_record(f"articles/{n}.md", text) for n, text in enumerate(texts)]
    assert [record.people for record in records] == [("Ana Holt",), ("Ana Holt",), ("Holt",)]
    assert "joined with Ana Holt, the only President Holt" in str(records[1].inferred["people"].evidence)
    assert infer(tmp_path).startswith("inferred fields of 0 of 3")
    assert [(tmp_path / f"articles/{n}.md").read_bytes() for n in range(3)] == texts


TOPICS = '[[topic]]\nname = "Harbours"\nphrases = ["port"]\n'
STATED = {
    "people": ["people: []", "People: Jane Doe", "persons:"],
    "topics": ["tags: []", "categories: ''", "topics:", "taxonomies: {tags: []}"],
    "dek": ["description: ''", "summary: A summary."],
    "places": ["inferred: {places: {rule: gazetteer, evidence: {}}}"],
}


@pytest.mark.parametrize(("field", "line"), [(field, line) for field in STATED for line in STATED[field]])
def test_a_key_without_a_value_is_an_answer(field: str, line: str, tmp_path: Path) -> None:
    write(tmp_path, {PATH: f"{YAML}{line}\n---\n{BODY}", "topics.toml": TOPICS})
    said = infer(tmp_path)
    assert " organizations 1" in said
    assert f" {field} " not in said
    assert line.partition("{")[0] in (tmp_path / PATH).read_text()


def test_what_a_human_deleted_is_not_inferred_again(tmp_path: Path) -> None:
    write(tmp_path, {PATH: f"{YAML}---\n{BODY}", "newsgen.toml": "[loader]\ninfer = true\n"})
    infer(tmp_path, "articles")
    write(tmp_path, {PATH: f"{YAML}people: [Jane Doe]\n---\n{BODY}"})
    assert "would infer fields of 0 of 1 record" in infer(tmp_path, "--dry-run", PATH)
    assert "infer" not in newsgen(tmp_path, "build").stdout.partition("built")[0]
    assert (tmp_path / PATH).read_text() == f"{YAML}people: [Jane Doe]\n---\n{BODY}"


FORMS = {
    "toml": f'+++\n# mine\ntitle = "Ferries"\ntags = ["Ports"]\n+++\n\n{BODY}',
    "json": f'{{"title": "Ferries", "tags": ["Ports"]}}\n\n{BODY}',
    "crlf": f"---\r\ntitle: Ferries\r\ntags:\r\n  - Ports\r\n---\r\n\r\n{BODY}",
    "bom": f"\ufeff---\ntitle: Ferries\ntags: Ports\ndescription: >\n  A dek\n  of two lines\n---\n{BODY}",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_front_matter_gets_fields(form: str, tmp_path: Path) -> None:
    write(tmp_path, {PATH: FORMS[form].encode()})
    infer(tmp_path)
    data = (tmp_path / PATH).read_bytes()
    record = read_record(PATH, data)
    assert (record.topics, record.places) == (("Ports",), ("Osaka",))
    assert data.decode().endswith(BODY)
    assert form != "crlf" or data.count(b"\r\n") > 8


def test_a_build_infers_if_the_settings_say_so(tmp_path: Path) -> None:
    """Once; a locked build writes nothing, and the page does not repeat a dek that is in the text."""
    write(tmp_path, {PATH: f"{YAML}---\n{BODY}", "newsgen.toml": "[loader]\ninfer = true\n"})
    assert newsgen(tmp_path, "build", "--locked").returncode == 0
    assert "inferred" not in (tmp_path / PATH).read_text()
    assert "inferred fields of 1 of 1 record" in newsgen(tmp_path, "build").stdout
    page = (tmp_path / "site/2024/05/06/ferries.html").read_text()
    assert "A port that closed for a winter" in page
    assert 'class="dek"' not in page
    assert "people/index.html" in page
    assert "inferred" not in newsgen(tmp_path, "build").stdout


def test_one_bad_record_stops_no_other(tmp_path: Path) -> None:
    write(tmp_path, {PATH: f"{YAML}---\n{BODY}", "articles/bad.md": "no front matter\n", "other.md": BODY})
    done = newsgen(tmp_path, "load", "--infer")
    assert (done.returncode, done.stdout.count("inferred fields of 1 of 1")) == (1, 1)
    assert done.stderr.startswith("error: articles/bad.md:1:1: there is no front matter")
    done = newsgen(tmp_path, "load", "--infer", "other.md")
    assert (done.returncode, "name files or folders in articles/" in done.stderr) == (2, True)


def test_many_records_in_workers_become_the_same(tmp_path: Path) -> None:
    """A record from a seed was read before, and is not examined."""
    for name in ("one", "many"):
        count = 130 if name == "many" else 3
        write(tmp_path / name, {f"articles/{n}.md": f"{YAML}---\n{BODY}" for n in range(count)})
        write(tmp_path / name, {"seeds/x.txt": f"Port opens\n\n{BODY}"})
        assert newsgen(tmp_path / name, "load").returncode == 0
        found = json.loads(
            newsgen(tmp_path / name, "load", "--infer", "--format", "json").stdout.splitlines()[0]
        )
        assert (found["examined"], found["fields"]["people"]) == (count, count)
    assert (tmp_path / "one/articles/2.md").read_bytes() == (tmp_path / "many/articles/2.md").read_bytes()
