"""names.toml, topics.toml and places.toml: what an archive says of its own names, topics and places."""

from __future__ import annotations

from newsgen.errors import ContentError, Problem
from newsgen.gazetteer.own import Coordinates, read_places
from newsgen.loader.inference.name_aliases import Aliases, read_aliases
from newsgen.pipeline.project import Project


def read_table(project: Project, name: str) -> str:
    """Read the text of one of these files, which stand in the archive's root; '' if there is none.

    Raises:
        ContentError: it is not UTF-8.
    """
    try:
        return (project.root / name).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise ContentError(
            Problem(name, 0, 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")
        ) from error


def aliases_of(project: Project) -> Aliases:
    """Read the archive's names.toml, if it has one.

    Raises:
        ContentError: it is wrong.
    """
    text = read_table(project, "names.toml")
    return read_aliases(text, "names.toml") if text else Aliases()


def coordinates_of(project: Project) -> Coordinates:
    """Read the archive's places.toml, if it has one.

    Raises:
        ContentError: it is wrong.
    """
    text = read_table(project, "places.toml")
    return read_places(text, "places.toml") if text else {}
