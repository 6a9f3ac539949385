"""Texts → texts whose pictures stand in the site, and the plan of these pictures."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat as mode
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from newsgen.addresses import slugify
from newsgen.builder.places import Places, places_for
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.files import find_words
from newsgen.markdown.figures import is_outside
from newsgen.media.formats import Facts, PictureError
from newsgen.model import Body, Image, Picture, Record, StandalonePage
from newsgen.pipeline.inputs import pillow
from newsgen.pipeline.project import Project
from newsgen.record.store import Stat
from newsgen.renderer.page import Card, Made, Original, Smaller, made_of
from newsgen.settings.values import ImageSettings

T = TypeVar("T", Record, StandalonePage)
FOLDER = "images"
"""Where pictures stand in the site."""
INSTALL = "pip install 'newsgen[images]'"


class Gallery:
    """All pictures of a build."""

    def __init__(self, project: Project, files: PictureFiles, encoder: str) -> None:
        """Begin with none; without an `encoder` no smaller copies are made."""
        self.project, self.files, self.encoder = project, files, encoder
        self.settings: ImageSettings = project.settings.images
        self.plan: dict[str, Made] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.wanted = 0
        """Smaller copies that were not planned, for want of an encoder."""

    def hang(self, texts: Iterable[T]) -> Iterator[T]:
        """Give each text its pictures as they stand in the site; what is wrong goes to `problems`."""
        for text in texts:
            lead = text.image if isinstance(text, Record) else None
            shown = (text.pictures or lead) and text.status != "withdrawn"
            yield self._hung(text) if shown else text

    def finish(self) -> list[Problem]:
        """Warnings of all texts.

        Raises:
            ContentError: all that is wrong with pictures.
        """
        if self.problems:
            raise ContentError(self.problems)
        if self.wanted:
            message = f"{self.wanted} smaller copies of pictures are left out, for Pillow is not installed"
            self.warnings.append(Problem("", 0, 0, message, INSTALL, "no-pillow"))
        return self.warnings

    def _hung(self, text: T) -> T:
        shown: dict[str, Picture] = {}
        for ref in text.pictures:
            if ref.src in shown:
                continue
            picture = self._picture(text, ref.src, (text.path, ref.line, ref.column))
            if picture:
                shown[ref.src] = picture
        body = msgspec.structs.replace(text.body, pictures=tuple(shown.items()))
        if isinstance(text, Record) and text.image:
            picture = self._picture(text, text.image.src, None)
            image = msgspec.structs.replace(text.image, shown=picture)
            return msgspec.structs.replace(text, body=body, image=image)
        return msgspec.structs.replace(text, body=body)

    def _picture(
        self, text: Record | StandalonePage, src: str, place: tuple[str, int, int] | None
    ) -> Picture | None:
        """Find and plan one picture; `place` is None for that of the front matter."""
        if is_outside(src):
            at = place or find_words(self.project.root, text.path, src)
            message = f"the picture {src} stands on another site, and is shown as a link"
            remedy = "download it into the archive: readers' browsers ask no other site for anything"
            if place:
                self.warnings.append(Problem(*at, message, remedy, "outside-picture"))
            return None
        tried = candidates(text, src, self.project.settings.paths.static)
        found = next((seen for path in tried if (seen := self.files.look(path)).stat), None)
        if found and found.facts:
            return self._planned(found, place or (text.path, 0, 0))
        at = place or find_words(self.project.root, text.path, src)
        if found and found.wrong:
            name = found.path.rpartition("/")[2]
            problem = Problem(*at, f"{name} {found.wrong[0]}", found.wrong[1], "bad-picture")
        elif tried:
            where = " or ".join(
                dict.fromkeys(f"{posixpath.dirname(path)}/" for path in (tried[0], tried[-1]))
            )
            problem = Problem(*at, f"there is no picture {src}", f"put it into {where}", "no-picture")
        else:
            expected = "name a file inside it"
            problem = Problem(*at, f"the picture {src} leads out of the archive", expected, "no-picture")
        self.problems.append(problem)
        return None

    def _planned(self, seen: Seen, place: tuple[str, int, int]) -> Picture:
        """Plan the copies of a picture."""
        facts = seen.facts
        assert facts is not None
        static = f"{self.project.settings.paths.static}/"
        stem = posixpath.basename(seen.path).rpartition(".")[0]
        name = f"{FOLDER}/{slugify(stem)[:40].strip('-')}-{seen.sha256[:12]}"
        source = str(self.project.root / seen.path)
        if facts.clean and seen.path.startswith(static):
            address = seen.path.removeprefix(static)
        else:
            address = f"{name}.{facts.kind}"
            self.plan[address] = Original(address, source, seen.sha256)
        widths = self._widths(facts.width) if facts.scalable else []
        if not self.encoder:
            self.wanted += len(widths)
            widths = []
        smaller = tuple((width, f"{name}-{width}.webp") for width in widths)
        for width, path in smaller:
            copy = Smaller(path, source, seen.sha256, width, self.settings.quality, self.encoder, place)
            self.plan.setdefault(path, copy)
        return Picture(address, facts.width, facts.height, smaller)

    def _widths(self, width: int) -> list[int]:
        """Widths of the copies of a picture; none if it is as narrow as the narrowest."""
        wanted = sorted(set(self.settings.widths))
        if width <= wanted[0]:
            return []
        return [*(one for one in wanted if one < width), *([width] if width <= wanted[-1] else [])]


def hung_as(record: Record, body: Body, image: Image | None) -> Record:
    """Give a record that was edited the pictures that the last build gave it; new ones wait for the next build.

    Args:
        record: as it is now.
        body: the reference to its body, as the last build planned it.
        image: the picture above its text, as the last build planned it.
    """
    lead = record.image
    if lead and image and lead.src == image.src:
        lead = msgspec.structs.replace(lead, shown=image.shown)
    hung = msgspec.structs.replace(record.body, pictures=body.pictures)
    return msgspec.structs.replace(record, body=hung, image=lead)


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
        from newsgen.media.formats import inspect_picture  # an unchanged build does without

        sha256, settled = hashlib.sha256(data).hexdigest(), stat.settled(self.now_ns)
        try:
            return Seen(path, stat, settled, sha256, inspect_picture(file.name, data)[0])
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


def candidates(text: Record | StandalonePage, src: str, static: str) -> list[str]:
    """Paths at which a picture is looked for, relative to the archive's root, likeliest first.

    Beside the text; in a folder of the text's name; in static/; beside the seed of which the text was made. A name with a
    leading '/' means static/ alone. Paths that lead out of the archive, or to hidden folders, are left out.
    """
    name = src.partition("?")[0].partition("#")[0]
    folder, _, file = text.path.rpartition("/")
    if name.startswith("/"):
        tried = [f"{static}{name}"]
    else:
        tried = [f"{folder}/{name}", f"{folder}/{file.rpartition('.')[0]}/{name}", f"{static}/{name}"]
        seed = text.seed if isinstance(text, Record) else None
        if seed and "#" not in seed.file:
            tried.append(f"{posixpath.dirname(seed.file)}/{name}")
    paths = (posixpath.normpath(path) for path in tried)
    return [path for path in dict.fromkeys(paths) if not path.startswith((".", "/")) and "/." not in path]


CARDS = "cards"
"""Where cards stand in the site."""
MOST = 2_000
"""Articles up to which cards are made where the settings do not say."""
_SHARED = ("jpg", "png", "gif")
"""Kinds of picture that every social medium shows."""


def with_cards(
    project: Project, records: Iterable[Record], encoder: str
) -> tuple[list[Record], list[Card], list[Problem]]:
    """Give records the addresses of their cards.

    Args:
        project: the archive.
        records: those that are shown.
        encoder: stands for Pillow's version; '' if it is not installed.

    Returns:
        The records; the plan of the cards; and why there are none, if the settings want some.
    """
    records, wanted = list(records), project.settings.images.cards
    if wanted is False or (wanted == "auto" and len(records) > MOST):
        return records, [], []
    if not encoder or not project.settings.site.url:
        message = "cards are left out, for " + (
            "the site's address is not known" if encoder else "Pillow is not installed"
        )
        remedy = "set url under [site]" if encoder else INSTALL
        return records, [], [Problem("", 0, 0, message, remedy, "no-cards")] if wanted is True else []
    from newsgen.media.cards import can_draw  # brings Pillow

    cards: dict[str, Card] = {}
    found = []
    for record in records:
        if record.status != "withdrawn" and not _has_picture(record) and can_draw(record.title):
            card = _card(project, record, encoder, can_draw)
            cards[card.path] = card
            record = msgspec.structs.replace(record, card=card.path)
        found.append(record)
    return found, list(cards.values()), []


def _has_picture(record: Record) -> bool:
    shown = record.image.shown if record.image else None
    return bool(shown and shown.address.rpartition(".")[2] in _SHARED)


def _card(project: Project, record: Record, encoder: str, can_draw: Callable[[str], bool]) -> Card:
    site = project.settings.site
    title = site.title or project.root.name
    kicker = record.topics[0] if record.topics else ""
    card = Card(
        path="",
        title=record.title,
        kicker=kicker if can_draw(kicker) else "",
        site=title if can_draw(title) else "",
        date=None if record.provisional else record.date,
        language=site.language,
        encoder="",
    )
    digest = hashlib.sha256(msgspec.msgpack.encode(made_of(card))).hexdigest()[:12]
    path = f"{CARDS}/{slugify(record.title)[:60].strip('-')}-{digest}.png"
    return msgspec.structs.replace(card, path=path, encoder=encoder)


class Illustrated(msgspec.Struct, frozen=True):
    """Texts with their pictures."""

    records: list[Record]
    pages: list[StandalonePage]
    plan: list[Made]
    """Every picture of the site but those of static/."""
    files: PictureFiles
    """Where pictures were looked for."""
    warnings: list[Problem]


def illustrated(
    project: Project, known: PictureFiles, records: Iterable[Record], pages: Iterable[StandalonePage]
) -> Illustrated:
    """Find the pictures of all texts that are shown.

    Raises:
        ContentError: all that is wrong with pictures.
        OutputError: a picture cannot be read.
    """
    files = known.renewed()
    gallery = Gallery(project, files, pillow())
    hung, own = list(gallery.hang(records)), list(gallery.hang(pages))
    warnings = gallery.finish()
    carded, cards, missing = with_cards(project, hung, pillow())
    return Illustrated(carded, own, [*gallery.plan.values(), *cards], files, [*warnings, *missing])
