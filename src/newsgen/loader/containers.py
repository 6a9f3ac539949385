"""Read files that hold several articles, such as exports, in batches of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.foreign_files import LARGEST, convert_library_errors
from newsgen.loader.formats import CONTAINERS, ContainerFormat, find_container_format, find_format_by_name
from newsgen.model import ParsedArticle

_HEAD = 4096
"""Number of first bytes from which a format is recognized."""
_MOST_ITEMS, _MOST_LETTERS = 500, 4_000_000
"""Most items and letters of text of a batch."""
_OVER = tuple({suffix for container in CONTAINERS for suffix in container.over})
"""Extensions of files that may hold one article or several."""


class ItemBatch(msgspec.Struct, frozen=True):
    """Some items of a container."""

    items: dict[str, ParsedArticle]
    """By key."""
    problems: tuple[Problem, ...] = ()
    """Why other items were refused."""
    warnings: tuple[Problem, ...] = ()
    """What was left out, because it is no article."""


def find_containers(files: Mapping[str, Path]) -> dict[str, ContainerFormat]:
    """Find the files that hold several articles, given the location of each seed by its path."""
    found = {}
    for path, location in files.items():
        if find_format_by_name(path) is None or path.lower().endswith(_OVER):
            with location.open("rb", buffering=0) as file:
                container = find_container_format(location, file.read(_HEAD))
            if container:
                found[path] = container
    parts = find_container_files(found, found)
    return {path: container for path, container in found.items() if path not in parts}


def find_oversized(files: Iterable[tuple[str, Path]]) -> list[Problem]:
    """Find the files with one article that are too large to be one; they are not read."""
    sizes = ((path, location.stat().st_size) for path, location in files if find_format_by_name(path))
    found = "it has {:,} bytes, and an article at most {:,}"
    return [
        Problem(path, 0, 0, found.format(size, LARGEST), "split it", "large-file")
        for path, size in sizes
        if size > LARGEST
    ]


def find_container_files(containers: Mapping[str, ContainerFormat], paths: Iterable[str]) -> set[str]:
    """Find the files that belong to containers, such as posts/*.html next to posts.csv: they are no seeds themselves."""
    folders = tuple(
        f"{path.rpartition('/')[0]}/{folder.format(stem=PurePosixPath(path).stem)}/"
        for path, container in containers.items()
        for folder in container.folders
    )
    return {path for path in paths if path.startswith(folders)} if folders else set()


def list_parts(container: ContainerFormat, path: Path) -> list[Path]:
    """List the files in the folders that belong to a container at a location."""
    folders = [path.parent / folder.format(stem=path.stem) for folder in container.folders]
    return [part for folder in folders for part in sorted(folder.rglob("*")) if part.is_file()]


def read_items(
    container: ContainerFormat, file: str, path: Path, columns: Mapping[str, str] | None = None
) -> Iterator[ParsedArticle | Problem]:
    """Yield the items of a container, and its problems, also if a library did not expect its damage.

    Args:
        container: its format.
        file: its path relative to the archive's root, for messages.
        path: its location.
        columns: columns of a table by the field that is read from them.
    """
    given = {"columns": columns} if columns and container.is_table else {}
    try:
        with convert_library_errors(file, f"{container.name} file"):
            yield from container.read_items(file, path, **given)
    except ContentError as error:
        yield from error.problems


def read_batches(
    container: ContainerFormat, file: str, path: Path, columns: Mapping[str, str] | None = None
) -> Iterator[ItemBatch]:
    """Read the items of a container; arguments as in `read_items`.

    An item without an identifier of its own is identified by its content. An identifier that occurs a second time, with
    another content, is made unique by the content.
    """
    seen: dict[str, str] = {}
    items: dict[str, ParsedArticle] = {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    size = 0
    for found in read_items(container, file, path, columns):
        if isinstance(found, Problem):
            (warnings if found.code == "left-out" else problems).append(found)
            continue
        sha256 = found.seed.sha256
        own = found.seed.item or sha256[:16]
        if seen.setdefault(own, sha256) != sha256:
            own = f"{own}~{sha256[:6]}"
        own = own if container.names_items else f"{container.name}:{own}"
        seed = msgspec.structs.replace(found.seed, item=own)
        items[seed.key] = msgspec.structs.replace(found, seed=seed)
        size += len(found.text)
        if len(items) >= _MOST_ITEMS or size >= _MOST_LETTERS:
            yield ItemBatch(items, tuple(problems))
            items, problems, size = {}, [], 0
    if not seen and not problems and not warnings:
        warnings.append(Problem(file, 0, 0, "no article was found in it", "see docs/formats.md", "left-out"))
    yield ItemBatch(items, tuple(problems), tuple(warnings))
