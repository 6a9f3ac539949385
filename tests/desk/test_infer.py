"""newsgen load --infer: fields of records with front matter of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgen.record.read import read_record
from tests.support.archives import newsgen, write

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
