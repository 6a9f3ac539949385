"""Cards for social media, and smaller copies in WebP."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from newsgen.media.formats import inspect_and_strip_picture
from newsgen.media.make import (
    draw_card,
    has_font_letters,
    replace_missing_characters,
    scale_picture,
    wrap_lines_evenly,
)
from newsgen.media.parsed import PictureError
from newsgen.media.pictures import Card
from newsgen.model import PartialDate
from tests.media.samples import SECRET, exif, picture

DAY = PartialDate.parse("2023-11-22")


def card(title: str, kicker: str = "Trade", site: str = "The Record", date: PartialDate | None = DAY) -> Card:
    return Card("cards/a.png", title, kicker, site, date, "en", "1")


def ink(data: bytes, box: tuple[int, int, int, int]) -> bool:
    """True if anything is printed in a part of a card."""
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (1200, 630)
        part = image.convert("RGB").crop(box)
    return len(part.getcolors(1 << 20) or ()) > 1


TITLE, KICKER, SITE, DATE = (
    (0, 170, 1200, 520),
    (0, 100, 1200, 170),
    (0, 520, 600, 630),
    (600, 520, 1200, 630),
)


def test_a_card_shows_headline_topic_name_and_date() -> None:
    full = draw_card(card("Talks open"))
    assert all(ink(full, box) for box in (TITLE, KICKER, SITE, DATE))
    assert len(full) < 60_000
    bare = draw_card(card("Talks open", "", "", None))
    assert [ink(bare, box) for box in (TITLE, KICKER, SITE, DATE)] == [True, False, False, False]
    assert draw_card(card("Talks open")) == full


@pytest.mark.parametrize(
    "title", ["A", "word " * 80, "x" * 400, "Talks – open — again… “yes” it's 50 % (or more)"]
)
def test_no_headline_leaves_its_place(title: str) -> None:
    """Neither at the edges nor over topic and name, however long it is."""
    data = draw_card(card(title, "", "", None))
    assert ink(data, TITLE)
    for box in ((0, 0, 70, 630), (1130, 0, 1200, 630), (0, 84, 1200, 170), (0, 530, 1200, 630)):
        assert not ink(data, box)


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("Talks open: 50 % more!", True), ("China–Japan talks — “a start”…", True), ("", True), ("São Paulo", False),
        ("日中首脳会談", False), ("محادثات", False), ("Переговоры", False), ("Ōta", False), ("Fire \N{FIRE}", False),
    ],
)  # fmt: skip
def test_only_what_the_font_has_can_be_set(text: str, sets: bool) -> None:
    assert has_font_letters(text) == sets


@given(st.text(st.sampled_from("ab  -"), max_size=60), st.integers(1, 40))
def test_lines_hold_all_words_and_fit(text: str, room: int) -> None:
    """Each letter is one wide here."""
    words = replace_missing_characters(text)
    lines = wrap_lines_evenly(words, room, len)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(len(line) <= room for line in lines)


def test_lines_are_even() -> None:
    assert wrap_lines_evenly("the ferry comes back to town", 24, len) == ["the ferry comes", "back to town"]


CORNERS = {
    "upper left": (0.2, 0.2),
    "upper right": (0.8, 0.2),
    "lower left": (0.2, 0.8),
    "lower right": (0.8, 0.8),
}
COLOURS = {"upper left": "red", "upper right": "lime", "lower left": "blue", "lower right": "white"}
VALUES = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "WEBP"
    return image


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=False))


def test_a_copy_has_its_width_and_the_pictures_shape() -> None:
    assert opened(scale_picture(picture("jpeg", 1000, 333), 480, 80)).size == (480, 160)
    assert opened(scale_picture(picture("png", 5000, 2), 480, 80)).size == (480, 1)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpegs_of_every_mode_keep_their_colours(mode: str) -> None:
    image = opened(scale_picture(picture("jpeg", 800, 600, mode, quality=95), 200, 90)).convert("RGB")
    for corner, (x, y) in CORNERS.items():
        colour = VALUES[COLOURS[corner]]
        found = image.getpixel((int(x * 200), int(y * 150)))
        assert isinstance(found, tuple)
        assert near(found, colour) or (mode == "L" and len(set(found)) == 1) or mode == "CMYK"
    assert near(image.getpixel((180, 130)), (255, 255, 255))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pngs_of_every_mode_are_read(mode: str) -> None:
    image = opened(scale_picture(picture("png", 300, 300, "L" if mode == "I;16" else mode), 100, 80))
    assert image.size == (100, 100)


def test_sixteen_bits_a_pixel_are_not_clipped() -> None:
    target = io.BytesIO()
    Image.new("I;16", (64, 64), 0x8000).save(target, "png")
    found = opened(scale_picture(target.getvalue(), 32, 90)).convert("L").getpixel((9, 9))
    assert isinstance(found, int)
    assert 120 < found < 136


def test_what_is_clear_stays_clear() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(target, "png")
    found = opened(scale_picture(target.getvalue(), 32, 90)).convert("RGBA").getpixel((9, 9))
    assert isinstance(found, tuple)
    assert found[3] == 0


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stands_upright_without_metadata(orientation: int) -> None:
    """As it does where the whole picture is shown, which browsers turn themselves."""
    data = inspect_and_strip_picture(picture("jpeg", 400, 300, exif=exif(orientation), quality=95))[1]
    copy = scale_picture(data, 200, 95)
    with Image.open(io.BytesIO(data)) as image:
        from PIL import ImageOps

        whole = ImageOps.exif_transpose(image).convert("RGB").resize(opened(copy).size)
    small = opened(copy).convert("RGB")
    for x, y in CORNERS.values():
        at = int(x * small.width), int(y * small.height)
        assert near(small.getpixel(at), whole.getpixel(at))  # type: ignore[arg-type]
    assert SECRET not in copy
    assert not small.getexif()


def test_colours_are_brought_to_those_of_the_web() -> None:
    """And a profile that is none changes nothing."""
    plain = picture("jpeg", 200, 200, quality=95)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"no profile"):
        copy = opened(scale_picture(picture("jpeg", 200, 200, quality=95, icc_profile=profile), 100, 90))
        assert "icc_profile" not in copy.info
        assert near(copy.convert("RGB").getpixel((20, 20)), (255, 0, 0))  # type: ignore[arg-type]
    assert scale_picture(plain, 100, 90) == scale_picture(
        picture("jpeg", 200, 200, quality=95, icc_profile=b"none"), 100, 90
    )


def test_the_same_picture_gives_the_same_bytes_and_another_quality_others() -> None:
    data = picture("jpeg", 640, 480)
    assert scale_picture(data, 320, 80) == scale_picture(data, 320, 80)
    assert len(scale_picture(data, 320, 30)) < len(scale_picture(data, 320, 95))


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_pixels_that_cannot_be_read_are_told(kind: str) -> None:
    """Its head is sound, so that only who reads all of it knows."""
    data = bytearray(picture(kind, 400, 300))
    middle = len(data) // 2
    data[middle : middle + 200] = b"\xff" * len(data[middle : middle + 200])
    with pytest.raises(PictureError, match=r"^is broken: "):
        scale_picture(bytes(data), 200, 80)
