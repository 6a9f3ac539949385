"""Output to a reader that may go away, as in `newsgen topics | head -1`."""

from __future__ import annotations

import io
import sys
from typing import Any, TextIO


class _Patient(io.FileIO):
    """A file whose reader may go away: what would come after is dropped, so that the work is still done."""

    def write(self, data: Any) -> int:
        """Write bytes, or drop them."""
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def patient(stream: TextIO) -> TextIO:
    """The same stream, which a reader that goes away does not break; one without a descriptor is left as it is."""
    try:
        number = stream.fileno()
        if stream.isatty():
            return stream
    except (AttributeError, OSError, ValueError):  # there is none, or it is closed
        return stream
    stream.flush()
    raw = _Patient(number, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors)


def bear_with_readers() -> None:
    """Let output and messages go to readers that may go away."""
    sys.stdout, sys.stderr = (patient(stream) for stream in (sys.stdout, sys.stderr))
