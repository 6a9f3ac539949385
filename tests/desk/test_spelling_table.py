"""names.toml edited in place."""

from __future__ import annotations

import pytest

from newsgen.desk.variants import rename_in_table
from newsgen.errors import ContentError

TABLE = """# Ours.
[people]
"Mei Lin" = "Lin Mei"
'Per Holm' = [
  "P. Holm",
]
Solo = ["S."]

[places]
"Mei Lin" = ["Old"]   # a harbour
"""


def test_a_name_is_renamed_and_its_old_spelling_leads_to_it() -> None:
    found = rename_in_table(TABLE, "people", ["Mei Lin"], "Lin M.")
    assert found == TABLE.replace('"Mei Lin" = "Lin Mei"\n', '"Lin M." = ["Mei Lin", "Lin Mei"]\n', 1)


def test_names_are_joined_in_the_place_of_the_first() -> None:
    found = rename_in_table(TABLE, "people", ["Mei Lin", "Per Holm", "Solo"], "Solo")
    assert '"Mei Lin" = "Lin Mei"' not in found
    assert '"Solo" = ["Mei Lin", "Per Holm", "Lin Mei", "P. Holm", "S."]\n' in found
    assert found.startswith("# Ours.\n[people]\n")
    assert found.endswith('\n[places]\n"Mei Lin" = ["Old"]   # a harbour\n')


def test_another_kind_and_unknown_names_change_nothing() -> None:
    assert rename_in_table(TABLE, "organizations", ["Mei Lin"], "X") == TABLE
    assert rename_in_table(TABLE, "people", ["Nobody"], "X") == TABLE
    assert rename_in_table("", "people", ["Nobody"], "X") == ""


def test_line_ends_stay() -> None:
    windows = TABLE.replace("\n", "\r\n")
    found = rename_in_table(windows, "people", ["Solo"], "Alone")
    assert '"Alone" = ["Solo", "S."]\r\n' in found
    assert found.count("\r\n") == found.count("\n")


@pytest.mark.parametrize(
    "table", ['people = {"A" = "B"}\n', '[people]\n"\\u0041" = "B"\n', 'people."A" = "B"\n']
)
def test_a_table_written_otherwise_is_left_to_its_owner(table: str) -> None:
    with pytest.raises(
        ContentError, match=r'names\.toml: "A" cannot be edited in place; edit the file by hand'
    ):
        rename_in_table(table, "people", ["A"], "C")
