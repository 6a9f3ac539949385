"""Pictures of articles, from the files beside them to the site."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin

import msgspec
import PIL.Image
import pytest

from newsgen.errors import ContentError
from newsgen.files import write_cached_value
from newsgen.media.formats import inspect_and_strip_picture
from newsgen.model import ArticleImage, BodyReference, SitePicture
from newsgen.pipeline.pictures import add_pictures_of_last_build
from newsgen.record.read import read_record
from tests.media.samples import SECRET, exif, moving, picture
from tests.support.archives import build, four, many, record, tree, write
from tests.support.command import newsgen
from tests.support.illustrated import ARTICLE, PAGE, illustrated, images


def test_every_img_is_a_file_of_the_site_with_the_size_that_it_states(tmp_path: Path) -> None:
    illustrated(tmp_path)
    build(tmp_path)
    found = images(tmp_path)
    assert len(found) == 6
    used = set()
    for page, values in found:
        widths = [(values["src"], 0)]
        for entry in filter(None, values.get("srcset", "").split(", ")):
            address, width = entry.split(" ")
            widths.append((address, int(width.removesuffix("w"))))
        for address, width in widths:
            path = unquote(urljoin(f"http://x/{page}", address).removeprefix("http://x/"))
            facts, _ = inspect_and_strip_picture((tmp_path / "site" / path).read_bytes())
            shape = int(values["width"]), int(values["height"])
            if width:
                assert (facts.kind, facts.width) == ("webp", width)
                assert abs(facts.height - width * shape[1] / shape[0]) <= 1
                assert width <= shape[0]
            else:
                assert (facts.width, facts.height) == shape
            used.add(path)
        assert "alt" in values
        assert values.get("loading") == (None if "ferry" in values["alt"] else "lazy")
    made = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site/images").iterdir()}
    assert made <= used
    assert used - made == {"maps/map.svg", "wide.webp"}


def test_no_metadata_reach_the_site_but_from_static(tmp_path: Path) -> None:
    illustrated(tmp_path)
    build(tmp_path)
    assert SECRET in (tmp_path / "articles/2023/turned.jpg").read_bytes()
    assert not [path for path in (tmp_path / "site").rglob("*.*") if SECRET in path.read_bytes()]


def test_a_picture_of_static_with_metadata_is_shown_without(tmp_path: Path) -> None:
    write(tmp_path, four() | {"static/a.jpg": picture("jpeg", 100, 80, exif=exif())})
    write(tmp_path, {ARTICLE: record("Talks open", "![x](/a.jpg)", date="2023-11-22")})
    build(tmp_path)
    (shown,) = tmp_path.glob("site/images/a-*.jpg")
    assert SECRET not in shown.read_bytes()
    assert [values["src"] for _, values in images(tmp_path)] == [f"../../../images/{shown.name}"]


def test_an_edited_text_keeps_its_pictures_until_the_next_build(tmp_path: Path) -> None:
    """As the preview shows it at once; a picture that is new is not among them."""
    deck, lead = SitePicture("images/d.png", 900, 600), SitePicture("images/l.jpg", 400, 300)
    text = record("Talks", "![x](deck.png) ![y](new.png)", image={"src": "l.jpg", "alt": "Other"})
    edited = read_record(ARTICLE, text.encode())
    body = BodyReference(ARTICLE, "0" * 64, pictures=(("deck.png", deck),))
    shown = add_pictures_of_last_build(edited, body, ArticleImage("l.jpg", "A ferry", shown=lead))
    assert shown.body == msgspec.structs.replace(edited.body, pictures=body.pictures)
    assert shown.image == ArticleImage("l.jpg", "Other", shown=lead)
    other = ArticleImage("m.jpg", "A", shown=lead)
    assert add_pictures_of_last_build(edited, body, other).image == edited.image


def test_without_pillow_pictures_are_shown_whole_and_one_warning_says_so(tmp_path: Path) -> None:
    illustrated(tmp_path)
    code = "import sys; sys.modules['PIL'] = None; from newsgen.cli.main import main; main()"
    command = [sys.executable, "-c", code, "build", "--as-of", "2026-11-24"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stderr.count("Pillow") == 1
    assert "pip install 'newsgen[images]'" in run.stderr
    found = images(tmp_path)
    assert len(found) == 6
    assert not any("srcset" in values for _, values in found)
    assert {(values["width"], values["height"]) for _, values in found} >= {("1500", "1000"), ("400", "600")}
    assert not [path for path in (tmp_path / "site").rglob("*.*") if SECRET in path.read_bytes()]


def test_one_whose_pixels_are_broken_is_left_out_too(tmp_path: Path) -> None:
    """No header tells; the build comes upon it when it makes the first copy, and plans again."""
    data = bytearray(picture("webp", 900, 600))
    data[300:700] = b"\xff" * 400
    write(tmp_path, four() | {"articles/2023/a.webp": bytes(data)})
    write(tmp_path, {"articles/2023/b.png": picture("png", 900, 9)})
    body = "![Talks](a.webp) and ![x](b.png)"
    write(tmp_path, {ARTICLE: record("Talks open", body, date="2023-11-22")})
    for _ in range(2):
        (warning,) = build(tmp_path).warnings
        assert str(warning).startswith(f"{ARTICLE}:5:10: a.webp is broken: ")
        assert warning.code == "bad-picture"
    page = (tmp_path / PAGE).read_text()
    assert "Talks and <img" in page
    assert not list(tmp_path.glob("site/images/a-*"))
    with pytest.raises(ContentError, match=r"a\.webp is broken"):
        build(tmp_path, strict=True)


MISSING = """![A ferry](no.jpg)

![A *quay*](no.jpg "At dawn | Photo: B")

In a line ![a buoy](no.jpg), and [![a link](no.jpg)](https://example.com/).

![](no.jpg)

![decorative](no.jpg)
"""


def test_a_missing_picture_leaves_its_words(tmp_path: Path) -> None:
    write(tmp_path, four())
    image = {"src": "gone.jpg", "alt": "A <pier>"}
    write(tmp_path, {ARTICLE: record("Talks open", MISSING, date="2023-11-22", image=image)})
    warnings = [(one.line, one.code) for one in build(tmp_path).warnings]
    assert warnings == [(6, "no-picture"), (4, "no-picture")]
    page = (tmp_path / PAGE).read_text()
    assert "<img" not in page
    assert page.count("<figure") == 3
    for shown in (
        '<figure class="picture">A &lt;pier&gt;</figure>',
        '<figure class="picture">A ferry</figure>',
        '<figure class="picture">A quay<figcaption>At dawn <small>Photo: B</small></figcaption></figure>',
        'In a line a buoy, and <a href="https://example.com/">a link</a>.',
    ):
        assert shown in page


PLACES = [
    # where the text is, where the picture is, how the text names it
    ("articles/ferry/index.md", "articles/ferry/p.png", "p.png"),
    ("articles/a.md", "articles/a/p.png", "p.png"),
    ("articles/a.md", "static/i/p.png", "/i/p.png"),
    ("articles/a.md", "static/i/p.png", "/r/i/p.png"),
    ("articles/a.md", "static/i/p.png", "https://example.org/r/i/p.png"),
    ("articles/a.md", "static/i/p.png", "http://www.example.org/r/i/p.png?w=9#x"),
    ("articles/a.md", "static/i/a b.png", "//example.org/i/a%20b.png"),
    ("articles/posts/a.md", "articles/images/p.png", "/images/p.png"),
    ("articles/posts/a.md", "assets/img/p.png", "/assets/img/p.png"),
    ("articles/posts/a.md", "public/img/p.png", "/img/p.png"),
    ("seeds/ferry/index.md", "seeds/ferry/p.png", "p.png"),
    ("seeds/ferry/index.md", "seeds/ferry/p.png", "./p.png"),
    ("seeds/a.md", "seeds/a/p.png", "p.png"),
    ("seeds/blog/content/post/a.md", "seeds/blog/static/i/p.png", "/i/p.png"),
    ("seeds/blog/content/post/a.md", "seeds/blog/static/i/p.png", "i/p.png"),
    ("seeds/blog/content/post/a.md", "seeds/blog/content/images/p.png", "../images/p.png"),
    ("seeds/_posts/a.md", "seeds/assets/i/p.png", "/assets/i/p.png"),
    ("seeds/source/_posts/a.md", "seeds/source/i/p.png", "/i/p.png"),
    ("seeds/src/posts/a.md", "seeds/public/i/p.png", "/i/p.png"),
    ("seeds/content/a.md", "seeds/content/images/p.png", "{static}/images/p.png"),
    ("seeds/content/a.md", "seeds/content/p.png", "{attach}p.png"),
    ("seeds/wp/a.md", "seeds/wp/uploads/2019/p.png", "https://example.org/wp-content/uploads/2019/p-300x200.png"),
    ("seeds/wp/a.md", "seeds/wp/wp-content/uploads/2019/p.png", "https://example.org/r/wp-content/uploads/2019/p.png"),
    ("seeds/ghost/a.md", "seeds/ghost/images/2019/p.png", "__GHOST_URL__/content/images/2019/p.png"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "file", "src"), PLACES)
def test_a_picture_is_found_where_generators_keep_it(tmp_path: Path, text: str, file: str, src: str) -> None:
    write(tmp_path, {"newsgen.toml": '[site]\nurl = "https://example.org/r/"\n[images]\ncards = false\n'})
    write(tmp_path, {text: f"---\ntitle: A\ndate: 2023-11-22\n---\n\n![x](<{src}>)\n"})
    write(tmp_path, {file: picture("png", 90, 60)})
    done = newsgen(tmp_path, "build", "--as-of", "2026-11-24", "--no-search")
    assert (done.returncode, done.stderr) == (0, "")
    assert {values["width"] for _, values in images(tmp_path)} == {"90"}


@pytest.mark.parametrize(
    ("src", "shown", "code"),
    [
        ("https://example.org/r/no.png", "A pier", "no-picture"),
        ("https://example.org/other/no.png", '<a href="https://example.org/other/no.png">A pier</a>', "outside-picture"),
        ("https://example.net/no.png", '<a href="https://example.net/no.png">A pier</a>', "outside-picture"),
    ],
)  # fmt: skip
def test_a_picture_outside_of_the_site_stays_a_link(tmp_path: Path, src: str, shown: str, code: str) -> None:
    write(tmp_path, four() | {"newsgen.toml": '[site]\nurl = "https://example.org/r/"\n'})
    write(tmp_path, {ARTICLE: record("Talks open", f"In ![A pier]({src}) line.", date="2023-11-22")})
    (warning,) = build(tmp_path).warnings
    assert warning.code == code
    assert f"In {shown} line." in (tmp_path / PAGE).read_text()


def test_a_picture_at_a_place_where_nothing_was_is_found_by_the_next_build(tmp_path: Path) -> None:
    write(tmp_path, four())
    write(tmp_path, {ARTICLE: record("Talks open", "![x](/i/p.png)", date="2023-11-22")})
    assert len(build(tmp_path).warnings) == 1
    assert build(tmp_path).unchanged
    write(tmp_path, {"assets/i/p.png": picture("png", 90, 60)})
    assert not build(tmp_path).warnings
    assert len(images(tmp_path)) == 1


@pytest.mark.parametrize("place", ["articles/2023", "static"])
def test_a_picture_is_published_as_what_it_is(tmp_path: Path, place: str) -> None:
    """A JPEG that is named .png, and one without an extension."""
    write(tmp_path, four() | {f"{place}/p.png": picture("jpeg", 90, 60), f"{place}/q": picture("gif", 9, 9)})
    write(tmp_path, {ARTICLE: record("Talks open", "![x](p.png) ![y](q)", date="2023-11-22")})
    assert not build(tmp_path).warnings
    shown = [values["src"].rpartition("/")[2] for _, values in images(tmp_path)]
    assert [name.partition("-")[0] + name[-4:] for name in shown] == ["p.jpg", "q.gif"]


def test_a_picture_is_made_once_whatever_else_changes(tmp_path: Path) -> None:
    """Here what was kept is changed, to see that it was taken."""
    illustrated(tmp_path)
    build(tmp_path)
    cache = tmp_path / ".newsgen/cache/pictures"
    kept = sorted(path for path in cache.rglob("*") if path.is_file())
    assert len(kept) == 3 + 2 + 2
    for path in kept:
        write_cached_value(path, b"kept")
    shutil.rmtree(tmp_path / "site")
    build(tmp_path)
    assert {path.read_bytes() for path in tmp_path.glob("site/images/*.webp")} == {b"kept"}


def test_many_processes_make_the_same_pictures(tmp_path: Path) -> None:
    names = [f"articles/p{n}.png" for n in range(12)]
    body = "\n\n".join(f"![x](../p{n}.png)" for n in range(12))
    for root, jobs in ((tmp_path / "one/archive", 1), (tmp_path / "two/archive", 2)):
        write(root, many(100) | {name: picture("png", 500 + n, 300) for n, name in enumerate(names)})
        write(root, {"articles/2000/a.md": record("A", body, date="2000-01-01")})
        build(root, jobs=jobs)
    assert tree(tmp_path / "one/archive/site") == tree(tmp_path / "two/archive/site")


def test_no_file_stops_a_build(tmp_path: Path) -> None:
    """What is named as a picture may be anything; its words are shown, and the others' pictures."""
    photo, huge = picture("jpeg", 900, 600), io.BytesIO()
    PIL.Image.new("1", (20_000, 20_000)).save(huge, "png")
    files = {
        "zero.jpg": b"", "cut.jpg": photo[:-900], "hole.jpg": photo[:-900] + b"\xff\xd9", "page.png": b"<!doctype html><p>Gone",
        "blanks.svg": b" " * 60 + b"x", "half.svg": b"<svg viewBox='0 0 9 9'><g>", "scan.tif": b"II*\0\x08\0\0\0",
        "huge.png": huge.getvalue(), "noise.avif": picture("avif", 90, 60)[:200],
    }  # fmt: skip
    shown = {
        "cmyk.jpg": picture("jpeg", 900, 600, "CMYK"), "jpeg.png": photo, "film.webp": moving("webp"), "film.gif": moving("gif"),
        "thin.png": picture("png", 5_000, 2), "dot.gif": picture("gif", 2, 2), "a.avif": picture("avif", 90, 60),
    }  # fmt: skip
    names = [*files, *shown]
    write(tmp_path, four() | {f"articles/2023/{name}": data for name, data in (files | shown).items()})
    body = "\n\n".join(f"![Words of {name}]({name})" for name in names)
    write(tmp_path, {ARTICLE: record("Talks open", body, date="2023-11-22")})
    warnings = build(tmp_path).warnings
    assert {one.message.partition(" ")[0] for one in warnings} == files.keys() - {"hole.jpg"}
    assert len(images(tmp_path)) == len(shown) + 1
    page = (tmp_path / PAGE).read_text()
    assert all(f"Words of {name}" in page for name in names)
