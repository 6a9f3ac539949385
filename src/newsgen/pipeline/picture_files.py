"""The files of pictures that texts name: found, hashed once, known again by stat."""

from __future__ import annotations

import hashlib
import os
import stat as mode
from collections.abc import Iterable
from pathlib import Path

import msgspec

from newsgen.builder.places import Places, places_for
from newsgen.errors import OutputError, Problem
from newsgen.pipeline.project import Project
from newsgen.record.store import Stat
from newsgen.renderer.media.facts import Facts, PictureError


class Seen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A path at which a picture was looked for."""

    path: str
    """Relative to the archive's root."""
    stat: Stat | None = None
    """None if no file is there."""
    settled: bool = False
    sha256: str = ""
    facts: Facts | None = None
    """None if no file is there, or none that is a picture."""
    wrong: tuple[str, str] | None = None
    """What is wrong with the file, and what to do."""


class PictureFiles:
    """All paths at which a build looked, so that the next one knows without planning whether anything changed."""

    def __init__(self, root: Path, now_ns: int, known: Iterable[Seen] = ()) -> None:
        """Begin with what the last build saw; `now_ns` is the file system's clock now, in nanoseconds."""
        self.root, self.now_ns = root, now_ns
        self.known = {seen.path: seen for seen in known}
        self.seen: dict[str, Seen] = {}

    def renewed(self) -> PictureFiles:
        """Begin anew, with what was seen as known: what no text names any more is forgotten."""
        return PictureFiles(self.root, self.now_ns, self.seen.values())

    def look(self, path: str) -> Seen:
        """Find out what is at a path.

        Raises:
            OutputError: a file there cannot be read.
        """
        if path not in self.seen:
            self.seen[path] = self._look(path, self.known.get(path))
        return self.seen[path]

    def state(self) -> list[tuple[str, str]]:
        """Path and hash of all that was seen, in order of path; the hash is '' where no file is."""
        return [(path, seen.sha256) for path, seen in sorted(self.seen.items())]

    def _look(self, path: str, known: Seen | None) -> Seen:
        file = self.root / path
        try:
            status = file.stat()
        except (OSError, ValueError):
            return Seen(path)
        if not mode.S_ISREG(status.st_mode):
            return Seen(path)
        stat = Stat.of(status)
        if known and known.settled and known.stat == stat:
            return known
        if not file.resolve().is_relative_to(self.root.resolve()):
            wrong = "leads out of the archive", "copy the file into the archive"
            return Seen(path, stat, wrong=wrong)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error
        from newsgen.renderer.media.inspect import inspect  # an unchanged build does without

        sha256, settled = hashlib.sha256(data).hexdigest(), stat.settled(self.now_ns)
        try:
            return Seen(path, stat, settled, sha256, inspect(file.name, data)[0])
        except PictureError as error:
            return Seen(path, stat, settled, sha256, wrong=(str(error), error.expected))


def open_pictures(project: Project, now_ns: int) -> PictureFiles:
    """Look again at all that the last build of this output saw; nothing, if it saw none."""
    try:
        known = msgspec.msgpack.decode(_list_of(project).read_bytes(), type=list[Seen])
    except (FileNotFoundError, msgspec.DecodeError):
        known = []
    files = PictureFiles(project.root, now_ns, known)
    for seen in known:
        files.look(seen.path)
    return files


def keep_pictures(project: Project, files: PictureFiles) -> None:
    """Remember what a build saw."""
    target = _list_of(project)
    if not files.seen:
        target.unlink(missing_ok=True)
        return
    fresh = target.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(msgspec.msgpack.encode(sorted(files.seen.values(), key=lambda seen: seen.path)))
    fresh.replace(target)


def _list_of(project: Project) -> Path:
    places: Places = places_for(project.root, project.output, project.scratch)
    return places.state / "pictures"
