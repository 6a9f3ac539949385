"""What the C library keeps of memory that is no longer used."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

SCRIPT = """
import re, sys
from pathlib import Path
from newsgen.builder.memory import return_large_blocks

def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

if sys.argv[1] == "returned":
    return_large_blocks()
whole = b"x" * (16 << 20)
part = whole[: 4 << 20]
del whole  # glibc takes it for a reason to keep blocks of that size from now on
before = held()
blocks, small = [], []
for _ in range(10):
    blocks.append(bytearray(part))
    small.append(bytearray(100_000))
del blocks
print(held() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep memory in other ways")
def test_large_blocks_are_returned() -> None:
    """Ten blocks of 4 MB below small ones that are still used; who is not told keeps them."""
    left = [
        float(subprocess.run([sys.executable, "-c", SCRIPT, told], capture_output=True, check=True).stdout)
        for told in ("kept", "returned")
    ]
    assert left[0] > 20 > 10 > left[1]
