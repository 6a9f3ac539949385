"""Addresses in front matter: only http, https and paths pass, whatever a browser would make of the rest."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError, Problem, gathered
from newsgen.model import Record
from newsgen.record.read import read_record
from newsgen.record.write import scalar

STRIPPED = "".join(map(chr, range(33)))
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
"""How a browser finds a scheme, after it took tabs and line breaks out. Source: WHATWG URL §4.4, scheme start state."""
KEYS = ("canonical: {}", "source: {{name: N, url: {}}}", "image: {}", "image: {{src: {}, alt: a}}")


def read(form: str, address: str) -> Record:
    return read_record("a.md", f"---\ntitle: T\n{form.format(scalar(address, flow=True))}\n---\n".encode())


def addresses(record: Record) -> list[str]:
    return [
        record.canonical,
        record.source.url if record.source else "",
        record.image.src if record.image else "",
    ]


@pytest.mark.parametrize("form", KEYS)
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", " JavaScript:alert(1)", "\tjavascript:alert(1)", "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<b>", "vbscript:x", "file:///etc/passwd", "//example.org/a", "\\\\example.org\\a", "https:alert(1)",
        "https://", "http:///a", "https://exa mple.org/", 'https://example.org/"onload=', "https://[::1/", "ftp://example.org/",
    ],
)  # fmt: skip
def test_refused(form: str, address: str) -> None:
    with pytest.raises(ContentError):
        read(form, address)


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=c&d#e", "HTTP://EXAMPLE.ORG", "https://пример.испытание/ä"]
)
def test_web_addresses_pass(address: str) -> None:
    for form in KEYS:
        assert address in addresses(read(form, address))


@pytest.mark.parametrize("path", ["a.jpg", "../img/a b.jpg", "img/日本.png"])
def test_paths_pass_where_they_may(path: str) -> None:
    assert read(KEYS[2], path).image is not None
    with pytest.raises(ContentError):
        read(KEYS[0], path)


@given(st.text(st.sampled_from("javscript:/\\ \thttps.%\n\0"), max_size=20))
def test_no_scheme_gets_through(address: str) -> None:
    """What passes has a browser's scheme of http or https, or none: leading spaces and control characters do not help."""
    for form in KEYS:
        with gathered([]):
            for value in addresses(read(form, address)):
                found = SCHEME.match(re.sub(r"[\t\n\r]", "", value.strip(STRIPPED)))
                assert found is None or found[1].lower() in ("http", "https")


def test_known_attacks_do_not_get_through(shared: Path) -> None:
    """Of thousands of injection payloads, none that a browser reads as a script's address is taken for one of ours."""
    lines = (shared / "corpora" / "security" / "xss.jsonl").read_text(encoding="utf-8").splitlines()
    payloads = [found for line in lines for found in json.loads(line).values() if isinstance(found, str)]
    refused: list[Problem] = []
    for payload in payloads:
        with gathered(refused):
            for value in addresses(read(KEYS[0], payload.encode("utf-8", "replace").decode())):
                assert value == "" or value.lower().startswith(("http://", "https://"))
    assert len(refused) > 1000


@pytest.mark.parametrize(
    "old", ["../x", "a/../b", "%2e%2e/x", "https://a/b", "//a/b", "a\\b", "c:/x", "a//b", "./a", "a?b", "a#b"]
)
def test_old_addresses_stay_inside(old: str) -> None:
    with pytest.raises(ContentError, match="is not an address inside the site"):
        read("redirect_from: [{}]", old)
