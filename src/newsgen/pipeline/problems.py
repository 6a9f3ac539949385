"""Find all that is wrong with an archive, after a build came upon the first of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec

from newsgen.archive.model import Archive
from newsgen.builder.paths import refuse_bad_paths
from newsgen.builder.render import join_same_problems
from newsgen.errors import ContentError, Problem, collect_problems
from newsgen.files import read_filesystem_clock
from newsgen.lockfile import Lock
from newsgen.pipeline.inference import read_inference_data
from newsgen.pipeline.load import scan_seeds
from newsgen.pipeline.open import OpenedArchive, open_archive, read_records
from newsgen.pipeline.plan import check_files_in_settings, choose_site_files, find_source_of_address
from newsgen.pipeline.project import (
    Project,
    fingerprint_engine,
    read_archive_aliases,
    read_archive_coordinates,
    read_archive_lock,
)
from newsgen.pipeline.report import RunOptions
from newsgen.renderer.page import Page
from newsgen.renderer.texts import make_body_reader
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme

_SAMPLE = 50
"""Most pages of each template that are rendered."""


def find_problems_before_build(project: Project, options: RunOptions) -> set[Problem]:
    """Find the mistakes in texts, tables, addresses, settings and templates; seeds and pictures are not looked at.

    It goes on with what is right: without the texts and tables that are wrong, and to the pages, which it renders without
    writing them.
    """
    problems: list[Problem] = []
    clock = read_filesystem_clock(project.work / "cache")
    texts = [read_records(project, clock=clock, pages=pages, wrong=problems) for pages in (False, True)]
    opened = OpenedArchive(project, options, clock, texts[0].entries, texts[1].entries, [], False)
    tables = _read_tables(opened, problems)
    archive = None
    while archive is None:
        opened.__dict__.update(tables)
        try:
            archive = opened.archive
        except ContentError as error:
            problems += error.problems
            smaller = _leave_out(opened, {problem.file for problem in error.problems})
            if smaller is None:
                return set(problems)
            opened = smaller
    with collect_problems(problems):
        _check_pages(opened, archive, problems)
    return set(problems)


def _read_tables(opened: OpenedArchive, problems: list[Problem]) -> dict[str, Any]:
    """Read what texts are shown with; an empty value, or the default theme, replaces what is wrong."""
    empty: dict[str, Callable[[], Any]] = {
        "lock": partial(Lock, {}, {}, {}),
        "aliases": dict,
        "coordinates": dict,
        "theme": open_theme,
        "static": list,
    }
    found = {}
    for name, make in empty.items():
        try:
            found[name] = getattr(opened, name)
        except ContentError as error:
            problems += error.problems
            found[name] = make()
    return found


def _leave_out(opened: OpenedArchive, paths: set[str]) -> OpenedArchive | None:
    """Return the archive without some texts; None if it has none of them."""
    entries = [entry for entry in opened.entries if entry.path not in paths]
    pages = [entry for entry in opened.page_entries if entry.path not in paths]
    if len(entries) == len(opened.entries) and len(pages) == len(opened.page_entries):
        return None
    return msgspec.structs.replace(opened, entries=entries, page_entries=pages)


def _check_pages(opened: OpenedArchive, archive: Archive, problems: list[Problem]) -> None:
    """Add the mistakes in the settings, the addresses of files, and the templates."""
    project, site = opened.project, opened.site
    files, _ = choose_site_files(opened, archive, [])
    paths = [file.path for file in files]
    wrong: list[Problem] = []
    with collect_problems(wrong):
        check_files_in_settings(project, site, archive, paths)
    # What leads to a text that is wrong is not wrong itself.
    problems += wrong if not problems else [one for one in wrong if one.code == "same-address"]
    with collect_problems(problems):
        refuse_bad_paths(dict.fromkeys(paths), partial(find_source_of_address, opened))
    problems += _render_sample(opened, files, _SAMPLE)


def find_template_problems(opened: OpenedArchive, most: int) -> list[Problem]:
    """Find the mistakes that templates make with at most that many pages of each."""
    return _render_sample(opened, choose_site_files(opened, opened.archive, [])[0], most)


def _render_sample(opened: OpenedArchive, files: Iterable[object], most: int) -> list[Problem]:
    """Render at most that many pages of each template; return the mistakes."""
    site, read = opened.site, make_body_reader(opened.project.root)
    environment = opened.theme.environment(read, site.words, opened.options.user_cache, fingerprint_engine())
    counts: Counter[str] = Counter()
    wrong: list[Problem] = []
    for page in files:
        if isinstance(page, Page) and counts[page.template] < most:
            counts[page.template] += 1
            with collect_problems(wrong):
                render_page(page, environment, site)
    return join_same_problems(wrong)


def find_problems_of_records_and_seeds(project: Project) -> list[Problem]:
    """Find all mistakes in records, pages, the lock, the archive's tables and new seeds."""
    problems: list[Problem] = []
    lock = Lock({}, {}, {})
    for read in (
        partial(open_archive, project, clock=0),
        partial(read_archive_aliases, project),
        partial(read_archive_coordinates, project),
        partial(read_inference_data, project, [], [], learned=False),
    ):
        with collect_problems(problems):
            read()
    with collect_problems(problems):
        lock = read_archive_lock(project)
    return sorted({*problems, *_check_seeds(project, lock)})


def _check_seeds(project: Project, lock: Lock) -> list[Problem]:
    """Find mistakes in seeds that are not in the lock, or have changed."""
    from newsgen.loader.formats import find_format_by_name

    problems: list[Problem] = []
    for path in sorted(scan_seeds(project)):
        if form := find_format_by_name(path):
            data = (project.root / path).read_bytes()
            known = lock.seeds.get(path)
            if known is None or known.sha256 != hashlib.sha256(data).hexdigest():
                with collect_problems(problems):
                    list(form.parse(path, data))
    return problems
