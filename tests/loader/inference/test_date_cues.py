"""What the words beside a mention tell of it."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.mentions import cue_of, find_mentions


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("Sen. Jo Doe on Friday, Feb. 9, reintroduced her bill, which will cut taxes.", "past"),
        ("The bill was introduced on Thursday, Dec. 7, and awaits approval.", "past"),
        ("They voted on Thursday, March 29, to pass the bill.", "past"),
        ("He said today that the House passed the bill late on Saturday, November 20.", "earlier"),
        ("The period closed today, June 29, 2004.", "today"),
        ("A law going into effect tomorrow, Sept. 30, will help.", "tomorrow"),
        ("The week ended yesterday, Saturday May 20.", "yesterday"),
        ("The council approved a new tram line on Wednesday, Nov. 22.", "past"),
        ("The treaty entered into force on Monday, Oct. 23.", "past"),
        ("The two sides met in Busan on Sunday, Nov. 26.", "past"),
        ("Parliament voted for the budget on Thursday, Nov. 23.", "past"),
        ("The council approved the plan on Wednesday, Nov. 22.", "past"),
        ("The union called off a planned strike on Wednesday, Nov. 22.", "past"),
        ("The firm announced on Wednesday, Nov. 22, plans to build a mill.", "past"),
        ("The bank cut its rate on Wednesday, Nov. 22.", "past"),
        ("A ferry sank on Wednesday, Nov. 22.", "past"),
        ("The bridge was opened on Wednesday, Nov. 22, when a ribbon was cut.", "past"),
        ("The bank will cut its rate on Wednesday, Nov. 22.", "ahead"),
        ("The trial is set for Wednesday, Nov. 22.", "ahead"),
        ("The board plans to meet on Wednesday, Nov. 22.", "ahead"),
        ("The city put on sale a pass that starts Wednesday, Nov. 22.", "ahead"),
        ("The fair is at 9 a.m. on Friday, Jan. 6.", "ahead"),
        ("He will be in town on Friday, January 6 to speak.", "ahead"),
        ("The meeting will be held by the committee on Thursday, March 16.", "ahead"),
        ("The hearing is set for 9:30 a.m., Thursday, Sept. 14, in Room 138.", "ahead"),
        ("She is scheduled to testify Wednesday, July 20.", "ahead"),
        ("On Friday, Dec. 1, he plans to vote.", "ahead"),
        ("A workshop to be held on Monday, May 3.", "ahead"),
        ("See you there Tuesday, March 8 at 2:30 p.m.", "ahead"),
        ("He asked them to pause this Monday, Jan. 15.", "ahead"),
        ("The bill extends it until May 5, 2006.", "ahead"),
        ("Sen. Doe to testify Wednesday, July 20", "ahead"),
        ("Since March 1, 2007, all sets have had it.", "old"),
        ("Fifteen years ago today, on February 5, 1993, it passed.", "old"),
        ("After September 11 the world changed.", "old"),
        ("The September 11, 2001 attacks", "old"),
        ("It was signed into law on March 9, 2006.", "old"),
        ("The act was signed into law on Friday, March 9.", "past"),
        ("The council approved Friday, March 9, a new line.", "past"),
        ("The act, approved March 9, holds.", "old"),
        ("The committee approved the funds last Wednesday, September 15.", "earlier"),
        ("The forum was held this past Monday, October 31.", "earlier"),
        ("She will take part at 4 p.m. Tuesday, Aug. 22, in a show offered by the station.", "ahead"),
        ("Nothing but Friday, May 5 here.", "none"),
        ("He spoke. Friday, May 5.", "none"),
    ],
)
def test_cue(line: str, cue: str) -> None:
    """The nearest word of the same sentence decides between what was and what will be."""
    mention = next(iter(find_mentions([(1, line)])))
    assert cue_of(line, mention) == cue
