"""Lists, texts and numbers in CBOR."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.builder.cbor import Value, decode, encode

values: st.SearchStrategy[Value] = st.recursive(
    st.integers(0, 2**64 - 1) | st.text(), lambda inner: st.lists(inner), max_leaves=30
)


@given(values)
def test_what_is_written_is_read(value: Value) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (255, "18ff"),
        (256, "190100"),
        (1_000_000, "1a000f4240"),
        (1_000_000_000_000, "1b000000e8d4a51000"),
        ("水", "63e6b0b4"),
        ([1, [2, 3]], "8201820203"),
    ],
)
def test_the_shortest_form_is_written(value: Value, written: str) -> None:
    """Source: RFC 8949, appendix A."""
    assert encode(value).hex() == written


def test_a_list_of_no_stated_length_is_read() -> None:
    """Source: RFC 8949, appendix A."""
    assert decode(bytes.fromhex("9f018202039f0405ffff")) == [1, [2, 3], [4, 5]]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "18",
        "82",
        "8201",
        "63e6b0",
        "63ffffff",
        "0000",
        "a10102",
        "40",
        "f4",
        "1c",
        "9f01",
        "5f",
        "81" * 5000,
    ],
)
def test_broken_bytes_are_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"CBOR|codec"):
        decode(bytes.fromhex(broken))
