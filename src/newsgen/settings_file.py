"""newsgen.toml → settings, with the place of everything that is wrong."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from typing import Any

import msgspec

from newsgen.config import CHECKS, SECTIONS, NavigationEntry, Settings
from newsgen.errors import Problem, SettingsError
from newsgen.hrefs import check_href

_TYPES = {str: "a text in quotes", int: "a whole number"}
_AT = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def read_settings(text: str, file: str) -> Settings:
    """Read the text of newsgen.toml, or of a pyproject.toml.

    Args:
        text: TOML 1.0.
        file: name for messages; 'pyproject.toml' means that the settings stand under [tool.newsgen].

    Raises:
        SettingsError: all that is wrong: syntax, unknown sections and keys, wrong types, impossible values.
    """
    document, prefix = _document(text, file)
    problems: list[Problem] = []
    sections: dict[str, Any] = {}
    for name, table in document.items():
        line, column = _place(text, prefix.rstrip("."), name) or _place(text, prefix + name, "") or (0, 0)
        if name == "navigation":
            sections[name] = _navigation(text, file, prefix, table, problems)
        elif name not in SECTIONS:
            problems.append(
                Problem(
                    file,
                    line,
                    column,
                    f'no section is called "{name}"',
                    _nearest(name, (*SECTIONS, "navigation")),
                    "unknown-key",
                )
            )
        elif not isinstance(table, dict):
            problems.append(
                Problem(
                    file,
                    line,
                    column,
                    f'"{name}" is not a section',
                    f"write [{prefix}{name}] on a line of its own",
                )
            )
        else:
            sections[name] = _section(text, file, prefix, name, table, problems)
    if problems:
        raise SettingsError(problems)
    return Settings(**sections)


def _document(text: str, file: str) -> tuple[dict[str, Any], str]:
    """Parse the file; return its sections and what stands before their names."""
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise SettingsError(
            Problem(file, 0, 0, "not TOML: nested too deeply", "see https://toml.io")
        ) from None
    except ValueError as error:  # more than TOMLDecodeError: int() refuses a number of 5,000 digits
        found = _AT.match(str(error))
        what = found["what"] if found else str(error)
        line, column = (int(found[k] or 0) for k in ("line", "column")) if found else (0, 0)
        problem = Problem(
            file, line or text.count("\n") + 1, column, f"not TOML: {what}", "see https://toml.io"
        )
        raise SettingsError(problem) from None
    if file.rpartition("/")[2] == "pyproject.toml":
        tool = document.get("tool")
        own = tool.get("newsgen", {}) if isinstance(tool, dict) else {}
        if not isinstance(own, dict):
            at = _place(text, "tool", "newsgen") or (0, 0)
            message = '"tool.newsgen" is not a section'
            raise SettingsError(
                Problem(file, *at, message, "write e.g. [tool.newsgen.site] on a line of its own")
            )
        return own, "tool.newsgen."
    return document, ""


def _section(
    text: str, file: str, prefix: str, name: str, table: dict[str, Any], problems: list[Problem]
) -> Any:
    """Check one section's keys and values; what is wrong goes to `problems`."""
    kind = SECTIONS[name]
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        line, column = _place(text, prefix + name, key) or _place(text, prefix + name, "") or (0, 0)
        if key not in fields:
            message = f'no setting is called "{key}" in [{prefix}{name}]'
            problems.append(Problem(file, line, column, message, _nearest(key, fields), "unknown-key"))
        elif type(value) is not fields[key]:
            message = f"{key} is {_shown(value)}"
            problems.append(
                Problem(file, line, column, message, f"write {_TYPES[fields[key]]}", "wrong-type")
            )
        elif complaint := _complaint(f"{name}.{key}", value):
            problems.append(Problem(file, line, column, f"{key} {complaint[0]}", complaint[1], "bad-value"))
        else:
            values[key] = value
    return kind(**values)


def _navigation(
    text: str, file: str, prefix: str, entries: Any, problems: list[Problem]
) -> tuple[NavigationEntry, ...]:
    """Read the entries of [[navigation]]; what is wrong goes to `problems`."""
    found = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries]):
        line, column = (
            _place(text, f"{prefix}navigation", "", number) or _place(text, "", "navigation") or (0, 0)
        )
        if not isinstance(entries, list) or not isinstance(entry, dict):
            complaint = (
                f"navigation is {_shown(entries)}",
                f"write [[{prefix}navigation]] and below it text and href",
            )
        elif unknown := sorted(entry.keys() - {"text", "href"}):
            complaint = (
                f'no key of the navigation is called "{unknown[0]}"',
                _nearest(unknown[0], ("text", "href")),
            )
        elif not all(isinstance(entry.get(key), str) and entry[key].strip() for key in ("text", "href")):
            complaint = "an entry of the navigation lacks its text or its href", "write both in quotes"
        elif wrong := check_href(entry["href"]):
            complaint = f"href {wrong[0]}", wrong[1]
        else:
            found.append(NavigationEntry(entry["text"].strip(), entry["href"], line))
            continue
        problems.append(Problem(file, line, column, *complaint, "bad-value"))
    return tuple(found)


def place_of(text: str, file: str, section: str, key: str) -> tuple[int, int]:
    """Line and column of a key of the settings, from 1; zeros if it is not there."""
    prefix = "tool.newsgen." if file == "pyproject.toml" else ""
    return _place(text, prefix + section, key) or (0, 0)


def _complaint(name: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with a value of the right type, and what to write."""
    check = CHECKS.get(name)
    return check(value) if check else None


def _nearest(name: str, known: Iterable[str]) -> str:
    """Name the key that was meant, else all keys."""
    close = difflib.get_close_matches(name, list(known), 1)
    return f'did you mean "{close[0]}"?' if close else f"known are: {', '.join(known)}"


def _shown(value: Any) -> str:
    """Show a TOML value in a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        f'"{value}"'
        if isinstance(value, str)
        else f"{value}"
        if isinstance(value, int | float)
        else "a table"
        if isinstance(value, dict)
        else f"a {type(value).__name__}"
    )


def _place(text: str, section: str, key: str, skip: int = 0) -> tuple[int, int] | None:
    """Find line and column, from 1, of a key in a section ('' for the section's own head); tomllib does not tell.

    With `skip`, not the first but a later one of that name.
    """
    here = ""
    wanted = f"{section}.{key}" if key and section else key or section
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[\[?\s*([^\[\]]+?)\s*\]", line):
            here = re.sub(r"[\s\"']", "", head[1])
            if here == wanted:
                if not skip:
                    return number, line.index("[") + 1
                skip -= 1
        elif pair := re.match(r"\s*([\w.\"' -]+?)\s*=", line):
            name = re.sub(r"[\s\"']", "", pair[1])
            full = f"{here}.{name}" if here else name
            if full == wanted or full.startswith(f"{wanted}."):
                return number, pair.start(1) + 1
    return None
