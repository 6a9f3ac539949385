"""places.toml: where places are, as an archive itself says."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from newsgen.errors import ContentError, Problem, locate_toml_error

Coordinates = dict[str, tuple[float, float]]
"""Latitude and longitude of a place in degrees, north and east positive (WGS 84), by name."""

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
        message, place = locate_toml_error(error, text)
        message = message[:1].lower() + message[1:]
        raise ContentError(Problem(file, *place, message, _WANTED)) from None
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
    line, column = (text.count("\n", 0, written.start()) + 1, 1) if written else (0, 0)
    message = f'"{name}" is at {value!r}, which is no place on the earth'
    return Problem(file, line, column, message, _WANTED)
