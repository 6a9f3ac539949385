"""Find the pictures of texts, and plan their copies and cards for social media."""

from __future__ import annotations

import hashlib
import posixpath
import stat as mode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from newsgen.addresses import slugify
from newsgen.errors import ContentError, OutputError, Problem
from newsgen.files import find_words
from newsgen.markdown.figures import is_outside
from newsgen.media.pictures import (
    Card,
    Facts,
    MadePicture,
    Original,
    PictureError,
    ScaledPicture,
    picture_inputs,
)
from newsgen.model import Body, Image, Picture, Record, StandalonePage
from newsgen.pipeline.project import Project, pillow_version
from newsgen.record.store import Stat
from newsgen.settings.values import ImageSettings

T = TypeVar("T", Record, StandalonePage)

IMAGES = "images"
"""Folder of pictures in the site."""
CARDS = "cards"
"""Folder of cards in the site."""
MOST = 2_000
"""Articles up to which cards are made where the settings do not say."""

_INSTALL = "pip install 'newsgen[images]'"
_SHARED = ("jpg", "png", "gif")
"""Kinds of picture that every social medium shows."""


class FoundFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is at a path of the archive, as a build found it."""

    path: str
    """Relative to the archive's root."""
    stat: Stat | None = None
    """None if no file is there."""
    settled: bool = False
    """True if a later change of the file must show in its stat."""
    sha256: str = ""
    facts: Facts | None = None
    """Of a picture; None if no file is there, or none that a browser shows."""
    wrong: tuple[str, str] | None = None
    """What is wrong with the picture, and what to do."""


class PictureFiles:
    """All paths at which a build looked for pictures, so that the next one sees whether anything changed there."""

    def __init__(self, root: Path, clock: int, known: Iterable[FoundFile] = ()) -> None:
        """Begin with what the last build found; `clock` is the file system's time now, in nanoseconds."""
        self.root, self.clock = root, clock
        self.known = {file.path: file for file in known}
        self.found: dict[str, FoundFile] = {}

    def find(self, path: str) -> FoundFile:
        """Find out what is at a path; each is looked at once.

        Raises:
            OutputError: a file there cannot be read.
        """
        if path not in self.found:
            self.found[path] = self._look(path, self.known.get(path))
        return self.found[path]

    def find_again(self) -> PictureFiles:
        """Look at every path at which the last build looked."""
        for path in self.known:
            self.find(path)
        return self

    def listed(self) -> list[FoundFile]:
        """All that was found, in order of path."""
        return [file for _, file in sorted(self.found.items())]

    def hashes(self) -> list[tuple[str, str]]:
        """Path and hash of all that was found, in order of path; the hash is '' where no file is."""
        return [(file.path, file.sha256) for file in self.listed()]

    def _look(self, path: str, known: FoundFile | None) -> FoundFile:
        file = self.root / path
        try:
            status = file.stat()
        except (OSError, ValueError):
            return FoundFile(path)
        if not mode.S_ISREG(status.st_mode):
            return FoundFile(path)
        stat = Stat.of(status)
        if known and known.settled and known.stat == stat:
            return known
        if not file.resolve().is_relative_to(self.root.resolve()):
            wrong = "is outside the archive", "copy the file into the archive"
            return FoundFile(path, stat, wrong=wrong)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise OutputError(Problem(path, 0, 0, f"cannot be read: {error.strerror}")) from error
        from newsgen.media.formats import inspect_picture  # an unchanged build does without

        sha256, settled = hashlib.sha256(data).hexdigest(), stat.is_settled(self.clock)
        try:
            return FoundFile(path, stat, settled, sha256, inspect_picture(file.name, data)[0])
        except PictureError as error:
            return FoundFile(path, stat, settled, sha256, wrong=(str(error), error.expected))


class IllustratedTexts(msgspec.Struct, frozen=True):
    """Texts with their pictures."""

    records: list[Record]
    pages: list[StandalonePage]
    plan: list[MadePicture]
    """Every picture of the site but those of static/."""
    files: PictureFiles
    """Where pictures were looked for."""
    warnings: list[Problem]


def illustrate(
    project: Project, known: PictureFiles, records: Iterable[Record], pages: Iterable[StandalonePage]
) -> IllustratedTexts:
    """Find the pictures of all texts that are shown; plan their copies and the articles' cards.

    Args:
        project: the archive.
        known: what is at the paths at which the last build looked.
        records, pages: the texts.

    Raises:
        ContentError: all that is wrong with pictures.
        OutputError: a picture cannot be read.
    """
    files = PictureFiles(project.root, known.clock, known.found.values())
    planner = _PicturePlanner(project, files, pillow_version())
    shown = [planner.add_pictures(record) for record in records]
    own = [planner.add_pictures(page) for page in pages]
    warnings = planner.warn()
    with_cards, cards, missing = add_cards(project, shown, pillow_version())
    plan = [*planner.plan.values(), *cards]
    return IllustratedTexts(with_cards, own, plan, files, [*warnings, *missing])


class _PicturePlanner:
    """Finds the pictures of one text after the other and plans their copies."""

    def __init__(self, project: Project, files: PictureFiles, encoder: str) -> None:
        """Begin without a picture; without an `encoder` no smaller copies are made."""
        self.project, self.files, self.encoder = project, files, encoder
        self.settings: ImageSettings = project.settings.images
        self.plan: dict[str, MadePicture] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.unmade = 0
        """Smaller copies that were not planned, for want of an encoder."""

    def add_pictures(self, text: T) -> T:
        """Give a text its pictures as they are in the site; what is wrong goes to `problems`."""
        lead = text.image if isinstance(text, Record) else None
        if text.status == "withdrawn" or not (text.pictures or lead):
            return text
        shown: dict[str, Picture] = {}
        for ref in text.pictures:
            if ref.src not in shown and (picture := self._find(text, ref.src, (ref.line, ref.column))):
                shown[ref.src] = picture
        body = msgspec.structs.replace(text.body, pictures=tuple(shown.items()))
        if isinstance(text, Record) and lead:
            image = msgspec.structs.replace(lead, shown=self._find(text, lead.src, None))
            return msgspec.structs.replace(text, body=body, image=image)
        return msgspec.structs.replace(text, body=body)

    def warn(self) -> list[Problem]:
        """Warnings of all texts.

        Raises:
            ContentError: all that is wrong with pictures.
        """
        if self.problems:
            raise ContentError(self.problems)
        if self.unmade:
            message = f"{self.unmade} smaller copies of pictures are left out, for Pillow is not installed"
            self.warnings.append(Problem("", 0, 0, message, _INSTALL, "no-pillow"))
        return self.warnings

    def _find(self, text: Record | StandalonePage, src: str, place: tuple[int, int] | None) -> Picture | None:
        """Find one picture and plan its copies; `place` is line and column, None for that of the front matter."""
        if is_outside(src):
            message = f"the picture {src} stands on another site, and is shown as a link"
            remedy = "download it into the archive: readers' browsers ask no other site for anything"
            if place:
                self.warnings.append(Problem(text.path, *place, message, remedy, "outside-picture"))
            return None
        tried = possible_paths(text, src, self.project.settings.paths.static)
        found = next((file for path in tried if (file := self.files.find(path)).stat), None)
        if found and found.facts:
            return self._plan_copies(found, found.facts, (text.path, *(place or (0, 0))))
        if found and found.wrong:
            message, remedy = f"{posixpath.basename(found.path)} {found.wrong[0]}", found.wrong[1]
        elif tried:
            folders = dict.fromkeys(f"{posixpath.dirname(path)}/" for path in (tried[0], tried[-1]))
            message, remedy = f"there is no picture {src}", f"put it into {' or '.join(folders)}"
        else:
            message, remedy = f"the picture {src} is outside the archive", "name a file inside it"
        at = (text.path, *place) if place else find_words(self.project.root, text.path, src)
        code = "bad-picture" if found and found.wrong else "no-picture"
        self.problems.append(Problem(*at, message, remedy, code))
        return None

    def _plan_copies(self, file: FoundFile, facts: Facts, place: tuple[str, int, int]) -> Picture:
        static = f"{self.project.settings.paths.static}/"
        stem = posixpath.basename(file.path).rpartition(".")[0]
        name = f"{IMAGES}/{slugify(stem)[:40].strip('-')}-{file.sha256[:12]}"
        source = str(self.project.root / file.path)
        if facts.clean and file.path.startswith(static):
            address = file.path.removeprefix(static)
        else:
            address = f"{name}.{facts.kind}"
            self.plan[address] = Original(address, source, file.sha256)
        widths = self._widths(facts.width) if facts.scalable else []
        if not self.encoder:
            self.unmade += len(widths)
            widths = []
        smaller = tuple((width, f"{name}-{width}.webp") for width in widths)
        for width, path in smaller:
            copy = ScaledPicture(path, source, file.sha256, width, self.settings.quality, self.encoder, place)
            self.plan.setdefault(path, copy)
        return Picture(address, facts.width, facts.height, smaller)

    def _widths(self, width: int) -> list[int]:
        """Widths of the copies of a picture; none if it is as narrow as the narrowest."""
        wanted = sorted(set(self.settings.widths))
        if width <= wanted[0]:
            return []
        return [
            *(narrower for narrower in wanted if narrower < width),
            *([width] if width <= wanted[-1] else []),
        ]


def with_pictures_of(record: Record, body: Body, image: Image | None) -> Record:
    """Give a record that was edited the pictures that the last build gave it; new ones wait for the next build.

    Args:
        record: as it is now.
        body: the reference to its body, as the last build planned it.
        image: the picture above its text, as the last build planned it.
    """
    lead = record.image
    if lead and image and lead.src == image.src:
        lead = msgspec.structs.replace(lead, shown=image.shown)
    illustrated = msgspec.structs.replace(record.body, pictures=body.pictures)
    return msgspec.structs.replace(record, body=illustrated, image=lead)


def possible_paths(text: Record | StandalonePage, src: str, static: str) -> list[str]:
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


def add_cards(
    project: Project, records: list[Record], encoder: str
) -> tuple[list[Record], list[Card], list[Problem]]:
    """Give each record that has no picture of its own the address of a card.

    Args:
        project: the archive.
        records: those that are shown.
        encoder: stands for Pillow's version; '' if it is not installed.

    Returns:
        The records; the plan of the cards; and why there are none, if the settings want some.
    """
    wanted = project.settings.images.cards
    if wanted is False or (wanted == "auto" and len(records) > MOST):
        return records, [], []
    if not encoder or not project.settings.site.url:
        reason = "the site's address is not known" if encoder else "Pillow is not installed"
        remedy = "set url under [site]" if encoder else _INSTALL
        warning = Problem("", 0, 0, f"cards are left out, for {reason}", remedy, "no-cards")
        return records, [], [warning] if wanted is True else []
    from newsgen.media.cards import can_draw  # brings Pillow

    cards: dict[str, Card] = {}
    found = []
    for record in records:
        if record.status != "withdrawn" and not _has_picture(record) and can_draw(record.title):
            card = _plan_card(project, record, encoder, can_draw)
            cards[card.path] = card
            record = msgspec.structs.replace(record, card=card.path)
        found.append(record)
    return found, list(cards.values()), []


def _has_picture(record: Record) -> bool:
    shown = record.image.shown if record.image else None
    return bool(shown and shown.address.rpartition(".")[2] in _SHARED)


def _plan_card(project: Project, record: Record, encoder: str, can_draw: Callable[[str], bool]) -> Card:
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
    digest = hashlib.sha256(msgspec.msgpack.encode(picture_inputs(card))).hexdigest()[:12]
    path = f"{CARDS}/{slugify(record.title)[:60].strip('-')}-{digest}.png"
    return msgspec.structs.replace(card, path=path, encoder=encoder)
