"""Walking a site as a reader's browser does: every page that links lead to, and every link that leads nowhere."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import msgspec
from playwright.sync_api import APIResponse, BrowserContext, Request, Response

LOOK = """text => {
  const page = text ? new DOMParser().parseFromString(text, "text/html") : document;
  return {
    links: [...page.querySelectorAll("a[href], area[href]")].map(e => e.href.baseVal ?? e.getAttribute("href")),
    parts: [...page.querySelectorAll("link[href], script[src], img[src], source[src], iframe[src]")]
      .filter(e => e.rel !== "canonical").map(e => e.getAttribute("href") ?? e.getAttribute("src")),
    anchors: [...page.querySelectorAll("[id]")].map(e => e.id),
  };
}"""
"""Of a page's text, or of the page that is open."""


class Seen(msgspec.Struct):
    """What Chromium found on one page."""

    links: list[str]
    parts: list[str]
    anchors: list[str]


class Walk(msgspec.Struct):
    """All pages that can be reached from the front page by clicking."""

    base: str
    pages: dict[str, Seen] = {}
    clicks: dict[str, int] = {}
    foreign: list[str] = []
    broken: list[str] = []


def walk(context: BrowserContext, base: str, opened: Container[str] | None = None) -> Walk:
    """Read the front page and every page that it leads to; note the clicks, and each request that leaves.

    The browser opens the pages whose paths are in `opened`, the front page among them; None: it opens all.
    """
    found = Walk(base)

    def note(request: Request) -> None:
        if not request.url.startswith((base, "data:")):
            found.foreign.append(request.url)

    context.on("request", note)
    page = context.new_page()
    found.clicks[base + "index.html"] = 0
    response: Response | APIResponse | None
    for url in _growing(found.clicks):
        if opened is None or url.removeprefix(base) in opened:
            response, text = page.goto(url, wait_until="domcontentloaded"), ""
        else:
            response = context.request.get(url)
            text = response.text()
        if response and not response.ok:
            found.broken.append(url)
            continue
        seen = msgspec.convert(page.evaluate(LOOK, text), Seen)
        found.pages[url] = seen
        for link in seen.links:
            target = urldefrag(urljoin(url, link)).url
            if target.startswith(base) and target.endswith(".html"):
                found.clicks.setdefault(target, found.clicks[url] + 1)
    return found


def _growing(queue: dict[str, int]) -> Iterator[str]:
    """Yield the keys of a dict that grows meanwhile, in order."""
    done = 0
    while done < len(queue):
        yield list(queue)[done]
        done += 1


def defects(found: Walk, context: BrowserContext) -> Iterator[str]:
    """Name each link that leads nowhere."""
    files: dict[str, bool] = {}
    for url, seen in found.pages.items():
        for link in [*seen.links, *seen.parts]:
            target, anchor = urldefrag(urljoin(url, link))
            if not target.startswith(found.base):
                if not link.startswith(("http:", "https:", "mailto:", "data:")):
                    yield f"{url}: {link} leaves the site"
            elif target in found.pages:
                if anchor and anchor not in found.pages[target].anchors:
                    yield f"{url}: {link} has no such anchor"
            elif target not in files:
                files[target] = exists(target, context)
                if not files[target]:
                    yield f"{url}: {link} leads nowhere"


def exists(url: str, context: BrowserContext) -> bool:
    if url.startswith("file://"):
        return Path(unquote(urlsplit(url).path)).is_file()
    return context.request.get(url).ok
