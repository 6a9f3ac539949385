"""Python's compiled code of newsgen or of a library, cut short by a full disk or a crash."""

from __future__ import annotations

from newsgen.errors import OutputError, Problem

_MARSHAL = ("marshal data", "bad marshal data", "EOF read where")
"""How what Python says of such code begins, where another process met it and only its words came here."""


def broken_code(error: Exception) -> OutputError | None:
    """Say that compiled code is broken, if that is the error; Python mends it only if its file is gone."""
    path = ""
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_name == "_compile_bytecode":
            path = str(step.tb_frame.f_locals.get("bytecode_path") or "")
        step = step.tb_next
    if not path and not str(error).startswith(_MARSHAL):
        return None
    expected = "delete it, Python makes it anew" if path else "delete the folders __pycache__ of newsgen"
    return OutputError(Problem(path, 0, 0, f"Python's compiled code is broken ({error})", expected))
