"""What an archive puts around its articles: standalone pages, navigation, logo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, KeysView

import msgspec

from newsgen.archive.model import Archive
from newsgen.errors import ContentError, Problem
from newsgen.model import StandalonePage
from newsgen.pipeline.project import Project
from newsgen.record.store import CachedRecord
from newsgen.renderer.site import Site, entry_link, with_footer, with_navigation
from newsgen.settings.file import SettingsText


def shown_pages(kept: Iterable[CachedRecord], *, drafts: bool) -> list[StandalonePage]:
    """Decode pages from the cache, without drafts unless they are wanted."""
    decode = msgspec.msgpack.Decoder(StandalonePage).decode
    pages = [decode(entry.data) for entry in kept]
    return [page for page in pages if drafts or page.status != "draft"]


def framed(project: Project, site: Site, archive: Archive) -> Site:
    """Give the site its navigation and its footer's links."""
    return with_footer(with_navigation(site, project.settings.navigation, archive), archive)


def check_frame(project: Project, site: Site, archive: Archive, paths: Iterable[str]) -> None:
    """See that the settings name what there is.

    Args:
        project: the archive on disk.
        site: with the navigation that `framed` gave it.
        archive: its texts.
        paths: every file of the site.

    Raises:
        ContentError: each entry of the navigation that leads nowhere, a logo that static/ does not hold, a page at the
            address of a file of static/.
    """
    twice = Counter(paths)
    problems = [
        *_doubled(project, archive, twice),
        *_lost_entries(project, archive, twice.keys()),
        *_lost_logo(project, site, twice.keys()),
        *_lost_links(project, site, archive, twice.keys()),
    ]
    if problems:
        raise ContentError(problems)


def _doubled(project: Project, archive: Archive, twice: Counter[str]) -> Iterator[Problem]:
    static = project.settings.paths.static
    for address, page in archive.pages.items():
        if twice[address] > 1:
            message = f"this page and {static}/{address} both stand at {address}"
            yield Problem(page.path, 1, 0, message, "give one of them another name", "same-address")


def _lost_entries(project: Project, archive: Archive, known: KeysView[str]) -> Iterator[Problem]:
    for number, entry in enumerate(project.settings.navigation):
        link = entry_link(entry, archive)
        if not link.outside and link.href.partition("#")[0] not in known:
            at = _settings_text(project).entry_place("navigation", number, "href")
            message = f"the navigation leads to {entry.href!r}, which the site does not have"
            yield Problem(
                project.file, *at, message, _nearest(entry.href, _choices(archive, known)), "lost-link"
            )


def _lost_links(project: Project, site: Site, archive: Archive, known: KeysView[str]) -> Iterator[Problem]:
    for target, address in site.footer_links:
        if address.partition("#")[0] not in known:
            at = _settings_text(project).key_place("site", "footer")
            message = f"the footer leads to {target!r}, which the site does not have"
            expected = _nearest(target, _choices(archive, known))
            yield Problem(project.file, *at, message, expected, "lost-link")


def _choices(archive: Archive, known: KeysView[str]) -> list[str]:
    """What a link of the settings may name."""
    return [name for name in known if name.endswith(".html")] + [page.path for page in archive.pages.values()]


def _lost_logo(project: Project, site: Site, known: KeysView[str]) -> Iterator[Problem]:
    if site.logo and site.logo not in known:
        static = project.settings.paths.static
        at = _settings_text(project).key_place("site", "logo")
        message = f"logo is {site.logo!r}, and there is no {static}/{site.logo}"
        yield Problem(project.file, *at, message, _nearest(site.logo, known), "no-file")


def _settings_text(project: Project) -> SettingsText:
    return SettingsText((project.root / project.file).read_text(encoding="utf-8-sig"), project.file)


def _nearest(wanted: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(wanted, list(known), 1)
    return f'did you mean "{near[0]}"?' if near else "name a file of the site"
