"""What two processes tell each other, and how they share work."""

from __future__ import annotations

import os
from itertools import chain, islice

import pytest

from newsgen.builder.pipes import PARTS, lay_out, parts, receive, send


@pytest.mark.parametrize("size", [0, 1, PARTS - 1, PARTS, PARTS + 1, 5 * PARTS // 2, 7 * PARTS])
def test_each_part_goes_to_one_of_those_who_take(size: int) -> None:
    work = range(size)
    source, end = os.pipe()
    number = lay_out(work, end)
    first, second = parts(work, source), parts(work, source)
    taken = [list(part) for part in (*islice(first, 2), *islice(second, 3), *first)]
    assert list(second) == []
    os.close(source)
    assert len(taken) == number <= PARTS
    assert all(taken)
    assert sorted(chain.from_iterable(taken)) == list(work)


def test_work_that_was_not_laid_out_is_not_waited_for() -> None:
    """Who should have done it has ended, and with it its end of the pipe."""
    source, end = os.pipe()
    os.close(end)
    assert list(parts("abc", source)) == []
    os.close(source)


def test_answers_come_whole_or_not_at_all() -> None:
    source, end = os.pipe()
    send(end, {"a": [1]})
    send(end, b"x" * 10_000)
    os.write(end, (10).to_bytes(8) + b"half")
    os.close(end)
    with os.fdopen(source, "rb") as answers:
        assert receive(answers, dict[str, list[int]]) == {"a": [1]}
        assert receive(answers, bytes) == b"x" * 10_000
        assert receive(answers, bytes) is None
        assert receive(answers, bytes) is None
