"""Names are compared without the marks on their letters."""

from __future__ import annotations

from newsgen.gazetteer.lookup import ascii_fold


def test_folding_keeps_other_scripts() -> None:
    """Only Latin letters lose their marks; a name in another script stays itself."""
    assert ascii_fold("Gdańsk, Ærø, Łódź, İzmir, Ürümqi") == "Gdansk, Aero, Lodz, Izmir, Urumqi"
    assert ascii_fold("習近平") == "習近平"
