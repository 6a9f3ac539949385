"""One chunk of the plan in a worker: what is dirty is rendered and written into the stage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from newsgen.builder.fingerprints import Print, printer
from newsgen.builder.writing import Written, writer
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.renderer.page import Blob, File, MadePicture, Page
from newsgen.renderer.site import Site
from newsgen.renderer.theme.theme import open_theme

if TYPE_CHECKING:
    from newsgen.renderer.theme.render import Environment

Planned = Page | Blob | File | MadePicture
"""Any file of the site, before it is written."""

Task = tuple[Planned, bytes | None]
"""A file, and the fingerprint of what stands at its place as it was written; None if nothing does."""


_ABREAST = 128
"""Files that take each step together."""
_WAITING = 2_000_000
"""Bytes of files that are written together."""


class Job(msgspec.Struct, frozen=True):
    """What a worker must know beside its tasks; it travels with each chunk."""

    root: str
    templates: str
    """The archive's own templates."""
    stage: str
    cache: str
    """Where pictures that were made are kept."""
    engine: str
    """Stands for the versions of newsgen and of the libraries that render."""
    theme: str
    """Fingerprint of the theme, so that a worker that lives on notices a change."""
    site: Site
    user_cache: Path | None = None
    """The user's cache folder, for compiled templates; None for none."""

    def __hash__(self) -> int:
        return hash((self.root, self.templates, self.engine, self.theme))


class Done(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What became of a task."""

    path: str
    fingerprint: bytes
    written: Written | None
    """None if what stands there is as it would be."""


def work(job: Job, tasks: Sequence[Task]) -> tuple[list[Done], list[Problem]]:
    """Render and write what is dirty; mistakes in one page do not keep the others from being tried.

    Some pages take each step together: what a step needs then stays in the processor's caches, which saves a sixth of
    the time of an article.
    """
    done: list[Done] = []
    problems: list[Problem] = []
    with writer(Path(job.stage), _folders(job.stage)) as write:
        for at in range(0, len(tasks), _ABREAST):
            ready = _gathered(job, tasks[at : at + _ABREAST], problems)
            for some in _by_size(_made(job, ready, problems)):
                done += [
                    Done(path, fingerprint, None if data is None else write(path, data))
                    for path, fingerprint, data in some
                ]
    return done, problems


def _gathered(job: Job, tasks: Iterable[Task], problems: list[Problem]) -> list[tuple[Planned, bytes, bool]]:
    """Files, pages with their views, each with its fingerprint and whether it is dirty."""
    take = _printer(job)
    ready = []
    for page, standing in tasks:
        try:
            file = page.with_view() if isinstance(page, Page) else page
            fingerprint = take(file)
        except ContentError as error:
            problems += error.problems
        else:
            ready.append((file, fingerprint, fingerprint != standing))
    return ready


def _made(
    job: Job, ready: Sequence[tuple[Planned, bytes, bool]], problems: list[Problem]
) -> Iterator[tuple[str, bytes, bytes | None]]:
    """Paths and fingerprints with the bytes of what is dirty."""
    draws = cache(partial(_drawer, job, [file for file, _, dirty in ready if dirty]))
    for file, fingerprint, dirty in ready:
        data = None
        if dirty:
            try:
                data = draws()(file) if isinstance(file, Page) else _bytes_of(job, file)
            except ContentError as error:
                problems += error.problems
                continue
        yield file.path, fingerprint, data


def _by_size(
    made: Iterable[tuple[str, bytes, bytes | None]],
) -> Iterator[list[tuple[str, bytes, bytes | None]]]:
    """Files in lists, of which each holds few bytes."""
    some, size = [], 0
    for one in made:
        some.append(one)
        size += len(one[2] or b"")
        if size > _WAITING:
            yield some
            some, size = [], 0
    yield some


@lru_cache(maxsize=2)
def _printer(job: Job) -> Print:
    return printer(job.engine, job.theme, job.site)


@lru_cache(maxsize=2)
def _folders(_stage: str) -> set[str]:
    """Folders in the stage of which this process knows; each build has a new stage at the same place."""
    return set()


def _drawer(job: Job, files: Iterable[Planned]) -> Callable[[Page], bytes]:
    """Make the function that renders a page, of those among some files; it is made where one must be, for it brings Jinja."""
    from newsgen.renderer.theme.render import render_page, render_texts

    opened, site = environment(job), job.site
    render_texts((file for file in files if isinstance(file, Page)), opened)
    return lambda page: render_page(page, opened, site)


def _bytes_of(job: Job, file: Blob | File | MadePicture) -> bytes:
    if isinstance(file, Blob):
        return file.data
    if isinstance(file, File):
        return _copy(file)
    from newsgen.media.make import make_picture

    return make_picture(file, Path(job.cache))


def _copy(file: File) -> bytes:
    try:
        data = Path(file.source).read_bytes()
    except OSError as error:
        raise OutputError(Problem(file.source, 0, 0, f"cannot be read: {error.strerror}")) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ContentError(Problem(file.source, 0, 0, "the file changed during the build", "build again"))
    return data


@lru_cache(maxsize=2)
def environment(job: Job) -> Environment:
    """Open the theme, once in a process.

    Raises:
        ContentError: it is not the one that was planned with.
    """
    from newsgen.renderer.texts import body_reader

    theme = open_theme(Path(job.templates), Path(job.root))
    if theme.fingerprint != job.theme:  # pages of another theme would pass for pages of this one for ever
        raise ContentError(
            Problem(job.templates, 0, 0, "the templates changed during the build", "build again")
        )
    return theme.environment(body_reader(Path(job.root)), job.site.words, job.user_cache, job.engine)
