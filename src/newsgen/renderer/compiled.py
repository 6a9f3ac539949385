"""Code of templates that was compiled before: to read it takes a hundredth of the time.

That of the default theme is kept where Python keeps the code of newsgen's own modules, for all archives; that of an
archive's own templates, and all where nothing can be written there, in the archive's cache.

Such a file is code that runs, so none is trusted that was not made here: each begins with a seal over its content, and
the seal's key holds the template's text, the versions of all that compiled it, and the times at which newsgen was
installed on this machine. What was damaged, made by another version or brought from elsewhere is compiled anew.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib.util
import marshal
import os
import stat
import sys
from collections.abc import Callable, Iterable
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
    shared: Path | None = None
    """Where the code of templates that newsgen brings is kept; None if that is nowhere else."""
    shipped: frozenset[str] = frozenset()
    """Names of these templates."""

    def code(
        self,
        name: str,
        language: str,
        made_of: tuple[str, ...],
        compiled: Callable[[], CodeType],
        templates: Iterable[str] = (),
    ) -> CodeType:
        """Take the code of a template from where it is kept, else compile it and keep it.

        Args:
            name: the template's, or another that the code shall have.
            language: of its words; a name has one file in each, whatever the code was made of.
            made_of: all that the code depends on beside the engine.
            compiled: makes the code.
            templates: names of those that it is made of; `name` if none are given.

        Raises:
            Exception: whatever `compiled` raises; what cannot be read or written raises nothing.
        """
        key = hashlib.blake2b(msgspec.json.encode((self.engine, sys.version, name, language, *made_of)))
        file = hashlib.blake2b(f"{language}/{name}".encode(), digest_size=16).hexdigest()
        folders = [self.folder]
        if self.shared and self.shipped.issuperset(templates or (name,)):
            folders.insert(0, self.shared)
        for folder in folders:
            if kept := _read(folder / file, key.digest()):
                return kept
        code = compiled()
        content = marshal.dumps(code)
        sealed = _seal(content, key.digest()) + content
        next(filter(None, (_keep(folder / file, sealed) for folder in folders)), None)
        return code


def beside_modules(module: str = __file__) -> Path | None:
    """Find or make the folder for code of templates where Python keeps that of a module; None if there is none to trust.

    Others must not be able to put anything into it: it belongs to the owner of the folder around it, and nobody else
    may write into it. Where Python was told to write no byte code, the folder around it is there if an installer made it.
    """
    if sys.implementation.cache_tag is None:
        return None
    around = Path(importlib.util.cache_from_source(module)).parent
    folder = around / f"templates.{sys.implementation.cache_tag}"
    try:
        with suppress(FileExistsError):
            folder.mkdir(0o755)
        owner, found = around.stat().st_uid, folder.lstat()
    except OSError:
        return None
    alone = not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if stat.S_ISDIR(found.st_mode) and found.st_uid == owner and alone else None


def _read(path: Path, key: bytes) -> CodeType | None:
    with suppress(OSError):
        data = path.read_bytes()
        content = data[_SEAL:]
        if hmac.compare_digest(_seal(content, key), data[:_SEAL]):
            kept = marshal.loads(content)
            return kept if isinstance(kept, CodeType) else None
    return None


def _keep(path: Path, sealed: bytes) -> bool:
    """Write a file as a whole; False if that cannot be."""
    fresh = path.with_suffix(f".{os.getpid()}")  # a preview and a build may write at once
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(sealed)
        fresh.replace(path)
        return True
    return False


def _seal(content: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(content, key=key, digest_size=_SEAL).digest()
