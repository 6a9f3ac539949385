"""All that a build is made of, read from disk, and one digest over it."""

from __future__ import annotations

import datetime

import msgspec

from newsgen.gazetteer.own import Coordinates
from newsgen.pipeline.inputs import clock_of, digest_of, engine, pillow
from newsgen.pipeline.locks import KnownLock, open_lock
from newsgen.pipeline.picture_files import PictureFiles, open_pictures
from newsgen.pipeline.project import Project
from newsgen.pipeline.reading import Reading, read_texts
from newsgen.pipeline.report import Options, now_of
from newsgen.pipeline.static import Static, read_static
from newsgen.pipeline.tables import aliases_of, coordinates_of
from newsgen.record.store import Kept, records_of
from newsgen.renderer.theme import Theme, open_theme
from newsgen.zones import Now


class Inputs(msgspec.Struct, frozen=True):
    """What was read but not yet put together."""

    kept: list[Kept]
    theme: Theme
    lock: KnownLock
    """With the records that were renamed since the last run under their new names."""
    pages: list[Kept]
    """The standalone pages."""
    static: list[Static]
    aliases: dict[str, dict[str, str]]
    """Spellings of names that names.toml joins, by kind."""
    coordinates: Coordinates
    """Where places are, as places.toml says."""
    pictures: PictureFiles
    """Where the last build looked for pictures, and what is there now."""


def read_inputs(project: Project, options: Options, reading: Reading | None = None) -> Inputs:
    """Read texts, theme, lock, static files and spellings; texts that have not changed come from the cache.

    Args:
        project, options: the archive, and what is asked.
        reading: the records, if they were just read.

    Raises:
        ContentError: all that is wrong with records and pages, or with one of the others.
    """
    now = clock_of(project.work / "cache")
    kept, pages, vanished = read_texts(project, now, reading)
    lock = open_lock(project)
    if vanished:
        from newsgen.pipeline.renamed import followed  # as a rule nothing has, and it brings the archive

        lock = KnownLock.of(followed(lock.lock, kept, pages, vanished, now_of(project, options)))
    theme = open_theme(project.folder(project.settings.paths.templates), project.root)
    aliases = msgspec.structs.asdict(aliases_of(project))
    static = read_static(project, now)
    return Inputs(
        kept,
        theme,
        lock,
        pages,
        static,
        aliases,
        coordinates_of(project),
        open_pictures(project, now),
    )


def digest_of_inputs(beside: bytes, inputs: Inputs) -> bytes:
    """Hash all that the generation depends on: its texts, and what `digest_beside` hashed."""
    return digest_of(beside, records=[*inputs.kept, *inputs.pages])


def digest_of_base(project: Project, inputs: Inputs) -> bytes:
    """Hash what all pages depend on."""
    return digest_of(project.settings, engine(), inputs.theme.fingerprint)


def digest_of_frame(beside: bytes, inputs: Inputs, *, titles: bool) -> bytes:
    """Hash all that decides which pages there are and which articles each shows.

    Of records that is all but headline, standfirst and text; with `titles`, and for undated ones, which stand in the
    order of their titles, all but the text.
    """
    paths, frames = "\0".join([one.path for one in inputs.kept]), [one.frame for one in inputs.kept]
    shown = [(one.path, one.shown) for one in inputs.kept if titles or not one.day]
    return digest_of(beside, paths, frames, shown, records=inputs.pages)


def digest_beside(project: Project, options: Options, inputs: Inputs, lock: KnownLock) -> bytes:
    """Hash all that the generation depends on beside its texts; of today only which records it holds back."""
    shown = options.drafts, options.future, options.locked, options.index
    now = now_of(project, options)
    ahead = _waiting(inputs.kept, now)
    theme = inputs.theme.fingerprint
    static = [(file.path, file.sha256) for file in inputs.static]
    pictures = pillow(), inputs.pictures.state()
    tables = inputs.aliases, sorted(inputs.coordinates.items())
    return digest_of(project.settings, engine(), pictures, shown, ahead, theme, static, lock.told, tables)


def _waiting(kept: list[Kept], now: Now) -> list[str]:
    """Paths of the records whose date has not come; only those of these days are decoded."""
    since = datetime.date.fromordinal(max(now.last.toordinal() - 2, 1)).isoformat()
    late = [entry for entry in kept if entry.day >= since]
    dates = (record.date for record in records_of(late, sharing=False))
    return [entry.path for entry, date in zip(late, dates, strict=True) if date and not now.has_come(date)]
