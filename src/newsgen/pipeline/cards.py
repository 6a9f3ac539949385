"""A card for social media for each article that has no picture of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import msgspec

from newsgen.addresses import slugify
from newsgen.errors import Problem
from newsgen.model import Record
from newsgen.pipeline.pictures import INSTALL
from newsgen.pipeline.project import Project
from newsgen.renderer.page import Card, made_of

FOLDER = "cards"
"""Where cards stand in the site."""
MOST = 2_000
"""Articles up to which cards are made where the settings do not say."""
_SHARED = ("jpg", "png", "gif")
"""Kinds of picture that every social medium shows."""


def with_cards(
    project: Project, records: Iterable[Record], encoder: str
) -> tuple[list[Record], list[Card], list[Problem]]:
    """Give records the addresses of their cards.

    Args:
        project: the archive.
        records: those that are shown.
        encoder: stands for Pillow's version; '' if it is not installed.

    Returns:
        The records; the plan of the cards; and why there are none, if the settings want some.
    """
    records, wanted = list(records), project.settings.images.cards
    if wanted is False or (wanted == "auto" and len(records) > MOST):
        return records, [], []
    if not encoder or not project.settings.site.url:
        message = "cards are left out, for " + (
            "the site's address is not known" if encoder else "Pillow is not installed"
        )
        remedy = "set url under [site]" if encoder else INSTALL
        return records, [], [Problem("", 0, 0, message, remedy, "no-cards")] if wanted is True else []
    from newsgen.renderer.media.draw import can_set  # brings Pillow

    cards: dict[str, Card] = {}
    found = []
    for record in records:
        if record.status != "withdrawn" and not _has_picture(record) and can_set(record.title):
            card = _card(project, record, encoder, can_set)
            cards[card.path] = card
            record = msgspec.structs.replace(record, card=card.path)
        found.append(record)
    return found, list(cards.values()), []


def _has_picture(record: Record) -> bool:
    shown = record.image.shown if record.image else None
    return bool(shown and shown.address.rpartition(".")[2] in _SHARED)


def _card(project: Project, record: Record, encoder: str, can_set: Callable[[str], bool]) -> Card:
    site = project.settings.site
    title = site.title or project.root.name
    kicker = record.topics[0] if record.topics else ""
    card = Card(
        path="",
        title=record.title,
        kicker=kicker if can_set(kicker) else "",
        site=title if can_set(title) else "",
        date=None if record.provisional else record.date,
        language=site.language,
        encoder="",
    )
    digest = hashlib.sha256(msgspec.msgpack.encode(made_of(card))).hexdigest()[:12]
    path = f"{FOLDER}/{slugify(record.title)[:60].strip('-')}-{digest}.png"
    return msgspec.structs.replace(card, path=path, encoder=encoder)
