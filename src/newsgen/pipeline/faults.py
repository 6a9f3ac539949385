"""What is wrong with an archive, all of it: for a run that its records, or its settings, already stop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from newsgen.errors import ContentError, Problem, gathered
from newsgen.lockfile import Lock
from newsgen.pipeline.open import aliases_of, coordinates_of, read_table, read_texts
from newsgen.pipeline.project import Project, read_archive_lock
from newsgen.record.store import scan_files


def problems_of(project: Project) -> list[Problem]:
    """Read all that can be read by itself: records, pages, the lock, the archive's tables and the new seeds."""
    problems: list[Problem] = []
    lock = Lock({}, {}, {})
    with gathered(problems):
        read_texts(project, 0)
    with gathered(problems):
        aliases_of(project)
    with gathered(problems):
        coordinates_of(project)
    with gathered(problems):
        _check_topics(project)
    with gathered(problems):
        lock = read_archive_lock(project)
    return sorted({*problems, *_of_seeds(project, lock)})


@contextmanager
def all_told(project: Project) -> Iterator[None]:
    """Tell with what is wrong inside all else that is wrong with the archive."""
    try:
        yield
    except ContentError as error:
        raise ContentError({*error.problems, *problems_of(project)}) from None


def _check_topics(project: Project) -> None:
    from newsgen.loader.topics.vocabulary import read_vocabulary  # most runs find nothing wrong

    if text := read_table(project, "topics.toml"):
        read_vocabulary(text)


def _of_seeds(project: Project, lock: Lock) -> list[Problem]:
    """What is wrong with seeds that the lock does not know; those that no record was made of are read again."""
    from newsgen.loader.formats import (
        FORMATS,  # most runs find nothing wrong
        format_of,
    )

    problems: list[Problem] = []
    for path, _ in scan_files(project.root, project.settings.paths.seeds):
        form = format_of(path, FORMATS)
        known = lock.seeds.get(path)
        if form is None:
            continue
        data = (project.root / path).read_bytes()
        if known is None or known.sha256 != hashlib.sha256(data).hexdigest():
            with gathered(problems):
                list(form.parse(path, data))
    return problems
