"""The pages of what was just saved, rendered alone, before the whole archive is built.

A text's own page is made of its record and of what the last build knew of the others; the lists that show it follow
with the build. A saved template or asset shows on any page that is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from newsgen.addresses import article_addresses
from newsgen.archive.build import build_archive, joined, localized, names_of
from newsgen.archive.model import KINDS, Archive
from newsgen.archive.references import with_links
from newsgen.model import Record
from newsgen.pipeline.inputs import engine
from newsgen.pipeline.open import Inputs
from newsgen.pipeline.pictures import hung_as
from newsgen.pipeline.planned import Planned
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import Options
from newsgen.record.read import read_record
from newsgen.renderer.environment import Environment
from newsgen.renderer.lists.teasers import linker
from newsgen.renderer.page import Blob, File, Page, page_of
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.render import render
from newsgen.renderer.site import Site
from newsgen.renderer.texts import body_reader
from newsgen.renderer.theme import Theme, open_theme
from newsgen.renderer.words import Words


class Known(msgspec.Struct, frozen=True):
    """What the last build planned."""

    project: Project
    drafts: bool
    """Drafts are shown."""
    archive: Archive
    site: Site
    aliases: Mapping[str, Mapping[str, str]]
    theme: str
    """Fingerprint of the templates that the environment holds."""
    environment: Environment
    pages: dict[str, object]
    """Every file of the site by path; a page that is saved again takes the place of the planned one."""
    user_cache: Path | None = None
    """As in `Options`."""


def known(project: Project, options: Options, made: Planned, inputs: Inputs, last: Known | None) -> Known:
    """Keep what a build planned; templates that are compiled already serve on if they are the same."""
    pages: dict[str, object] = {page.path: page for page in made.pages}
    theme, site = inputs.theme, made.site
    if last and (last.theme, last.site.words, last.project.root) == (
        theme.fingerprint,
        site.words,
        project.root,
    ):
        environment = last.environment
    else:
        environment = _environment(project, theme, site.words, options.user_cache)
    return Known(
        project,
        options.drafts,
        made.archive,
        site,
        inputs.aliases,
        theme.fingerprint,
        environment,
        pages,
        options.user_cache,
    )


def _environment(project: Project, theme: Theme, words: Words, user_cache: Path | None) -> Environment:
    return theme.environment(body_reader(project.root), words, user_cache, engine())


def saved_pages(last: Known, paths: Iterable[str]) -> dict[str, bytes]:
    """Render the pages of saved texts by their path in the site.

    Args:
        last: what the last build planned; its pages are brought up to date.
        paths: files that changed, relative to the archive's root. Those that have no page, or not where it was,
            are left to the build.

    Raises:
        ContentError: what is wrong with the texts.
    """
    found: dict[str, bytes] = {}
    static = last.project.settings.paths.static
    for path in paths:
        address = last.archive.addresses.get(path) or path.removeprefix(f"{static}/")
        planned = last.pages.get(address)
        if not isinstance(planned, Page | File):
            continue
        try:
            data = (last.project.root / path).read_bytes()
        except OSError:
            continue  # it was deleted a moment ago
        if isinstance(planned, File):
            if planned.source == str(last.project.root / path):
                found[address] = data
            continue
        if path not in last.archive.addresses:
            continue
        page = _page(last, read_record(path, data), address, planned)
        if page is not None:
            last.pages[address] = page
            found[address] = render(page, last.environment, last.site)
    return found


def with_theme(last: Known) -> Known:
    """Look at the templates anew; what was known stands if they are as they were.

    Raises:
        ContentError: what is wrong with them.
    """
    theme = open_theme(last.project.folder(last.project.settings.paths.templates), last.project.root)
    if theme.fingerprint == last.theme:
        return last
    words = theme.words(last.site.language)
    site = msgspec.structs.replace(last.site, assets=theme.addresses, words=words)
    pages = last.pages | {asset.path: asset for asset in theme.assets}
    environment = _environment(last.project, theme, words, last.user_cache)
    return msgspec.structs.replace(
        last, site=site, theme=theme.fingerprint, environment=environment, pages=pages
    )


def planned_page(last: Known, path: str) -> bytes | None:
    """Render the page at a path; None if there is none, or if it is a file that is copied.

    Raises:
        ContentError: the template is wrong.
    """
    page = last.pages.get(path)
    if isinstance(page, Blob):
        return page.data
    return render(page, last.environment, last.site) if isinstance(page, Page) else None


def _page(last: Known, record: Record, address: str, planned: Page) -> Page | None:
    """The page of one record, with the ways on that the planned one has; None if it is not shown where it was."""
    record = localized([record], last.site.timezone)[0]
    record = joined(record, last.aliases) if last.aliases else record
    if (record.status == "draft" and not last.drafts) or article_addresses((record,)).get(
        record.path
    ) != address:
        return None
    where = last.archive.addresses | {page.path: at for at, page in last.archive.pages.items()}
    record = with_links(hung_as(record, planned.view.body, planned.view.image), address, where)
    alone, _ = build_archive([record])
    page = next(article_pages(alone, last.site))
    links = {kind: linker(last.archive, kind)(names_of(record, kind)) for kind in KINDS}
    source = links.pop("sources")
    view = msgspec.structs.replace(
        page.view, turn=planned.view.turn, source=source[0] if source else None, **links
    )
    return page_of(page.template, view)


def is_theme(project: Project, paths: Collection[str]) -> bool:
    """Tell whether templates, assets or translations are among the files that changed."""
    return any(Path(path).is_relative_to(project.settings.paths.templates) for path in paths)
