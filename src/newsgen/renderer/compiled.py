"""Code of templates that was compiled before, kept in the archive's cache: to read it takes a hundredth of the time.

Such a file is code that runs, so none is trusted that was not made here: each begins with a seal over its content, and
the seal's key holds the template's text, the versions of all that compiled it, and the times at which newsgen was
installed on this machine. What was damaged, made by another version or brought from elsewhere is compiled anew.
"""

from __future__ import annotations

import hashlib
import hmac
import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import CodeType

import msgspec

_SEAL = 32
"""Bytes of a seal."""


class Compiled(msgspec.Struct, frozen=True):
    """Where code is kept, and by what it was made."""

    folder: Path
    """It is made if it is not there."""
    engine: str
    """Stands for the versions of newsgen and of the libraries that render, and for this installation of them."""

    def code(self, name: str, made_of: tuple[str, ...], compiled: Callable[[], CodeType]) -> CodeType:
        """Take the code of a template from the cache, else compile it and keep it.

        Args:
            name: the template's; it has one file, whatever it was made of.
            made_of: all that its code depends on beside the engine.
            compiled: makes the code.

        Raises:
            Exception: whatever `compiled` raises; a cache that cannot be read or written raises nothing.
        """
        key = hashlib.blake2b(msgspec.json.encode((self.engine, sys.version, name, *made_of))).digest()
        path = self.folder / hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
        with suppress(OSError):
            data = path.read_bytes()
            content = data[_SEAL:]
            if hmac.compare_digest(_seal(content, key), data[:_SEAL]):
                kept = marshal.loads(content)
                if isinstance(kept, CodeType):
                    return kept
        code = compiled()
        self._keep(path, marshal.dumps(code), key)
        return code

    def _keep(self, path: Path, content: bytes, key: bytes) -> None:
        fresh = path.with_suffix(f".{os.getpid()}")  # a preview and a build may write at once
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(_seal(content, key) + content)
            fresh.replace(path)


def _seal(content: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(content, key=key, digest_size=_SEAL).digest()
