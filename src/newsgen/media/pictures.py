"""What is known of pictures, and those that a build makes; no template sees them."""

from __future__ import annotations

import msgspec

from newsgen.model import PartialDate


class PictureError(Exception):
    """A file is no picture that a page can show; the message says what is wrong, `expected` what to do."""

    def __init__(self, message: str, expected: str) -> None:
        """Keep both sentences, without the file's name."""
        self.expected = expected
        super().__init__(message)


class Facts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture as its header describes it."""

    kind: str
    """'jpg', 'png', 'webp', 'gif' or 'svg': the extension of its copies."""
    width: int
    """Pixels as a reader sees it, turned as the camera was held."""
    height: int
    scalable: bool
    """Smaller copies may be made: it does not move and is made of pixels."""
    clean: bool
    """It holds no metadata but what shows it right."""


class Original(msgspec.Struct, frozen=True):
    """A picture without its metadata, its pixels as they were."""

    path: str
    """Path inside site/, as in `newsgen.renderer.page.Page`."""
    source: str
    """Absolute path of the picture."""
    sha256: str
    """Hex digest of its bytes when the build was planned."""


class ScaledPicture(msgspec.Struct, frozen=True):
    """A copy of a picture in WebP, as wide as a page uses it."""

    path: str
    """As in Original."""
    source: str
    """As in Original."""
    sha256: str
    """As in Original."""
    width: int
    """Pixels, not more than the picture has."""
    quality: int
    """1 to 100, as libwebp counts it."""
    encoder: str
    """Stands for the version of Pillow, on which the bytes depend."""
    place: tuple[str, int, int]
    """File, line and column where a text names the picture, for messages."""


class Card(msgspec.Struct, frozen=True):
    """A picture of an article's headline, for social media."""

    path: str
    """As in Original."""
    title: str
    kicker: str
    """'' for none, like `site`."""
    site: str
    """The archive's name."""
    date: PartialDate | None
    language: str
    """BCP 47 tag in which the date is written."""
    encoder: str
    """As in ScaledPicture."""


MadePicture = Original | ScaledPicture | Card
"""A picture that a build makes."""


def picture_inputs(picture: MadePicture) -> tuple[object, ...]:
    """Give all that a picture's bytes depend on; where the archive lies on the disk is not among it."""
    if isinstance(picture, Original):
        return ("original", picture.sha256)
    if isinstance(picture, ScaledPicture):
        return ("smaller", picture.sha256, picture.width, picture.quality, picture.encoder)
    return (
        "card",
        picture.title,
        picture.kicker,
        picture.site,
        picture.date,
        picture.language,
        picture.encoder,
    )
