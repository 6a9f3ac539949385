"""One look at an archive while it is shown: load, build, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from newsgen.builder.manifest import read_manifest
from newsgen.builder.places import places_for
from newsgen.errors import BusyError, ContentError, NewsgenError, Problem
from newsgen.pipeline.build import run_build
from newsgen.pipeline.load import run_load
from newsgen.pipeline.open import Inputs, Loaded, Reading, read_inputs
from newsgen.pipeline.planned import Planned, planned
from newsgen.pipeline.project import Project
from newsgen.pipeline.report import OpenExecutor, Options, Report
from newsgen.preview.quick import Known, known

_AGAIN = "changed during the build"
"""Part of what a build says of a file that was saved while it ran."""


class Source(msgspec.Struct, frozen=True):
    """How to look at the archive; all that a preview is asked."""

    open: Callable[[], Project]
    """Reads the settings as they are now.

    Raises:
        SettingsError: they are wrong.
    """
    ask: Callable[[Project], Options]
    """What a build is asked now; the instant is another each time."""
    workers: OpenExecutor | None = None
    """Opens processes for many pages."""
    made: Callable[[str], None] = lambda _path: None
    """Told the path of each record that is made of a new seed, at once: the build that follows may be given up."""


class Built(msgspec.Struct, frozen=True):
    """What came of one look."""

    project: Project | None = None
    """None if the settings are wrong."""
    report: Report | None = None
    """None if nothing could be built."""
    files: dict[str, str] = {}
    """Hex sha256 of each file of the generation by path."""
    known: Known | None = None
    problems: tuple[Problem, ...] = ()
    """All that is wrong with settings, seeds, records, templates."""
    busy: bool = False
    """Another build was at work, or a file was saved meanwhile: it is worth another try."""


class SupersededError(Exception):
    """A build was given up, for what it builds is not the newest any more."""


def look(
    source: Source,
    last: Known | None,
    *,
    load: bool = True,
    plan: bool = True,
    stop: Callable[[], bool] = lambda: False,
) -> Built:
    """Load what is new, build what changed; what is wrong is told in the result.

    Args:
        source: the archive.
        last: what the build before planned; its templates are not compiled again if they are the same.
        load: look for new seeds too.
        plan: plan even if nothing has changed, so that saved pages can be rendered alone.
        stop: asked again and again while pages are rendered; True gives the build up.

    Raises:
        SupersededError: it was given up.
    """
    project: Project | None = None
    loaded: Loaded | None = None
    problems: list[Problem] = []
    try:
        project = source.open()
        options = source.ask(project)
        if load:
            loaded = run_load(project, options, strict=False)
            problems += loaded.report.problems
            for article in loaded.report.new:
                source.made(article.path)
        report, seen = _build(source, project, options, loaded.reading if loaded else None, stop)
        if seen is None and plan and (last is None or last.project != project):
            seen = _planned(project, options)
        fresh = known(project, options, seen[1], seen[0], last) if seen and plan else last
        return Built(project, report, _files(project), fresh, tuple(problems))
    except BusyError:
        return Built(project, problems=tuple(problems), busy=True)
    except NewsgenError as error:
        busy = isinstance(error, ContentError) and all(_AGAIN in one.message for one in error.problems)
        return Built(project, problems=(*problems, *error.problems), busy=busy)
    except OSError as error:
        place = str(error.filename or "")
        problems.append(Problem(place, 0, 0, error.strerror or str(error)))
        return Built(project, problems=tuple(problems))


def _files(project: Project) -> dict[str, str]:
    """Hex sha256 of each file of the generation by path."""
    entries = read_manifest(places_for(project.root, project.output).manifest).entries
    return {path: entry.sha256 for path, entry in entries.items()}


def _build(
    source: Source, project: Project, options: Options, reading: Reading | None, stop: Callable[[], bool]
) -> tuple[Report, tuple[Inputs, Planned] | None]:
    seen: list[tuple[Inputs, Planned]] = []

    def progress(_done: int, _all: int) -> None:
        if stop():
            raise SupersededError

    def note(inputs: Inputs, made: Planned) -> None:
        seen.append((inputs, made))

    # What is shown here is not published: no address of it may be remembered.
    wanted = msgspec.structs.replace(options, locked=True, index=False)
    report = run_build(
        project, wanted, reading=reading, executor=source.workers, progress=progress, seen=note
    )
    return report, seen[0] if seen else None


def _planned(project: Project, options: Options) -> tuple[Inputs, Planned]:
    inputs = read_inputs(project, options)
    return inputs, planned(project, options, inputs)
