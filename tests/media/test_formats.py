"""What a picture's file says of itself, and copies without metadata."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from newsgen.media.formats import PictureFacts, has_right_extension, inspect_and_strip_picture
from newsgen.media.parsed import PictureError
from tests.media.samples import SECRET, SVG, exif, moving, picture, pixels

KINDS = ("jpeg", "png", "webp", "gif")


@pytest.mark.parametrize("kind", [*KINDS, "avif"])
def test_size_and_kind_are_read_without_pillow(kind: str) -> None:
    facts, _ = inspect_and_strip_picture(picture(kind, 123, 45))
    assert (facts.width, facts.height, facts.scalable) == (123, 45, kind not in ("gif", "avif"))


def test_an_extension_has_more_than_one_spelling() -> None:
    names = ["a.jpg", "a.JPEG", "b.x.jpe", "a", "a.png", "jpg.webp"]
    assert [name for name in names if has_right_extension(name, "jpg")] == names[:3]


@pytest.mark.parametrize("chunk", [b"tEXt", b"gAMA", b"iCCP"])
def test_an_ancillary_chunk_with_a_wrong_checksum_is_left_out(chunk: bytes) -> None:
    """Browsers show such a picture, and so must a site; Pillow refuses it."""
    sound = picture("png", 40, 30)
    content = struct.pack(">I", 3) + chunk + b"abc" + b"\0\0\0\0"
    facts, data = inspect_and_strip_picture(sound[:33] + content + sound[33:])
    assert (facts.width, facts.height, facts.clean) == (40, 30, False)
    assert data == inspect_and_strip_picture(sound)[1]


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}, {"exact": True, "lossless": True}])
def test_webp_has_three_heads(options: dict[str, object]) -> None:
    facts, _ = inspect_and_strip_picture(picture("webp", 31, 77, "RGBA", **options))
    assert (facts.width, facts.height) == (31, 77)


@pytest.mark.parametrize("kind", ["gif", "png", "webp", "avif"])
def test_what_moves_is_not_scaled_and_keeps_moving(kind: str) -> None:
    facts, data = inspect_and_strip_picture(moving(kind))
    assert not facts.scalable
    with Image.open(io.BytesIO(data)) as image:
        assert getattr(image, "n_frames", 1) == 3


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_metadata_go_and_a_turned_picture_stays_turned(kind: str, orientation: int) -> None:
    """Of place, camera and author nothing is left; each pixel is as it was."""
    data = picture(kind, 160, 96, exif=exif(orientation))
    assert SECRET in data
    facts, cleaned = inspect_and_strip_picture(data)
    assert SECRET not in cleaned
    assert not facts.clean
    assert pixels(cleaned) == pixels(data)
    assert (facts.width, facts.height) == pixels(data)[0]
    assert inspect_and_strip_picture(cleaned) == (
        PictureFacts(facts.kind, facts.width, facts.height, True, True),
        cleaned,
    )


def test_comments_of_every_kind_go() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=False)
    for data in (
        picture("jpeg", comment=SECRET, xmp=SECRET) + SECRET,
        picture("png", pnginfo=info) + SECRET,
        picture("webp", xmp=SECRET),
        picture("gif", comment=SECRET) + SECRET,
    ):
        assert SECRET in data
        assert SECRET not in inspect_and_strip_picture(data)[1]


@pytest.mark.parametrize(("orientation", "size"), [(1, (160, 96)), (3, (160, 96)), (6, (96, 160))])
def test_metadata_of_an_avif_go_and_it_stays_turned(orientation: int, size: tuple[int, int]) -> None:
    """It is turned by a property of its own; no offset in the file changes."""
    data = picture("avif", 160, 96, exif=exif(orientation), xmp=b"<x>" + SECRET)
    assert data.count(SECRET) > 1
    facts, cleaned = inspect_and_strip_picture(data)
    assert facts == PictureFacts("avif", *size, False, False)
    assert (SECRET in cleaned, len(cleaned), pixels(cleaned)) == (False, len(data), pixels(data))
    assert inspect_and_strip_picture(cleaned) == (PictureFacts("avif", *size, False, True), cleaned)


def test_a_profile_of_colours_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in KINDS:
        if kind != "gif":
            with Image.open(
                io.BytesIO(inspect_and_strip_picture(picture(kind, icc_profile=profile))[1])
            ) as image:
                assert image.info["icc_profile"] == profile


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that claims a size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


BAD = {
    "nothing": (b"", "is empty: the file has 0 bytes"),
    "a page": (b"<!doctype html><p>Not found", "is no picture that a browser shows"),
    "a bomb": (bomb(60_000, 60_000), "claims 60,000 × 60,000 pixels"),
    "a line without width": (bomb(0, 10), "is broken: it states no size"),
    "half a JPEG": (picture("jpeg")[:-900], "is cut off: the file ends before the picture does"),
    "half a PNG": (picture("png")[:-9], "is cut off: the file ends before the picture does"),
    "half a WebP": (picture("webp")[:-9], "is cut off: the file ends before the picture does"),
    "half a GIF": (picture("gif")[:-9], "is cut off: the file ends before the picture does"),
    "a wrong checksum": (picture("png").replace(b"IDAT", b"IDAT\1", 1)[:-1], "is broken: the checksum"),
    "a sound": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 30, "is no picture that a browser shows"),
    "half an AVIF": (picture("avif")[:-9], "is cut off: the file ends before the picture does"),
    "a picture of a telephone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is a HEIC picture"),
    "a scan": (b"II*\0\x08\0\0\0", "is a TIFF picture"),
    "a film": (b"\0\0\0\x14ftypisom\0\0\0\0mp41", "is no picture that a browser shows"),
    "a page with a drawing": (b" <!DOCTYPE html><svg viewBox='0 0 9 9'/>", "is no picture that a browser shows"),
    "a feed with a drawing": (b"<rss><svg viewBox='0 0 9 9'/></rss>", "is no picture that a browser shows"),
    "blanks": (b" " * 60 + b"x", "is no picture that a browser shows"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_picture_is_refused(case: str) -> None:
    data, message = BAD[case]
    with pytest.raises(PictureError) as raised:
        inspect_and_strip_picture(data)
    assert str(raised.value).startswith(message)
    assert raised.value.expected


SAMPLES = [
    picture("jpeg", 40, 30, exif=exif(6)),
    picture("png", 40, 30, exif=exif(6)),
    picture("webp", 40, 30, exif=exif(6)),
    picture("avif", 40, 30, exif=exif(6)),
    moving("avif"),
    moving("gif"),
    SVG,
]


@given(st.data())
def test_no_broken_file_breaks_the_reader(data: st.DataObject) -> None:
    """Cut, changed, lengthened: it is read or refused, and what is read is read again alike."""
    sound = data.draw(st.sampled_from(SAMPLES))
    broken = bytearray(sound[: data.draw(st.integers(0, len(sound)))])
    for _ in range(data.draw(st.integers(0, 4))):
        if broken:
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    broken += data.draw(st.binary(max_size=8))
    try:
        facts, cleaned = inspect_and_strip_picture(bytes(broken))
    except PictureError:
        return
    again, twice = inspect_and_strip_picture(cleaned)
    assert (again.width, again.height, twice) == (facts.width, facts.height, cleaned)
