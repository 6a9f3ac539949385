"""Find the pictures of texts; plan their copies and the cards for social media."""

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
from newsgen.files import find_words_in_file
from newsgen.markdown.figures import is_external_image
from newsgen.media.formats import Facts, PictureError, inspect_and_strip_picture
from newsgen.media.pictures import Card, MadePicture, Original, ScaledPicture, list_picture_inputs
from newsgen.model import Body, Image, Picture, Record, StandalonePage
from newsgen.pipeline.project import Project, pillow_version
from newsgen.record.store import Stat
from newsgen.settings.values import ImageSettings

T = TypeVar("T", Record, StandalonePage)

IMAGES = "images"
"""Folder of copies of pictures in the site."""
CARDS = "cards"
"""Folder of cards in the site."""
MOST = 2_000
"""Most articles for which cards are made by default."""

_INSTALL = "pip install 'newsgen[images]'"
_SHARED = ("jpg", "png", "gif")
"""Formats that all social media show."""


class FoundFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file, or a missing file, at a path where a build looked."""

    path: str
    """Relative to the archive's root."""
    stat: Stat | None = None
    """None if there is no file."""
    settled: bool = False
    """True if any later change of the file changes its stat."""
    sha256: str = ""
    facts: Facts | None = None
    """Facts about a picture; None if there is no file, or not a usable picture."""
    wrong: tuple[str, str] | None = None
    """Mistake and remedy of an unusable picture."""


class PictureFiles:
    """All paths where a build looked for pictures, so that the next build notices changes there."""

    def __init__(self, root: Path, clock: int, known: Iterable[FoundFile] = ()) -> None:
        """Start from the files of the last build; `clock` is the file system time in nanoseconds."""
        self.root, self.clock = root, clock
        self.known = {file.path: file for file in known}
        self.found: dict[str, FoundFile] = {}

    def find(self, path: str) -> FoundFile:
        """Inspect the file at a path, once.

        Raises:
            OutputError: the file cannot be read.
        """
        if path not in self.found:
            self.found[path] = self._inspect(path, self.known.get(path))
        return self.found[path]

    def list_found(self) -> list[FoundFile]:
        """Return all inspected files, in order of path."""
        return [file for _, file in sorted(self.found.items())]

    def hashes(self) -> list[tuple[str, str]]:
        """Return path and hash of all inspected files, in order of path; the hash of a missing file is ''."""
        return [(file.path, file.sha256) for file in self.list_found()]

    def _inspect(self, path: str, known: FoundFile | None) -> FoundFile:
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
        sha256, settled = hashlib.sha256(data).hexdigest(), stat.is_settled(self.clock)
        try:
            return FoundFile(path, stat, settled, sha256, inspect_and_strip_picture(file.name, data)[0])
        except PictureError as error:
            return FoundFile(path, stat, settled, sha256, wrong=(str(error), error.expected))


class IllustratedTexts(msgspec.Struct, frozen=True):
    """Texts with their pictures."""

    records: list[Record]
    pages: list[StandalonePage]
    plan: list[MadePicture]
    """Every picture of the site outside static/."""
    files: PictureFiles
    """All paths where the build looked for pictures."""
    warnings: list[Problem]


def plan_pictures_and_cards(
    project: Project, known: PictureFiles, records: Iterable[Record], pages: Iterable[StandalonePage]
) -> IllustratedTexts:
    """Find the pictures of all texts; plan their copies and the articles' cards.

    Args:
        project: the archive.
        known: files at the paths where the last build looked.
        records, pages: the texts to show.

    Raises:
        ContentError: all mistakes with pictures.
        OutputError: a picture cannot be read.
    """
    files = PictureFiles(project.root, known.clock, known.found.values())
    planner = _PicturePlanner(project, files)
    shown = [planner.add_pictures(record) for record in records]
    own = [planner.add_pictures(page) for page in pages]
    if planner.problems:
        raise ContentError(planner.problems)
    warnings = planner.warnings
    if planner.unmade:
        message = f"{planner.unmade} smaller copies of pictures are left out, for Pillow is not installed"
        warnings.append(Problem("", 0, 0, message, _INSTALL, "no-pillow"))
    with_cards, cards, missing = plan_cards(project, shown)
    plan = [*planner.plan.values(), *cards]
    return IllustratedTexts(with_cards, own, plan, files, [*warnings, *missing])


class _PicturePlanner:
    """Finds the pictures of texts and plans their copies."""

    def __init__(self, project: Project, files: PictureFiles) -> None:
        """Start with an empty plan."""
        self.project, self.files = project, files
        self.settings: ImageSettings = project.settings.images
        self.plan: dict[str, MadePicture] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.unmade = 0
        """Number of scaled copies that need Pillow, which is not installed."""

    def add_pictures(self, text: T) -> T:
        """Add the pictures to a text and their copies to the plan; mistakes go to `problems`."""
        lead = text.image if isinstance(text, Record) else None
        if text.status == "withdrawn" or not (text.pictures or lead):
            return text
        shown: dict[str, Picture] = {}
        for ref in text.pictures:
            place = (ref.line, ref.column)
            if ref.src not in shown and (picture := self._find(text, ref.src, place, optional=ref.foreign)):
                shown[ref.src] = picture
        body = msgspec.structs.replace(text.body, pictures=tuple(shown.items()))
        if isinstance(text, Record) and lead:
            image = msgspec.structs.replace(lead, shown=self._find(text, lead.src, None))
            return msgspec.structs.replace(text, body=body, image=image)
        return msgspec.structs.replace(text, body=body)

    def _find(
        self,
        text: Record | StandalonePage,
        src: str,
        place: tuple[int, int] | None,
        *,
        optional: bool = False,
    ) -> Picture | None:
        """Find a picture and plan its copies.

        Args:
            text: the text with the picture.
            src: the picture as written.
            place: line and column; None for the picture in the front matter.
            optional: True if a missing picture is only worth a warning.
        """
        if is_external_image(src):
            message = f"the picture {src} is on another site, and is shown as a link"
            remedy = "download it into the archive: pages load nothing from other sites"
            if place:
                self.warnings.append(Problem(text.path, *place, message, remedy, "outside-picture"))
            return None
        tried = list_possible_paths(text, src, self.project.settings.paths.static)
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
        at = (text.path, *place) if place else find_words_in_file(self.project.root, text.path, src)
        code = "bad-picture" if found and found.wrong else "no-picture"
        (self.warnings if optional else self.problems).append(Problem(*at, message, remedy, code))
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
        wanted, width, encoder = sorted(set(self.settings.widths)), facts.width, pillow_version()
        widths = [narrower for narrower in wanted if narrower < width] if facts.scalable else []
        if widths and width <= wanted[-1]:
            widths.append(width)
        if not encoder:
            self.unmade += len(widths)
            widths = []
        smaller = tuple((width, f"{name}-{width}.webp") for width in widths)
        for width, path in smaller:
            copy = ScaledPicture(path, source, file.sha256, width, self.settings.quality, encoder, place)
            self.plan.setdefault(path, copy)
        return Picture(address, facts.width, facts.height, smaller)


def reuse_last_pictures(record: Record, body: Body, image: Image | None) -> Record:
    """Add the pictures of the last build to a record that was edited; new pictures need a build.

    Args:
        record: the edited record.
        body: its body in the last build.
        image: the picture above its text in the last build.
    """
    lead = record.image
    if lead and image and lead.src == image.src:
        lead = msgspec.structs.replace(lead, shown=image.shown)
    illustrated = msgspec.structs.replace(record.body, pictures=body.pictures)
    return msgspec.structs.replace(record, body=illustrated, image=lead)


def list_possible_paths(text: Record | StandalonePage, src: str, static: str) -> list[str]:
    """List the paths to look for a picture, relative to the archive's root, in order.

    They are the text's folder, a folder named like the text, static/, and the folder of the text's seed; for a name with a
    leading '/' only static/. Paths outside the archive and in hidden folders are left out.
    """
    name = src.partition("?")[0].partition("#")[0]
    folder, _, file = text.path.rpartition("/")
    if name.startswith("/"):
        tried = [f"{static}{name}"]
    else:
        tried = [f"{folder}/{name}", f"{folder}/{file.rpartition('.')[0]}/{name}", f"{static}/{name}"]
        seed = text.seed if isinstance(text, Record) else None
        if seed and not seed.item:
            tried.append(f"{posixpath.dirname(seed.file)}/{name}")
    paths = (posixpath.normpath(path) for path in tried)
    return [path for path in dict.fromkeys(paths) if not path.startswith((".", "/")) and "/." not in path]


def plan_cards(project: Project, records: list[Record]) -> tuple[list[Record], list[Card], list[Problem]]:
    """Add the address of a card to each record to show that has no picture of its own.

    Returns:
        The records; the planned cards; and a warning if the settings want cards but there are none.
    """
    wanted = project.settings.images.cards
    if wanted is False or (wanted == "auto" and len(records) > MOST):
        return records, [], []
    encoder = pillow_version()
    if not encoder or not project.settings.site.url:
        reason = "the site's address is not known" if encoder else "Pillow is not installed"
        remedy = "set url under [site]" if encoder else _INSTALL
        warning = Problem("", 0, 0, f"cards are left out, for {reason}", remedy, "no-cards")
        return records, [], [warning] if wanted is True else []
    from newsgen.media.cards import has_font_letters  # imports Pillow

    cards: dict[str, Card] = {}
    found = []
    for record in records:
        own = record.image.shown if record.image else None
        is_shared = own and own.address.rpartition(".")[2] in _SHARED
        if record.status != "withdrawn" and not is_shared and has_font_letters(record.title):
            card = _plan_card(project, record, encoder, has_font_letters)
            cards[card.path] = card
            record = msgspec.structs.replace(record, card=card.path)
        found.append(record)
    return found, list(cards.values()), []


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
    digest = hashlib.sha256(msgspec.msgpack.encode(list_picture_inputs(card))).hexdigest()[:12]
    path = f"{CARDS}/{slugify(record.title)[:60].strip('-')}-{digest}.png"
    return msgspec.structs.replace(card, path=path, encoder=encoder)
