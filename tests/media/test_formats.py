"""What a picture's file says of itself, and copies without metadata."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from newsgen.media.formats import Facts, PictureError, has_right_extension, inspect_and_strip_picture
from tests.media.samples import SECRET, SVG, exif, moving, picture, pixels

KINDS = ("jpeg", "png", "webp", "gif")


@pytest.mark.parametrize("kind", KINDS)
def test_size_and_kind_are_read_without_pillow(kind: str) -> None:
    facts, _ = inspect_and_strip_picture(picture(kind, 123, 45))
    assert (facts.width, facts.height, facts.scalable) == (123, 45, kind != "gif")


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "b.x.jpe"])
def test_an_extension_has_more_than_one_spelling(name: str) -> None:
    assert has_right_extension(name, "jpg")


@pytest.mark.parametrize("name", ["a", "a.png", "jpg.webp"])
def test_another_extension_is_wrong(name: str) -> None:
    assert not has_right_extension(name, "jpg")


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


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
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
        Facts(facts.kind, facts.width, facts.height, True, True),
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


def test_a_profile_of_colours_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in KINDS:
        if kind != "gif":
            with Image.open(
                io.BytesIO(inspect_and_strip_picture(picture(kind, icc_profile=profile))[1])
            ) as image:
                assert image.info["icc_profile"] == profile


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('<svg viewBox="0 0 40 20">', (40, 20)),
        ('<?xml version="1.0"?>\n<!-- x -->\n<svg width="30px" height="10" viewBox="0 0 3 1">', (30, 10)),
        ('<svg width="100%" height="100%" viewBox="-1,-2,7.6,3">', (8, 3)),
        ('\ufeff<!DOCTYPE svg PUBLIC "a" "b">\n<svg:svg xmlns:svg="s" viewBox="0 0 5 5">', (5, 5)),
        ("<svg data-a='>' viewBox='0 0 5 6'>", (5, 6)),
    ],
)
def test_drawings_have_a_size(head: str, size: tuple[int, int]) -> None:
    facts, data = inspect_and_strip_picture(f"{head}</svg>".encode())
    assert (facts.width, facts.height, facts.scalable) == (*size, False)
    assert data == f"{head}</svg>".encode()


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg><script>alert(1)</script></svg>", "<svg onload='x()'/>", "<svg><a href='JavaScript:x'/></svg>",
        "<svg><x:script xlink:href='a.js'/></svg>", "<svg><a href='java&#115;cript:x'/></svg>", "<svg/onload=x>",
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg/>', "<svg><foreignObject/></svg>", "<svg><set\nonend\n=\n'x'/></svg>",
    ],
)  # fmt: skip
def test_drawings_with_scripts_are_refused(drawing: str) -> None:
    with pytest.raises(PictureError, match=r"^(contains code that could run|is no picture)"):
        inspect_and_strip_picture(drawing.replace("<svg", '<svg viewBox="0 0 9 9"', 1).encode())


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
    "a drawing without size": (b"<svg/>", "states no size"),
    "a drawing in Latin-1": (b'<svg viewBox="0 0 1 1">\xe9</svg>', "is broken: it is not UTF-8"),
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
