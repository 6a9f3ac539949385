"""An archive whose own words are in Greek letters, so that any other language is seen."""

from __future__ import annotations

from pathlib import Path

from tests.support.archives import record, write

SITE = '[site]\ntitle = "Εφημερίδα"\nurl = "https://example.org/"\nlicence = "Όροι"\nauthor = "Εκδότης"\n'


def archive(root: Path, language: str, **more: str) -> Path:
    """Six articles, one of them Arabic, in an archive of some language; `more` are files by path."""
    shared = {"topics": ["Θέμα"], "people": ["Νίκη"], "places": ["Αθήνα"], "organizations": ["Οργανισμός"]}
    guess = {
        "date": {"rule": "weekday", "confidence": 0.4, "evidence": "line 4", "alternatives": ["2017-11-22"]}
    }
    write(
        root,
        {
            "newsgen.toml": f'{SITE}language = "{language}"\n',
            "articles/a.md": record(
                "Πρώτο", "Κείμενο.", date="2023-11-22", authors=["Άννα", "Νίκος"], source="Πηγή", **shared
            ),
            "articles/b.md": record("Δεύτερο", "Κείμενο.", date="2022-11-23", inferred=guess, **shared),
            "articles/c.md": record(
                "Τρίτο",
                "Κείμενο.",
                date="2022-11-24",
                updated="2022-11-25",
                corrections=[{"date": "2022-11-26", "text": "Λάθος."}],
                **shared,
            ),
            "articles/d.md": record("Τέταρτο", "Κείμενο.", topics=["Θέμα"]),
            "articles/e.md": record("Πέμπτο", status="withdrawn", date="2021-01-02"),
            "articles/f.md": record("القمة", "انتهت القمة.", date="2023-11-23", language="ar"),
            **more,
        },
    )
    return root
