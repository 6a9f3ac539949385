"""E-mail: single messages (.eml) and mailboxes (.mbox), as newsletters are kept."""

from __future__ import annotations

import email.policy
import mailbox
import re
from collections.abc import Iterator
from email import message_from_binary_file, message_from_bytes
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from newsgen.errors import ContentError, Problem
from newsgen.loader.foreign_files import convert_library_errors, make_refusal_error
from newsgen.loader.items import Value, make_item, read_mail_date
from newsgen.loader.text import decode_as_stated, decode_seed, strip_tags
from newsgen.model import Markup, ParsedArticle

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_FLOWED = re.compile(r"(?<!\n--) \n(?=[^\n>])")
"""The end of a line that goes on in the next one. Source: RFC 3676 §4.1."""
_FORWARDED = re.compile(
    r"\s*(?:-{3,} ?(?:Forwarded message|Original Message|Weitergeleitete Nachricht|Message transféré) ?-{3,}"
    r"|Begin forwarded message:)\s*\n(?P<head>(?:[ \t*]*[A-Z][\w-]{1,12}:[^\n]*\n){2,8})\s*",
)
_FORWARDED_PAGE = re.compile(r'<div\b[^<>]*class="gmail_attr"[^<>]*>(?P<head>.{0,3000}?)</div>', re.DOTALL)
_LINE_END = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_NOT_ARTICLE = re.compile(
    r"unsubscribe|(?:view|read|open|see)\b.{0,30}\b(?:in|on|with)\b.{0,12}\b(?:browser|web|online)|view online"
    r"|(?:manage|update|change)\b.{0,20}\b(?:preferences|subscription)|abmelden|abbestellen|im browser (?:ansehen|anzeigen)"
    r"|désabonner|désinscrire|darse de baja|cancelar la suscripción",
    re.IGNORECASE,
)
"""Links of newsletters that are not part of their text."""
_MOST_WORDS = 25
"""Most words of the paragraph of such a link that goes with it."""


def is_mailbox(path: Path, head: bytes) -> bool:
    """True for mailboxes, which begin with 'From '. Source: RFC 4155."""
    return path.suffix.lower() in (".mbox", ".mbx") or (head.startswith(b"From ") and b"\nFrom:" in head)


def read_message(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield the item of a message."""
    with path.open("rb") as data:
        yield _read_safely(file, message_from_binary_file(data, policy=email.policy.default))


def read_mailbox(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each message of a mailbox."""
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            data = _QUOTED_FROM.sub(rb"\1", box.get_bytes(key))
            yield _read_safely(file, message_from_bytes(data, policy=email.policy.default))
    finally:
        box.close()


def _read_safely(file: str, message: EmailMessage) -> ParsedArticle | Problem:
    """Read a message; the library raises many kinds of errors for damaged ones."""
    try:
        with convert_library_errors(file, "message"):
            return _read(file, message)
    except ContentError as error:
        return error.problems[0]


def _read(file: str, message: EmailMessage) -> ParsedArticle | Problem:
    body = message.get_body(("html", "plain"))
    text = _decode(file, body) if body else ""
    is_html = body is not None and body.get_content_type() == "text/html"
    if not strip_tags(text) and (attached := _find_attached(message)):
        return _read(file, attached)
    own = str(message.get("Message-ID", "")).strip().strip("<>")
    if not text.strip():
        name = own or "this message"
        raise make_refusal_error(file, f"{name} has no text", "delete it", "no-text")
    heads = {name: _read_head(message, name) for name in ("Subject", "Date", "From")}
    forwarded, text = _take_forwarded(text, is_html=is_html)
    heads |= {name: value for name, value in forwarded.items() if name in heads}
    fields: dict[str, Value] = {
        "title": heads["Subject"],
        "date": read_mail_date(heads["Date"].replace(" at ", " ")),
        "authors": list(filter(None, [parseaddr(heads["From"])[0]])),
    }
    markup: Markup = "html" if is_html else "plain"
    return make_item(file, own, fields, _clean_page(text) if is_html else text, markup=markup)


def _find_attached(message: EmailMessage) -> EmailMessage | None:
    """Find a message that was forwarded as an attachment."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part is not message:
            inner: Any = part.get_payload(0)
            return inner if isinstance(inner, EmailMessage) else None
    return None


def _decode(file: str, body: Any) -> str:
    """Decode the text of a part of a message, whose charset may be missing, unknown or wrong."""
    data = body.get_payload(decode=True) or b""
    text = decode_as_stated(file, data, body.get_content_charset("")) if data.strip() else ""
    if body.get_param("format") == "flowed":
        text = _FLOWED.sub(" ", text.replace("\r\n", "\n"))
    return text


def _read_head(message: EmailMessage, name: str) -> str:
    """Read a line of the head; one with bytes that it should not have is decoded as seeds are."""
    text = str(message.get(name, ""))
    if "\ufffd" in text:
        raw = next(str(value) for key, value in message.raw_items() if key.lower() == name.lower())
        text = decode_seed("", raw.encode("utf-8", "surrogateescape"))[0]
    return " ".join(text.split())


def _take_forwarded(text: str, *, is_html: bool) -> tuple[dict[str, str], str]:
    """Take the head of a forwarded message from the start of a text; return its lines and the text after it."""
    found = (_FORWARDED_PAGE.search if is_html else _FORWARDED.match)(text)
    if found is None or strip_tags(text[: found.start()]):
        return {}, text
    head = _LINE_END.sub("\n", " ".join(found["head"].split())) if is_html else found["head"]
    lines = (strip_tags(line) if is_html else line.strip(" *\t\r") for line in head.split("\n"))
    stated = {
        name.strip("* "): value.strip("* ")
        for name, colon, value in (line.partition(":") for line in lines)
        if colon
    }
    return stated, text[: found.start()] + text[found.end() :] if is_html else text[found.end() :]


def _clean_page(page: str) -> str:
    """Drop hidden texts, counting pixels and links to unsubscribe, which would let anybody do that."""
    from newsgen.loader.html import parse_html  # most archives have no HTML

    tree = parse_html(page)
    for element in tree.find_all(("head", "title", "style", "script")):
        element.decompose()
    for element in tree.find_all(style=True):
        style = "".join(str(element.get("style") or "").split()).lower()
        if "display:none" in style or "mso-hide:all" in style or "visibility:hidden" in style:
            element.decompose()
    for picture in tree.find_all("img"):
        if str(picture.get("src") or "").startswith("cid:") or "1" in (
            picture.get("width"),
            picture.get("height"),
        ):
            picture.replace_with(str(picture.get("alt") or ""))
    for link in tree.find_all("a"):
        if not link.decomposed and _NOT_ARTICLE.search(link.get_text(" ")):
            block = link.find_parent(("p", "td", "li", "div"))
            if block and len(block.get_text(" ").split()) <= _MOST_WORDS:
                block.decompose()
            else:
                link.unwrap()
    return str(tree)
