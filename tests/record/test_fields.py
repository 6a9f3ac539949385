"""Keys of other generators: one table, and what each means."""

from __future__ import annotations

import datetime
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError, Problem, collect_problems
from newsgen.model import ArticleImage, PartialDate, Record, Source
from newsgen.record.keys import FIELDS, KEYS, suggest_key
from newsgen.record.read import read_record
from newsgen.record.values import parse_date
from newsgen.record.write import format_scalar
from tests.support.cases import read_cases

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


def read(front: str) -> Record:
    return read_record("articles/x.md", f"---\n{front}\n---\n\nText.\n".encode())


@pytest.mark.parametrize(("front", "expected"), read_cases(Path(__file__).with_name("fields.txt")))
def test_fields_of_front_matter(front: str, expected: list[str]) -> None:
    record = read(front if re.search(r"(?m)^title:", front) else f"title: T\n{front}")
    for line in expected:
        name, _, value = line.partition(": ")
        found = getattr(record, name)
        found = found.iso if isinstance(found, PartialDate) else json.loads(msgspec.json.encode(found))
        assert found == json.loads(value), name


SAMPLES: dict[str, tuple[str, Any]] = {
    "title": ("A headline", "A headline"),
    "slug": ("a-slug", "a-slug"),
    "dek": ("A dek", "A dek"),
    "date": ("2013-04-22 10:00:00 -0400", PartialDate(2013, 4, 22, "10:00:00-04:00")),
    "updated": ("2013-04-23", PartialDate(2013, 4, 23)),
    "topics": ("[One, Two]", ("One", "Two")),
    "people": ("[One, Two]", ("One", "Two")),
    "places": ("[One, Two]", ("One", "Two")),
    "organizations": ("[One, Two]", ("One", "Two")),
    "authors": ("[{name: One, url: /one}, Two]", ("One", "Two")),
    "source": ("Daily", Source("Daily")),
    "language": ("pt_BR", "pt-BR"),
    "canonical": ("https://example.org/x", "https://example.org/x"),
    "redirect_from": ("/p/x/", ("p/x/",)),
    "image": ("/img/a.jpg", ArticleImage("img/a.jpg")),
}
FOREIGN = [key for key in KEYS.values() if key.name not in FIELDS and "." not in key.name + key.field]


@pytest.mark.parametrize("key", [key for key in FOREIGN if key.field != "status"], ids=lambda key: key.name)
def test_foreign_key(key: Any) -> None:
    """Each key of the table fills its field, in any letter case and with '-' for '_'."""
    written, expected = SAMPLES[key.field]
    title = "" if key.field == "title" else "title: T\n"
    for name in (key.name, key.name.upper().replace("_", "-")):
        record = read(f"{title}{name}: {written}")
        assert getattr(record, key.field) == expected
        assert record.unknown == ()


@pytest.mark.parametrize(("wrong", "right"), TABLES["keys suggested"].items())
def test_suggestions(wrong: str, right: str) -> None:
    assert suggest_key(wrong) == right


@pytest.mark.parametrize(("text", "message"), TABLES["dates refused"].items())
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_date(text)
    assert caught.value.args[0] == message


@given(
    st.dates(datetime.date(1000, 1, 1)),
    st.sampled_from(["%d %B %Y", "%b %d, %Y", "%a %b %d %Y", "%Y/%m/%d", "%Y%m%d"]),
)
def test_any_day_in_any_form(day: datetime.date, form: str) -> None:
    assert parse_date(day.strftime(form)).first_day == day


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert parse_date(text).year


STRIPPED = "".join(map(chr, range(33)))
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
"""How a browser finds a scheme, after it took tabs and line breaks out. Source: WHATWG URL §4.4, scheme start state."""
FORMS = ("canonical: {}", "source: {{name: N, url: {}}}", "image: {}", "image: {{src: {}, alt: a}}")


def read_links(form: str, address: str) -> Record:
    return read_record(
        "a.md", f"---\ntitle: T\n{form.format(format_scalar(address, flow=True))}\n---\n".encode()
    )


def addresses(record: Record) -> list[str]:
    return [
        record.canonical,
        record.source.url if record.source else "",
        record.image.src if record.image else "",
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", TABLES["addresses refused"])
def test_refused(form: str, address: str) -> None:
    with pytest.raises(ContentError):
        read_links(form, address)


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=c&d#e", "HTTP://EXAMPLE.ORG", "https://пример.испытание/ä"]
)
def test_web_addresses_pass(address: str) -> None:
    for form in FORMS:
        assert address in addresses(read_links(form, address))


@pytest.mark.parametrize("path", ["a.jpg", "../img/a b.jpg", "img/日本.png"])
def test_paths_pass_where_they_may(path: str) -> None:
    assert read_links(FORMS[2], path).image is not None
    with pytest.raises(ContentError):
        read_links(FORMS[0], path)


@given(st.text(st.sampled_from("javscript:/\\ \thttps.%\n\0"), max_size=20))
def test_no_scheme_gets_through(address: str) -> None:
    """What passes has a browser's scheme of http or https, or none: leading spaces and control characters do not help."""
    for form in FORMS:
        with collect_problems([]):
            for value in addresses(read_links(form, address)):
                found = SCHEME.match(re.sub(r"[\t\n\r]", "", value.strip(STRIPPED)))
                assert found is None or found[1].lower() in ("http", "https")


def test_known_attacks_do_not_get_through(shared: Path) -> None:
    """Of thousands of injection payloads, none that a browser reads as a script's address is taken for one of ours."""
    lines = (shared / "corpora" / "security" / "xss.jsonl").read_text(encoding="utf-8").splitlines()
    payloads = [found for line in lines for found in json.loads(line).values() if isinstance(found, str)]
    refused: list[Problem] = []
    for payload in payloads:
        with collect_problems(refused):
            for value in addresses(read_links(FORMS[0], payload.encode("utf-8", "replace").decode())):
                assert value == "" or value.lower().startswith(("http://", "https://"))
    assert len(refused) > 1000


@pytest.mark.parametrize("old", TABLES["old addresses refused"])
def test_old_addresses_stay_inside(old: str) -> None:
    with pytest.raises(ContentError, match="is not an address inside the site"):
        read_links("redirect_from: [{}]", old)
