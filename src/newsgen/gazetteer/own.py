"""places.toml: where places are, as an archive itself says."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from newsgen.errors import ContentError, Problem

Coordinates = dict[str, tuple[float, float]]
"""Latitude and longitude of a place in degrees, north and east positive (WGS 84), by name."""

_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")
_WANTED = 'write latitude and longitude in degrees: "Old Harbour" = [59.91, 10.75]'


def read_places(text: str, file: str) -> Coordinates:
    """Read places.toml: each key is a place as records name it, its value a latitude and a longitude.

    Args:
        text: of the file.
        file: its path relative to the archive's root, for errors.

    Raises:
        ContentError: it is no TOML 1.0, or a value is no place on the earth; all of them at once.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(_syntax(str(error), text, file)) from None
    wrong = [name for name, value in data.items() if not _on_earth(value)]
    if wrong:
        raise ContentError([_problem(name, data[name], text, file) for name in wrong])
    return {name: (float(value[0]), float(value[1])) for name, value in data.items()}


def _on_earth(value: object) -> bool:
    """True for two numbers of which the first lies within 90 and the second within 180."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(
        isinstance(number, int | float) and not isinstance(number, bool) and abs(number) <= most
        for number, most in zip(value, (90, 180), strict=True)
    )


def _problem(name: str, value: Any, text: str, file: str) -> Problem:
    written = re.search(rf"(?m)^[ \t]*\[?[\"']?{re.escape(name)}[\"']?[ \t]*[=\]]", text)
    line = text.count("\n", 0, written.start()) + 1 if written else 0
    return Problem(
        file, line, 1 if line else 0, f'"{name}" is at {value!r}, which is no place on the earth', _WANTED
    )


def _syntax(message: str, text: str, file: str) -> Problem:
    """A problem from tomllib's message, which ends with the place."""
    match = _PLACE.search(message)
    line, column = text.count("\n") + 1, 0
    if match and match[1]:
        line, column = int(match[1]), int(match[2])
    said = _PLACE.sub("", message)
    return Problem(file, line, column, said[:1].lower() + said[1:], _WANTED)
