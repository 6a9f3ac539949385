"""How dates are written: forms, lines that state one, days in prose and the words beside them."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.forms import read_date_form
from newsgen.loader.dates.mentions import find_cue, find_mentions

Parts = tuple[int, int, int, int, bool]

READ = [
    ("Wednesday, Nov. 22, 2023", "en", (2023, 11, 22, 2, False)),
    ("November 2023", "en", (2023, 11, 0, -1, False)),
    ("Nov. 22nd", "en", (0, 11, 22, -1, False)),
    ("Nov 22, 2023 at 5:00 pm EST", "en", (2023, 11, 22, -1, True)),
    ("January 4, 2005 10:00pm", "en", (2005, 1, 4, -1, True)),
    ("2023-11-22T09:30:00Z", "en", (2023, 11, 22, -1, True)),
    ("22 November 2023", "en", (2023, 11, 22, -1, False)),
    ("Mittwoch, 22. November 2023", "de", (2023, 11, 22, 2, False)),
    ("22.11.2023, 14:05 Uhr", "de", (2023, 11, 22, -1, True)),
    ("le 22 novembre 2023", "fr", (2023, 11, 22, -1, False)),
    ("1er février 2023", "fr", (2023, 2, 1, -1, False)),
    ("22 de noviembre de 2023", "es", (2023, 11, 22, -1, False)),
    ("quarta-feira, 22 de novembro de 2023", "pt", (2023, 11, 22, 2, False)),
    ("mercoledì 22 novembre 2023", "it", (2023, 11, 22, 2, False)),
    ("22 maart 2023", "nl", (2023, 3, 22, -1, False)),
    ("den 22 oktober 2023", "sv", (2023, 10, 22, -1, False)),
    ("22. marts 2023", "da", (2023, 3, 22, -1, False)),
    ("22. marraskuuta 2023", "fi", (2023, 11, 22, -1, False)),
    ("22 listopada 2023 r.", "pl", (2023, 11, 22, -1, False)),
    ("22. listopadu 2023", "cs", (2023, 11, 22, -1, False)),
    ("22 ноября 2023 г.", "ru", (2023, 11, 22, -1, False)),
    ("22 листопада 2023", "uk", (2023, 11, 22, -1, False)),
    ("22 Kasım 2023", "tr", (2023, 11, 22, -1, False)),
    ("2023. november 22.", "hu", (2023, 11, 22, -1, False)),
    ("22 Νοεμβρίου 2023", "el", (2023, 11, 22, -1, False)),
    ("22 نوفمبر 2023", "ar", (2023, 11, 22, -1, False)),
    ("2023年11月22日（水）", "ja", (2023, 11, 22, 2, False)),
    ("2023년 11월 22일 수요일", "ko", (2023, 11, 22, 2, False)),
    ("22 mai 2023", "en", (2023, 5, 22, -1, False)),
    ("listopad 2023", "en", (2023, 11, 0, -1, False)),
    ("listopad 2023", "cs", (2023, 11, 0, -1, False)),
    ("22 septembre 2023", "fr", (2023, 9, 22, -1, False)),
    ("Feb. 29", "en", (0, 2, 29, -1, False)),
    ("2023/11/22", "ja", (2023, 11, 22, -1, False)),
    ("2023-11", "en", (2023, 11, 0, -1, False)),
    ("22.11.2023", "en", (2023, 11, 22, -1, False)),
    ("11/22/2005", "en", (2005, 11, 22, -1, False)),
    ("22/11/2005", "en", (2005, 11, 22, -1, False)),
    ("03/04/2005", "en", (2005, 0, 0, -1, False)),
    ("03/04/2005", "fr", (2005, 4, 3, -1, False)),
    ("04/04/2005", "en", (2005, 4, 4, -1, False)),
    ("Friday, 03/04/2005", "en", (2005, 3, 4, 4, False)),
    ("Monday, 03/04/2005", "en", (2005, 0, 0, -1, False)),
    ("3/15/06", "en", (2006, 3, 15, -1, False)),
    ("2023年11月22日 星期三", "zh", (2023, 11, 22, 2, False)),
    ("2023年11月", "zh", (2023, 11, 0, -1, False)),
    ("二〇二三年十一月二十二日", "zh", (2023, 11, 22, -1, False)),
    ("二〇二〇年十月二十日 星期二", "zh", (2020, 10, 20, 1, False)),
]


@pytest.mark.parametrize(("text", "language", "parts"), READ)
def test_a_date_and_nothing_else_is_read(text: str, language: str, parts: Parts) -> None:
    """Year, month, day, weekday and whether a time stands beside them, as written; a date of two readings gives its year."""
    form = read_date_form(text, language)
    assert form is not None
    assert (form.year, form.month, form.day, form.weekday, form.has_time) == parts


@pytest.mark.parametrize(
    "text",
    "May|2023|12 percent|31 Nov 2023|29 février 2023|1 May 2 June|Sen. May 12|Posted 5 March 2005||03/04/05|9/11|monday"
    "|13/13/2005|202-224-0000|2023年11月22日の会議|11月22日|1 January 999|1 May 2023 after a hundred letters are too long for"
    " it to be a date of any kind, as these are".split("|"),
)
def test_anything_else_is_no_date(text: str) -> None:
    """A word more, a month alone, or a day that the calendar lacks."""
    assert read_date_form(text, "en") is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("On Wednesday, Nov. 22, he said", [(0, 11, 22, 2, False)]),
        ("On Wednesday Nov 22nd he said", [(0, 11, 22, 2, False)]),
        ("on July 25 (Wednesday)", [(0, 7, 25, 2, False)]),
        ("on March 1, 2007, all", [(2007, 3, 1, -1, False)]),
        ("on 22 November 2023", [(2023, 11, 22, -1, False)]),
        ("the 4th of July", [(0, 7, 4, -1, False)]),
        ("AUCTION ON MAY 26", [(0, 5, 26, -1, False)]),
        ("from Aug. 28-30", [(0, 8, 28, -1, True)]),
        ("from December 25 to the 27, 2005", [(2005, 12, 25, -1, True)]),
        ("May 5 and June 7", [(0, 5, 5, -1, False), (0, 6, 7, -1, False)]),
        ("September 1, 1894", [(1894, 9, 1, -1, False)]),
        ("in May 20 percent", []),
        ("he may 5 times march 3 miles", []),
        ("March 1,000 miles", []),
        ("April 31", []),
        ("Feb. 30", []),
        ("Feb. 29", [(0, 2, 29, -1, False)]),
        ("no digits in May", []),
    ],
)
def test_mentions(line: str, found: list[Parts]) -> None:
    """Month names need a capital and a day of the calendar; units, ranges and modal verbs are told apart."""
    mentions = find_mentions([(7, line)])
    assert [(m.year, m.month, m.day, m.weekday, m.is_range) for m in mentions] == found


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
    assert find_cue(line, mention) == cue
