"""Letters of UTF-8 that were read in another encoding are reported, and repaired on demand; sound letters stay."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.mojibake import find_damage, repair_draft
from newsgen.loader.text import clean_text
from newsgen.model import ParsedArticle, SeedRef
from tests.support.loading import load_fresh

SENTENCES = [
    "He wouldn’t go to “Bogotá” – voilà, a café for 5 £ at 20 °C…",
    "Die Städte müssen größer werden, sagt Jürgen Öz.",
    "Президент России встретился с премьер-министром Японии.",
    "日本の首相は北京で会談した。",
    "Košice, Łódź, İzmir 😀 ™",
]


def draft(text: str, **stated: object) -> ParsedArticle:
    return ParsedArticle(SeedRef("seeds/x.txt", "0" * 64), text, "plain", stated)


@pytest.mark.parametrize(
    "text", [*SENTENCES, "IRMÃ”, CAFÉ», «été»…, Ç’është, SKÅ”, ÂGE, Âge – Ångström™, ¿Qué?", "Â", "â"]
)
def test_sound_letters_are_no_damage(text: str) -> None:
    assert find_damage(text) == []
    assert repair_draft(draft(text)) == (draft(text), None)


@pytest.mark.parametrize("text", SENTENCES[:3])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_damaged_letters_are_repaired(text: str, encoding: str) -> None:
    """As Latin-1, with control characters, and as Windows-1252, of which five bytes are no letters."""
    damaged = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    repaired, how = repair_draft(draft(clean_text(damaged)))
    assert repaired.text == text
    assert how is not None


def test_letters_that_were_damaged_twice_and_sound_ones_next_to_them() -> None:
    repaired, how = repair_draft(draft("donÃ¢â‚¬â„¢t, MÃ©xico, São Paulo, IRMÃ”", title="BogotÃ¡"))
    assert (repaired.text, repaired.stated["title"]) == ("don’t, México, São Paulo, IRMÃ”", "Bogotá")
    assert how is not None
    assert how.evidence == {
        "places": 3, '"Ã¡" → "á" (head)': 1, '"Ã¢â‚¬â„¢" → "’" (1:4)': 1, '"Ã©" → "é" (1:16)': 1,
    }  # fmt: skip


TEXT = "Visit is put off\n\nThe minister said he wouldnâ€™t go to BogotÃ¡ before Monday."


def test_damage_is_reported_with_its_place_and_stays() -> None:
    report = load_fresh({"seeds/x.txt": TEXT.encode()})
    assert "wouldnâ€™t go to BogotÃ¡" in report.new[0].body
    assert [str(warning) for warning in report.warnings] == [
        'seeds/x.txt:3:28: 2 places look like UTF-8 that was read in another encoding, first "wouldnâ€™t"; '
        "load it with --repair-encoding, or correct it"
    ]


def test_repairs_are_listed_in_the_record_and_the_report() -> None:
    report = load_fresh({"seeds/x.txt": TEXT.encode()}, repair_encoding=True)
    assert "wouldn’t go to Bogotá" in report.new[0].body
    assert '"â€™" → "’" (3:28)' in report.new[0].text
    assert [str(warning) for warning in report.warnings] == [
        'seeds/x.txt: 2 damaged places were repaired: "â€™" → "’" (3:28); "Ã¡" → "á" (3:44); '
        "compare the record with its text"
    ]
