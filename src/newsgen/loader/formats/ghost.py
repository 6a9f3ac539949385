"""Ghost: the JSON file that Settings → Export makes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from newsgen.errors import ContentError, Problem
from newsgen.loader.formats.feeds import load_json
from newsgen.loader.items import Value, make_item
from newsgen.markdown.render import render_html
from newsgen.model import ParsedArticle

_STYLES = {1: "strong", 2: "em", 4: "s", 16: "code", 32: "sub", 64: "sup"}
"""Bits of a text's format in Lexical. Source: github.com/facebook/lexical, LexicalConstants.ts."""
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote")
_WORDS = re.compile(
    r"(?i)(?:text|html|caption|title|head(?:er|ing)|content|description|disclaimer|author|publisher|filename)$"
)
"""Names of the values of cards that readers see."""


def is_ghost(_path: Path, head: bytes) -> bool:
    """True for JSON that begins as Ghost's exports do."""
    start = b"".join(head.split())
    return start.startswith((b'{"db":[{', b'{"meta":{"exported_on"', b'{"data":{"posts"'))


def read_ghost(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each post; pages are no articles."""
    found: Any = load_json(file, path)
    database = found["db"][0] if isinstance(found.get("db"), list) and found["db"] else found
    data = database.get("data", database) if isinstance(database, dict) else {}
    if not isinstance(data, dict) or not isinstance(data.get("posts"), list):
        raise ContentError(Problem(file, 0, 0, "this export has no posts", "export posts too", "bad-json"))
    tags = _join_names(data, "posts_tags", "tag_id", "tags")
    authors = _join_names(data, "posts_authors", "author_id", "users")
    users = {user.get("id"): user.get("name", "") for user in _list_rows(data, "users")}
    for post in _list_rows(data, "posts"):
        if post.get("type") == "page" or post.get("page") in (1, True):
            continue
        html, plain = str(post.get("html") or ""), str(post.get("plaintext") or "")
        number = post.get("id")
        fields: dict[str, Value] = {
            "title": post.get("title") or "",
            "dek": post.get("custom_excerpt") or "",
            "date": post.get("published_at") or post.get("created_at") or "",
            "slug": post.get("slug") or "",
            "redirect_from": [f"{post['slug']}/index.html"] if post.get("slug") else [],
            "topics": tags.get(number, []),
            "authors": authors.get(number) or list(filter(None, [users.get(post.get("author_id"))])),
            "status": "" if post.get("status") in ("published", "sent") else "draft",
            "canonical": post.get("canonical_url") or "",
        }
        if post.get("visibility") in ("members", "paid", "tiers"):
            fields["status"] = "draft"
        if not html and not plain:
            try:
                html = _write_editor_html(post)
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
                remedy = "export it from Ghost's admin API with formats=html"
                message = (
                    f"{fields['title']}: the text of this post is damaged, and the export has no HTML of it"
                )
                yield Problem(file, 0, 0, message, remedy, "no-html")
                continue
        own = str(post.get("uuid") or number or "")
        yield make_item(file, own, fields, html or plain, markup="plain" if plain and not html else "html")


def _write_editor_html(post: dict[str, Any]) -> str:
    """Write the HTML of a post that the export has only in the form of Ghost's editors: Lexical, or Mobiledoc before 2023.

    Raises:
        ValueError, LookupError, TypeError, AttributeError: it has another form.
    """
    if lexical := post.get("lexical"):
        return "\n".join(map(_write_node, json.loads(lexical)["root"]["children"]))
    if mobiledoc := post.get("mobiledoc"):
        document = json.loads(mobiledoc)
        return "\n".join(_write_section(document, section) for section in document["sections"])
    return ""


def _write_node(node: dict[str, Any]) -> str:
    """Write a node of Lexical. Source: lexical.dev/docs/concepts/nodes."""
    kind = str(node.get("type", "")).removeprefix("extended-")
    if isinstance(node.get("text"), str):
        style, text = node.get("format") or 0, escape(str(node["text"]))
        for bit, tag in _STYLES.items():
            text = f"<{tag}>{text}</{tag}>" if isinstance(style, int) and style & bit else text
        return text
    if kind == "linebreak":
        return "<br>"
    if not isinstance(node.get("children"), list):
        return _write_card(kind, node)
    inner = "".join(map(_write_node, node["children"]))
    if kind in ("link", "autolink"):
        return f'<a href="{escape(str(node.get("url") or ""))}">{inner}</a>'
    tag = {"listitem": "li", "quote": "blockquote"}.get(kind, str(node.get("tag")))
    tag = tag if tag in _BLOCKS else "p"
    return f"<{tag}>{inner}</{tag}>"


def _write_section(document: dict[str, Any], section: list[Any]) -> str:
    """Write a section of Mobiledoc. Source: github.com/bustle/mobiledoc-kit, MOBILEDOC.md."""
    kind, *rest = section
    if kind == 10:
        return _write_card(*document["cards"][rest[0]])
    if kind == 2:
        return _write_card("image", {"src": rest[0]})
    tag = rest[0] if rest[0] in _BLOCKS else "p"
    items = rest[1] if kind == 3 else [rest[1]]
    inner = [_write_markers(document, markers) for markers in items]
    text = "".join(f"<li>{item}</li>" for item in inner) if kind == 3 else inner[0]
    return f"<{tag}>{text}</{tag}>"


def _write_markers(document: dict[str, Any], markers: list[Any]) -> str:
    """Write the texts of a section; each opens some styles, and closes a number of them."""
    parts: list[str] = []
    opened: list[str] = []
    for kind, opening, closing, value in markers:
        for number in opening:
            tag, *attributes = document["markups"][number]
            address = dict(zip(*[iter(attributes[0])] * 2, strict=True)).get("href", "") if attributes else ""
            parts.append(f'<a href="{escape(str(address))}">' if tag == "a" else f"<{tag}>")
            opened.append(tag)
        if kind == 0:
            parts.append(escape(str(value)))
        else:
            name, text = document["atoms"][value][:2]
            parts.append("<br>" if name == "soft-return" else escape(str(text)))
        parts += [f"</{opened.pop()}>" for _ in range(closing)]
    return "".join(parts)


def _write_card(kind: str, card: dict[str, Any]) -> str:
    """Write a card: pictures, code and Markdown as such, of any other its words and the address that it leads to."""
    if kind in ("hr", "horizontalrule"):
        return "<hr>"
    if kind in ("code", "codeblock"):
        code, language = escape(str(card.get("code", ""))), escape(str(card.get("language") or ""))
        caption = _write_words(card, "caption")
        return f'<pre><code class="language-{language}">{code}</code></pre>\n{caption}'
    if kind in ("markdown", "card-markdown"):
        return render_html(str(card.get("markdown", "")))
    if kind in ("image", "gallery"):
        pictures = [
            f'<p><img src="{escape(str(one.get("src") or ""))}" alt="{escape(str(one.get("alt") or ""))}"></p>'
            for one in card.get("images") or [card]
        ]
        return "\n".join([*pictures, _write_words(card, "caption")])
    known = card.get("metadata")
    whole = {**known, **card} if isinstance(known, dict) else card
    addresses = (str(whole[key]) for key in ("url", "buttonUrl", "productUrl", "src") if whole.get(key))
    address = next(addresses, "")
    if kind == "embed":
        whole = {key: value for key, value in whole.items() if key != "html"}  # a frame of another site
    words = _write_words(whole, *(key for key in whole if _WORDS.search(key)))
    return f'{words}\n<p><a href="{escape(address)}">{escape(address)}</a></p>' if address else words


def _write_words(card: dict[str, Any], *keys: str) -> str:
    """Write the texts of a card, which are HTML, as paragraphs."""
    texts = dict.fromkeys(str(card[key]) for key in keys if card.get(key) and isinstance(card[key], str))
    return "\n".join(f"<div>{text}</div>" for text in texts)


def _list_rows(data: Any, name: str) -> list[dict[str, Any]]:
    """List the rows of a table of the export; anything else in it is left out."""
    rows = data.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _join_names(data: Any, links: str, key: str, names: str) -> dict[Any, list[str]]:
    """Find the names of each post's tags or authors, in order."""
    known = {row.get("id"): row.get("name", "") for row in _list_rows(data, names)}
    found: dict[Any, list[str]] = {}
    for row in sorted(_list_rows(data, links), key=lambda row: str(row.get("sort_order") or 0).zfill(9)):
        name = known.get(row.get(key), "")
        if name and not name.startswith("#"):  # '#' marks internal tags
            found.setdefault(row.get("post_id"), []).append(name)
    return found
