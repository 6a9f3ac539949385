"""The drawing of the land that lies under the map of places and under each place's own small map."""

from __future__ import annotations

from collections.abc import Iterator

from newsgen.archive.model import Archive
from newsgen.renderer.atlas import LAND, atlas_for
from newsgen.renderer.frame import Frame
from newsgen.renderer.page import Page, page_of
from newsgen.renderer.site import Site
from newsgen.renderer.views import View, root_of


class LandView(View, frozen=True, kw_only=True, gc=False):
    """The coasts of the part of the world where the archive's places are."""

    frame: Frame
    """What the drawing shows; it is a thousand units wide and `frame.height` high."""


def land_page(archive: Archive, _site: Site) -> Iterator[Page]:
    """Make places/land.svg, if the place of any name is known: one file for all maps, for it weighs more than they."""
    frame = atlas_for(archive).frame
    if frame is not None:
        view = LandView(address=LAND, root=root_of(LAND), title="", indexed=False, frame=frame)
        yield page_of("land.svg", view)
