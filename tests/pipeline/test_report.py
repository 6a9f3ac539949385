"""What a build warns of, and the report that it keeps."""

from __future__ import annotations
