"""Receive files from elsewhere: look into each, and copy those that can be read into seeds/."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.files import leads_outside, write_atomically
from newsgen.loader.containers import (
    find_container_files,
    find_containers,
    find_oversized,
    list_parts,
    read_items,
)
from newsgen.loader.formats import ContainerFormat, find_format_by_name
from newsgen.loader.load import parse_seed_or_item
from newsgen.loader.report import NEUTRAL, PICTURES
from newsgen.model import ParsedArticle
from newsgen.pipeline.pictures import FETCHED
from newsgen.pipeline.project import Project

_BLOCK = 1 << 20


class Received(msgspec.Struct, frozen=True):
    """Files that were named, and what came of them."""

    files: dict[str, Path] = {}
    """Location of each readable file by the path that it has, or would have, as a seed."""
    tables: tuple[str, ...] = ()
    """Those that are tables."""
    problems: tuple[Problem, ...] = ()
    """Why others cannot be read, with their location; they stay where they are."""


def find_loadable_files(
    project: Project, paths: Iterable[Path], columns: Mapping[str, str] | None = None
) -> Received:
    """Find the files and those in folders that can be loaded; write nothing. `columns` are those of tables, by field."""
    files, problems = _choose_paths(project, paths)
    seeds = project.folder(project.settings.paths.seeds).resolve()
    known = {path for path, file in files.items() if file.resolve().is_relative_to(seeds)}
    for path, file in files.items():
        target = project.root / path
        if path not in known and (problem := _check_file(file)):
            problems[path] = (problem,)
        elif path not in known and target.exists():
            known.add(path)
            if not filecmp.cmp(file, target, shallow=False):
                message, remedy = f"{path} is there already, with another text", "rename one of them"
                problems[path] = (Problem(str(file), 0, 0, message, remedy, "same-name"),)
    unknown = {path: file for path, file in files.items() if path not in known and path not in problems}
    containers = find_containers(unknown)
    for path, container in containers.items():
        unknown |= {
            str(PurePosixPath(path).parent / part.relative_to(unknown[path].parent).as_posix()): part
            for part in list_parts(container, unknown[path])
        }
    parts = find_container_files(containers, unknown)
    named = set(paths)
    large = find_oversized((str(file), file) for path, file in unknown.items() if path not in containers)
    oversized = {problem.file: problem for problem in large}
    for path, file in unknown.items():
        if path in parts:
            continue
        if problem := oversized.get(str(file)):
            problems[path] = (problem,)
        elif found := tuple(_find_problems(file, containers.get(path), columns, is_named=file in named)):
            problems[path] = found
    broken = {path: containers[path] for path in containers.keys() & problems}
    left = problems.keys() | find_container_files(broken, parts)
    good = {path: file for path, file in (files | unknown).items() if path not in left}
    containers |= find_containers({path: files[path] for path in known & good.keys()}) if columns else {}
    tables = tuple(path for path, container in containers.items() if container.is_table and path in good)
    return Received(good, tables, tuple(sorted(chain.from_iterable(problems.values()))))


def copy_files_to_seeds(project: Project, files: Mapping[str, Path]) -> None:
    """Copy files into seeds/, each as a whole or not at all; what is there already stays.

    Raises:
        OSError: the system refused.
    """
    for path, file in files.items():
        target = project.root / path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with file.open("rb") as source:
                write_atomically(target, iter(partial(source.read, _BLOCK), b""))


def _choose_paths(
    project: Project, paths: Iterable[Path]
) -> tuple[dict[str, Path], dict[str, tuple[Problem, ...]]]:
    """Map the path that each named file has, or would have, as a seed to the file; return files of the same name apart."""
    folder = project.folder(project.settings.paths.seeds).resolve()
    found: dict[str, Path] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    for path in paths:
        base = path if path.is_dir() else path.parent
        for file in _list_below(project, path) if path.is_dir() else [path]:
            if path.is_dir() and leads_outside(file, path) and leads_outside(file, project.root):
                message, remedy = (
                    "this link leads out of the folder",
                    "replace it by a copy, or name the file itself",
                )
                problems[str(file)] = (Problem(str(file), 0, 0, message, remedy, "outside-link"),)
                continue
            inside = file.resolve().is_relative_to(folder)
            name = file.resolve().relative_to(folder) if inside else file.relative_to(base)
            seed = f"{project.settings.paths.seeds}/{name.as_posix()}"
            if found.setdefault(seed, file).resolve() != file.resolve():
                message = f"{found[seed]} would have the same name in seeds/"
                problems[str(file)] = (Problem(str(file), 0, 0, message, "rename one of them", "same-name"),)
    return found, problems


def _list_below(project: Project, folder: Path) -> list[Path]:
    """List the files in a folder, without hidden files and the archive's own files other than seeds."""
    paths = project.settings.paths
    folders = [name for name in paths.__struct_fields__ if name != "seeds"]
    own = [project.folder(getattr(paths, name)).resolve() for name in folders]
    tables = ("newsgen.toml", "newsgen.lock", "names.toml", "topics.toml", "places.toml")
    own += [project.root / name for name in (*tables, FETCHED)]
    own += [path for path in project.root.iterdir() if path.name.lower().startswith(NEUTRAL)]
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and not any(file.resolve().is_relative_to(place) for place in own)
    ]


def _check_file(file: Path) -> Problem | None:
    """Return why a file cannot be read at all."""
    if not file.is_file():
        return Problem(str(file), 0, 0, "it is not a file", "save its text as a file", "unreadable")
    try:
        with file.open("rb"):
            return None
    except OSError as error:
        remedy = "change its permissions, and load it again"
        return Problem(str(file), 0, 0, f"it cannot be read: {error.strerror}", remedy, "unreadable")


def _find_problems(
    file: Path, container: ContainerFormat | None, columns: Mapping[str, str] | None, *, is_named: bool
) -> Iterator[Problem]:
    """Yield why no article can be made of a file; of a file with several, one readable article is enough."""
    if container is None and find_format_by_name(file.name) is None:
        if is_named and not file.name.lower().endswith(PICTURES):
            message = "newsgen does not read such files"
            remedy = "save its text in a format that docs/formats.md lists"
            if file.suffix.lower() == ".zip":
                message, remedy = "the zip file is damaged, or contains no texts", "make it again"
            yield Problem(str(file), 0, 0, message, remedy, "no-format")
        return
    problems: list[Problem] = []
    sources = read_items(container, str(file), file, columns) if container else iter((str(file),))
    try:
        for source in sources:
            if isinstance(source, Problem):
                problems.append(source)
            elif _has_article(source, file):
                return
    except ContentError as error:
        problems += error.problems
    if not problems and is_named:
        message, remedy = "no article was found in it", "save its text in another format"
        problems.append(Problem(str(file), 0, 0, message, remedy, "no-article"))
    yield from problems


def _has_article(source: str | ParsedArticle, file: Path) -> bool:
    return any(True for _ in parse_seed_or_item(source, lambda _path: file.read_bytes()))
