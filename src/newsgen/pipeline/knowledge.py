"""What the rules of inference are told of the archive: names.toml, topics.toml, topics that humans confirmed."""

from __future__ import annotations

from newsgen.errors import ContentError, Problem
from newsgen.loader.analyse import Rules
from newsgen.loader.inference.name_aliases import Aliases, read_aliases
from newsgen.pipeline.project import Project
from newsgen.record.store import Kept


def rules_of(project: Project, kept: list[Kept]) -> Rules:
    """Gather them.

    Raises:
        ContentError: names.toml or topics.toml is wrong.
    """
    return Rules(aliases=aliases_of(project))


def aliases_of(project: Project) -> Aliases:
    """Read the archive's names.toml, if it has one.

    Raises:
        ContentError: it is wrong.
    """
    text = _text(project, "names.toml")
    return read_aliases(text, "names.toml") if text else Aliases()


def _text(project: Project, name: str) -> str:
    try:
        return (project.root / name).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise ContentError(
            Problem(name, 0, 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")
        ) from error
