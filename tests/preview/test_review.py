"""The review in the browser: what a page shows, what an answer writes, and who may answer."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html

from newsgen.desk.inferred_fields import EvidenceText, Quote
from newsgen.desk.review import Reviewer
from newsgen.pipeline.project import open_project
from newsgen.preview.app import make_app
from newsgen.preview.review import ReviewDesk
from newsgen.preview.screens import Mark, cut_pieces, find_span
from newsgen.preview.served_site import ServedSite
from tests.support.archives import record, write
from tests.support.previewing import run_alone

HERE = "http://127.0.0.1:8000"
TEXT = '<script>alert(1)</script> opens\n\nOn Wednesday,\nNov. 22, "><img src=x onerror=alert(1)> met Bo Ek & "Q".\n'
EVIL = '"><img src=x onerror=alert(1)>'
A, B = "articles/a.md", "articles/b.md"
HOW = {
    "date": {"rule": "weekday", "evidence": 'line 3: "On Wednesday, Nov. 22"', "confidence": 0.4,
             "because": "<i>it fits</i>", "alternatives": ["2017-11-22"]},
    "people": {"rule": "names", "evidence": {"Bo Ek": 'line 3: "Bo Ek"', EVIL: f'line 3: "{EVIL}"'}},
}  # fmt: skip


def sample(**more: Any) -> dict[str, str]:
    """Two records with one seed, all of whose words are hostile."""
    seed = {"file": "seeds/a.txt", "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    fields: dict[str, Any] = {"people": ["Bo Ek", EVIL], "seed": seed}
    return {
        "seeds/a.txt": TEXT,
        A: record(
            "<script>alert(1)</script> opens", "Text.", date="2023-11-22", inferred={**HOW, **more}, **fields
        ),
        B: record(
            "B",
            "Bo Ek.",
            people=["Bo Ek"],
            inferred={"people": {**HOW["people"], "evidence": {"Bo Ek": "line 1"}}},
        ),
    }


class Review:
    """The review of an archive, asked as a browser asks."""

    def __init__(self, root: Path) -> None:
        """Begin with an archive whose changes are known only when `desk` is told of them."""
        self.root = root
        self.desk = ReviewDesk("secret", lambda: open_project(root), threading.Lock())
        self.app = make_app(ServedSite(root, root / "site", root / "index", "era"), 8000, self.desk)

    def ask(self, method: str, address: str, **options: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=HERE) as client:
                return await client.request(method, address, **options)

        return run_alone(go())

    def get(self, address: str = "/_review") -> html.HtmlElement:
        answer = self.ask("GET", address)
        assert answer.status_code == 200
        return html.fromstring(answer.text)

    def form(self, key: str) -> dict[str, str]:
        """The hidden fields of the form about a decision."""
        page = self.get(str(httpx.URL("/_review", params={"at": key, "alone": "1"})))
        form = page.xpath("//form[.//input[@name='key']]")[0]
        return {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}

    def post(self, data: dict[str, Any], **headers: str) -> httpx.Response:
        return self.ask("POST", "/_review", data=data, headers={"Origin": HERE, **headers})

    def read(self) -> dict[str, bytes]:
        """All files that an answer may change."""
        paths = [*self.root.glob("articles/*.md"), *self.root.glob("names.toml")]
        return {path.name: path.read_bytes() for path in paths}


@pytest.fixture
def review(tmp_path: Path) -> Review:
    write(tmp_path, sample())
    return Review(tmp_path)


def test_a_text_is_shown_whole_with_its_evidence_marked_and_none_of_it_runs(review: Review) -> None:
    topics = {"rule": "vocabulary", "evidence": {"Talks": 'line 4: "met", 2 mentions'}}
    write(review.root, sample(topics=topics))
    answer = review.ask("GET", "/_review")
    page = html.fromstring(answer.text)
    (seed,) = page.xpath("//div[@class='seed']")
    assert seed.text_content() == TEXT
    marks = {one.text_content(): one.get("class") for one in page.xpath("//mark")}
    assert marks == {"On Wednesday,\nNov. 22": "now", "met": None, "Bo Ek": None, EVIL: None}
    claims = page.xpath("//section[@class='claims']")[0].text_content()
    for words in ("0.40, provisional, weekday", "2023-11-22", "2017-11-22", "because <i>it fits</i>", EVIL):
        assert words in claims
    for proof in page.xpath("//a[starts-with(@href, '#m')]"):
        assert page.get_element_by_id(proof.get("href")[1:]).tag == "mark"
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    for one in page.iter():
        assert not [name for name in one.attrib if name.startswith("on") or name == "style"]
        assert one.tag not in ("img", "style", "i")
        assert one.tag != "script" or one.get("src") == "/_review/review.js"


@pytest.mark.parametrize("name", ["review.js", "review.css", "site.css", "icon.svg"])
def test_the_files_of_a_page(review: Review, name: str) -> None:
    answer = review.ask("GET", f"/_review/{name}")
    assert (answer.status_code, bool(answer.content)) == (200, True)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert review.ask("GET", f"/_review/{name}x").status_code == 404


REFUSED: list[tuple[str, dict[str, Any], dict[str, Any], int]] = [
    ("POST", {"Origin": "http://evil.example"}, {}, 403),
    ("POST", {"Origin": "null"}, {}, 403),
    ("POST", {"Origin": ""}, {}, 403),
    ("POST", {"Origin": "http://localhost:8000"}, {}, 403),
    ("POST", {"Origin": "https://127.0.0.1:8000"}, {}, 403),
    ("POST", {"Origin": "http://127.0.0.1:8001"}, {}, 403),
    ("POST", {"Origin": f"{HERE}.evil.example"}, {}, 403),
    ("POST", {"Sec-Fetch-Site": "cross-site"}, {}, 403),
    ("POST", {"Sec-Fetch-Site": "same-site"}, {}, 403),
    ("POST", {"Host": "evil.example"}, {}, 421),
    ("POST", {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}, {}, 421),
    ("POST", {}, {"token": None}, 403),
    ("POST", {}, {"token": ""}, 403),
    ("POST", {}, {"token": "wrong"}, 403),
    ("POST", {}, {"token": "secré\u0000t"}, 403),
    ("POST", {"Content-Type": "text/plain"}, {}, 415),
    ("POST", {"Content-Type": "application/json"}, {}, 415),
    ("POST", {}, {"more": "x" * 1_000_001}, 413),
    ("PUT", {}, {}, 405),
    ("DELETE", {}, {}, 405),
    ("POST", {}, {"answer": "p"}, 409),
    ("POST", {}, {"answer": ""}, 409),
    ("POST", {}, {"key": "name/people/nobody"}, 409),
    ("POST", {}, {"seen": "another"}, 409),
    ("POST", {}, {"answer": "undo"}, 409),
    ("POST", {}, {"key": None}, 200),
]  # fmt: skip


@pytest.mark.parametrize(("method", "headers", "changed", "status"), REFUSED, ids=str)
def test_who_may_not_write_writes_nothing(
    review: Review, method: str, headers: dict[str, Any], changed: dict[str, Any], status: int
) -> None:
    """Nor does a form without its token, or an answer to what is not asked."""
    data = {**review.form("name/people/bo-ek"), "answer": "n", **changed}
    data = {name: value for name, value in data.items() if value is not None}
    before = review.read()
    answer = review.ask(method, "/_review", data=data, headers={"Origin": HERE, **headers})
    assert (answer.status_code, review.read()) == (status, before)
    assert "secret" not in answer.text or status in (200, 409)


def test_without_an_origin_or_by_get_nothing_is_written(review: Review) -> None:
    """Nor can another site's page read the token, or show the review."""
    data = {**review.form("name/people/bo-ek"), "answer": "n"}
    before = review.read()
    assert review.ask("POST", "/_review", data=data).status_code == 403
    assert review.ask("GET", "/_review", params=data).status_code == 200
    assert review.ask("POST", "/_review", params=data, headers={"Origin": HERE}).status_code == 415
    assert review.ask("GET", "/_review", headers={"Origin": "http://evil.example"}).status_code == 403
    answer = review.ask("GET", "/_review", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, "secret" in answer.text, review.read()) == (403, False, before)


def test_an_answer_is_written_and_taken_back(review: Review) -> None:
    """In all articles of a name, through the journal that the terminal has too."""
    before = review.read()
    answer = review.post({**review.form("name/people/bo-ek"), "answer": "n"})
    page = html.fromstring(answer.text)
    assert answer.status_code == 200
    assert "Written: 2 records (people Bo Ek: no)" in page.get_element_by_id("said").text
    assert not [
        data
        for name, data in review.read().items()
        if name != "names.toml" and b"Bo Ek" in data.split(b"---")[1]
    ]
    answer = review.post({"token": "secret", "answer": "undo"})
    assert "Undone: review: people Bo Ek: no (3 files)" in answer.text
    assert "name/people/bo-ek" in answer.text
    assert review.read() == before
    review.post({**review.form("name/people/bo-ek"), "answer": "l"})
    assert Reviewer(open_project(review.root)).undo().what == "review: people Bo Ek: move to places"
    assert review.read() == before


def test_a_list_is_answered_at_once(tmp_path: Path) -> None:
    """Each row has an answer of its own; what is left for later stays open, and the next question follows."""
    people = ["Ann", "Bo", "Cy", "Di"]
    how = {"people": {"rule": "r", "evidence": dict.fromkeys(people, "line 1")}}
    write(tmp_path, {A: record("A", people=people, inferred=how)})
    review = Review(tmp_path)
    page = review.get()
    rows = page.xpath("//li[contains(@class, 'decision')]")
    assert [row.xpath(".//bdi")[0].text for row in rows] == people
    data: dict[str, Any] = {
        name: [row.xpath(f".//input[@name='{name}']")[0].get("value") for row in rows]
        for name in ("key", "seen")
    }
    answers = ["y", "n", "l", "later"]
    answer = review.post({"token": "secret", **data, "answer": answers})
    assert "Written: 1 record (people Ann: yes, and 2 more)" in answer.text
    assert html.fromstring(answer.text).get_element_by_id("question").text_content() == "Di"
    (found,) = Reviewer(open_project(tmp_path)).records.values()
    assert (found.people, found.places) == (("Ann", "Di"), ("Cy",))
    assert "Nothing was written." in review.post({**review.form("name/people/di"), "answer": "later"}).text
    answer = review.post({**review.form("name/people/di"), "answer": "y"})
    assert "Nothing is left to review" in answer.text


def test_a_value_is_edited_and_a_wrong_one_is_kept_in_its_line(review: Review) -> None:
    data = {**review.form(f"date/{A}"), "answer": "edit", "field": "date", "value": "31 Nov 2023"}
    before = review.read()
    answer = review.post(data)
    page = html.fromstring(answer.text)
    assert (answer.status_code, review.read()) == (422, before)
    assert "is not a day of the calendar" in page.xpath("//div[@class='notice']")[0].text_content()
    assert page.xpath("//details[@open]//input[@name='value']")[0].get("value") == "31 Nov 2023"
    answer = review.post({**data, "value": "2023-11-23"})
    assert "The address was 2023/11/22/a.html and is 2023/11/23/a.html" in answer.text
    assert b'date: "2023-11-23"' in review.read()["a.md"] or b"date: 2023-11-23" in review.read()["a.md"]
    answer = review.post(
        {**review.form("name/people/bo-ek"), "answer": "edit", "field": "people", "value": "Bo Eck"}
    )
    assert b"Bo Eck" in review.read()["b.md"]


def test_what_changed_meanwhile_is_reported_and_kept(review: Review) -> None:
    """Whether the server knows of the change already, or not yet."""
    data = {**review.form(f"date/{A}"), "answer": "y"}
    file = review.root / A
    file.write_bytes(file.read_bytes() + b"Mine.\n")
    after = review.read()
    answer = review.post(data)
    assert (answer.status_code, review.read()) == (409, after)
    assert "a.md: the file has changed meanwhile" in answer.text
    file.write_bytes(file.read_bytes().replace(b"2017-11-22", b"2012-11-22"))
    review.desk.note_changes(frozenset({A}))
    after = review.read()
    review.get()
    answer = review.post(data)
    assert (answer.status_code, review.read()) == (409, after)
    assert "the archive has changed meanwhile" in answer.text
    assert review.post({**review.form(f"date/{A}"), "answer": "y"}).status_code == 200
    file.write_bytes(file.read_bytes() + b"More.\n")
    after = review.read()
    answer = review.post({"token": "secret", "answer": "undo"})
    assert (answer.status_code, review.read()) == (409, after)
    assert "the file has changed since" in answer.text
    file.unlink()
    review.desk.note_changes(frozenset({A}))
    assert "Bo Ek" in review.get().text_content()


def test_the_archive_is_read_again_only_if_others_changed_it(review: Review) -> None:
    review.post({**review.form("name/people/bo-ek"), "answer": "y"})
    how = {"language": {"rule": "words", "evidence": "line 1"}}
    write(review.root, {B: record("New", language="en", inferred=how)})
    review.desk.note_changes(frozenset({A}))
    assert "New" not in review.get(f"/_review?at=text/{B}").text_content()
    review.desk.note_changes(frozenset({B}))
    assert "New" in review.get(f"/_review?at=text/{B}").text_content()


def test_an_archive_that_is_wrong_says_so(tmp_path: Path) -> None:
    """A table that cannot be read, and a record; the others can be answered."""
    write(tmp_path, {"names.toml": "people = 1\n"})
    review = Review(tmp_path)
    answer = review.ask("GET", "/_review")
    assert (answer.status_code, "names.toml:1" in answer.text) == (422, True)
    assert "The archive cannot be read" in answer.text
    write(tmp_path, {"names.toml": "", **sample(), "articles/c.md": "---\ntitle: [\n---\n"})
    page = review.get()
    assert "articles/c.md" in page.xpath("//div[@class='notice']")[0].text_content()
    assert page.get_element_by_id("question").text_content() == "2023-11-22"


@pytest.mark.parametrize(
    ("line", "words", "value", "found"),
    [
        (3, "two three", "", "two\nthree"),
        (4, "three", "", "three"),
        (2, "", "", "one"),
        (2, "", "lines 2-3", "one\ntwo"),
        (3, "", "lines 3-9", "two\nthree"),
        (3, "four", "", None),
        (9, "one", "", None),
        (1, "one", "", None),
    ],
)
def test_evidence_is_found_at_its_offsets(line: int, words: str, value: str, found: str | None) -> None:
    """Lines are those of the file, here after one line of front matter."""
    text = EvidenceText("x", ("one", "two", "three"), 1)
    span = find_span(text, "one\ntwo\nthree", Quote(value, "x", line, "", words))
    assert (span and "one\ntwo\nthree"[slice(*span)]) == found


def test_marks_may_overlap() -> None:
    """Each part has all that it is evidence for; together the parts are the text."""
    pieces = list(cut_pieces("abc\n\ndef", [Mark(1, 6, "x", False), Mark(2, 3, "y", True)]))
    assert [(piece.text, piece.id, piece.about, piece.current) for piece in pieces] == [
        ("a", "", "", False), ("b", "m1", "x", False), ("c", "m2", "x; y", True), ("\n\nd", "m3", "x", False),
        ("ef", "", "", False),
    ]  # fmt: skip
