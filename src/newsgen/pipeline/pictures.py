"""Texts → texts whose pictures stand in the site, and the plan of these pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from newsgen.addresses import slugify
from newsgen.errors import ContentError, Problem
from newsgen.markdown.figures import is_outside
from newsgen.model import Body, Image, Picture, Record, StandalonePage
from newsgen.pipeline.picture_files import PictureFiles, Seen
from newsgen.pipeline.picture_places import candidates
from newsgen.pipeline.project import Project
from newsgen.record.place import place_of
from newsgen.renderer.page import Made, Original, Smaller
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
            at = place or place_of(self.project.root, text.path, src)
            message = f"the picture {src} stands on another site, and is shown as a link"
            remedy = "download it into the archive: readers' browsers ask no other site for anything"
            if place:
                self.warnings.append(Problem(*at, message, remedy, "outside-picture"))
            return None
        tried = candidates(text, src, self.project.settings.paths.static)
        found = next((seen for path in tried if (seen := self.files.look(path)).stat), None)
        if found and found.facts:
            return self._planned(found, place or (text.path, 0, 0))
        at = place or place_of(self.project.root, text.path, src)
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
