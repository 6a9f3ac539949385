"""The process beside a build, begun before what builds is imported."""

from __future__ import annotations

from contextlib import AbstractContextManager

from newsgen.builder.ahead import Ahead
from newsgen.builder.ahead import look_ahead as begin
from newsgen.builder.places import places_for
from newsgen.pipeline.project import Project


def look_ahead(project: Project) -> AbstractContextManager[Ahead]:
    """Begin to look at the output, for a build in the block; see `builder.ahead`."""
    return begin(places_for(project.root, project.output, project.scratch))
