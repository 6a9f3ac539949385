"""The loader's only writing: new records, never over a file that is there."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from newsgen.addresses import MAX_SLUG, slugify
from newsgen.errors import OutputError, Problem, RefusedError
from newsgen.loader.analyse import Analysis
from newsgen.loader.dates import Date
from newsgen.loader.report import Article, Conflict
from newsgen.model import Inference, PartialDate, SeedRef
from newsgen.record.write import format_record

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What link(2) says where a file system has no hard links, or no more of them."""


def write_records(root: Path, articles: Iterable[Article], work: Path | None = None) -> None:
    """Write new records; each appears whole or not at all.

    Args:
        root: the archive's root.
        articles: their paths are relative to it.
        work: folder of newsgen's own for files that are not finished, emptied first: what a crash leaves lies there
            and not among the records. Without it, or if it is on another disk, they stand beside the record.

    Raises:
        RefusedError: a file of that name is there; it is left as it is.
        OutputError: the operating system failed.
    """
    if work is not None:
        shutil.rmtree(work, ignore_errors=True)
    places: dict[Path, Path] = {}
    for article in articles:
        target = root / article.path
        try:
            place = places.get(target.parent)
            if place is None:
                place = places[target.parent] = _folder(target.parent, work)
            _create(target, article.text.encode(), place)
        except FileExistsError:
            problem = Problem(
                article.path,
                0,
                0,
                "a file of that name is there already",
                "rename or delete it",
                "file-exists",
            )
            raise RefusedError(problem) from None
        except OSError as error:
            raise _failed(article.path, error) from error


def write_conflicts(folder: Path, conflicts: Iterable[Conflict]) -> None:
    """Put new texts of changed seeds aside, over older ones of the same name.

    Args:
        folder: .newsgen/conflicts.
        conflicts: their paths are relative to it.

    Raises:
        OutputError: the operating system failed.
    """
    for conflict in conflicts:
        replace_file(folder / conflict.path, conflict.text.encode())


def replace_file(target: Path, data: bytes) -> None:
    """Write a file as a whole, over an older one.

    Raises:
        OutputError: the operating system failed.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _temporary(target.parent, data)
        os.replace(temporary, target)  # noqa: PTH105 - Path.replace has no other use here
    except OSError as error:
        raise _failed(target.name, error) from error


def _create(target: Path, data: bytes, place: Path) -> None:
    """Write a file that must be new: the link fails where one is there."""
    temporary = _temporary(place, data)
    try:
        _link(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _link(temporary: Path, target: Path) -> None:
    """Give a file its name; where the file system has no hard links, an empty file keeps the place for it."""
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        target.open("xb").close()
        os.replace(temporary, target)  # noqa: PTH105


def _folder(folder: Path, work: Path | None) -> Path:
    """Make a folder, and say where an unfinished file can be made so that it can be linked into it."""
    folder.mkdir(parents=True, exist_ok=True)
    if work is None:
        return folder
    work.mkdir(parents=True, exist_ok=True)
    return work if work.stat().st_dev == folder.stat().st_dev else folder


def _temporary(folder: Path, data: bytes) -> Path:
    """Write the bytes to a file of a folder, readable for all."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    temporary = Path(name)
    temporary.chmod(0o644)
    return temporary


def _failed(shown: str, error: OSError) -> OutputError:
    return OutputError(Problem(shown, 0, 0, f"cannot be written: {error.strerror}"))


FIELDS = ("date", "topics", "people", "organizations", "places", "authors", "source", "language")
"""Fields that a rule may fill, in the order of the front matter; `load --refresh` writes them anew."""


def _front_matter(
    stated: Mapping[str, object], found: Mapping[str, Inference], date: Date, seed: SeedRef
) -> dict[str, object]:
    """Gather the front matter of a record, with `inferred` and `seed`."""
    front, inferred = dict(stated), dict(found)
    if date is not None:
        front["date"], inferred["date"] = date.value, date.inference
    front["inferred"] = dict(sorted(inferred.items(), key=_rank))
    front["seed"] = seed
    return front


def _rank(entry: tuple[str, Inference]) -> tuple[int, str]:
    """Order the fields under `inferred` as they stand above it, the structure's after them."""
    return (FIELDS.index(entry[0]) if entry[0] in FIELDS else len(FIELDS), entry[0])


def assemble(analysis: Analysis, date: Date, path: str) -> Article:
    """Make a new record.

    Args:
        analysis: what is known of the article.
        date: its inferred date.
        path: where it will stand.
    """
    front = _front_matter(analysis.front, analysis.inferred, date, analysis.draft.seed)
    text = format_record(front, analysis.body)
    return Article(path, text, front, analysis.body, analysis.draft.seed.file)


def redate(made: Article, seed: SeedRef, date: Date) -> Article:
    """Give a new record whose date was inferred another one, or none."""
    rest = {key: value for key, value in made.front.items() if key not in ("date", "inferred", "seed")}
    inferred = made.front["inferred"]
    found = (
        {field: how for field, how in inferred.items() if field != "date"}
        if isinstance(inferred, dict)
        else {}
    )
    front = _front_matter(rest, found, date, seed)
    return msgspec.structs.replace(made, front=front, text=format_record(front, made.body))


_DATED = re.compile(r"\d{4}(?:-\d{2}){0,2}-")


def record_paths(
    articles: Sequence[tuple[str, PartialDate | None, str]], taken: Collection[str], folder: str = "articles"
) -> list[str]:
    """Name the files of new records.

    Two of them that would share a name, and one whose name is taken, get the first digits of their seeds' hashes, so
    that the order of the seeds changes nothing.

    Args:
        articles: slug or title, date and the sha256 of the seed of each.
        taken: paths that exist.
        folder: where records stand.

    Returns:
        Paths relative to the archive's root, e.g. articles/2023/2023-11-22-slug.md, articles/2023/2023-11-slug.md,
        articles/undated/slug.md.
    """
    wanted = [_path(folder, title, date) for title, date, _ in articles]
    used = {path.lower() for path in taken}
    hashes: dict[str, list[str]] = {}
    for path, (_, _, sha256) in zip(wanted, articles, strict=True):
        hashes.setdefault(path, []).append(sha256)
    return [
        path
        if len(hashes[path]) == 1 and path.lower() not in used
        else _longer(path, sha256, hashes[path], used)
        for path, (_, _, sha256) in zip(wanted, articles, strict=True)
    ]


def _path(folder: str, title: str, date: PartialDate | None) -> str:
    slug = slugify(title)
    if date is None:
        return f"{folder}/undated/{slug}.md"
    return f"{folder}/{date.year:04d}/{date.iso[:10]}-{slug}.md"


def _longer(path: str, sha256: str, others: Sequence[str], used: set[str]) -> str:
    """Add as many digits of the seed's hash, six at least, as make the name new for all that would share it."""
    names = ((n, [_with_digits(path, other[:n]) for other in others]) for n in range(6, 64))
    digits = next((n for n, made in names if len(set(made)) == len(made) and used.isdisjoint(made)), 64)
    return _with_digits(path, sha256[:digits])


def _with_digits(path: str, digits: str) -> str:
    """Put digits behind the name; a long slug makes room, for an address cut to its length would lose them."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    dated = _DATED.match(name)
    date = dated[0] if dated else ""
    slug = name.removeprefix(date)
    return f"{folder}/{date}{slug[: MAX_SLUG - len(digits) - 1].rstrip('-')}-{digits}.md"
