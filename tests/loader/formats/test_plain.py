"""Plain text seeds."""

from __future__ import annotations

import hashlib

from newsgen.loader.formats.plain import parse
from newsgen.model import SeedRef


def test_one_article_a_file() -> None:
    data = "Été à l'Élysée.\r\n".encode("cp1252")
    (draft,) = parse("seeds/x.txt", data)
    assert draft.seed == SeedRef("seeds/x.txt", hashlib.sha256(data).hexdigest(), "windows-1252")
    assert (draft.text, draft.markup, draft.stated) == ("Été à l'Élysée.\n", "plain", {})
