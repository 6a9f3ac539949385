"""What is shown → the same with its pictures and cards, and the plan of these."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from newsgen.errors import Problem
from newsgen.model import Record, StandalonePage
from newsgen.pipeline.cards import with_cards
from newsgen.pipeline.inputs import pillow
from newsgen.pipeline.picture_files import PictureFiles
from newsgen.pipeline.pictures import Gallery
from newsgen.pipeline.project import Project
from newsgen.renderer.page import Made


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
