"""What the cache says of records is what their files say."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgen.record.store import Store
from tests.support.archives import record, write

LATER = 1 << 62
"""A clock by which every file is old."""


def store(root: Path, name: str = "records", engine: str = "1") -> Store:
    return Store(root, "articles", root / "cache" / name, engine)


@pytest.mark.parametrize("damage", [b"", b"\xc1", None])
def test_a_damaged_cache_is_made_again(damage: bytes | None, tmp_path: Path) -> None:
    """Also where a single byte has flipped, in which MessagePack sees nothing wrong."""
    write(tmp_path, {"articles/a.md": record("Harbour"), "articles/b.md": record("Ferry")})
    kept, gone = store(tmp_path).read(LATER)
    cache = tmp_path / "cache/records"
    whole = cache.read_bytes()
    for at in range(0, len(whole), 7) if damage is None else [0]:
        cache.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] if damage is None else damage)
        assert store(tmp_path).read(LATER) == (kept, gone)
        assert cache.read_bytes() == whole


STEPS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "one", "two"])), max_size=12)


@given(STEPS, st.integers(0, 12))
@settings(max_examples=60)
def test_whatever_happens_the_cache_tells_it(steps: list[tuple[str, str]], renewed: int) -> None:
    """Records come, change, vanish and come back, and once the engine is another one."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"articles/z.md": record("Z")})
        bodies: dict[str, str] = {}
        gone: dict[str, str] = {}
        for number, (name, body) in enumerate(steps):
            path = f"articles/{name}.md"
            if body:
                write(root, {path: record(name, body)})
                gone.pop(path, None)
            elif path in bodies:
                (root / path).unlink()
                gone[path] = bodies.pop(path)
            kept, told = store(root, engine="1" if number < renewed else "2").read(LATER)
            assert kept == store(root, f"fresh{number}").read(LATER)[0]
            assert told == sorted(gone.items())
            bodies = {one.path: one.body_digest for one in kept}
