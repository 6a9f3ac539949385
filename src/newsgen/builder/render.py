"""One chunk of the plan in a worker: what is dirty is rendered and written into the stage."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import force_setattr

from newsgen.builder.files import Written, writer
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.renderer.page import Blob, Card, File, Made, Page, Smaller, made_of
from newsgen.renderer.site import Site
from newsgen.renderer.theme import open_theme

if TYPE_CHECKING:
    from concurrent.futures import Executor  # it brings logging, which an edit does without

    from newsgen.builder.workers import Heirs
    from newsgen.renderer.environment import Environment

Planned = Page | Blob | File | Made
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
            file = page.gathered() if isinstance(page, Page) else page
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
    from newsgen.renderer.render import prepare, render

    opened, site = environment(job), job.site
    prepare((file for file in files if isinstance(file, Page)), opened)
    return lambda page: render(page, opened, site)


def _bytes_of(job: Job, file: Blob | File | Made) -> bytes:
    if isinstance(file, Blob):
        return file.data
    if isinstance(file, File):
        return _copy(file)
    from newsgen.renderer.media.make import make

    return make(file, Path(job.cache))


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


CHUNK = 64
"""Pages a task: one a task costs 40 times as much in hand-over as one in 64."""
_MOST = 4 * CHUNK
"""Pages a task of forked processes, which are handed no pages; towards the end they become `_FEWEST`."""
_FEWEST = 8

_DONE = msgspec.msgpack.Decoder(list[Done])
_HELD: list[list[Task]] = []
"""Chunks while processes are forked that shall find them: to send views takes a fifth of the time to render them."""
_DEAR = 32
"""Pages that take as long as to scale or draw one picture, or to write a file with the texts of a year."""
_LONG = frozenset({"data.jsonl", "sitemap.xml"})
"""Templates of files that hold hundreds of texts or all addresses."""
_TOGETHER = 1000
"""Pages whose texts a process is known to keep: see `newsgen.renderer.texts`."""
_STANDING = 0.1
"""Work to see that a page stands as it would be, in that of rendering it."""


def render_all(job: Job, tasks: list[Task], executor: Executor | None) -> Iterator[list[Done]]:
    """Bring what is dirty into the stage, in chunks; without an executor in this process.

    Raises:
        ContentError: all that templates and articles did wrong.
        OutputError: the stage could not be written.
    """
    problems: list[Problem] = []
    for done, found in _results(job, tasks, executor):
        problems += found
        if len(problems) > 200:
            break
        if not problems:
            yield done
    if problems:
        raise ContentError(_once(problems))


def _results(
    job: Job, tasks: list[Task], executor: Executor | None
) -> Iterable[tuple[list[Done], list[Problem]]]:
    """Work off the tasks."""
    if executor is None:
        return (work(job, chunk) for chunk in _chunks(tasks, together=_TOGETHER))
    from newsgen.builder.workers import Heirs  # it brings multiprocessing, which a small build does without

    if not isinstance(executor, Heirs):
        chunks = [_ready(chunk) for chunk in _chunks(tasks)]
        return executor.map(work, [job] * len(chunks), chunks)
    return _by_heirs(job, tasks, executor)


def _by_heirs(job: Job, tasks: list[Task], heirs: Heirs) -> Iterator[tuple[list[Done], list[Problem]]]:
    _warm_up(job, tasks)
    fair = len(tasks) // (2 * heirs.jobs)  # more in one task would leave a process alone with it
    _HELD[:] = _chunks(tasks, heirs.jobs, together=min(_TOGETHER, fair))
    gc.freeze()  # so that no collection in a process copies what all of them hold
    try:
        results = heirs.share(_work_held, [job] * len(_HELD), range(len(_HELD)))
        for chunk, (sent, problems) in zip(_HELD, results, strict=True):
            done = _DONE.decode(sent)
            if len(done) == len(chunk):  # the plan holds these paths already: 100 bytes a file
                for one, (page, _) in zip(done, chunk, strict=True):
                    force_setattr(one, "path", page.path)
            yield done, problems
    finally:
        _HELD.clear()
        gc.unfreeze()


def work_in(tasks: Iterable[Task]) -> float:
    """How much work tasks are, in pages of an article to render."""
    return sum(_DEAR if _is_dear(page) else 1 if standing is None else _STANDING for page, standing in tasks)


def _is_dear(page: object) -> bool:
    return page.template in _LONG if isinstance(page, Page) else isinstance(page, Smaller | Card)


def _chunks(tasks: list[Task], jobs: int = 0, together: int = 0) -> Iterator[list[Task]]:
    """What is dear to make comes first and in small chunks, so that no worker is left with it at the end.

    For `jobs` processes that inherit the tasks, chunks are large as long as much is left, and small in the end. Before
    all comes what `_years` puts together.
    """
    years = _years(tasks, together)
    yield from years.values()
    left = [task for task in tasks if getattr(task[0], "texts", None) not in years] if years else tasks
    dear = [task for task in left if _is_dear(task[0])]
    few = CHUNK // _DEAR
    yield from (dear[at : at + few] for at in range(0, len(dear), few))
    cheap = [task for task in left if not _is_dear(task[0])] if dear else left
    at = 0
    while at < len(cheap):
        size = min(_MOST, max(_FEWEST, (len(cheap) - at) // (4 * jobs))) if jobs else CHUNK
        yield cheap[at : at + size]
        at += size


def _years(tasks: list[Task], most: int) -> dict[int, list[Task]]:
    """The pages of each year's articles and then the file of their texts, where these are `most` pages together."""
    found: dict[int | None, list[Task]] = {
        page.texts: [] for page, _ in tasks if isinstance(page, Page) and page.template in _LONG
    }
    for task in tasks if found else ():
        year = getattr(task[0], "texts", None)
        if year in found:
            found[year].append(task)
    return {year: some for year, some in found.items() if year is not None and 1 < len(some) <= most}


def _ready(tasks: list[Task]) -> list[Task]:
    """Tasks that can be sent: what gathers a view leads to the whole archive."""
    return [(page.gathered() if isinstance(page, Page) else page, standing) for page, standing in tasks]


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Tell a slip in a template once, with the first page that shows it, and not for every article."""
    told: dict[tuple[str, int, str], list[Problem]] = {}
    for problem in sorted(set(problems)):
        what = problem.message.partition(" (while rendering ")[0]
        told.setdefault((problem.file, problem.line, what), []).append(problem)
    return [
        msgspec.structs.replace(
            first, message=f"{first.message}, and {len(others)} more" if others else first.message
        )
        for first, *others in told.values()
    ]


def _warm_up(job: Job, tasks: Sequence[Task]) -> None:
    """Render a page of each frequent template and forget it: processes forked from this one find it compiled and loaded.

    A look at some tasks finds what is frequent. It saves 0.4 s a process; see `pool.processes`.
    """
    from newsgen.renderer.render import render

    new = (
        page for page, standing in tasks[CHUNK // 2 :: CHUNK] if standing is None and isinstance(page, Page)
    )
    for page in {page.template: page for page in new if not _is_dear(page)}.values():
        with suppress(ContentError):  # it is told when it is the page's turn
            render(page.gathered(), environment(job), job.site)


def _work_held(job: Job, number: int) -> tuple[bytes, list[Problem]]:
    """Work off a chunk that was there when this process was forked; what was done comes in MessagePack.

    So it takes half the time to be handed over.
    """
    done, problems = work(job, _HELD[number])
    return msgspec.msgpack.encode(done), problems


Print = Callable[[Page | Blob | File | Made], bytes]
"""Takes the fingerprint of a file; the view of a page is gathered for it."""


def printer(engine: str, theme: str, site: Site) -> Print:
    """Make the function that hashes all that a file's bytes depend on.

    Args:
        engine: stands for the versions of newsgen and of its libraries.
        theme: fingerprint of the theme; copied files and pictures do not depend on it, nor on the settings.
        site: what templates see of the settings.
    """
    encoder = msgspec.msgpack.Encoder(order="deterministic")
    encode, held = encoder.encode, local()  # a worker may have threads
    shown = hashlib.blake2b(encode((engine, theme, site)), digest_size=16)
    copied = hashlib.blake2b(encode(engine), digest_size=16)

    def take(page: Page | Blob | File | Made) -> bytes:
        own = (shown if isinstance(page, Page | Blob) else copied).copy()
        if isinstance(page, Page):
            buffer: bytearray = vars(held).setdefault("buffer", bytearray())
            encoder.encode_into((page.template, page.view), buffer)  # saves a fifth of the time of `encode`
            own.update(buffer)
        else:
            own.update(_content(page, encode))
        return own.digest()

    return take


def _content(page: Blob | File | Made, encode: Callable[[object], bytes]) -> bytes:
    if isinstance(page, Blob):
        return page.data
    return page.sha256.encode() if isinstance(page, File) else encode(made_of(page))
