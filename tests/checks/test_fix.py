"""What check --fix mends."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgen.checks.fix import fix_findings
from newsgen.checks.run import run_checks
from newsgen.pipeline.project import open_project
from newsgen.pipeline.report import Options
from tests.support.archives import AS_OF, build, record, tree, write

OPTIONS = Options(as_of=AS_OF)
FILES = {
    "articles/1.md": record(
        "T1", date="2023-01-02", topics=["Trade"], people=["Kishida Fumio"], authors=["A. B."]
    ),
    "articles/2.md": record("T2", date="2023-01-02", topics=["trade", "Water"], people=["Fumio Kishida"]),
    "articles/3.md": record("T3", "Text.", date="2023-01-02", topics=["Trade"], people=["Fumio Kishida"]),
}


def codes(root: Path) -> list[str]:
    return [one.code for one in run_checks(open_project(root), OPTIONS) or ()]


def test_spellings_people_and_aliases_are_mended_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, FILES | {"articles/2023-01-05-ferry.md": record("Ferry")})
    build(tmp_path)
    (tmp_path / "articles/2023-01-05-ferry.md").unlink()
    write(
        tmp_path,
        {"articles/2023-01-06-ferry.md": record("Ferry", "It came back.", redirect_from=["old.html"])},
    )
    build(tmp_path)
    assert sorted(codes(tmp_path)) == ["missing-alias", "spelling", "spelt-two-ways"]
    done = fix_findings(open_project(tmp_path), OPTIONS)
    assert [(one.code, one.what) for one in done] == [
        ("spelling", "trade → Trade in topics of 1 record"),
        ("spelt-two-ways", 'names.toml: "Fumio Kishida" = ["Kishida Fumio"]'),
        ("missing-alias", "articles/2023-01-06-ferry.md: redirect_from: 2023/01/05/ferry.html"),
    ]
    assert 'topics: ["Trade", "Water"]' in (tmp_path / "articles/2.md").read_text()
    build(tmp_path)
    assert codes(tmp_path) == []
    assert "ferry.html" in (tmp_path / "site/2023/01/05/ferry.html").read_text()
    before = tree(tmp_path / "articles")
    assert fix_findings(open_project(tmp_path), OPTIONS) == []
    assert tree(tmp_path / "articles") == before


@pytest.mark.parametrize(
    ("table", "after"),
    [
        ("", '[people]\n"Fumio Kishida" = ["Kishida Fumio"]\n'),
        ("# ours", '# ours\n\n[people]\n"Fumio Kishida" = ["Kishida Fumio"]\n'),
        ('[places]\n"A" = "B"\n', '[places]\n"A" = "B"\n\n[people]\n"Fumio Kishida" = ["Kishida Fumio"]\n'),
        ('[people] # who\n"A" = "B"\n', '[people] # who\n"Fumio Kishida" = ["Kishida Fumio"]\n"A" = "B"\n'),
        ('[people]\r\n"A" = "B"\r\n', '[people]\r\n"Fumio Kishida" = ["Kishida Fumio"]\r\n"A" = "B"\r\n'),
        ("[people]", '[people]\n"Fumio Kishida" = ["Kishida Fumio"]\n'),
    ],
)
def test_a_line_is_added_to_names_toml_and_all_others_stay(table: str, after: str, tmp_path: Path) -> None:
    write(tmp_path, FILES | ({"names.toml": table} if table else {}))
    build(tmp_path)
    fix_findings(open_project(tmp_path), OPTIONS)
    assert (tmp_path / "names.toml").read_bytes().decode() == after


def test_a_name_that_has_a_line_already_is_left_to_its_owner(tmp_path: Path) -> None:
    table = '[people]\n"Fumio Kishida" = ["F. Kishida"]\n'
    write(tmp_path, FILES | {"names.toml": table})
    build(tmp_path)
    assert [one.code for one in fix_findings(open_project(tmp_path), OPTIONS)] == ["spelling"]
    assert (tmp_path / "names.toml").read_text() == table


def test_there_is_nothing_to_mend_before_a_build(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert fix_findings(open_project(tmp_path), OPTIONS) == []
