"""Score the loader on texts whose truth is known: `python benchmarks/loader.py [CORPORA]`.

CORPORA is a folder that holds `plain/*/articles.jsonl` and beside it `tools/score_loader.py`, whose head explains the
figures; by default ../shared. Each text is loaded alone, as if its file had just been copied; a claim is a date of
confidence 0.5 or more. Half of digitalgov, every second article, first becomes an archive with confirmed topics.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

AS_OF = datetime.date(2026, 11, 24)
PERIOD = "NEWSGEN_SCORE_PERIOD"
ARCHIVE = "NEWSGEN_SCORE_ARCHIVE"

Scores = Mapping[str, Any]


class Row(msgspec.Struct, frozen=True):
    """One line of the table."""

    corpus: str
    what: str
    goal: str
    measure: Callable[[Scores], tuple[str, bool]]
    """The figure as text, and whether it reaches the goal."""
    period: str = ""
    learned: bool = False
    """Score the other half of the corpus, in an archive of the first one."""


def share(
    key: str, least: float | None = None, most: float | None = None
) -> Callable[[Scores], tuple[str, bool]]:
    """Measure one figure against a bound; a figure that is missing made no claims and fails no upper bound."""

    def measure(scores: Scores) -> tuple[str, bool]:
        value = scores.get(key)
        if value is None:
            return "no claims", least is None
        return f"{value:.3f}", (least is None or value >= least) and (most is None or value <= most)

    return measure


def names(key: str, precision: float, recall: float) -> Callable[[Scores], tuple[str, bool]]:
    """Measure precision and recall of one kind of name."""

    def measure(scores: Scores) -> tuple[str, bool]:
        found = scores.get(key, {"P": 0.0, "R": 0.0})
        return f"{found['P']:.3f} / {found['R']:.3f}", found["P"] >= precision and found["R"] >= recall

    return measure


def calibrated(scores: Scores) -> tuple[str, bool]:
    """Measure the largest gap between confidence and truth, in tenths with thirty claims or more."""
    gaps = [abs(t["mean_conf"] - t["right"]) for t in scores.get("calibration", {}).values() if t["n"] >= 30]
    return (f"{max(gaps):.2f}", max(gaps) <= 0.10) if gaps else ("under 30 claims", True)


def spent(scores: Scores) -> tuple[str, bool]:
    """Measure the time for an article, start-up not counted."""
    return f"{scores['ms_per_article']:.1f} ms", scores["ms_per_article"] <= 5


ROWS = (
    Row("senate_weekday_md_dev", "year right, period given", "≥ .97", share("year_ok", 0.97), "2004..2008"),
    Row(
        "senate_weekday_md_dev",
        "claims within 7 days, period given",
        "≥ .90",
        share("P7(day)", 0.9),
        "2004..2008",
    ),
    Row("senate_weekday_md_dev", "calibration, period given", "≤ .10", calibrated, "2004..2008"),
    Row("senate_weekday_md_dev", "wrong year, nothing given", "≤ .03", share("wrong_year", most=0.03)),
    Row("senate_press_dev", "wrong by more than 7 days", "≤ .01", share("wrong_day", most=0.01)),
    Row("senate_press_dev", "claims within 7 days", "≥ .90", share("P7(day)", 0.9)),
    Row("senate_press_dev", "calibration", "≤ .10", calibrated),
    Row("senate_press_dev", "time", "≤ 5 ms", spent),
    Row("digitalgov_news", "wrong by more than 7 days", "≤ .01", share("wrong_day", most=0.01)),
    Row("digitalgov_news", "claims within 7 days", "≥ .90", share("P7(day)", 0.9)),
    Row("senate_fulldate_dev", "wrong by more than 7 days", "≤ .03", share("wrong_day", most=0.03)),
    Row("senate_fulldate_dev", "calibration", "≤ .10", calibrated),
    Row("wikinews", "people, precision / recall", "≥ .92 / .60", names("people", 0.92, 0.60)),
    Row("wikinews", "places, precision / recall", "≥ .88 / .65", names("places", 0.88, 0.65)),
    Row("wikinews", "organizations, precision / recall", "≥ .85 / .50", names("orgs", 0.85, 0.50)),
    Row("digitalgov_news", "dek, precision / recall", "≥ .90 / –", names("dek", 0.9, 0.0)),
    Row("digitalgov_news", "headline", "–", share("title_exact")),
    Row("wikinews", "block quotations, precision / recall", "–", names("blockquote", 0.0, 0.0)),
    Row(
        "digitalgov_news",
        "right topic first, half learned",
        "≥ .75",
        share("topic_first", 0.75),
        learned=True,
    ),
)


def record(path: str) -> dict[str, object]:
    """Load one text; called by score_loader.py for each article."""
    from newsgen.loader.report import PendingRecord
    from newsgen.pipeline.load import load_without_writing
    from newsgen.pipeline.project import Project
    from newsgen.pipeline.report import RunOptions
    from newsgen.record.write import to_plain_value
    from newsgen.settings.values import LoaderSettings, Settings

    settings = Settings(loader=LoaderSettings(period=os.environ.get(PERIOD, "")))
    project = Project(Path(os.environ[ARCHIVE]), settings)
    articles: list[PendingRecord] = []
    files = {f"seeds/{Path(path).name}": Path(path)}
    load_without_writing(project, RunOptions(as_of=AS_OF), files, articles.extend)
    article = articles[0]
    inferred = article.front.get("inferred", {})
    fields = {key: to_plain_value(value) for key, value in article.front.items()}
    fields["inferred"] = (
        {key: to_plain_value(value) for key, value in inferred.items()} if isinstance(inferred, dict) else {}
    )
    return {"dek": "", **fields, "body": article.body}


def score(tool: Path, corpus: Path, period: str, archive: Path) -> Scores:
    """Run score_loader.py on a corpus."""
    command = [
        sys.executable,
        str(tool),
        str(corpus),
        "--mtime",
        "now",
        "--claims",
        "0.5",
        "--call",
        "loader:record",
    ]
    environment = os.environ | {PERIOD: period, ARCHIVE: str(archive)}
    here = Path(__file__).parent
    done = subprocess.run(command, cwd=here, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    scores: Scores = json.loads(done.stdout)
    return scores


def learn_half(corpus: Path, archive: Path) -> Path:
    """Make an archive of every second article with its true topics; return the others as a corpus."""
    articles = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    folder = archive / "articles"
    folder.mkdir(parents=True)
    for number, article in enumerate(articles[::2]):
        front = {"title": article["title"], "date": article["date"], "topics": article["topics"]}
        head = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items() if value
        )
        body = "\n\n".join(article["text"].split("\n")[1:])
        (folder / f"{article['date']}-{number}.md").write_text(
            f"---\n{head}---\n\n{body}\n", encoding="utf-8"
        )
    rest = archive / "rest.jsonl"
    rest.write_text("".join(json.dumps(article) + "\n" for article in articles[1::2]), encoding="utf-8")
    return rest


def main() -> int:
    """Print the table; the exit code is the number of goals that are missed."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared").resolve()
    tool = shared / "tools" / "score_loader.py"
    if not tool.is_file():
        print(f"{tool} is not there: the corpora are not part of the project", file=sys.stderr)
        return 2
    runs: dict[tuple[str, str, bool], Scores] = {}
    missed = 0
    print(f"{'corpus':22} {'figure':36} {'goal':12} {'measured':16}")
    with tempfile.TemporaryDirectory() as scratch:
        for row in ROWS:
            key = row.corpus, row.period, row.learned
            if key not in runs:
                corpus = shared / "corpora" / "plain" / row.corpus / "articles.jsonl"
                archive = Path(scratch) / f"archive-{len(runs)}"
                archive.mkdir()
                corpus = learn_half(corpus, archive) if row.learned else corpus
                runs[key] = score(tool, corpus, row.period, archive)
            figure, reached = row.measure(runs[key])
            missed += not reached
            print(
                f"{row.corpus:22} {row.what:36} {row.goal:12} {figure:16} {'' if reached else 'MISSED'}".rstrip(),
                flush=True,
            )
    return missed


if __name__ == "__main__":
    sys.exit(main())
