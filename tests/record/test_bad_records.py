"""Each record in bad/ is refused with exactly the lines of bad/expected.txt that start with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.errors import ContentError, Problem, gathered
from newsgen.record.read import read_record

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.md"))
EXPECTED = (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_message(file: Path) -> None:
    """Place, problem and expectation are exact, and all problems of the file come at once."""
    with pytest.raises(ContentError) as caught:
        read_record(file.name, file.read_bytes())
    expected = [line for line in EXPECTED if line.startswith(f"{file.name}:")]
    assert [str(problem) for problem in caught.value.problems] == expected


def test_table_and_files_agree() -> None:
    """No line without its file, and at least forty files."""
    assert {line.partition(":")[0] for line in EXPECTED} == {file.name for file in FILES}
    assert len(FILES) >= 40


def test_all_files_are_told_in_one_run() -> None:
    """Gathered over all files, every line of the table comes, each with a code for machines."""
    problems: list[Problem] = []
    for file in FILES:
        with gathered(problems):
            read_record(file.name, file.read_bytes())
    assert sorted(map(str, problems)) == sorted(EXPECTED)
    assert all(problem.code for problem in problems)
