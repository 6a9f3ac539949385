"""reStructuredText becomes Markdown; its front matter is that of Pelican, Nikola or a bare title."""

from __future__ import annotations

import pytest

from newsgen.loader.formats.rst import parse_rst_seed
from newsgen.model import Draft, PartialDate


def parse(text: str) -> Draft:
    (draft,) = parse_rst_seed("seeds/x.rst", text.encode())
    return draft


@pytest.mark.parametrize(
    "text",
    [
        "The ferry\n#########\n\n:date: 2020-10-03\n:tags: boats, wind\n\nWords.\n",
        "=========\nThe ferry\n=========\n\n:date: 2020-10-03\n:tags: boats, wind\n\nWords.\n",
        ":title: The ferry\n:date: 2020-10-03\n:tags: boats, wind\n\nWords.\n",
        ".. title: The ferry\n.. date: 2020-10-03\n.. tags: boats, wind\n\nWords.\n",
    ],
)
def test_front_matter(text: str) -> None:
    draft = parse(text)
    assert draft.stated == {
        "title": "The ferry",
        "date": PartialDate(2020, 10, 3),
        "topics": ("boats", "wind"),
    }
    assert (draft.text.strip(), draft.warnings) == ("Words.", ())


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("A title\n=======\n\nWords.\n\nPart\n----\n\nMore.", "# A title\n\nWords.\n\n## Part\n\nMore."),
        ("**Bold** *slant* ``a < b``", "**Bold** *slant* `a < b`"),
        ("A `table <https://x.example/a_b>`_", "A [table](https://x.example/a_b)"),
        (":ref:`The pier <pier>`, :doc:`quay`, :py:func:`~run`", "The pier, quay, run"),
        ("* one\n* two\n\n#. first\n#. second", "- one\n- two\n\n1. first\n2. second"),
        (".. code-block:: python\n\n   a < b", "```python\na < b\n```"),
        (".. image:: a.png\n   :alt: Pier", "![Pier](a.png)"),
        (".. youtube:: abc", "[https://www.youtube.com/watch?v\\=abc](https://www.youtube.com/watch?v=abc)"),
        (
            ".. mybox:: A *head*\n   :odd: 3\n\n   Words.\n\n   .. inner::\n\n      Deep.",
            "A *head*\n\nWords.\n\nDeep.",
        ),
        ("== ==\na  b\n== ==\n1  2\n== ==", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("A note [#n]_.\n\n.. [#n] Its *words*.", "A note [^1].\n\n[^1]: Its *words*."),
        (".. |day| replace:: Tuesday\n\nOn |day|.", "On Tuesday."),
        (".. raw:: html\n\n   <p>Raw <b>words</b></p>", "Raw **words**"),
        (".. a comment\n\nWords.", "Words."),
    ],
)
def test_bodies(text: str, markdown: str) -> None:
    draft = parse(text)
    assert (draft.text.strip(), draft.warnings) == (markdown, ())


@pytest.mark.parametrize(
    ("text", "markdown", "warning"),
    [
        ("A `lost link`_.", "A lost link.", 'unknown target name: "lost link"'),
        (
            "A **bold",
            "A \\*\\*bold",
            "inline strong start-string without end-string",
        ),
        (
            ".. figure:: a.png\n   :widht: 3\n\n   Caption.",
            "```\n.. figure:: a.png\n   :widht: 3\n\n   Caption.\n```",
            'error in "figure" directive: unknown option: "widht"',
        ),
        (
            ".. include:: /etc/passwd\n\nWords.",
            "Words.",
            '"include" directive disabled',
        ),
    ],
)
def test_what_docutils_cannot_read_stays(text: str, markdown: str, warning: str) -> None:
    draft = parse(f"The pier\n========\n:slug: x\n\n{text}")
    assert draft.text.strip() == markdown
    assert [str(one) for one in draft.warnings] == [
        f"seeds/x.rst:5: the reStructuredText is wrong: {warning}; look at the record"
    ]
