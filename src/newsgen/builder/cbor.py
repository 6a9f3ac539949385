"""Lists, texts and whole numbers in CBOR, the form of Pagefind's files.

Source: RFC 8949, major types 0 (whole numbers), 3 (texts) and 4 (lists).
"""

from __future__ import annotations

Value = int | str | list["Value"]

_NUMBER, _TEXT, _LIST = 0, 3, 4
_OPEN = 31
"""Length of a list that a stop sign ends."""
_STOP = 0xFF


def decode(data: bytes) -> Value:
    """Read one value.

    Raises:
        ValueError: the bytes are broken, or hold a value of another kind.
    """
    try:
        value, end = _read(data, 0)
    except (IndexError, RecursionError) as error:
        raise ValueError("CBOR ends within a value") from error
    if end != len(data):
        raise ValueError("bytes after the CBOR value")
    return value


def encode(value: Value) -> bytes:
    """Write a value in its shortest form."""
    out = bytearray()
    _write(value, out)
    return bytes(out)


def _read(data: bytes, at: int) -> tuple[Value, int]:
    kind, size = data[at] >> 5, data[at] & 31
    at += 1
    if 24 <= size < 28:
        width = 1 << (size - 24)
        if at + width > len(data):
            raise IndexError
        size, at = int.from_bytes(data[at : at + width], "big"), at + width
    elif size >= 28 and (kind, size) != (_LIST, _OPEN):
        raise ValueError("CBOR of an unknown kind")
    elif kind == _LIST and size == _OPEN:
        return _read_open(data, at)
    if kind == _NUMBER:
        return size, at
    if kind == _TEXT:
        if at + size > len(data):
            raise IndexError
        return data[at : at + size].decode("utf-8"), at + size
    if kind != _LIST:
        raise ValueError("CBOR of an unknown kind")
    items: list[Value] = []
    for _ in range(size):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _read_open(data: bytes, at: int) -> tuple[Value, int]:
    items: list[Value] = []
    while data[at] != _STOP:
        item, at = _read(data, at)
        items.append(item)
    return items, at + 1


def _write(value: Value, out: bytearray) -> None:
    if isinstance(value, int):
        _head(_NUMBER, value, out)
    elif isinstance(value, str):
        text = value.encode("utf-8")
        _head(_TEXT, len(text), out)
        out += text
    else:
        _head(_LIST, len(value), out)
        for item in value:
            _write(item, out)


def _head(kind: int, size: int, out: bytearray) -> None:
    if size < 24:
        out.append(kind << 5 | size)
        return
    width = next(width for width in (1, 2, 4, 8) if size < 1 << 8 * width)
    out.append(kind << 5 | 23 + width.bit_length())
    out += size.to_bytes(width, "big")
