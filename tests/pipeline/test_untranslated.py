"""No text of the interface is forgotten by the catalogues."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import html
from tools.messages import HEAD, Message, messages, po_text

from tests.support.archives import build, greek_archive

_KEPT = re.compile(
    r"«[^»]*»|https://\S+|BibTeX|RIS|Atom|JSON Feed|JSON Lines|SHA-256|newsgen|GeoNames|Natural Earth|CC BY|weekday"
)
_SPOKEN = ("alt", "aria-label", "title", "placeholder", "label")


def spoken(path: Path) -> list[str]:
    """All that a reader of a page is told in words, but in texts that say that they are in another language."""
    page = html.parse(path).getroot()
    for part in page.xpath(
        "//script | //style | //pre | //code | //*[@lang='en'] | //*[@lang='ar'] | //link"
    ):
        part.text = None
        for child in part:
            part.remove(child)
    texts = [text for text in page.itertext() if text.strip()]
    for element in page.iter():
        names = [name for name in element.attrib if name in _SPOKEN or name.startswith("data-")]
        texts += [element.get(name) for name in names if name != "data-why"]
    return texts


def test_no_page_says_anything_in_english_that_cannot_be_translated(tmp_path: Path) -> None:
    """Every word of a Greek archive is Greek, or comes from the catalogue, whose words stand in «»."""
    said = {message: _marked(message) for message in messages()}
    po = po_text(HEAD.replace("Language: ", "Language: el"), messages(), said)
    root = greek_archive(tmp_path, "el", **{"templates/locales/el.po": po})
    report = build(root)
    assert report.warnings == ()
    left = {
        (path.relative_to(root / "site").as_posix(), text.strip())
        for path in (root / "site").rglob("*.html")
        for text in spoken(path)
        if re.search(r"[A-Za-z]{3}", _KEPT.sub("", text))
    }
    assert left == set()


def _marked(message: Message) -> tuple[str, ...]:
    """A stand-in for a translation: each piece of the text between «»."""
    return (_pieces(message.one), _pieces(message.many)) if message.many else (_pieces(message.one),)


def _pieces(text: str) -> str:
    parts = re.split(r"(%\(\w+\)s|\{\w\}|\|)", text)
    return "".join(part if place % 2 or not part.strip() else f"«{part}»" for place, part in enumerate(parts))
