"""Find the pictures of texts; plan their copies and the cards for social media."""

from __future__ import annotations

import hashlib
import posixpath
import re
import stat as mode
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

import msgspec

from newsgen.addresses import slugify
from newsgen.errors import Problem, report_system_errors
from newsgen.files import Location, find_words_in_file
from newsgen.markdown.figures import is_external_image
from newsgen.media.formats import PictureFacts, has_right_extension, inspect_and_strip_picture
from newsgen.media.parsed import PictureError
from newsgen.media.pictures import Card, CleanedPicture, MadePicture, ScaledPicture, list_picture_inputs
from newsgen.model import ArticleImage, BodyReference, Record, SitePicture, StandalonePage
from newsgen.pipeline.project import Project, fingerprint_pillow, list_site_urls
from newsgen.pipeline.thumbnails import add_thumbnails
from newsgen.record.store import Stat
from newsgen.settings.values import ImageSettings, PathSettings

T = TypeVar("T", Record, StandalonePage)

IMAGES = "images"
"""Folder of copies of pictures in the site."""
CARDS = "cards"
"""Folder of cards in the site."""
FETCHED = "pictures"
"""Folder of pictures that `newsgen load --fetch-pictures` downloaded, by host and path; next to articles/."""
MOST = 2_000
"""Most articles for which cards are made by default."""

_INSTALL = "pip install 'newsgen[images]'"
_SHARED = ("jpg", "png", "gif")
"""Formats that all social media show."""
_SITE_FOLDERS = ("", "static", "public", "assets", "source")
"""Folders of other generators with the files at the top of a site."""
_UPLOADS = re.compile(r"/(?:wp-content/uploads|content/(?:images|media|files))/(?=.)")
"""Where WordPress and Ghost keep uploaded files."""
_MEDIA_FOLDERS = ("uploads", "images", "media", "")
"""Folders where an export keeps them."""
_SCALED = re.compile(r"-(?:\d+x\d+|scaled)(?=\.\w+$)")
"""What WordPress adds to the name of a smaller copy."""
_PLAIN = re.compile(r"[^\W_][\w.~@+() -]{0,99}(?<![. ])")
"""A name of a file that every system takes."""
_MARK = re.compile(r"[{|](?:static|attach|filename|photo)[}|]|__GHOST_URL__")
"""Marks of Pelican and Ghost before a path."""


Wrong = tuple[str, str]
"""What is wrong with a picture, without its name, and what to do."""
_NONE: Mapping[str, Wrong] = {}


class FoundFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file, or a missing file, at a path where a build looked."""

    path: str
    """Relative to the archive's root; with '/' at its end for a folder."""
    stat: Stat | None = None
    """None if there is no file, and for a folder."""
    settled: bool = False
    """True if any later change of the file changes its stat."""
    sha256: str = ""
    """Hex digest of the file; for a folder that exists 'folder'."""
    facts: PictureFacts | None = None
    """Facts about a picture; None if there is no file, or not a usable picture."""
    wrong: Wrong | None = None
    """Mistake and remedy of an unusable picture."""


class PictureFiles:
    """All paths where a build looked for pictures, so that the next build notices changes there."""

    def __init__(
        self, root: Path, clock: int, known: Iterable[FoundFile] = (), broken: Mapping[str, Wrong] = _NONE
    ) -> None:
        """Start from the files that the last build knew; `broken` are pictures whose pixels could not be read, by path."""
        self.root, self.clock, self.broken = root, clock, broken
        self.known = {file.path: file for file in known}
        self.found: dict[str, FoundFile] = {}

    def find(self, path: str) -> FoundFile:
        """Inspect the file at a path, once; OutputError if it cannot be read."""
        if path not in self.found:
            self.found[path] = self._inspect(path, self.known.get(path))
        return self.found[path]

    def find_first(self, paths: Iterable[str]) -> FoundFile | None:
        """Return the first file that exists, or None; in a folder that does not exist nothing is looked for."""
        for path in paths:
            if self._has_folder(posixpath.dirname(path)) and (file := self.find(path)).stat:
                return file
        return None

    def _has_folder(self, path: str) -> bool:
        return not path or (self._has_folder(posixpath.dirname(path)) and bool(self.find(f"{path}/").sha256))

    def list_found(self) -> list[FoundFile]:
        """Return all inspected files, in order of path."""
        return [file for _, file in sorted(self.found.items())]

    def hashes(self) -> list[tuple[str, str]]:
        """Return path and hash of all inspected files, in order of path; the hash of a missing file is ''."""
        return [(file.path, file.sha256) for file in self.list_found()]

    def _inspect(self, path: str, known: FoundFile | None) -> FoundFile:
        file = self.root / path
        if path.endswith("/"):
            return FoundFile(path, sha256="folder" if file.is_dir() else "")
        try:
            status = file.stat()
        except (OSError, ValueError):
            return FoundFile(path)
        if not mode.S_ISREG(status.st_mode):
            return FoundFile(path)
        stat = Stat.of(status)
        if known and known.settled and known.stat == stat and path not in self.broken:
            return known
        if not file.resolve().is_relative_to(self.root.resolve()):
            wrong = "is outside the archive", "copy the file into the archive"
            return FoundFile(path, stat, wrong=wrong)
        with report_system_errors(path, "read"):
            data = file.read_bytes()
        sha256, settled = hashlib.sha256(data).hexdigest(), stat.is_settled(self.clock)
        if path in self.broken:
            return FoundFile(path, stat, settled, sha256, wrong=self.broken[path])
        try:
            return FoundFile(path, stat, settled, sha256, inspect_and_strip_picture(data)[0])
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

    A picture that is missing or broken is a warning; its alternative text is shown.

    `known` are the files at the paths where the last build looked.

    Raises:
        OutputError: a picture cannot be read.
    """
    files = PictureFiles(project.root, known.clock, known.found.values(), known.broken)
    planner = _PicturePlanner(project, files)
    shown = [planner.add_pictures(record) for record in records]
    own = [planner.add_pictures(page) for page in pages]
    warnings = planner.warnings
    shown = add_thumbnails(shown, project.settings.lists.pictures)
    if planner.unmade:
        message = f"{planner.unmade} smaller copies of pictures are left out, for Pillow is not installed"
        warnings.append(Problem("", 0, 0, message, _INSTALL, "no-pillow"))
    with_cards, cards, missing = plan_cards(project, shown)
    plan = [*planner.plan.values(), *cards]
    return IllustratedTexts(with_cards, own, plan, files, [*warnings, *missing])


def find_remote_only_pictures(
    project: Project, clock: int, records: Iterable[Record], pages: Iterable[StandalonePage]
) -> dict[str, Location]:
    """Find the pictures that texts show and that are on the Web alone; return their URLs, and the first place of each."""
    planner = _PicturePlanner(project, PictureFiles(project.root, clock))
    for record in records:
        planner.add_pictures(record)
    for page in pages:
        planner.add_pictures(page)
    return planner.absent


class _PicturePlanner:
    """Finds the pictures of texts and plans their copies."""

    def __init__(self, project: Project, files: PictureFiles) -> None:
        """Start with an empty plan."""
        self.project, self.files = project, files
        self.settings: ImageSettings = project.settings.images
        self.plan: dict[str, MadePicture] = {}
        self.warnings: list[Problem] = []
        self.homes = sorted(filter(None, {project.home, *list_site_urls(project)}))
        self.absent: dict[str, Location] = {}
        """URLs of pictures that are on the Web and not in the archive, and the first place of each."""
        self.unmade = 0
        """Number of scaled copies that need Pillow, which is not installed."""

    def add_pictures(self, text: T) -> T:
        """Add the pictures to a text and their copies to the plan; mistakes go to `warnings`."""
        lead = text.image if isinstance(text, Record) else None
        if text.status == "withdrawn" or not (text.pictures or lead):
            return text
        shown: dict[str, SitePicture | None] = {}
        for ref in text.pictures:
            if ref.src not in shown and not self._is_elsewhere(text, ref.src, (ref.line, ref.column)):
                shown[ref.src] = self._find(text, ref.src, (ref.line, ref.column))
        body = msgspec.structs.replace(text.body, pictures=tuple(shown.items()))
        if isinstance(text, Record) and lead:
            elsewhere = self._is_elsewhere(text, lead.src, None)
            found = None if elsewhere else self._find(text, lead.src, None)
            image = msgspec.structs.replace(lead, shown=found, missing=not (found or elsewhere))
            return msgspec.structs.replace(text, body=body, image=image)
        return msgspec.structs.replace(text, body=body)

    def _is_elsewhere(self, text: Record | StandalonePage, src: str, place: tuple[int, int] | None) -> bool:
        """True for a picture on another site, or on the site's host outside of the site and not in the archive.

        `place` is line and column, None for the picture in the front matter.
        """
        if not is_external_image(src):
            return False
        own = bool(list_possible_picture_names(src, self.homes))
        below = own and any(urlsplit(src).path.startswith(urlsplit(home).path or "/") for home in self.homes)
        tried = list_possible_paths(text, src, self.project.settings.paths, self.homes)
        if below or self.files.find_first(tried):
            return False
        self._note_absent(text, src, place)
        message = f"the picture {src} is on another site, and is shown as a link"
        remedy = "download it, perhaps by newsgen load --fetch-pictures: pages load nothing from other sites"
        if place:
            self.warnings.append(Problem(text.path, *place, message, remedy, "outside-picture"))
        return True

    def _note_absent(self, text: Record | StandalonePage, src: str, place: tuple[int, int] | None) -> None:
        for url in list_picture_urls(src, self.homes)[:1]:
            self.absent.setdefault(url, (text.path, *(place or (0, 0))))

    def _find(
        self, text: Record | StandalonePage, src: str, place: tuple[int, int] | None
    ) -> SitePicture | None:
        """Find a picture and plan its copies; None with a warning if it cannot be shown. `place` as above."""
        paths = self.project.settings.paths
        tried = list_possible_paths(text, src, paths, self.homes)
        found = self.files.find_first(tried)
        if found and found.facts:
            return self._plan_copies(found, found.facts, (text.path, *(place or (0, 0))))
        if not found:
            self._note_absent(text, src, place)
        if found and found.wrong:
            message, remedy = f"{posixpath.basename(found.path)} {found.wrong[0]}", found.wrong[1]
        elif tried:
            static = [path for path in tried if path.startswith(f"{paths.static}/")]
            named = (posixpath.dirname(path) for path in (*tried[:1], *static[:1]))
            folders = dict.fromkeys(f"{folder}/" if folder else "the archive's folder" for folder in named)
            message, remedy = f"there is no picture {src}", f"put it into {' or '.join(folders)}"
        else:
            message, remedy = f"the picture {src} is outside the archive", "name a file inside it"
        at = (text.path, *place) if place else find_words_in_file(self.project.root, text.path, src)
        code = "bad-picture" if found and found.wrong else "no-picture"
        self.warnings.append(Problem(*at, message, remedy, code))
        return None

    def _plan_copies(self, file: FoundFile, facts: PictureFacts, place: tuple[str, int, int]) -> SitePicture:
        static = f"{self.project.settings.paths.static}/"
        stem = posixpath.splitext(posixpath.basename(file.path))[0]
        name = f"{IMAGES}/{slugify(stem)[:40].strip('-')}-{file.sha256[:12]}"
        source = str(self.project.root / file.path)
        if facts.clean and file.path.startswith(static) and has_right_extension(file.path, facts.kind):
            address = file.path.removeprefix(static)
        else:
            address = f"{name}.{facts.kind}"
            self.plan[address] = CleanedPicture(address, source, file.sha256)
        wanted, width, encoder = sorted(set(self.settings.widths)), facts.width, fingerprint_pillow()
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
        return SitePicture(address, facts.width, facts.height, smaller)


def add_pictures_of_last_build(record: Record, body: BodyReference, image: ArticleImage | None) -> Record:
    """Add the pictures of the last build to a record that was edited; new pictures need a build.

    `body` and `image` are its body and the picture above its text in the last build.
    """
    lead = record.image
    if lead and image and lead.src == image.src:
        lead = msgspec.structs.replace(lead, shown=image.shown, missing=image.missing)
    illustrated = msgspec.structs.replace(record.body, pictures=body.pictures)
    return msgspec.structs.replace(record, body=illustrated, image=lead)


def list_possible_paths(
    text: Record | StandalonePage, src: str, paths: PathSettings, homes: Iterable[str] = ()
) -> list[str]:
    """List the paths to look for a picture, relative to the archive's root, in order.

    They are next to the text, static/, and next to the seed; then the folders above both, where other generators keep the
    files at the top of a site; at last where a downloaded picture is. A name with a leading '/' begins at the top of a
    site. Paths outside the archive and in hidden folders are left out.

    `text` names it `src`; `homes` are the URLs of the archive's site.
    """
    seed = text.seed.file if isinstance(text, Record) and text.seed else ""
    names = list_possible_picture_names(src, homes)
    tried = []
    if names and not names[0].startswith("/"):
        name = names.pop(0)
        tried = [*_list_beside(text.path, name), f"{paths.static}/{name}"]
        tried += _list_beside(seed, name) if seed else []
        names = [f"/{name}"] if "/" in name and not name.startswith(".") else []
    tops = [
        f"{paths.static}/",
        *_list_tops(seed),
        *_list_tops(text.path),
        *(f"{folder}/" for folder in _SITE_FOLDERS[1:]),
        "",
    ]
    tried += [f"{top}{name[1:]}" for top in dict.fromkeys(tops) for name in names]
    tried += [locate_fetched_picture(url) for url in list_picture_urls(src, homes)]
    normal = (posixpath.normpath(path) for path in tried)
    return [path for path in dict.fromkeys(normal) if not path.startswith((".", "/")) and "/." not in path]


def list_possible_picture_names(src: str, homes: Iterable[str] = ()) -> list[str]:
    """List the names that a picture may have in the archive; none for a picture on another site.

    A name with a leading '/' begins at the top of a site. Below the URLs `homes`, pictures are the archive's own.
    """
    sites = [urlsplit(home) for home in homes if home]
    name = _MARK.sub("", src).partition("?")[0].partition("#")[0]
    if is_external_image(src):
        try:
            url = urlsplit(src)
        except ValueError:
            return []
        if url.scheme not in ("", "http", "https") or normalize_host(url.netloc) not in {
            normalize_host(site.netloc) for site in sites
        }:
            return []
        name = unquote(url.path)
    names = [name]
    if name.startswith("/"):
        bases = [site.path.rstrip("/") for site in sites]
        names += [name.removeprefix(base) for base in bases if base and name.startswith(f"{base}/")]
        if upload := _UPLOADS.search(name):
            rest = name[upload.end() :]
            short = _SCALED.sub("", rest)
            names += [name[upload.start() : upload.end()] + one for one in (rest, short)]
            names += [posixpath.join("/", folder, one) for folder in _MEDIA_FOLDERS for one in (rest, short)]
    return list(dict.fromkeys(names))


def list_picture_urls(src: str, homes: Iterable[str]) -> list[str]:
    """List the URLs that a picture has on the Web: its own, or for a name that begins at the top of a site one at each home."""
    name = _MARK.sub("", src)
    if not is_external_image(src):
        found = [urljoin(home, name) for home in homes] if name.startswith("/") else []
    else:
        found = [f"https:{name}" if name.startswith("//") else name]
    return [url for url in found if locate_fetched_picture(url)]


def locate_fetched_picture(url: str) -> str:
    """Return the path at which a downloaded picture is: the folder, host and path of its URL; '' if it has no such URL.

    A path that is no plain name of a file, or has a query, becomes a name with a hash.
    """
    try:
        parts = urlsplit(url)
        host = re.sub(r"[^\w.-]", "_", normalize_host(parts.netloc)).strip(".")
    except ValueError:
        return ""
    names = [name for name in unquote(parts.path).split("/") if name]
    if parts.scheme not in ("http", "https") or not host or not names:
        return ""
    if parts.query or not all(_PLAIN.fullmatch(name) for name in names):
        stem, suffix = posixpath.splitext(names[-1])
        digest = hashlib.sha256(f"{parts.path}?{parts.query}".encode()).hexdigest()[:12]
        suffix = suffix if _PLAIN.fullmatch(suffix[1:]) else ""
        names = [f"{slugify(stem)[:60].strip('-')}-{digest}{suffix}".lstrip("-")]
    return posixpath.join(FETCHED, host, *names)


def quote_url(url: str) -> str:
    """Quote the path and the query of a URL that is unquoted in a text."""
    parts = urlsplit(url)
    safe = "/%:@!$&'()*+,;=~?"
    return parts._replace(path=quote(parts.path, safe), query=quote(parts.query, safe), fragment="").geturl()


def normalize_host(netloc: str) -> str:
    """Return a host, with its port, in small letters without `www.`."""
    return netloc.rpartition("@")[2].lower().removeprefix("www.")


def _list_beside(path: str, name: str) -> list[str]:
    """List the paths next to a file and in a folder of its name."""
    return [f"{posixpath.dirname(path)}/{name}", f"{posixpath.splitext(path)[0]}/{name}"]


def _list_tops(path: str) -> Iterator[str]:
    """List the folders that may be the top of a site: those above a file, and folders for files in them."""
    while "/" in path:
        path = posixpath.dirname(path)
        yield from (posixpath.join(path, folder, "") for folder in _SITE_FOLDERS)


def plan_cards(project: Project, records: list[Record]) -> tuple[list[Record], list[Card], list[Problem]]:
    """Add the address of a card to each record to show that has no picture of its own.

    Returns:
        The records; the planned cards; and a warning if the settings want cards but there are none.
    """
    wanted = project.settings.images.cards
    if wanted is False or (wanted == "auto" and len(records) > MOST):
        return records, [], []
    encoder = fingerprint_pillow()
    if not encoder or not project.settings.site.url:
        reason = "the site's address is not known" if encoder else "Pillow is not installed"
        remedy = "set url under [site]" if encoder else _INSTALL
        warning = Problem("", 0, 0, f"cards are left out, for {reason}", remedy, "no-cards")
        return records, [], [warning] if wanted is True else []
    from newsgen.media.make import has_font_letters  # imports Pillow

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
