"""The table of seed formats."""

from __future__ import annotations

import pkgutil

import pytest

import newsgen.loader.formats as formats
from newsgen.loader.formats import FORMATS, format_of


def test_every_module_stands_in_the_table() -> None:
    """A format whose line was forgotten would never be read."""
    modules = {info.name for info in pkgutil.iter_modules(formats.__path__)}
    assert modules == {form.parse.__module__.rpartition(".")[2] for form in FORMATS}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("seeds/x.txt", "text"),
        ("seeds/X.TXT", "text"),
        ("a/b.md", "markdown"),
        ("x.jpg", None),
        ("txt", None),
        (".txt", "text"),
    ],
)
def test_formats_by_name(path: str, name: str | None) -> None:
    form = format_of(path, FORMATS)
    assert (form.name if form else None) == name
