"""Texts of attackers, where in an archive they may stand, and what of a site could run in a reader's browser."""

from __future__ import annotations

import base64
import csv
import importlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree

from newsgen.errors import ContentError
from newsgen.record.read import read_record
from tests.markdown.test_render import ATTRIBUTES, HARMLESS
from tests.support.archives import record
from tests.support.office import make_zip

FIELDS = (
    "dek",
    "topics",
    "people",
    "places",
    "organizations",
    "authors",
    "source",
    "image",
    "canonical",
    "redirect_from",
)
"""Fields of records that show words of others."""
_ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "srcset",
    "data",
    "cite",
    "background",
}
_SCHEME = re.compile(
    r"(?i)[\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b|l\s*i\s*v\s*e)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|[\x00-\x20]*(?:data|file|blob):"
)
_NO_NAME = re.compile(r'[/\\:*?<>|"&%\x00-\x1f\x7f]')
_ATOM = "{http://www.w3.org/2005/Atom}"
Found = set[tuple[str, str]]
"""An element and an attribute of it, or an element and ''; of scripts, style sheets and redirects also where they lead."""


def read_payloads(shared: Path) -> list[str]:
    """The attacks of all collections, and strings that break programs."""
    folder = shared / "corpora/security"
    lines = (folder / "xss.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    return [*payloads, *json.loads((folder / "naughty-strings.json").read_text("utf-8"))]


def is_read(text: str) -> bool:
    try:
        read_record("articles/x.md", text.encode("utf-8", "surrogatepass"))
    except ContentError:
        return False
    return True


def write_field(name: str, words: str, number: object) -> Any:
    """A value of a field that holds these words."""
    if name in ("source", "authors"):
        value = {"name": words, "url": f"https://e.org/{words}"}
        return value if name == "source" else [words, value]
    if name == "image":
        return {"src": f"https://e.org/{words}", "alt": words, "caption": words, "credit": words}
    if name == "canonical":
        return words
    if name == "redirect_from":
        return [f"{number}-{_NO_NAME.sub('_', words[:50])}.html"]
    return [words, words * 2] if name.endswith("s") else words


def write_record(words: str, number: int, twin: str) -> str:
    """A record with the words in its text and in every field that takes them."""
    fields = {
        name: value
        for name in FIELDS
        if is_read(record("x", **{name: (value := write_field(name, words, f"{number}{twin}"))}))
    }
    for name in ("source", "authors", "image"):  # without an address
        plain = {"source": words, "authors": [words], "image": {"src": "a.png", "alt": words}}[name]
        if name not in fields and is_read(record("x", **{name: plain})):
            fields[name] = plain
    title = words if is_read(record(words)) else f"Text {number}"
    body = "\n\n".join([
        words, f'![{words}](a.png "{words}") [{words}](b.md) `{words}`', f"> {words}",
        f'<p title="{words}">{words}</p>', f"[x]({words})",
    ])  # fmt: skip
    day = f"{2000 + number % 20}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    text = record(title, body, date=day, **fields)
    return text if is_read(text) else record(f"Text {number}", "Refused.", date=day, **fields)


def write_records(payloads: Sequence[str]) -> dict[str, str]:
    """A record for each payload; every tenth twice, so that its names have pages of their own."""
    return {
        f"articles/{n}{twin}.md": write_record(words, n, twin)
        for n, words in enumerate(payloads)
        for twin in ("ab" if n % 10 == 0 else "a")
    }


def _xml(items: str, namespaces: str = "") -> str:
    return re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]",
        "",
        f'<?xml version="1.0"?><rss version="2.0" {namespaces}><channel>{items}</channel></rss>',
    )


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def write_seeds(payloads: Sequence[str]) -> dict[str, str | bytes]:
    """The payloads as words and HTML of articles in each format that brings HTML, and as plain text and Markdown."""
    words = [re.sub("[\x00\ud800-\udfff]", "", payload) for payload in payloads]
    html = [f'<p>One {n}.</p>{text}<p title="{text}">Two {n}.</p>' for n, text in enumerate(words)]
    title = [f"{n} {text}".replace("\r", " ").replace("\n", " ") for n, text in enumerate(words)]
    both = list(zip(title, html, strict=True))
    day = "2019-05-02T09:30:00Z"
    item = "<item><title>{}</title><guid>{}</guid>{}<category>{}</category></item>"
    rss = "".join(
        item.format(escape(t), n, f"<description>{escape(h)}</description>", escape(t))
        for n, (t, h) in enumerate(both)
    )
    wxr = "".join(
        item.format(
            escape(t),
            n,
            f"<content:encoded>{escape(h)}</content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>",
            escape(t),
        )
        for n, (t, h) in enumerate(both)
    )
    ghost = [
        {"id": n, "title": t, "html": h, "status": "published", "published_at": day, "custom_excerpt": t}
        for n, (t, h) in enumerate(both)
    ]
    feed = [
        {"id": str(n), "title": t, "content_html": h, "tags": [t], "url": f"https://e.org/{t}"}
        for n, (t, h) in enumerate(both)
    ]
    substack = _csv(
        [
            ["post_id", "title", "subtitle", "audience", "is_published"],
            *([f"{n}.p{n}", t, t, "everyone", "TRUE"] for n, t in enumerate(title)),
        ]
    )
    table = [["id", "title", "content_html"], *([str(n), t, h] for n, (t, h) in enumerate(both))]
    wordpress = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    )
    mails = "".join(
        f"From x Thu May  2 09:30:00 2019\nFrom: a@e.org\nSubject: =?utf-8?q?{_quoted(t)}?=\nMessage-ID: <{n}>\n"
        f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{_base64(h)}\n\n"
        for n, (t, h) in enumerate(both)
    )
    seeds: dict[str, str | bytes] = {
        "rss.xml": _xml(rss),
        "wxr.xml": _xml(wxr, wordpress),
        "ghost.json": json.dumps({"db": [{"data": {"posts": ghost}}]}),
        "feed.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": feed}),
        "substack.zip": make_zip(
            {"posts.csv": substack, **{f"posts/{n}.p{n}.html": h for n, h in enumerate(html)}}
        ),
        "table.csv": _csv(table),
        "box.mbox": mails,
    }
    for n, (t, h) in enumerate(both):
        seeds[f"page{n}.html"] = f"<html><head><title>{t}</title></head><body><h1>{t}</h1>{h}</body></html>"
        seeds[f"note{n}.md"] = f"# {t}\n\n{h}\n\n{words[n]}\n"
        seeds[f"note{n}.txt"] = f"{t}\n\nOSLO, May 2, 2019 - Minister {words[n]} said so.\n\n{h}\n"
    return {f"seeds/{name}": data for name, data in seeds.items()}


def _quoted(text: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode())


def _base64(text: str) -> str:
    return base64.encodebytes(text.encode()).decode()


@cache
def _parser() -> Any:
    return importlib.import_module("selectolax.lexbor").LexborHTMLParser


OWN_VALUES = {("script", "src"), ("link", "rel"), ("form", "action")}
"""Attributes of which the values count too."""


def list_elements(html: str) -> Found:
    """List elements and their attributes as a browser's parser sees them, with what attributes lead to if that may run."""
    found: Found = set()
    for node in _parser()(html).root.traverse(include_text=False):
        tag, attributes = node.tag, node.attributes
        found.add((tag, ""))
        for name, value in attributes.items():
            active = name == "style" or (name in _ADDRESSES and _SCHEME.match(value or ""))
            leads = (tag, name) in OWN_VALUES or name in ("http-equiv", "type")
            found.add(
                (
                    tag,
                    f"{name}={value.rpartition('/')[2] if leads and value else value}"
                    if active or leads
                    else name,
                )
            )
        if tag == "script" and "src" not in attributes:
            found.add((tag, "data" if is_json(node.text()) and attributes.get("type") else "code"))
    if {("meta", "http-equiv=refresh"), ("main", "")} <= found:
        found.add(("meta", "of a page that leads elsewhere"))
    return found


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def is_harmless(tag: str, attribute: str) -> bool:
    """True for what an article's Markdown may become."""
    name, _, value = attribute.partition("=")
    if name == "style":
        return re.fullmatch(r"text-align:(left|right|center)", value) is not None
    return HARMLESS.fullmatch(tag) is not None and not value and (not name or name in ATTRIBUTES)


def list_texts(path: Path) -> Iterator[str]:
    """The HTML of a file: a page, or the texts of a feed, which is read as its readers do."""
    if path.suffix == ".html":
        yield path.read_text("utf-8")
    elif path.suffix == ".xml":
        for element in etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).iter(
            f"{_ATOM}content", f"{_ATOM}summary", f"{_ATOM}title"
        ):
            assert element.get("type", "text") in ("text", "html"), path
            assert len(element) == 0, path
            if element.get("type") == "html":
                yield element.text or ""
    elif path.name.endswith("feed.json"):
        for item in json.loads(path.read_bytes())["items"]:
            yield item.get("content_html") or ""


def find_foreign(html: str, own: Found) -> Found:
    """Find what a text holds beyond the theme's `own` and the harmless elements of texts."""
    return {pair for pair in list_elements(html) - own if not is_harmless(*pair)}


def find_active(site: Path, own: Found) -> tuple[dict[str, Found], int]:
    """By path what the site holds beyond the theme's `own` and harmless elements of texts; and how many texts were read."""
    found: dict[str, Found] = {}
    number = 0
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".xml", ".json") and path.is_file():
            for html in list_texts(path):
                number += 1
                if foreign := find_foreign(html, own):
                    found[path.relative_to(site).as_posix()] = foreign
    return found, number


def list_own(site: Path) -> Found:
    """What the theme makes of harmless texts."""
    return set[tuple[str, str]]().union(
        *(list_elements(html) for path in site.rglob("*.html") for html in list_texts(path))
    )
