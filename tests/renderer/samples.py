"""A small archive made by hand, with one record of each kind that pages must cope with."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from newsgen.archive.build import build_archive
from newsgen.archive.model import Archive
from newsgen.model import BodyReference, Correction, Inference, PartialDate, Record, SeedRef, Source
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.pages import PageKind
from newsgen.renderer.site import Site
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import OnwardLinks
from newsgen.settings.values import ListSettings, Settings, SiteSettings

TEXT = "The ministers met.\n\nThe statement added that\n\n> They will meet again.\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
URL = "https://example.org/repo/"

GUESS = Inference(
    rule="weekday",
    evidence='line 4: "On Wednesday, Nov. 22"',
    confidence=0.4,
    because="22 November fell on a Wednesday in 2023 and 2017",
    alternatives=("2017-11-22",),
)


def record(name: str, date: str = "", **fields: Any) -> Record:
    """A record at articles/NAME.md; what is not given is as plain as can be."""
    path = f"articles/{name}.md"
    plain: dict[str, Any] = {
        "path": path,
        "body": BodyReference(path, SHA, 5),
        "title": name.replace("-", " ").title(),
        "date": PartialDate.parse(date) if date else None,
        "words": 460,
        "excerpt": "The ministers met. The statement added that They will meet again.",
    }
    return Record(**(plain | fields))


def sample_records() -> list[Record]:
    """Ten records: plain, provisional, withdrawn, corrected, undated, vague, right-to-left, hostile, moved."""
    trade = {"topics": ("Trade", "Summits"), "people": ("Mei Lin", "Per Holm"), "places": ("Oslo",)}
    return [
        record("talks-open", "2023-11-22", dek="A first round", authors=("Ida Dahl",), **trade),
        record("talks-close", "2023-11-24", source=Source("Harbour Wire", "https://example.org/a"), **trade),
        record(
            "guessed",
            "2022-11-23",
            topics=("Trade",),
            inferred={"date": GUESS},
            seed=SeedRef("seeds/g.txt", SHA),
        ),
        record("gone", "2023-06-01", status="withdrawn", topics=("Trade",), people=("Only Once",)),
        record(
            "mended",
            "2023-06-02T09:30:00+09:00",
            corrections=(Correction(PartialDate(2023, 6, 4), "A name was wrong."),),
            updated=PartialDate(2023, 6, 5),
        ),
        record("no-date", topics=("Trade",)),
        record("month-only", "2022-05", topics=("Trade",)),
        record("year-only", "1972", topics=("Trade",)),
        record("rtl", "2023-01-05", title="القمة تختتم أعمالها", language="ar"),
        record(
            "hostile",
            "2023-01-06",
            title="<script>alert(1)</script> & \x00\x0bmore",
            source=Source("Bad", "javascript:alert(1)"),
            canonical="data:text/html,x",
            redirect_from=("old/place/",),
        ),
    ]


def sample_archive(records: list[Record] | None = None) -> Archive:
    """The archive of these records, or of the sample ones."""
    return build_archive(sample_records() if records is None else records)[0]


def sample_site(url: str = URL, limit: int = 100, language: str = "en", **fields: Any) -> Site:
    """The settings of the sample archive, with the default theme; `fields` are others of `Site`."""
    settings = Settings(
        site=SiteSettings(title="The Record", url=url, language=language, licence="CC BY 4.0"),
        lists=ListSettings(limit=limit),
    )
    return msgspec.structs.replace(open_theme().site(settings), **fields)


def make_views(kind: PageKind, records: list[Record] | None = None, **site: Any) -> dict[str, Any]:
    """The views of all pages of one kind, by address."""
    pages = kind(sample_archive(records), sample_site(**site))
    return {page.path: page.view for page in pages if isinstance(page, Page)}


def make_texts(kind: PageKind, records: list[Record] | None = None, **site: Any) -> dict[str, str]:
    """All files of one kind as they are published, by address."""
    settings, environment = sample_site(**site), open_theme().environment(read)
    return {
        page.path: (
            page.data if isinstance(page, Blob) else render_page(page, environment, settings)
        ).decode()
        for page in kind(sample_archive(records), settings)
    }


def read(body: BodyReference) -> str:
    """The Markdown of every sample record."""
    return TEXT


def fingerprint(view: msgspec.Struct) -> bytes:
    """A view as the builder fingerprints it."""
    return msgspec.msgpack.encode(
        view, enc_hook=lambda links: [getattr(links, field) for field in OnwardLinks.__struct_fields__]
    )
