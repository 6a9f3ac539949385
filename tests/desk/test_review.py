"""What is to review, with its evidence, and what an answer does. tests/cli holds what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsgen.desk.inferred_fields import (
    WIDTH,
    EvidenceText,
    InferredField,
    Quote,
    Remaining,
    add_quotes,
    count_remaining,
    list_inferred_fields,
)
from newsgen.desk.review import MANY, NAMES_TOGETHER, Answer, Reviewer, group_decisions
from newsgen.errors import BusyError, ContentError, RefusedError
from newsgen.model import BodyReference, Inference, PartialDate, Record, SeedRef, Source
from newsgen.pipeline.load import reinfer_unedited_records, run_load
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import RunOptions
from tests.builder.test_lock import holder
from tests.support.archives import AS_OF, build, record, write

SEED = SeedRef("seeds/x.txt", "0" * 64)


def make(path: str, confidences: dict[str, float | None], **fields: Any) -> Record:
    how = {field: Inference("rule", "line 1", sure) for field, sure in confidences.items()}
    return Record(path, BodyReference(path, ""), "Title", inferred=how, **fields)


RECORDS = [
    make("b.md", {"people": None, "date": 0.4, "topics": 0.9}, date=PartialDate(2023, 11)),
    make("a.md", {"headings": None, "topics": 0.9, "places": None, "title": 0.9}),
    make("c.md", {"date": 0.5}, date=PartialDate(2023), seed=SEED),
]


def test_the_least_sure_comes_first_then_by_path_then_as_keys_are_documented() -> None:
    """No confidence stands last; what is no front matter key stands after those that are."""
    for records in (RECORDS, RECORDS[::-1]):
        found = [(one.article[0], one.field, one.provisional) for one in list_inferred_fields(records)]
        assert found == [
            ("b", "date", True),
            ("c", "date", False),
            ("a", "title", False),
            ("a", "topics", False),
            ("b", "topics", False),
            ("a", "places", False),
            ("a", "headings", False),
            ("b", "people", False),
        ]
    assert {one.field for one in list_inferred_fields(RECORDS, "topics")} == {"topics"}


def test_a_finding_holds_what_the_record_says_and_why() -> None:
    """The inference as it stands; dates in ISO form, sources by name, lists as they are."""
    how = Inference("weekday", 'line 4: "Nov. 22"', 0.4, "because", ("2017-11-22",))
    one = Record(
        "x.md", BodyReference("x.md", ""), "T", date=PartialDate(2023, 11, 22), inferred={"date": how}
    )
    assert list_inferred_fields([one]) == [
        InferredField("x.md", "T", "date", "2023-11-22", 0.4, True, "weekday", how.evidence, "because", ("2017-11-22",))
    ]  # fmt: skip
    fields = {"date": 0.1, "source": 0.2, "people": 0.3, "dek": 0.4, "headings": 0.5}
    values = make("a.md", fields, date=PartialDate(2023, 11), source=Source("S", "https://s.example/"),
                  people=("A", "B"))  # fmt: skip
    assert [one.value for one in list_inferred_fields([values])] == ["2023-11", "S", ("A", "B"), "", ""]


def test_what_remains_is_counted() -> None:
    """Fields, provisional dates, articles without a date, and those of both that a seed may date anew."""
    records = [*RECORDS, make("d.md", {"date": 0.3}, date=PartialDate(2023), seed=SEED)]
    assert count_remaining(records) == Remaining(fields=9, provisional=2, undated=1, datable=1)


WRAPPED = EvidenceText(
    "seeds/x.txt", ("Head", "", "It rained on Wednesday,", "Nov. 22, in", "the  north.", "", "End")
)


def quotes(evidence: str | dict[str, str | int | float], text: EvidenceText = WRAPPED) -> list[Quote]:
    how = Inference("rule", evidence)
    (finding,) = list_inferred_fields(
        [Record("x.md", BodyReference("x.md", ""), "T", inferred={"date": how})]
    )
    return list(add_quotes(finding, text).quotes)


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        ('line 3: "on Wednesday"', [("", 3, "It rained on Wednesday,", "on Wednesday")]),
        ('line 3: "on Wednesday, Nov. 22"', [("", 3, "It rained on Wednesday, Nov. 22, in", "on Wednesday, Nov. 22")]),
        ('line 3: "Nov. 22"', [("", 4, "Nov. 22, in", "Nov. 22")]),
        ('line 3: "in the north"', [("", 4, "Nov. 22, in the north.", "in the north")]),
        ('line 3: "snow"', [("", 3, "It rained on Wednesday,", "")]),
        (
            {"Rain": 'line 3: "rained"', "Snow": 4, "lines 5-7": "suggested (0.5)", "X": "file name: x"},
            [("Rain", 3, "It rained on Wednesday,", "rained"), ("lines 5-7", 5, "the north.", "")],
        ),
        ({"Rain": 'line 3: "rained", 2 mentions'}, [("Rain", 3, "It rained on Wednesday,", "rained")]),
        ("line 99", []), ('line 0: "x"', []), ("the text", []), ("", []),
    ],
)  # fmt: skip
def test_evidence_is_quoted_at_its_place(evidence: Any, found: list[tuple[str, int, str, str]]) -> None:
    """A rule that joined lines names the first: the lines that hold the words are shown; other evidence has no place."""
    assert [(one.value, one.line, one.text, one.words) for one in quotes(evidence)] == found
    assert all(one.file == "seeds/x.txt" for one in quotes(evidence))


def test_a_quote_has_the_lines_beside_it_and_is_cut_around_its_words() -> None:
    """Between words, with a sign where something is missing."""
    (found,) = quotes('line 3: "on Wednesday"')
    assert (found.before, found.after) == ("Head", "Nov. 22, in")
    long = f"{'before ' * 500}the words{' after' * 500}"
    (found,) = quotes('line 1: "the words"', EvidenceText("x", (long,)))
    assert len(found.text) <= WIDTH + len("the words") + 4
    assert found.text.startswith("… before")
    assert found.text.endswith("after …")
    assert "before the words after" in found.text


RECORD = "articles/x.md"


@pytest.mark.parametrize(
    ("seed", "data", "place"),
    [
        ("seeds/x.txt", "Café\r\n\r\nThe words.".encode("cp1252"), ("seeds/x.txt", 3)),
        ("seeds/x #1.txt", b"\n\nThe words.", ("seeds/x #1.txt", 3)),
        ("seeds/x.md", b"---\ntitle: X\n---\n\nFirst.\n\nThe words.\n", ("seeds/x.md", 7)),
        ("seeds/x.txt", None, (RECORD, 8)),
        ("seeds/x.zip#a.txt", None, (RECORD, 8)),
        ("seeds/x.txt", b"\0", (RECORD, 8)),
    ],
)
def test_evidence_is_looked_up_in_the_seed_or_else_in_the_record(
    seed: str, data: bytes | None, place: tuple[str, int], tmp_path: Path
) -> None:
    """A seed is decoded and counted as the loader does; without one the words alone are looked for in the record."""
    how = {
        "date": {"rule": "r", "evidence": 'line 3: "The words"'},
        "dek": {"rule": "r", "evidence": "line 1"},
    }
    ref = {"file": seed, "sha256": "0" * 64}
    write(tmp_path, {RECORD: record("X", "First.\n\nThe words.", inferred=how, seed=ref)})
    write(tmp_path, {} if data is None else {seed: data})
    reviewer = Reviewer(open_project(tmp_path))
    date, dek = sorted(
        reviewer.quote(list_inferred_fields(reviewer.records.values())), key=lambda one: one.field
    )
    (quote,) = date.quotes
    assert (quote.file, quote.line, quote.text) == (*place, "The words.")
    assert len(dek.quotes) == (place[0] != RECORD)


HOW = {"rule": "weekday", "evidence": 'line 1: "Nov. 22"', "confidence": 0.4}
X, Y = "articles/2023/2023-11-22-x.md", "articles/2022/2022-11-22-x.md"


@pytest.fixture
def reviewer(tmp_path: Path) -> Reviewer:
    """Two articles with one slug, on two days."""
    inferred = {"date": HOW, "people": HOW}
    write(tmp_path, {
        X: record("X", "On Nov. 22.", date="2023-11-22", people=["A"], inferred=inferred),
        Y: record("Y", "On Nov. 22.", date="2022-11-22", inferred={"date": HOW}),
    })  # fmt: skip
    return Reviewer(open_project(tmp_path))


def test_answers_follow_on_one_another(reviewer: Reviewer) -> None:
    """A second answer starts from the first, also after a build; a published address is redirected."""
    reviewer.answer(X, ["people"], {})
    build(reviewer.project.root)
    done = reviewer.answer(X, [], {"date": PartialDate(2023, 11, 23)})
    assert (done.was, done.now, done.redirected) == ("2023/11/22/x.html", "2023/11/23/x.html", False)
    assert reviewer.records[X].inferred == {}
    assert Reviewer(reviewer.project).records == reviewer.records
    build(reviewer.project.root)
    again = Reviewer(reviewer.project)
    assert again.answer(X, [], {"date": PartialDate(2023, 11, 24)}).redirected


def test_nothing_is_written_that_would_harm(reviewer: Reviewer) -> None:
    """Two articles of one address; an answer while another process writes, which may be given again."""
    before = (reviewer.project.root / X).read_bytes()
    with pytest.raises(
        ContentError, match=rf"{X}:1: this article and {Y} both have the address 2022/11/22/x.html"
    ):
        reviewer.answer(X, [], {"date": PartialDate(2022, 11, 22)})
    with holder(reviewer.project.work / "lock", "alone") as process:
        assert process.stdout
        assert process.stdout.readline()
        with pytest.raises(BusyError):
            reviewer.answer(X, ["date"], {})
    assert (reviewer.project.root / X).read_bytes() == before
    reviewer.answer(X, ["date"], {})


@pytest.mark.parametrize("gone", [True, False])
def test_a_record_that_changed_or_went_is_left(reviewer: Reviewer, gone: bool) -> None:
    """It was shown as it is no longer."""
    file = reviewer.project.root / X
    if gone:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(RefusedError, match="changed meanwhile"):
        reviewer.answer(X, ["date"], {})


def test_a_confirmed_date_lets_refresh_date_others(tmp_path: Path) -> None:
    """The year of a text that names only weekday and day follows from the dates that a human confirmed."""
    body = "The council of Lund met on {}, and passed the plan for the harbour after a long debate.\n"
    days = ["Wednesday, Nov. 22", "Thursday, Nov. 23"]
    texts = {f"seeds/{n}.txt": f"Council meets again\n\n{body.format(day)}" for n, day in enumerate(days)}
    write(tmp_path, texts)
    project, options = open_project(tmp_path), RunOptions(as_of=AS_OF)
    run_load(project, options)
    reviewer = Reviewer(project)
    first, other = sorted(reviewer.records)
    assert all(one.provisional for one in reviewer.records.values())
    reviewer.answer(first, [], {"date": PartialDate(2017, 11, 22)})
    changed, edited = reinfer_unedited_records(project, options)
    assert (changed, edited) == ([other], [first])
    assert Reviewer(project).records[other].date == PartialDate(2017, 11, 23)


def named(people: list[str], sure: float | None = None, **fields: Any) -> str:
    """Make a record with inferred people, and perhaps an inferred date."""
    how: dict[str, Any] = {
        "people": {"rule": "r", "evidence": {name: f'line 1: "{name}"' for name in people}}
    }
    how = how if people else {}
    if sure is not None:
        how["date"] = {"rule": "weekday", "evidence": "line 2", "confidence": sure}
    return record("T", people=people, date="2021-05-01", inferred=how, **fields)


def list_keys(root: Path, files: dict[str, str]) -> list[list[str]]:
    write(root, files)
    return [
        [one.key for one in group] for group in group_decisions(Reviewer(open_project(root)).list_decisions())
    ]


def test_a_name_is_one_decision_and_what_can_be_taken_at_a_glance_is_one_group(tmp_path: Path) -> None:
    """Dates by how sure, the least first; then frequent names, rare names by kind, and what is left of each text."""
    files = {f"articles/{n}.md": named(["Often", "Sao"]) for n in range(MANY)}
    files["articles/a.md"] = named(["São", "Zoe", "Abe"], 0.9, slug="a")
    files["articles/b.md"] = named([], 0.3, slug="b")
    files["articles/c.md"] = named([], 0.95, slug="c")
    files["articles/d.md"] = record(
        "D", people=["X"], inferred={"people": {"rule": "r", "evidence": "line 1"}}
    )
    files |= {
        f"articles/{n}.md": record(n, inferred={"headings": {"rule": "r", "evidence": {}}}) for n in "xy"
    }
    files["names.toml"] = '[people]\n"São" = ["Sao"]\n'
    assert list_keys(tmp_path, files) == [
        ["date/articles/b.md"],
        ["date/articles/a.md", "date/articles/c.md"],
        ["name/people/sao"],
        ["name/people/often"],
        ["name/people/abe", "name/people/zoe"],
        ["text/articles/d.md"],
        ["text/articles/x.md", "text/articles/y.md"],
    ]
    many = {
        "articles/many.md": named(
            [f"{chr(97 + n // 6)}{chr(97 + n % 6)}z" for n in range(NAMES_TOGETHER + 1)]
        )
    }
    assert [len(group) for group in list_keys(tmp_path / "many", many)] == [NAMES_TOGETHER, 1]


def test_answers_are_one_entry_of_the_journal_and_a_wrong_value_writes_nothing(tmp_path: Path) -> None:
    write(
        tmp_path, {"articles/a.md": named(["Ann Lee", "Bo Ek", "Cy"], 0.9), "articles/b.md": named(["Bo Ek"])}
    )
    before = {path: path.read_bytes() for path in tmp_path.glob("articles/*.md")}
    reviewer = Reviewer(open_project(tmp_path))
    (date, *names) = reviewer.list_decisions()
    ann, bo, cy = sorted(names, key=lambda one: one.value)
    assert (bo.articles, bo.findings[0].article) == (("articles/a.md", "articles/b.md"), "articles/a.md")
    with pytest.raises(ContentError, match="is not a day of the calendar"):
        reviewer.apply([Answer(ann.key, "yes"), Answer(date.key, "set", values={"date": "2021-02-31"})])
    with pytest.raises(RefusedError, match="name/people/nobody: this is decided already"):
        reviewer.apply([Answer("name/people/nobody", "yes")])
    assert {path: path.read_bytes() for path in before} == before
    done = reviewer.apply([
        Answer(date.key, "set", values={"date": "2021-05-02"}),
        Answer(ann.key, "set", values={"people": "Ann Lie"}),
        Answer(bo.key, "move", "places"),
        Answer(cy.key, "no"),
    ])  # fmt: skip
    assert done.what == "review: date 2021-05-01: set 2021-05-02, and 3 more"
    assert (done.articles, done.problems, len(done.amendments)) == (bo.articles, (), 1)
    found = reviewer.records["articles/a.md"]
    assert (found.people, found.places, found.inferred) == (("Ann Lie",), ("Bo Ek",), {})
    assert reviewer.list_decisions() == []
    assert Reviewer(reviewer.project).records == reviewer.records
    with pytest.raises(RefusedError):
        reviewer.apply([Answer(bo.key, "yes")])
    assert reviewer.undo().what == done.what
    assert {path: path.read_bytes() for path in before} == before
    assert not (tmp_path / "names.toml").exists()


def test_two_spellings_become_one_person_or_stay_two(tmp_path: Path) -> None:
    files = {
        "articles/a.md": record("A", people=["Mei Lin"]),
        "articles/b.md": record("B", people=["Lin Mei"]),
    }
    write(tmp_path, files)
    reviewer = Reviewer(open_project(tmp_path))
    (spelt,) = reviewer.list_decisions()
    assert (spelt.kind, spelt.value, spelt.others) == ("spelling", "Lin Mei", ("Mei Lin",))
    assert reviewer.apply([Answer(spelt.key, "no")]).articles == ()
    assert reviewer.list_decisions() == []
    assert (tmp_path / "names.toml").read_text() == '[people]\n"Mei Lin" = []\n"Lin Mei" = []\n'
    reviewer.undo()
    reviewer.list_decisions()
    reviewer.apply([Answer(spelt.key, "yes")])
    assert {record.people for record in reviewer.records.values()} == {("Lin Mei",)}


def test_a_table_that_was_edited_meanwhile_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"articles/a.md": named(["Bo Ek", "Cy"])})
    reviewer = Reviewer(open_project(tmp_path))
    bo, cy = reviewer.list_decisions()
    reviewer.apply([Answer(bo.key, "no")])
    table = (tmp_path / "names.toml").read_text() + "# Mine.\n"
    write(tmp_path, {"names.toml": table})
    with pytest.raises(RefusedError, match=r"names\.toml: the file has changed meanwhile"):
        reviewer.apply([Answer(cy.key, "no")])
    assert (tmp_path / "names.toml").read_text() == table
    reviewer.list_decisions()
    reviewer.apply([Answer(cy.key, "no")])
    assert (tmp_path / "names.toml").read_text() == table.replace('"Bo Ek"', '"Cy" = ["people"]\n"Bo Ek"')


def test_one_record_that_changed_or_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, {f"articles/{n}.md": named(["Bo Ek"], slug=n) for n in "abc"})
    write(tmp_path, {"articles/d.md": "---\ntitle: [\n---\n"})
    reviewer = Reviewer(open_project(tmp_path))
    assert [problem.file for problem in reviewer.problems] == ["articles/d.md"]
    (bo,) = reviewer.list_decisions()
    write(tmp_path, {"articles/b.md": named(["Bo Ek"], slug="b") + "More.\n"})
    done = reviewer.apply([Answer(bo.key, "yes")])
    assert done.articles == ("articles/a.md", "articles/c.md")
    assert [problem.file for problem in done.problems] == ["articles/b.md"]
    (left,) = reviewer.list_decisions()
    assert left.articles == ("articles/b.md",)
