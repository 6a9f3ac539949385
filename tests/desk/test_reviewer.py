"""An archive under review."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newsgen.desk.review import Reviewer, list_findings
from newsgen.errors import BusyError, ContentError, RefusedError
from newsgen.model import PartialDate
from newsgen.pipeline.load import refresh, run_load
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import Options
from tests.support.archives import AS_OF, build, newsgen, record, write

HOW = {"rule": "weekday", "evidence": 'line 1: "Nov. 22"', "confidence": 0.4}
X, Y = "articles/2023/2023-11-22-x.md", "articles/2022/2022-11-22-x.md"
HOLD = """
import sys
from pathlib import Path
from newsgen.builder.lock import locked

with locked(Path(sys.argv[1]), "articles"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def reviewer(tmp_path: Path) -> Reviewer:
    """Two articles with one slug, on two days."""
    inferred = {"date": HOW, "people": HOW}
    write(
        tmp_path,
        {
            X: record("X", "On Nov. 22.", date="2023-11-22", people=["A"], inferred=inferred),
            Y: record("Y", "On Nov. 22.", date="2022-11-22", inferred={"date": HOW}),
        },
    )
    return Reviewer(open_project(tmp_path))


def test_answers_follow_on_one_another(reviewer: Reviewer) -> None:
    """A second answer to the same record starts from the first."""
    reviewer.answer(X, ["people"], {})
    done = reviewer.answer(X, [], {"date": PartialDate(2023, 11, 23)})
    assert (done.was, done.now, done.redirected) == ("2023/11/22/x.html", "2023/11/23/x.html", False)
    assert reviewer.records[X].inferred == {}
    assert Reviewer(reviewer.project).records == reviewer.records


def test_an_address_that_was_published_is_redirected(reviewer: Reviewer) -> None:
    """The lock has it, and the build that follows leads it on."""
    build(reviewer.project.root)
    done = Reviewer(reviewer.project).answer(X, [], {"date": PartialDate(2023, 11, 23)})
    assert done.redirected
    assert build(reviewer.project.root).redirects == 1


def test_two_articles_never_get_one_address(reviewer: Reviewer) -> None:
    """The answer is refused before anything is written."""
    before = (reviewer.project.root / X).read_bytes()
    with pytest.raises(ContentError, match=rf"{X}:1: this article and {Y} both stand at 2022/11/22/x.html"):
        reviewer.answer(X, [], {"date": PartialDate(2022, 11, 22)})
    assert (reviewer.project.root / X).read_bytes() == before


@pytest.mark.parametrize("gone", [True, False])
def test_a_record_that_changed_or_went_is_left(reviewer: Reviewer, gone: bool) -> None:
    """It was shown as it is no longer."""
    file = reviewer.project.root / X
    if gone:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(RefusedError, match="changed meanwhile"):
        reviewer.answer(X, ["date"], {})


def test_a_build_may_run_while_a_human_thinks(reviewer: Reviewer) -> None:
    """The archive's lock is held for an answer alone."""
    reviewer.answer(X, ["people"], {})
    assert newsgen(reviewer.project.root, "build").returncode == 0
    reviewer.answer(X, ["date"], {})


def test_an_answer_is_refused_while_another_writes(reviewer: Reviewer) -> None:
    """A build, or `load --refresh`: nothing is written, and it may be given again."""
    before = (reviewer.project.root / X).read_bytes()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(reviewer.project.work / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(BusyError):
        reviewer.answer(X, ["date"], {})
    holder.communicate()
    assert (reviewer.project.root / X).read_bytes() == before
    reviewer.answer(X, ["date"], {})


def test_findings_get_their_quotes(reviewer: Reviewer) -> None:
    """From each article's own text."""
    found = list(reviewer.quote(list_findings(reviewer.records.values())))
    assert [(one.article, one.quotes[0].file) for one in found] == [(Y, Y), (X, X), (X, X)]


def test_a_confirmed_date_lets_refresh_date_others(tmp_path: Path) -> None:
    """The year of a text that names only weekday and day follows from the dates that a human confirmed."""
    body = "The council of Lund met on {}, and passed the plan for the harbour after a long debate.\n"
    days = ["Wednesday, Nov. 22", "Thursday, Nov. 23"]
    texts = {f"seeds/{n}.txt": f"Council meets again\n\n{body.format(day)}" for n, day in enumerate(days)}
    write(tmp_path, texts)
    project, options = open_project(tmp_path), Options(as_of=AS_OF)
    run_load(project, options)
    reviewer = Reviewer(project)
    first, other = sorted(reviewer.records)
    assert all(one.provisional for one in reviewer.records.values())
    reviewer.answer(first, [], {"date": PartialDate(2017, 11, 22)})
    changed, edited = refresh(project, options)
    assert (changed, edited) == ([other], [first])
    assert Reviewer(project).records[other].date == PartialDate(2017, 11, 23)
