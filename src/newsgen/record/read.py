"""Read a file of articles/ as a Record, and a file of pages/ as a StandalonePage.

Wrong encodings, control characters and missing lines `---` are errors; all problems of a file are reported at once.
"""

from __future__ import annotations

import hashlib
import html
import re
from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import unquote

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.markdown.boilerplate import skip_boilerplate
from newsgen.markdown.foreign import has_template_code
from newsgen.markdown.html import may_drop_elements, strip_line_html
from newsgen.markdown.render import (
    find_dropped_elements,
    find_links,
    find_pictures,
    find_template_code,
    strip_html_and_shortcodes,
    translate,
)
from newsgen.model import REFERENCE, BodyReference, ForeignMarkup, PartialDate, Record, StandalonePage
from newsgen.record.fast import read_fields_without_yaml, split_record_fast
from newsgen.record.fields import Entry, read_fields
from newsgen.record.front_matter import (
    TextParts,
    find_first_heading,
    find_line_and_column,
    find_line_number,
    normalize_line_ends,
    split_front_matter,
)
from newsgen.record.keys import KEYS, snake_case_key
from newsgen.record.summary import BEGINNING, count_words, make_excerpt
from newsgen.record.values import (
    CONTROL,
    Node,
    ReadProblems,
    Scalar,
    is_flag,
    quote_for_message,
    read_flag,
    read_text,
)

PAGE_FIELDS = ("title", "slug", "dek", "language", "status", "updated", "redirect_from")
"""Fields of records that a page has too, under the same keys."""

_NAVIGATION = "navigation"
_LAST_POSITION = 99
"""Greatest position in the navigation."""

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_.]", re.ASCII)
_CONTROL_FRONT = f"{CONTROL[:-1]}\u2028\u2029\ufeff]"
_MAYBE = re.compile(rf"\][(:]\s*(?:(?!\][(:])\S)*?(?:\.(?i:md|markdown)|{REFERENCE})")
_MAYBE_IN_BRACKETS = re.compile(rf"\.(?i:md|markdown)|{REFERENCE}")
_FILE = r"(?i)(?![a-z][a-z0-9+.-]*:|/|#)[^?#]*\.(?:md|markdown)(?:#.*)?"


def read_record(path: str, data: bytes, hosts: tuple[str, ...] = ()) -> Record:
    """Read a record.

    Args:
        path: relative to the archive's root, '/'-separated.
        data: the file's bytes.
        hosts: hosts of the site, now and before, without 'www.'; links to them are references.

    Raises:
        ContentError: all problems of the file.
    """
    return read_record_fast(path, data, hosts) or read_record_with_yaml(path, data, hosts)


def read_record_fast(path: str, data: bytes, hosts: tuple[str, ...] = ()) -> Record | None:
    """Read a plain file fast; None if the file is not plain or may have mistakes."""
    file = split_record_fast(data)
    if file is None:
        return None
    notes = ReadProblems(path, [], [])
    try:
        fields = read_fields_without_yaml(notes, file.front.decode())
        body = file.body.decode()
    except UnicodeDecodeError:
        return None
    words = count_words(body, file.body)
    if not fields or not fields.get("title") or body.isspace() or words is None:
        return None
    where = BodyReference(path, hashlib.sha256(file.body).hexdigest(), file.line)
    return _make_record(notes, fields, body, where, words, hosts)


def read_record_with_yaml(path: str, data: bytes, hosts: tuple[str, ...] = ()) -> Record:
    """Read any file with YAML; raise all its problems."""
    notes, fields, body, where = _read_file(path, data, read_fields)
    return _make_record(notes, fields, body, where, count_words(body, body.encode()) or 0, hosts)


def _make_record(
    notes: ReadProblems,
    fields: dict[str, Any],
    body: str,
    where: BodyReference,
    words: int,
    hosts: tuple[str, ...],
) -> Record:
    """Make a record from its fields and its body."""
    if "date" not in fields and (day := _find_date_in_name(where.path)):
        fields["date"] = day
    shown, found = _describe_body(notes, body, where, hosts)
    if shown is not body:
        words = count_words(shown, shown.encode()) or words
    if listed := fields.get("boilerplate"):
        shown = skip_boilerplate(shown, listed)
    excerpt = make_excerpt(shown, BEGINNING) if fields.get("dek") else make_excerpt(shown)
    return Record(words=words, excerpt=excerpt, **_decode_lines(fields), **found)


def _describe_body(
    notes: ReadProblems, body: str, where: BodyReference, hosts: tuple[str, ...]
) -> tuple[str, dict[str, Any]]:
    """Return a body without HTML and template code, and the fields of a record and a page that come from it."""
    line = where.line
    is_foreign = has_template_code(body)
    where = msgspec.structs.replace(where, foreign=is_foreign)
    found = {"path": where.path, "body": where, "unknown": tuple(dict.fromkeys(notes.unknown))}
    if not is_foreign and "<" not in body:
        # a single character is found twenty times as fast as two
        pictures = find_pictures(body, line) if "!" in body and "![" in body else ()
        links = (*find_record_links(body, line), *find_site_links(body, line, hosts))
        return body, found | {"references": links, "pictures": pictures}
    linked = translate(body) if is_foreign else body
    return strip_html_and_shortcodes(body), found | {
        "references": (
            *find_record_links(body, line, is_foreign=is_foreign),
            *find_site_links(linked, line, hosts),
        ),
        "pictures": find_pictures(body, line) if is_foreign or "![" in body or "<img" in body.lower() else (),
        "foreign": find_foreign_markup(body, line),
    }


def _decode_lines(fields: dict[str, Any]) -> dict[str, Any]:
    """Decode the entities of title and dek."""
    for name in ("title", "dek"):
        if (text := fields.get(name)) and ("&" in text or "<" in text):
            fields[name] = strip_line_html(text)
    return fields


def read_page(path: str, data: bytes, hosts: tuple[str, ...] = ()) -> StandalonePage:
    """Read a standalone page; arguments and errors as in `read_record`."""
    notes, fields, body, where = _read_file(path, data, _read_page_fields)
    return StandalonePage(**_decode_lines(fields), **_describe_body(notes, body, where, hosts)[1])


def find_foreign_markup(body: str, line: int) -> tuple[ForeignMarkup, ...]:
    """Find template code of other generators and HTML that is not shown, each kind and name once, in order.

    Args:
        body: the Markdown.
        line: the line of the file on which the body starts.
    """
    pieces = find_template_code(body)
    found = [(piece.kind, piece.name, piece.known, piece.offset) for piece in pieces]
    if may_drop_elements(body):
        for name in find_dropped_elements(body):
            place = re.search(rf"(?i)<{re.escape(name)}\b", body)
            found.append(("HTML element", name, False, place.start() if place else 0))
    groups: dict[tuple[str, str, bool], list[int]] = {}
    for kind, name, known, offset in found:
        groups.setdefault((kind, name, known), []).append(offset)
    return tuple(
        ForeignMarkup(kind, name, line + body.count("\n", 0, min(offsets)), len(offsets), known)
        for (kind, name, known), offsets in groups.items()
    )


def extract_body(data: bytes) -> tuple[str, int]:
    """Find a record's body without reading its front matter.

    Returns:
        The Markdown with '\\n' line ends and without leading blank lines, and the line of the file on which it starts.

    Raises:
        ContentError: the file has no front matter or is not UTF-8.
    """
    if file := split_record_fast(data):
        with suppress(UnicodeDecodeError):  # `decode_utf8` below reports its place
            file.front.decode()
            body = file.body.decode()
            return ("" if body.isspace() else body), file.line
    return normalize_body(split_front_matter(decode_utf8(data, "")))


def _read_file(
    path: str, data: bytes, read: Callable[[ReadProblems, list[Entry]], dict[str, Any]]
) -> tuple[ReadProblems, dict[str, Any], str, BodyReference]:
    """Read front matter with YAML, its fields with `read`, and the body; raise all problems."""
    layout = split_front_matter(decode_utf8(data, path), path)
    body, line = normalize_body(layout)
    notes, fields = ReadProblems(path, [], []), {}
    problems = _check_characters(layout, path)
    if not any(problem.line < line for problem in problems):
        from newsgen.record.front_matter_formats import parse_front_matter_entries

        entries, found = parse_front_matter_entries(layout, path)
        problems += found
        if entries is not None:
            fields = read(notes, entries)
            problems += notes.problems + _check_title(path, fields, entries, body, layout.front_line)
    if problems:
        raise ContentError(problems)
    return notes, fields, body, BodyReference(path, hashlib.sha256(body.encode()).hexdigest(), line)


def _check_title(
    file: str, fields: dict[str, Any], entries: list[Entry], body: str, line: int
) -> list[Problem]:
    """Report why there is no title; a refused title already has its own problem."""
    if fields.get("title"):
        return []
    for key, value in entries:
        meant = KEYS.get(snake_case_key(key.value))
        if meant and meant.field == "title":
            if not isinstance(value, Scalar) or value.style == "!":
                return []
            if value.value.strip() and not value.is_nothing:
                return []
            place = value.line, value.column
            return [Problem(file, *place, "title is empty", "write the headline", "no-title")]
    expected = f"write title: {find_first_heading(body) or 'and the headline'}"
    return [Problem(file, max(line - 1, 1), 1, "title is missing", expected, "no-title")]


def _find_date_in_name(path: str) -> PartialDate | None:
    """Find the date at the start of a file's name, as in Jekyll."""
    match = _DATED_NAME.match(path.rpartition("/")[2])
    with suppress(ValueError):
        return PartialDate.parse(match[1]) if match else None
    return None


def _read_page_fields(notes: ReadProblems, entries: list[Entry]) -> dict[str, Any]:
    """Read the keys of a page; keys that only articles have count as unknown."""
    own: list[Entry] = []
    position: int | None = None
    for key, value in entries:
        name = snake_case_key(key.value)
        meant = KEYS.get(name)
        if name == _NAVIGATION:
            position = _read_position(notes, key.value, value)
        elif meant is None or meant.field in PAGE_FIELDS:
            own.append((key, value))
        else:
            notes.unknown.append(key.value)
    fields = read_fields(notes, own)
    if fields.get("status") == "withdrawn":
        node = next(
            value
            for key, value in own
            if KEYS.get(snake_case_key(key.value), KEYS["title"]).field == "status"
        )
        notes.refuse(node, "a page cannot be withdrawn", "delete the file, or write status: draft")
    return fields if position is None else fields | {"navigation": position}


def _read_position(notes: ReadProblems, key: str, node: Node) -> int | None:
    """Read a position in the navigation: true (0, the end), false (None) or a number from 1."""
    if is_flag(node) and getattr(node, "value", "") not in ("0", "1"):
        return 0 if read_flag(notes, key, node) else None
    value = read_text(notes, key, node, "write true or a number")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _LAST_POSITION):
        remedy = f"write true, false or its position from 1 to {_LAST_POSITION}"
        notes.refuse(node, f"{key} is {quote_for_message(value)}", remedy)
        return None
    return int(value)


def decode_utf8(data: bytes, file: str) -> str:
    """Decode UTF-8; a byte-order mark stays as U+FEFF.

    Raises:
        ContentError: the text is not UTF-8, with the place of the first wrong byte.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ContentError(Problem(file, 1, 1, "the file is UTF-16", "save it as UTF-8", "encoding"))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = find_line_and_column(before, len(before))
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        problem = Problem(file, line, column, message, "save the file as UTF-8", "encoding")
        raise ContentError(problem) from None


def normalize_body(layout: TextParts) -> tuple[str, int]:
    """Return the body with '\\n' line ends and without leading blank lines, and the line of the file on which it starts."""
    body = normalize_line_ends(layout.text[layout.body :])
    return ("" if body.isspace() else body), find_line_number(layout.text, layout.body)


def _check_characters(layout: TextParts, file: str) -> list[Problem]:
    """Report the first control character in the front matter and in the body, and how many follow."""
    problems = []
    text = layout.text
    for pattern, start, end in (
        (_CONTROL_FRONT, layout.front, layout.close),
        (CONTROL, layout.body, len(text)),
    ):
        found = list(re.compile(pattern).finditer(text, start, end))
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            message = f"control character U+{ord(found[0][0]):04X}{more}"
            place = find_line_and_column(text, found[0].start())
            problems.append(Problem(file, *place, message, "delete it", "control-character"))
    return problems


def find_record_links(body: str, line: int, *, is_foreign: bool = False) -> tuple[tuple[str, int], ...]:
    """Find the links to .md and .markdown files and to records by name, each with its line in the file.

    The Markdown is parsed only if it contains such an extension.

    Args:
        body: the Markdown.
        line: the line of the file on which the body starts.
        is_foreign: True if the body may have template code.
    """
    shown = translate(body) if is_foreign else body
    if not (_MAYBE.search(shown) or ("<" in shown and _MAYBE_IN_BRACKETS.search(shown))):
        return ()
    found: dict[str, int] = {}
    starts = list(accumulate((len(text) + 1 for text in body.split("\n")), initial=0))
    last = 0  # links come in order, so each is looked for after the one before
    for target, start in find_links(body):
        if re.fullmatch(_FILE, target) or target.startswith(REFERENCE):
            name = target.removeprefix(REFERENCE).partition("#")[0]
            start = start if shown is body else 0
            at = body.find(name, max(last, starts[start]))
            if at < 0 and shown is not body:
                at = body.find(name)
            last = max(at, last)
            found.setdefault(target, line + (bisect_right(starts, at) - 1 if at >= 0 else start))
    return tuple(found.items())


def find_site_links(body: str, line: int, hosts: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Find what may be links to addresses of the site: '/2022/05/ferry/', or URLs at its hosts; each with its line.

    The Markdown is not parsed: what is no link there, such as code, is never looked up.

    Args:
        body: the Markdown.
        line: the line of the file on which the body starts.
        hosts: hosts of the site, now and before.
    """
    patterns = _compile_site_links(hosts)
    matches = [match for start in patterns if start in body for match in patterns[start].finditer(body)]
    found: dict[str, int] = {}
    lines = last = 0
    for match in sorted(matches, key=re.Match.start):
        target = match[1]
        lines, last = lines + body.count("\n", last, match.start()), match.start()
        if "\\" in target or "&" in target:
            target = html.unescape(_ESCAPED.sub(r"\1", target))
        found.setdefault(unquote(target), line + lines)
    return tuple(found.items())


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@lru_cache(maxsize=8)
def _compile_site_links(hosts: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    """Compile patterns of links to the site, by what precedes them in Markdown and HTML: literals are found fast."""
    rest = r"(?:[^\s()<>\"']|\([^\s()]*\))*"
    url = f"(?i:(?:https?:)?//(?:www\\.)?(?:{'|'.join(map(re.escape, hosts)) or '(?!)'}))(?![\\w.:-]){rest}"
    target = rf"(/(?!/){rest}|{url})"
    return {
        "]": re.compile(rf"\](?:\(\s*<?|:[ \t]*<?){target}"),
        "=": re.compile(rf"=[\"']{target}"),
        "<": re.compile(f"<({url})>"),
    }
