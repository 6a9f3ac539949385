"""Plan all files of a site, before anything is rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec

from newsgen.addresses import normalize_old_address
from newsgen.archive.build import separate_held_back
from newsgen.archive.model import Archive
from newsgen.builder.paths import choose_usable_paths
from newsgen.builder.render import SiteFile
from newsgen.errors import ContentError, Problem, suggest_name
from newsgen.files import Location, find_words_in_file
from newsgen.lockfile import Lock
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.open import OpenedArchive
from newsgen.pipeline.project import Project
from newsgen.renderer.page import Blob, CopiedFile, Page
from newsgen.renderer.pages import plan_archive_files
from newsgen.renderer.site import Site, make_navigation_link
from newsgen.renderer.theme.theme import ASSETS
from newsgen.settings.file import Position, SettingsText

REPLACEABLE = frozenset({"robots.txt", "llms.txt", "_redirects"})
"""Generated files that a file of the same name in static/ replaces."""


class PlannedSite(msgspec.Struct, frozen=True):
    """The plan of a build."""

    files: list[SiteFile]
    """Every file of the site."""
    lock: Lock
    """newsgen.lock with the addresses that the build publishes."""
    warnings: list[Problem]


def plan_site(opened: OpenedArchive) -> PlannedSite:
    """Plan every file of a site; `opened` must be illustrated.

    Raises:
        ContentError: all mistakes in addresses, navigation and the plan; with --strict, also warnings.
    """
    warnings = opened.warnings
    if warnings and opened.options.strict:
        raise ContentError(warnings)
    archive, site, project = opened.archive, opened.site, opened.project
    files, unusable = choose_site_files(opened, archive, opened.illustration.plan)
    if unusable and opened.options.strict:
        raise ContentError(unusable)
    warnings += unusable
    check_files_in_settings(project, site, archive, [file.path for file in files])
    addresses = opened.lock.addresses | _list_public_addresses(opened)
    return PlannedSite(files, msgspec.structs.replace(opened.lock, addresses=addresses), warnings)


def choose_site_files(
    opened: OpenedArchive, archive: Archive, pictures: Sequence[SiteFile]
) -> tuple[list[SiteFile], list[Problem]]:
    """Choose the files of the site; also return warnings about old addresses without a redirect."""
    project = opened.project
    prefix = len(project.settings.paths.static) + 1  # static/x becomes x in the site
    files = [(file.path, file.sha256) for file in opened.static]
    static = [CopiedFile(path[prefix:], str(project.root / path), sha256) for path, sha256 in files]
    taken = REPLACEABLE & {file.path for file in static}
    made = [page for page in plan_archive_files(archive, opened.site) if page.path not in taken]
    assets = [blob for blob in opened.theme.assets if blob.path.removeprefix(ASSETS) in opened.site.assets]
    others = [*assets, *static, *pictures]
    unusable: list[Problem] = []
    if archive.former:
        kept = [page for page in made if not _is_former(page, archive)]
        usable = choose_usable_paths(sorted(archive.former), [file.path for file in (*kept, *others)])
        made = [page for page in made if page.path in usable or not _is_former(page, archive)]
        unusable = list(warn_of_blocked_redirects(archive, usable))
    return [*made, *others], unusable


def _is_former(page: Page | Blob, archive: Archive) -> bool:
    """True for the redirect at an address under the former generator."""
    return isinstance(page, Page) and page.template == "redirect.html" and page.path in archive.former


def warn_of_blocked_redirects(archive: Archive, usable: Set[str]) -> Iterator[Problem]:
    """Warn of old addresses without a redirect: another file is there, or has a name that differs only in case."""
    by_address = {address: path for path, address in archive.addresses.items()}
    for old in sorted(archive.former - usable):
        reason = "a file of this name, in upper or lower case, is there"
        remedy = 'keep the article there: addresses = "…" with the name of that generator (docs/addresses.md)'
        message = f"the old address {old} has no redirect: {reason}"
        yield Problem(by_address.get(archive.redirects[old], ""), 1, 0, message, remedy, "old-address")


def _list_public_addresses(opened: OpenedArchive) -> dict[str, str]:
    """Return the addresses of public texts: without drafts and embargoed articles, which a preview may show."""
    archive = opened.archive
    records = separate_held_back(archive.records, now=opened.now).shown
    pages = archive.pages.items()
    return {archive.addresses[record.path]: record.path for record in records} | {
        address: page.path for address, page in pages if page.status != "draft"
    }


def find_source_of_address(opened: OpenedArchive, path: str) -> Location:
    """Find what gives a path of the site its name: a file in static/, a `redirect_from`, a text; '' if newsgen made it.

    A folder's path has a '/' at its end.
    """
    root, archive = opened.project.root, opened.archive
    static, below = f"{opened.project.settings.paths.static}/{path}", f"{path.removesuffix('/')}/"
    if (root / static).exists():
        return static.removesuffix("/"), 0, 0
    texts: list[Record | StandalonePage] = [*archive.records, *archive.pages.values()]
    for text in texts:
        for old in text.redirect_from:
            if f"{normalize_old_address(old)}/".startswith(below):
                return find_words_in_file(root, text.path, old)
    owners = {address: page.path for address, page in archive.pages.items()}
    owners |= {address: path for path, address in archive.addresses.items()}
    address = archive.redirects.get(path, path)
    found = (path for own, path in owners.items() if f"{own}/".startswith(f"{address}/"))
    return next(((path, 1, 0) for path in found), ("", 0, 0))


def check_files_in_settings(project: Project, site: Site, archive: Archive, paths: Iterable[str]) -> None:
    """Check that the site has the files that the settings name, given the paths of all its files.

    Raises:
        ContentError: broken links of the navigation and the footer, a missing logo, pages and files of static/ with one
            address.
    """
    files, static = Counter(paths), project.settings.paths.static
    pages = [path for path in files if path.endswith(".html")]
    pages += [page.path for page in archive.pages.values()]
    problems: list[Problem] = []

    def read_text() -> SettingsText:
        return SettingsText((project.root / project.file).read_text(encoding="utf-8-sig"), project.file)

    def report(
        place: Position, message: str, wanted: str, known: Iterable[str], code: str = "lost-link"
    ) -> None:
        """Report what is missing, and suggest what was probably meant."""
        remedy = suggest_name(wanted, known, "name a file of the site")
        problems.append(Problem(project.file, *place, message, remedy, code))

    owners = {address: page.path for address, page in archive.pages.items()}
    owners |= {address: path for path, address in archive.addresses.items()}
    for address in (path for path, count in files.items() if count > 1):
        file = f"{static}/{address}"
        if owner := owners.get(address):
            other = file if (project.root / file).is_file() else "a page that newsgen makes"
            message = f"this {'page' if address in archive.pages else 'article'} and {other} both have the address {address}"
            problems.append(Problem(owner, 1, 0, message, "give one of them another name", "same-address"))
        elif (project.root / file).is_file():
            message = f"this file and a page that newsgen makes both have the address {address}"
            problems.append(Problem(file, 0, 0, message, "rename the file", "same-address"))
    for number, entry in enumerate(project.settings.navigation):
        link = make_navigation_link(entry, archive)
        if not link.outside and link.href.partition("#")[0] not in files:
            message = f"the navigation links to {entry.href!r}, which the site does not have"
            report(read_text().entry_place("navigation", number, "href"), message, entry.href, pages)
    for target, address in site.footer_links:
        if address.partition("#")[0] not in files:
            message = f"the footer links to {target!r}, which the site does not have"
            report(read_text().key_place("site", "footer"), message, target, pages)
    if site.logo and site.logo not in files:
        message = f"logo is {site.logo!r}, and there is no {static}/{site.logo}"
        report(read_text().key_place("site", "logo"), message, site.logo, files, "no-file")
    if problems:
        raise ContentError(problems)
