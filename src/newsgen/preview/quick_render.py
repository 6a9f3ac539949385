"""Render the pages of files that were just saved, before the whole site is built.

An article's page is made from its record and the last build's plan; lists that show the article follow with the build.
A saved template or asset is shown on any page that is requested.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import msgspec

from newsgen.addresses import AddressRules, article_address
from newsgen.archive.build import add_zone_offsets, apply_aliases, build_archive, names_of
from newsgen.archive.links import LinkTargets, resolve_links
from newsgen.archive.model import KINDS, Archive
from newsgen.model import Record
from newsgen.pipeline.open import OpenedArchive
from newsgen.pipeline.pictures import add_pictures_of_last_build
from newsgen.pipeline.plan import PlannedSite
from newsgen.pipeline.project import Project, fingerprint_engine
from newsgen.pipeline.report import RunOptions
from newsgen.record.read import read_record
from newsgen.record.store import list_url_hosts
from newsgen.renderer.lists.teasers import link_names
from newsgen.renderer.locale.translations import Translations
from newsgen.renderer.page import Blob, CopiedFile, Page
from newsgen.renderer.pages.article import article_pages
from newsgen.renderer.site import Site
from newsgen.renderer.texts import make_body_reader
from newsgen.renderer.theme.render import Environment, render_page
from newsgen.renderer.theme.theme import Theme, open_theme


class LastPlan(msgspec.Struct, frozen=True):
    """The plan of the last build."""

    project: Project
    options: RunOptions
    archive: Archive
    site: Site
    rules: AddressRules
    aliases: Mapping[str, Mapping[str, str]]
    theme: str
    """Fingerprint of the templates in the environment."""
    environment: Environment
    pages: dict[str, object]
    """Every file of the site by path; the page of a saved file replaces the planned one."""


def keep_plan_of_build(opened: OpenedArchive, plan: PlannedSite, last: LastPlan | None) -> LastPlan:
    """Keep the plan of a build; compiled templates are used again if they did not change."""
    pages: dict[str, object] = {file.path: file for file in plan.files}
    project, options, theme, site = opened.project, opened.options, opened.theme, opened.site
    same = theme.fingerprint, site.words, project.root
    if last and (last.theme, last.site.words, last.project.root) == same:
        environment = last.environment
    else:
        environment = _environment(project, theme, site.words, options.user_cache)
    archive, rules, aliases = opened.archive, opened.rules, opened.aliases
    return LastPlan(project, options, archive, site, rules, aliases, theme.fingerprint, environment, pages)


def _environment(project: Project, theme: Theme, words: Translations, user_cache: Path | None) -> Environment:
    return theme.environment(make_body_reader(project.root), words, user_cache, fingerprint_engine())


def render_changed_pages(last: LastPlan, paths: Iterable[str]) -> dict[str, bytes]:
    """Render the pages of saved files; return them by path in the site, and update the plan.

    Files without a page, or whose page moves, are left to the build.
    """
    found: dict[str, bytes] = {}
    static = last.project.settings.paths.static
    for path in paths:
        address = last.archive.addresses.get(path) or path.removeprefix(f"{static}/")
        planned = last.pages.get(address)
        if not isinstance(planned, Page | CopiedFile):
            continue
        try:
            data = (last.project.root / path).read_bytes()
        except OSError:
            continue  # deleted again
        if isinstance(planned, CopiedFile):
            if planned.source == str(last.project.root / path):
                found[address] = data
            continue
        if path not in last.archive.addresses:
            continue
        page = _page(last, read_record(path, data, list_url_hosts(last.rules.urls)), address, planned)
        if page is not None:
            last.pages[address] = page
            found[address] = render_page(page, last.environment, last.site)
    return found


def refresh_theme(last: LastPlan) -> LastPlan:
    """Read the templates again; return the same plan if they did not change."""
    theme = open_theme(last.project.templates, last.project.root)
    if theme.fingerprint == last.theme:
        return last
    words = theme.words(last.site.language)
    site = msgspec.structs.replace(last.site, assets=theme.addresses, words=words)
    pages = last.pages | {asset.path: asset for asset in theme.assets}
    environment = _environment(last.project, theme, words, last.options.user_cache)
    fresh = {"site": site, "theme": theme.fingerprint, "environment": environment, "pages": pages}
    return msgspec.structs.replace(last, **fresh)


def render_planned_page(last: LastPlan, path: str) -> bytes | None:
    """Render the page at a path; None if there is none, or if the file is copied."""
    page = last.pages.get(path)
    if isinstance(page, Blob):
        return page.data
    return render_page(page, last.environment, last.site) if isinstance(page, Page) else None


def _page(last: LastPlan, record: Record, address: str, planned: Page) -> Page | None:
    """Make the page of one record, with the neighbours of the planned page; None if it is not shown at this address."""
    record = add_zone_offsets([record], last.site.timezone)[0]
    record = apply_aliases(record, last.aliases) if last.aliases else record
    if (record.status == "draft" and not last.options.drafts) or article_address(
        record, last.rules
    ) != address:
        return None
    archive = last.archive
    where = archive.addresses | {page.path: at for at, page in archive.pages.items()}
    targets = LinkTargets((*archive.records, *archive.pages.values()), where, archive.redirects, last.rules)
    record = add_pictures_of_last_build(record, planned.view.body, planned.view.image)
    record = resolve_links(record, address, targets)
    alone, _ = build_archive([record], rules=last.rules)
    page = next(article_pages(alone, last.site))
    links = {kind: link_names(last.archive, kind, names_of(record, kind)) for kind in KINDS}
    source = links.pop("sources")
    view = msgspec.structs.replace(
        page.view, turn=planned.view.turn, source=source[0] if source else None, **links
    )
    return msgspec.structs.replace(page, make_view=lambda: view)


def has_theme_file(project: Project, paths: Collection[str]) -> bool:
    """True if templates, assets or translations are among the changed files."""
    return any(Path(path).is_relative_to(project.settings.paths.templates) for path in paths)
