"""Ghost: the JSON file that Settings → Export makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsgen.errors import ContentError, Problem
from newsgen.loader.formats.feeds import load_json
from newsgen.loader.items import Value, make_item
from newsgen.model import Draft


def is_ghost(_path: Path, head: bytes) -> bool:
    """True for JSON that begins as Ghost's exports do."""
    start = b"".join(head.split())
    return start.startswith((b'{"db":[{', b'{"meta":{"exported_on"', b'{"data":{"posts"'))


def read_ghost(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each post; pages are no articles.

    Raises:
        ContentError: the JSON is broken or holds no posts.
    """
    found: Any = load_json(file, path)
    database = found["db"][0] if isinstance(found.get("db"), list) and found["db"] else found
    data = database.get("data", database) if isinstance(database, dict) else {}
    posts = data.get("posts") if isinstance(data, dict) else None
    if not isinstance(posts, list):
        raise ContentError(Problem(file, 0, 0, "this export holds no posts", "export posts too", "bad-json"))
    tags = _join_names(data, "posts_tags", "tag_id", "tags")
    authors = _join_names(data, "posts_authors", "author_id", "users")
    users = {user.get("id"): user.get("name", "") for user in _list_rows(data, "users")}
    for post in filter(_is_object, posts):
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
        if not html and not plain and (post.get("lexical") or post.get("mobiledoc")):
            remedy = "export it from Ghost's admin API with formats=html"
            yield Problem(
                file, 0, 0, f"{fields['title']}: the export has no HTML of this post", remedy, "no-html"
            )
            continue
        own = str(post.get("uuid") or number or "")
        yield make_item(file, own, fields, html or plain, markup="html" if html else "plain")


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _list_rows(data: Any, name: str) -> list[dict[str, Any]]:
    """List the rows of a table of the export; anything else in it is left out."""
    rows = data.get(name)
    return list(filter(_is_object, rows)) if isinstance(rows, list) else []


def _join_names(data: Any, links: str, key: str, names: str) -> dict[Any, list[str]]:
    """Find the names of each post's tags or authors, in order."""
    known = {row.get("id"): row.get("name", "") for row in _list_rows(data, names)}
    found: dict[Any, list[str]] = {}
    for row in sorted(_list_rows(data, links), key=lambda row: str(row.get("sort_order") or 0).zfill(9)):
        name = known.get(row.get(key), "")
        if name and not name.startswith("#"):  # '#' marks internal tags
            found.setdefault(row.get("post_id"), []).append(name)
    return found
