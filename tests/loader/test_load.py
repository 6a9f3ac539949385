"""Seeds to records: a human's edits win, and doing it twice changes nothing."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from newsgen.loader.analyse import InferenceData
from newsgen.loader.load import make_new_records, measure_words_shared_with_first
from newsgen.loader.report import UNKNOWN_HASH, ExistingRecord, LoadOptions, LoadReport
from newsgen.lockfile import Lock, format_lock
from newsgen.model import Inference, PartialDate
from newsgen.record.read import read_record
from tests.support.loading import load_fresh

OPTIONS = LoadOptions(datetime.date(2026, 11, 24))
EMPTY = Lock({}, {}, {})
PROSE = "Ministers of both countries met in the capital to talk about trade and fisheries, {} of them for the first time."
SEEDS = {
    f"seeds/{name}.txt": f"Head of {name}\n{PROSE.format(name)}\n".encode()
    for name in ("one", "two", "three")
}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def run(
    seeds: Mapping[str, bytes],
    existing: list[ExistingRecord] | None = None,
    lock: Lock = EMPTY,
) -> LoadReport:
    hashes = {path: digest(data) for path, data in seeds.items()}
    return make_new_records(hashes, seeds.__getitem__, existing or [], lock, OPTIONS, InferenceData())


def written(report: LoadReport) -> list[ExistingRecord]:
    """The records as they stand once they are written."""
    return [
        ExistingRecord(a.path, r.seed.sha256 if r.seed else "", None)
        for a in report.new
        if (r := read_record(a.path, a.text.encode()))
    ]


def test_new_seeds_become_records() -> None:
    report = run(SEEDS)
    assert [a.path for a in report.new] == [
        "articles/undated/head-of-one.md",
        "articles/undated/head-of-three.md",
        "articles/undated/head-of-two.md",
    ]
    record = read_record(report.new[0].path, report.new[0].text.encode())
    assert record.title == "Head of one"
    assert record.seed is not None
    assert (record.seed.file, record.seed.sha256) == ("seeds/one.txt", digest(SEEDS["seeds/one.txt"]))
    entry = report.lock.seeds["seeds/one.txt"]
    assert (entry.record, entry.written) == (record.path, digest(report.new[0].text.encode()))


def test_loading_twice_changes_nothing() -> None:
    first = run(SEEDS)
    second = run(SEEDS, written(first), first.lock)
    assert (second.new, second.conflicts, second.unchanged) == ((), (), 3)
    assert format_lock(second.lock) == format_lock(first.lock)


def test_the_order_of_the_seeds_changes_nothing() -> None:
    order = list(SEEDS)
    random.Random(7).shuffle(order)
    assert run({path: SEEDS[path] for path in order}) == run(SEEDS)


def test_an_edited_record_is_left_alone() -> None:
    first = run(SEEDS)
    edited = [msgspec.structs.replace(record, date=PartialDate(1999)) for record in written(first)]
    assert run(SEEDS, edited, first.lock).new == ()


def test_a_deleted_record_is_not_made_again() -> None:
    """Also in a fresh clone, where only the lock remembers, and if the seed gets another name."""
    first = run(SEEDS)
    rest = written(first)[1:]
    second = run(SEEDS, rest, first.lock)
    assert second.new == ()
    assert second.deleted == (("seeds/one.txt", "articles/undated/head-of-one.md"),)
    assert second.lock.deleted == {digest(SEEDS["seeds/one.txt"]): "articles/undated/head-of-one.md"}
    renamed = {"seeds/uno.txt": SEEDS["seeds/one.txt"]} | {k: v for k, v in SEEDS.items() if "one" not in k}
    assert run(renamed, rest, second.lock).new == ()
    assert run(SEEDS, rest, second.lock).lock == second.lock


def test_a_deleted_record_that_comes_back_counts_again() -> None:
    first = run(SEEDS)
    second = run(SEEDS, written(first)[1:], first.lock)
    third = run(SEEDS, written(first), second.lock)
    assert (third.unchanged, third.lock.deleted) == (3, {})


def test_a_moved_record_is_known_by_its_seed() -> None:
    first = run(SEEDS)
    moved = [msgspec.structs.replace(r, path=f"articles/2020/{n}.md") for n, r in enumerate(written(first))]
    second = run(SEEDS, moved, first.lock)
    assert (second.new, second.deleted, second.unchanged) == ((), (), 3)
    assert second.lock.seeds["seeds/one.txt"].record == "articles/2020/0.md"
    assert second.lock.seeds["seeds/one.txt"].written == first.lock.seeds["seeds/one.txt"].written


def test_a_lost_lock_is_made_again_from_the_records() -> None:
    """After a crash between records and lock nothing is made twice; such records count as edited."""
    first = run(SEEDS)
    second = run(SEEDS, written(first), EMPTY)
    assert (second.new, second.unchanged) == ((), 3)
    assert {entry.written for entry in second.lock.seeds.values()} == {UNKNOWN_HASH}


def test_a_changed_seed_is_a_conflict() -> None:
    """The record stays; the new text is put aside, once."""
    first = run(SEEDS)
    changed = SEEDS | {"seeds/one.txt": SEEDS["seeds/one.txt"] + b"A later paragraph.\n"}
    second = run(changed, written(first), first.lock)
    assert second.new == ()
    (conflict,) = second.conflicts
    assert (conflict.seed, conflict.record) == ("seeds/one.txt", "articles/undated/head-of-one.md")
    assert conflict.path == f"head-of-one.{digest(changed['seeds/one.txt'])[:6]}.md"
    assert "A later paragraph." in conflict.text
    third = run(changed, written(first), second.lock)
    assert (third.conflicts, third.unchanged) == ((), 3)


def test_a_new_text_in_the_place_of_a_deleted_record_is_a_new_seed() -> None:
    first = run(SEEDS)
    changed = SEEDS | {"seeds/one.txt": b"Another story\nOf other things.\n"}
    assert [a.path for a in run(changed, written(first)[1:], first.lock).new] == [
        "articles/undated/another-story.md"
    ]


def test_two_seeds_with_the_same_bytes_make_one_record() -> None:
    seeds = SEEDS | {"seeds/zwei.txt": SEEDS["seeds/two.txt"]}
    first = run(seeds)
    assert len(first.new) == 3
    assert first.same == (("seeds/zwei.txt", "seeds/two.txt"),)
    second = run(seeds, written(first), first.lock)
    assert (second.new, second.unchanged, second.lock) == ((), 4, first.lock)


def test_a_hand_written_record_keeps_its_name() -> None:
    report = run(
        {"seeds/one.txt": SEEDS["seeds/one.txt"]}, [ExistingRecord("articles/undated/head-of-one.md")]
    )
    short = digest(SEEDS["seeds/one.txt"])[:6]
    assert [a.path for a in report.new] == [f"articles/undated/head-of-one-{short}.md"]


def test_stated_dates_of_a_batch_fix_the_years_of_others() -> None:
    """A weekday alone fits many years; the batch's file names tell the period."""
    text = (
        "Ministers meet over fish\n"
        + PROSE.replace("met", "met on Wednesday, Nov. 22,").format("some")
        + "\n"
    )
    seeds = {
        f"seeds/2006-{month:02d}-11-x{month}.txt": f"Story {month}\n{PROSE.format(month)}\n".encode()
        for month in range(1, 13)
    }
    report = run(seeds | {"seeds/y.txt": text.encode()})
    assert "articles/2006/2006-11-22-ministers-meet-over-fish.md" in [a.path for a in report.new]
    alone = run({"seeds/y.txt": text.encode()}).new[0].front
    assert alone["date"] == PartialDate(2023, 11, 22)


def test_near_duplicates_are_reported_not_merged() -> None:
    body = " ".join(f"Sentence number {n} of the story says this and that." for n in range(30))
    seeds = {
        "seeds/a.txt": f"Head\n{body}\n".encode(),
        "seeds/b.txt": f"Another head\n{body} More.\n".encode(),
    } | SEEDS
    report = run(seeds)
    assert len(report.new) == 5
    assert [(w.file, w.code) for w in report.warnings] == [("seeds/b.txt", "near-duplicate")]
    assert "seeds/a.txt" in report.warnings[0].message


def test_reference_seed(shared: Path) -> None:
    """Loaded alone: what the issue asks of it."""
    data = (shared / "seeds/000_af86e90db8e8e466.txt").read_bytes()
    (article,) = run({"seeds/000_af86e90db8e8e466.txt": data}).new
    record = read_record(article.path, article.text.encode())
    lines = data.decode().split("\n")
    assert (record.title, record.dek) == (lines[0], lines[1])
    assert article.path.startswith("articles/2023/2023-11-22-china-japan-relations-at-moment-for-improvement")
    assert record.topics[0] == "China-Japan relations"
    assert "Nuclear wastewater" in record.topics
    relations = record.inferred["topics"]
    assert relations.rule == "relations"
    assert relations.evidence["China-Japan relations"] == 'line 1: "China-Japan", 18 mentions'  # type: ignore[index]
    assert (record.date, record.provisional) == (PartialDate(2023, 11, 22), False)
    assert record.inferred["date"] == Inference(
        "weekday",
        'line 4: "On Wednesday, Nov. 22"',
        0.52,
        "22 November fell on a Wednesday in 2023; line 3: Prime Minister Kishida Fumio, in office from October 2021 to"
        " October 2024",
    )
    assert record.people == ("Xi Jinping", "Kishida Fumio", "Liu Jianchao", "Natsuo Yamaguchi", "Cai Qi")
    assert {"Beijing", "San Francisco", "Fukushima", "Taiwan", "China", "Japan"} <= set(record.places)
    wanted = {"Communist Party of China", "Komeito", "International Atomic Energy Agency"}
    assert wanted <= set(record.organizations)
    assert article.body.count("> ") > 5
    quotations = record.inferred["quotations"].evidence
    assert isinstance(quotations, dict)
    assert list(quotations) == ["lines 12-23", "line 25"]


def together() -> dict[str, bytes]:
    """Seeds that tell something of each other: near-duplicates, and a day whose year the dates of others fix."""
    story = " ".join(f"{word}{n}" for n, word in enumerate(PROSE.split() * 20))
    dated = {f"seeds/2006-{n:02d}-07-x.txt": f"Head {n}\nText of story {n}.\n".encode() for n in range(1, 13)}
    alike = {f"seeds/alike{n}.txt": f"Head {n}\n{story} And {n}.\n".encode() for n in range(3)}
    day = "Ministers meet\nMinisters of both countries met in the capital on Wednesday, Nov. 22, to talk about trade.\n"
    return SEEDS | dated | alike | {"seeds/day.txt": day.encode(), "seeds/broken.txt": b"\0"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_change_nothing(jobs: int) -> None:
    """What is known of each seed travels between processes; what seeds tell of each other does not depend on them."""
    from concurrent.futures import ProcessPoolExecutor

    seeds = together()
    hashes = {path: digest(data) for path, data in seeds.items()}
    with ProcessPoolExecutor(jobs) as pool:
        report = make_new_records(hashes, seeds.__getitem__, [], EMPTY, OPTIONS, InferenceData(), pool.map)
    assert report == run(seeds)
    texts = {article.path: article.text for article in report.new}
    assert "\ndate: 2006-11-22\n" in texts["articles/2006/2006-11-22-ministers-meet.md"]
    assert [problem.code for problem in report.problems] == ["binary-seed"]
    assert [(problem.code, problem.file) for problem in report.warnings] == [
        ("near-duplicate", "seeds/alike1.txt"),
        ("near-duplicate", "seeds/alike2.txt"),
    ]


def test_a_hash_mark_in_a_seeds_name() -> None:
    """It is a part of the name; the record and the lock name the whole of it."""
    seeds = {"seeds/Story #1.txt": SEEDS["seeds/one.txt"], "seeds/Story": SEEDS["seeds/two.txt"]}
    report = run(seeds)
    assert [article.seed for article in report.new] == ["seeds/Story #1.txt"]
    assert list(report.lock.seeds) == ["seeds/Story #1.txt"]
    assert run(seeds, written(report), report.lock).new == ()


PROSE_WARN = "Ministers of both countries met in the capital to talk about trade and fisheries, some of them for the first time"


def warned(data: bytes) -> list[str]:
    return [str(problem) for problem in run({"x.txt": data}).warnings]


@pytest.mark.parametrize(
    "end",
    [f"{PROSE_WARN}.", f"“{PROSE_WARN}.”", f"{PROSE_WARN}…", "###", "-30-", "Jane Doe", f"({PROSE_WARN})"],
)
def test_texts_that_end(end: str) -> None:
    assert warned(f"Head\n{PROSE_WARN}.\n{end}\n".encode()) == []


WORDS = " ".join(f"word{n}" for n in range(400))
STORY = f"Ministers meet\nNovember 22, 2023\n{WORDS} and then they\n"
COMPARED = {
    "seeds/x.txt": STORY.encode(),
    "seeds/y.txt": STORY.replace("word200", "another").encode(),
    "seeds/z.md": b"---\nslug: z\ndate: 2020-01-02\ntitle: T\n---\n\nText.\n",
}


def test_slug_and_date_that_front_matter_states() -> None:
    """They name the file; a title does where there is no slug."""
    assert [record.path for record in run(COMPARED).new] == [
        "articles/2023/2023-11-22-ministers-meet-" + digest(COMPARED["seeds/x.txt"])[:6] + ".md",
        "articles/2023/2023-11-22-ministers-meet-" + digest(COMPARED["seeds/y.txt"])[:6] + ".md",
        "articles/2020/2020-01-02-z.md",
    ]


def test_comparing() -> None:
    """The wording counts as the seed has it, without front matter."""
    others = ["seeds/y.txt", "seeds/x.txt", "seeds/z.md"]
    assert measure_words_shared_with_first(("seeds/x.txt", others), COMPARED.__getitem__) == [0.98, 1.0, 0.0]


def test_comparing_seeds_that_were_changed_meanwhile(tmp_path: Path) -> None:
    """One that is gone or broken has nothing in common with any other."""
    (tmp_path / "broken.txt").write_bytes(b"\0")
    (tmp_path / "text.txt").write_text(STORY, encoding="utf-8")

    def read(path: str) -> bytes:
        return (tmp_path / path).read_bytes()

    others = ["gone.txt", "broken.txt", "text.txt"]
    assert measure_words_shared_with_first(("text.txt", others), read) == [0.0, 0.0, 1.0]
    assert measure_words_shared_with_first(("gone.txt", others), read) == [0.0, 0.0, 0.0]


def test_a_line_that_many_texts_share_is_no_headline() -> None:
    """Below the header of a site is the headline; where there is none, the line is the title of a column."""
    words = "ferry harbour captain engine summer winter island bridge market school".split()
    heads = [f"{word.title()} has a new roof" for word in words[:6]]
    texts = {
        f"seeds/{n}.txt": f"Harbour News Service\n{head}\n{' '.join(random.Random(n).choices(words, k=400))}."
        for n, head in enumerate(heads)
    }
    texts["seeds/column.txt"] = (
        "Harbour News Service\nThe column of this week is long, and it ends with a full stop."
    )
    report = load_fresh({key: text.encode() for key, text in texts.items()})
    assert {record.front["title"] for record in report.new} == {"Harbour News Service", *heads}
    few = load_fresh({key: text.encode() for key, text in list(texts.items())[:4]})
    assert {record.front["title"] for record in few.new} == {"Harbour News Service"}


def test_a_broken_word_is_joined_by_another_text() -> None:
    """A word at a line's end is whole if another text of the load has it, whatever the order of the texts."""
    lines = ["The council heard that the old ship of the line, which is called the Quetz-"]
    lines += ["alcoatl and has been in the harbour since the spring, will be sold this year."]
    seeds = {
        "seeds/a.txt": "\n".join(["Ship is sold", "", *lines]),
        "seeds/b.txt": "Quetzalcoatl comes\n\nIt came.",
    }
    report = load_fresh({path: text.encode() for path, text in seeds.items()})
    (sold,) = [record for record in report.new if record.seed == "seeds/a.txt"]
    assert "the Quetzalcoatl and has" in sold.body
    assert [warning.code for warning in report.warnings] == ["broken-words"]
    alone = load_fresh({"seeds/a.txt": seeds["seeds/a.txt"].encode()}).new[0]
    assert "the Quetz-alcoatl and has" in alone.body
    assert alone.front["inferred"]["hyphens"].evidence == {
        "joined": 0,
        "with hyphen": 1,
        "line 3": "Quetz-alcoatl",
    }
