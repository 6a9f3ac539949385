"""Documents of office programs, and what their readers refuse."""

from __future__ import annotations

import random
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import InferenceData, infer_fields_except_date
from newsgen.loader.containers import find_containers, find_oversized, read_batches
from newsgen.loader.foreign_files import LARGEST
from newsgen.loader.formats import find_format_by_name
from newsgen.loader.load import parse_seed_or_item
from newsgen.model import ParsedArticle
from tests.loader.test_exports import CASES
from tests.support.downloads import read_download
from tests.support.loading import read_items
from tests.support.office import make_docx, make_mhtml, make_odt, make_pdf, make_rtf, make_warc, make_zip

WORD = make_docx(
    [
        ("Title", "The ferry is late & wet"),
        "By Mia Lund",
        "It came at *noon*, not at ten.",
        ("heading 2", "What comes next"),
        ("Quote", "The sea does not read."),
    ]
)
OPEN = make_odt(
    "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
    '<text:p text:style-name="P1">The ferry is late</text:p><text:p>It came at <text:span text:style-name="T1">noon</text:span>,'
    "<text:s/>not at ten.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>So the log.</text:p>"
    "</text:note-body></text:note><office:annotation><text:p>a comment</text:p></office:annotation></text:p>"
    '<text:h text:outline-level="2">Next</text:h><text:list><text:list-item><text:p>Ten</text:p></text:list-item></text:list>'
    "<text:p><draw:frame><draw:image/><svg:desc>A ferry</svg:desc></draw:frame></text:p>"
)
LONG = "The ferry to the island came at noon, which was two hours late, and no-"
PAPER = make_pdf(
    [
        ["The Tide Table", "The ferry is late", "", LONG, "body was told why.", "1"],
        ["The Tide Table", "The café was shut.", "Page 2 of 3"],
        ["The Tide Table", "It opened at four.", "3"],
    ]
)
RICH = make_rtf(["The ferry is late", "By Mia Lund", "“It came at noon,” said Per Holm."])


def parse(name: str, data: bytes) -> ParsedArticle:
    (draft,) = parse_seed_or_item(f"seeds/{name}", lambda _: data)
    return draft


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        (
            "x.docx",
            WORD,
            "# The ferry is late \\& wet\n\nBy Mia Lund\n\nIt came at **noon**, not at ten.\n\n## What comes next\n\n"
            "> The sea does not read.",
        ),
        (
            "x.odt",
            OPEN,
            "# The ferry is late\n\n"
            "It came at **noon**, not at ten.<sup>\\[1\\]</sup>\n\n## Next\n\n- Ten\n\nA ferry\n\n1. So the log.",
        ),
        ("x.rtf", RICH, "The ferry is late\nBy Mia Lund\n“It came at noon,” said Per Holm."),
        (
            "x.pdf",
            PAPER,
            f"The ferry is late\n{LONG[:-1]}body was told why.\nThe café was shut.\nIt opened at four.",
        ),
    ],
)
def test_the_text_of_a_document(name: str, data: bytes, text: str) -> None:
    """Headings, lists, quotations and bold words where the format knows them; no running heads, comments and deleted words."""
    assert parse(name, data).text.strip() == text


@pytest.mark.parametrize(("name", "data"), [("x.docx", WORD), ("x.rtf", RICH)])
def test_the_byline_of_a_document_is_inferred(name: str, data: bytes) -> None:
    analysis = infer_fields_except_date(parse(name, data), InferenceData())
    assert analysis.front["authors"] == ("Mia Lund",)
    assert analysis.inferred["authors"].rule == "byline"


BOMB = make_docx(["x"], **{"word/media/image.bmp": "0" * 30_000_000})
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def encrypt(data: bytes) -> bytes:
    """A zip file whose members say that they are encrypted."""
    changed = bytearray(data)
    for mark, at in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        place = data.find(mark)
        while place >= 0:
            changed[place + at] |= 1
            place = data.find(mark, place + 1)
    return bytes(changed)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.docx", BOMB, "it is a zip bomb: "),
        ("x.odt", make_odt("", **{"Pictures/x.bmp": "0" * 30_000_000}), "it is a zip bomb: "),
        (
            "x.docx",
            make_docx(["x"], **{"word/document.xml": ENTITIES}),
            "word/document.xml in it declares entities; ",
        ),
        (
            "x.docx",
            make_docx(["x"], **{"customXml/x.xml": ENTITIES}),
            "customXml/x.xml in it declares entities; ",
        ),
        (
            "x.odt",
            make_zip({"META-INF/manifest.xml": "", "content.xml": ENTITIES.encode("utf-16")}),
            "content.xml in it declares entities; ",
        ),
        ("x.docx", encrypt(WORD), "it has a password; save it without one"),
        (
            "x.docx",
            OLD_WORD,
            "this is no .docx file, but an older format or a file with a password; open it ",
        ),
        ("x.docx", make_docx([]), "the text is empty; "),
        ("x.docx", b"a text", "this .docx file is damaged: "),
        ("x.odt", make_zip({"a.txt": "x"}), "this .odt file is damaged: "),
        ("x.rtf", b"a text", "it does not begin as an .rtf file does; "),
        ("x.rtf", rb"{\rtf1{\pict\pngblip 89504e47}}", "it has a picture but no text; "),
        (
            "scan.pdf",
            make_pdf([[], []], picture=True),
            "it is a picture (a scan) and has no text; recognize its text with OCR, e.g. ocrmypdf scan.pdf text.pdf",
        ),
        ("x.pdf", make_pdf([[]]), "the text is empty; "),
        ("x.pdf", b"%PDF-1.4\n", "this .pdf file is damaged: "),
    ],
)
def test_refused_with_the_reason(name: str, data: bytes, message: str) -> None:
    with pytest.raises(ContentError) as error:
        parse(name, data)
    assert str(error.value).startswith(f"seeds/{name}: {message}")


@pytest.mark.parametrize(
    ("name", "data", "module", "extra"),
    [
        ("x.docx", WORD, "mammoth", "documents"),
        ("x.rtf", RICH, "striprtf.striprtf", "documents"),
        ("x.pdf", PAPER, "pypdf", "documents"),
        ("x.rst", b"Words.", "docutils.core", "documents"),
        ("x.html", b"<html><p>x", "trafilatura", "web"),
        ("x.warc", make_warc({"http://x.example/": "x"}), "warcio.archiveiterator", "web"),
    ],
)
def test_a_missing_library_is_named_with_the_commands(
    name: str, data: bytes, module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (problem,) = read_all(tmp_path, name, data)
    assert str(problem) == (
        f"seeds/{name}: to read .{name[2:]}, newsgen needs {module.partition('.')[0]}; run pip install 'newsgen[{extra}]', "
        f"or pipx install --force 'newsgen[{extra}]', or uv tool install 'newsgen[{extra}]'"
    )


def test_a_file_larger_than_any_article_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    (problem,) = find_oversized([("seeds/x.pdf", path)])
    assert problem.message == "it has 200,000,001 bytes, and an article at most 200,000,000"


def test_documents_in_a_zip_file(tmp_path: Path) -> None:
    data = make_zip({"a/one.docx": WORD, "a/two.rtf": RICH, "a/three.pdf": b"%PDF-1.4\n"})
    _, items, problems = read_items(tmp_path, "x.zip", data)
    assert [item.seed.item for item in items] == ["zip:a/one.docx", "zip:a/two.rtf"]
    assert ["three.pdf" in problem.file for problem in problems] == [True]


def read_all(folder: Path, name: str, data: bytes) -> list[Problem]:
    """Read a file as a run of the loader does, and return its problems."""
    path = folder / name
    path.write_bytes(data)
    key = f"seeds/{name}"
    found: list[Problem] = []
    try:
        if container := find_containers({key: path}).get(key):
            for batch in read_batches(container, key, path):
                found += batch.problems
                for item in batch.items.values():
                    list(parse_seed_or_item(item, lambda _: b""))
        elif find_format_by_name(key):
            list(parse_seed_or_item(key, lambda _: data))
    except ContentError as error:
        found += error.problems
    return found


def wacz(page: str) -> bytes:
    return make_zip({"archive/data.warc": make_warc({"https://x.example/a": page})})


PAGE = f"<html><title>T</title><article><h1>T</h1>{'<p>The ferry came at noon, not at ten.</p>' * 20}</article></html>"
SAMPLES = {
    "x.docx": WORD,
    "x.odt": OPEN,
    "x.rtf": RICH,
    "x.pdf": PAPER,
    "x.html": PAGE.encode(),
    "x.mhtml": make_mhtml(PAGE, "https://x.example/a"),
    "x.warc": make_warc({"https://x.example/a": PAGE}),
    "x.wacz": wacz(PAGE),
    "nexis.docx": make_docx(read_download("nexis")),
    "factiva.rtf": make_rtf(read_download("factiva-codes")),
    "proquest.txt": "\n".join(read_download("proquest")).encode(),
}


SAMPLES |= {case[0]: case[1].encode() if isinstance(case[1], str) else case[1] for case in CASES}


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_is_a_problem_or_nothing(name: str, tmp_path: Path) -> None:
    """Whatever is cut off, changed or there twice, there is no other exception, and each problem names the file."""
    whole, chance = SAMPLES[name], random.Random(name)
    for number in range(30):
        start, end = sorted(chance.choices(range(len(whole)), k=2))
        other = bytes(chance.choices(range(256), k=3))
        cut, changed = whole[:start], whole[:start] + other + whole[start + 3 :]
        problems = read_all(tmp_path, name, (cut, changed, whole[:end] + whole[start:])[number % 3])
        assert all(problem.file.startswith(f"seeds/{name}") for problem in problems)


def test_a_zip_file_whose_members_lie_about_their_size_is_damaged() -> None:
    """Python reads no more than a member says, and then its checksum is wrong."""
    data = BytesIO(WORD)
    with zipfile.ZipFile(data) as archive:
        info = archive.getinfo("word/document.xml")
    lying = WORD.replace(info.file_size.to_bytes(4, "little"), (info.file_size - 9).to_bytes(4, "little"))
    with pytest.raises(ContentError, match=r"this \.docx file is damaged"):
        parse("x.docx", lying)
