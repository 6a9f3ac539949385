"""Downloads of press databases: the same articles in the forms of three of them, and in four kinds of file."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import Problem
from newsgen.loader.containers import find_containers
from newsgen.model import ParsedArticle, PartialDate, Source
from tests.support.downloads import read_download
from tests.support.loading import read_items
from tests.support.office import make_docx, make_page, make_rtf

FERRY = {
    "title": "Ferry to the island runs late for a third day",
    "date": PartialDate(2019, 5, 2),
    "authors": ("Mia Lund", "Per Holm"),
    "source": Source("The Tide Table"),
    "language": "en",
}
LAMPS = {
    "title": "Twelve lamps for the pier",
    "date": PartialDate(2019, 6, 11),
    "source": Source("Morning Gazette"),
}
LEAD = "The ferry to the island came at noon on Thursday, two hours after the time in its table, and nobody was told why."
QUOTE = "“We are sorry,” said Anna Berg, who speaks for the company."
LAMPS_TEXT = "Twelve lamps were put up on the pier on Tuesday. Ten are green and two are red."
HARBOUR = {"source": Source("The Tide Table (Harbour)")}
FORMS = {
    "nexis": (
        read_download("nexis"),
        "",
        FERRY | HARBOUR | {"dek": "Two hours late, again; nobody says why"},
        [
            f"HARBOUR — {LEAD}",
            f"{QUOTE} Subject: to change, she added.",
            "The ferry at the pier on Thursday.",
        ],
    ),
    "factiva": (read_download("factiva"), "TIDE000020190502ef5200001", FERRY, [LEAD, QUOTE]),
    "factiva-codes": (
        read_download("factiva-codes"),
        "TIDE000020190502ef5200001",
        FERRY,
        [LEAD, QUOTE, "IN Harbour all boats were late."],
    ),
    "proquest": (
        read_download("proquest"),
        "2218000001",
        FERRY,
        [LEAD, "Notes: three of them were found on the pier by the children of the school.", QUOTE],
    ),
}


def read(folder: Path, suffix: str, lines: list[str]) -> tuple[str, list[ParsedArticle], list[Problem]]:
    make = {".docx": make_docx, ".rtf": make_rtf, ".html": make_page}.get(suffix)
    return read_items(folder, f"download{suffix}", make(lines) if make else "\n".join(lines))


@pytest.mark.parametrize("suffix", [".docx", ".rtf", ".html", ".txt"])
@pytest.mark.parametrize("form", FORMS)
def test_each_article_is_an_item(form: str, suffix: str, tmp_path: Path) -> None:
    """Outlet, byline, date and text of each article are the same whatever the kind of file is."""
    lines, own, fields, paragraphs = FORMS[form]
    name, (ferry, lamps), problems = read(tmp_path, suffix, lines)
    assert (name, problems) == (form.partition("-")[0], [])
    assert {key: value for key, value in ferry.stated.items() if key != "copyright"} == fields
    assert list(filter(None, ferry.text.splitlines())) == paragraphs
    assert {key: lamps.stated[key] for key in LAMPS} == LAMPS
    assert lamps.text.strip() == LAMPS_TEXT
    assert ferry.seed.item.startswith(f"{name}:{own}")


def test_the_older_form_of_nexis(tmp_path: Path) -> None:
    """Lines are wrapped, outlet and date centred; labels are in capitals and their values go on."""
    name, (ferry, lamps), problems = read(tmp_path, ".txt", read_download("academic"))
    assert (name, problems) == ("nexis", [])
    assert ferry.stated["source"] == Source("The Tide Table (Harbour)")
    assert ferry.stated["date"] == PartialDate(2019, 5, 2)
    assert ferry.text.startswith("HARBOUR — The ferry to the island")
    assert ferry.text.endswith("the company.\n")
    assert (lamps.stated["title"], lamps.text.strip()) == (
        "Twelve lamps for the pier, and a bench",
        LAMPS_TEXT,
    )
    assert lamps.stated["source"] == Source("Morning Gazette")


def test_an_article_keeps_its_name_in_another_download(tmp_path: Path) -> None:
    """Without an accession number title, outlet and date are the name, so a second download makes no second record."""
    first = read(tmp_path, ".docx", read_download("nexis"))[1]
    second = read(tmp_path, ".rtf", read_download("nexis")[:4] + read_download("nexis")[9:])[1]
    assert [item.seed.item for item in first] == [item.seed.item for item in second]


def test_an_article_without_a_title_is_named(tmp_path: Path) -> None:
    lines = read_download("factiva")
    lines.remove("Twelve lamps for the pier")
    _, items, problems = read(tmp_path, ".rtf", lines)
    assert [item.stated["title"] for item in items] == [FERRY["title"]]
    assert [str(problem) for problem in problems] == [
        "seeds/download.rtf: article 2: its title was not found; put the article into a file of its own"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A text of 500 words\nLength: 500 words\nand no more.",
        "Document 1 of 3\nis what the letter said.",
        "Document ABC12\nHD video is new.",
    ],
)
def test_other_texts_are_no_downloads(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(text)
    assert find_containers({"seeds/x.txt": tmp_path / "x.txt"}) == {}
