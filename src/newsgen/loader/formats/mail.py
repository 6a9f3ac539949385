"""E-mail: single messages (.eml) and mailboxes (.mbox), as newsletters are kept."""

from __future__ import annotations

import email.policy
import mailbox
from collections.abc import Iterator
from email import message_from_binary_file, message_from_bytes
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from newsgen.errors import Problem
from newsgen.loader.items import Value, make_item, read_mail_date
from newsgen.model import Draft, Markup


def is_message(path: Path, _head: bytes) -> bool:
    """True for .eml files."""
    return path.suffix.lower() == ".eml"


def is_mailbox(path: Path, head: bytes) -> bool:
    """True for mailboxes, which begin with 'From '. Source: RFC 4155."""
    return path.suffix.lower() in (".mbox", ".mbx") or (head.startswith(b"From ") and b"\nFrom:" in head)


def read_message(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield the item of a message."""
    with path.open("rb") as data:
        yield _read(file, message_from_binary_file(data, policy=email.policy.default))


def read_mailbox(file: str, path: Path) -> Iterator[Draft | Problem]:
    """Yield an item for each message of a mailbox."""
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield _read(file, message_from_bytes(box.get_bytes(key), policy=email.policy.default))
    finally:
        box.close()


def _read(file: str, message: EmailMessage) -> Draft | Problem:
    own = str(message.get("Message-ID", "")).strip().strip("<>")
    try:
        body = message.get_body(("html", "plain"))
        text = body.get_content() if body else ""
        markup: Markup = "html" if body and body.get_content_type() == "text/html" else "plain"
    except (
        LookupError,
        KeyError,
        ValueError,
        AttributeError,
    ) as error:  # an unknown charset, a damaged message
        return Problem(file, 0, 0, f"{own}: the message cannot be read: {error}", "", "bad-mail")
    name, address = parseaddr(str(message.get("From", "")))
    fields: dict[str, Value] = {
        "title": " ".join(str(message.get("Subject", "")).split()),
        "date": read_mail_date(str(message.get("Date", ""))),
        "authors": list(filter(None, [name or address.partition("@")[0]])),
    }
    return make_item(file, own, fields, text, markup=markup)
