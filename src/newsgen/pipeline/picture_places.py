"""Where a picture that a text names may lie."""

from __future__ import annotations

import posixpath

from newsgen.model import Record, StandalonePage


def candidates(text: Record | StandalonePage, src: str, static: str) -> list[str]:
    """Paths at which a picture is looked for, relative to the archive's root, likeliest first.

    Beside the text; in a folder of the text's name; in static/; beside the seed of which the text was made. A name with a
    leading '/' means static/ alone. Paths that lead out of the archive, or to hidden folders, are left out.
    """
    name = src.partition("?")[0].partition("#")[0]
    folder, _, file = text.path.rpartition("/")
    if name.startswith("/"):
        tried = [f"{static}{name}"]
    else:
        tried = [f"{folder}/{name}", f"{folder}/{file.rpartition('.')[0]}/{name}", f"{static}/{name}"]
        seed = text.seed if isinstance(text, Record) else None
        if seed and "#" not in seed.file:
            tried.append(f"{posixpath.dirname(seed.file)}/{name}")
    paths = (posixpath.normpath(path) for path in tried)
    return [path for path in dict.fromkeys(paths) if not path.startswith((".", "/")) and "/." not in path]
