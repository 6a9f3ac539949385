"""Pictures in a body: `![alt](photo.jpg "caption | credit")` → `<figure>`, or `<img>` within a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import unquote

from newsgen.model import DECORATIVE, ArticleImage, BodyPicture, SitePicture

if TYPE_CHECKING:
    from markdown_it.token import Token

SIZES = "(min-width: 680px) 627px, 92vw"
"""Width at which a page shows a picture: that of its text (33rem of 19 pixels), or of the screen."""

CREDIT = " | "
"""Separator between a caption and its credit."""

_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def is_external_image(src: str) -> bool:
    """True if a picture is on another site."""
    return _OUTSIDE.match(src) is not None


def render_figure(image: ArticleImage, root: str = "", *, lead: bool = False, language: str = "") -> str:
    """Write the `<figure>` of a picture with caption and credit; '' if the picture is not in the site.

    In place of a missing picture stands its alternative text; without words there is no figure.

    Args:
        image: the picture.
        root: path from the page to the top of the site.
        lead: True if it is at the top of the page; then browsers fetch it at once.
        language: BCP 47 tag of its words; '' if the page has the same.
    """
    if image.shown:
        shown = render_img(image.shown, image.alt, root, lead=lead)
    elif image.missing:
        shown = _write_alt(image.alt)
    else:
        return ""
    credit = f"<small>{escape(image.credit, quote=False)}</small>" if image.credit else ""
    words = " ".join(filter(None, [escape(image.caption, quote=False), credit]))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    lang = f' lang="{escape(language)}"' if language else ""
    return f'<figure class="picture"{lang}>{shown}{caption}</figure>' if shown or caption else ""


def render_img(
    picture: SitePicture, alt: str, root: str = "", *, lead: bool = False, sizes: str = SIZES
) -> str:
    """Write an `<img>` with its size, so that the text does not move when the picture arrives.

    Source: HTML §4.8.4 (srcset, sizes), §2.5.7 (loading).
    """
    copies = ", ".join(f"{root}{address} {width}w" for width, address in picture.smaller)
    return "".join(
        (
            f'<img src="{root}{picture.href}"',
            f' srcset="{copies}" sizes="{sizes}"' if copies else "",
            f' width="{picture.width}" height="{picture.height}" alt="{_write_alt(alt)}"',
            ' fetchpriority="high"' if lead else ' loading="lazy"',
            ' decoding="async">',
        )
    )


def _write_alt(alt: str) -> str:
    return "" if alt == DECORATIVE else escape(alt)


def find_pictures_in_tokens(
    tokens: Iterable[Token], body: str, line: int, *, moved: bool = False
) -> Iterator[BodyPicture]:
    """Find the pictures of a parsed body, which starts on a line of the file.

    `moved` is True if the tokens are those of a translated body, so that their lines are not those of the file.
    """
    starts = list(accumulate((len(text) + 1 for text in body.split("\n")), initial=0))
    last = 0  # pictures come in order, so each is looked for after the one before
    for token in tokens:
        first, end = (0, len(starts)) if moved or not token.map else token.map
        block = starts[min(first, len(starts) - 1)], starts[min(end, len(starts) - 1)]
        for image in _images(token):
            src, alt = _src(image), _alt(image)
            names = {str(image.attrs["src"]), src}
            places = (body.find(name, max(last, block[0]), block[1]) for name in names)
            at = min((place for place in places if place >= 0), default=-1)
            row, column = first, -1
            if at >= 0:
                row = bisect_right(starts, at) - 1
                last, column = at + 1, at - starts[row]
            yield BodyPicture(src, line + row, column + 1, alt, moved or "html" in image.meta)


def replace_pictures_in_tokens(
    tokens: list[Token], pictures: Mapping[str, SitePicture | None], root: str
) -> None:
    """Replace the pictures of a parsed body by HTML, in place.

    In a paragraph with only pictures, each becomes a figure. A picture on another site becomes a link, so that pages
    load nothing from other sites. A missing picture (None in `pictures`) becomes its alternative text. Other pictures
    that are not in `pictures` do not change.
    """
    for at, token in enumerate(tokens):
        children = token.children or []
        images = list(_images(token)) if token.type == "inline" else []
        if not images:
            continue
        only_images = tokens[at - 1].type == "paragraph_open" and all(
            child.type in ("image", "softbreak", "hardbreak")
            or (child.type == "text" and not child.content.strip())
            for child in children
        )
        if only_images and all(_src(image) in pictures for image in images):
            html = "\n".join(
                filter(None, (render_figure(_make_image(image, pictures), root) for image in images))
            )
            tokens[at - 1].hidden = tokens[at + 1].hidden = True
            token.children = [_raw(token, f"{html}\n")]
            continue
        depth = 0
        for n, child in enumerate(children):
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            if child.type == "image":
                shown = _render_inline(child, pictures, root, depth > 0)
                children[n] = child if shown is None else _raw(child, shown)


def _render_inline(
    image: Token, pictures: Mapping[str, SitePicture | None], root: str, linked: bool
) -> str | None:
    """Write a picture within a line, or the words in its place; None if it does not change."""
    src, alt = _src(image), _alt(image)
    caption = escape(str(image.attrs.get("title") or ""), quote=False)
    if src in pictures:
        shown = pictures[src]
        return render_img(shown, alt, root) if shown else _write_alt(alt) or caption
    if not is_external_image(src):
        return escape(alt, quote=False) or caption if "html" in image.meta else None
    words = escape(alt, quote=False) or caption or escape(src, quote=False)
    link = words if linked else f'<a href="{escape(str(image.attrs["src"]))}">{words}</a>'
    return f"{link} {caption}" if alt and caption and caption != words else link


def _make_image(image: Token, pictures: Mapping[str, SitePicture | None]) -> ArticleImage:
    caption, _, credit = f" {image.attrs.get('title') or ''} ".partition(CREDIT)
    src = _src(image)
    shown = pictures[src]
    return ArticleImage(src, _alt(image), caption.strip(), credit.strip(), shown, missing=shown is None)


def _images(token: Token) -> Iterator[Token]:
    yield from (child for child in token.children or () if child.type == "image")


def _src(image: Token) -> str:
    return unquote(str(image.attrs["src"]))


def _alt(image: Token) -> str:
    """Return the text between the brackets, without markup."""
    kinds = ("text", "text_special", "code_inline")
    parts = (child.content if child.type in kinds else " " for child in image.children or ())
    return " ".join("".join(parts).split())


def _raw(token: Token, html: str) -> Token:
    return token.copy(type="html_inline", tag="", attrs={}, content=html, children=None)
